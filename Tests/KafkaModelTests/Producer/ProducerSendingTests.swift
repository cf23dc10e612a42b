import Kernel
import Testing

@testable import KafkaModel

@Suite("A producer sends, retries and gives up as Kafka's does")
struct ProducerSendingTests {
  static func work(
    _ total: Int64, every interval: Duration = .milliseconds(10), burst: Int32 = 1,
    change: (inout SendWorkload) -> Void = { _ in }
  ) -> SendWorkload {
    var work = SendWorkload(topic: TopicID(0), total: total, interval: interval)
    work.burst = burst
    change(&work)
    return work
  }

  @Test("every record is acknowledged once where nothing goes wrong", arguments: [false, true])
  func quiet(isIdempotent: Bool) {
    var cluster = FakeCluster(
      .plain { $0.isIdempotent = isIdempotent }, [Self.work(50)], partitions: 3)
    cluster.run(for: .seconds(5))
    #expect(cluster.sentCount == 50)
    #expect(cluster.acknowledgedCount == 50)
    #expect(cluster.failures.isEmpty)
    #expect(cluster.logs.reduce(0) { $0 + $1.reduce(0) { $0 + Int($1.records.count) } } == 50)
    #expect(cluster.turn.messages.liveCount == 0)
    #expect(cluster.producer.accumulator.batches.isEmpty)
    #expect(cluster.producer.accumulator.freeBytes == 33_554_432)
  }

  @Test("a burst becomes one batch")
  func burst() {
    var cluster = FakeCluster(.plain(), [Self.work(1000, every: .seconds(1), burst: 100)])
    cluster.run(for: .seconds(4))
    #expect(cluster.logs[0].map(\.records.count) == [100, 100, 100, 100])
  }

  @Test("linger gathers records of several sends")
  func linger() {
    var cluster = FakeCluster(.plain { $0.linger = .milliseconds(50) }, [Self.work(100)])
    cluster.run(for: .seconds(3))
    // Record 0 waits for metadata and then 50 ms, in which records 1 to 5 arrive.
    #expect(cluster.logs[0].first?.records.count == 6)
    #expect(cluster.acknowledgedCount == 100)
    #expect(cluster.requestCount == 20)
  }

  @Test("acks=0 is acknowledged at once, at no offset")
  func fireAndForget() {
    var cluster = FakeCluster(.plain { $0.acks = .none }, [Self.work(5)])
    cluster.reply = { _, _, _ in .breakBefore }
    cluster.run(for: .seconds(1))
    #expect(cluster.acknowledgedCount == 5)
    #expect(cluster.failures.isEmpty)
    #expect(cluster.logs[0].isEmpty)
  }

  @Test("a lost answer duplicates the batch without idempotence")
  func lostAnswer() {
    var cluster = FakeCluster(.plain(), [Self.work(3, every: .milliseconds(500))])
    cluster.reply = { count, _, _ in count == 2 ? .storeAndBreak : .store }
    cluster.run(for: .seconds(5))
    #expect(cluster.storedFirsts() == [0, 1, 1, 2])
    #expect(cluster.retries == [.networkException])
    #expect(cluster.acknowledgedCount == 3)
  }

  @Test("batches in flight on a connection that times out are sent again in reverse")
  func reversed() {
    var cluster = FakeCluster(
      .plain { $0.requestsInFlightMax = 2 }, [Self.work(3, every: .milliseconds(100))])
    cluster.reply = { count, _, _ in count == 2 ? .silence : .store }
    cluster.run(for: .seconds(40))
    #expect(cluster.storedFirsts() == [0, 2, 1])
    #expect(cluster.retries == [.requestTimedOut, .requestTimedOut])
    #expect(cluster.acknowledgedCount == 3)
  }

  @Test("before 3.5 a timeout is a NETWORK_EXCEPTION")
  func oldTimeout() {
    var cluster = FakeCluster(
      .plain(), [Self.work(2, every: .milliseconds(100))], version: KafkaVersion(3, 4))
    cluster.reply = { count, _, _ in count == 2 ? .silence : .store }
    cluster.run(for: .seconds(40))
    #expect(cluster.retries == [.networkException])
  }

  @Test("one request in flight keeps the order")
  func oneInFlight() {
    var cluster = FakeCluster(
      .plain { $0.requestsInFlightMax = 1 }, [Self.work(20, every: .milliseconds(1))])
    cluster.reply = { count, _, _ in count % 3 == 1 ? .breakBefore : .store }
    cluster.run(for: .seconds(20))
    #expect(cluster.storedFirsts() == cluster.storedFirsts().sorted())
    #expect(cluster.acknowledgedCount == 20)
  }

  @Test("idempotence resends in order with five in flight")
  func idempotentOrder() {
    var cluster = FakeCluster(
      .plain { $0.isIdempotent = true }, [Self.work(20, every: .milliseconds(1))])
    cluster.reply = { count, _, _ in count == 2 ? .breakBefore : .store }
    cluster.run(for: .seconds(20))
    #expect(cluster.storedSequences() == cluster.storedFirsts().map { Int32($0) })
    #expect(cluster.storedFirsts() == cluster.storedFirsts().sorted())
    #expect(cluster.acknowledgedCount == 20)
    #expect(cluster.identities == ["1000/0"])
  }

