import Kernel
import Testing

@testable import KafkaModel

@Suite("A leader answers produces")
struct ProduceTests {
  @Test("acks=1 is answered after the leader's own append")
  func acksOne() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    bench.produce(3, acks: .leader, on: client)
    let result = bench.produceResult()
    #expect(result?.error == ErrorCode.none)
    #expect(result?.baseOffset == Offset(0))
    #expect(bench.logEnd == 3)
    #expect(bench.highWatermark == 0)
  }

  @Test("acks=0 has no answer, and an error closes the connection")
  func acksZero() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    bench.produce(1, acks: .zero, on: client)
    #expect(bench.sent.isEmpty && bench.closed.isEmpty && bench.logEnd == 1)
    bench.order(leader: 2, epoch: 1)
    bench.sent.removeAll()
    bench.produce(1, acks: .zero, on: client)
    #expect(bench.sent.isEmpty && bench.closed == [client] && bench.logEnd == 1)
  }

  @Test("acks=all waits until every in-sync replica has fetched beyond the record")
  func acksAll() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    let two = bench.connectBroker(2)
    let three = bench.connectBroker(3)
    bench.produce(3, acks: .all, on: client)
    bench.fetch(0, as: 2, on: two)
    bench.fetch(0, as: 3, on: three)
    #expect(bench.fetchResult()?.first?.batches.count == 1)
    #expect(bench.fetchResult()?.first?.batches.count == 1)
    #expect(bench.highWatermark == 0)
    bench.fetch(3, as: 2, on: two)
    #expect(bench.sent.isEmpty)
    bench.fetch(3, as: 3, on: three)
    #expect(bench.produceResult()?.error == ErrorCode.none)
    #expect(bench.highWatermark == 3)
    #expect(bench.broker.process.produces.isEmpty && bench.broker.process.produceParts.isEmpty)
  }

  @Test("an in-sync set of the leader alone commits at once")
  func lonelyLeader() {
    var bench = BrokerBench(KafkaVersion(3, 6))
    bench.order(leader: 1, epoch: 0, isr: [1])
    let client = bench.connectClient()
    bench.produce(2, acks: .all, on: client)
    #expect(bench.produceResult()?.error == ErrorCode.none)
    #expect(bench.highWatermark == 2)
  }

  @Test("a produce that waits too long times out, and its record stays")
  func timeout() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    bench.produce(1, acks: .all, on: client, timeout: 1500)
    bench.pass(1499)
    #expect(bench.sent.isEmpty)
    bench.pass(1)
    #expect(bench.produceResult()?.error == .requestTimedOut)
    #expect(bench.logEnd == 1)
  }

  @Test("too few in-sync replicas refuse acks=all only, and append nothing")
  func minISR() {
    var bench = BrokerBench(KafkaVersion(3, 7), minISR: 2)
    bench.order(leader: 1, epoch: 0, isr: [1])
    let client = bench.connectClient()
    bench.produce(1, acks: .all, on: client)
    #expect(bench.produceResult()?.error == .notEnoughReplicas)
    #expect(bench.logEnd == 0)
    bench.produce(1, acks: .leader, on: client)
    #expect(bench.produceResult()?.error == ErrorCode.none)
    #expect(bench.logEnd == 1)
  }

  @Test(
    "min.insync.replicas above the replication factor counts as that factor since 3.7",
    arguments: [(KafkaVersion(3, 6), ErrorCode.notEnoughReplicas), (KafkaVersion(3, 7), .none)])
  func cap(_ version: KafkaVersion, _ expected: ErrorCode) {
    var bench = BrokerBench(version, minISR: 2)
    bench.order(leader: 1, epoch: 0, isr: [1], replicas: [1])
    let client = bench.connectClient()
    bench.produce(1, acks: .all, on: client)
    #expect(bench.produceResult()?.error == expected)
  }

  @Test(
    "a replica that lives elsewhere is told from one that does not exist since 2.0",
    arguments: [
      (KafkaVersion(1, 1), ErrorCode.unknownTopicOrPartition),
      (KafkaVersion(2, 0), .notLeaderOrFollower),
    ])
  func elsewhere(_ version: KafkaVersion, _ error: ErrorCode) {
    var bench = BrokerBench(version)
    bench.know(leader: 2)
    let client = bench.connectClient()
    bench.produce(1, acks: .all, on: client)
    #expect(bench.produceResult()?.error == error)
    bench.fetch(0, as: -1, on: client)
    #expect(bench.fetchResult()?.first?.header.error == error)
  }

  @Test("a demoted leader ends waiting produces with NOT_LEADER_OR_FOLLOWER")
  func demoted() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    bench.produce(1, acks: .all, on: client)
    bench.order(leader: 2, epoch: 1)
    #expect(bench.produceResult()?.error == .notLeaderOrFollower)
    #expect(bench.logEnd == 1)
  }

  @Test(
    "a count of acknowledgements is for 0.8 only",
    arguments: [
      (KafkaVersion(0, 8, 2), ErrorCode.none), (KafkaVersion(0, 9, 0), .invalidRequiredAcks),
    ])
  func acksTwo(_ version: KafkaVersion, _ expected: ErrorCode) {
    var bench = BrokerBench(version)
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    let two = bench.connectBroker(2)
    bench.fetch(0, as: 2, on: two)
    bench.produce(1, acks: RequiredAcks(2), on: client)
    bench.sent.removeAll { if case .fetched = $0.content { true } else { false } }
    bench.fetch(1, as: 2, on: two)
    #expect(bench.produceResult()?.error == expected)
  }

  @Test("requests of one connection are served one at a time")
  func muted() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    bench.produce(1, acks: .all, on: client, timeout: 100, correlation: 7)
    bench.produce(1, acks: .leader, on: client, correlation: 8)
    #expect(bench.logEnd == 1)
    bench.pass(100)
    #expect(bench.sent.map(\.correlation) == [7, 8])
    #expect(bench.logEnd == 2)
  }

  @Test(
    "a shrink below min.insync.replicas fails a waiting produce until 3.6, and freezes it since")
  func ghost() {
    for (version, error, watermark) in [
      (KafkaVersion(2, 8), ErrorCode.notEnoughReplicasAfterAppend, Int64(1)),
      (KafkaVersion(3, 7), .requestTimedOut, 0),
    ] {
      var bench = BrokerBench(version, minISR: 2)
      bench.order(leader: 1, epoch: 0, isr: [1, 2])
      let client = bench.connectClient()
      bench.produce(1, acks: .all, on: client, timeout: 60000)
      // Until then the follower counts as caught up lately, and is waited for, in the set or not.
      bench.pass(30001)
      bench.broker.commitISR([1], PartitionEpoch(1), 0, turn: &bench.turn)
      bench.pass(30000)
      bench.sent.removeAll { if case .produced = $0.content { false } else { true } }
      bench.handle(.command(.client(.unsubscribe)))
      #expect(bench.produceResult()?.error == error)
      #expect(bench.highWatermark == watermark)
    }
  }
}
