import Kernel

/// Metadata requests: what clients are told about leaders, from this broker's cache
/// (`KafkaApis.handleTopicMetadataRequest`).
extension Broker {
  /// Serves a Metadata request; asking for an unknown topic may create it.
  mutating func serve(_ request: MetadataRequest, _ ticket: RequestTicket, turn: inout Turn) {
    var answers: [TopicMetadata] = []
    let topics = request.topics ?? knownTopics(turn)
    for topic in topics {
      var known = turn.catalog.topics[Int(topic.value)].partitions.filter {
        process.metadata.contains($0)
      }
      known.sort()
      if known.isEmpty {
        answers.append(
          TopicMetadata(
            topic: topic, error: missing(topic, request.mayCreateTopics, turn: &turn),
            partitions: []))
      } else {
        let partitions = known.compactMap { process.metadata[$0] }.map { describe($0) }
        answers.append(TopicMetadata(topic: topic, error: .none, partitions: partitions))
      }
    }
    let response = MetadataResponse(
      brokers: process.metadata.liveBrokers, controller: process.metadata.controller,
      topics: answers)
    answer(ticket, turn.messages.wrap(.metadataResponse(response)), turn: &turn)
  }

  private func knownTopics(_ turn: borrowing Turn) -> [TopicID] {
    var topics: [TopicID] = []
    process.metadata.forEach { topics.append(turn.catalog.topic(of: $0.partition)) }
    topics.sort()
    var distinct: [TopicID] = []
    for topic in topics where distinct.last != topic { distinct.append(topic) }
    return distinct
  }

  private func describe(_ entry: PartitionMetadata) -> PartitionAnswer {
    // A leader that is not alive is as good as none: the client must ask again.
    let hasLeader = process.metadata.isAlive(entry.state.leader)
    return PartitionAnswer(
      partition: entry.partition, error: hasLeader ? .none : .leaderNotAvailable,
      leader: hasLeader ? entry.state.leader : .none, leaderEpoch: entry.state.leaderEpoch,
      replicas: entry.replicas, isr: entry.state.isr)
  }

  /// The error for a topic that is not in the cache; if allowed, the topic is asked for
  /// (`auto.create.topics.enable`).
  private mutating func missing(
    _ topic: TopicID, _ mayCreate: Bool, turn: inout Turn
  ) -> ErrorCode {
    let isEnabled = plan.settings.controller.topicsAreCreatedOnDemand
    guard mayCreate && isEnabled else { return .unknownTopicOrPartition }
    if !process.topicsAskedFor.contains(topic) {
      process.topicsAskedFor.append(topic)
      askController(.createTopic(topic), turn: &turn)
    }
    // Until 2.7 the broker wrote the topic itself, and called its leader not available yet.
    return turn.semantics.replication.isrWrite == .zooKeeper
      ? .leaderNotAvailable : .unknownTopicOrPartition
  }
}
