import Testing

@testable import KafkaModel

@Suite("The controller carries out an operator's orders")
struct OperatorRequestTests {
  static func bench(
    _ assignment: [ReplicaList], brokers: Int = 5, version: KafkaVersion = KafkaVersion(3, 9)
  ) -> ControllerBench {
    BrokerChangeTests.bench(assignment, brokers: brokers, version: version)
  }

  static func answer(_ bench: ControllerBench) -> AdminResponse? {
    guard case .adminResponse(let answer)? = bench.answers.last?.content else { return nil }
    return answer
  }

  @Test("a topic is created, placed evenly, and answered when it has leaders")
  func createTopic() {
    var bench = Self.bench([], brokers: 3)
    let topic = bench.turn.catalog.addTopic(named: "orders")
    bench.order(
      .createTopic(
        topic, partitions: 12, replicationFactor: 2, assignment: [], configuration: []))
    #expect(Self.answer(bench)?.error == ErrorCode.none)
    let entries = bench.controllers[0].context.partitions
    #expect(entries.map(\.status) == Array(repeating: .online, count: 12))
    for broker in [1, 2, 3] as [Int32] {
      #expect(entries.filter { $0.state.leader == BrokerID(broker) }.count == 4)
      #expect(entries.filter { $0.replicas.contains(BrokerID(broker)) }.count == 8)
    }
  }

