import Ackproof
import KafkaModel
import ScenarioLanguage

/// `ackproof explain`: what a configuration key or a word of the language means here.
enum ExplainCommand {
  static let command = Command(
    name: "explain", usage: "KEY|WORD...",
    summary: "Explain a configuration key, or a word of the scenario language.",
    examples: [
      "ackproof explain min.insync.replicas", "ackproof explain freeze",
      "ackproof explain exactly once", "ackproof explain truncates",
    ],
    options: [],
    run: run)

  private static func run(_ options: Options) async -> ExitStatus {
    let word = options.words.joined(separator: " ")
    guard !word.isEmpty else {
      Output.error("error: explain needs a key or a word, as in 'ackproof explain acks'")
      return .refused
    }
    let keys = ConfigurationTable.keys(named: word)
    if !keys.isEmpty {
      for key in keys { lines(key).forEach(Output.line) }
      return .holds
    }
    if let check = CheckList.lines(about: word) {
      check.forEach(Output.line)
      return .holds
    }
    let found = Glossary.rows(about: word)
    guard !found.isEmpty else {
      let names = ConfigurationTable.keys.map(\.name) + Glossary.firstWords
      let meant = Synonyms.any(word) ?? nearest(to: word, among: names)
      let near = meant.map { "; did you mean '\($0)'?" }
      Output.error(
        "error: nothing is known of '\(word)'\(near ?? "; see 'ackproof list'")")
      return .refused
    }
    found.flatMap(lines).forEach(Output.line)
    if let ours = Synonyms.fault(word) { Output.line("see also  ackproof explain \(ours)") }
    return .holds
  }

  private static func lines(_ row: Glossary.Row) -> [String] {
    ["\(row.noun): \(row.usage)", "  \(row.help)"]
      + row.others.map { "  also      \($0)" } + ["  example   \(row.example)"]
  }

  // MARK: Keys

  private static func lines(_ key: ConfigurationKey) -> [String] {
    var lines = ["\(key.name)  (\(key.scopes.words.joined(separator: ", ")))", "  \(key.help)"]
    lines.append("  type      \(key.type)")
    if let valid = key.rule.summary { lines.append("  valid     \(valid)") }
    for standard in key.defaults {
      let since = standard.since == .oldest ? "" : "  from \(standard.since) on"
      lines.append("  default   \(standard.text.map { $0.isEmpty ? "''" : $0 } ?? "unset")\(since)")
    }
    if key.firstVersion > .oldest { lines.append("  since     \(key.firstVersion)") }
    if let removed = key.removedIn { lines.append("  removed   \(removed)") }
    if let old = key.deprecation {
      let successor = old.successor.map { ", use \($0)" } ?? ""
      lines.append("  old since \(old.since)\(successor)")
    }
    for fallback in key.brokerDefaults { lines.append("  else      the broker's \(fallback.name)") }
    if let purpose = key.purpose {
      lines.append("  \(purpose.word)\(purpose.word.count == 6 ? "    " : "   ")\(purpose.text)")
    }
    switch key.treatment {
    case .modelled:
      lines.append("  here      modelled")
      if let end = key.idleness {
        lines.append("  here      no effect from \(end.since) on: \(end.reason.sentence)")
      }
    case .withoutEffect(let reason): lines.append("  here      no effect: \(reason.sentence)")
    }
    return lines
  }
}
