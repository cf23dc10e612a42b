import Kernel
import Testing

@testable import KafkaModel

/// Properties as lines of one file, for tests.
func properties(_ lines: (String, String)...) -> [PropertyAssignment] {
  lines.enumerated().map { index, line in
    PropertyAssignment(
      line.0, line.1, PropertyOrigin(file: "test.properties", line: index + 1))
  }
}

@Suite("Written properties")
struct ResolutionTests {
  @Test("override defaults, and later ones override earlier ones")
  func layers() {
    let resolution = EffectiveConfiguration.resolve(
      .producer, in: KafkaVersion(3, 7),
      properties(("linger.ms", "5"), ("acks", "all"), ("linger.ms", "20")))
    #expect(resolution.problems.isEmpty)
    let entry = resolution.configuration.entry("linger.ms")
    #expect(entry?.text == "20")
    #expect(entry?.origin.description == "test.properties:3")
    #expect(resolution.configuration.entry("batch.size")?.origin == .standard)
    #expect(resolution.configuration.entry("batch.size")?.origin.description == "default")
  }

  static let problems: [(ConfigurationScopes, KafkaVersion, String, String, String)] = [
    (
      .topic, v37, "min.insync.replica", "2", "unknown property 'min.insync.replica'"
    ),
    (
      .broker, v37, "replica.lag.max.messages", "4000",
      "'replica.lag.max.messages' does not exist in Kafka 3.7; it was removed in 0.9.0"
    ),
    (
      .producer, v20, "delivery.timeout.ms", "1000",
      "'delivery.timeout.ms' does not exist in Kafka 2.0; it came with 2.1"
    ),
    (
      .consumer, v0900, "enable.zookeeper", "true", "unknown property 'enable.zookeeper'"
    ),
    (
      .topic, v37, "log.retention.hours", "1",
      "'log.retention.hours' is a property of a broker; here it is 'retention.ms'"
    ),
    (
      .broker, v37, "retention.ms", "1",
      "'retention.ms' is a property of a topic; here it is 'log.retention.ms'"
    ),
    (.topic, v37, "acks", "all", "'acks' is a property of a producer"),
    (
      .broker, v37, "num.network.threads", "3",
      "'num.network.threads' has no effect here: work inside a process takes simulated time, "
        + "not threads or buffers"
    ),
    (
      .broker, v37, "listener.name.internal.ssl.keystore.type", "JKS",
      "'listener.name.internal.ssl.keystore.type' has no effect here: Kafka hands it on unchecked"
    ),
    (
      .producer, v0900, "timeout.ms", "5000",
      "'timeout.ms' is deprecated since Kafka 0.9.0, use 'request.timeout.ms'"
    ),
    (
      .topic, v37, "min.insync.replicas", "0",
      "Invalid value 0 for configuration min.insync.replicas: Value must be at least 1"
    ),
  ]

  @Test("are named when something is wrong with them", arguments: problems)
  func problem(
    _ scope: ConfigurationScopes, _ version: KafkaVersion, _ name: String, _ value: String,
    _ message: String
  ) {
    let written = properties((name, value))
    let resolution =
      scope == .topic
      ? EffectiveConfiguration.resolveTopic(written, on: .standard(.broker, in: version))
      : EffectiveConfiguration.resolve(scope, in: version, written)
    #expect(resolution.problems.map(\.message) == [message])
    #expect(resolution.problems.first?.origin?.line == 1)
  }

  @Test("of a broker give a topic its defaults, by the first of several keys that is set")
  func topicDefaults() {
    let broker = EffectiveConfiguration.resolve(
      .broker, in: KafkaVersion(3, 7),
      properties(
        ("log.retention.hours", "2"), ("log.roll.hours", "3"), ("min.insync.replicas", "2"),
        ("log.roll.ms", "500"))
    ).configuration
    let topic = EffectiveConfiguration.resolveTopic(
      properties(("retention.bytes", "1000")), on: broker
    ).configuration
    #expect(topic.entry("retention.ms")?.text == "7200000")
    #expect(
      topic.entry("retention.ms")?.origin.description
        == "log.retention.hours of the broker, test.properties:1")
    #expect(topic.entry("segment.ms")?.text == "500")
    #expect(topic.entry("min.insync.replicas")?.text == "2")
    #expect(topic.entry("retention.bytes")?.origin.description == "test.properties:1")
    #expect(topic.entry("segment.bytes")?.text == "1073741824")
    #expect(topic.entry("segment.bytes")?.origin == .standard)
  }

  @Test("without end stay without end in any unit")
  func unlimitedRetention() {
    let broker = EffectiveConfiguration.resolve(
      .broker, in: KafkaVersion(3, 7), properties(("log.retention.hours", "-1"))
    ).configuration
    let topic = EffectiveConfiguration.resolveTopic([], on: broker).configuration
    #expect(topic.entry("retention.ms")?.text == "-1")
    #expect(TopicSettings(topic).retention.isInfinite)
  }

  @Test("in the style of the file that Kafka ships pass as they are")
  func shippedBrokerFile() {
    let resolution = EffectiveConfiguration.resolve(
      .broker, in: KafkaVersion(3, 7),
      properties(
        ("broker.id", "0"), ("listeners", "PLAINTEXT://:9092"),
        ("advertised.listeners", "PLAINTEXT://kafka-0.example:9092"),
        ("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SSL:SSL"),
        ("num.network.threads", "3"), ("num.io.threads", "8"),
        ("socket.send.buffer.bytes", "102400"), ("socket.receive.buffer.bytes", "102400"),
        ("socket.request.max.bytes", "104857600"), ("log.dirs", "/data/a,/data/b"),
        ("num.partitions", "1"), ("num.recovery.threads.per.data.dir", "1"),
        ("offsets.topic.replication.factor", "1"),
        ("transaction.state.log.replication.factor", "1"),
        ("transaction.state.log.min.isr", "1"), ("log.flush.interval.messages", "10000"),
        ("log.flush.interval.ms", "1000"), ("log.retention.hours", "168"),
        ("log.retention.bytes", "1073741824"), ("log.segment.bytes", "1073741824"),
        ("log.retention.check.interval.ms", "300000"), ("zookeeper.connect", "localhost:2181"),
        ("zookeeper.connection.timeout.ms", "18000"), ("group.initial.rebalance.delay.ms", "0")))
    let errors = resolution.problems.filter(\.isError)
    #expect(errors.isEmpty)
    let settings = BrokerSettings(resolution.configuration)
    #expect(settings.logs.directoryCount == 2)
    #expect(settings.groups.initialRebalanceDelay == .zero)
    #expect(settings.groups.offsetsReplicationFactor == 1)
    let withoutEffect = resolution.problems.map(\.name)
    #expect(
      withoutEffect == [
        "listeners", "advertised.listeners", "listener.security.protocol.map",
        "num.network.threads", "num.io.threads", "socket.send.buffer.bytes",
        "socket.receive.buffer.bytes", "transaction.state.log.replication.factor",
        "transaction.state.log.min.isr", "zookeeper.connect",
      ])
  }

  @Test("calls a Scala consumer's key without effect once consumers are the Java consumers")
  func idle() {
    let written = properties(("auto.commit.enable", "false"))
    let scala = EffectiveConfiguration.resolve(.consumer, in: v0820, written)
    #expect(scala.problems.isEmpty)
    let java = EffectiveConfiguration.resolve(.consumer, in: v0900, written)
    #expect(java.problems.map(\.kind) == [.withoutEffect(.javaConsumers)])
  }
}
