import Kernel

/// What one partition knows of all producers that wrote to it (`ProducerStateManager`).
///
/// Entries are sorted by producer id. Ids are handed out ascending, so that new ones go to the end,
/// and the position found last is tried first.
struct ProducerStateTable: Sendable {
  /// A transaction that is over but whose marker is not committed yet; it still bounds the LSO.
  private struct CompletedTransaction: Sendable {
    var first: Offset
    var marker: Offset
  }

  /// A producer's open transaction.
  private struct OpenTransaction: Sendable {
    var first: Offset
    var producer: Int64
  }

  private(set) var ids: [Int64] = []
  private(set) var entries: [ProducerEntry] = []
  private var hint = 0
  /// In order of their first offsets.
  private var open: [OpenTransaction] = []
  /// In order of their markers.
  private var completed: [CompletedTransaction] = []
  /// The first offset that no reader of committed transactions may see, or the greatest integer.
  private(set) var firstUnstable = Offset(.max)

  /// Whether no producer is known.
  var isEmpty: Bool { ids.isEmpty }
  /// How many producers are known.
  var count: Int { ids.count }

  /// What is known of a producer id.
  func entry(of producer: ProducerID) -> ProducerEntry? {
    let place = lowerBound(producer.value)
    return holds(producer.value, at: place) ? entries[place] : nil
  }

  @inline(__always)
  private func holds(_ id: Int64, at place: Int) -> Bool { place < ids.count && ids[place] == id }

  /// The place of a producer id, or where it belongs.
  @inline(__always)
  mutating func place(of producer: ProducerID) -> Int {
    if holds(producer.value, at: hint) { return hint }
    hint = lowerBound(producer.value)
    return hint
  }

  private func lowerBound(_ id: Int64) -> Int {
    if let last = ids.last, last < id { return ids.count }
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low &+ high) >> 1
      if ids[middle] < id { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// The entry at a place, if it is this producer's.
  @inline(__always)
  func known(_ producer: ProducerID, at place: Int) -> Bool { holds(producer.value, at: place) }

  /// Takes note of a batch that was written to the log; returns a transaction that it ended.
  @inline(__always)
  @discardableResult
  mutating func record(_ batch: RecordBatch, remembering limit: Int) -> FinishedTransaction? {
    let place = place(of: batch.producerID)
    if !holds(batch.producerID.value, at: place) {
      ids.insert(batch.producerID.value, at: place)
      entries.insert(
        ProducerEntry(epoch: batch.producerEpoch, timestamp: batch.maxTimestamp), at: place)
    }
    if entries[place].epoch != batch.producerEpoch {
      entries[place].epoch = batch.producerEpoch
      entries[place].forgetBatches()
    }
    entries[place].lastTimestamp = batch.maxTimestamp
    if batch.isMarker { return finish(batch, at: place) }
    if batch.baseSequence >= 0 {
      entries[place].remember(
        SequencedBatch(
          lastSequence: batch.lastSequence, span: batch.offsetSpan, lastOffset: batch.lastOffset,
          timestamp: batch.maxTimestamp),
        limit: limit)
    }
    if batch.isTransactionalData, entries[place].openTransaction == .unknown {
      entries[place].openTransaction = batch.baseOffset
      open.append(OpenTransaction(first: batch.baseOffset, producer: batch.producerID.value))
      updateFirstUnstable()
    }
    return nil
  }

  /// Ends the producer's open transaction, if it has one, at a marker.
  private mutating func finish(_ marker: RecordBatch, at place: Int) -> FinishedTransaction? {
    entries[place].coordinatorEpoch = marker.coordinatorEpoch
    let first = entries[place].openTransaction
    if first == .unknown { return nil }
    entries[place].openTransaction = .unknown
    open.removeAll { $0.producer == marker.producerID.value }
    completed.append(CompletedTransaction(first: first, marker: marker.baseOffset))
    updateFirstUnstable()
    return FinishedTransaction(
      producerID: marker.producerID, first: first, last: marker.lastOffset,
      isCommitted: marker.attributes.contains(.commitMarker),
      // Transactions that are still open were, or were not, begun before this marker's end.
      stableEnd: open.first?.first ?? marker.nextOffset)
  }

  /// Lets transactions go whose markers are committed now.
  @inline(__always)
  mutating func highWatermarkMoved(to highWatermark: Offset) {
    if completed.isEmpty { return }
    completed.removeAll { $0.marker < highWatermark }
    updateFirstUnstable()
  }

  private mutating func updateFirstUnstable() {
    var first = open.first?.first ?? Offset(.max)
    for transaction in completed where transaction.first < first { first = transaction.first }
    firstUnstable = first
  }

  /// Forgets producers that were idle for too long and have no transaction open.
  ///
  /// Idleness is told by the timestamp of the last batch, as in Kafka, not by when it came.
  mutating func expire(wall: Int64, after expiration: Int64) {
    removeEntries { entry in
      entry.openTransaction == .unknown
        && saturatingDifference(wall, entry.lastTimestamp) >= expiration
    }
  }

  /// Forgets what lies below a new log start; until 2.3 producers go with their last record
  /// (KAFKA-7190).
  mutating func logStartMoved(to start: Offset, forgetsProducers: Bool) {
    if forgetsProducers {
      for place in entries.indices { entries[place].forgetBatches(below: start) }
      removeEntries { $0.batchCount == 0 && $0.openTransaction < start }
    }
    collectOpenTransactions()
    completed.removeAll { $0.marker < start }
    updateFirstUnstable()
  }

  private mutating func removeEntries(where isGone: (ProducerEntry) -> Bool) {
    var kept = 0
    for place in entries.indices where !isGone(entries[place]) {
      if kept != place {
        entries[kept] = entries[place]
        ids[kept] = ids[place]
      }
      kept += 1
    }
    entries.removeLast(entries.count - kept)
    ids.removeLast(ids.count - kept)
    hint = 0
  }

  /// The table as a snapshot file holds it (one batch per producer).
  func snapshot(at offset: Offset) -> ProducerSnapshot {
    ProducerSnapshot(offset: offset, ids: ids, entries: entries.map(\.trimmed))
  }

  /// A table that begins with the content of a snapshot file; idle producers are not revived.
  init(_ snapshot: ProducerSnapshot, wall: Int64, expiration: Int64) {
    ids = snapshot.ids
    entries = snapshot.entries
    collectOpenTransactions()
    updateFirstUnstable()
    expire(wall: wall, after: expiration)
  }

  private mutating func collectOpenTransactions() {
    open.removeAll()
    for place in entries.indices where entries[place].openTransaction != .unknown {
      open.append(OpenTransaction(first: entries[place].openTransaction, producer: ids[place]))
    }
    open.sort { $0.first < $1.first }
  }

  /// A table that knows nobody.
  init() {}
}

/// The producer state of a log up to an offset, as a `.snapshot` file keeps it.
struct ProducerSnapshot: Sendable {
  /// Batches below this offset are accounted for.
  var offset: Offset
  /// The known producer ids, ascending.
  var ids: [Int64]
  /// What is known of them.
  var entries: [ProducerEntry]
}

/// A transaction that a marker has ended in one partition.
struct FinishedTransaction: Equatable, Sendable {
  var producerID: ProducerID
  /// The offset of its first record here.
  var first: Offset
  /// The offset of its marker.
  var last: Offset
  var isCommitted: Bool
  /// The bound of decided records when the marker was written.
  var stableEnd: Offset
}
