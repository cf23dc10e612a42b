import Kernel
import Testing

@testable import KafkaModel

@Suite("A producer places records by the rule of its release")
struct PartitioningTests {
  private static func counts(_ cluster: FakeCluster) -> [Int] {
    cluster.logs.map { $0.reduce(0) { $0 + Int($1.records.count) } }
  }

  private static func run(
    _ version: KafkaVersion, partitions: Int32 = 3, _ work: SendWorkload,
    change: (inout ProducerSettings) -> Void = { _ in }
  ) -> FakeCluster {
    var cluster = FakeCluster(.plain(change), [work], partitions: partitions, version: version)
    cluster.run(for: .seconds(30))
    return cluster
  }

  @Test("up to 2.3 records without a key take turns")
  func roundRobin() {
    let cluster = Self.run(KafkaVersion(2, 3), ProducerSendingTests.work(60))
    #expect(Self.counts(cluster) == [20, 20, 20])
  }

  @Test("the Scala producer of 0.8.1 stays with one random partition, and hashes keys like Java")
  func scala() {
    let keyless = Self.run(KafkaVersion(0, 8, 1), ProducerSendingTests.work(60)) {
      $0.acks = .leader
    }
    #expect(Self.counts(keyless).sorted() == [0, 0, 60])
    let keyed = Self.run(
      KafkaVersion(0, 8, 1), ProducerSendingTests.work(60) { $0.fixedKey = 2 }
    ) { $0.acks = .leader }
    // "key-2".hashCode() is 101943364, which is 1 modulo 3; murmur2 would give 2.
    #expect(Self.counts(keyed) == [0, 60, 0])
  }

  @Test("from 2.4 they stick to a partition until a batch must be opened, then move to another")
  func sticky() {
    let cluster = Self.run(
      KafkaVersion(2, 4), ProducerSendingTests.work(1480, every: .seconds(1), burst: 1480))
    // Ten full batches of 148, none behind another on the same partition.
    #expect(cluster.logs.flatMap { $0.map(\.records.count) } == Array(repeating: 148, count: 10))
    #expect(cluster.logs.allSatisfy { $0.count <= 5 })
  }

  @Test("from 3.3 they stick for batch.size bytes, whatever the batches are")
  func uniform() {
    let cluster = Self.run(KafkaVersion(3, 3), ProducerSendingTests.work(3000))
    // With one record of 110 bytes and a header of 61 per batch, 96 records make 16384 bytes.
    let runs = cluster.logs.map(\.count)
    #expect(runs.allSatisfy { $0 > 0 && $0 % 96 < 97 })
    #expect(Self.counts(cluster).reduce(0, +) == 3000)
  }

  @Test("RoundRobinPartitioner skips every second partition when each record opens a batch")
  func roundRobinTwice() {
    let cluster = Self.run(KafkaVersion(2, 8), partitions: 4, ProducerSendingTests.work(40)) {
      $0.partitioner = .roundRobin
    }
    // KAFKA-9965: the first records, which share batches, aside.
    let counts = Self.counts(cluster)
    #expect(counts[1] >= 18 && counts[3] >= 18)
  }

  @Test("an explicit partition is taken as it is")
  func explicit() {
    let cluster = Self.run(KafkaVersion(3, 7), ProducerSendingTests.work(9) { $0.partition = 2 })
    #expect(Self.counts(cluster) == [0, 0, 9])
  }

  @Test("an explicit partition that does not exist blocks each send for max.block.ms")
  func explicitUnknown() {
    let cluster = Self.run(
      KafkaVersion(3, 7), ProducerSendingTests.work(2) { $0.partition = 7 }
    ) { $0.blockMax = .seconds(10) }
    #expect(cluster.refusals.map(\.at.sinceStart) == [.seconds(10), .seconds(20)])
  }

  @Test(
    "a scenario's own rule decides",
    arguments: [
      (SendWorkload.PartitionRule.firstByteOfKey, [0, 0, 40]),
      (.lastByteOfKey, [0, 40, 0]), (.keyLength, [0, 0, 40]), (.roundRobin, [14, 13, 13]),
    ])
  func custom(rule: SendWorkload.PartitionRule, expected: [Int]) {
    // key-1: 'k' is 107, '1' is 49, five bytes.
    let work = ProducerSendingTests.work(40) {
      $0.rule = rule
      $0.fixedKey = 1
    }
    #expect(Self.counts(Self.run(KafkaVersion(3, 7), work)) == expected)
  }

  @Test("a key moves when partitions are added, once metadata is renewed")
  func addedPartitions() {
    var cluster = FakeCluster(
      .plain { $0.connection.metadataAgeMax = .seconds(2) },
      [ProducerSendingTests.work(100, every: .milliseconds(100)) { $0.fixedKey = 1 }],
      partitions: 3)
    cluster.run(for: .seconds(5))
    cluster.turn.catalog.growTopic(cluster.topic, to: 7)
    for place in 3..<7 {
      cluster.leaders.append(BrokerID(Int32(place) % 3 + 1))
      cluster.leaderEpochs.append(.first)
      cluster.logs.append([])
    }
    cluster.run(for: .seconds(10))
    // 193331640 is 0 modulo 3 and 5 modulo 7.
    let counts = Self.counts(cluster)
    #expect(counts[0] + counts[5] == 100)
    #expect(counts[0] >= 50 && counts[5] >= 25)
  }

  @Test("a skewed workload gives its share to the first key")
  func skew() {
    let work = ProducerSendingTests.work(1000, every: .milliseconds(2)) {
      $0.keys = 10
      $0.skew = 50
    }
    let cluster = Self.run(KafkaVersion(3, 7), work)
    let keys = cluster.turn.recordStreams.streams.flatMap { stream in
      (0..<stream.keys.count).map { stream.keys[$0] }
    }
    let first = keys.filter { $0 == 1 }.count
    #expect(keys.count == 1000)
    #expect(first > 440 && first < 560)
  }

  @Test("a tombstone has its key and no value")
  func tombstone() {
    let work = ProducerSendingTests.work(1) {
      $0.fixedKey = 3
      $0.tombstones = 100
    }
    let cluster = Self.run(KafkaVersion(3, 7), partitions: 1, work)
    #expect(cluster.logs[0].map(\.key) == [-4])
    // Header 61; record 1+1+1+1+5+1+1 and its length.
    #expect(cluster.logs[0].map(\.byteCount) == [73])
  }
}
