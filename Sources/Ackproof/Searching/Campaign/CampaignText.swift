import Kernel
import ScenarioLanguage

/// A campaign's record as text: for a state file to resume from, and for shards to be merged.
///
/// One fact per line, the base scenario at the end, so that the file needs no other. Several
/// campaigns may stand in one file, one behind the other.
public enum CampaignText {
  /// The version of the form.
  static let version = 1
  /// What every file of campaigns begins with, whatever its version.
  public static let signature = "ackproof campaign "
  /// The first line of each campaign.
  static let head = "\(signature)\(version)"

  /// Writes a record.
  public static func text(of record: CampaignRecord) -> String {
    let (plan, tally) = (record.plan, record.tally)
    var lines = [head, "file \(plan.base.file)", "fingerprint \(hexadecimal(plan.fingerprint))"]
    lines.append("faults \(plan.families.map(\.rawValue).joined(separator: ","))")
    lines.append("replace \(plan.isReplacing)")
    switch plan.reach {
    case .seeds(let first, let last, let shard, let count):
      lines.append("seeds \(first)..\(last) shard \(shard)/\(count)")
    case .steered: lines.append("steered")
    }
    if let limit = plan.stopAfter { lines.append("stop-after \(limit)") }
    lines += ["done \(record.done)", "spent \(record.spent)"]
    if record.hasStopped { lines.append("stopped") }
    lines += [
      "runs \(tally.runs)", "events \(tally.events)", "simulated \(tally.simulated)",
      "digest \(hexadecimal(tally.digest))", "violated \(tally.violated)",
      "undetermined \(tally.undetermined)", "coverage \(tally.coverage.written)",
    ]
    lines += tally.floors.map { "floor \($0.count) \($0.reason)" }
    lines += tally.goals.map { "goal \($0.count) \($0.text)" }
    for found in tally.findings {
      lines.append("finding \(found.count) \(found.isLate ? "late" : "wrong") \(found.failure.key)")
      lines += found.examples.flatMap { self.lines(of: $0) }
    }
    if case .steered = plan.reach { lines += self.lines(of: record.corpus) }
    lines.append("base")
    lines += plan.base.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { "| \($0)" }
    return lines.joined(separator: "\n") + "\nend\n"
  }

  private static func lines(of schedule: Schedule) -> [String] {
    ["  schedule \(schedule.setting) \(schedule.seed)"]
      + schedule.lines.map { "  line \(ScenarioPrinter.line(of: .timeline($0)))" }
  }

  private static func lines(of corpus: Corpus) -> [String] {
    func lines(_ word: String, _ entries: [Corpus.Entry]) -> [String] {
      entries.flatMap { entry in
        let places = entry.places.map(String.init).joined(separator: ",")
        return ["\(word) \(places)"] + self.lines(of: entry.schedule)
      }
    }
    return [
      "hits \(Corpus.written(corpus.hits))", "round-hits \(Corpus.written(corpus.roundHits))",
    ]
      + lines("corpus", corpus.entries) + lines("discovery", corpus.discoveries)
  }

  /// Why a text is no record.
  public struct Problem: Error, Equatable, Sendable {
    /// What is wrong.
    public var message: String

    /// Something that is wrong.
    public init(message: String) { self.message = message }
  }

  /// The most campaigns of one file.
  static let campaignLimit = 1_000

  /// Reads every record of a text; a text without any is no campaign that found nothing.
  public static func records(in text: String) -> Result<[CampaignRecord], Problem> {
    var records: [CampaignRecord] = []
    var rest = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    while let first = rest.first {
      if first.isEmpty {
        rest = rest.dropFirst()
        continue
      }
      guard first == head else {
        return .failure(Problem(message: "'\(first.prefix(40))' is not '\(head)'"))
      }
      guard let end = rest.firstIndex(of: "end"), records.count < campaignLimit else {
        return .failure(Problem(message: "the campaign's text is cut off"))
      }
      switch CampaignReader(Array(rest[rest.startIndex..<end])).record() {
      case .failure(let problem): return .failure(problem)
      case .success(let record): records.append(record)
      }
      rest = rest[(end + 1)...]
    }
    if records.isEmpty { return .failure(Problem(message: "there is no campaign in it")) }
    return .success(records)
  }
}
