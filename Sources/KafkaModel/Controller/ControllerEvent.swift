import Kernel

/// What the controller's event queue holds: one thing at a time is processed, to its end.
///
/// Models KafkaController's event classes. Before 0.11 Kafka ran watch callbacks under one lock;
/// that is taken as the same queue.
enum ControllerEvent: Sendable {
  /// The broker has registered itself: look who the controller is, and try to become it.
  case startup
  /// /controller was created or changed.
  case controllerChanged
  /// /controller was deleted.
  case controllerDeleted
  /// The broker has registered again after its session had expired.
  case registeredAgain
  /// The children of /brokers/ids changed.
  case brokersChanged
  /// The children of /brokers/topics changed.
  case topicsChanged
  /// A topic's assignment changed.
  case topicChanged(TopicID)
  /// The children of /admin/delete_topics changed.
  case deletionsChanged
  /// Leaders published ISR changes (0.9 to 2.6).
  case isrNotified
  /// Brokers published failed log directories (KIP-112).
  case logDirectoriesFailed
  /// /admin/reassign_partitions was written.
  case reassignmentWritten
  /// The state znode of a partition under reassignment changed (before AlterPartition).
  case reassignedStateChanged(PartitionID)
  /// /admin/preferred_replica_election was written.
  case preferredElectionWritten
  /// The timer of the automatic preferred election fired.
  case preferredRebalance
  /// Unclean election was switched on for one topic, or for all of them.
  case uncleanElectionEnabled(TopicID?)
  /// Ineligible topics may be tried again.
  case deletionRetry
  /// A LeaderAndIsr response named partitions on failed log directories.
  case replicasFailed(BrokerID, [PartitionID])
  /// A StopReplica response told which replicas were deleted.
  case replicasDeleted(BrokerID, PartitionOutcomes)
  /// A request of another broker or of an operator.
  case request(ControllerRequest, RequestTicket)
}

/// A request that only the controller may serve.
enum ControllerRequest: Sendable {
  case alterPartition(AlterPartitionRequest)
  case controlledShutdown(ControlledShutdownRequest)
  case allocateProducerIDs(AllocateProducerIDsRequest)
  case admin(AdminRequest)
}

/// An answer that the broker sends for its controller; the connection is unmuted afterwards.
struct ControllerAnswer: Sendable {
  /// Whom it answers.
  var ticket: RequestTicket
  /// What it says; not yet in the message store.
  var content: MessageStore.ColdContent
}
