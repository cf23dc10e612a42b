import Kernel

/// An operation that an operator can ask of a cluster.
public enum AdminOperation: Sendable {
  /// CreateTopics. An empty assignment lets Kafka place the replicas.
  case createTopic(
    TopicID, partitions: Int32, replicationFactor: Int16, assignment: [ReplicaList],
    configuration: [NamedValue])
  /// CreatePartitions: the total count wanted, not how many more.
  case createPartitions(TopicID, total: Int32, assignment: [ReplicaList])
  /// DeleteTopics.
  case deleteTopic(TopicID)
  /// ElectLeaders with type PREFERRED; no partitions means all.
  case electPreferred([PartitionID])
  /// ElectLeaders with type UNCLEAN (2.4+).
  case electUnclean([PartitionID])
  /// AlterPartitionReassignments (KIP-455); an empty target cancels.
  case reassign([(partition: PartitionID, target: ReplicaList)])
  /// DeleteRecords; sent to the leader.
  case deleteRecords(PartitionID, before: Offset)
  /// DeleteGroups (KIP-229); sent to the group's coordinator.
  case deleteGroup(GroupID)
  /// OffsetCommit without membership, as `kafka-consumer-groups.sh --reset-offsets` sends it.
  case resetOffsets(GroupID, [(partition: PartitionID, offset: Offset)])
  /// IncrementalAlterConfigs on a topic.
  case setTopicConfiguration(TopicID, name: String, value: String)
  /// IncrementalAlterConfigs on a broker, or on all of them (`BrokerID.none`).
  case setBrokerConfiguration(BrokerID, name: String, value: String)
}

/// An operator's request; served by the controller, or written to ZooKeeper by old tools.
struct AdminRequest: Sendable {
  typealias Operation = AdminOperation
  var operation: Operation
  var timeout: Duration
}

/// The answer to an admin request.
struct AdminResponse: Sendable {
  var error: ErrorCode
  /// Kafka's message, where it explains the error.
  var message: String
  var parts: [(partition: PartitionID, error: ErrorCode)]
}

/// Metadata: where are the leaders of these topics?
struct MetadataRequest: Sendable {
  /// None asks for every topic.
  var topics: [TopicID]?
  /// `allow.auto.create.topics`.
  var mayCreateTopics: Bool
}

/// One topic of a metadata response.
struct TopicMetadata: Sendable {
  var topic: TopicID
  var error: ErrorCode
  var partitions: [PartitionAnswer]
}

/// One partition of a metadata response.
struct PartitionAnswer: Sendable {
  var partition: PartitionID
  var error: ErrorCode
  var leader: BrokerID
  var leaderEpoch: LeaderEpoch
  var replicas: ReplicaList
  var isr: ReplicaList
}

/// Metadata response.
struct MetadataResponse: Sendable {
  var brokers: [BrokerID]
  var controller: BrokerID
  var topics: [TopicMetadata]
}

/// InitProducerId (KIP-98).
struct InitProducerIDRequest: Sendable {
  /// The scenario's number of the transactional id; -1 is none.
  var transactionalID: Int32
  var transactionTimeout: Duration
  /// For KIP-360 bumps; none otherwise.
  var producerID: ProducerID
  var producerEpoch: ProducerEpoch
}

/// InitProducerId response.
struct InitProducerIDResponse: Sendable {
  var error: ErrorCode
  var producerID: ProducerID
  var producerEpoch: ProducerEpoch
}
