import Ackproof
import ScenarioLanguage

/// `ackproof format`: prints scenarios in their one canonical form.
enum FormatCommand {
  static let command = Command(
    name: "format", usage: "[--check] FILE|FOLDER...",
    summary: "Rewrite scenarios in their canonical form.",
    examples: ["ackproof format Scenarios", "ackproof format --check Scenarios"],
    options: [OptionForm("--check", nil, "change nothing; fail if something is not formatted")],
    run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    let files: [String]
    switch Files.scenarios(options.words) {
    case .failure(let problem):
      Output.error("error: \(problem.message)")
      return .refused
    case .success(let found): files = found
    }
    var status = ExitStatus.holds
    for file in files {
      guard let bytes = Files.read(file) else {
        Output.error("\(file): error: this file cannot be read")
        status = .refused
        continue
      }
      let reading = ScenarioReader.read(file: file, bytes: bytes)
      guard reading.isSound, let source = reading.source else {
        let text = reading.source.map { Diagnostic.rendered(reading.problems, in: $0) }
        Output.line(
          text ?? reading.problems.map { "\(file): error: \($0.message)" }.joined(separator: "\n"))
        status = .refused
        continue
      }
      _ = source
      let text = ScenarioPrinter.text(of: reading.scenario)
      if Array(text.utf8) == bytes { continue }
      if options.has("--check") {
        Output.line("\(file): not formatted")
        status = status.worse(.violated)
      } else if Files.write(text, to: file) {
        Output.line("\(file): formatted")
      } else {
        Output.error("error: cannot write '\(file)'")
        status = .refused
      }
    }
    return status
  }
}
