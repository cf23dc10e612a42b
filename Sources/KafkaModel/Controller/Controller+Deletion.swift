import Kernel

// Topic deletion. Models TopicDeletionManager: brokers forget the topic's metadata, replicas are
// stopped and deleted, and when the last one has confirmed, the znodes go. A replica that can't be
// reached holds the deletion up until its broker returns.
extension Controller {
  /// Starts a step of a deletion.
  mutating func begin(_ step: DeletionStep, _ turn: inout Turn) {
    switch step {
    case .list: open(.deletion(step), count: 1, &turn)
    case .deleteRequests(let topics): open(.deletion(step), count: topics.count, &turn)
    case .resume: resumeDeletions(turn)
    case .resumeTopics(let topics):
      for topic in topics { context[topic].isIneligibleForDeletion = false }
      resumeDeletions(turn)
    case .retry(let brokers):
      for partition in context.knownPartitions(in: turn.catalog)
      where brokers.contains(where: { context[partition].replicas.contains($0) }) {
        context[turn.catalog.topic(of: partition)].isIneligibleForDeletion = false
      }
      resumeDeletions(turn)
    case .start(let topics): startDeletion(of: topics, turn)
    case .failed(let replicas): deletionFailed(replicas, turn)
    case .complete: open(.deletion(step), count: 3, &turn)
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: DeletionStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .list: return .getChildren(.deleteTopics, watch: true)
    case .deleteRequests(let topics):
      return fenced(.delete(.deleteTopic(topics[place]), version: -1), turn)
    case .complete(let topic):
      let paths: [ZNodePath] = [.topic(topic), .topicConfiguration(topic), .deleteTopic(topic)]
      return fenced(.delete(paths[place], version: -1), turn)
    case .resume, .resumeTopics, .retry, .start, .failed:
      return .check(.controllerEpoch, version: -1)
    }
  }

  /// Takes in what a step of a deletion learned.
  mutating func finish(_ step: DeletionStep, _ results: [ZooKeeperResult], _ turn: inout Turn) {
    if results.contains(where: { unfenced($0) == nil }) { return controllerMoved(&turn) }
    switch step {
    case .list:
      let listed = topics(in: results[0])
      guard settings.controller.topicsCanBeDeleted else {
        return perform(.deletion(.deleteRequests(listed)))
      }
      let wanted = listed.filter { context[$0].isKnown }
      for topic in wanted where context[topic].deletion == .none {
        context[topic].deletion = .queued
        let partitions = turn.catalog.topics[Int(topic.value)].partitions
        let isMoving = partitions.contains { context[$0].isReassigning }
        context[topic].isIneligibleForDeletion = isMoving
      }
      perform(
        .deletion(.deleteRequests(listed.filter { !context[$0].isKnown })), .deletion(.resume))
    case .complete(let topic): forget(topic, turn)
    case .deleteRequests, .resume, .resumeTopics, .retry, .start, .failed: break
    }
  }

  /// A broker has answered deletions of replicas.
  mutating func replicasDeleted(
    _ broker: BrokerID, _ outcomes: PartitionOutcomes, _ turn: inout Turn
  ) {
    var isConcerned = false
    for part in outcomes.parts {
      let topic = turn.catalog.topic(of: part.partition)
      guard context[topic].isBeingDeleted,
        context[part.partition].statuses[broker] == .deletionStarted
      else { continue }
      isConcerned = true
      context[part.partition].statuses[broker] =
        part.error == .none ? .deletionSuccessful : .deletionIneligible
      if part.error != .none { context[topic].isIneligibleForDeletion = true }
    }
    if isConcerned { perform(.deletion(.resume)) }
  }

  /// Replicas of topics under deletion can't be reached any more.
  private mutating func deletionFailed(_ replicas: [ReplicaID], _ turn: borrowing Turn) {
    for replica in replicas {
      let status = context[replica.partition].statuses[replica.broker]
      // A replica that was not yet stopped goes offline first, so that the retry finds it there.
      if status != .deletionSuccessful {
        context[replica.partition].statuses[replica.broker] = .deletionIneligible
        context[turn.catalog.topic(of: replica.partition)].isIneligibleForDeletion = true
      }
    }
    perform(.deletion(.resume))
  }

  /// Completes, retries or starts deletions, topic by topic.
  private mutating func resumeDeletions(_ turn: borrowing Turn) {
    var eligible: [TopicID] = []
    for place in context.topics.indices where context.topics[place].isBeingDeleted {
      let topic = TopicID(Int32(place))
      let partitions = turn.catalog.topics[place].partitions.filter {
        !context[$0].replicas.isEmpty
      }
      let isDone = partitions.allSatisfy { partition in
        let entry = context[partition]
        return entry.replicas.first { entry.statuses[$0] != .deletionSuccessful } == nil
      }
      if isDone && context[topic].deletion == .started {
        agenda.append(.deletion(.complete(topic)))
        continue
      }
      let isRunning = partitions.contains {
        context[$0].statuses.contains(.deletionStarted, among: context[$0].replicas)
      }
      if isRunning { continue }
      if !context[topic].isIneligibleForDeletion { eligible.append(topic) }
    }
    if !eligible.isEmpty { agenda.append(.deletion(.start(eligible))) }
  }

  /// Brokers forget the topics; replicas that can be reached are stopped and deleted.
  private mutating func startDeletion(of topics: [TopicID], _ turn: borrowing Turn) {
    var dead: [ReplicaID] = []
    var alive: [ReplicaID] = []
    var partitions: [PartitionID] = []
    for topic in topics {
      context[topic].deletion = .started
      for partition in turn.catalog.topics[Int(topic.value)].partitions
      where !context[partition].replicas.isEmpty {
        context[partition].status = .nonExistent
        partitions.append(partition)
        let replicas = context[partition].replicas
        for place in 0..<replicas.count {
          let broker = replicas[place]
          let replica = ReplicaID(partition: partition, broker: broker)
          let status = context[partition].statuses[broker]
          if !context.isOnline(broker, partition) {
            dead.append(replica)
            context[topic].isIneligibleForDeletion = true
          } else if status != .deletionSuccessful {
            // A replica whose deletion had failed is taken up again from the offline state.
            if status == .deletionIneligible {
              context[partition].statuses[broker] = .offline
            }
            alive.append(replica)
          }
        }
      }
    }
    batch.updateMetadata(of: partitions)
    perform(
      .sendBatch, .replicas(.move(dead, .deletionIneligible)), .replicas(.move(alive, .offline)),
      .sendBatch, .replicas(.move(alive, .deletionStarted)), .sendBatch)
  }
}
