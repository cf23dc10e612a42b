import Kernel

// The replica state machine. Models ReplicaStateMachine (ZkReplicaStateMachine): moves are made
// broker by broker, and a replica that goes offline is taken out of its partition's ISR in
// ZooKeeper, which raises the leader epoch.
extension Controller {
  /// Starts a step of the replica state machine.
  mutating func begin(_ step: ReplicaStep, _ turn: inout Turn) {
    switch step {
    case .move(let replicas, let status): beginMove(replicas, to: status, &turn)
    case .readForRemoval(_, let partitions), .writeRemoval(_, let partitions, _, _):
      open(.replicas(step), count: partitions.count, &turn)
    case .readUncleanTopics(_, _, let topics):
      open(.replicas(step), count: topics.count, &turn)
    case .settleRemoval(let broker, let partitions):
      settleRemoval(of: broker, from: partitions, turn)
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: ReplicaStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .readForRemoval(_, let partitions):
      return .getData(.partitionState(partitions[place]), watch: false)
    case .readUncleanTopics(_, _, let topics):
      return .getData(.topicConfiguration(topics[place]), watch: false)
    case .writeRemoval(_, let partitions, let states, let epochs):
      return fenced(
        .setData(
          .partitionState(partitions[place]), .state(states[place]),
          version: epochs[place].value), turn)
    case .move, .settleRemoval: return .check(.controllerEpoch, version: -1)
    }
  }

  /// Takes in what a step of the replica state machine learned.
  mutating func finish(_ step: ReplicaStep, _ results: [ZooKeeperResult], _ turn: inout Turn) {
    switch step {
    case .readForRemoval(let broker, let partitions):
      removalRead(broker, partitions, results, &turn)
    case .readUncleanTopics(let broker, let partitions, let topics):
      var unclean: [TopicID] = []
      for (topic, result) in zip(topics, results) where allowsUnclean(result, of: topic, turn) {
        unclean.append(topic)
      }
      uncleanTopicsOfRemoval = unclean
      perform(.replicas(.readForRemoval(broker, partitions)))
    case .writeRemoval(let broker, let partitions, let states, _):
      removalWritten(broker, partitions, states, results, &turn)
    case .move, .settleRemoval: break
    }
  }

  /// Moves replicas, broker by broker.
  private mutating func beginMove(
    _ replicas: [ReplicaID], to status: ReplicaStatus, _ turn: inout Turn
  ) {
    let legal = replicas.filter { status.isLegal(after: context[$0.partition].statuses[$0.broker]) }
    switch status {
    case .offline: beginOffline(legal, turn)
    case .new, .online:
      for replica in legal { moveIn(replica, to: status) }
    case .deletionStarted:
      for replica in legal {
        context[replica.partition].statuses[replica.broker] = status
        addStopReplica(replica, isDeletion: true, turn)
      }
    case .deletionSuccessful, .deletionIneligible, .nonExistent:
      for replica in legal { context[replica.partition].statuses[replica.broker] = status }
    }
  }

  /// A replica comes: it is told the current state of its partition, if there is one.
  private mutating func moveIn(_ replica: ReplicaID, to status: ReplicaStatus) {
    let before = context[replica.partition].statuses[replica.broker]
    context[replica.partition].statuses[replica.broker] = status
    if status == .online && before == .new {
      // It was told when it became new; here only its place in the assignment is made sure of.
      if !context[replica.partition].replicas.contains(replica.broker) {
        context[replica.partition].replicas.append(replica.broker)
      }
      return
    }
    guard context[replica.partition].hasState else { return }
    addLeaderAndISR(
      replica.partition, to: ReplicaList([replica.broker]), isNew: status == .new)
  }

  /// Replicas go: each broker is told to stop, then the broker leaves the ISRs.
  private mutating func beginOffline(_ replicas: [ReplicaID], _ turn: borrowing Turn) {
    var brokers = replicas.map(\.broker).sorted()
    for place in brokers.indices.reversed().dropLast() where brokers[place] == brokers[place - 1] {
      brokers.remove(at: place)
    }
    for broker in brokers.reversed() {
      let own = replicas.filter { $0.broker == broker }.map(\.partition)
      agenda.append(.replicas(.settleRemoval(broker, own)))
      agenda.append(.replicas(.readForRemoval(broker, own.filter { context[$0].hasState })))
    }
    for replica in replicas { addStopReplica(replica, isDeletion: false, turn) }
  }

