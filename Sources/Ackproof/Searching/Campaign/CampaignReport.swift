import Kernel

/// What came of a campaign, in words: equal campaigns give equal bytes.
public struct CampaignReport: Sendable {
  /// The campaign.
  public let record: CampaignRecord
  /// What became of each finding, by place; empty where nothing was written.
  public var notes: [[String]]

  /// A report; `notes` holds a few lines for each finding.
  public init(_ record: CampaignRecord, notes: [[String]] = []) {
    self.record = record
    self.notes = notes
  }

  /// The exit status that the campaign asks for.
  public var status: ExitStatus {
    let tally = record.tally
    if tally.runs == 0 { return .refused }
    if !tally.findings.isEmpty {
      return tally.findings.allSatisfy(\.isLate) ? .late : .violated
    }
    // Silence of runs that proved nothing, or of goals that nobody reached, is not a pass.
    if tally.undetermined == tally.runs || tally.goals.contains(where: { $0.count == 0 }) {
      return .undetermined
    }
    return .holds
  }

  /// The lines of the report.
  public var lines: [String] {
    let tally = record.tally
    var lines = ["\(status.word)  \(record.plan.base.file)"]
    let span = SpanText.long(milliseconds: tally.simulated)
    lines.append("  runs      \(tally.runs)\(reach), \(span) simulated")
    lines.append("  digest    \(hexadecimal(tally.digest))")
    if record.plan.base.settings.count > 1 {
      lines.append("  settings  \(record.plan.base.settings.count) to draw from")
    }
    lines += findingLines
    if tally.undetermined > 0 {
      lines.append("  proved nothing: \(tally.undetermined) of \(tally.runs) runs")
      lines += tally.floors.map { "    \(Self.count($0.count, "time")): \($0.reason)" }
    }
    for goal in tally.goals {
      let times = goal.count == 0 ? "never reached" : "reached in \(Self.count(goal.count, "run"))"
      lines.append("  goal      \(goal.text): \(times)")
    }
    lines += coverageLines
    return lines
  }

  private static func count(_ number: some BinaryInteger, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private var reach: String {
    switch record.plan.reach {
    case .seeds(let first, let last, let shard, let count):
      let part = count > 1 ? ", shard \(shard)/\(count)" : ""
      let rest = record.isComplete ? "" : ", not all of them"
      let stop = record.hasStopped ? ", stopped after as many findings as wanted" : ""
      return " of seeds \(first) to \(last)\(part)\(rest)\(stop)"
    case .steered: return ", steered by what was seen"
    }
  }

  private var findingLines: [String] {
    let tally = record.tally
    if tally.findings.isEmpty { return ["  findings  none"] }
    var lines = ["  findings  \(tally.findings.count), in \(Self.count(tally.violated, "run"))"]
    for (place, found) in tally.findings.enumerated() {
      lines.append("    \(found.failure.key)")
      let setting = record.plan.base.settings[found.best.setting]
      let choices = setting.choices.isEmpty ? "" : " (\(setting.choices.joined(separator: ", ")))"
      let size = Self.count(found.best.lines.count, "line")
      let runs = Self.count(found.count, "run")
      lines.append("      in \(runs); seed \(found.best.seed) needs \(size)\(choices)")
      if notes.indices.contains(place) { lines += notes[place].map { "      \($0)" } }
    }
    return lines
  }

  private var coverageLines: [String] {
    let report = CoverageReport(record.tally.coverage)
    let seen = report.sections.map { "\($0.name) \($0.seen)/\($0.total)" }
    var lines = ["  seen      \(seen.joined(separator: ", "))"]
    let missing = report.sections.filter { !$0.missing.isEmpty }
    if !missing.isEmpty { lines.append("  never reached") }
    for section in missing {
      lines += Wrapping.lines(
        section.missing, head: "    \(section.name): ", indent: "      ")
    }
    return lines
  }
}

/// Lengths of simulated time for people.
enum SpanText {
  /// Two units at most: `3 h 12 min`.
  static func long(milliseconds: Int64) -> String {
    let seconds = milliseconds / 1_000
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
    if seconds < 86_400 { return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min" }
    return "\(seconds / 86_400) d \(seconds % 86_400 / 3_600) h"
  }
}

/// Lists that are too long for one line.
enum Wrapping {
  /// How wide lines are.
  static let width = 100

  /// Words with commas between them, on as many lines as they need.
  static func lines(_ words: [String], head: String, indent: String) -> [String] {
    var lines = [head]
    var isFirst = true
    for (place, word) in words.enumerated() {
      let text = place == words.count - 1 ? word : "\(word),"
      let last = lines[lines.count - 1]
      if !isFirst, last.count + 1 + text.count > width {
        lines.append(indent + text)
      } else {
        lines[lines.count - 1] = last + (isFirst ? "" : " ") + text
      }
      isFirst = false
    }
    return lines
  }
}
