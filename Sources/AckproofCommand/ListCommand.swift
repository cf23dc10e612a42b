import Ackproof
import KafkaModel
import ScenarioLanguage

/// `ackproof list`: what there is: scenarios, claims, and the words of every table.
enum ListCommand {
  static let command = Command(
    name: "list", usage: "[TOPIC] [FILE|FOLDER|SCOPE]",
    summary: "List scenarios, claims, or the words of the language.",
    examples: [
      "ackproof list faults", "ackproof list settings", "ackproof list scenarios Scenarios",
      "ackproof list properties producer",
    ],
    options: [],
    run: run)

  private static let topics =
    ["scenarios", "claims", "properties", "checks"] + Glossary.topics.map(\.name)

  private static func run(_ options: Options) async -> ExitStatus {
    guard let topic = options.words.first else {
      topics.forEach { Output.line("ackproof list \($0)") }
      return .holds
    }
    let rest = Array(options.words.dropFirst())
    switch topic {
    case "scenarios", "claims": return listFiles(topic, rest.isEmpty ? ["Scenarios"] : rest)
    case "properties": return listProperties(rest.first)
    case "checks": CheckList.lines().forEach(Output.line)
    default:
      if let words = Glossary.topics.first(where: { $0.name == topic }) {
        words.rows.forEach(show)
        return .holds
      }
      let near = nearest(to: topic, among: topics).map { "did you mean '\($0)'?" }
      let known = "the topics are \(topics.joined(separator: ", "))"
      Output.error("error: unknown topic '\(topic)'; \(near ?? known)")
      return .refused
    }
    return .holds
  }

  private static func show(_ row: Glossary.Row) {
    Output.line(row.usage)
    Output.line("    \(row.help)  Example: \(row.example)")
  }

  private static func listProperties(_ scope: String?) -> ExitStatus {
    let scopes = ConfigurationScopes.named.map(\.word)
    if let scope, !scopes.contains(scope) {
      Output.error(
        "error: unknown scope '\(scope)'; the scopes are \(scopes.joined(separator: ", "))")
      return .refused
    }
    for key in ConfigurationTable.keys where scope.map({ key.scopes.words.contains($0) }) ?? true {
      let mark = key.treatment == .modelled ? "modelled " : "no effect"
      Output.line("\(mark)  \(key.name)  (\(key.scopes.words.joined(separator: ", ")))")
    }
    return .holds
  }

  private static func listFiles(_ topic: String, _ paths: [String]) -> ExitStatus {
    let files: [String]
    switch Files.scenarios(paths) {
    case .failure(let problem):
      Output.error("error: \(problem.message)")
      return .refused
    case .success(let found): files = found
    }
    var rows: [(claim: String, file: String, title: String)] = []
    for file in files {
      guard let bytes = Files.read(file) else { continue }
      let scenario = ScenarioReader.read(file: file, bytes: bytes).scenario
      var title = ""
      var claims: [String] = []
      for statement in scenario.statements {
        if case .title(let text) = statement.kind { title = text }
        if case .claim(let words) = statement.kind { claims += words.map(\.text) }
      }
      if topic == "scenarios" { Output.line("\(file)  \(title)") }
      rows += claims.map { ($0, file, title) }
    }
    if topic == "claims" {
      for row in rows.sorted(by: {
        ($0.claim.count, $0.claim, $0.file) < ($1.claim.count, $1.claim, $1.file)
      }) {
        Output.line("\(row.claim)  \(row.file)  \(row.title)")
      }
    }
    return .holds
  }
}
