import Kernel

extension PartitionLog {
  /// Cuts the log's end off at an offset (`UnifiedLog.truncateTo`); nil if it ends there already.
  ///
  /// Cutting below the high watermark is allowed, and how committed records get lost. A batch that
  /// holds the offset goes as a whole, yet the log ends at the offset: what lies between comes back
  /// with the next fetch, which returns that batch. Before record format v2 there are messages, not
  /// batches, and the cut is exact. Producer state is rebuilt from the newest
  /// snapshot below the cut, so that fewer repeated batches are recognised afterwards.
  @discardableResult
  mutating func truncate(to target: Offset, wall: Int64, rules: LogRules) -> TruncationOutcome? {
    if target >= endOffset {
      // An epoch that was entered at an election and got no record must not stay behind.
      if rules.replication.epochEntry == .onElection { epochs.truncateFromEnd(endOffset) }
      return nil
    }
    let outcome = TruncationOutcome(from: endOffset, to: target, highWatermark: highWatermark)
    if target < firstSegmentBase {
      restart(at: target, wall: wall)
      return outcome
    }
    let head = headOfCutBatch(at: target, rules)
    let isWithinActive = target >= active.baseOffset
    cut(to: target, wall: wall)
    if let head { write(head, wall: wall, rules) }
    endOffset = target
    startOffset = min(startOffset, target)
    epochs.truncateFromEnd(target)
    limitFlushes(to: target)
    // What the cleaner had done may reach into the segment that is active again (LogManager).
    if !isWithinActive { filed.cleaner = min(filed.cleaner, active.baseOffset) }
    highWatermark = min(highWatermark, endOffset)
    rebuildProducers(wall: wall, rules)
    return outcome
  }

  /// What stays of the batch that a cut goes through, where the format stores single messages.
  private func headOfCutBatch(at target: Offset, _ rules: LogRules) -> RecordBatch? {
    guard rules.log.recordFormat < .v2 else { return nil }
    let place = firstPlace(reaching: target)
    guard place < batches.endIndex, batches[place].baseOffset < target else { return nil }
    return batches[place].head(below: target)
  }

  /// Drops everything and begins an empty log at an offset (`truncateFullyAndStartAt`).
  mutating func restart(at start: Offset, wall: Int64) {
    batches.removeLast(downTo: batches.startIndex)
    closed.removeAll()
    active = LogSegment(baseOffset: start, firstBatch: batches.endIndex, created: wall)
    byteCount = 0
    startOffset = start
    endOffset = start
    highWatermark = start
    epochs.clear()
    producers = ProducerStateTable()
    snapshots.removeAll()
    aborted.clear()
    deleteHorizons.removeAll()
    limitFlushes(to: start)
    filed.cleaner = min(filed.cleaner, start)
    // An empty log has nothing that could get lost.
    durableEnd = start
    pendingFlush = .unknown
  }

  /// No flush and no checkpoint of a truncated log speaks of what was cut off.
  private mutating func limitFlushes(to end: Offset) {
    recoveryPoint = min(recoveryPoint, end)
    durableEnd = min(durableEnd, end)
    filed.recoveryPoint = recoveryPoint
    if pendingFlush > end { pendingFlush = end }
  }

  /// Removes the batches and segments that reach beyond an offset.
  mutating func cut(to target: Offset, wall: Int64) {
    while active.baseOffset > target, let previous = closed.popLast() { active = previous }
    batches.removeLast(downTo: max(firstPlace(reaching: target), active.firstBatch))
    recountActiveSegment(wall: wall)
    byteCount = closed.reduce(active.byteCount) { $0 + $1.byteCount }
    aborted.truncate(to: target)
    while let key = deleteHorizons.keys.last, key >= target {
      deleteHorizons.removeValue(forKey: key)
    }
  }

  /// Computes again what the active segment says of its batches.
  private mutating func recountActiveSegment(wall: Int64) {
    var recounted = LogSegment(
      baseOffset: active.baseOffset, firstBatch: active.firstBatch, created: active.created)
    recounted.jitter = active.jitter
    for place in active.firstBatch..<batches.endIndex {
      recounted.note(batches[place], wall: active.modified, indexInterval: .max)
    }
    recounted.indexEntries = active.indexEntries
    recounted.modified = wall
    if recounted.isEmpty {
      recounted.created = wall
      recounted.indexEntries = 0
    }
    active = recounted
  }

  /// Computes producer state again from the newest snapshot that is not beyond the log's end.
  mutating func rebuildProducers(wall: Int64, _ rules: LogRules) {
    while let last = snapshots.last, last.offset > endOffset { snapshots.removeLast() }
    if producers.isEmpty && snapshots.isEmpty { return }
    let from: Offset
    if let snapshot = snapshots.last {
      producers = ProducerStateTable(
        snapshot, wall: wall, expiration: rules.producerExpiration)
      from = snapshot.offset
    } else {
      producers = ProducerStateTable()
      from = startOffset
    }
    for place in firstPlace(reaching: from)..<batches.endIndex {
      let batch = batches[place]
      if batch.producerID.value < 0 || batch.baseOffset < from { continue }
      producers.record(batch, remembering: rules.producers.rememberedBatches)
    }
    producers.highWatermarkMoved(to: highWatermark)
    producers.expire(wall: wall, after: rules.producerExpiration)
  }
}
