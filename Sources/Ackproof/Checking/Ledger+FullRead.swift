import KafkaModel
import Kernel

/// What a reader who starts from the beginning finds, and what is missing from it.
extension Ledger {
  /// The replica that a full read reads: that of the leader, or of the last one there was.
  func readable(_ partition: PartitionID) -> ReplicaMirror? {
    guard partition.index < partitions.count else { return nil }
    return existingMirror(of: partition, on: partitions[partition.index].lastLeader)
      .map { mirrors[$0] }
  }

  /// What a full read finds: the leader's log between its start and its high watermark.
  func fullRead(_ partition: PartitionID) -> [LogRun] {
    guard let mirror = readable(partition) else { return [] }
    return runs(of: mirror, to: mirror.highWatermark)
  }

  private func runs(of mirror: ReplicaMirror, to end: Int64) -> [LogRun] {
    var runs: [LogRun] = []
    mirror.log.forEach(from: mirror.start, to: end) { run in
      if run.stream >= 0, run.count > 0 { runs.append(run) }
    }
    return runs
  }

  /// Everything in the leaders' logs, visible yet or not.
  private func held() -> [RecordSpan] {
    var spans: [RecordSpan] = []
    for place in partitions.indices {
      guard let mirror = readable(PartitionID(Int32(place))) else { continue }
      spans += runs(of: mirror, to: .max).map(\.records)
    }
    return canonical(spans)
  }

  /// Everything that full reads of some partitions find, each copy counted, resends as what they
  /// repeat.
  func found(_ filter: RecordFilter) -> [RecordSpan] {
    var spans: [RecordSpan] = []
    for place in partitions.indices {
      let partition = PartitionID(Int32(place))
      guard filter.includes(partition) else { continue }
      for run in fullRead(partition) where includes(run.stream, filter) {
        spans.append(run.records)
      }
    }
    return canonical(spans)
  }

  /// Whether a stream's records are meant.
  func includes(_ stream: Int32, _ filter: RecordFilter) -> Bool {
    guard filter.producers != nil else { return true }
    return Int(stream) < streams.count && filter.includes(streams[Int(stream)])
  }

  /// What was removed on purpose: retention, deletion by an operator.
  func removed() -> RecordSet {
    var spans: [RecordSpan] = []
    for partition in partitions { spans += partition.removed }
    return RecordSet(canonical(spans))
  }

  /// Records whose outcome is of a kind, resends as what they repeat.
  func records(
    _ filter: RecordFilter, where isMeant: (StreamRecord.Outcome) -> Bool
  ) -> RecordSet {
    var spans: [RecordSpan] = []
    for place in streams.indices where filter.includes(streams[place]) {
      streams[place].outcomes.forEach { outcome in
        if isMeant(outcome) { spans.append(outcome.records(of: place)) }
      }
    }
    return RecordSet(canonical(spans))
  }

  /// Every record that was handed to a producer; resends count as what they repeat.
  func sent(_ filter: RecordFilter) -> RecordSet {
    var spans: [RecordSpan] = []
    for place in streams.indices where filter.includes(streams[place]) {
      spans.append(RecordSpan(stream: Int32(place), first: 0, count: streams[place].sent))
    }
    return RecordSet(canonical(spans))
  }

  /// Records that were reported as stored and that no leader's log holds, although nobody removed
  /// them on purpose.
  func acknowledgedLost(
    _ filter: RecordFilter, acks: (RequiredAcks) -> Bool = { _ in true }
  ) -> RecordSet {
    var spans: [RecordSpan] = []
    for place in streams.indices where filter.includes(streams[place]) {
      let index = streams[place].partition.index
      let compactedTo = index < partitions.count ? partitions[index].compactedTo : 0
      streams[place].outcomes.forEach { outcome in
        // What the cleaner has passed may be gone for a later record of its key.
        guard outcome.kind == .acknowledged, acks(outcome.acks),
          outcome.offset < 0 || outcome.offset >= compactedTo
        else { return }
        spans.append(outcome.records(of: place))
      }
    }
    return missing(RecordSet(canonical(spans)))
  }

  /// Records within bounds that were visible and that compaction has left in the leader's log.
  func readable(_ partition: PartitionID, from low: Int64, to high: Int64) -> [RecordSpan] {
    let record = partitions[partition.index]
    let bound = min(high, record.compactedTo)
    guard low < bound, let place = existingMirror(of: partition, on: record.lastLeader) else {
      return record.visible.records(from: low, to: high)
    }
    let left = mirrors[place].log.records(from: low, to: bound)
    return left + record.visible.records(from: max(low, bound), to: high)
  }

