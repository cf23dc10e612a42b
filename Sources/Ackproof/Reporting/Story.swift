import KafkaModel
import Kernel
import ScenarioLanguage

/// Why an expectation came out as it did: who knew what when, from cause to effect.
///
/// The events that touch the records concerned are chosen first, then what decided their fate
/// (elections, truncations, crashes), then the chain of causes from there back to the scenario.
struct Story {
  private let result: RunResult
  private let plan: RunPlan
  private let variant: Variant
  private let directory: RunDirectory
  private let describer: Describer
  private let events: [HistoryEvent]
  private let begun: [(line: Int, kind: FaultKind)]

  /// The most events that a story tells.
  static let limit = 24
  /// The longest chain of causes that is followed.
  static let chainLimit = 64

  /// A story of a run whose history was recorded.
  init(_ result: RunResult, _ plan: RunPlan, _ variant: Variant) {
    self.result = result
    self.plan = plan
    self.variant = variant
    directory = result.directory ?? .empty
    describer = Describer(directory: directory)
    events = result.history?.events ?? []
    begun = Self.begun(result)
  }

  /// One line per event: the time, then what happened.
  func lines(about outcome: ExpectationResult) -> [String] {
    let subject = StorySubject(of: outcome, plan, variant, directory)
    var chosen: [Int] = []
    func choose(_ place: Int) { if !chosen.contains(place) { chosen.append(place) } }
    if let span = outcome.spans.first {
      for place in life(of: span.stream, span.first, subject) { choose(place) }
    }
    // A record's life holds its own evidence; that of its fellows would only repeat it.
    for number in outcome.evidence where outcome.spans.isEmpty {
      if let place = place(of: number) { choose(place) }
    }
    if outcome.spans.isEmpty, outcome.evidence.isEmpty {
      for place in turns(before: outcome.at, subject) { choose(place) }
    }
    for place in chosen where isTurn(events[place].fact) {
      for cause in causes(of: place, subject) where chosen.count < Self.limit { choose(cause) }
    }
    for place in scenarioLines(before: chosen.max() ?? 0) { choose(place) }
    return told(chosen.sorted().filter { events[$0].at >= directory.origin })
  }

  /// The events as lines; the faults of one line of the scenario are told once.
  private func told(_ places: [Int]) -> [String] {
    var lines: [String] = []
    for place in places {
      let text = line(events[place])
      if !lines.contains(text) { lines.append(text) }
    }
    return Array(lines.suffix(Self.limit))
  }

  /// The most lines of the scenario that a story names besides those in its chain of causes.
  static let scenarioLineLimit = 8

  /// What lines of the scenario did before an event: without them nothing would have happened.
  private func scenarioLines(before last: Int) -> [Int] {
    var places: [Int] = []
    var told: (line: Int, isEnd: Bool)?
    for place in events.indices where place <= last {
      guard case .process(.faultInjected(let fault, let kind, _)) = events[place].fact,
        let line = result.injections.first(where: { $0.fault == fault })?.line
      else { continue }
      let isEnd = isEnd(kind, ofLine: line)
      if let told, told == (line, isEnd) { continue }
      told = (line, isEnd)
      places.append(place)
    }
    return Array(places.suffix(Self.scenarioLineLimit))
  }

  private func line(_ event: HistoryEvent) -> String {
    let at = TimeText.text(event.at - directory.origin)
    var text = "\(at)  \(describer.text(event))"
    if case .process(.faultInjected(let fault, let kind, _)) = event.fact,
      let line = result.injections.first(where: { $0.fault == fault })?.line
    {
      let ends = isEnd(kind, ofLine: line) ? " ends" : ""
      text = "\(at)  the scenario, line \(line)\(ends): \(plan.lineText(line))"
    }
    return text
  }

  /// Whether a fault takes back what its line did before: a freeze `for 30s` ends in a thaw.
  private func isEnd(_ kind: FaultKind, ofLine line: Int) -> Bool {
    switch kind {
    case .thaw, .heal, .start, .repairDisk, .releaseMessage:
      return begun.contains { $0.line == line && $0.kind != kind }
    default: return false
    }
  }

  /// What each line of the scenario did first.
  private static func begun(_ result: RunResult) -> [(line: Int, kind: FaultKind)] {
    var begun: [(line: Int, kind: FaultKind)] = []
    for event in result.history?.events ?? [] {
      guard case .process(.faultInjected(let fault, let kind, _)) = event.fact,
        let line = result.injections.first(where: { $0.fault == fault })?.line,
        !begun.contains(where: { $0.line == line })
      else { continue }
      begun.append((line, kind))
    }
    return begun
  }

  private func place(of number: HistoryNumber) -> Int? {
    let place = Int(number.value) - 1
    return events.indices.contains(place) ? place : nil
  }

  // MARK: The life of a record

  /// How often a record may be sent again with each copy's life being told.
  private static let resendLimit = 3

