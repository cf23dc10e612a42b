import KafkaModel
import Kernel
import ScenarioLanguage

/// Who reads, and of what: the consumers behind a reader's name.
struct ReaderFilter: Sendable {
  /// The consumers.
  var clients: [ClientID]
  /// Their group, if they have one.
  var group: GroupID = .none
  /// These partitions, or all.
  var partitions: [PartitionID]?

  func includes(_ reader: ReaderRecord) -> Bool {
    clients.contains(reader.client) && (partitions?.contains(reader.partition) ?? true)
  }
}

/// Answers about what was read and processed.
extension Ledger {
  /// Everything that polls returned to these consumers, each return counted.
  func reads(_ filter: ReaderFilter) -> [RecordSpan] {
    var spans: [RecordSpan] = []
    for reader in readers where filter.includes(reader) {
      reader.reads.forEach { spans.append($0.records) }
    }
    return canonical(spans)
  }

  /// Everything that these consumers' applications finished, each time counted.
  func works(_ filter: ReaderFilter) -> [RecordSpan] {
    var spans: [RecordSpan] = []
    for reader in readers where filter.includes(reader) {
      reader.works.forEach { spans.append($0.records) }
    }
    return canonical(spans)
  }

  /// Counts how often records occur: `once`, `twice`, `more than once`, or `never` of the log's.
  func occurring(
    _ how: String?, in spans: [RecordSpan], _ filter: ReaderFilter
  ) -> RecordSet {
    switch how {
    case "never":
      return RecordSet(found(RecordFilter(partitions: filter.partitions)))
        .subtracting(RecordSet(spans))
    case "once": return RecordSet.occurring({ $0 == 1 }, in: spans)
    case "twice": return RecordSet.occurring({ $0 == 2 }, in: spans)
    default: return RecordSet.occurring({ $0 > 1 }, in: spans)
    }
  }

  /// Records that these readers were to process, split by what became of them.
  func unprocessed(_ filter: ReaderFilter) -> (never: RecordSet, open: RecordSet) {
    var log: [RecordSpan] = []
    var passed: [RecordSpan] = []
    var held: [RecordSpan] = []
    for place in partitions.indices {
      let partition = PartitionID(Int32(place))
      guard filter.partitions?.contains(partition) ?? true else { continue }
      let runs = fullRead(partition)
      log += runs.map(\.records)
      let next = nextOffset(of: filter, in: partition)
      passed += runs.compactMap { $0.clipped(from: 0, to: next)?.records }
      held += inHand(filter, partition)
    }
    let done = RecordSet(works(filter))
    let all = RecordSet(canonical(log)).subtracting(done)
    let gone = RecordSet(canonical(passed)).subtracting(RecordSet(canonical(held)))
    return (all.intersection(gone), all.subtracting(gone))
  }

  /// From where these readers go on in a partition if everybody starts anew: what is committed,
  /// or, without a group, the furthest position.
  private func nextOffset(of filter: ReaderFilter, in partition: PartitionID) -> Int64 {
    if filter.group.value >= 0 {
      return groups[Int(filter.group.value)].committed(partition)
    }
    var next: Int64 = 0
    for reader in readers where filter.clients.contains(reader.client) {
      if reader.partition == partition { next = max(next, reader.expected) }
    }
    return next
  }

  /// Records that a living reader has taken and not finished yet.
  private func inHand(_ filter: ReaderFilter, _ partition: PartitionID) -> [RecordSpan] {
    var spans: [RecordSpan] = []
    for reader in readers where filter.clients.contains(reader.client) {
      guard reader.partition == partition, node(of: reader.client).isUp else { continue }
      let life = node(of: reader.client).life
      reader.reads.forEach { read in
        if read.life == life, read.offset + Int64(read.count) > reader.finished {
          spans.append(read.records)
        }
      }
    }
    return spans
  }

  /// Records of the log that a position passed over without reading them.
  func skipped(_ filter: ReaderFilter, withinAssignments: Bool) -> RecordSet {
    var spans: [RecordSpan] = []
    for reader in readers where filter.includes(reader) {
      for gap in reader.gaps where !withinAssignments || !gap.isReset {
        guard reader.partition.index < partitions.count else { continue }
        spans += readable(reader.partition, from: gap.from, to: gap.to)
      }
    }
    return RecordSet(canonical(spans)).subtracting(RecordSet(reads(filter)))
  }

  /// From handing a record over until the first poll that returned it.
  func deliveryTimes(_ filter: ReaderFilter) -> WeightedTimes {
    var times = WeightedTimes()
    for reader in readers where filter.includes(reader) {
      reader.reads.forEach { read in
        guard read.stream >= 0, Int(read.stream) < streams.count else { return }
        let places = read.first..<(read.first + Int64(read.count))
        streams[Int(read.stream)].addAges(of: places, at: read.at, to: &times)
      }
    }
    return times
  }

  /// Log end minus what is committed (or, without a group, read), summed.
  func lag(_ filter: ReaderFilter, of partitionIDs: [PartitionID]) -> Int64 {
    var total: Int64 = 0
    for partition in partitionIDs {
      guard let mirror = readable(partition) else { continue }
      let next = max(nextOffset(of: filter, in: partition), mirror.start)
      total += max(0, mirror.highWatermark - next)
    }
    return total
  }

  /// The longest time between two reads while there was something to read.
  func longestPause(_ filter: ReaderFilter) -> Duration {
    var longest = Duration.zero
    for partition in partitions.indices {
      var times: [(at: Instant, since: Instant)] = []
      for reader in readers where filter.includes(reader) && reader.partition.index == partition {
        reader.reads.forEach { read in
          guard read.stream >= 0, Int(read.stream) < streams.count else { return }
          times.append((read.at, streams[Int(read.stream)].sentAt(read.first) ?? read.at))
        }
      }
      times.sort { $0.at < $1.at }
      for index in times.indices.dropFirst() {
        let since = max(times[index - 1].at, times[index].since)
        longest = max(longest, times[index].at - since)
      }
    }
    return longest
  }

  /// When the last record was handed over, and when the last offset was committed.
  func lastSend() -> Instant? {
    var last: Instant?
    for stream in streams { if let at = stream.sends.last?.at { last = max(last ?? at, at) } }
    return last
  }
}
