import Kernel
import ScenarioLanguage

/// Reads one campaign's record back, line by line.
struct CampaignReader {
  private let lines: [String]

  init(_ lines: [String]) { self.lines = lines }

  private typealias Problem = CampaignText.Problem

  /// The record, unless a line makes no sense or another tool wrote it.
  func record() -> Result<CampaignRecord, CampaignText.Problem> {
    guard let plan = plan() else {
      return .failure(Problem(message: "the campaign's plan cannot be read"))
    }
    guard value("fingerprint") == hexadecimal(plan.fingerprint) else {
      return .failure(
        Problem(message: "the campaign was run by another version, or its text was changed"))
    }
    var record = CampaignRecord(plan)
    guard readNumbers(into: &record), readLists(into: &record) else {
      return .failure(Problem(message: "the campaign's tally cannot be read"))
    }
    return .success(record)
  }

  /// What stands behind a line's first word.
  private func value(_ word: String) -> String? {
    lines.first { $0.hasPrefix(word + " ") }.map { String($0.dropFirst(word.count + 1)) }
  }

  private func plan() -> CampaignPlan? {
    guard let file = value("file"), let names = value("faults"), let replace = value("replace"),
      let start = lines.firstIndex(of: "base"), let reach = reach()
    else { return nil }
    let families = names.split(separator: ",").compactMap { FaultFamily(rawValue: String($0)) }
    let text = lines[(start + 1)...].map { $0.dropFirst(2) + "\n" }.joined()
    guard
      case .success(let base) = SearchBase.prepare(
        file: file, bytes: Array(text.utf8), replacing: false, load: { _ in nil })
    else { return nil }
    return CampaignPlan(
      base: base, families: families, isReplacing: replace == "true", reach: reach,
      stopAfter: value("stop-after").flatMap { Int($0) })
  }

  private func reach() -> CampaignPlan.Reach? {
    if lines.contains("steered") { return .steered }
    guard let words = value("seeds")?.split(separator: " "), words.count == 3 else { return nil }
    let ends = words[0].split(separator: ".").compactMap { UInt64($0) }
    let parts = words[2].split(separator: "/").compactMap { Int($0) }
    guard ends.count == 2, parts.count == 2, ends[0] <= ends[1], parts[0] >= 1,
      parts[0] <= parts[1]
    else { return nil }
    return .seeds(first: ends[0], last: ends[1], shard: parts[0], of: parts[1])
  }

  private func readNumbers(into record: inout CampaignRecord) -> Bool {
    guard let done = value("done").flatMap({ Int($0) }), done >= 0,
      let spent = value("spent").flatMap({ Int64($0) }), spent >= 0,
      let runs = value("runs").flatMap({ Int64($0) }),
      let events = value("events").flatMap({ UInt64($0) }),
      let simulated = value("simulated").flatMap({ Int64($0) }),
      let digest = value("digest").flatMap({ UInt64($0, radix: 16) }),
      let violated = value("violated").flatMap({ Int64($0) }),
      let undetermined = value("undetermined").flatMap({ Int64($0) }),
      let coverage = value("coverage").flatMap({ CoverageTable(written: $0) })
    else { return false }
    record.done = done
    record.spent = spent
    record.hasStopped = lines.contains("stopped")
    record.tally.runs = runs
    record.tally.events = events
    record.tally.simulated = simulated
    record.tally.digest = digest
    record.tally.violated = violated
    record.tally.undetermined = undetermined
    record.tally.coverage = coverage
    return true
  }

  private func readLists(into record: inout CampaignRecord) -> Bool {
    for (place, line) in lines.enumerated() {
      if line == "base" { return true }
      let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
      guard let word = words.first else { return false }
      switch word {
      case "floor":
        guard words.count == 3, let count = Int64(words[1]) else { return false }
        record.tally.add(.init(reason: String(words[2]), count: count))
      case "goal":
        guard words.count == 3, let count = Int64(words[1]),
          let goal = record.tally.goals.firstIndex(where: { $0.text == words[2] })
        else { return false }
        record.tally.goals[goal].count = count
      case "finding":
        guard let found = finding(line, place, record.plan.base) else { return false }
        record.tally.add(found)
      case "hits":
        let size = record.corpus.hits.count
        guard place + 1 < lines.count, lines[place + 1].hasPrefix("round-hits"),
          let hits = Corpus.counts(line.dropFirst(word.count), size: size),
          let round = Corpus.counts(lines[place + 1].dropFirst("round-hits".count), size: size),
          record.corpus.restore(hits: hits, round: round)
        else { return false }
      case "corpus", "discovery":
        guard let entry = entry(line, place, record.plan.base),
          record.corpus.restore(entry, isDiscovery: word == "discovery")
        else { return false }
      default: break
      }
    }
    return false
  }

  private func finding(
    _ line: String, _ place: Int, _ base: SearchBase
  ) -> CampaignTally.Found? {
    let words = line.split(separator: " ", maxSplits: 3)
    guard words.count == 4, let count = Int64(words[1]),
      let failure = FailureClass(key: String(words[3])), let best = schedule(place + 1, base)
    else { return nil }
    var found = CampaignTally.Found(
      failure: failure, count: count, isLate: words[2] == "late", best)
    var next = place + 2 + best.lines.count
    while lines.indices.contains(next), lines[next].hasPrefix("  schedule ") {
      guard let example = schedule(next, base) else { return nil }
      found.keep(example)
      next += 1 + example.lines.count
    }
    return found
  }

  private func entry(_ line: String, _ place: Int, _ base: SearchBase) -> Corpus.Entry? {
    guard let schedule = schedule(place + 1, base) else { return nil }
    let words = line.split(separator: " ").dropFirst().flatMap { $0.split(separator: ",") }
    let places = words.compactMap { Int($0) }
    return places.count == words.count ? Corpus.Entry(schedule: schedule, places: places) : nil
  }

  /// The schedule whose head stands at a place, with its lines below.
  private func schedule(_ place: Int, _ base: SearchBase) -> Schedule? {
    let words = lines[place].split(separator: " ")
    guard words.count == 3, words[0] == "schedule", let setting = Int(words[1]),
      base.settings.indices.contains(setting), let seed = UInt64(words[2])
    else { return nil }
    var schedule = Schedule(setting: setting, lines: [], seed: seed)
    for line in lines[(place + 1)...] {
      guard line.hasPrefix("  line ") else { break }
      guard let read = base.settings[setting].reader.timelineLine(String(line.dropFirst(7)))
      else { return nil }
      schedule.lines.append(read)
    }
    return schedule
  }
}
