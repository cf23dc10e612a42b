import Kernel

// The steps of operators' requests.
extension Controller {
  /// Starts a step of an operator's request.
  mutating func begin(_ step: AdminStep, _ turn: inout Turn) {
    switch step {
    case .findTopic, .readTopicToGrow, .growTopic, .findTopicToDelete, .deleteTopic,
      .readConfiguration, .writeConfiguration, .notifyConfiguration, .writeNode:
      open(.admin(step), count: 1, &turn)
    case .createTopic: open(.admin(step), count: 2, &turn)
    case .answerElection(let partitions):
      answerAdmin(
        .none,
        parts: partitions.map { partition in
          (partition, electionErrors.first { $0.partition == partition }?.error ?? .none)
        })
    case .answerReassignment(let partitions, let errors):
      answerAdmin(.none, parts: zip(partitions, errors).map { ($0, $1) })
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: AdminStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .findTopic(let request):
      guard case .createTopic(let topic, _, _, _, _) = request.operation else {
        return .exists(.topics, watch: false)
      }
      return .exists(.topic(topic), watch: false)
    case .createTopic(let assignment, let values):
      return place == 0
        ? .create(
          .topicConfiguration(assignment.topic), .configuration(values), isEphemeral: false)
        : .create(.topic(assignment.topic), .topic(assignment), isEphemeral: false)
    case .readTopicToGrow(let topic, _, _): return .getData(.topic(topic), watch: true)
    case .growTopic(let assignment, let version, _):
      return .setData(.topic(assignment.topic), .topic(assignment), version: version)
    case .findTopicToDelete(let topic): return .exists(.topic(topic), watch: false)
    case .deleteTopic(let topic): return .create(.deleteTopic(topic), .empty, isEphemeral: false)
    case .readConfiguration(let path, _, _): return .getData(path, watch: false)
    case .writeConfiguration(let path, let values, let version, _):
      guard let version else { return .create(path, .configuration(values), isEphemeral: false) }
      return .setData(path, .configuration(values), version: version)
    case .notifyConfiguration(let change):
      return .createSequential(.configurationChanges, change)
    case .writeNode(let path, let data): return .create(path, data, isEphemeral: false)
    case .answerElection, .answerReassignment: return .check(.controllerEpoch, version: -1)
    }
  }

  /// Takes in what a step of an operator's request learned.
  mutating func finish(_ step: AdminStep, _ results: [ZooKeeperResult], _ turn: inout Turn) {
    switch step {
    case .findTopic(let request):
      if case .stat = results[0] {
        return answerAdmin(.topicAlreadyExists, "the topic exists already")
      }
      createTopic(request, &turn)
    case .createTopic(let assignment, _):
      guard case .created = results[1] else {
        return answerAdmin(.topicAlreadyExists, "the topic exists already")
      }
      wait(for: .leaders(assignment.partitions.map(\.partition)), &turn)
    case .readTopicToGrow(let topic, let total, let assignment):
      guard case .data(.topic(let current), let stat) = results[0] else {
        return answerAdmin(.unknownTopicOrPartition)
      }
      invariant(current.topic == topic, "topic \(topic) was read as \(current.topic)")
      grow(current, version: stat.version, to: total, assignment, &turn)
    case .growTopic(_, _, let added):
      guard case .stat = results[0] else { return answerAdmin(.unknownServerError) }
      wait(for: .leaders(added), &turn)
    case .findTopicToDelete(let topic):
      guard case .stat = results[0] else { return answerAdmin(.unknownTopicOrPartition) }
      perform(.admin(.deleteTopic(topic)))
    case .deleteTopic(let topic): wait(for: .deletion(topic), &turn)
    case .readConfiguration(let path, let change, let notice):
      configurationRead(path, change, notice, results[0])
    case .writeConfiguration(_, let values, _, let notice):
      guard results[0].isSuccess else { return answerAdmin(.unknownServerError) }
      configurationWritten(values, notice, turn)
    case .notifyConfiguration: answerAdmin(.none)
    case .writeNode:
      // The node of an earlier order is still there: it is being worked on.
      answerAdmin(results[0].isSuccess ? .none : .reassignmentInProgress)
    case .answerElection, .answerReassignment: break
    }
  }

  /// CreateTopics: checks, placement, then configuration and assignment are written.
  private mutating func createTopic(_ request: AdminRequest, _ turn: inout Turn) {
    guard
      case .createTopic(let topic, let count, let factor, let manual, let values) =
        request.operation
    else { return }
    let wanted = manual.isEmpty ? Int(count) : manual.count
    guard wanted > 0, wanted <= Catalog.partitionLimit else {
      return answerAdmin(.invalidPartitions, "a topic needs at least one partition")
    }
    let replicas: [ReplicaList]
    if manual.isEmpty {
      let alive = context.presentBrokers
      let (start, shift) = drawPlacement(among: alive.count, &turn)
      let placement = ReplicaPlacement(brokers: racked(alive), start: start, shift: shift)
      guard let placed = placement.assign(first: 0, count: wanted, replicationFactor: Int(factor))
      else {
        return answerAdmin(
          .invalidReplicationFactor,
          "Replication factor: \(factor) larger than available brokers: \(alive.count).")
      }
      replicas = placed
    } else {
      guard isSound(manual) else {
        return answerAdmin(.invalidReplicaAssignment, "the assignment names unknown brokers")
      }
      replicas = manual
    }
    turn.catalog.growTopic(topic, to: Int32(wanted))
    let partitions = turn.catalog.topics[Int(topic.value)].partitions
    let assignment = TopicAssignment(
      topic: topic,
      partitions: zip(partitions, replicas).map {
        PartitionAssignment(partition: $0, replicas: $1)
      })
    perform(.admin(.createTopic(assignment, values)))
  }

