import Kernel

extension PartitionLog {
  /// Deletes whole segments at the front that the retention rules release (`deleteOldSegments`).
  ///
  /// Every replica does so by itself, with its own clock and segment boundaries. Returns where the
  /// log's start went, at most once per pass. Candidates are taken oldest first and end with the
  /// first segment that does not qualify; when all qualify, a new empty segment is begun first.
  mutating func applyRetention(wall: Int64, rules: LogRules) -> [LogStartMove] {
    var moves: [LogStartMove] = []
    for pass in rules.log.retentionOrder.passes {
      switch pass {
      case .logStart:
        _ = deleteSegments(for: .recordsDeleted, wall: wall, rules) { [startOffset] _, next in
          next.map { $0 <= startOffset } ?? false
        }
      case .size where rules.deletes && rules.retentionBytes >= 0:
        var excess = byteCount - rules.retentionBytes
        let move = deleteSegments(for: .retentionSize, wall: wall, rules) { segment, _ in
          if excess < segment.byteCount { return false }
          excess -= segment.byteCount
          return true
        }
        if let move { moves.append(move) }
      case .time where rules.deletes && rules.retentionAge != .max:
        let move = deleteSegments(for: .retentionTime, wall: wall, rules) { segment, _ in
          saturatingDifference(wall, segment.age(rules.log.segmentAge)) > rules.retentionAge
        }
        if let move { moves.append(move) }
      case .size, .time: break
      }
    }
    return moves
  }

  /// Deletes the longest run of segments from the front for which a condition is true.
  ///
  /// The condition gets the segment and the base of the next one, if there is a next one.
  private mutating func deleteSegments(
    for reason: LogStartReason, wall: Int64, _ rules: LogRules,
    where isReleased: (LogSegment, Offset?) -> Bool
  ) -> LogStartMove? {
    var count = 0
    while count < segmentCount {
      let isLast = count == closed.count
      let segment = isLast ? active : closed[count]
      let next = isLast ? nil : base(afterSegment: count)
      if isLast && segment.isEmpty { break }
      let end = next ?? endOffset
      if rules.log.retentionStopsAtHighWatermark && highWatermark < end { break }
      if !isReleased(segment, next) { break }
      count += 1
    }
    if count == 0 { return nil }
    if count == segmentCount { roll(at: endOffset, wall: wall, rules) }
    return dropSegments(count, reason: reason, rules)
  }

  /// Deletes the first segments; the log starts with what is left.
  private mutating func dropSegments(
    _ count: Int, reason: LogStartReason, _ rules: LogRules
  ) -> LogStartMove? {
    let end = firstBatch(afterSegment: count - 1)
    for segment in closed.prefix(count) { byteCount -= segment.byteCount }
    closed.removeFirst(count)
    batches.removeFirst(end - batches.startIndex)
    aborted.removeFront(below: firstSegmentBase)
    while let key = deleteHorizons.keys.first, key < firstSegmentBase {
      deleteHorizons.removeValue(forKey: key)
    }
    let from = startOffset
    // What was deleted needs no flush any more.
    recoveryPoint = max(recoveryPoint, firstSegmentBase)
    durableEnd = max(durableEnd, firstSegmentBase)
    guard firstSegmentBase > from else { return nil }
    moveStart(to: firstSegmentBase, rules)
    return LogStartMove(from: from, to: startOffset, reason: reason)
  }

  /// Moves the start of a follower's log to where its leader's is, as far as this log is committed.
  mutating func adoptLogStart(_ leaderStart: Offset, rules: LogRules) -> LogStartMove? {
    let target = min(leaderStart, highWatermark)
    if target <= startOffset { return nil }
    let from = startOffset
    moveStart(to: target, rules)
    return LogStartMove(from: from, to: target, reason: .leaderStart)
  }

  /// Moves the start of the leader's log for an operator (DeleteRecords, KIP-107).
  ///
  /// The offset -1 stands for the high watermark. The answer to the operator waits until every live
  /// replica reports a start as high, which is the broker's business.
  mutating func deleteRecords(
    before requested: Offset, rules: LogRules
  ) -> DeleteRecordsOutcome {
    guard rules.deletes else { return .refused(.policyViolation) }
    let target = requested == .unknown ? highWatermark : requested
    if target.value < 0 || target > highWatermark { return .refused(.offsetOutOfRange) }
    let from = startOffset
    if target > from { moveStart(to: target, rules) }
    return .done(from: from, to: startOffset)
  }

  /// The log starts further on; its files stay until the next pass of retention.
  mutating func moveStart(to start: Offset, _ rules: LogRules) {
    startOffset = start
    if highWatermark < start { setHighWatermark(start) }
    epochs.truncateFromStart(start)
    producers.logStartMoved(to: start, forgetsProducers: rules.producers.goesWithLastRecord)
    while snapshots.count > 1, snapshots[0].offset < firstSegmentBase { snapshots.removeFirst() }
  }
}
