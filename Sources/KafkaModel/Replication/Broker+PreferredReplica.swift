import Kernel

/// Fetching from the closest replica (KIP-392): which replica a consumer should read from.
extension Broker {
  /// F4: the replica a consumer is sent to instead of this leader, or nil when it is served here
  /// (`RackAwareReplicaSelector`).
  func preferredReplica(
    for part: FetchPart, _ request: FetchRequest, _ replica: Int
  ) -> BrokerID? {
    guard plan.settings.replication.readReplica == .sameRack, !request.isFromFollower,
      request.mayReadFollower, request.rack > 0, process.partitions[replica].role == .leader,
      rack(of: id) != request.rack
    else { return nil }
    var best: FollowerProgress?
    var cursor = process.followers.first(process.partitions[replica].followers)
    while cursor >= 0 {
      let follower = process.settledProgress(cursor)
      cursor = process.followers.next(cursor)
      let canServe =
        follower.isInSync && rack(of: follower.broker) == request.rack
        && follower.logStart <= part.fetchOffset && part.fetchOffset <= follower.logEnd
        && process.metadata.isAlive(follower.broker)
      if canServe && precedes(follower, best) { best = follower }
    }
    return best?.broker
  }

  /// Whether a replica is the better one: the longer log, then the later caught up, then the
  /// greater id.
  private func precedes(_ one: FollowerProgress, _ other: FollowerProgress?) -> Bool {
    guard let other else { return true }
    if one.logEnd != other.logEnd { return one.logEnd > other.logEnd }
    if one.lastCaughtUp != other.lastCaughtUp { return one.lastCaughtUp > other.lastCaughtUp }
    return one.broker > other.broker
  }

  /// The rack of a broker as a number of the scenario; 0 is none.
  @inline(__always)
  func rack(of broker: BrokerID) -> Int16 {
    let place = Int(broker.value)
    return place >= 0 && place < racks.count ? racks[place] : 0
  }
}
