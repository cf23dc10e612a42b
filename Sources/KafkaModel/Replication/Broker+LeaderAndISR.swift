import Kernel

/// LeaderAndIsr: the controller's orders to lead or to follow
/// (`ReplicaManager.becomeLeaderOrFollower`).
extension Broker {
  /// Serves a LeaderAndIsr request.
  mutating func serve(_ request: LeaderAndISRRequest, _ ticket: RequestTicket, turn: inout Turn) {
    if let error = controlFencing(
      request.controllerEpoch, request.brokerEpoch, kind: .leaderAndISRRequest, turn: &turn)
    {
      let outcome = PartitionOutcomes(error: error, parts: [])
      return answer(ticket, turn.messages.wrap(.leaderAndISRResponse(outcome)), turn: &turn)
    }
    process.controllerEpoch = max(process.controllerEpoch, request.controllerEpoch)
    var outcomes: [(partition: PartitionID, error: ErrorCode)] = []
    outcomes.reserveCapacity(request.parts.count)
    for part in request.parts { outcomes.append((part.partition, refusal(of: part))) }
    // All leaders first, then all followers, whatever their order in the request.
    for place in request.parts.indices where outcomes[place].error.isSuccess {
      guard request.parts[place].state.leader == id else { continue }
      outcomes[place].error = makeLeader(request.parts[place], turn: &turn)
    }
    for place in request.parts.indices where outcomes[place].error.isSuccess {
      guard request.parts[place].state.leader != id else { continue }
      outcomes[place].error = makeFollower(request.parts[place], turn: &turn)
    }
    startReplicaTimers(turn: &turn)
    runAllFetchers(turn: &turn)
    closeIdleFetchers(turn: &turn)
    let outcome = PartitionOutcomes(error: .none, parts: outcomes)
    answer(ticket, turn.messages.wrap(.leaderAndISRResponse(outcome)), turn: &turn)
  }

  /// Whether a control request comes from a deposed controller, or was meant for an earlier life.
  mutating func controlFencing(
    _ epoch: ControllerEpoch, _ brokerEpoch: BrokerEpoch, kind: MessageKind, turn: inout Turn
  ) -> ErrorCode? {
    let isForEarlierLife =
      turn.semantics.controller.fencing >= .brokerEpochs && brokerEpoch.value >= 0
      && brokerEpoch < process.brokerEpoch
    let error: ErrorCode
    if isForEarlierLife {
      error = .staleBrokerEpoch
    } else if epoch < process.controllerEpoch {
      error = .staleControllerEpoch
    } else {
      return nil
    }
    turn.announce(.controlRequestFenced(broker: id, kind: kind, error: error))
    return error
  }

  /// Why one part is passed over; success means that it is carried out.
  private func refusal(of part: LeaderAndISRPart) -> ErrorCode {
    let slot = disk.slot(of: part.partition)
    if slot >= 0 {
      if process.partitions[Int(slot)].role == .offline { return .kafkaStorageError }
      // Equal epochs are repetitions: their in-sync set is not news to this leader.
      if part.state.leaderEpoch <= process.partitions[Int(slot)].leaderEpoch {
        return .staleControllerEpoch
      }
    } else if !process.offlineDirectories.isEmpty && !part.isNew {
      // The log may lie in the failed directory; an empty one in its place would lose it silently.
      return .kafkaStorageError
    }
    return part.replicas.contains(id) ? .none : .unknownTopicOrPartition
  }

  // MARK: Leading

  /// Takes the leadership of a partition (`Partition.makeLeader`).
  private mutating func makeLeader(_ part: LeaderAndISRPart, turn: inout Turn) -> ErrorCode {
    let replica = hostReplica(part.partition, turn: &turn)
    let wasLeader = process.partitions[replica].role == .leader
    let hadEpoch = process.partitions[replica].leaderEpoch
    process.disturb(replica)
    removeFromFetcher(replica)
    adopt(part, replica)
    process.partitions[replica].role = .leader
    process.partitions[replica].leader = id
    process.partitions[replica].isr = part.state.isr
    process.partitions[replica].epochStart = disk.logs[replica].endOffset
    disk.logs[replica].becomeLeader(epoch: part.state.leaderEpoch, rules: rules(of: replica))
    resetFollowers(
      replica, isNewLeader: !wasLeader, isNewEpoch: part.state.leaderEpoch > hadEpoch, turn: &turn)
    turn.announce(
      .becameLeader(
        broker: id, partition: part.partition, epoch: part.state.leaderEpoch,
        logEnd: disk.logs[replica].endOffset))
    leadershipChanged(replica, turn: &turn)
    raiseHighWatermark(replica, turn: &turn)
    // Waiting requests of an earlier role are looked at again.
    checkProduces(replica, turn: &turn)
    wakeFetches(replica, turn: &turn)
    return .none
  }

