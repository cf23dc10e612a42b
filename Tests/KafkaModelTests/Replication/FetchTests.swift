import Kernel
import Testing

@testable import KafkaModel

@Suite("A leader answers fetches")
struct FetchTests {
  /// A leader with three records, of which two are committed.
  private func leader(_ version: KafkaVersion = KafkaVersion(3, 7)) -> BrokerBench {
    var bench = BrokerBench(version)
    bench.order(leader: 1, epoch: 4)
    let client = bench.connectClient()
    bench.produce(2, acks: .leader, on: client)
    for id in [Int32(2), 3] {
      let connection = bench.connectBroker(id)
      bench.fetch(2, as: id, on: connection, wait: 0, epoch: 4)
    }
    bench.produce(1, acks: .leader, on: client)
    bench.sent.removeAll()
    return bench
  }

  @Test("a consumer reads up to the high watermark, a follower up to the log end")
  func bounds() {
    var bench = leader()
    #expect(bench.highWatermark == 2)
    let consumer = bench.connectClient()
    bench.fetch(0, as: -1, on: consumer)
    #expect(bench.fetchResult()?.first?.batches.map(\.baseOffset) == [Offset(0)])
    let follower = bench.connectBroker(2)
    bench.fetch(2, as: 2, on: follower, epoch: 4)
    #expect(bench.fetchResult()?.first?.batches.map(\.baseOffset) == [Offset(2)])
  }

  @Test("a question for a time is answered by records since 0.10.1, by whole segments before")
  func offsetsByTime() {
    func answer(_ version: KafkaVersion, _ timestamp: Int64) -> Int64? {
      var bench = leader(version)
      let consumer = bench.connectClient()
      bench.request(
        .listOffsets(
          ListOffsetsRequest(
            partition: BrokerBench.partition, timestamp: timestamp, replica: .none,
            isolation: .readUncommitted, currentLeaderEpoch: .none)),
        on: consumer)
      guard case .offsetsListed(let response)? = bench.next() else { return nil }
      return response.offset.value
    }
    // The records are of time 1; the file was written much later.
    #expect(answer(KafkaVersion(0, 10, 1), 1) == 0)
    #expect(answer(KafkaVersion(0, 10, 1), 2) == -1)
    #expect(answer(KafkaVersion(0, 10, 0), 1) == -1)
    #expect(answer(KafkaVersion(0, 10, 0), 9_000_000_000_000) == 0)
    #expect(answer(KafkaVersion(0, 10, 0), -1) == 2)
  }

  @Test("a fetch between high watermark and log end waits since 0.10.0, and comes back since 3.8")
  func aboveBound() {
    for (version, waits) in [(KafkaVersion(3, 7), true), (KafkaVersion(3, 8), false)] {
      var bench = leader(version)
      let consumer = bench.connectClient()
      bench.fetch(3, as: -1, on: consumer)
      #expect((bench.fetchResult() == nil) == waits)
    }
    var old = leader(KafkaVersion(0, 9, 0))
    let scala = old.connectClient()
    old.fetch(3, as: -1, on: scala)
    #expect(old.fetchResult()?.first?.header.error == .unknownServerError)
  }

  /// One row: a fetch that is refused, and how.
  struct Refusal: CustomTestStringConvertible, Sendable {
    var name: String
    var version = KafkaVersion(3, 7)
    var offset: Int64 = 2
    var replica: Int32 = 2
    var epoch: Int32 = 4
    var lastEpoch: Int32 = -1
    var error: ErrorCode
    var testDescription: String { name }

    static let table: [Refusal] = [
      .init(name: "an older epoch is fenced", epoch: 3, error: .fencedLeaderEpoch),
      .init(name: "a newer epoch is unknown", epoch: 5, error: .unknownLeaderEpoch),
      .init(
        name: "an offset beyond the log end is out of range", offset: 4, error: .offsetOutOfRange),
      .init(name: "an unassigned follower with an epoch", replica: 9, error: .unknownLeaderEpoch),
      .init(
        name: "an unassigned follower without an epoch", replica: 9, epoch: -1,
        error: .notLeaderOrFollower),
      .init(
        name: "an unassigned follower in 0.11", version: KafkaVersion(0, 11, 0), replica: 9,
        epoch: -1, error: .unknownServerError),
      .init(
        name: "an epoch this log never had", offset: 2, lastEpoch: 9, error: .offsetOutOfRange),
    ]
  }

  @Test("and refuses some", arguments: Refusal.table)
  func refusals(_ row: Refusal) {
    var bench = leader(row.version)
    let connection = bench.connectBroker(2)
    bench.fetch(
      row.offset, as: row.replica, on: connection, epoch: row.epoch, lastEpoch: row.lastEpoch)
    #expect(bench.fetchResult()?.first?.header.error == row.error)
  }

  @Test(
    "a replica that does not lead refuses followers and old consumers, and serves new consumers")
  func onFollower() {
    var bench = leader()
    bench.order(leader: 2, epoch: 5)
    let connection = bench.connectClient()
    bench.fetch(0, as: -1, on: connection)
    #expect(bench.fetchResult()?.first?.header.error == .notLeaderOrFollower)
    bench.fetch(0, as: -1, on: connection, mayReadFollower: true)
    #expect(bench.fetchResult()?.first?.batches.count == 1)
  }