  @Test("an error that is not retriable fails for certain, with one attempt")
  func refused() {
    var cluster = FakeCluster(.plain(), [Self.work(1)])
    cluster.reply = { _, _, _ in .refuse(.invalidRequiredAcks) }
    cluster.run(for: .seconds(5))
    #expect(cluster.failures.count == 1)
    #expect(cluster.failures.first?.error == .invalidRequiredAcks)
    #expect(cluster.failures.first?.isCertain == true)
    #expect(cluster.produceCount == 1)
  }

  @Test("retries=2 makes three attempts, and an earlier open one keeps the outcome open")
  func retriesExhausted() {
    var cluster = FakeCluster(.plain { $0.retries = 2 }, [Self.work(1)])
    cluster.reply = { count, _, _ in
      count == 1 ? .storeAndRefuse(.notEnoughReplicasAfterAppend) : .refuse(.notEnoughReplicas)
    }
    cluster.run(for: .seconds(5))
    #expect(cluster.produceCount == 3)
    #expect(cluster.failures.map(\.error) == [.notEnoughReplicas])
    #expect(cluster.failures.first?.isCertain == false)
    #expect(cluster.retries == [.notEnoughReplicasAfterAppend, .notEnoughReplicas])
  }

  @Test("a batch expires delivery.timeout.ms after its creation, in flight too")
  func deliveryTimeout() {
    var cluster = FakeCluster(
      .plain {
        $0.deliveryTimeout = .seconds(40)
        $0.requestTimeout = .seconds(30)
      }, [Self.work(1)])
    cluster.reply = { _, _, _ in .silence }
    cluster.run(for: .seconds(60))
    #expect(cluster.failures.count == 1)
    let created = cluster.facts.first?.at ?? .zero
    #expect((cluster.failures.first?.at ?? .zero) - created == .seconds(40))
    #expect(cluster.failures.first?.error == .requestTimedOut)
    #expect(cluster.failures.first?.isCertain == false)
    #expect(cluster.produceCount == 2)
  }

  @Test("nothing was sent, so expiry in the queue is certain")
  func expiryInQueue() {
    var cluster = FakeCluster(.plain { $0.deliveryTimeout = .seconds(40) }, [Self.work(1)])
    cluster.leaders = [.none]
    cluster.run(for: .seconds(60))
    #expect(cluster.failures.map(\.isCertain) == [true])
    #expect(cluster.produceCount == 0)
  }

  @Test("a full buffer blocks for max.block.ms, then fails one send at a time")
  func bufferFull() {
    var cluster = FakeCluster(
      .plain {
        $0.bufferBytes = 49_152
        $0.blockMax = .seconds(5)
      }, [Self.work(1000, every: .milliseconds(1))])
    cluster.reply = { _, _, _ in .silence }
    cluster.run(for: .seconds(22))
    // Three batches fit; five requests could be in flight, so each holds what it got.
    #expect(cluster.refusals.map(\.error) == Array(repeating: .requestTimedOut, count: 4))
    #expect(cluster.producer.accumulator.freeBytes == 0)
    #expect(cluster.failures.isEmpty)
  }

  @Test("no metadata: each send blocks for max.block.ms")
  func noMetadata() {
    var cluster = FakeCluster(.plain { $0.blockMax = .seconds(10) }, [Self.work(3)])
    cluster.isReachable = false
    cluster.run(for: .seconds(35))
    #expect(cluster.refusals.map(\.at.sinceStart) == [.seconds(10), .seconds(20), .seconds(30)])
    #expect(cluster.sentCount == 0)
  }

  @Test("a batch that is too large is split and sent in parts, in order")
  func split() {
    var cluster = FakeCluster(
      .plain { $0.isIdempotent = true }, [Self.work(100, every: .seconds(1), burst: 100)])
    cluster.reply = { count, _, _ in count == 1 ? .refuse(.messageTooLarge) : .store }
    cluster.producer.accumulator = RecordAccumulator(
      sizes: RecordSizes(isVersion2: true), batchBytes: 16_384, bufferBytes: 33_554_432)
    cluster.run(for: .seconds(3))
    #expect(cluster.acknowledgedCount == 100)
    #expect(cluster.logs[0].map(\.records.count) == [100])
    #expect(cluster.storedSequences() == [0])
  }

  @Test("a keyed record goes to its key's partition")
  func keyed() {
    var cluster = FakeCluster(
      .plain(), [Self.work(200, every: .milliseconds(2)) { $0.keys = 2 }], partitions: 3)
    cluster.run(for: .seconds(3))
    // key-1 hashes to 0 of 3, key-2 to 2 of 3.
    #expect(cluster.logs[0].count > 0)
    #expect(cluster.logs[1].count == 0)
    #expect(cluster.logs[2].count > 0)
    #expect(cluster.acknowledgedCount == 200)
  }

  @Test("a restarted producer has another id, and sends again what it had no word of")
  func restart() {
    var cluster = FakeCluster(
      .plain { $0.isIdempotent = true }, [Self.work(3, every: .milliseconds(100))]
    ) { $0.resendsAfterRestart = true }
    cluster.reply = { count, _, _ in count == 2 ? .silence : .store }
    cluster.run(for: .milliseconds(150))
    cluster.start()
    cluster.run(for: .seconds(5))
    #expect(cluster.identities == ["1000/0", "1001/0"])
    let resent = cluster.facts.contains {
      if case .resentByApplication(_, let original, let again) = $0.fact {
        return original == RecordRange(stream: 0, first: 1, count: 1)
          && again == RecordRange(stream: 1, first: 0, count: 1)
      }
      return false
    }
    #expect(resent)
    #expect(cluster.acknowledgedCount == 3)
  }
}
