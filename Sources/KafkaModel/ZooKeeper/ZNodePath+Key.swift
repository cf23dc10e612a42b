import Kernel

extension ZNodePath {
  /// The path as one number: equal paths have equal keys, and the children of a path are
  /// neighbours.
  ///
  /// It holds the kind in 8 bits, a group in 24 and an id in 32, so that maps compare integers
  /// only.
  var key: UInt64 {
    switch self {
    case .brokerIDs: Self.key(0)
    case .broker(let broker): Self.key(1, id: broker.value)
    case .topics: Self.key(2)
    case .topic(let topic): Self.key(3, id: topic.value)
    case .partitionState(let partition): Self.key(4, id: partition.value)
    case .controller: Self.key(5)
    case .controllerEpoch: Self.key(6)
    case .isrChanges: Self.key(7)
    case .isrChange(let number): Self.key(8, id: number)
    case .logDirectoryEvents: Self.key(9)
    case .logDirectoryEvent(let number): Self.key(10, id: number)
    case .deleteTopics: Self.key(11)
    case .deleteTopic(let topic): Self.key(12, id: topic.value)
    case .reassignPartitions: Self.key(13)
    case .preferredElection: Self.key(14)
    case .topicConfiguration(let topic): Self.key(15, id: topic.value)
    case .brokerConfiguration(let broker): Self.key(16, id: broker.value)
    case .configurationChanges: Self.key(17)
    case .configurationChange(let number): Self.key(18, id: number)
    case .producerIDBlock: Self.key(19)
    case .clusterID: Self.key(20)
    case .consumerIDs(let group): Self.key(21, group: group)
    case .consumerID(let group, let member): Self.key(22, group: group, id: member)
    case .consumerOwner(let group, let partition):
      Self.key(23, group: group, id: partition.value)
    case .consumerOffset(let group, let partition):
      Self.key(24, group: group, id: partition.value)
    }
  }

  /// The path whose list of children names this one, as far as anybody watches that list.
  var parent: ZNodePath? {
    switch self {
    case .broker: .brokerIDs
    case .topic: .topics
    case .isrChange: .isrChanges
    case .logDirectoryEvent: .logDirectoryEvents
    case .deleteTopic: .deleteTopics
    case .configurationChange: .configurationChanges
    case .consumerID(let group, _): .consumerIDs(group)
    case .brokerIDs, .topics, .partitionState, .controller, .controllerEpoch, .isrChanges,
      .logDirectoryEvents, .deleteTopics, .reassignPartitions, .preferredElection,
      .topicConfiguration, .brokerConfiguration, .configurationChanges, .producerIDBlock,
      .clusterID, .consumerIDs, .consumerOwner, .consumerOffset:
      nil
    }
  }

  /// Whether the path only holds other znodes together; such paths exist from the beginning.
  ///
  /// Kafka's brokers make them when they start (`createTopLevelPaths`), old consumers when they
  /// join.
  var isDirectory: Bool {
    switch self {
    case .brokerIDs, .topics, .isrChanges, .logDirectoryEvents, .deleteTopics,
      .configurationChanges, .consumerIDs:
      true
    case .broker, .topic, .partitionState, .controller, .controllerEpoch, .isrChange,
      .logDirectoryEvent, .deleteTopic, .reassignPartitions, .preferredElection,
      .topicConfiguration, .brokerConfiguration, .configurationChange, .producerIDBlock,
      .clusterID, .consumerID, .consumerOwner, .consumerOffset:
      false
    }
  }

  /// The path of the child that a sequential create makes under this directory, or beside this
  /// node.
  ///
  /// Callers may name the directory itself or any of its numbered children; nil is no such place.
  func sequential(number: Int32) -> ZNodePath? {
    switch self {
    case .isrChanges, .isrChange: .isrChange(number)
    case .logDirectoryEvents, .logDirectoryEvent: .logDirectoryEvent(number)
    case .configurationChanges, .configurationChange: .configurationChange(number)
    case .brokerIDs, .broker, .topics, .topic, .partitionState, .controller, .controllerEpoch,
      .deleteTopics, .deleteTopic, .reassignPartitions, .preferredElection, .topicConfiguration,
      .brokerConfiguration, .producerIDBlock, .clusterID, .consumerIDs, .consumerID,
      .consumerOwner, .consumerOffset:
      nil
    }
  }

  /// The keys of a directory's children, as a half-open range.
  var childKeys: Range<UInt64> {
    switch self {
    case .brokerIDs: Self.key(1)..<Self.key(2)
    case .topics: Self.key(3)..<Self.key(4)
    case .isrChanges: Self.key(8)..<Self.key(9)
    case .logDirectoryEvents: Self.key(10)..<Self.key(11)
    case .deleteTopics: Self.key(12)..<Self.key(13)
    case .configurationChanges: Self.key(18)..<Self.key(19)
    case .consumerIDs(let group):
      Self.key(22, group: group)..<Self.key(22, group: GroupID(group.value &+ 1))
    case .broker, .topic, .partitionState, .controller, .controllerEpoch, .isrChange,
      .logDirectoryEvent, .deleteTopic, .reassignPartitions, .preferredElection,
      .topicConfiguration, .brokerConfiguration, .configurationChange, .producerIDBlock,
      .clusterID, .consumerID, .consumerOwner, .consumerOffset:
      Self.key(0)..<Self.key(0)
    }
  }

  private static func key(_ kind: UInt64, group: GroupID = GroupID(0), id: Int32 = 0) -> UInt64 {
    invariant(
      group.value >= 0 && group.value < 1 << 24, "group \(group) does not fit into a path's key")
    return kind << 56 | UInt64(UInt32(bitPattern: group.value)) << 32
      | UInt64(UInt32(bitPattern: id))
  }
}
