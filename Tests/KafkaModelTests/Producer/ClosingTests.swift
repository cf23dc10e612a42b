import Kernel
import Testing

@testable import KafkaModel

@Suite("A producer flushes, finishes and closes")
struct ClosingTests {
  @Test("a flush after each burst ends the linger, and the next burst waits for its results")
  func flush() {
    var cluster = FakeCluster(
      .plain { $0.linger = .seconds(60) },
      [
        ProducerSendingTests.work(20, every: .seconds(1), burst: 10) {
          $0.flushes = true
          $0.waitsForResult = true
        }
      ])
    cluster.run(for: .seconds(3))
    #expect(cluster.logs[0].map(\.records.count) == [10, 10])
    #expect(cluster.acknowledgedCount == 20)
  }

  @Test("the history is told once that everything has had its last word")
  func finished() {
    var cluster = FakeCluster(.plain(), [ProducerSendingTests.work(5)])
    cluster.run(for: .seconds(5))
    let told = cluster.facts.filter { if case .finishedSending = $0.fact { true } else { false } }
    #expect(told.count == 1)
    guard case .acknowledged = cluster.facts.dropLast().last?.fact else {
      Issue.record("the last word came before")
      return
    }
  }

  @Test("a close that takes too long fails what is left; what was sent may be stored all the same")
  func forcefully() {
    var cluster = FakeCluster(
      .plain { $0.requestsInFlightMax = 1 },
      [ProducerSendingTests.work(2, every: .milliseconds(100))])
    cluster.reply = { _, _, _ in .silence }
    cluster.run(for: .milliseconds(500))
    cluster.hand(.command(.stop))
    cluster.hand(.command(.client(.close(within: .seconds(5)))))
    cluster.run(for: .milliseconds(4900))
    #expect(cluster.failures.isEmpty)
    cluster.run(for: .milliseconds(200))
    #expect(cluster.failures.map(\.error) == [.unknownServerError, .unknownServerError])
    #expect(cluster.failures.map(\.isCertain) == [false, true])
    #expect(cluster.producer.life == .down)
  }

  @Test("data that waits for a broker marks it as slow, until it takes some")
  func latency() {
    var latency = BrokerLatency()
    #expect(!latency.exceeds(.milliseconds(500)))
    latency.note(ready: .zero + .seconds(1), canDrain: false)
    latency.note(ready: .zero + .milliseconds(1500), canDrain: false)
    #expect(!latency.exceeds(.milliseconds(500)))
    latency.note(ready: .zero + .milliseconds(1501), canDrain: false)
    #expect(latency.exceeds(.milliseconds(500)))
    latency.note(ready: .zero + .seconds(2), canDrain: true)
    #expect(!latency.exceeds(.milliseconds(500)))
  }
}
