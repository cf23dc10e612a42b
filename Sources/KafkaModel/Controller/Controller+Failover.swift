import Kernel

// The start of a new controller, in the order of KafkaController.onControllerFailover: watches,
// then everything is read, then brokers are told, then the state machines start. Its length grows
// with the number of partitions.
extension Controller {
  /// The pause between taking office and the first look at leader imbalance.
  static let firstRebalanceDelay = Duration.seconds(5)

  /// Starts a step of the failover.
  mutating func begin(_ step: FailoverStep, _ turn: inout Turn) {
    switch step {
    case .watchNodes: open(.failover(step), count: 4, &turn)
    case .deleteNodes(let paths): open(.failover(step), count: paths.count, &turn)
    case .listBrokers, .listTopics, .listDeletions: open(.failover(step), count: 1, &turn)
    case .readBrokers(let brokers): open(.failover(step), count: brokers.count, &turn)
    case .readTopics(let topics): open(.failover(step), count: topics.count, &turn)
    case .readStates(let partitions): open(.failover(step), count: partitions.count, &turn)
    case .openChannels:
      for broker in context.presentBrokers { openChannel(to: broker, &turn) }
      batch.updateMetadata(of: [])
      perform(.sendBatch)
    case .startReplicas: startReplicaMachine(turn)
    case .startPartitions: startPartitionMachine(turn)
    case .resumeReassignments: resumeReassignmentsAtStart(turn)
    case .finish: finishFailover(&turn)
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: FailoverStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .watchNodes:
      switch place {
      case 0: return .exists(.preferredElection, watch: true)
      case 1: return .exists(.reassignPartitions, watch: true)
      case 2: return .getChildren(.logDirectoryEvents, watch: true)
      default: return .getChildren(.isrChanges, watch: true)
      }
    case .deleteNodes(let paths): return fenced(.delete(paths[place], version: -1), turn)
    case .listBrokers: return .getChildren(.brokerIDs, watch: true)
    case .readBrokers(let brokers): return .getData(.broker(brokers[place]), watch: false)
    case .listTopics: return .getChildren(.topics, watch: true)
    case .readTopics(let topics): return .getData(.topic(topics[place]), watch: true)
    case .readStates(let partitions):
      return .getData(.partitionState(partitions[place]), watch: false)
    case .listDeletions: return .getChildren(.deleteTopics, watch: true)
    case .openChannels, .startReplicas, .startPartitions, .resumeReassignments, .finish:
      return .check(.controllerEpoch, version: -1)
    }
  }

  /// Takes in what a step of the failover read.
  mutating func finish(_ step: FailoverStep, _ results: [ZooKeeperResult], _ turn: inout Turn) {
    switch step {
    case .watchNodes:
      let stale = paths(in: results[2]) + paths(in: results[3])
      perform(.failover(.deleteNodes(stale)))
    case .deleteNodes:
      if results.contains(where: { unfenced($0) == nil }) { controllerMoved(&turn) }
    case .listBrokers: perform(.failover(.readBrokers(brokers(in: results[0]))))
    case .readBrokers(let brokers):
      for (broker, result) in zip(brokers, results) {
        guard case .data(_, let stat) = result else { continue }
        context[broker].isPresent = true
        context[broker].epoch = BrokerEpoch(stat.created)
      }
    case .listTopics:
      let topics = topics(in: results[0])
      for topic in topics { context[topic].isKnown = true }
      perform(.failover(.readTopics(topics)))
    case .readTopics(_):
      for result in results {
        if case .data(.topic(let assignment), _) = result { adopt(assignment) }
      }
      perform(.failover(.readStates(context.knownPartitions(in: turn.catalog))))
    case .readStates(let partitions): adopt(results, of: partitions)
    case .listDeletions:
      for topic in topics(in: results[0]) where context[topic].isKnown {
        context[topic].deletion = .queued
      }
    case .openChannels, .startReplicas, .startPartitions, .resumeReassignments, .finish: break
    }
  }

  /// Enters what a topic's znode says into the context; partitions that are known already keep
  /// their place.
  mutating func adopt(_ assignment: TopicAssignment) {
    for part in assignment.partitions {
      context[part.partition].replicas = part.replicas
      context[part.partition].adding = part.adding
      context[part.partition].removing = part.removing
    }
  }

  /// Enters registered states into the context.
  mutating func adopt(_ results: [ZooKeeperResult], of partitions: [PartitionID]) {
    for (partition, result) in zip(partitions, results) {
      guard case .data(.state(let state), let stat) = result else { continue }
      context[partition].state = state
      context[partition].epoch = PartitionEpoch(stat.version)
      context[partition].hasState = true
    }
  }

  /// ReplicaStateMachine.startup: replicas on live brokers are told their roles, the others leave
  /// the ISRs.
  private mutating func startReplicaMachine(_ turn: borrowing Turn) {
    var online: [ReplicaID] = []
    var offline: [ReplicaID] = []
    for partition in context.knownPartitions(in: turn.catalog) {
      let replicas = context[partition].replicas
      for place in 0..<replicas.count {
        let broker = replicas[place]
        let isOnline = context.isOnline(broker, partition)
        // A replica that can't be reached must not count as deleted.
        context[partition].statuses[broker] = isOnline ? .online : .deletionIneligible
        let replica = ReplicaID(partition: partition, broker: broker)
        if isOnline { online.append(replica) } else { offline.append(replica) }
      }
    }
    perform(
      .replicas(.move(online, .online)), .sendBatch, .replicas(.move(offline, .offline)),
      .sendBatch)
  }

  /// PartitionStateMachine.startup: partitions without a live leader are elected for.
  private mutating func startPartitionMachine(_ turn: borrowing Turn) {
    for partition in context.knownPartitions(in: turn.catalog) {
      let entry = context[partition]
      let isLed = entry.hasState && context.isOnline(entry.state.leader, partition)
      context[partition].status = !entry.hasState ? .new : isLed ? .online : .offline
    }
    perform(.partitions(.electOffline(nil)), .sendBatch)
  }

  /// The rest of the failover, and the timers of the office.
  private mutating func finishFailover(_ turn: inout Turn) {
    perform(.deletion(.resume), .requests(.readPreferredNode))
    guard settings.controller.preferredLeadersReturn else { return }
    rebalanceTimer = turn.setTimer(
      .controller(.preferredRebalance), after: Self.firstRebalanceDelay)
  }
}

// Reading lists out of results.
extension Controller {
  /// The children that a listing named, as paths.
  func paths(in result: ZooKeeperResult) -> [ZNodePath] {
    if case .children(let paths) = result { return paths }
    return []
  }

  /// The brokers that a listing named, ascending.
  func brokers(in result: ZooKeeperResult) -> [BrokerID] {
    paths(in: result).compactMap { if case .broker(let id) = $0 { id } else { nil } }.sorted()
  }

  /// The topics that a listing named, ascending.
  func topics(in result: ZooKeeperResult) -> [TopicID] {
    paths(in: result).compactMap { path -> TopicID? in
      switch path {
      case .topic(let id), .deleteTopic(let id): return id
      default: return nil
      }
    }.sorted()
  }
}
