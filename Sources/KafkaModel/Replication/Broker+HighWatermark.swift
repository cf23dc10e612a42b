import Kernel

/// The high watermark on the leader, and what a move of it sets free
/// (`Partition.maybeIncrementLeaderHW`).
extension Broker {
  /// Raises a leader's high watermark to what every awaited replica has; says whether it moved.
  ///
  /// A move completes produces, and fetches of consumers. Commit is not a majority: *all* members
  /// of the maximal in-sync set count, and an unknown log end (-1) holds it where it is. Where
  /// nothing else has changed, no wait of a follower ends.
  @discardableResult
  mutating func raiseHighWatermark(
    _ replica: Int, wakes kind: BrokerProcess.WakeKind = .all, turn: inout Turn
  ) -> Bool {
    let candidate = highWatermarkCandidate(replica, turn.semantics, now: turn.now)
    let before = disk.logs[replica].highWatermark
    guard candidate > before, disk.logs[replica].setHighWatermark(candidate) else { return false }
    turn.announce(
      .highWatermarkMoved(
        broker: id, partition: process.partitions[replica].partition, from: before, to: candidate,
        onLeader: true))
    checkProduces(replica, turn: &turn)
    wakeFetches(replica, of: kind, turn: &turn)
    return true
  }

  /// The offset below which everything is on every awaited replica; -1 or less holds everything
  /// back.
  @inline(__always)
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
      let follower = process.followers[cursor]
      if follower.logEnd < candidate
        && follower.holdsHighWatermark(
          at: now, lagTimeMax: lagTimeMax, rule: rules.highWatermarkWait,
          isEligible: process.metadata.isAlive(follower.broker))
      {
        candidate = follower.logEnd
      }
      cursor = process.followers.next(cursor)
    }
    return candidate
  }
}
