import Kernel

// The partition state machine: first leaders and elections. Models PartitionStateMachine
// (ZkPartitionStateMachine); before 1.1 reads and writes alternated partition by partition, here
// all reads come before all writes in every version.
extension Controller {
  /// Starts a step of the partition state machine.
  mutating func begin(_ step: PartitionStep, _ turn: inout Turn) {
    switch step {
    case .elect(let partitions, let strategy): beginElection(partitions, strategy, turn)
    case .electOffline(let topic):
      let waiting = context.select(in: turn.catalog) { partition, entry in
        let own = turn.catalog.topic(of: partition)
        return (entry.status == .new || entry.status == .offline)
          && (topic == nil || topic == own) && !context[own].isBeingDeleted
      }
      beginElection(waiting, .offline(forcesUnclean: false), turn)
    case .createStates(let partitions, _), .readForElection(let partitions, _),
      .refresh(let partitions):
      open(.partitions(step), count: partitions.count, &turn)
    case .readConfigurations(let topics, _):
      open(.partitions(step), count: topics.count, &turn)
    case .writeElection(let election):
      open(.partitions(step), count: election.partitions.count, &turn)
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: PartitionStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .createStates(let partitions, let states):
      return fenced(
        .create(.partitionState(partitions[place]), .state(states[place]), isEphemeral: false),
        turn)
    case .readForElection(let partitions, _), .refresh(let partitions):
      return .getData(.partitionState(partitions[place]), watch: false)
    case .readConfigurations(let topics, _):
      return .getData(.topicConfiguration(topics[place]), watch: false)
    case .writeElection(let election):
      return fenced(
        .setData(
          .partitionState(election.partitions[place]),
          .state(elected(election.choices[place], after: election.states[place])),
          version: election.epochs[place].value), turn)
    case .elect, .electOffline: return .check(.controllerEpoch, version: -1)
    }
  }

  /// Takes in what a step of the partition state machine learned.
  mutating func finish(_ step: PartitionStep, _ results: [ZooKeeperResult], _ turn: inout Turn) {
    switch step {
    case .createStates(let partitions, let states):
      statesCreated(partitions, states, results, &turn)
    case .readForElection(let partitions, let strategy):
      electionRead(partitions, strategy, results, &turn)
    case .readConfigurations(let topics, let election):
      configurationsRead(topics, election, results, &turn)
    case .writeElection(let election): electionWritten(election, results, &turn)
    case .refresh(let partitions): adopt(results, of: partitions)
    case .elect, .electOffline: break
    }
  }

  /// Splits partitions into those that never had a leader and those that need another one.
  private mutating func beginElection(
    _ partitions: [PartitionID], _ strategy: ElectionStrategy, _ turn: borrowing Turn
  ) {
    var fresh: [PartitionID] = []
    var states: [PartitionState] = []
    var others: [PartitionID] = []
    for partition in partitions {
      let entry = context[partition]
      switch entry.status {
      case .nonExistent: electionErrors.append((partition, .unknownTopicOrPartition))
      case .online, .offline: others.append(partition)
      case .new:
        let live = entry.replicas.filter { context.isOnline($0, partition) }
        guard let leader = live.first else {
          electionErrors.append((partition, .eligibleLeadersNotAvailable))
          continue
        }
        fresh.append(partition)
        states.append(
          PartitionState(
            leader: leader, leaderEpoch: .first, isr: live, controllerEpoch: context.epoch))
      }
    }
    if !others.isEmpty { perform(.partitions(.readForElection(others, strategy))) }
    if !fresh.isEmpty { perform(.partitions(.createStates(fresh, states))) }
  }

  /// First leaders are registered: their replicas hear of it (New → Online).
  private mutating func statesCreated(
    _ partitions: [PartitionID], _ states: [PartitionState], _ results: [ZooKeeperResult],
    _ turn: inout Turn
  ) {
    for place in partitions.indices {
      guard let result = unfenced(results[place]) else { return controllerMoved(&turn) }
      let (partition, state) = (partitions[place], states[place])
      guard case .created = result else {
        // Somebody registered it before: the znode stands, the partition stays new.
        electionErrors.append((partition, .unknownServerError))
        continue
      }
      context[partition].state = state
      context[partition].epoch = .first
      context[partition].hasState = true
      context[partition].status = .online
      announceElection(partition, state, .first, &turn)
      addLeaderAndISR(partition, to: state.isr, isNew: true)
    }
  }

