import KafkaModel
import Kernel

/// What one run of one variant with one seed came to.
public struct RunResult: Sendable {
  /// The seed.
  public var seed: UInt64
  /// Covers every event of the run.
  public var digest: Digest
  /// Why the run could not begin, if it could not.
  public var failure: BootFailure?
  /// What the judge found, in the order of the expectations.
  public var judgement = Judgement(results: [], floors: [])
  /// Messages delivered and timers fired.
  public var eventCount: UInt64 = 0
  /// How much simulated time passed from the scenario's zero.
  public var simulated: Duration = .zero
  /// What ended the run.
  public var ending: RunEnding = .planned
  /// Lines of the timeline that fired, and those that made a difference.
  public var faultsFired = 0
  /// What the faults that fired did to the disks, at worst.
  public var harm = Harm.none
  /// Lines of the timeline and fronts of weather that made a difference.
  public var faultsThatBit = 0
  /// The values that were drawn for the lines of the timeline.
  public var drawn: [DrawnTime] = []
  /// When lines of the timeline fired, the first few of each run.
  public var firings: [LineFiring] = []
  /// What the weather did, as lines that would do the same.
  public var strikes: [WeatherStrike] = []
  /// Processes down or frozen, and directions between two of them cut, when the run was over.
  public var leftBroken = 0
  /// The recorded history, if it was asked for.
  public var history: HistoryRecorder?
  /// Which situations the run went through, if it was asked for.
  public var coverage: CoverageTable?
  /// Names for what the history speaks of.
  public var directory: RunDirectory?
  /// Which line of the scenario injected a fault, by the fault's number.
  public var injections: [Injection] = []
}

/// A fault and the line that is responsible for it.
public struct Injection: Sendable, Equatable {
  /// The fault's number in the history.
  public var fault: Int32
  /// The line's number in the file.
  public var line: Int
}

/// A time that a line of the scenario left to the seed.
public struct DrawnTime: Sendable, Equatable {
  /// The line's number in the file.
  public var line: Int
  /// What was drawn.
  public var value: Duration
}

/// An instant at which a line of the timeline did what it says.
public struct LineFiring: Sendable, Equatable {
  /// The line's number in the file.
  public var line: Int
  /// In scenario time.
  public var at: Duration

  /// The most that a run keeps.
  static let limit = 1000
}

/// Keeps a run's history for stories and traces.
public struct HistoryRecorder: Sendable {
  /// The most events that are kept; the earliest are kept, as causes lie there.
  public static let limit = 20_000_000
  /// The events in order; their numbers count from 1 without gaps.
  public private(set) var events: [HistoryEvent] = []

  init() {}

  mutating func append(_ more: [HistoryEvent]) {
    if events.count < Self.limit { events += more }
  }

  /// The event with a number.
  public subscript(number: HistoryNumber) -> HistoryEvent? {
    let place = Int(number.value) - 1
    return place >= 0 && place < events.count ? events[place] : nil
  }
}

/// The names of a run's processes, topics and records, for whoever shows its history.
public struct RunDirectory: Sendable {
  /// Processes by node.
  public var nodes: [String]
  /// Topics and partitions.
  public var catalog: Catalog
  /// Record streams.
  public var streams: RecordStreams
  /// Which record of its client each record is.
  var ordinals: RecordOrdinals
  /// The instant that the scenario calls zero.
  public var origin: Instant
  /// Which node is what.
  public var layout: NodeLayout
  /// Consumer groups.
  public var groups: [String]

  /// The directory of a run that never began.
  static let empty = RunDirectory(
    nodes: [], catalog: Catalog(), streams: RecordStreams(), ordinals: RecordOrdinals(),
    origin: .zero, layout: NodeLayout(zooKeepers: 0, brokers: 0, producers: 0, consumers: 0),
    groups: [])
}

extension Conductor {
  /// Has the judge conclude, and gathers what there is to know about the run.
  consuming func finish(_ ending: RunEnding) -> RunResult {
    digestHistory()
    countMessageFaults()
    let judgement = judge.finish(
      at: stage.world.now, reason: ending, faultsFired: faultsFired, faultsThatBit: faultsThatBit,
      in: &stage)
    var result = RunResult(seed: seed, digest: stage.world.digest)
    result.judgement = judgement
    result.eventCount = stage.world.eventCount
    result.simulated = stage.world.now - stage.world.origin
    result.ending = ending
    result.faultsFired = faultsFired
    result.faultsThatBit = faultsThatBit
    result.harm = harm
    result.drawn = lines.compactMap { line in
      line.drawn.map { DrawnTime(line: line.number, value: $0) }
    }
    result.firings = firings
    result.strikes = storm.strikes
    result.leftBroken = leftBroken
    result.history = recorder
    result.coverage = coverage?.table
    result.injections = injections
    result.directory = RunDirectory(
      nodes: (0..<stage.world.layout.nodeCount).map { stage.world.name(of: NodeID(index: $0)) },
      catalog: stage.world.catalog, streams: stage.world.recordStreams,
      ordinals: stage.performer.roles.ordinals, origin: stage.world.origin,
      layout: stage.world.layout, groups: variant.world.groups)
    return result
  }

  private var harm: Harm {
    let fired = lines.filter { $0.fired > 0 }.map(\.line.action)
    return (fired + storm.strikes.map(\.action)).map(\.id.harm).max() ?? .none
  }

  /// What the faults have broken and nothing has repaired.
  private var leftBroken: Int {
    let nodes = (0..<stage.world.layout.nodeCount).map { NodeID(index: $0) }
    return nodes.reduce(0) { count, node in
      let isAway = !stage.world.isUp(node) || stage.world.isFrozen(node)
      let cuts = nodes.filter { $0 != node && stage.world.isCut(from: node, to: $0) }.count
      return count + (isAway ? 1 : 0) + cuts
    }
  }

  /// Lines that act on messages fire when the message is sent, which the world counts.
  private mutating func countMessageFaults() {
    for place in lines.indices {
      let hits = interceptors[place].reduce(0) { $0 + stage.world.hits(of: $1) }
      guard hits > 0, !lines[place].hasBitten else { continue }
      if lines[place].fired == 0 { faultsFired += 1 }
      lines[place].hasBitten = true
      faultsThatBit += 1
    }
  }
}
