import Testing

@testable import KafkaModel

/// One key in one release with the default that its sources state; `nil` for unset.
struct DefaultRow: CustomTestStringConvertible, Sendable {
  var name: String
  var scope: ConfigurationScopes
  var eras: [(KafkaVersion, String?)]
  var testDescription: String { name }
}

@Suite("The default of a key")
struct DefaultsTests {
  static let broker: [DefaultRow] = [
    .init(
      name: "replica.lag.time.max.ms", scope: .broker,
      eras: [(v0820, "10000"), (v24, "10000"), (v25, "30000"), (v37, "30000")]),
    .init(
      name: "replica.lag.max.messages", scope: .broker, eras: [(v080, "4000"), (v0820, "4000")]),
    .init(
      name: "zookeeper.session.timeout.ms", scope: .broker,
      eras: [(v080, "6000"), (v24, "6000"), (v25, "18000"), (v37, "18000")]),
    .init(
      name: "unclean.leader.election.enable", scope: .broker,
      eras: [(v0820, "true"), (v0102, "true"), (v0110, "false"), (v37, "false")]),
    .init(name: "min.insync.replicas", scope: .broker, eras: [(v0820, "1"), (v37, "1")]),
    .init(
      name: "auto.leader.rebalance.enable", scope: .broker,
      eras: [(v081, "false"), (v0820, "true"), (v37, "true")]),
    .init(
      name: "controlled.shutdown.enable", scope: .broker,
      eras: [(v080, "false"), (v081, "false"), (v0820, "true"), (v37, "true")]),
    .init(
      name: "controller.message.queue.size", scope: .broker,
      eras: [(v080, "10"), (v081, "10"), (v0820, "2147483647")]),
    .init(
      name: "delete.topic.enable", scope: .broker,
      eras: [(v081, "false"), (v0110, "false"), (v10, "true")]),
    .init(
      name: "message.max.bytes", scope: .broker,
      eras: [(v0102, "1000012"), (v24, "1000012"), (v25, "1048588")]),
    .init(
      name: "log.flush.interval.messages", scope: .broker,
      eras: [(v080, "10000"), (v081, "9223372036854775807"), (v37, "9223372036854775807")]),
    .init(
      name: "log.flush.scheduler.interval.ms", scope: .broker,
      eras: [(v080, "3000"), (v081, "9223372036854775807")]),
    .init(
      name: "log.cleaner.enable", scope: .broker,
      eras: [(v081, "false"), (v0820, "false"), (v0900, "true")]),
    .init(
      name: "offsets.retention.minutes", scope: .broker,
      eras: [(v0820, "1440"), (v11, "1440"), (v20, "10080"), (v37, "10080")]),
    .init(
      name: "group.max.session.timeout.ms", scope: .broker,
      eras: [(v0900, "30000"), (v0100, "300000"), (v22, "300000"), (v23, "1800000")]),
    .init(
      name: "transaction.abort.timed.out.transaction.cleanup.interval.ms", scope: .broker,
      eras: [(v0110, "60000"), (v24, "60000"), (v25, "10000")]),
    .init(
      name: "background.threads", scope: .broker, eras: [(v081, "4"), (v0820, "10"), (v37, "10")]),
    .init(name: "replica.fetch.wait.max.ms", scope: .broker, eras: [(v080, "500"), (v37, "500")]),
    .init(
      name: "replica.high.watermark.checkpoint.interval.ms", scope: .broker,
      eras: [(v080, "5000"), (v37, "5000")]),
    .init(name: "transaction.max.timeout.ms", scope: .broker, eras: [(v0110, "900000")]),
    .init(name: "producer.id.expiration.ms", scope: .broker, eras: [(v34, "86400000")]),
    .init(name: "transactional.id.expiration.ms", scope: .broker, eras: [(v0110, "604800000")]),
    .init(name: "offsets.topic.replication.factor", scope: .broker, eras: [(v0820, "3")]),
    .init(name: "zookeeper.connection.timeout.ms", scope: .broker, eras: [(v37, nil)]),
  ]

