import Ackproof
import ScenarioLanguage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ends the process with a status; what was printed is written out first.
func exit(_ status: ExitStatus) -> Never {
  let isComplete = Output.isComplete
  if !isComplete { Output.error("error: the report could not be written") }
  fflush(nil)
  exit((isComplete ? status : status.worse(.refused)).rawValue)
}

/// The command line as a whole: finds the command, reads its options, runs it.
enum CommandLineTool {
  /// Runs what the arguments ask for.
  static func run(_ arguments: [String]) async -> ExitStatus {
    // A reader that has seen enough, as `head` has, must not end the run: its files and its status
    // are for others.
    signal(SIGPIPE, SIG_IGN)
    Emergency.listen()
    guard let first = arguments.first else {
      Output.line(Help.overview)
      return .refused
    }
    switch first {
    case "--help", "-h", "help":
      guard let name = arguments.dropFirst().first else {
        Output.line(Help.overview)
        return .holds
      }
      guard let command = CommandTable.command(named: name) else { return unknown(name) }
      Output.line(Help.text(of: command))
      return .holds
    case "--version", "version":
      Output.line("ackproof \(ToolVersion.current), scenario language \(Scenario.currentVersion)")
      return .holds
    default: break
    }
    guard let command = CommandTable.command(named: first) else { return unknown(first) }
    if arguments.contains("--help") || arguments.contains("-h") {
      Output.line(Help.text(of: command))
      return .holds
    }
    switch Options.read(Array(arguments.dropFirst()), for: command) {
    case .failure(let problem):
      return Output.refuse(
        problem.message, asJSON: command.name == "run" && arguments.contains("--json"))
    case .success(let options): return await command.run(options)
    }
  }

  private static func unknown(_ word: String) -> ExitStatus {
    var text = "error: unknown command '\(word)'"
    let names = CommandTable.all.map(\.name)
    if let near = nearest(to: word, among: names) {
      text += "; did you mean '\(near)'?"
    } else {
      text += "; the commands are \(names.joined(separator: ", "))"
    }
    Output.error(text)
    return .refused
  }
}