  /// The registered states are known: whoever can be decided now is decided.
  private mutating func electionRead(
    _ partitions: [PartitionID], _ strategy: ElectionStrategy, _ results: [ZooKeeperResult],
    _ turn: inout Turn
  ) {
    var election = PendingElection(strategy: strategy, partitions: [], states: [], epochs: [])
    for (partition, result) in zip(partitions, results) {
      guard case .data(.state(let state), let stat) = result else {
        electionErrors.append((partition, .unknownTopicOrPartition))
        continue
      }
      // Written by a newer controller: this one must not touch it (all versions).
      if state.controllerEpoch > context.epoch {
        electionErrors.append((partition, .staleControllerEpoch))
        continue
      }
      election.partitions.append(partition)
      election.states.append(state)
      election.epochs.append(PartitionEpoch(stat.version))
    }
    let topics = topicsThatDecideUnclean(election, turn)
    if topics.isEmpty {
      decide(election, uncleanTopics: [], turn)
    } else {
      perform(.partitions(.readConfigurations(topics, election)))
    }
  }

  /// Topics whose configuration must be read, because no online replica is in the ISR.
  private func topicsThatDecideUnclean(
    _ election: PendingElection, _ turn: borrowing Turn
  ) -> [TopicID] {
    guard election.strategy == .offline(forcesUnclean: false),
      turn.semantics.controller.uncleanElectionIsConfigurable
    else { return [] }
    var topics: [TopicID] = []
    for (partition, state) in zip(election.partitions, election.states)
    where state.isr.first(where: { context.isOnline($0, partition) }) == nil {
      topics.append(turn.catalog.topic(of: partition))
    }
    topics.sort()
    var distinct: [TopicID] = []
    for topic in topics where distinct.last != topic { distinct.append(topic) }
    return distinct
  }

  private mutating func configurationsRead(
    _ topics: [TopicID], _ election: PendingElection, _ results: [ZooKeeperResult],
    _ turn: inout Turn
  ) {
    var unclean: [TopicID] = []
    for (topic, result) in zip(topics, results) where allowsUnclean(result, of: topic, turn) {
      unclean.append(topic)
    }
    decide(election, uncleanTopics: unclean, turn)
  }

  /// Decides each partition's leader and goes on to the writing.
  private mutating func decide(
    _ read: PendingElection, uncleanTopics: [TopicID], _ turn: borrowing Turn
  ) {
    let semantics = turn.semantics
    var election = PendingElection(
      strategy: read.strategy, partitions: [], states: [], epochs: [])
    for place in read.partitions.indices {
      let partition = read.partitions[place]
      let replicas = context[partition].replicas
      let topic = turn.catalog.topic(of: partition)
      let isForced = read.strategy == .offline(forcesUnclean: true)
      let candidates = ElectionCandidates(
        replicas: replicas, isr: read.states[place].isr,
        online: replicas.filter { context.isOnline($0, partition) },
        present: replicas.filter { context.isOnlineOrShuttingDown($0, partition) },
        target: context[partition].target,
        allowsUnclean: isForced || !semantics.controller.uncleanElectionIsConfigurable
          || uncleanTopics.contains(topic))
      let choice = read.strategy.choose(
        among: candidates, shutdownChoice: semantics.controller.shutdownChoice,
        recoveryStateExists: semantics.controller.recoveryStateExists)
      guard let choice else {
        electionErrors.append((partition, failure(of: read.strategy)))
        continue
      }
      election.partitions.append(partition)
      election.states.append(read.states[place])
      election.epochs.append(read.epochs[place])
      election.choices.append(choice)
    }
    if !election.partitions.isEmpty { perform(.partitions(.writeElection(election))) }
  }

  private func failure(of strategy: ElectionStrategy) -> ErrorCode {
    strategy == .preferred ? .preferredLeaderNotAvailable : .eligibleLeadersNotAvailable
  }
}