  @Test("a follower whose last epoch ends earlier here is told where the logs part")
  func divergence() {
    var bench = leader()
    bench.order(leader: 2, epoch: 5)
    bench.order(leader: 1, epoch: 6)
    let client = bench.connectClient()
    bench.produce(1, acks: .leader, on: client)
    bench.sent.removeAll()
    let connection = bench.connectBroker(2)
    // The follower wrote two more records in epoch 4 or 5, which this log has none of.
    bench.fetch(4, as: 2, on: connection, epoch: 6, lastEpoch: 5)
    let part = bench.fetchResult()?.first
    #expect(part?.header.error == ErrorCode.none)
    #expect(part?.header.divergingEpoch == LeaderEpoch(4))
    #expect(part?.header.divergingEnd == Offset(3))
    #expect(part?.batches.isEmpty == true)
  }

  @Test("a fetch that finds nothing waits, and an append wakes a follower but not a consumer")
  func longPoll() {
    var bench = leader()
    let consumer = bench.connectClient()
    let follower = bench.connectBroker(2)
    bench.fetch(2, as: -1, on: consumer)
    bench.fetch(3, as: 2, on: follower, epoch: 4)
    #expect(bench.sent.isEmpty && bench.waitingFetches == 2)
    let client = bench.connectClient()
    bench.produce(1, acks: .leader, on: client)
    #expect(bench.sent.map(\.connection) == [follower, client])
    bench.sent.removeAll()
    bench.pass(500)
    #expect(bench.sent.map(\.connection) == [consumer])
    #expect(bench.waitingFetches == 0)
  }

  @Test("minBytes is the sum that a waiting fetch needs")
  func minBytes() {
    var bench = leader()
    let follower = bench.connectBroker(2)
    bench.fetch(3, as: 2, on: follower, minBytes: 250, epoch: 4)
    let client = bench.connectClient()
    bench.produce(1, acks: .leader, on: client)
    bench.produce(1, acks: .leader, on: client)
    #expect(!bench.sent.contains { $0.connection == follower })
    bench.produce(1, acks: .leader, on: client)
    #expect(bench.sent.contains { $0.connection == follower })
  }

  @Test("the high watermark in an answer is from before the fetch was counted")
  func staleWatermark() {
    var bench = leader()
    let two = bench.connectBroker(2)
    let three = bench.connectBroker(3)
    bench.fetch(3, as: 2, on: two, epoch: 4)
    bench.fetch(3, as: 3, on: three, wait: 0, epoch: 4)
    #expect(bench.highWatermark == 3)
    // Its own fetch moved the mark to 3, and still it hears of the one before.
    #expect(bench.fetchResult()?.first?.header.highWatermark == Offset(2))
    bench.pass(500)
    #expect(bench.fetchResult()?.first?.header.highWatermark == Offset(3))
  }

  @Test(
    "a moved high watermark ends a follower's wait in 2.4 and 2.5 only",
    arguments: [
      (KafkaVersion(2, 3), 1), (KafkaVersion(2, 4), 0), (KafkaVersion(2, 5), 0),
      (KafkaVersion(2, 6), 1),
    ])
  func watermarkEndsWait(_ version: KafkaVersion, _ waiting: Int) {
    var bench = leader(version)
    let two = bench.connectBroker(2)
    let three = bench.connectBroker(3)
    bench.fetch(3, as: 2, on: two, epoch: 4)
    bench.fetch(3, as: 3, on: three, wait: 0, epoch: 4)
    #expect(bench.waitingFetches == waiting)
  }

  @Test("a follower in the consumer's rack is recommended")
  func closestReplica() {
    var bench = BrokerBench(
      KafkaVersion(3, 7), settings: { $0.replication.readReplica = .sameRack })
    bench.broker = Broker(
      id: BrokerID(1), plan: bench.broker.plan,
      world: racked(bench.broker.plan, bench.turn.semantics))
    bench.broker.process.stage = .serving
    bench.know(leader: 1)
    bench.order(leader: 1, epoch: 0)
    let two = bench.connectBroker(2)
    bench.fetch(0, as: 2, on: two, wait: 0, epoch: 0)
    bench.sent.removeAll()
    let consumer = bench.connectClient()
    bench.fetch(0, as: -1, on: consumer, mayReadFollower: true, rack: 2)
    #expect(bench.fetchResult()?.first?.header.preferredReplica == BrokerID(2))
  }

  private func racked(_ plan: BrokerPlan, _ semantics: Semantics) -> WorldPlan {
    var brokers = [plan, plan, plan]
    for place in brokers.indices { brokers[place].rack = Int16(place + 1) }
    var world = WorldPlan(semantics: semantics, brokers: brokers)
    let topic = TopicSettings(.standard(.topic, in: semantics.version))
    world.topics = [
      TopicPlan(name: "orders", partitions: 4, replicationFactor: 3, settings: topic)
    ]
    return world
  }
}