  /// The events of a record's life and of its partition's fate, in their order.
  private func life(of stream: Int32, _ record: Int64, _ subject: StorySubject) -> [Int] {
    var chosen: [Int] = []
    var tale: ReadingTale?
    var offset: Int64?
    var partition: PartitionID?
    var again: [(stream: Int32, record: Int64)] = []
    for place in events.indices {
      let fact = events[place].fact
      if case .producer(.resentByApplication(_, let old, let new)) = fact, old.stream == stream,
        record >= old.first, record < old.first + Int64(old.count), again.count < Self.resendLimit
      {
        again.append((new.stream, new.first + record - old.first))
      }
      let isAgain = again.contains { touches(fact, $0.stream, $0.record) }
      if isAgain {
        chosen.append(place)
      } else if touches(fact, stream, record), !isElsewhere(fact, subject) {
        if case .log(.appended(_, let home, let base, _, _, let range, _)) = fact {
          partition = home
          offset = base.value + record - range.first
          if tale == nil, subject.isAboutReading, let offset {
            tale = ReadingTale(subject, home, offset)
          }
        }
        if case .consumer(.consumed(let client, _, _, _, _)) = fact { tale?.isRead(by: client) }
        if case .producer(.sent(_, let home, _)) = fact { partition = home }
        chosen.append(place)
      } else if let partition, decides(fact, partition, offset) {
        chosen.append(place)
      } else if tale?.tells(fact) == true {
        chosen.append(place)
      }
    }
    return shortened(chosen)
  }

  /// Keeps the beginning, where the record is sent and stored, and the decisions at the end.
  private func shortened(_ all: [Int]) -> [Int] {
    if all.count <= Self.limit - 4 { return all }
    return Array(all.prefix(8)) + Array(all.suffix(Self.limit - 12))
  }

  private func touches(_ fact: HistoryFact, _ stream: Int32, _ record: Int64) -> Bool {
    func has(_ range: RecordRange) -> Bool {
      range.stream == stream && record >= range.first && record < range.first + Int64(range.count)
    }
    switch fact {
    case .producer(.sent(_, _, let range)), .producer(.acknowledged(_, _, let range, _, _)),
      .producer(.sendFailed(_, _, let range, _, _)), .producer(.retried(_, _, let range, _)),
      .producer(.resentByApplication(_, let range, _)),
      .consumer(.consumed(_, _, let range, _, _)), .consumer(.processed(_, _, let range, _)),
      .log(.appended(_, _, _, _, _, let range, _)):
      return has(range)
    default: return false
    }
  }

  /// Whether a fact is the work of readers that a story about others leaves out.
  private func isElsewhere(_ fact: HistoryFact, _ subject: StorySubject) -> Bool {
    guard subject.isAboutReading else { return false }
    switch fact {
    case .consumer(.consumed(let client, _, _, _, _)), .consumer(.processed(let client, _, _, _)):
      return !subject.isReader(client)
    default: return false
    }
  }

  /// Whether a fact decides on what a partition holds.
  private func decides(_ fact: HistoryFact, _ partition: PartitionID, _ offset: Int64?) -> Bool {
    switch fact {
    case .partition(.leaderElected(partition, _, _, _, let election)): return election != .first
    case .partition(.isrChanged(partition, _, _, _)): return true
    case .log(.truncated(_, partition, _, let to, _)):
      return offset.map { to.value <= $0 } ?? true
    case .log(.restartedLog(_, partition, _)): return true
    case .log(.logStartMoved(_, partition, let from, let to, _)):
      return offset.map { from.value <= $0 && $0 < to.value } ?? false
    case .log(.logLoaded(_, partition, _, _, let lost, _)): return lost > 0
    case .process(.processEnded), .process(.frozen): return true
    default: return false
    }
  }

  // MARK: Causes

  private func isTurn(_ fact: HistoryFact) -> Bool {
    switch fact {
    case .partition, .cluster, .process: return true
    case .log(.truncated), .log(.restartedLog), .log(.logLoaded): return true
    case .consumer(.positionReset), .consumer(.partitionRevoked), .consumer(.memberRemoved):
      return true
    case .producer, .consumer, .log: return false
    }
  }

  /// The turning points on the way from an event back to the scenario.
  private func causes(of place: Int, _ subject: StorySubject) -> [Int] {
    var chain: [Int] = []
    var next = self.place(of: events[place].cause)
    var steps = 0
    while let here = next, steps < Self.chainLimit {
      let fact = events[here].fact
      if isTurn(fact), !subject.excludes(fact) { chain.append(here) }
      next = self.place(of: events[here].cause)
      steps += 1
    }
    return chain
  }

  /// The last turning points before an instant, for expectations that name no record.
  private func turns(before at: Duration?, _ subject: StorySubject) -> [Int] {
    let end = at.map { directory.origin + $0 } ?? .distantFuture
    let origin = directory.origin
    let turns = events.indices.filter { place in
      let event = events[place]
      guard event.at >= origin, event.at <= end, !subject.excludes(event.fact) else {
        return false
      }
      switch event.fact {
      case .partition(.leaderElected): return true
      case .partition(.isrChanged(let partition, _, _, _)): return subject.minds(partition)
      case .cluster(.sessionExpired), .cluster(.controllerElected): return true
      case .process(.processEnded), .process(.frozen), .process(.processStarted): return true
      case .process(.faultInjected): return true
      case .consumer(.generationStarted), .consumer(.memberRemoved): return true
      case .cluster(.adminAnswered(_, let error)): return !error.isSuccess
      default: return false
      }
    }
    return Array(turns.suffix(Self.limit))
  }
}

/// Times of a run as aligned text.
enum TimeText {
  /// Seconds with milliseconds, or with microseconds where they matter; twelve characters wide.
  static func text(_ time: Duration) -> String {
    let nanoseconds = time.nanoseconds
    let micros = nanoseconds.magnitude / 1000
    let (seconds, rest) = (micros / 1_000_000, micros % 1_000_000)
    let digits = String(rest)
    let fraction = String(repeating: "0", count: 6 - digits.count) + digits
    let text = (nanoseconds < 0 ? "-" : "") + "\(seconds).\(fraction)s"
    return String(repeating: " ", count: max(0, 12 - text.count)) + text
  }
}
