import KafkaModel
import Kernel
import ScenarioLanguage

/// A cluster with its clients and expectations, compiled once, for any number of schedules.
public struct Setting: Sendable {
  /// The scenario without generated lines: nothing varies, nothing is included, its length and
  /// version are stated.
  public let scenario: Scenario
  /// The same, compiled.
  public let variant: Variant
  /// What was drawn or chosen for it, as `kafka 2.4.1` or `acks of web = 1`; empty when the file
  /// leaves nothing open.
  public let choices: [String]
  /// What lines may name.
  let nouns: Nouns
  /// Understands lines about this scenario.
  let reader: LineReader
  /// How many lines of the timeline stand in no line of the file.
  private let askedLines: Int

  init(_ scenario: Scenario, _ variant: Variant, choices: [String]) {
    self.scenario = scenario
    var variant = variant
    // Listings for people are large, and nobody reads them in a search.
    variant.configuration = []
    self.variant = variant
    self.choices = choices
    nouns = Nouns(variant)
    reader = LineReader(scenario)
    let written = scenario.statements.count { statement in
      if case .timeline = statement.kind { true } else { false }
    }
    askedLines = variant.timeline.count - written
  }

  /// The scenario with more lines in its timeline.
  func scenario(with lines: [TimelineLine]) -> Scenario {
    var scenario = scenario
    var timeline: [(TimelineLine, Statement?)] = []
    var place: Int?
    for (index, statement) in scenario.statements.enumerated() {
      guard case .timeline(let line) = statement.kind else { continue }
      if place == nil { place = index }
      timeline.append((line, statement))
    }
    let merged = Self.merged(timeline, lines.map { ($0, nil) }) { $0.0 }
    scenario.statements.removeAll { statement in
      if case .timeline = statement.kind { true } else { false }
    }
    let spot =
      place
      ?? scenario.statements.firstIndex { statement in
        switch statement.kind {
        case .run, .seeds, .expect, .weather: true
        default: false
        }
      } ?? scenario.statements.endIndex
    scenario.statements.insert(
      contentsOf: merged.map { $1 ?? Statement(.timeline($0)) }, at: spot)
    return scenario
  }

  /// The same, compiled; equal to compiling `scenario(with:)`, and much faster.
  func variant(with lines: [TimelineLine]) -> Variant {
    var variant = variant
    let planned = lines.map { PlannedLine(line: $0, number: 0, place: .nowhere) }
    // Lines that blocks ask for (`starts at 10s`) come before everything that is written.
    let asked = variant.timeline.prefix(askedLines)
    let written = Array(variant.timeline.dropFirst(askedLines))
    variant.timeline = asked + Self.merged(written, planned) { $0.line }
    for line in variant.timeline {
      guard let label = line.line.label?.text, variant.names.label(label) == nil else { continue }
      variant.names.labels.append(label)
    }
    return variant
  }

  /// Own lines first, then generated ones; but fixed times have to go forward.
  private static func merged<Line>(
    _ own: [Line], _ generated: [Line], _ line: (Line) -> TimelineLine
  ) -> [Line] {
    var result: [Line] = []
    var rest = own[...]
    for one in generated {
      guard case .at(let time) = line(one).trigger else {
        result += rest
        rest = []
        result.append(one)
        continue
      }
      while let next = rest.first {
        if case .at(let before) = line(next).trigger,
          before.lower.nanoseconds > time.lower.nanoseconds
        {
          break
        }
        result.append(next)
        rest = rest.dropFirst()
      }
      result.append(one)
    }
    return result + rest
  }
}

/// The words for things that exist in a setting.
struct Nouns: Sendable {
  /// How many brokers.
  var brokers: Int
  /// How many ZooKeeper servers.
  var zooKeepers: Int
  /// Partitions that clients use.
  var partitions: [String] = []
  /// The most replicas of a partition.
  var replicas = 1
  /// Producers, instance by instance.
  var producers: [String]
  /// Consumers, instance by instance.
  var consumers: [String]
  /// Groups.
  var groups: [String]
  /// About how many records one producer sends.
  var records: Int64 = 1
  /// When the work is done, in milliseconds; faults fall before that, most of them.
  var activity: Int64
  /// When the run ends, in milliseconds.
  var length: Int64

  /// The most partitions of one topic that are named.
  static let partitionsPerTopic = 3
  /// The shortest time that faults are spread over, in milliseconds.
  static let activityMin: Int64 = 2_000

  init(_ variant: Variant) {
    brokers = variant.world.brokers.count
    zooKeepers = variant.world.zooKeeper.servers
    producers = variant.world.producers.map(\.name)
    consumers = variant.world.consumers.map(\.name)
    groups = variant.names.groups
    length = variant.length.latest.nanoseconds / 1_000_000
    var end = variant.workloadEnd.nanoseconds / 1_000_000
    // Work that only the run's end stops leaves a third of it for recovery.
    let isOpen = variant.world.producers.contains { producer in
      producer.workloads.contains { $0.total == .max && $0.end.isInfinite }
    }
    if isOpen || end == 0 { end = length * 2 / 3 }
    activity = max(Self.activityMin, min(end, length * 3 / 4))
    for topic in variant.world.topics where variant.names.topics.contains(topic.name) {
      for number in 0..<min(Int(topic.partitions), Self.partitionsPerTopic) {
        partitions.append("\(topic.name)-\(number)")
      }
      let assigned = topic.assignment.first?.count ?? Int(topic.replicationFactor)
      replicas = max(replicas, assigned)
    }
    for producer in variant.world.producers {
      let sent = producer.workloads.reduce(Int64(0)) { $0 + $1.recordCount(within: activity) }
      records = max(records, min(sent, 1_000_000))
    }
  }
}

extension SendWorkload {
  /// About how many records are handed over in the first so many milliseconds.
  func recordCount(within milliseconds: Int64) -> Int64 {
    let span = min(end.isInfinite ? .max : end.nanoseconds / 1_000_000, milliseconds)
    let pace = max(1, interval.nanoseconds)
    let bursts = max(0, span - start.nanoseconds / 1_000_000) * 1_000_000 / pace
    let (count, overflow) = bursts.multipliedReportingOverflow(by: Int64(burst))
    return min(total, overflow ? .max : count)
  }
}
