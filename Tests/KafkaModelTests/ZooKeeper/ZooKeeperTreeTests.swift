import Kernel
import Testing

@testable import KafkaModel

@Suite("The tree of znodes")
struct ZooKeeperTreeTests {
  private func state(_ leader: Int32, epoch: Int32 = 0) -> ZNodeData {
    .state(
      PartitionState(
        leader: BrokerID(leader), leaderEpoch: LeaderEpoch(epoch), isr: [1, 2],
        controllerEpoch: ControllerEpoch(1)))
  }

  /// Writes in turn for session 7, and what each of them answers.
  private func write(
    _ operations: [ZooKeeperOperation], to tree: inout ZooKeeperTree
  ) -> [String] {
    operations.map { operation in
      var changes: [ZNodeChange] = []
      return ZooKeeperBench.text(tree.write(operation, session: 7, changes: &changes))
    }
  }

  private let statePath = ZNodePath.partitionState(PartitionID(3))

  @Test("counts versions, and refuses a write that expects another one")
  func versions() {
    var tree = ZooKeeperTree()
    let answers = write(
      [
        .setData(statePath, state(1), version: -1),
        .create(statePath, state(1), isEphemeral: false),
        .create(statePath, state(1), isEphemeral: false),
        .setData(statePath, state(2), version: 0),
        .setData(statePath, state(3), version: 0),
        .setData(statePath, state(4), version: -1),
        .delete(statePath, version: 1),
        .delete(statePath, version: 2),
        .delete(statePath, version: -1),
      ], to: &tree)
    #expect(
      answers == [
        "noNode", "created partitionState(3) at 2", "nodeExists", "version 1", "badVersion",
        "version 2", "badVersion", "ok", "noNode",
      ])
    #expect(tree.node(at: statePath) == nil)
    #expect(tree.lastTransaction == 9)
  }

  @Test("shows a partition's state with its version")
  func partitionState() {
    var tree = ZooKeeperTree()
    _ = write(
      [
        .create(statePath, state(1), isEphemeral: false),
        .setData(statePath, state(2, epoch: 5), version: 0),
      ], to: &tree)
    #expect(tree.state(of: PartitionID(3))?.state.leader == BrokerID(2))
    #expect(tree.state(of: PartitionID(3))?.state.leaderEpoch == LeaderEpoch(5))
    #expect(tree.state(of: PartitionID(3))?.epoch == PartitionEpoch(1))
    #expect(tree.state(of: PartitionID(2)) == nil)
    #expect(tree.state(of: PartitionID(4)) == nil)
  }

  @Test("carries out all of a multi, in one transaction")
  func multi() {
    var tree = ZooKeeperTree()
    let answers = write(
      [
        .create(.controllerEpoch, .controllerEpoch(ControllerEpoch(0)), isEphemeral: false),
        .multi([
          .create(.controller, .controller(BrokerID(1), electedAt: 0), isEphemeral: true),
          .setData(.controllerEpoch, .controllerEpoch(ControllerEpoch(1)), version: 0),
        ]),
        .multi([
          .check(.controllerEpoch, version: 1),
          .create(statePath, state(1), isEphemeral: false),
        ]),
      ], to: &tree)
    #expect(
      answers == [
        "created controllerEpoch at 1", "multi [created controller at 2, version 1]",
        "multi [ok, created partitionState(3) at 3]",
      ])
    #expect(tree.node(at: .controller)?.stat.owner == 7)
    #expect(tree.node(at: .controllerEpoch)?.stat.modified == 2)
  }

  @Test("undoes a multi at its first refusal, counters and all")
  func multiUndone() {
    var tree = ZooKeeperTree()
    _ = write(
      [
        .create(.controllerEpoch, .controllerEpoch(ControllerEpoch(4)), isEphemeral: false),
        .create(statePath, state(1), isEphemeral: false),
      ], to: &tree)
    let answers = write(
      [
        .multi([
          .setData(statePath, state(2), version: 0),
          .createSequential(.isrChanges, .partitions([])),
          .delete(.controllerEpoch, version: -1),
          .check(.controllerEpoch, version: 0),
          .delete(statePath, version: -1),
        ])
      ], to: &tree)
    #expect(answers == ["multi [ok, ok, ok, noNode]"])
    #expect(tree.state(of: PartitionID(3))?.state.leader == BrokerID(1))
    #expect(tree.state(of: PartitionID(3))?.epoch == PartitionEpoch(0))
    #expect(
      tree.node(at: .controllerEpoch)?.data == .controllerEpoch(ControllerEpoch(4)))
    #expect(tree.children(of: .isrChanges) == [])
    #expect(tree.directory(at: .isrChanges) == ZooKeeperTree.Directory())
  }

  @Test("numbers sequential children by what their parent has ever had")
  func sequential() {
    var tree = ZooKeeperTree()
    let answers = write(
      [
        .createSequential(.isrChanges, .partitions([])),
        .createSequential(.isrChange(0), .partitions([])),
        .delete(.isrChange(0), version: -1),
        .createSequential(.isrChanges, .partitions([])),
        .createSequential(.controller, .empty),
      ], to: &tree)
    #expect(
      answers == [
        "created isrChange(0) at 1", "created isrChange(1) at 2", "ok",
        "created isrChange(2) at 4", "noNode",
      ])
    #expect(tree.children(of: .isrChanges) == [.isrChange(1), .isrChange(2)])
  }

  @Test("lists children by id, of each directory its own")
  func children() {
    var tree = ZooKeeperTree()
    let brokers: [Int32] = [3, 1, 2]
    for broker in brokers {
      _ = write(
        [
          .create(
            .broker(BrokerID(broker)), .broker(BrokerID(broker), registeredAt: 0),
            isEphemeral: true)
        ], to: &tree)
    }
    for group: Int32 in [0, 1] {
      let path = ZNodePath.consumerID(GroupID(group), member: 5 + group)
      _ = write([.create(path, .empty, isEphemeral: true)], to: &tree)
    }
    let topics: [Int32] = [1, 0]
    for topic in topics {
      let assignment = TopicAssignment(topic: TopicID(topic), partitions: [])
      _ = write(
        [.create(.topic(TopicID(topic)), .topic(assignment), isEphemeral: false)], to: &tree)
    }
    #expect(
      tree.children(of: .brokerIDs) == [
        .broker(BrokerID(1)), .broker(BrokerID(2)), .broker(BrokerID(3)),
      ])
    #expect(tree.children(of: .topics) == [.topic(TopicID(0)), .topic(TopicID(1))])
    #expect(
      tree.children(of: .consumerIDs(GroupID(0))) == [.consumerID(GroupID(0), member: 5)])
    #expect(
      tree.children(of: .consumerIDs(GroupID(1))) == [.consumerID(GroupID(1), member: 6)])
    #expect(tree.children(of: .deleteTopics) == [])
  }

  @Test("finds a partition's assignment in its topic")
  func assignment() {
    var tree = ZooKeeperTree()
    for topic: Int32 in [0, 1] {
      // Topic 0 was given a second partition after topic 1 had got its first.
      let partitions: [Int32] = topic == 0 ? [0, 2] : [1]
      let parts = partitions.map {
        PartitionAssignment(partition: PartitionID($0), replicas: ReplicaList([BrokerID($0 + 1)]))
      }
      let assignment = TopicAssignment(topic: TopicID(topic), partitions: parts)
      _ = write(
        [.create(.topic(TopicID(topic)), .topic(assignment), isEphemeral: false)], to: &tree)
    }
    #expect(tree.assignment(of: PartitionID(0))?.replicas == [1])
    #expect(tree.assignment(of: PartitionID(1))?.replicas == [2])
    #expect(tree.assignment(of: PartitionID(2))?.replicas == [3])
    #expect(tree.assignment(of: PartitionID(3)) == nil)
  }

  @Test("takes a topic's partition states away with the topic")
  func deletedTopic() {
    var tree = ZooKeeperTree()
    let assignment = TopicAssignment(
      topic: TopicID(0),
      partitions: [PartitionAssignment(partition: PartitionID(3), replicas: [1, 2])])
    _ = write(
      [
        .create(.topic(TopicID(0)), .topic(assignment), isEphemeral: false),
        .create(statePath, state(1), isEphemeral: false),
        .delete(.topic(TopicID(0)), version: -1),
      ], to: &tree)
    #expect(tree.node(at: .topic(TopicID(0))) == nil)
    #expect(tree.node(at: statePath) == nil)
  }

  @Test("has different keys for different paths")
  func keys() {
    let paths: [ZNodePath] = [
      .brokerIDs, .broker(BrokerID(1)), .broker(BrokerID(0)), .topics, .topic(TopicID(1)),
      .partitionState(PartitionID(1)), .controller, .controllerEpoch, .isrChanges,
      .isrChange(1), .logDirectoryEvents, .logDirectoryEvent(1), .deleteTopics,
      .deleteTopic(TopicID(1)), .reassignPartitions, .preferredElection,
      .topicConfiguration(TopicID(1)), .brokerConfiguration(.none),
      .brokerConfiguration(BrokerID(1)), .configurationChanges, .configurationChange(1),
      .producerIDBlock, .clusterID, .consumerIDs(GroupID(1)),
      .consumerID(GroupID(1), member: 1), .consumerID(GroupID(2), member: 1),
      .consumerOwner(GroupID(1), PartitionID(1)), .consumerOffset(GroupID(1), PartitionID(1)),
    ]
    let keys = paths.map(\.key).sorted()
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
  }
}
