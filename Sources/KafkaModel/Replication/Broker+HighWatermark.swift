import Kernel

/// The high watermark on the leader, and what a move of it sets free
/// (`Partition.maybeIncrementLeaderHW`).
extension Broker {
  /// Raises a leader's high watermark to what every awaited replica has; says whether it moved.
  ///
  /// A move completes produces, and fetches of consumers. Commit is not a majority: *all* members
  /// of the maximal in-sync set count, and an unknown log end (-1) holds it where it is.
  @discardableResult
  mutating func raiseHighWatermark(_ replica: Int, turn: inout Turn) -> Bool {
    let candidate = highWatermarkCandidate(replica, turn.semantics, now: turn.now)
    let before = disk.logs[replica].highWatermark
    guard candidate > before, disk.logs[replica].setHighWatermark(candidate) else { return false }
    turn.announce(
      .highWatermarkMoved(
        broker: id, partition: process.partitions[replica].partition, from: before, to: candidate,
        onLeader: true))
    checkProduces(replica, turn: &turn)
    wakeFetches(replica, turn: &turn)
    return true
  }

  /// The offset below which everything is on every awaited replica; -1 or less holds everything
  /// back.
  func highWatermarkCandidate(_ replica: Int, _ semantics: Semantics, now: Instant) -> Offset {
    let rules = semantics.replication
    if rules.highWatermarkNeedsMinISR
      && process.partitions[replica].isr.count < minISR(replica, semantics)
    {
      return .unknown
    }
    var candidate = disk.logs[replica].endOffset
    let lagTimeMax = plan.settings.replication.replicaLagTimeMax
    var cursor = process.followers.first(process.partitions[replica].followers)
    while cursor >= 0 {
      let isAwaited =
        process.followers[cursor].isInMaximalSet
        || process.followers[cursor].holdsHighWatermark(
          at: now, lagTimeMax: lagTimeMax, rule: rules.highWatermarkWait,
          isEligible: { process.metadata.isAlive($0) })
      if isAwaited { candidate = min(candidate, process.followers[cursor].logEnd) }
      cursor = process.followers.next(cursor)
    }
    return candidate
  }
}
