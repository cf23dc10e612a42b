import Kernel
import Testing

@testable import KafkaModel

/// One row: where followers are, and where the high watermark of a leader with ten records goes.
struct WatermarkRow: CustomTestStringConvertible, Sendable {
  var name: String
  var version = KafkaVersion(3, 7)
  var isr: ReplicaList = [1, 2, 3]
  var minISR: Int64 = 1
  /// Broker, fetch offset.
  var fetches: [(broker: Int32, offset: Int64)]
  var alive: [Int32] = [1, 2, 3]
  var watermark: Int64
  var testDescription: String { name }

  static let table: [WatermarkRow] = [
    .init(name: "nobody fetched since the election", fetches: [], watermark: 0),
    .init(name: "one of two is not enough", fetches: [(2, 10)], watermark: 0),
    .init(name: "the slowest decides", fetches: [(2, 10), (3, 4)], watermark: 4),
    .init(name: "all have everything", fetches: [(2, 10), (3, 10)], watermark: 10),
    .init(name: "the leader alone", isr: [1], fetches: [], watermark: 10),
    .init(
      name: "below min.insync.replicas it stands since 3.7", isr: [1], minISR: 2, fetches: [],
      watermark: 0),
    .init(
      name: "below min.insync.replicas it moves until 3.6", version: KafkaVersion(3, 6), isr: [1],
      minISR: 2, fetches: [], watermark: 10),
    .init(
      name: "a follower caught up lately holds it, in the set or not",
      version: KafkaVersion(0, 10, 2),
      isr: [1, 2], fetches: [(3, 4), (2, 10)], watermark: 4),
    .init(
      name: "outside the set nobody holds it in 0.10.1", version: KafkaVersion(0, 10, 1),
      isr: [1, 2], fetches: [(3, -1), (2, 10)], watermark: 10),
  ]
}

@Suite("A leader raises its high watermark")
struct HighWatermarkTests {
  @Test("to what every awaited replica has", arguments: WatermarkRow.table)
  func rule(_ row: WatermarkRow) {
    var bench = BrokerBench(row.version, minISR: row.minISR)
    bench.know(leader: 1, alive: row.alive)
    bench.order(leader: 1, epoch: 0, isr: row.isr)
    let client = bench.connectClient()
    bench.produce(10, acks: .leader, on: client)
    for (broker, offset) in row.fetches {
      let cursor = bench.broker.process.progress(of: BrokerID(broker), on: 0)
      bench.broker.process.followers[cursor].logEnd = Offset(offset)
      bench.broker.process.followers[cursor].lastCaughtUp = bench.turn.now
    }
    bench.broker.raiseHighWatermark(0, turn: &bench.turn)
    #expect(bench.highWatermark == row.watermark)
  }

  @Test("and waits for a newcomer as soon as it may join")
  func newcomer() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 0, isr: [1])
    let client = bench.connectClient()
    bench.produce(5, acks: .all, on: client)
    #expect(bench.highWatermark == 5)
    let two = bench.connectBroker(2)
    bench.fetch(5, as: 2, on: two, wait: 500)
    #expect(bench.replica.isrChange == .expanding)
    #expect(bench.replica.maximalISR == [1, 2] && bench.replica.isr == [1])
    bench.produce(1, acks: .leader, on: client)
    #expect(bench.highWatermark == 5)
  }

  @Test("never moves back, and a new term starts with unknown followers")
  func newTerm() {
    var bench = BrokerBench(KafkaVersion(3, 7))
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    bench.produce(5, acks: .leader, on: client)
    for id in [Int32(2), 3] {
      let connection = bench.connectBroker(id)
      bench.fetch(5, as: id, on: connection, wait: 0)
    }
    #expect(bench.highWatermark == 5)
    bench.order(leader: 2, epoch: 1)
    bench.order(leader: 1, epoch: 2)
    #expect(bench.highWatermark == 5)
    bench.produce(1, acks: .leader, on: client)
    let two = bench.connectBroker(2)
    bench.fetch(6, as: 2, on: two, wait: 0)
    #expect(bench.highWatermark == 5)
  }
}