  @Test("more replicas than brokers, no partitions, and a second topic of the name are refused")
  func createRefused() {
    var bench = Self.bench([[1]], brokers: 3)
    let create = { (topic: TopicID, partitions: Int32, factor: Int16) in
      AdminRequest.Operation.createTopic(
        topic, partitions: partitions, replicationFactor: factor, assignment: [],
        configuration: [])
    }
    let topic = bench.turn.catalog.addTopic(named: "orders")
    bench.order(create(topic, 1, 4))
    #expect(Self.answer(bench)?.error == .invalidReplicationFactor)
    #expect(
      Self.answer(bench)?.message == "Replication factor: 4 larger than available brokers: 3.")
    bench.order(create(topic, 0, 1))
    #expect(Self.answer(bench)?.error == .invalidPartitions)
    bench.order(create(TopicID(0), 1, 1))
    #expect(Self.answer(bench)?.error == .topicAlreadyExists)
  }

  @Test("partitions can be added, never removed")
  func partitions() {
    var bench = Self.bench([[2, 3], [3, 1]], brokers: 3)
    bench.order(.createPartitions(TopicID(0), total: 1, assignment: []))
    #expect(Self.answer(bench)?.error == .invalidPartitions)
    #expect(
      Self.answer(bench)?.message
        == "Topic currently has 2 partitions, which is higher than the requested 1.")
    bench.order(.createPartitions(TopicID(0), total: 2, assignment: []))
    #expect(Self.answer(bench)?.message == "Topic already has 2 partitions.")
    bench.order(.createPartitions(TopicID(0), total: 4, assignment: []))
    #expect(Self.answer(bench)?.error == ErrorCode.none)
    // From the broker of the first partition on: place 1, shift 1 of brokers 1, 2, 3.
    #expect(bench.state(2) == "leader 1 epoch 0 isr 1,3 by 1 version 0")
    #expect(bench.state(3) == "leader 2 epoch 0 isr 2,3 by 1 version 0")
  }

  @Test("a preferred election gives leadership back, where it is away and may return")
  func preferred() {
    var bench = Self.bench([[3, 2], [2, 3]])
    bench.expire(3)
    bench.register(3)
    bench.settle()
    bench.order(.electPreferred([PartitionID(0), PartitionID(1)]))
    #expect(
      Self.answer(bench)?.parts.map(\.error) == [.preferredLeaderNotAvailable, .electionNotNeeded])
    bench.request(
      .alterPartition(
        AlterPartitionRequest(
          broker: BrokerID(2), brokerEpoch: .unknown,
          parts: [BrokerRequestTests.part([2, 3], leaderEpoch: 1, partitionEpoch: 1)])))
    bench.order(.electPreferred([PartitionID(0)]))
    #expect(Self.answer(bench)?.error == ErrorCode.none)
    #expect(bench.state(0) == "leader 3 epoch 2 isr 2,3 by 1 version 3")
  }

  @Test("tools of old releases order it by a znode, which goes when it is done")
  func preferredByNode() {
    var bench = Self.bench([[3, 2]], version: KafkaVersion(2, 0, 1))
    bench.expire(3)
    bench.register(3)
    bench.settle()
    bench.setISR([2, 3], of: 0)
    for _ in 0..<2 {
      bench.order(.electPreferred([PartitionID(0)]))
      #expect(Self.answer(bench)?.error == ErrorCode.none)
      #expect(bench.state(0) == "leader 3 epoch 2 isr 2,3 by 1 version 3")
      #expect(bench.tree.node(at: .preferredElection) == nil)
    }
  }

  @Test("leaders go home by themselves above ten percent, and stay below")
  func rebalance() {
    // Ten partitions at home on 3; one stray is not above the share of ten percent, two are.
    for (strays, expected) in [(1, 1), (2, 0)] {
      var bench = Self.bench(Array(repeating: [3, 2], count: 10))
      for partition in 0..<strays {
        bench.controllers[0].context[PartitionID(Int32(partition))].state.leader = BrokerID(2)
      }
      bench.enqueue(.preferredRebalance, at: 0)
      let away = bench.controllers[0].context.partitions.filter { $0.state.leader == BrokerID(2) }
      #expect(away.count == expected)
    }
  }

  @Test("an unclean election is only held where there is no leader")
  func uncleanByOrder() {
    var bench = Self.bench([[3, 2], [2, 1]])
    bench.setISR([3], of: 0)
    bench.expire(3)
    bench.order(.electUnclean([PartitionID(0), PartitionID(1)]))
    #expect(Self.answer(bench)?.parts.map(\.error) == [.none, .electionNotNeeded])
    #expect(bench.state(0) == "leader 2 epoch 2 isr 2 by 1 version 3")
    var old = Self.bench([[3, 2]], version: KafkaVersion(2, 3, 1))
    old.order(.electUnclean([PartitionID(0)]))
    #expect(Self.answer(old)?.error == .unsupportedVersion)
  }

  @Test("a topic goes from brokers' metadata first, then from their disks, then from ZooKeeper")
  func delete() {
    var bench = Self.bench([[3, 2]], brokers: 3)
    bench.order(.deleteTopic(TopicID(0)))
    #expect(Self.answer(bench)?.error == ErrorCode.none)
    let sent = bench.take()
    #expect(
      Array(sent.prefix(3)) == [
        "1 metadata live 1,2,3; 0: deleted", "2 metadata live 1,2,3; 0: deleted",
        "3 metadata live 1,2,3; 0: deleted",
      ])
    #expect(
      sent.filter { $0.contains("stops") } == [
        "2 stops 0/-2", "3 stops 0/-2", "2 stops 0/-2 delete", "3 stops 0/-2 delete",
      ])
    #expect(bench.tree.node(at: .topic(TopicID(0))) == nil)
    #expect(bench.tree.node(at: .deleteTopic(TopicID(0))) == nil)
    #expect(bench.state(0) == "none")
    #expect(!bench.controllers[0].context[TopicID(0)].isKnown)
  }

  @Test("a deletion waits for the broker that is away")
  func deleteWaits() {
    var bench = Self.bench([[3, 2]], brokers: 3)
    bench.expire(3)
    bench.order(.deleteTopic(TopicID(0)))
    #expect(bench.answers.isEmpty)
    #expect(bench.tree.node(at: .topic(TopicID(0))) != nil)
    bench.register(3)
    bench.settle()
    #expect(bench.tree.node(at: .topic(TopicID(0))) == nil)
    #expect(Self.answer(bench)?.error == ErrorCode.none)
  }

  @Test("until 0.11 topics are not deleted unless the broker allows it")
  func deleteDisabled() {
    var bench = Self.bench([[3, 2]], version: KafkaVersion(0, 11, 0, 3))
    bench.order(.deleteTopic(TopicID(0)))
    #expect(Self.answer(bench)?.error == .topicDeletionDisabled)
  }
}
