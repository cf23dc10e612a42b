import Kernel

/// The same operations for a broker at work: they read its clock and tell the history.
///
/// The machine below knows neither turns nor announcements; this layer compares what it was before
/// with what it is afterwards. High watermarks are announced by the broker, which knows its role.
extension PartitionLog {
  /// How long the flush that a roll asks for takes to reach the disk.
  static let rollFlushDelay = Duration.milliseconds(50)

  /// Appends a batch as the leader, announces it, and sees to the flush that a roll asks for.
  @inline(__always)
  mutating func appendAsLeader(
    _ offered: RecordBatch, epoch: LeaderEpoch, origin: AppendOrigin, rules: LogRules,
    turn: inout Turn
  ) -> AppendOutcome {
    let (base, durable) = (active.baseOffset, durableEnd)
    let outcome = appendAsLeader(
      offered, epoch: epoch, origin: origin, wall: turn.wallMilliseconds, rules: rules)
    if active.baseOffset != base { announceRoll(rules, &turn) }
    if case .appended(let offset) = outcome {
      announceAppend(of: offered, at: offset, epoch: epoch, byLeader: true, &turn)
    }
    if durableEnd != durable { announceFlush(&turn) }
    return outcome
  }

  /// Appends a batch that was copied from the leader, and announces it.
  @inline(__always)
  mutating func appendAsFollower(
    _ offered: RecordBatch, rules: LogRules, turn: inout Turn
  ) -> CopyOutcome {
    let (base, durable) = (active.baseOffset, durableEnd)
    // Single messages of an old format: what is told is what is written.
    let isTail =
      rules.log.recordFormat < .v2 && offered.baseOffset < endOffset
      && offered.nextOffset > endOffset
    let batch = isTail ? offered.tail(from: endOffset) : offered
    let outcome = appendAsFollower(batch, wall: turn.wallMilliseconds, rules: rules)
    if active.baseOffset != base { announceRoll(rules, &turn) }
    if outcome == .appended {
      announceAppend(
        of: batch, at: batch.baseOffset, epoch: batch.leaderEpoch, byLeader: false, &turn)
    }
    if durableEnd != durable { announceFlush(&turn) }
    return outcome
  }

  @inline(__always)
  private func announceAppend(
    of batch: RecordBatch, at offset: Offset, epoch: LeaderEpoch, byLeader: Bool,
    _ turn: inout Turn
  ) {
    turn.announce(
      .appended(
        broker: broker, partition: partition, offset: offset, span: batch.offsetSpan,
        epoch: epoch, records: batch.records, byLeader: byLeader))
  }

  private mutating func announceRoll(_ rules: LogRules, _ turn: inout Turn) {
    drawJitter(rules, random: &turn.random)
    turn.announce(
      .segmentRolled(broker: broker, partition: partition, at: active.baseOffset))
    if pendingFlush != .unknown {
      _ = turn.setTimer(.broker(.rollFlush(partition)), after: Self.rollFlushDelay)
    }
  }

  private func announceFlush(_ turn: inout Turn) {
    turn.announce(.flushed(broker: broker, partition: partition, to: durableEnd))
  }

  /// `BrokerTimer.rollFlush` has fired.
  mutating func completePendingFlush(turn: inout Turn) {
    if completePendingFlush(wall: turn.wallMilliseconds) { announceFlush(&turn) }
  }

  /// The background flusher looks at this log (`flush.ms`).
  mutating func flushIfDue(rules: LogRules, turn: inout Turn) {
    let wall = turn.wallMilliseconds
    guard isFlushDue(wall: wall, rules: rules) else { return }
    if flush(to: endOffset, wall: wall) { announceFlush(&turn) }
  }

  /// Cuts the log's end off at an offset, and announces it; returns whether anything was cut.
  @discardableResult
  mutating func truncate(to target: Offset, rules: LogRules, turn: inout Turn) -> Bool {
    let outcome = truncate(to: target, wall: turn.wallMilliseconds, rules: rules)
    guard let outcome else { return false }
    turn.announce(
      .truncated(
        broker: broker, partition: partition, from: outcome.from, to: outcome.to,
        highWatermark: outcome.highWatermark))
    return true
  }

  /// Drops everything, begins again at an offset, and announces it.
  mutating func restart(at start: Offset, turn: inout Turn) {
    restart(at: start, wall: turn.wallMilliseconds)
    turn.announce(.restartedLog(broker: broker, partition: partition, at: start))
  }

  private func announce(_ move: LogStartMove, _ turn: inout Turn) {
    turn.announce(
      .logStartMoved(
        broker: broker, partition: partition, from: move.from, to: move.to, reason: move.reason))
  }

  /// One pass of retention over this log.
  mutating func applyRetention(rules: LogRules, turn: inout Turn) {
    let base = active.baseOffset
    let moves = applyRetention(wall: turn.wallMilliseconds, rules: rules)
    if active.baseOffset != base { announceRoll(rules, &turn) }
    for move in moves { announce(move, &turn) }
  }

  /// Follows the leader's log start, as its fetch response gave it.
  @inline(__always)
  mutating func adoptLogStart(_ leaderStart: Offset, rules: LogRules, turn: inout Turn) {
    if leaderStart <= startOffset { return }
    if let move = adoptLogStart(leaderStart, rules: rules) { announce(move, &turn) }
  }

  /// Deletes records for an operator; the outcome is for the answer.
  mutating func deleteRecords(
    before requested: Offset, rules: LogRules, turn: inout Turn
  ) -> DeleteRecordsOutcome {
    let outcome = deleteRecords(before: requested, rules: rules)
    if case .done(let from, let to) = outcome, from < to {
      announce(LogStartMove(from: from, to: to, reason: .recordsDeleted), &turn)
    }
    return outcome
  }

  /// Cleans this log; record keys come from the run's record streams.
  mutating func clean(
    _ candidate: CleaningCandidate, rules: LogRules, turn: inout Turn
  ) -> CleaningOutcome {
    let streams = turn.recordStreams
    let outcome = clean(candidate, wall: turn.wallMilliseconds, rules: rules) { stream, place in
      streams.key(of: stream, at: place)
    }
    for gap in outcome.gaps {
      turn.announce(
        .compactedAway(broker: broker, partition: partition, from: gap.first, to: gap.end))
    }
    turn.announce(
      .compacted(
        broker: broker, partition: partition, below: outcome.below, removed: outcome.removed))
    return outcome
  }

  /// Opens the log at a start of its broker.
  mutating func load(isClean: Bool, rules: LogRules, turn: inout Turn) -> LoadOutcome {
    let outcome = load(isClean: isClean, wall: turn.wallMilliseconds, rules: rules)
    drawJitter(rules, random: &turn.random)
    turn.announce(
      .logLoaded(
        broker: broker, partition: partition, end: endOffset, highWatermark: highWatermark,
        lost: outcome.lost, isClean: isClean))
    return outcome
  }

  /// Closes the log in an orderly shutdown.
  mutating func close(rules: LogRules, turn: inout Turn) {
    let durable = durableEnd
    close(wall: turn.wallMilliseconds, rules: rules)
    if durableEnd != durable { announceFlush(&turn) }
  }
}
