import Ackproof
import ScenarioLanguage

/// `ackproof check`: reads scenarios and their configuration, and runs nothing.
enum CheckCommand {
  static let command = Command(
    name: "check", usage: "FILE|FOLDER...",
    summary: "Read scenarios and their configuration, and simulate nothing.",
    examples: ["ackproof check Scenarios", "ackproof check my.scenario"],
    options: [],
    run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    let files: [String]
    switch Files.scenarios(options.words) {
    case .failure(let problem):
      Output.error("error: \(problem.message)")
      return .refused
    case .success(let found): files = found
    }
    var wrong = 0
    for file in files {
      switch ScenarioFile.compile(file) {
      case .failure(let failure):
        wrong += 1
        Output.line(failure.rendered)
      case .success(let plan):
        for note in ScenarioReport(plan).notes { Output.line("\(file): \(note)") }
      }
    }
    let total = "\(files.count) scenario\(files.count == 1 ? "" : "s")"
    Output.line(wrong == 0 ? "\(total): no errors" : "\(total): \(wrong) with errors")
    return wrong == 0 ? .holds : .refused
  }
}
