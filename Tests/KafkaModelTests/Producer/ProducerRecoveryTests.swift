import Kernel
import Testing

@testable import KafkaModel

@Suite("An idempotent producer recovers its sequences as Kafka's does")
struct ProducerRecoveryTests {
  private static func cluster(
    _ total: Int64, every interval: Duration = .milliseconds(100),
    version: KafkaVersion = .standard,
    change: (inout ProducerSettings) -> Void = { _ in }
  ) -> FakeCluster {
    var cluster = FakeCluster(
      .plain {
        $0.isIdempotent = true
        change(&$0)
      },
      [ProducerSendingTests.work(total, every: interval)], version: version)
    cluster.checksSequences = true
    return cluster
  }

  @Test("five requests with a lost answer are stored once and in order")
  func lostAnswer() {
    var cluster = Self.cluster(10)
    cluster.reply = { count, _, _ in count == 3 ? .storeAndBreak : .store }
    cluster.run(for: .seconds(10))
    #expect(cluster.storedRecords() == Array(0..<10))
    #expect(cluster.storedSequences() == Array(0..<10))
    #expect(cluster.acknowledgedCount == 10)
  }

  @Test("a gap that the broker sees is closed by sending the earlier batch first")
  func earlierBatchFirst() {
    var cluster = Self.cluster(6)
    // Record 2 is refused for the moment; 3 arrives meanwhile and is out of order.
    cluster.reply = { count, _, _ in count == 3 ? .refuse(.notEnoughReplicas) : .store }
    cluster.run(for: .seconds(10))
    #expect(cluster.storedRecords() == Array(0..<6))
    #expect(cluster.identities == ["1000/0"])
  }

  @Test("an expired batch that had been retried raises the epoch, and later records start at 0")
  func unresolved() {
    var cluster = Self.cluster(4, every: .seconds(3)) {
      $0.deliveryTimeout = .seconds(10)
      $0.requestTimeout = .seconds(4)
    }
    // Record 1 never gets through; records 2 and 3 are out of order until it is given up.
    cluster.reply = { _, _, batch in
      batch.records.first == 1 ? .refuse(.notEnoughReplicas) : .store
    }
    cluster.run(for: .seconds(30))
    #expect(cluster.failures.map(\.error) == [.requestTimedOut])
    #expect(cluster.identities == ["1000/0", "1000/1"])
    #expect(cluster.storedRecords() == [0, 2, 3])
    #expect(cluster.storedSequences() == [0, 0, 1])
  }

  @Test("before 2.5 the same takes a new producer id")
  func unresolvedBefore() {
    var cluster = Self.cluster(4, version: KafkaVersion(2, 4)) {
      $0.deliveryTimeout = .seconds(10)
      $0.requestTimeout = .seconds(4)
    }
    cluster.reply = { _, _, batch in batch.records.first == 1 ? .silence : .store }
    cluster.run(for: .seconds(30))
    #expect(cluster.identities.first == "1000/0")
    #expect(cluster.identities.last == "1001/0")
  }

  @Test("UNKNOWN_PRODUCER_ID raises the epoch from 2.5 on; the record is stored")
  func unknownProducer() {
    var cluster = Self.cluster(4)
    cluster.reply = { count, _, _ in count == 3 ? .refuse(.unknownProducerID) : .store }
    cluster.run(for: .seconds(10))
    #expect(cluster.failures.isEmpty)
    #expect(cluster.identities == ["1000/0", "1000/1"])
    #expect(cluster.storedSequences() == [0, 1, 0, 1])
  }

  @Test("UNKNOWN_PRODUCER_ID before 2.5 restarts the sequences only where the log lost its head")
  func unknownProducerBefore() {
    var lost = Self.cluster(4, version: KafkaVersion(2, 3))
    lost.checksSequences = false
    lost.logStart = Offset(2)
    lost.reply = { count, _, _ in count == 3 ? .refuse(.unknownProducerID) : .store }
    lost.run(for: .seconds(10))
    #expect(lost.failures.isEmpty)
    #expect(lost.identities == ["1000/0"])
    #expect(lost.storedSequences() == [0, 1, 0, 1])

    var kept = Self.cluster(4, version: KafkaVersion(2, 3))
    kept.checksSequences = false
    kept.reply = { count, _, _ in count == 3 ? .refuse(.unknownProducerID) : .store }
    kept.run(for: .seconds(10))
    #expect(kept.failures.map(\.error) == [.unknownProducerID])
    #expect(kept.storedSequences() == [0, 1, 2])
  }

  @Test("a refused batch leaves no gap: the epoch is raised from 2.5 on, sequences close up before")
  func refused() {
    var raising = Self.cluster(4)
    raising.reply = { count, _, _ in count == 2 ? .refuse(.invalidRecord) : .store }
    raising.run(for: .seconds(10))
    #expect(raising.identities == ["1000/0", "1000/1"])
    #expect(raising.storedSequences() == [0, 0, 1])

    var closing = Self.cluster(4, version: KafkaVersion(2, 4))
    closing.reply = { count, _, _ in count == 2 ? .refuse(.invalidRecord) : .store }
    closing.run(for: .seconds(10))
    #expect(closing.identities == ["1000/0"])
    #expect(closing.storedSequences() == [0, 1, 2])
  }

  @Test("OUT_OF_ORDER for the very next sequence raises the epoch, and fails before 2.5")
  func outOfOrder() {
    var raising = Self.cluster(3)
    raising.reply = { count, _, _ in count == 2 ? .refuse(.outOfOrderSequenceNumber) : .store }
    raising.run(for: .seconds(10))
    #expect(raising.failures.isEmpty)
    #expect(raising.storedRecords() == [0, 1, 2])
    #expect(raising.identities == ["1000/0", "1000/1"])

    var failing = Self.cluster(3, version: KafkaVersion(1, 1))
    failing.reply = { count, _, _ in count == 2 ? .refuse(.outOfOrderSequenceNumber) : .store }
    failing.run(for: .seconds(10))
    #expect(failing.failures.map(\.error) == [.outOfOrderSequenceNumber])
    #expect(failing.identities == ["1000/0", "1001/0"])
    #expect(failing.storedRecords() == [0, 2])
  }

