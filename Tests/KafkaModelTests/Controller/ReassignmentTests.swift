import Testing

@testable import KafkaModel

@Suite("A partition moves to other brokers")
struct ReassignmentTests {
  static func bench(_ version: KafkaVersion = KafkaVersion(3, 9)) -> ControllerBench {
    BrokerChangeTests.bench([[1, 2]], brokers: 5, version: version)
  }

  static func order(_ target: ReplicaList, _ bench: inout ControllerBench) -> ErrorCode? {
    bench.order(.reassign([(PartitionID(0), target)]))
    return OperatorRequestTests.answer(bench)?.error
  }

  static func assignment(_ bench: ControllerBench) -> String {
    guard case .topic(let topic)? = bench.tree.node(at: .topic(TopicID(0)))?.data else { return "" }
    let part = topic.partitions[0]
    return "\(part.replicas) adding \(part.adding) removing \(part.removing)"
  }

  static func catchUp(
    _ isr: ReplicaList, leaderEpoch: Int32, partitionEpoch: Int32, _ bench: inout ControllerBench
  ) {
    let part = BrokerRequestTests.part(
      isr, leaderEpoch: leaderEpoch, partitionEpoch: partitionEpoch)
    bench.request(
      .alterPartition(
        AlterPartitionRequest(broker: BrokerID(1), brokerEpoch: .unknown, parts: [part])))
  }

  @Test("copies are made first; when the target is in sync, leadership moves and old replicas go")
  func incremental() {
    var bench = Self.bench()
    #expect(Self.order([3, 4], &bench) == ErrorCode.none)
    #expect(Self.assignment(bench) == "3,4,1,2 adding 3,4 removing 1,2")
    #expect(bench.state(0) == "leader 1 epoch 1 isr 1,2 by 1 version 1")
    #expect(
      bench.takeOrders() == [
        "1 leads and follows 0: 1/1 [1,2] of [3,4,1,2]",
        "2 leads and follows 0: 1/1 [1,2] of [3,4,1,2]",
        "3 leads and follows 0: 1/1 [1,2] of [3,4,1,2] new",
        "4 leads and follows 0: 1/1 [1,2] of [3,4,1,2] new",
        "3 leads and follows 0: 1/1 [1,2] of [3,4,1,2] new",
        "4 leads and follows 0: 1/1 [1,2] of [3,4,1,2] new",
      ])
    Self.catchUp([1, 2, 3], leaderEpoch: 1, partitionEpoch: 1, &bench)
    #expect(Self.assignment(bench) == "3,4,1,2 adding 3,4 removing 1,2", "one copy is missing")
    _ = bench.take()
    Self.catchUp([1, 2, 3, 4], leaderEpoch: 1, partitionEpoch: 2, &bench)
    #expect(Self.assignment(bench) == "3,4 adding  removing ")
    // Elected, then 1 and 2 left the ISR.
    #expect(bench.state(0) == "leader 3 epoch 4 isr 3,4 by 1 version 6")
    #expect(
      bench.takeOrders() == [
        "3 leads and follows 0: 3/2 [1,2,3,4] of [3,4]",
        "4 leads and follows 0: 3/2 [1,2,3,4] of [3,4]",
        "3 leads and follows 0: 3/4 [3,4] of [3,4]",
        "4 leads and follows 0: 3/4 [3,4] of [3,4]",
        "1 stops 0/2", "2 stops 0/2", "1 stops 0/4 delete", "2 stops 0/4 delete",
      ])
    #expect(!bench.controllers[0].context[PartitionID(0)].isReassigning)
  }

  @Test("a cancelled reassignment goes back, and deletes what it had begun to copy")
  func cancelled() {
    var bench = Self.bench()
    #expect(Self.order([], &bench) == .noReassignmentInProgress)
    #expect(Self.order([3, 1], &bench) == ErrorCode.none)
    _ = bench.take()
    #expect(Self.order([], &bench) == ErrorCode.none)
    #expect(Self.assignment(bench) == "1,2 adding  removing ")
    #expect(bench.takeOrders().filter { $0.contains("delete") } == ["3 stops 0/1 delete"])
  }

  @Test("brokers that are away or named twice are no target")
  func refused() {
    var bench = Self.bench()
    bench.expire(5)
    #expect(Self.order([1, 5], &bench) == .invalidReplicaAssignment)
    #expect(Self.order([1, 1], &bench) == .invalidReplicaAssignment)
  }

  @Test("before 2.4 it is ordered by a znode, and completed by a watch on the state")
  func byNode() {
    var bench = Self.bench(KafkaVersion(2, 0, 1))
    #expect(Self.order([3, 4], &bench) == ErrorCode.none)
    #expect(Self.assignment(bench) == "3,4,1,2 adding  removing ")
    #expect(Self.order([3, 5], &bench) == .reassignmentInProgress)
    bench.setISR([1, 2, 3, 4], of: 0)
    bench.settle()
    #expect(Self.assignment(bench) == "3,4 adding  removing ")
    #expect(bench.state(0) == "leader 3 epoch 4 isr 3,4 by 1 version 5")
    #expect(bench.tree.node(at: .reassignPartitions) == nil)
    #expect(Self.order([3, 5], &bench) == ErrorCode.none, "the watch stands again")
    #expect(Self.assignment(bench) == "3,5,4 adding  removing ")
  }

  @Test("a new controller goes on with it")
  func failover() {
    var bench = BrokerChangeTests.bench([[2, 3]], brokers: 5)
    #expect(Self.order([4, 5], &bench) == ErrorCode.none)
    bench.expire(1)
    #expect(bench.holder == BrokerID(2))
    #expect(bench.controllers[1].context[PartitionID(0)].isReassigning)
    bench.request(
      .alterPartition(
        AlterPartitionRequest(
          broker: BrokerID(2), brokerEpoch: .unknown,
          parts: [BrokerRequestTests.part([2, 3, 4, 5], leaderEpoch: 2, partitionEpoch: 2)])))
    #expect(Self.assignment(bench) == "4,5 adding  removing ")
  }
}
