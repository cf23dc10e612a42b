import Kernel

// The set of brokers and their log directories. Models KafkaController.processBrokerChange,
// onBrokerFailure, onBrokerStartup and onReplicasBecomeOffline.
extension Controller {
  /// Starts a step about brokers.
  mutating func begin(_ step: BrokerStep, _ turn: inout Turn) {
    switch step {
    case .list, .listDirectoryEvents: open(.brokers(step), count: 1, &turn)
    case .read(let brokers): open(.brokers(step), count: brokers.count, &turn)
    case .readDirectoryEvents(let paths), .deleteDirectoryEvents(let paths):
      open(.brokers(step), count: paths.count, &turn)
    case .failed(let brokers): brokersFailed(brokers, &turn)
    case .started(let brokers): brokersStarted(brokers, &turn)
    case .returned(let brokers):
      for broker in brokers { context[broker].isPresent = true }
    case .replicasOffline(let replicas): replicasWentOffline(replicas, turn)
    case .tellBrokers:
      batch.updateMetadata(of: [])
      perform(.sendBatch)
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: BrokerStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .list: return .getChildren(.brokerIDs, watch: true)
    case .read(let brokers): return .getData(.broker(brokers[place]), watch: false)
    case .listDirectoryEvents: return .getChildren(.logDirectoryEvents, watch: true)
    case .readDirectoryEvents(let paths): return .getData(paths[place], watch: false)
    case .deleteDirectoryEvents(let paths): return fenced(.delete(paths[place], version: -1), turn)
    case .failed, .started, .returned, .replicasOffline, .tellBrokers:
      return .check(.controllerEpoch, version: -1)
    }
  }

  /// Takes in what a step about brokers learned.
  mutating func finish(_ step: BrokerStep, _ results: [ZooKeeperResult], _ turn: inout Turn) {
    switch step {
    case .list:
      let brokers = brokers(in: results[0])
      // With nobody registered there is nothing to read, but everybody to miss.
      if brokers.isEmpty { compare(with: [], &turn) }
      perform(.brokers(.read(brokers)))
    case .read(let brokers):
      var current: [(broker: BrokerID, epoch: BrokerEpoch)] = []
      for (broker, result) in zip(brokers, results) {
        if case .data(_, let stat) = result { current.append((broker, BrokerEpoch(stat.created))) }
      }
      if !brokers.isEmpty { compare(with: current, &turn) }
    case .listDirectoryEvents:
      let paths = paths(in: results[0])
      if !paths.isEmpty { perform(.brokers(.readDirectoryEvents(paths))) }
    case .readDirectoryEvents(let paths):
      var replicas: [ReplicaID] = []
      for result in results {
        guard case .data(.logDirectoryEvent(let broker), _) = result else { continue }
        for partition in context.partitions(on: broker, in: turn.catalog) {
          replicas.append(ReplicaID(partition: partition, broker: broker))
        }
      }
      // The brokers answer LeaderAndIsr with the replicas that lie on failed directories.
      perform(
        .replicas(.move(replicas, .online)), .sendBatch, .brokers(.deleteDirectoryEvents(paths)))
    case .deleteDirectoryEvents:
      if results.contains(where: { unfenced($0) == nil }) { controllerMoved(&turn) }
    case .failed, .started, .returned, .replicasOffline, .tellBrokers: break
    }
  }

  /// Finds who is new, gone, or was gone and is back; and reacts in that order: new, bounced, dead.
  private mutating func compare(
    with current: [(broker: BrokerID, epoch: BrokerEpoch)], _ turn: inout Turn
  ) {
    let known = context.presentBrokers
    let fresh = current.filter { !context[$0.broker].isPresent }
    let dead = known.filter { broker in !current.contains { $0.broker == broker } }
    let seesBounced = turn.semantics.controller.seesBouncedBrokers
    let bounced = current.filter {
      seesBounced && context[$0.broker].isPresent && context[$0.broker].epoch < $0.epoch
    }
    for entry in fresh { openChannel(to: entry.broker, &turn) }
    for entry in bounced { openChannel(to: entry.broker, &turn) }
    for broker in dead { closeChannel(to: broker, &turn) }
    for entry in fresh + bounced { context[entry.broker].epoch = entry.epoch }
    for entry in fresh { context[entry.broker].isPresent = true }
    let bouncedIDs = bounced.map(\.broker)
    var steps: [ControllerStep] = []
    if !fresh.isEmpty { steps.append(.brokers(.started(fresh.map(\.broker)))) }
    if !bounced.isEmpty {
      steps.append(.brokers(.failed(bouncedIDs)))
      steps.append(.brokers(.returned(bouncedIDs)))
      steps.append(.brokers(.started(bouncedIDs)))
    }
    if !dead.isEmpty { steps.append(.brokers(.failed(dead))) }
    agenda.append(contentsOf: steps.reversed())
  }