  /// The registered states are known: who names the broker in the ISR gets a new state.
  private mutating func removalRead(
    _ broker: BrokerID, _ partitions: [PartitionID], _ results: [ZooKeeperResult],
    _ turn: inout Turn
  ) {
    let deciding = topicsThatDecideRemoval(broker, partitions, results, turn)
    if uncleanTopicsOfRemoval == nil && !deciding.isEmpty {
      return perform(.replicas(.readUncleanTopics(broker, partitions, deciding)))
    }
    defer { uncleanTopicsOfRemoval = nil }
    var changed: [PartitionID] = []
    var states: [PartitionState] = []
    var epochs: [PartitionEpoch] = []
    for (partition, result) in zip(partitions, results) {
      guard case .data(.state(let state), let stat) = result,
        state.controllerEpoch <= context.epoch
      else { continue }
      guard state.isr.contains(broker) else {
        // Nothing to write; the cache learns what the leader has written meanwhile.
        context[partition].state = state
        context[partition].epoch = PartitionEpoch(stat.version)
        continue
      }
      let topic = turn.catalog.topic(of: partition)
      var next = state
      next.leader = state.leader == broker ? .none : state.leader
      next.leaderEpoch = state.leaderEpoch.next
      next.controllerEpoch = context.epoch
      if state.isr.count > 1 || !retainsLastMember(of: topic, turn) {
        next.isr = state.isr.removing(broker)
      }
      changed.append(partition)
      states.append(next)
      epochs.append(PartitionEpoch(stat.version))
    }
    perform(.replicas(.writeRemoval(broker, changed, states, epochs)))
  }

  /// Topics of which a partition would lose its last ISR member, where their setting decides.
  private func topicsThatDecideRemoval(
    _ broker: BrokerID, _ partitions: [PartitionID], _ results: [ZooKeeperResult],
    _ turn: borrowing Turn
  ) -> [TopicID] {
    guard turn.semantics.controller.lastISRMember == .retainedUnlessUnclean else { return [] }
    var topics: [TopicID] = []
    for (partition, result) in zip(partitions, results) {
      guard case .data(.state(let state), _) = result, state.isr == ReplicaList([broker]) else {
        continue
      }
      let topic = turn.catalog.topic(of: partition)
      if !topics.contains(topic) { topics.append(topic) }
    }
    return topics
  }

  /// Whether the last member of an ISR stays in it although it is gone; 0.8.2 to 1.0 decided by the
  /// topic's unclean setting (`KafkaController.removeReplicaFromIsr`).
  private func retainsLastMember(of topic: TopicID, _ turn: borrowing Turn) -> Bool {
    switch turn.semantics.controller.lastISRMember {
    case .removed: false
    case .retainedUnlessUnclean: uncleanTopicsOfRemoval?.contains(topic) != true
    case .retained: true
    }
  }

  /// The new states are registered; those that moved meanwhile are read again.
  private mutating func removalWritten(
    _ broker: BrokerID, _ partitions: [PartitionID], _ states: [PartitionState],
    _ results: [ZooKeeperResult], _ turn: inout Turn
  ) {
    var again: [PartitionID] = []
    for place in partitions.indices {
      guard let result = unfenced(results[place]) else { return controllerMoved(&turn) }
      let (partition, state) = (partitions[place], states[place])
      switch result {
      case .stat(let stat):
        let before = context[partition].state.leader
        context[partition].state = state
        context[partition].epoch = PartitionEpoch(stat.version)
        if state.leader == .none && before != .none {
          announceElection(partition, state, .none, &turn)
        } else {
          turn.announce(
            .isrChanged(
              partition: partition, isr: state.isr, partitionEpoch: context[partition].epoch,
              isShrink: true))
        }
      case .badVersion: again.append(partition)
      default: break
      }
    }
    if !again.isEmpty { perform(.replicas(.readForRemoval(broker, again))) }
  }

  /// The rest of the replicas learn of the new states, and everybody of the new metadata.
  private mutating func settleRemoval(
    of broker: BrokerID, from partitions: [PartitionID], _ turn: borrowing Turn
  ) {
    for partition in partitions {
      context[partition].statuses[broker] = .offline
      let isDeleted = context[turn.catalog.topic(of: partition)].isBeingDeleted
      if context[partition].hasState && !isDeleted {
        addLeaderAndISR(
          partition, to: context[partition].replicas.removing(broker), isNew: false)
      } else {
        batch.updateMetadata(of: [partition])
      }
    }
  }
}
