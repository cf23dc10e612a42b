import Kernel

/// What it takes to write znodes as a release of Kafka writes them: names, and payload versions.
///
/// ZkData and ZkUtils of Kafka. Hosts are called after their brokers and listen on 9092; a topic's
/// id is its number.
struct ZNodeNames: Sendable {
  /// Topics and partitions by their numbers.
  let catalog: Catalog
  /// Consumer groups by `GroupID`.
  let groups: [String]
  /// The version of a broker's registration: 1, from 0.9 2, 0.10.0 3, 0.10.2 4, 2.7 5.
  let brokerVersion: Int
  /// The version of a topic's assignment: 1, from 2.4 2, 2.8 3.
  let topicVersion: Int
  /// The version of /controller: 1, from 3.4 2.
  let controllerVersion: Int
  /// Whether a configuration change names its entity by one path (0.10.1).
  let changesNamePaths: Bool

  /// The names of a run with a release's payloads.
  init(catalog: Catalog, groups: [String], version: KafkaVersion) {
    self.catalog = catalog
    self.groups = groups
    brokerVersion =
      version >= KafkaVersion(2, 7)
      ? 5
      : version >= KafkaVersion(0, 10, 2)
        ? 4
        : version >= KafkaVersion(0, 10, 0) ? 3 : version >= KafkaVersion(0, 9, 0) ? 2 : 1
    topicVersion = version >= KafkaVersion(2, 8) ? 3 : version >= KafkaVersion(2, 4) ? 2 : 1
    controllerVersion = version >= KafkaVersion(3, 4) ? 2 : 1
    changesNamePaths = version >= KafkaVersion(0, 10, 1)
  }

  /// The path as ZooKeeper's shell shows it.
  func text(of path: ZNodePath) -> String {
    switch path {
    case .brokerIDs: "/brokers/ids"
    case .broker(let broker): "/brokers/ids/\(broker)"
    case .topics: "/brokers/topics"
    case .topic(let topic): "/brokers/topics/\(name(topic))"
    case .partitionState(let partition):
      "/brokers/topics/\(name(topic(partition)))/partitions/\(number(partition))/state"
    case .controller: "/controller"
    case .controllerEpoch: "/controller_epoch"
    case .isrChanges: "/isr_change_notification"
    case .isrChange(let number): "/isr_change_notification/isr_change_\(sequence(number))"
    case .logDirectoryEvents: "/log_dir_event_notification"
    case .logDirectoryEvent(let number):
      "/log_dir_event_notification/log_dir_event_\(sequence(number))"
    case .deleteTopics: "/admin/delete_topics"
    case .deleteTopic(let topic): "/admin/delete_topics/\(name(topic))"
    case .reassignPartitions: "/admin/reassign_partitions"
    case .preferredElection: "/admin/preferred_replica_election"
    case .topicConfiguration(let topic): "/config/topics/\(name(topic))"
    case .brokerConfiguration(let broker):
      "/config/brokers/\(broker == .none ? "<default>" : broker.description)"
    case .configurationChanges: "/config/changes"
    case .configurationChange(let number): "/config/changes/config_change_\(sequence(number))"
    case .producerIDBlock: "/latest_producer_id_block"
    case .clusterID: "/cluster/id"
    case .consumerIDs(let group): "/consumers/\(name(group))/ids"
    case .consumerID(let group, let member):
      "/consumers/\(name(group))/ids/\(name(group))_\(member)"
    case .consumerOwner(let group, let partition):
      "/consumers/\(name(group))/owners/\(name(topic(partition)))/\(number(partition))"
    case .consumerOffset(let group, let partition):
      "/consumers/\(name(group))/offsets/\(name(topic(partition)))/\(number(partition))"
    }
  }

  /// A topic's name.
  func name(_ topic: TopicID) -> String { catalog.name(of: topic) }
  /// A partition's topic.
  func topic(_ partition: PartitionID) -> TopicID { catalog.topic(of: partition) }
  /// A partition's number in its topic.
  func number(_ partition: PartitionID) -> Int32 {
    catalog.partitions[partition.index].number
  }
  /// A group's name.
  func name(_ group: GroupID) -> String { groups[Int(group.value)] }

  /// A sequential node's counter, in ten digits.
  private func sequence(_ number: Int32) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
  }
}
