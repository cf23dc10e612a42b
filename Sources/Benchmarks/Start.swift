import Glibc
import Kernel

/// From the start of a process to its first verdict: a process judges a small scenario and ends.
///
/// It is the command `ackproof` if that lies beside this executable, and this executable otherwise.
/// What counts is the processor time of the child, its loading included.
enum Start {
  static let starts = 20
  /// The argument with which this executable judges a scenario and ends.
  static let verdictOption = "--verdict"

  /// What the child does when it is this executable.
  static func printVerdict() {
    let work = Watched.judge(Watched.compile(Small.scenario), seeds: 1)
    print("holds \(work.digest)")
  }

  /// Writes the scenario where the child finds it.
  static func writeScenario() -> String {
    let path = "/tmp/ackproof-start-\(getpid()).scenario"
    guard let file = fopen(path, "w") else {
      brokenInvariant({ "\(path) cannot be written" }, file: #fileID, line: #line)
    }
    fputs(Small.scenario, file)
    fclose(file)
    return path
  }

  /// The child's command and its arguments.
  static func command(scenario path: String) -> [String] {
    guard let resolved = realpath("/proc/self/exe", nil) else { return [] }
    defer { free(resolved) }
    let own = String(cString: resolved)
    let folder = own.split(separator: "/").dropLast().joined(separator: "/")
    let beside = "/\(folder)/ackproof"
    return access(beside, X_OK) == 0 ? [beside, "run", path] : [own, verdictOption]
  }

  /// Runs a command with its output thrown away; whether it ended well.
  static func run(_ command: [String]) -> Bool {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child = pid_t()
    guard posix_spawn(&child, command[0], &actions, nil, &arguments, environ) == 0 else {
      return false
    }
    var status: Int32 = 0
    return waitpid(child, &status, 0) == child && status == 0
  }
}

let startBenchmarks: [Benchmark] = [
  Benchmark(name: "start", summary: "from a process's start to the verdict on a small scenario") {
    let path = Start.writeScenario()
    defer { unlink(path) }
    let command = Start.command(scenario: path)
    $0.measureChildren {
      for _ in 0..<Start.starts {
        invariant(Start.run(command), "\(command) did not end well")
      }
    }
    return Work(
      events: Start.starts, digest: Watched.judge(Watched.compile(Small.scenario), seeds: 1).digest)
  }
]
