import Kernel

/// The in-sync set: who has left it, who may return, and what a change does
/// (`Partition.maybeShrinkIsr`, `maybeExpandIsr`).
extension Broker {
  /// Takes in a follower's fetch after it was read: its progress, its return to the set, the high
  /// watermark.
  ///
  /// `known` is where its progress was found when the part was read, or -1. Kept out of its
  /// callers: in a function that long, questions are not inlined, and each copies the broker.
  @inline(never)
  mutating func noteProgress(
    _ part: FetchPart, of request: FetchRequest, _ known: Int32, didFail: Bool, turn: inout Turn
  ) {
    let slot = disk.slot(of: part.partition)
    guard slot >= 0, process.partitions[Int(slot)].role == .leader else { return }
    let replica = Int(slot)
    let cursor = known >= 0 ? known : process.progress(of: request.replica, on: replica)
    guard cursor >= 0 else { return }
    let rules = turn.semantics.replication
    // Another connection of the same follower: what its session noted comes first.
    let quietWatch = process.followers[cursor].quietWatch
    if quietWatch >= 0 { process.unquiet(quietWatch) }
    let before = process.followers[cursor].logEnd
    if didFail {
      if rules.failedReadUpdatesFollower { process.followers[cursor].noteFailedRead() }
      return
    }
    process.followers[cursor].note(
      fetchOffset: part.fetchOffset, logStart: part.logStart,
      leaderEnd: disk.logs[replica].endOffset, at: turn.now, rule: rules.caughtUp)
    process.followers[cursor].brokerEpoch = request.replicaEpoch
    if !process.followers[cursor].isInMaximalSet { considerExpanding(replica, cursor, turn: &turn) }
    let hasMoved = process.followers[cursor].logEnd != before
    if hasMoved {
      let endsFollowersWaits = rules.highWatermarkCompletesFollowerFetch
      raiseHighWatermark(replica, wakes: endsFollowersWaits ? .all : .consumers, turn: &turn)
    }
    if turn.semantics.requests.everyFetchChecksProduces { checkProduces(replica, turn: &turn) }
    if hasMoved && !process.delayedOperations.isEmpty { checkDeleteRecords(turn: &turn) }
  }

  /// Lets a follower return to the in-sync set, if it has what is committed.
  private mutating func considerExpanding(_ replica: Int, _ cursor: Int32, turn: inout Turn) {
    let rules = turn.semantics.replication
    guard process.partitions[replica].isrChange == .none else { return }
    let follower = process.followers[cursor].broker
    let logEnd = process.followers[cursor].logEnd
    guard logEnd >= disk.logs[replica].highWatermark else { return }
    if rules.isrJoinNeedsEpochStart && logEnd < process.partitions[replica].epochStart { return }
    if rules.isrNeedsLiveMembers && !process.metadata.isAlive(follower) { return }
    let wanted = process.partitions[replica].isr.appending(follower)
    propose(wanted, .expanding, replica, turn: &turn)
  }

  /// The periodic task: looks for followers that have fallen behind, partition by partition.
  mutating func isrTaskIsDue(turn: inout Turn) {
    let period = plan.settings.replication.replicaLagTimeMax
    _ = turn.setTimer(
      .broker(.isrExpiration), after: period / turn.semantics.replication.isrTaskPeriodDivisor)
    // The task's thread may still wait for ZooKeeper's answer to an earlier change.
    guard process.isrWork.taskWaitsFor < 0 else { return }
    process.isrWork.taskCursor = 0
    continueISRTask(turn: &turn)
  }

  /// Goes on with the periodic task, until a write to ZooKeeper makes its thread wait.
  mutating func continueISRTask(turn: inout Turn) {
    while process.isrWork.taskCursor < process.partitions.count {
      let replica = process.isrWork.taskCursor
      process.isrWork.taskCursor += 1
      guard process.partitions[replica].role == .leader else { continue }
      considerShrinking(replica, turn: &turn)
      if process.partitions[replica].isBlocked {
        process.isrWork.taskWaitsFor = Int32(replica)
        return
      }
    }
  }

  /// Proposes to drop the followers that have fallen behind; the leader stays, so the set is never
  /// empty.
  private mutating func considerShrinking(_ replica: Int, turn: inout Turn) {
    guard process.partitions[replica].isrChange == .none else { return }
    let settings = plan.settings.replication
    let leaderEnd = disk.logs[replica].endOffset
    var gone = ReplicaList()
    var cursor = process.followers.first(process.partitions[replica].followers)
    while cursor >= 0 {
      let follower = process.settledProgress(cursor)
      let isOut =
        follower.isInSync
        && follower.isOutOfSync(
          leaderEnd: leaderEnd, at: turn.now,
          lagTimeMax: settings.replicaLagTimeMax,
          recordsMax: settings.replicaLagRecordsMax, rule: turn.semantics.replication.isrShrink)
      if isOut { gone.append(follower.broker) }
      cursor = process.followers.next(cursor)
    }
    // A member that is no assigned replica any more cannot be waited for.
    let isr = process.partitions[replica].isr
    for place in 0..<isr.count where isr[place] != id && !gone.contains(isr[place]) {
      if process.progress(of: isr[place], on: replica) < 0 { gone.append(isr[place]) }
    }
    if gone.isEmpty { return }
    propose(isr.removing(gone), .shrinking, replica, turn: &turn)
  }

  /// Starts a change of the in-sync set, by the path of the release.
  private mutating func propose(
    _ wanted: ReplicaList, _ change: HostedPartition.ISRChange, _ replica: Int, turn: inout Turn
  ) {
    process.partitions[replica].proposedISR = wanted
    process.partitions[replica].isrChangeNumber &+= 1
    switch turn.semantics.replication.isrWrite {
    case .zooKeeper:
      process.partitions[replica].isrChange = .writing
      writeISR(replica, turn: &turn)
    case .alterPartition:
      process.partitions[replica].isrChange = change
      process.partitions[replica].isrChangeIsStuck = false
      refreshMembership(replica)
      enqueueAlteration(replica, turn: &turn)
    }
  }

  /// Copies who is in the sets into what is known of each follower.
  mutating func refreshMembership(_ replica: Int) {
    process.disturb(replica)
    let isr = process.partitions[replica].isr
    let maximal = process.partitions[replica].maximalISR
    var cursor = process.followers.first(process.partitions[replica].followers)
    while cursor >= 0 {
      let broker = process.followers[cursor].broker
      process.followers[cursor].isInSync = isr.contains(broker)
      process.followers[cursor].isInMaximalSet = maximal.contains(broker)
      cursor = process.followers.next(cursor)
    }
  }

  /// A change is registered: the set, the version, and whatever the high watermark can do now.
  mutating func commitISR(
    _ isr: ReplicaList, _ epoch: PartitionEpoch, _ replica: Int, turn: inout Turn
  ) {
    process.partitions[replica].isr = isr
    process.partitions[replica].partitionEpoch = epoch
    process.partitions[replica].isrChange = .none
    process.partitions[replica].isrChangeIsStuck = false
    refreshMembership(replica)
    raiseHighWatermark(replica, turn: &turn)
    // 0.8.0 and 0.8.1 wait for the members, not for the high watermark.
    checkProduces(replica, turn: &turn)
  }

  /// A change has come to nothing: the registered set holds on.
  mutating func revertISR(_ replica: Int) {
    process.partitions[replica].isrChange = .none
    process.partitions[replica].isrChangeIsStuck = false
    refreshMembership(replica)
  }
}
