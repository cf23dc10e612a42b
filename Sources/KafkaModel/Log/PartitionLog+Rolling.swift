import Kernel

extension PartitionLog {
  /// How many snapshots of producer state stay on disk; Kafka keeps one per segment since 2.8.
  static let snapshotLimit = 16

  /// Begins a new segment if the batch does not belong into the active one any more.
  ///
  /// This is asked only when a batch arrives: an idle segment never ends by its age.
  @inline(__always)
  mutating func rollIfNeeded(for batch: RecordBatch, wall: Int64, _ rules: LogRules) {
    if active.byteCount == 0 { return }
    let isFull = active.byteCount > rules.segmentBytes &- Int64(batch.byteCount)
    if isFull || isOld(for: batch, wall: wall, rules) || hasFullIndex(for: batch, rules) {
      roll(at: batch.baseOffset, wall: wall, rules)
    }
  }

  /// Whether the active segment has reached `segment.ms` by the clock of the version (KIP-33).
  @inline(__always)
  private func isOld(for batch: RecordBatch, wall: Int64, _ rules: LogRules) -> Bool {
    let limit = rules.segmentAgeMax &- active.jitter
    switch rules.log.segmentAge {
    case .file: return wall &- active.created > limit
    case .recordTimestamps:
      if active.firstTimestamp < 0 { return wall &- active.created > limit }
      return batch.maxTimestamp &- active.firstTimestamp > limit
    }
  }

  @inline(__always)
  private func hasFullIndex(for batch: RecordBatch, _ rules: LogRules) -> Bool {
    active.indexEntries >= rules.indexEntriesMax
      || batch.lastOffset - active.baseOffset > Int64(Int32.max)
  }

  /// Closes the active segment and begins one at an offset; the old one's flush is now pending.
  mutating func roll(at base: Offset, wall: Int64, _ rules: LogRules) {
    invariant(
      base >= endOffset && base > active.baseOffset,
      "segment \(base) of partition \(partition) would begin below log end \(endOffset)")
    closed.append(active)
    active = LogSegment(baseOffset: base, firstBatch: batches.endIndex, created: wall)
    takeSnapshot(at: base, rules)
    pendingFlush = base
  }

  /// Draws how much sooner than `segment.ms` the active segment is closed.
  mutating func drawJitter(_ rules: LogRules, random: inout RandomStream) {
    if rules.segmentAgeJitter > 0 { active.jitter = random.between(0, rules.segmentAgeJitter) }
  }

  /// The asynchronous flush that a roll asked for has reached the disk.
  @discardableResult
  mutating func completePendingFlush(wall: Int64) -> Bool {
    if pendingFlush == .unknown { return false }
    let end = pendingFlush
    pendingFlush = .unknown
    return flush(to: end, wall: wall)
  }

  /// Makes everything below an offset durable; returns whether that was news.
  @discardableResult
  mutating func flush(to end: Offset, wall: Int64) -> Bool {
    let reached = min(end, endOffset)
    lastFlush = wall
    recoveryPoint = max(recoveryPoint, reached)
    if reached <= durableEnd { return false }
    durableEnd = reached
    return true
  }

  /// Whether the background flusher has to flush this log now (`flush.ms`).
  func isFlushDue(wall: Int64, rules: LogRules) -> Bool {
    rules.flushInterval != .max && recoveryPoint < endOffset
      && wall &- lastFlush >= rules.flushInterval
  }

  /// Keeps the producer state as of an offset in a file.
  mutating func takeSnapshot(at offset: Offset, _ rules: LogRules) {
    guard rules.producers.exists, !producers.isEmpty else { return }
    if let last = snapshots.last, last.offset == offset { snapshots.removeLast() }
    snapshots.append(producers.snapshot(at: offset))
    if snapshots.count > Self.snapshotLimit { snapshots.removeFirst() }
  }
}