  static let producer: [DefaultRow] = [
    .init(
      name: "acks", scope: .producer, eras: [(v0820, "1"), (v28, "1"), (v30, "all"), (v39, "all")]),
    .init(
      name: "retries", scope: .producer,
      eras: [(v0820, "0"), (v20, "0"), (v21, "2147483647"), (v39, "2147483647")]),
    .init(
      name: "enable.idempotence", scope: .producer,
      eras: [(v0110, "false"), (v28, "false"), (v30, "true"), (v39, "true")]),
    .init(
      name: "max.in.flight.requests.per.connection", scope: .producer,
      eras: [(v0820, "5"), (v39, "5")]),
    .init(name: "batch.size", scope: .producer, eras: [(v0820, "16384"), (v39, "16384")]),
    .init(name: "linger.ms", scope: .producer, eras: [(v0820, "0"), (v39, "0"), (v40, "5")]),
    .init(name: "buffer.memory", scope: .producer, eras: [(v0820, "33554432")]),
    .init(name: "max.block.ms", scope: .producer, eras: [(v0900, "60000"), (v39, "60000")]),
    .init(name: "max.request.size", scope: .producer, eras: [(v0820, "1048576")]),
    .init(name: "request.timeout.ms", scope: .producer, eras: [(v0900, "30000"), (v39, "30000")]),
    .init(name: "delivery.timeout.ms", scope: .producer, eras: [(v21, "120000"), (v39, "120000")]),
    .init(name: "retry.backoff.ms", scope: .producer, eras: [(v0820, "100"), (v39, "100")]),
    .init(name: "retry.backoff.max.ms", scope: .producer, eras: [(v37, "1000")]),
    .init(
      name: "reconnect.backoff.ms", scope: .producer,
      eras: [(v0820, "10"), (v0900, "50"), (v39, "50")]),
    .init(name: "reconnect.backoff.max.ms", scope: .producer, eras: [(v0110, "1000")]),
    .init(name: "metadata.max.age.ms", scope: .producer, eras: [(v0820, "300000")]),
    .init(name: "metadata.max.idle.ms", scope: .producer, eras: [(v25, "300000")]),
    .init(name: "metadata.fetch.timeout.ms", scope: .producer, eras: [(v0820, "60000")]),
    .init(
      name: "block.on.buffer.full", scope: .producer,
      eras: [(v0820, "true"), (v0900, "false"), (v0102, "false")]),
    .init(name: "transactional.id", scope: .producer, eras: [(v0110, nil)]),
    .init(name: "transaction.timeout.ms", scope: .producer, eras: [(v0110, "60000")]),
    .init(name: "compression.type", scope: .producer, eras: [(v0820, "none"), (v39, "none")]),
    .init(name: "connections.max.idle.ms", scope: .producer, eras: [(v0900, "540000")]),
    .init(
      name: "partitioner.class", scope: .producer,
      eras: [
        (v0900, "org.apache.kafka.clients.producer.internals.DefaultPartitioner"), (v33, nil),
      ]),
    .init(
      name: "partitioner.adaptive.partitioning.enable", scope: .producer, eras: [(v33, "true")]),
    .init(name: "partitioner.availability.timeout.ms", scope: .producer, eras: [(v33, "0")]),
  ]

