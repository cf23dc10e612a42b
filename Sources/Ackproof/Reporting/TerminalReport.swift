import KafkaModel
import Kernel
import ScenarioLanguage

/// What a person reads: one line per scenario that holds, the whole story of one that does not.
public struct TerminalReport: Sendable {
  /// Whether words are coloured: a terminal that was not told otherwise.
  public var hasColour: Bool
  /// Whether what holds is shown in full as well.
  public var isVerbose: Bool

  /// A report in plain text or in colour.
  public init(hasColour: Bool = false, isVerbose: Bool = false) {
    self.hasColour = hasColour
    self.isVerbose = isVerbose
  }

  /// The lines about one scenario.
  public func lines(_ report: ScenarioReport) -> [String] {
    let word = mark(report.status)
    let title = report.title.map { "  \($0)" } ?? ""
    let digest = hasColour ? "\u{1B}[2m\(report.digest)\u{1B}[0m" : report.digest
    var lines = ["\(word)  \(digest)  \(report.file)\(title)"]
    lines += report.notes.map { "  \($0)" }
    let isShort = report.status == .holds && !isVerbose
    if isShort { return lines }
    lines += table(report)
    for variant in report.variants {
      for (seed, reason) in variant.floors {
        let label = variant.values.isEmpty ? "" : " where \(variant.label)"
        lines.append("  undetermined: \(reason) (seed \(seed)\(label))")
      }
      for expectation in variant.expectations where expectation.verdict != .holds {
        lines += [""] + self.lines(expectation, variant, report)
      }
    }
    if let broken = report.broken { lines.append("  broken: \(broken)") }
    if lines.count > 1, lines.last != "" { lines.append("") }
    return lines
  }

  private func mark(_ status: ExitStatus) -> String {
    let (word, colour) =
      switch status {
      case .holds: ("holds       ", "32")
      case .undetermined: ("undetermined", "33")
      case .late: ("too late    ", "31")
      case .violated: ("violated    ", "31")
      case .refused: ("error       ", "31")
      case .broken: ("broken      ", "35")
      }
    return hasColour ? "\u{1B}[\(colour)m\(word)\u{1B}[0m" : word
  }

  // MARK: The grid

  /// One row per expectation, one column per variant.
  private func table(_ report: ScenarioReport) -> [String] {
    var rows: [[String]] = []
    let hasGrid = report.variants.count > 1
    if hasGrid {
      rows.append(
        ["", ""] + report.variants.map { $0.values.map(\.value).joined(separator: ", ") })
    }
    var seen: [Int] = []
    for variant in report.variants {
      for expectation in variant.expectations where !seen.contains(expectation.line) {
        seen.append(expectation.line)
      }
    }
    for line in seen.sorted() {
      var row = ["  line \(line)", text(of: line, report)]
      for variant in report.variants {
        guard let found = variant.expectations.first(where: { $0.line == line }) else {
          row.append("-")
          continue
        }
        row.append(cell(found, variant.seeds.count))
      }
      rows.append(row)
    }
    var lines = Self.aligned(rows)
    if hasGrid, let first = report.variants.first {
      let keys = first.values.map { $0.subject.isEmpty ? $0.key : "\($0.key) of \($0.subject)" }
      lines.insert("  varies: \(keys.joined(separator: ", "))", at: 0)
    }
    return lines
  }

  private func text(of line: Int, _ report: ScenarioReport) -> String {
    for variant in report.variants {
      if let found = variant.expectations.first(where: { $0.line == line }) { return found.text }
    }
    return ""
  }

  private func cell(_ expectation: ExpectationReport, _ seeds: Int) -> String {
    let word =
      switch expectation.verdict {
      case .holds: "holds"
      case .violated: "VIOLATED"
      case .undetermined: "undetermined"
      }
    if seeds > 1 { return "\(word) (\(expectation.held)/\(seeds) seeds)" }
    guard let observed = expectation.example?.result.observed, observed.count <= 32 else {
      return word
    }
    return observed == "it holds" ? word : "\(word): \(observed)"
  }

  /// Columns as wide as their widest cell.
  static func aligned(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        line +=
          cell + (isLast ? "" : String(repeating: " ", count: widths[column] - cell.count + 2))
      }
      return line
    }
  }

  // MARK: One expectation

  private func lines(
    _ expectation: ExpectationReport, _ variant: VariantReport, _ report: ScenarioReport
  ) -> [String] {
    var lines = ["  \(report.file):\(expectation.line): expected \(expectation.text)"]
    guard let (seed, result) = expectation.example else {
      return lines + ["    nothing was run"]
    }
    lines.append("    observed  \(result.observed)")
    for record in result.records { lines.append("              \(record)") }
    if !variant.values.isEmpty { lines.append("    where     \(variant.label)") }
    let others = expectation.inSomeSeed ? "in no seed of" : "first of \(expectation.violated) in"
    if variant.seeds.count > 1 {
      lines.append("    seed      \(seed) (\(others) \(variant.seeds.count) seeds)")
    }
    if !expectation.story.isEmpty {
      lines.append("    what happened")
      lines += expectation.story.map { "      \($0)" }
    }
    lines.append("    repeat    \(Self.command(report.file, seed, variant))")
    return lines
  }

  /// The command that repeats a run.
  static func command(_ file: String, _ seed: UInt64, _ variant: VariantReport) -> String {
    var command = "ackproof replay \(quoted(file)) --seed \(seed)"
    for value in variant.values { command += " --where \(quoted(value.description))" }
    if let run = variant.seeds.first(where: { $0.seed == seed }) {
      command += " --digest \(run.digest)"
    }
    return command
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "/._-=".contains($0) }
    return isPlain ? text : "'\(text.split(separator: "'").joined(separator: "'\\''"))'"
  }

  /// The last line of a report about several scenarios.
  public static func summary(_ reports: [ScenarioReport], refused: Int) -> String {
    var parts: [String] = []
    for status in [ExitStatus.holds, .violated, .late, .undetermined, .broken] {
      let count = reports.filter { $0.status == status }.count
      if count > 0 { parts.append("\(count) \(status.word)") }
    }
    if refused > 0 { parts.append("\(refused) with errors") }
    let runs = reports.reduce(0) { $0 + $1.runCount }
    let events = reports.reduce(0) { $0 + $1.eventCount }
    let total = reports.count + refused
    return """
      \(total) scenario\(total == 1 ? "" : "s"): \(parts.joined(separator: ", ")); \
      \(runs) run\(runs == 1 ? "" : "s"), \(events) events
      """
  }
}
