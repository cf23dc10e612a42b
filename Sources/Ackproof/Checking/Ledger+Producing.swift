import KafkaModel
import Kernel
import ScenarioLanguage

/// Answers about what producers sent and what became of it.
extension Ledger {
  /// The most records that an answer names.
  static let namedRecords = 20

  /// Copies beyond the first of records that were sent once.
  func duplicates(_ filter: RecordFilter) -> Answer {
    let all = found(filter)
    let twice = RecordSet.occurring({ $0 > 1 }, in: all)
    return Answer(
      .number(RecordSet.surplus(in: all)),
      records: copies(of: twice, filter), evidence: outcomes(of: twice, limit: 4))
  }

  /// Every copy of the first few records of a set.
  private func copies(of set: RecordSet, _ filter: RecordFilter) -> [Sighting] {
    var result: [Sighting] = []
    guard !set.isEmpty else { return [] }
    for place in partitions.indices {
      let partition = PartitionID(Int32(place))
      guard filter.includes(partition) else { continue }
      for run in fullRead(partition) {
        for span in RecordSet(canonical([run.records])).intersection(set).spans
        where result.count < Self.namedRecords {
          let offset = span.stream == run.stream ? run.offset + span.first - run.first : run.offset
          result.append(Sighting(span, partition, at: offset))
        }
      }
    }
    return result
  }

  /// Counts a set, names its first records, and points at what their senders were told.
  func counted(_ set: RecordSet) -> Answer {
    Answer(
      .number(set.count), records: sightings(of: set, limit: Self.namedRecords),
      evidence: outcomes(of: set, limit: 4))
  }

  /// Records reported as failed that a full read finds.
  func refusedFound(_ filter: RecordFilter, onlyCertain: Bool) -> RecordSet {
    let refused = records(filter) {
      $0.kind == .failedForCertain || (!onlyCertain && $0.kind == .indeterminate)
    }
    // A resend that was stored is no proof that the refused record was.
    var spans: [RecordSpan] = []
    for place in partitions.indices {
      for run in fullRead(PartitionID(Int32(place))) { spans.append(run.records) }
    }
    return refused.intersection(RecordSet(spans))
  }

  /// Records that a full read finds, or that a broker's log holds.
  func recordsIn(_ partitionIDs: [PartitionID], on brokers: [BrokerID]?) -> Int64 {
    var total: Int64 = 0
    for partition in partitionIDs {
      guard let brokers else {
        total += fullRead(partition).reduce(0) { $0 + $1.count }
        continue
      }
      for broker in brokers {
        guard let place = existingMirror(of: partition, on: broker) else { continue }
        let mirror = mirrors[place]
        mirror.log.forEach(from: mirror.start, to: mirror.end) { run in
          if run.stream >= 0 { total += run.count }
        }
      }
    }
    return total
  }

  /// From handing records over to their callbacks: one entry per batch and send.
  func acknowledgementTimes(_ producers: [ClientID]) -> WeightedTimes {
    var times = WeightedTimes()
    for stream in streams where producers.contains(stream.client) {
      stream.outcomes.forEach { outcome in
        guard outcome.kind == .acknowledged else { return }
        let places = outcome.first..<(outcome.first + Int64(outcome.count))
        stream.addAges(of: places, at: outcome.at, to: &times)
      }
    }
    return times
  }

  /// Records whose fate is still open, and since when the oldest is.
  func pending(_ filter: RecordFilter) -> (count: Int64, since: Instant?) {
    var count: Int64 = 0
    var since: Instant?
    for place in streams.indices where filter.includes(streams[place]) {
      guard streams[place].settled < streams[place].sent else { continue }
      let node = node(of: streams[place].client)
      // What a dead process had in its memory has no outcome and will not get one, and a frozen one
      // cannot be told.
      guard node.isUp, !node.isFrozen, node.life == streams[place].life else { continue }
      count += streams[place].sent - streams[place].settled
      if let oldest = streams[place].oldestPending(stream: place)?.at {
        since = min(since ?? oldest, oldest)
      }
    }
    return (count, since)
  }
}

/// Lengths of time with how often each occurred, for medians and percentiles.
struct WeightedTimes: Sendable {
  private var entries: [(time: Duration, count: Int64)] = []

  /// No times yet.
  init() {}

  /// Adds a length that occurred so often.
  mutating func add(_ time: Duration, times: Int64) {
    if times > 0 { entries.append((time, times)) }
  }

  /// The time at a rank given in hundredths: 0 the shortest, 50 the median, 100 the longest.
  func percentile(_ hundredths: Int64) -> Duration? {
    guard !entries.isEmpty else { return nil }
    let sorted = entries.sorted { $0.time < $1.time }
    let total = sorted.reduce(0) { $0 + $1.count }
    // The nearest rank: the least time that so many hundredths do not exceed.
    let rank = max(1, (total * hundredths + 99) / 100)
    var passed: Int64 = 0
    for entry in sorted {
      passed += entry.count
      if passed >= rank { return entry.time }
    }
    return sorted.last?.time
  }

  /// The time that the words of a measure ask for.
  func chosen(_ which: String?) -> Duration? {
    switch which {
    case "median": percentile(50)
    case "shortest": percentile(0)
    case "99th percentile": percentile(99)
    default: percentile(100)
    }
  }
}
