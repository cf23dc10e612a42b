import KafkaModel
import Kernel

/// Sends, their outcomes, and the logs that hold them.
extension Ledger {
  mutating func observe(_ fact: ProducerFact, at instant: Instant, number: HistoryNumber) {
    switch fact {
    case .sent(let client, let partition, let records):
      let place = Int(records.stream)
      guard place >= 0 else { return }
      while streams.count <= place { streams.append(StreamRecord()) }
      let life = node(of: client).life
      streams[place].handOver(records, by: client, life: life, to: partition, at: instant)
    case .acknowledged(let client, _, let records, let offset, let acks):
      settle(
        records, of: client,
        .init(
          first: records.first, offset: offset.value, at: instant, number: number,
          count: records.count, acks: acks, error: .none, kind: .acknowledged))
    case .sendFailed(let client, _, let records, let error, let isCertain):
      settle(
        records, of: client,
        .init(
          first: records.first, offset: -1, at: instant, number: number, count: records.count,
          acks: .zero, error: error, kind: isCertain ? .failedForCertain : .indeterminate))
      clients[Int(client.value)].count(error)
    case .retried(let client, _, _, let error):
      clients[Int(client.value)].retriedBatches += 1
      clients[Int(client.value)].count(error)
    case .finishedSending: break
    case .resentByApplication(_, let original, let again):
      let first = canonical([RecordSpan(original)])
      var place = again.first
      for span in first {
        aliases.append(
          RecordAlias(
            again: RecordSpan(stream: again.stream, first: place, count: span.count),
            original: span))
        place += span.count
      }
      aliases.sort { $0.again.precedes($1.again) }
    case .producerIdentified(let client, let producer, let epoch):
      identified(client, as: producer, epoch)
    case .producerRefused(let client, let error, let count):
      clients[Int(client.value)].refusedByProducer += Int64(count)
      clients[Int(client.value)].count(error, times: Int64(count))
    }
  }

  private mutating func settle(
    _ records: RecordRange, of client: ClientID, _ outcome: StreamRecord.Outcome
  ) {
    let place = Int(records.stream)
    guard place >= 0, place < streams.count else { return }
    streams[place].settle(outcome)
    clients[Int(client.value)].settledBatches += 1
  }

  mutating func observe(_ fact: LogFact, at instant: Instant, number: HistoryNumber) {
    switch fact {
    case .appended(
      let broker, let partition, let offset, let span, let epoch, let records, let byLeader):
      let place = mirror(of: partition, on: broker)
      if byLeader {
        noteFencing(
          ofProducerBehind: records, broker, partition, offset: offset.value, at: instant,
          number: number)
      }
      mirrors[place].append(offset: offset.value, span: span, epoch: epoch, records: records)
    case .highWatermarkMoved(let broker, let partition, let from, let to, let onLeader):
      let place = mirror(of: partition, on: broker)
      mirrors[place].highWatermark = to.value
      watermarkMoved(
        place, from: from.value, to: to.value, onLeader: onLeader, at: instant, number: number)
    case .truncated(let broker, let partition, _, let to, _):
      mirrors[mirror(of: partition, on: broker)].truncate(to: to.value)
    case .restartedLog(let broker, let partition, let at):
      mirrors[mirror(of: partition, on: broker)].restart(at: at.value)
    case .logStartMoved(let broker, let partition, let from, let to, _):
      let place = mirror(of: partition, on: broker)
      if isLeader(broker, of: partition) {
        var gone: [RecordSpan] = []
        mirrors[place].log.forEach(from: from.value, to: to.value) { gone.append($0.records) }
        partitions[partition.index].removed += gone
      }
      mirrors[place].moveStart(to: to.value)
    case .compactedAway(let broker, let partition, let from, let to):
      mirrors[mirror(of: partition, on: broker)].willLose(from: from.value, to: to.value)
    case .compacted(let broker, let partition, let below, let removed):
      guard removed > 0 else { return }
      mirrors[mirror(of: partition, on: broker)].lose()
      let place = record(of: partition)
      partitions[place].compactedTo = max(partitions[place].compactedTo, below.value)
    case .logLoaded(let broker, let partition, let end, let highWatermark, _, _):
      let place = mirror(of: partition, on: broker)
      mirrors[place].load(end: end.value, highWatermark: highWatermark.value)
    case .segmentRolled, .flushed, .logDirectoryFailed: return
    }
  }

  /// A high watermark moved: what lies below it must be what everybody else saw there.
  private mutating func watermarkMoved(
    _ place: Int, from: Int64, to: Int64, onLeader: Bool, at instant: Instant,
    number: HistoryNumber
  ) {
    let partition = mirrors[place].partition
    let broker = mirrors[place].broker
    let index = partition.index
    let low = max(mirrors[place].verifiedTo, mirrors[place].start)
    let known = min(to, partitions[index].visibleEnd)
    if low < known {
      let visible = partitions[index].visible
      if let at = mirrors[place].log.firstDifference(from: visible, from: low, to: known) {
        let found = LogBreak(
          partition: partition, broker: broker, from: at, to: known, at: instant, number: number,
          records: mirrors[place].log.records(from: at, to: known))
        note(found, onLeader ? \.offsetBreaks : \.replicaBreaks)
        if onLeader { note(found, \.replicaBreaks) }
      }
    }
    if onLeader, broker == partitions[index].leader {
      partitions[index].committedEnd = max(partitions[index].committedEnd, to)
    }
    if onLeader, to > partitions[index].visibleEnd {
      noteFencing(place, to: to, at: instant, number: number)
      extendVisible(of: index, by: place, to: to)
    }
    mirrors[place].verifiedTo = max(low, min(to, partitions[index].visibleEnd))
  }

  private mutating func extendVisible(of index: Int, by place: Int, to: Int64) {
    let low = max(partitions[index].visibleEnd, mirrors[place].start)
    // The usual case: the part is the whole of the last run's end.
    mirrors[place].log.forEach(from: low, to: to) { partitions[index].visible.append($0) }
    partitions[index].visibleEnd = to
  }

  /// Keeps a broken promise, up to the limit.
  mutating func note(_ found: LogBreak, _ list: WritableKeyPath<Ledger, [LogBreak]>) {
    if self[keyPath: list].count < Self.breakLimit { self[keyPath: list].append(found) }
  }
}

extension LogRuns {
  /// The records within bounds.
  func records(from low: Int64, to high: Int64) -> [RecordSpan] {
    var spans: [RecordSpan] = []
    forEach(from: low, to: high) { run in if run.stream >= 0 { spans.append(run.records) } }
    return spans
  }
}