  /// CreatePartitions: never fewer, the existing ones stay where they are.
  private mutating func grow(
    _ current: TopicAssignment, version: Int32, to total: Int32, _ manual: [ReplicaList],
    _ turn: inout Turn
  ) {
    let existing = current.partitions.count
    if current.partitions.contains(where: { context[$0.partition].isReassigning }) {
      return answerAdmin(.reassignmentInProgress)
    }
    guard Int(total) != existing else {
      return answerAdmin(.invalidPartitions, "Topic already has \(existing) partitions.")
    }
    guard Int(total) > existing, Int(total) <= Catalog.partitionLimit else {
      return answerAdmin(
        .invalidPartitions,
        "Topic currently has \(existing) partitions, which is higher than the requested \(total)."
      )
    }
    let replicas: [ReplicaList]
    if manual.isEmpty {
      let alive = context.presentBrokers
      let first = current.partitions[0].replicas
      // Kafka goes on from the broker of the first partition, without a new draw.
      let start = alive.firstIndex { $0 >= first[0] } ?? 0
      let placement = ReplicaPlacement(brokers: racked(alive), start: start, shift: start)
      guard
        let placed = placement.assign(
          first: existing, count: Int(total) - existing, replicationFactor: first.count)
      else { return answerAdmin(.invalidReplicationFactor) }
      replicas = placed
    } else {
      guard manual.count == Int(total) - existing, isSound(manual) else {
        return answerAdmin(.invalidReplicaAssignment)
      }
      replicas = manual
    }
    turn.catalog.growTopic(current.topic, to: total)
    let added = Array(turn.catalog.topics[Int(current.topic.value)].partitions.dropFirst(existing))
    var next = current
    next.partitions += zip(added, replicas).map { PartitionAssignment(partition: $0, replicas: $1) }
    perform(.admin(.growTopic(next, version: version, added: added)))
  }

  /// Merges a change into the configuration that was read.
  private mutating func configurationRead(
    _ path: ZNodePath, _ change: NamedValue, _ notice: ZNodeData, _ result: ZooKeeperResult
  ) {
    var values: [NamedValue] = []
    var version: Int32?
    if case .data(let data, let stat) = result {
      if case .configuration(let written) = data { values = written }
      version = stat.version
    }
    values.removeAll { $0.name == change.name }
    values.append(change)
    values.sort { $0.name < $1.name }
    perform(.admin(.writeConfiguration(path, values, version: version, notice)))
  }

  /// The change is registered: brokers are notified, and this controller acts on what concerns it.
  ///
  /// Kafka's controller learns of the change by the same notification as everybody.
  private mutating func configurationWritten(
    _ values: [NamedValue], _ notice: ZNodeData, _ turn: borrowing Turn
  ) {
    perform(.admin(.notifyConfiguration(notice)))
    guard let written = values.first(where: { $0.name == "unclean.leader.election.enable" })
    else { return }
    let isAllowed = written.value == "true"
    let isDynamic = turn.semantics.controller.uncleanElectionIsDynamic
    switch notice {
    case .configurationOfTopic(let topic):
      if isAllowed && isDynamic { enqueue(.uncleanElectionEnabled(topic)) }
    case .configurationOfBroker:
      isUncleanElectionAllowed = isAllowed
      if isAllowed && isDynamic { enqueue(.uncleanElectionEnabled(nil)) }
    default: break
    }
  }

  /// The draws of a placement: where it starts, and how far followers are shifted.
  private func drawPlacement(among count: Int, _ turn: inout Turn) -> (start: Int, shift: Int) {
    guard count > 0 else { return (0, 0) }
    return (turn.random.pick(from: count), turn.random.pick(from: count))
  }

  /// Brokers with their racks.
  private func racked(_ brokers: [BrokerID]) -> [(id: BrokerID, rack: Int16)] {
    brokers.map { broker in
      let place = Int(broker.value)
      return (broker, place < racks.count ? racks[place] : 0)
    }
  }

  /// Whether a manual assignment names known brokers, each once, and equally many everywhere.
  private func isSound(_ manual: [ReplicaList]) -> Bool {
    manual.allSatisfy { replicas in
      guard !replicas.isEmpty, replicas.count == manual[0].count else { return false }
      for place in 0..<replicas.count {
        if !context[replicas[place]].isPresent { return false }
        if replicas.place(of: replicas[place]) != place { return false }
      }
      return true
    }
  }
}