  /// Makes the list of followers that of the new assignment, and forgets what an earlier term knew.
  private mutating func resetFollowers(
    _ replica: Int, isNewLeader: Bool, isNewEpoch: Bool, turn: inout Turn
  ) {
    let old = process.partitions[replica].followers
    var list = ListRef()
    let replicas = process.partitions[replica].replicas
    for place in 0..<replicas.count where replicas[place] != id {
      let cursor = process.progress(of: replicas[place], on: replica)
      let known =
        cursor >= 0 ? process.followers[cursor] : FollowerProgress(broker: replicas[place])
      process.followers.append(known, to: &list)
    }
    process.followers.free(old)
    process.partitions[replica].followers = list
    refreshMembership(replica)
    let rule = turn.semantics.replication.progressReset
    let caughtUp = turn.semantics.replication.caughtUp
    if rule == .onNewLeaderEpoch && !isNewEpoch { return }
    var cursor = process.followers.first(list)
    while cursor >= 0 {
      process.followers[cursor].beginTerm(
        isNewLeader: isNewLeader, at: turn.now, leaderEnd: disk.logs[replica].endOffset,
        reset: rule, rule: caughtUp)
      cursor = process.followers.next(cursor)
    }
  }

  // MARK: Following

  /// Follows another leader, or the same one in a new epoch (`Partition.makeFollower`).
  private mutating func makeFollower(_ part: LeaderAndISRPart, turn: inout Turn) -> ErrorCode {
    let replica = hostReplica(part.partition, turn: &turn)
    guard process.metadata.isAlive(part.state.leader) else {
      // Nobody to follow: the log exists now, and neither role nor epoch changes.
      if process.partitions[replica].role == .dormant { process.partitions[replica].role = .idle }
      return .none
    }
    process.disturb(replica)
    let before = process.partitions[replica]
    let keepsFetching = keepsFetching(before, part.state, turn.semantics.replication)
    adopt(part, replica)
    process.partitions[replica].role = .follower
    process.partitions[replica].leader = part.state.leader
    process.partitions[replica].isr = ReplicaList()
    process.followers.free(process.partitions[replica].followers)
    process.partitions[replica].followers = ListRef()
    turn.announce(
      .becameFollower(
        broker: id, partition: part.partition, leader: part.state.leader,
        epoch: part.state.leaderEpoch))
    if before.role == .leader { leadershipChanged(replica, turn: &turn) }
    if keepsFetching {
      process.partsHaveChanged(of: replica)
      return .none
    }
    removeFromFetcher(replica)
    checkProduces(replica, turn: &turn)
    wakeFetches(replica, turn: &turn)
    beginFollowing(replica, turn: &turn)
    return .none
  }

  /// Whether a follower goes on as it is, without truncation, in the new epoch.
  private func keepsFetching(
    _ before: HostedPartition, _ state: PartitionState, _ rules: ReplicationSemantics
  ) -> Bool {
    guard before.role == .follower, before.leader == state.leader else { return false }
    switch rules.followerKeeps {
    case .sameLeader: return true
    case .sameLeaderWithinOneEpoch: return state.leaderEpoch.value <= before.leaderEpoch.value + 1
    case .sameEpoch: return state.leaderEpoch == before.leaderEpoch
    }
  }

  // MARK: Both

  private mutating func adopt(_ part: LeaderAndISRPart, _ replica: Int) {
    process.partitions[replica].leaderEpoch = part.state.leaderEpoch
    process.partitions[replica].partitionEpoch = part.partitionEpoch
    process.partitions[replica].controllerEpoch = part.state.controllerEpoch
    process.partitions[replica].replicas = part.replicas
    process.partitions[replica].isRecovering = part.state.isRecovering
    process.partitions[replica].isrChange = .none
    process.partitions[replica].isrChangeIsStuck = false
    process.partitions[replica].isrChangeNumber &+= 1
    process.partitions[replica].hasFetchFailed = false
  }

  /// The replica of a partition, with a log: found on the disk or created empty.
  mutating func hostReplica(_ partition: PartitionID, turn: inout Turn) -> Int {
    let slot = disk.slot(of: partition)
    if slot >= 0 { return Int(slot) }
    let created = disk.create(
      PartitionLog(broker: id, partition: partition, wall: turn.wallMilliseconds),
      offline: process.offlineDirectories)
    var replica = HostedPartition(
      partition: partition, topic: turn.catalog.topic(of: partition), role: .idle)
    if Int(created) == process.partitions.count {
      process.partitions.append(replica)
    } else {
      // An answer to the slot's earlier tenant must not be taken for one to the new.
      replica.isrChangeNumber = process.partitions[Int(created)].isrChangeNumber &+ 1
      process.partitions[Int(created)] = replica
    }
    return Int(created)
  }
}