  /// Brokers are gone: their partitions get leaders, then their replicas go offline.
  private mutating func brokersFailed(_ brokers: [BrokerID], _ turn: inout Turn) {
    var replicas: [ReplicaID] = []
    for broker in brokers {
      turn.announce(.brokerFailureNoticed(broker: broker))
      context[broker].isPresent = false
      context[broker].isShuttingDown = false
      for partition in context.partitions(on: broker, in: turn.catalog) {
        replicas.append(ReplicaID(partition: partition, broker: broker))
      }
    }
    perform(.brokers(.replicasOffline(replicas)))
  }

  /// Leaders first, then the ISRs; brokers hear of the change even when no partition was touched.
  private mutating func replicasWentOffline(
    _ replicas: [ReplicaID], _ turn: borrowing Turn
  ) {
    let leaderless = leaderless(without: replicas, turn)
    for partition in leaderless { context[partition].status = .offline }
    var deleted: [ReplicaID] = []
    var others: [ReplicaID] = []
    for replica in replicas {
      let isDeleted = context[turn.catalog.topic(of: replica.partition)].isBeingDeleted
      if isDeleted { deleted.append(replica) } else { others.append(replica) }
    }
    var steps: [ControllerStep] = [
      .partitions(.electOffline(nil)), .sendBatch, .replicas(.move(others, .offline)), .sendBatch,
    ]
    if !deleted.isEmpty { steps.append(.deletion(.failed(deleted))) }
    // The list of brokers or of offline replicas changed: everybody is told in any case.
    if leaderless.isEmpty { steps.append(.brokers(.tellBrokers)) }
    agenda.append(contentsOf: steps.reversed())
  }

  /// Partitions to elect for: the leader is not online or, until 0.11, on one of the lost brokers.
  private func leaderless(
    without replicas: [ReplicaID], _ turn: borrowing Turn
  ) -> [PartitionID] {
    let offline = context.partitionsWithOfflineLeader(in: turn.catalog)
    if turn.semantics.controller.stoppingLeaderIsOffline { return offline }
    var lost: [BrokerID] = []
    for replica in replicas where lost.last != replica.broker { lost.append(replica.broker) }
    return offline.filter { lost.contains(context[$0].state.leader) }
  }

  /// Brokers appeared: they learn everything, then their roles, and may be elected.
  private mutating func brokersStarted(_ brokers: [BrokerID], _ turn: inout Turn) {
    var replicas: [ReplicaID] = []
    for broker in brokers {
      turn.announce(.brokerStartNoticed(broker: broker))
      for partition in context.partitions(on: broker, in: turn.catalog) {
        context[partition].offlineDirectories =
          context[partition].offlineDirectories.removing(broker)
        replicas.append(ReplicaID(partition: partition, broker: broker))
      }
    }
    let present = context.presentBrokers
    let older = present.filter { !brokers.contains($0) }
    sendMetadata([], to: older, among: present, &turn)
    let everything = context.select(in: turn.catalog) { $1.hasState }
    sendMetadata(everything, to: brokers, among: present, &turn)
    perform(
      .replicas(.move(replicas, .online)), .sendBatch, .partitions(.electOffline(nil)),
      .sendBatch, .reassignment(.resumeOn(brokers)), .deletion(.retry(brokers)))
  }

  /// A LeaderAndIsr answer named replicas on failed directories (KIP-112).
  mutating func directoryFailed(
    _ broker: BrokerID, _ partitions: [PartitionID], _ turn: inout Turn
  ) {
    var replicas: [ReplicaID] = []
    for partition in partitions where !context[partition].offlineDirectories.contains(broker) {
      guard context[partition].replicas.contains(broker) else { continue }
      context[partition].offlineDirectories.append(broker)
      replicas.append(ReplicaID(partition: partition, broker: broker))
    }
    if !replicas.isEmpty { perform(.brokers(.replicasOffline(replicas))) }
  }
}