  /// Records of a set that neither stand in a leader's log nor were removed on purpose.
  ///
  /// What stands above the high watermark is not lost: a leader without enough replicas in sync
  /// does not raise it (3.7, KAFKA-15583), and shows the records once the others are back.
  func missing(_ set: RecordSet) -> RecordSet {
    set.subtracting(RecordSet(held())).subtracting(removed())
  }

  /// Where records were acknowledged, for naming them.
  func sightings(of set: RecordSet, limit: Int) -> [Sighting] {
    var result: [Sighting] = []
    for span in set.spans where result.count < limit {
      let stream = streams[Int(span.stream)]
      var sighting = Sighting(span, stream.partition)
      stream.outcomes.forEach { outcome in
        if outcome.kind == .acknowledged, outcome.offset >= 0, outcome.first <= span.first,
          span.first < outcome.first + Int64(outcome.count)
        {
          sighting.offset = outcome.offset + (span.first - outcome.first)
        }
      }
      result.append(sighting)
    }
    return result
  }

  /// The events that told an application about records.
  func outcomes(of set: RecordSet, limit: Int) -> [HistoryNumber] {
    var numbers: [HistoryNumber] = []
    for span in set.spans where numbers.count < limit {
      streams[Int(span.stream)].outcomes.forEach { outcome in
        let reached =
          outcome.first < span.end
          && span.first < outcome.first + Int64(outcome.count)
        if reached, numbers.count < limit { numbers.append(outcome.number) }
      }
    }
    return numbers
  }

  /// Records that stand behind a later one of their stream in the log, first copies only.
  func reordered(_ filter: RecordFilter) -> [Sighting] {
    var result: [Sighting] = []
    for place in partitions.indices {
      let partition = PartitionID(Int32(place))
      guard filter.includes(partition) else { continue }
      var seen: [RecordSpan] = []
      var highest: [Int64] = Array(repeating: 0, count: streams.count)
      for run in fullRead(partition)
      where Int(run.stream) < streams.count && includes(run.stream, filter) {
        let stream = Int(run.stream)
        if run.first < highest[stream] {
          let late = RecordSet([run.records]).subtracting(
            RecordSet(
              seen.filter {
                $0.stream == run.stream
              }))
          for span in late.spans where span.first < highest[stream] {
            let count = min(span.end, highest[stream]) - span.first
            result.append(
              Sighting(
                RecordSpan(stream: span.stream, first: span.first, count: count), partition,
                at: run.offset + (span.first - run.first)))
          }
        }
        seen.append(run.records)
        highest[stream] = max(highest[stream], run.first + run.count)
      }
    }
    return result
  }

  /// Records that stand behind the one sent before them with something else between
  /// (`int-send-skip` of Jepsen's Kafka workload, which is no fault); first copies only.
  ///
  /// Places count records, so that markers and offsets without records part nothing.
  func skippedSends(_ filter: RecordFilter) -> [Sighting] {
    var result: [Sighting] = []
    for place in partitions.indices {
      let partition = PartitionID(Int32(place))
      guard filter.includes(partition) else { continue }
      var index: Int64 = 0
      var stored: [(span: RecordSpan, index: Int64, offset: Int64)] = []
      for run in fullRead(partition) where run.stream >= 0 {
        if Int(run.stream) < streams.count, includes(run.stream, filter) {
          stored.append((run.records, index, run.offset))
        }
        index += run.count
      }
      stored.sort {
        ($0.span.stream, $0.span.first, $0.index) < ($1.span.stream, $1.span.first, $1.index)
      }
      var last = (stream: Int32(-1), end: Int64(0), index: Int64(0))
      for (span, index, offset) in stored {
        let isFirst = span.stream != last.stream
        let start = isFirst ? span.first : max(span.first, last.end)
        guard start < span.end else { continue }
        let here = index + start - span.first
        if !isFirst, here > last.index + 1 {
          result.append(
            Sighting(
              RecordSpan(stream: span.stream, first: start, count: 1), partition,
              at: offset + start - span.first))
        }
        last = (span.stream, span.end, index + Int64(span.count) - 1)
      }
    }
    return result
  }
}
