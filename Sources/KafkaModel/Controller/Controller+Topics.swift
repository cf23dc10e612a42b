import Kernel

// New topics, new partitions, topics that are gone. Models KafkaController.processTopicChange,
// processPartitionModifications and onNewPartitionCreation.
extension Controller {
  /// Starts a step about topics.
  mutating func begin(_ step: TopicStep, _ turn: inout Turn) {
    switch step {
    case .list, .readOne: open(.topics(step), count: 1, &turn)
    case .read(let topics): open(.topics(step), count: topics.count, &turn)
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: TopicStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .list: .getChildren(.topics, watch: true)
    case .read(let topics): .getData(.topic(topics[place]), watch: true)
    case .readOne(let topic): .getData(.topic(topic), watch: true)
    }
  }

  /// Takes in what a step about topics learned.
  mutating func finish(_ step: TopicStep, _ results: [ZooKeeperResult], _ turn: inout Turn) {
    switch step {
    case .list:
      let listed = topics(in: results[0])
      let fresh = listed.filter { !context[$0].isKnown }
      for place in context.topics.indices where context.topics[place].isKnown {
        let topic = TopicID(Int32(place))
        if !contains(topic, in: listed) { forget(topic, turn) }
      }
      for topic in fresh { context[topic].isKnown = true }
      perform(.topics(.read(fresh)))
    case .read, .readOne:
      var fresh: [PartitionID] = []
      for result in results {
        guard case .data(.topic(let assignment), _) = result else { continue }
        guard !context[assignment.topic].isBeingDeleted else { continue }
        fresh += adoptNew(assignment, &turn)
      }
      createPartitions(fresh)
    }
  }

  /// Forgets a topic and its partitions.
  mutating func forget(_ topic: TopicID, _ turn: borrowing Turn) {
    for partition in turn.catalog.topics[Int(topic.value)].partitions
    where partition.index < context.partitions.count {
      context[partition] = PartitionContext()
    }
    context[topic] = TopicContext()
  }

  /// Enters the partitions of a topic that the controller did not know, and returns them.
  private mutating func adoptNew(
    _ assignment: TopicAssignment, _ turn: inout Turn
  ) -> [PartitionID] {
    var fresh: [PartitionID] = []
    for part in assignment.partitions where context[part.partition].replicas.isEmpty {
      context[part.partition].replicas = part.replicas
      context[part.partition].status = .new
      for place in 0..<part.replicas.count {
        context[part.partition].statuses[part.replicas[place]] = .new
      }
      turn.announce(.assigned(part))
      fresh.append(part.partition)
    }
    return fresh
  }

  /// New partitions get their first leaders, then their replicas count as online.
  private mutating func createPartitions(_ partitions: [PartitionID]) {
    guard !partitions.isEmpty else { return }
    var replicas: [ReplicaID] = []
    for partition in partitions {
      let assigned = context[partition].replicas
      for place in 0..<assigned.count {
        replicas.append(ReplicaID(partition: partition, broker: assigned[place]))
      }
    }
    perform(
      .partitions(.elect(partitions, .offline(forcesUnclean: false))), .sendBatch,
      .replicas(.move(replicas, .online)), .sendBatch)
  }

  /// Whether an ascending list names the topic.
  func contains(_ topic: TopicID, in sorted: [TopicID]) -> Bool {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < topic { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == topic
  }
}