  static let consumer: [DefaultRow] = [
    .init(
      name: "session.timeout.ms", scope: .consumer,
      eras: [(v0900, "30000"), (v0100, "30000"), (v0101, "10000"), (v28, "10000"), (v30, "45000")]),
    .init(name: "heartbeat.interval.ms", scope: .consumer, eras: [(v0900, "3000"), (v39, "3000")]),
    .init(name: "max.poll.interval.ms", scope: .consumer, eras: [(v0101, "300000")]),
    .init(
      name: "max.poll.records", scope: .consumer,
      eras: [(v0100, "2147483647"), (v0101, "500"), (v39, "500")]),
    .init(name: "enable.auto.commit", scope: .consumer, eras: [(v0900, "true"), (v39, "true")]),
    .init(
      name: "auto.commit.interval.ms", scope: .consumer, eras: [(v0900, "5000"), (v39, "5000")]),
    .init(name: "auto.offset.reset", scope: .consumer, eras: [(v0900, "latest"), (v39, "latest")]),
    .init(
      name: "fetch.min.bytes", scope: .consumer,
      eras: [(v0900, "1024"), (KafkaVersion(0, 9, 0, 1), "1"), (v39, "1")]),
    .init(name: "fetch.max.wait.ms", scope: .consumer, eras: [(v0900, "500"), (v39, "500")]),
    .init(name: "fetch.max.bytes", scope: .consumer, eras: [(v0101, "52428800")]),
    .init(name: "max.partition.fetch.bytes", scope: .consumer, eras: [(v0900, "1048576")]),
    .init(
      name: "request.timeout.ms", scope: .consumer,
      eras: [(v0900, "40000"), (v0101, "305000"), (v11, "305000"), (v20, "30000")]),
    .init(name: "default.api.timeout.ms", scope: .consumer, eras: [(v20, "60000")]),
    .init(name: "isolation.level", scope: .consumer, eras: [(v0110, "read_uncommitted")]),
    .init(name: "group.instance.id", scope: .consumer, eras: [(v23, nil)]),
    .init(name: "allow.auto.create.topics", scope: .consumer, eras: [(v23, "true")]),
    .init(name: "group.protocol", scope: .consumer, eras: [(v37, "classic")]),
  ]

  @Test("is the one of its release", arguments: broker + producer + consumer)
  func standard(_ row: DefaultRow) throws {
    let key = try #require(ConfigurationTable.key(row.name, in: row.scope))
    for (version, text) in row.eras {
      #expect(key.exists(in: version), "in \(version)")
      #expect(key.standard(in: version) == text, "in \(version)")
    }
  }

  @Test(
    "does not exist before the key does, nor after",
    arguments: [
      ("min.insync.replicas", ConfigurationScopes.broker, v081),
      ("replica.lag.max.messages", .broker, v0900), ("request.timeout.ms", .broker, v0820),
      ("max.incremental.fetch.session.cache.slots", .broker, v10),
      ("fetch.max.bytes", .broker, v24),
      ("group.max.size", .broker, v21), ("producer.id.expiration.ms", .broker, v33),
      ("transaction.partition.verification.enable", .broker, v35),
      ("delivery.timeout.ms", .producer, v20), ("enable.idempotence", .producer, v0102),
      ("retry.backoff.max.ms", .producer, v36), ("metadata.max.idle.ms", .producer, v24),
      ("block.on.buffer.full", .producer, v0110), ("max.block.ms", .producer, v0820),
      ("max.poll.interval.ms", .consumer, v0100), ("group.instance.id", .consumer, v22),
      ("max.compaction.lag.ms", .topic, v22), ("message.timestamp.before.max.ms", .topic, v35),
    ])
  func absent(_ name: String, _ scope: ConfigurationScopes, _ version: KafkaVersion) throws {
    #expect(!(try #require(ConfigurationTable.key(name, in: scope)).exists(in: version)))
  }
}

// The releases that the tables speak of, by their first number.
let v080 = KafkaVersion(0, 8, 0)
let v081 = KafkaVersion(0, 8, 1, 1)
let v0820 = KafkaVersion(0, 8, 2)
let v0900 = KafkaVersion(0, 9, 0)
let v0100 = KafkaVersion(0, 10, 0)
let v0101 = KafkaVersion(0, 10, 1)
let v0102 = KafkaVersion(0, 10, 2)
let v0110 = KafkaVersion(0, 11, 0)
let v10 = KafkaVersion(1, 0)
let v11 = KafkaVersion(1, 1)
let v20 = KafkaVersion(2, 0)
let v21 = KafkaVersion(2, 1)
let v22 = KafkaVersion(2, 2)
let v23 = KafkaVersion(2, 3)
let v24 = KafkaVersion(2, 4)
let v25 = KafkaVersion(2, 5)
let v28 = KafkaVersion(2, 8)
let v30 = KafkaVersion(3, 0)
let v33 = KafkaVersion(3, 3)
let v34 = KafkaVersion(3, 4)
let v35 = KafkaVersion(3, 5)
let v36 = KafkaVersion(3, 6)
let v37 = KafkaVersion(3, 7)
let v39 = KafkaVersion(3, 9)
let v40 = KafkaVersion(4, 0)
