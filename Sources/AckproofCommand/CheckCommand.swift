import Ackproof
import ScenarioLanguage

/// `ackproof check`: reads scenarios and their configuration, and runs nothing.
enum CheckCommand {
  static let command = Command(
    name: "check", usage: "[OPTIONS] FILE|FOLDER...",
    summary: "Read scenarios or real .properties files, and simulate nothing.",
    examples: [
      "ackproof check Scenarios", "ackproof check config/server.properties",
      "ackproof check client.properties --as consumer --kafka 2.8",
    ],
    options: [
      OptionForm("--as", "WHOSE", "properties: broker, producer or consumer; else the keys tell"),
      OptionForm("--kafka", "VERSION", "properties: the release whose rules hold, 3.7 by default"),
    ],
    run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    let files: [String]
    switch Files.scenarios(options.words) {
    case .failure(let problem):
      Output.error("error: \(problem.message)")
      return .refused
    case .success(let found): files = found
    }
    let words = PropertiesCheck.scopes.map(\.word)
    if let whose = options.value("--as"), !words.contains(whose) {
      return Output.refuse("--as takes \(words.joined(separator: ", ")), not '\(whose)'")
    }
    var wrong = 0
    for file in files {
      if file.hasSuffix(".properties") {
        if !check(properties: file, options) { wrong += 1 }
        continue
      }
      switch ScenarioFile.compile(file) {
      case .failure(let failure):
        wrong += 1
        Output.line(failure.rendered)
      case .success(let plan):
        for note in ScenarioReport(plan).notes { Output.line("\(file): \(note)") }
      }
    }
    let total = "\(files.count) file\(files.count == 1 ? "" : "s")"
    Output.line(wrong == 0 ? "\(total): no errors" : "\(total): \(wrong) with errors")
    return wrong == 0 ? .holds : .refused
  }

  /// Judges a file that Kafka itself would read; false when Kafka would refuse it.
  private static func check(properties file: String, _ options: Options) -> Bool {
    guard let bytes = Files.read(file) else {
      Output.line("\(file): error: this file cannot be read")
      return false
    }
    let scope = PropertiesCheck.scopes.first { $0.word == options.value("--as") }?.scope
    let check = PropertiesCheck(
      file: file, bytes: bytes, as: scope, version: options.value("--kafka"))
    let whose = PropertiesCheck.scopes.first { $0.scope == check.scope }?.word ?? ""
    Output.line("\(file): read as a \(whose)'s properties, Kafka \(check.version)")
    (check.problems + check.lines.map { "  \($0)" }).forEach(Output.line)
    return check.problems.isEmpty
  }
}