  /// Three records for each of two partitions, half a second apart.
  private static func twoPartitions(_ version: KafkaVersion) -> FakeCluster {
    let works = (0..<2).map { (partition: Int32) in
      ProducerSendingTests.work(3, every: .seconds(1)) {
        $0.partition = partition
        $0.start = .milliseconds(500 * Int64(partition))
      }
    }
    var cluster = FakeCluster(
      .plain {
        $0.isIdempotent = true
        $0.deliveryTimeout = .seconds(10)
        $0.requestTimeout = .seconds(4)
      }, works, partitions: 2, version: version)
    cluster.checksSequences = true
    return cluster
  }

  @Test(
    "up to 2.7.0 a partition with nothing open keeps its sequence in a new epoch (KAFKA-12152)",
    arguments: [
      (KafkaVersion(2, 7, 0), 7, ["1000/0", "1000/1", "1000/2"]),
      (KafkaVersion(2, 7, 1), 6, ["1000/0", "1000/1"]),
    ])
  func idlePartition(_ version: KafkaVersion, _ batches: Int, _ identities: [String]) {
    var cluster = Self.twoPartitions(version)
    cluster.reply = { count, _, _ in count == 3 ? .refuse(.invalidRecord) : .store }
    cluster.run(for: .seconds(10))
    #expect(cluster.identities == identities)
    #expect(cluster.produceCount == batches)
    #expect(cluster.storedSequences(0) == [0, 0])
    #expect(cluster.storedSequences(1) == [0, 0, 1])
  }

  @Test(
    "up to 2.7.0 the failure of a batch of an older epoch is disregarded",
    arguments: [
      (KafkaVersion(2, 7, 0), [ErrorCode.invalidRecord, .invalidRecord, .requestTimedOut]),
      (KafkaVersion(2, 7, 1), [ErrorCode.invalidRecord, .invalidRecord]),
    ])
  func olderEpochFails(_ version: KafkaVersion, _ errors: [ErrorCode]) {
    var cluster = Self.twoPartitions(version)
    // The second record of partition 1 is tried again and again while the third of partition 0
    // raises the epoch. A failure that is disregarded leaves a gap, which the last record never
    // learns of.
    cluster.reply = { count, partition, batch in
      switch (partition.index, batch.records.first) {
      case (0, 2): .refuse(.invalidRecord)
      case (1, 1): .refuse(count < 14 ? .notEnoughReplicas : .invalidRecord)
      default: .store
      }
    }
    cluster.run(for: .seconds(30))
    #expect(cluster.failures.map(\.error) == errors)
  }

  @Test("DUPLICATE_SEQUENCE_NUMBER is success without an offset")
  func duplicate() {
    var cluster = Self.cluster(1)
    cluster.reply = { _, _, _ in .refuse(.duplicateSequenceNumber) }
    cluster.run(for: .seconds(2))
    let offsets = cluster.facts.compactMap { fact -> Int64? in
      if case .acknowledged(_, _, _, let offset, _) = fact.fact { return offset.value }
      return nil
    }
    #expect(offsets == [-1])
  }

  @Test("a first batch that fails behind a stored second one is retried in vain (KAFKA-14359)")
  func firstBatchOvertaken() {
    var cluster = FakeCluster(
      .plain {
        $0.isIdempotent = true
        $0.deliveryTimeout = .seconds(10)
      }, [ProducerSendingTests.work(10, every: .milliseconds(1))])
    cluster.checksSequences = true
    // The second batch is in flight when the first is refused; a broker without state takes any
    // sequence.
    cluster.reply = { count, _, _ in count <= 1 ? .refuse(.notEnoughReplicas) : .store }
    cluster.run(for: .seconds(20))
    #expect(cluster.failures.first?.error == .requestTimedOut)
    #expect(cluster.storedRecords().contains(0) == false)
    #expect((cluster.failures.first?.at ?? .zero).sinceStart > .seconds(10))
  }

  @Test("in bad weather nothing is lost, doubled or out of order", arguments: 1...60)
  func weather(seed: Int) {
    var cluster = FakeCluster(
      .plain {
        $0.isIdempotent = true
        $0.requestTimeout = .seconds(2)
        $0.deliveryTimeout = .hours(1)
      },
      [ProducerSendingTests.work(200, every: .milliseconds(5), burst: 2)], partitions: 3,
      seed: UInt64(seed))
    cluster.checksSequences = true
    var weather = RandomStream(runSeed: UInt64(seed), stream: "weather")
    let draws = (0..<600).map { _ in weather.below(20) }
    cluster.reply = { count, _, batch in
      guard count < draws.count, batch.records.first > 0 else { return .store }
      switch draws[count] {
      case 0: return .storeAndBreak
      case 1: return .breakBefore
      case 2: return .silence
      case 3: return .refuse(.notEnoughReplicas)
      case 4: return .refuse(.notLeaderOrFollower)
      default: return .store
      }
    }
    cluster.run(for: .minutes(5))
    #expect(cluster.acknowledgedCount == 200)
    #expect(cluster.failures.isEmpty)
    for partition in 0..<3 {
      let records = cluster.storedRecords(partition)
      #expect(records == Array(0..<Int64(records.count)))
    }
    #expect(cluster.turn.messages.liveCount == 0)
    #expect(cluster.producer.requests.isEmpty)
  }
}
