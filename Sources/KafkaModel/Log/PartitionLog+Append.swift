import Kernel

extension PartitionLog {
  /// Appends a batch as the leader (`UnifiedLog.appendAsLeader`, `LogValidator`).
  ///
  /// Checks come in Kafka's order: size, content, then the epoch is entered and a new segment may
  /// begin, and only then producer state is asked, so that a duplicate can still roll a segment.
  /// `wall` is the broker's clock in milliseconds. Simplified: a batch is valid or not as a whole.
  @inline(__always)
  mutating func appendAsLeader(
    _ offered: RecordBatch, epoch: LeaderEpoch, origin: AppendOrigin, wall: Int64, rules: LogRules
  ) -> AppendOutcome {
    if let error = refusal(of: offered, origin, wall: wall, rules) { return .refused(error) }
    var batch = offered
    batch.baseOffset = endOffset
    batch.leaderEpoch = epoch
    if rules.datesAtAppend {
      batch.maxTimestamp = wall
      batch.attributes.insert(.logAppendTime)
    }
    noteEpoch(of: batch, rules)
    if Int64(batch.byteCount) > rules.segmentBytes { return .refused(.recordListTooLarge) }
    rollIfNeeded(for: batch, wall: wall, rules)
    if batch.producerID.value >= 0, rules.producers.exists {
      switch producers.judge(batch, origin: origin, semantics: rules.producers) {
      case .accepted: break
      case .duplicate(let base, let last): return .duplicate(base: base, last: last)
      case .refused(let error): return .refused(error)
      }
    }
    write(batch, wall: wall, rules)
    return .appended(base: batch.baseOffset)
  }

  /// Appends a batch that was copied from the leader (`UnifiedLog.appendAsFollower`).
  ///
  /// Offsets, timestamps and epochs stay; nothing is checked but the place. A batch may begin below
  /// the log's end where a truncation cut its first copy in the middle and so removed it, and it
  /// may leave a gap behind. Simplified: segments roll between batches of one fetch, not between
  /// fetches.
  @inline(__always)
  mutating func appendAsFollower(
    _ batch: RecordBatch, wall: Int64, rules: LogRules
  ) -> CopyOutcome {
    if batch.baseOffset < endOffset {
      if rules.log.recordFormat < .v2 && batch.nextOffset > endOffset {
        // Single messages: a fetch in the middle of what was sent together begins exactly there.
        return appendAsFollower(batch.tail(from: endOffset), wall: wall, rules: rules)
      }
      guard batch.nextOffset > endOffset, fillsCut(batch) else { return .misplaced }
      if batches.isEmpty {
        restart(at: batch.baseOffset, wall: wall)
      } else {
        // The write below raises the end again, beyond where the cut had left it.
        endOffset = batch.baseOffset
      }
    }
    noteEpoch(of: batch, rules)
    rollIfNeeded(for: batch, wall: wall, rules)
    write(batch, wall: wall, rules)
    return .appended
  }

  /// Whether a batch that begins below the log's end overlaps no batch that is there.
  @inline(__always)
  private func fillsCut(_ batch: RecordBatch) -> Bool {
    guard let last = batches.last else { return true }
    return batch.baseOffset >= last.nextOffset
  }

  /// Enters the epoch of a batch that is about to be written.
  @inline(__always)
  private mutating func noteEpoch(of batch: RecordBatch, _ rules: LogRules) {
    if rules.log.epochCheckpointExists {
      if batch.leaderEpoch == epochs.latest { return }
      epochs.assign(batch.leaderEpoch, from: batch.baseOffset, semantics: rules.replication)
    } else if epochs.latest != .none {
      // Records of an old format say nothing of epochs, so the cache would be wrong about them.
      epochs.clear()
    }
  }

  /// What is wrong with a batch by itself, before it gets offsets.
  @inline(__always)
  private func refusal(
    of batch: RecordBatch, _ origin: AppendOrigin, wall: Int64, _ rules: LogRules
  ) -> ErrorCode? {
    if Int64(batch.byteCount) > rules.batchBytesMax { return .messageTooLarge }
    if rules.compacts, batch.key == 0, !batch.isMarker { return .invalidRecord }
    if origin == .coordinator { return nil }
    if batch.isMarker || batch.offsetSpan <= 0 { return .invalidRecord }
    if batch.producerID.value >= 0, batch.baseSequence < 0 { return .invalidRecord }
    if rules.datesAtAppend || batch.maxTimestamp < 0 || rules.log.recordFormat < .v1 { return nil }
    let isTooOld = saturatingDifference(wall, batch.maxTimestamp) > rules.timestampBeforeMax
    let isTooNew = saturatingDifference(batch.maxTimestamp, wall) > rules.timestampAfterMax
    return isTooOld || isTooNew ? .invalidTimestamp : nil
  }

  /// Writes a batch into the page cache; it is read from now on, and not durable.
  @inline(__always)
  mutating func write(_ batch: RecordBatch, wall: Int64, _ rules: LogRules) {
    batches.append(batch)
    active.note(batch, wall: wall, indexInterval: rules.indexIntervalBytes)
    byteCount &+= Int64(batch.byteCount)
    endOffset = batch.nextOffset
    if batch.producerID.value >= 0, rules.producers.exists {
      let ended = producers.record(batch, remembering: rules.producers.rememberedBatches)
      if let ended, !ended.isCommitted { aborted.append(ended) }
    }
    if endOffset - recoveryPoint >= rules.flushRecords { flush(to: endOffset, wall: wall) }
  }
}

extension RecordBatch {
  /// The records below an offset, as a batch of their own.
  func head(below offset: Offset) -> RecordBatch { part(baseOffset..<offset) }

  /// The records from an offset on, as a batch of their own.
  func tail(from offset: Offset) -> RecordBatch { part(offset..<nextOffset) }

  private func part(_ range: Range<Offset>) -> RecordBatch {
    var result = self
    let skipped = Int32(truncatingIfNeeded: range.lowerBound - baseOffset)
    let kept = Int32(truncatingIfNeeded: range.upperBound - range.lowerBound)
    result.baseOffset = range.lowerBound
    result.offsetSpan = kept
    result.records.first += Int64(skipped)
    result.records.count = min(kept, max(0, records.count - skipped))
    result.byteCount = Int32(
      truncatingIfNeeded: Int64(byteCount) * Int64(kept) / Int64(max(1, offsetSpan)))
    return result
  }
}
