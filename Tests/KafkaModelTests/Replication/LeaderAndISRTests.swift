import Kernel
import Testing

@testable import KafkaModel

@Suite("A broker obeys LeaderAndIsr")
struct LeaderAndISRTests {
  @Test("of a newer epoch only; repetitions and older ones change nothing")
  func epochs() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    #expect(bench.order(leader: 1, epoch: 3) == ErrorCode.none)
    #expect(bench.order(leader: 1, epoch: 3, isr: [1]) == .staleControllerEpoch)
    #expect(bench.order(leader: 2, epoch: 2) == .staleControllerEpoch)
    #expect(bench.replica.role == .leader && bench.replica.isr == [1, 2, 3])
    #expect(bench.order(leader: 2, epoch: 4) == ErrorCode.none)
    #expect(bench.replica.role == .follower && bench.replica.leaderEpoch == LeaderEpoch(4))
  }

  @Test("not of a deposed controller")
  func controllerEpoch() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 1, controllerEpoch: 5)
    #expect(bench.order(leader: 2, epoch: 2, controllerEpoch: 4) == .staleControllerEpoch)
    #expect(bench.replica.role == .leader)
  }

  @Test(
    "not of a request to an earlier life, since 2.2",
    arguments: [(KafkaVersion(2, 1), ErrorCode.none), (KafkaVersion(2, 2), .staleBrokerEpoch)])
  func brokerEpoch(_ version: KafkaVersion, _ expected: ErrorCode) {
    var bench = BrokerBench(version)
    bench.broker.process.brokerEpoch = BrokerEpoch(70)
    #expect(bench.order(leader: 1, epoch: 0, brokerEpoch: 69) == expected)
  }

  @Test("not for a partition that it is no replica of")
  func stranger() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    #expect(bench.order(leader: 2, epoch: 0, replicas: [2, 3]) == .unknownTopicOrPartition)
  }

  @Test("and follows nobody whom its metadata does not know")
  func unknownLeader() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 0)
    bench.know(leader: 1, alive: [1, 3])
    #expect(bench.order(leader: 2, epoch: 1) == ErrorCode.none)
    #expect(bench.replica.role == .leader && bench.replica.leaderEpoch == LeaderEpoch(0))
    #expect(bench.order(leader: -1, epoch: 2) == ErrorCode.none)
    #expect(bench.replica.role == .leader)
  }

  @Test("a leader notes where its epoch begins, since 2.0.1 in the epoch cache too")
  func epochStart() {
    for (version, latest) in [(KafkaVersion(2, 0, 0), Int32(0)), (KafkaVersion(2, 0, 1), 1)] {
      var bench = BrokerBench(version)
      bench.order(leader: 1, epoch: 0)
      let client = bench.connectClient()
      bench.produce(4, acks: .leader, on: client)
      bench.order(leader: 2, epoch: 1)
      bench.order(leader: 1, epoch: 1 + 1)
      #expect(bench.replica.epochStart == Offset(4))
      #expect(bench.log.latestEpoch.value == (latest == 0 ? 0 : 2))
    }
  }

  @Test(
    "StopReplica with deletion removes the log, and waiting produces learn it",
    arguments: [
      (KafkaVersion(2, 3), ErrorCode.unknownTopicOrPartition),
      (KafkaVersion(2, 4), .notLeaderOrFollower),
    ])
  func deletion(_ version: KafkaVersion, _ error: ErrorCode) {
    var bench = BrokerBench(version)
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    bench.produce(1, acks: .all, on: client)
    let controller = bench.connectBroker(3)
    bench.request(
      .stopReplicaRequest(
        StopReplicaRequest(
          controller: BrokerID(3), controllerEpoch: ControllerEpoch(1), brokerEpoch: .unknown,
          parts: [
            StopReplicaPart(
              partition: BrokerBench.partition, leaderEpoch: LeaderEpoch(-2), isDeletion: true)
          ])), on: controller)
    #expect(bench.produceResult()?.error == error)
    #expect(bench.broker.disk.slot(of: BrokerBench.partition) == -1)
    #expect(bench.broker.disk.count == 0)
  }

  @Test("StopReplica of an older leader epoch is fenced since 2.6")
  func staleStop() {
    for (version, survives) in [(KafkaVersion(2, 5), false), (KafkaVersion(2, 6), true)] {
      var bench = BrokerBench(version)
      bench.order(leader: 1, epoch: 5)
      let controller = bench.connectBroker(3)
      bench.request(
        .stopReplicaRequest(
          StopReplicaRequest(
            controller: BrokerID(3), controllerEpoch: ControllerEpoch(1), brokerEpoch: .unknown,
            parts: [
              StopReplicaPart(
                partition: BrokerBench.partition, leaderEpoch: LeaderEpoch(4), isDeletion: true)
            ])), on: controller)
      #expect((bench.broker.disk.count == 1) == survives)
    }
  }
}
