import Testing

@testable import KafkaModel

/// One value with the sentence that refuses it; `nil` when Kafka takes it.
struct ValueRow: CustomTestStringConvertible, Sendable {
  var name: String
  var scope: ConfigurationScopes
  var text: String
  var refusal: String?
  var version = KafkaVersion(3, 7)
  var testDescription: String { "\(name) = '\(text)'" }
}

@Suite("A configuration value")
struct ValueParsingTests {
  static let refused: [ValueRow] = [
    .init(
      name: "min.insync.replicas", scope: .topic, text: "0",
      refusal: "Invalid value 0 for configuration min.insync.replicas: Value must be at least 1"),
    .init(
      name: "min.insync.replicas", scope: .broker, text: " -3 ",
      refusal: "Invalid value -3 for configuration min.insync.replicas: Value must be at least 1"),
    .init(
      name: "min.insync.replicas", scope: .topic, text: "two",
      refusal: "Invalid value two for configuration min.insync.replicas: Not a number of type INT"),
    .init(
      name: "linger.ms", scope: .producer, text: "5ms",
      refusal: "Invalid value 5ms for configuration linger.ms: Not a number of type LONG"),
    .init(
      name: "retries", scope: .producer, text: "2147483648",
      refusal: "Invalid value 2147483648 for configuration retries: Not a number of type INT"),
    .init(
      name: "retries", scope: .producer, text: "-1",
      refusal: "Invalid value -1 for configuration retries: Value must be at least 0"),
    .init(
      name: "retries", scope: .producer, text: "1.0",
      refusal: "Invalid value 1.0 for configuration retries: Not a number of type INT"),
    .init(
      name: "retries", scope: .producer, text: "",
      refusal: "Invalid value  for configuration retries: Not a number of type INT"),
    .init(
      name: "offsets.commit.required.acks", scope: .broker, text: "40000",
      refusal: "Invalid value 40000 for configuration offsets.commit.required.acks: "
        + "Not a number of type SHORT"),
    .init(
      name: "inter.broker.protocol.version", scope: .broker, text: "latest",
      refusal: "Invalid value latest for configuration inter.broker.protocol.version: "
        + "Version latest is not a valid version"),
    .init(
      name: "remote.log.manager.copier.thread.pool.size", scope: .broker, text: "0",
      refusal: "Invalid value 0 for configuration remote.log.manager.copier.thread.pool.size: "
        + "Value can be -1 or greater than 0"),
    .init(
      name: "enable.auto.commit", scope: .consumer, text: "yes",
      refusal: "Invalid value yes for configuration enable.auto.commit: "
        + "Expected value to be either true or false"),
    .init(
      name: "acks", scope: .producer, text: "2",
      refusal: "Invalid value 2 for configuration acks: String must be one of: all, -1, 0, 1"),
    .init(
      name: "acks", scope: .producer, text: "ALL",
      refusal: "Invalid value ALL for configuration acks: String must be one of: all, -1, 0, 1"),
    .init(
      name: "auto.offset.reset", scope: .consumer, text: "smallest",
      refusal: "Invalid value smallest for configuration auto.offset.reset: "
        + "String must be one of: latest, earliest, none"),
    .init(
      name: "cleanup.policy", scope: .topic, text: "delete, compacted",
      refusal: "Invalid value compacted for configuration cleanup.policy: "
        + "String must be one of: compact, delete"),
    .init(
      name: "min.cleanable.dirty.ratio", scope: .topic, text: "1.5",
      refusal: "Invalid value 1.5 for configuration min.cleanable.dirty.ratio: "
        + "Value must be no more than 1"),
    .init(
      name: "min.cleanable.dirty.ratio", scope: .topic, text: "-0.5",
      refusal: "Invalid value -0.5 for configuration min.cleanable.dirty.ratio: "
        + "Value must be at least 0"),
    .init(
      name: "min.cleanable.dirty.ratio", scope: .topic, text: "half",
      refusal: "Invalid value half for configuration min.cleanable.dirty.ratio: "
        + "Not a number of type DOUBLE"),
    .init(
      name: "transactional.id", scope: .producer, text: "  ",
      refusal: "Invalid value    for configuration transactional.id: String must be non-empty"),
    .init(
      name: "segment.bytes", scope: .topic, text: "13",
      refusal: "Invalid value 13 for configuration segment.bytes: Value must be at least 14"),
    .init(
      name: "retention.ms", scope: .topic, text: "-2",
      refusal: "Invalid value -2 for configuration retention.ms: Value must be at least -1"),
    .init(
      name: "log.retention.ms", scope: .broker, text: "0",
      refusal: "log.retention.ms must be unlimited (-1) or, greater than or equal to 1"),
    .init(
      name: "compression.gzip.level", scope: .producer, text: "0",
      refusal: "Invalid value 0 for configuration compression.gzip.level: "
        + "Value must be between 1 and 9 or equal to -1", version: KafkaVersion(3, 9)),
    .init(
      name: "security.protocol", scope: .producer, text: "tls",
      refusal: "Invalid value tls for configuration security.protocol: String must be one of "
        + "(case insensitive): SASL_SSL, PLAINTEXT, SSL, SASL_PLAINTEXT"),
    .init(
      name: "ssl.key.password", scope: .producer, text: "x", refusal: nil),
    .init(
      name: "leader.replication.throttled.replicas", scope: .topic, text: "0:1,2",
      refusal: "leader.replication.throttled.replicas must be the literal '*' or a list of "
        + "replicas in the following format: "
        + "[partitionId]:[brokerId],[partitionId]:[brokerId],..."),
    .init(
      name: "tickTime", scope: .zooKeeper, text: "0",
      refusal: "Invalid value 0 for configuration tickTime: Value must be at least 1"),
  ]

  @Test("that breaks a rule is refused in Kafka's words", arguments: refused)
  func refuses(_ row: ValueRow) throws {
    let key = try #require(ConfigurationTable.key(row.name, in: row.scope))
    var refusal: String?
    do { _ = try key.value(of: row.text, in: row.version) } catch { refusal = error.message }
    #expect(refusal == row.refusal)
  }

  static let accepted: [(ConfigurationScopes, String, String, ConfigurationValue)] = [
    (.topic, "min.insync.replicas", " 2 ", .integer(2)),
    (.topic, "min.insync.replicas", "+2", .integer(2)),
    (.topic, "retention.ms", "-1", .integer(-1)),
    (.topic, "retention.ms", "9223372036854775807", .integer(9_223_372_036_854_775_807)),
    (.producer, "enable.idempotence", "TRUE", .boolean(true)),
    (.producer, "enable.idempotence", " False", .boolean(false)),
    (.producer, "acks", "-1", .text("-1")),
    (.producer, "security.protocol", "sasl_ssl", .text("sasl_ssl")),
    (.topic, "cleanup.policy", "compact , delete", .list(["compact", "delete"])),
    (.topic, "cleanup.policy", "", .list([])),
    (.topic, "min.cleanable.dirty.ratio", "0.25", .fraction(numerator: 25, denominator: 100)),
    (.topic, "min.cleanable.dirty.ratio", "1", .fraction(numerator: 1, denominator: 1)),
    (.topic, "min.cleanable.dirty.ratio", "5e-1", .fraction(numerator: 5, denominator: 10)),
    (.topic, "min.cleanable.dirty.ratio", ".5", .fraction(numerator: 5, denominator: 10)),
    (.topic, "leader.replication.throttled.replicas", "0:1,2:3", .list(["0:1", "2:3"])),
    (.topic, "leader.replication.throttled.replicas", "*", .list(["*"])),
  ]

  @Test("is read as Java reads it", arguments: accepted)
  func accepts(
    _ scope: ConfigurationScopes, _ name: String, _ text: String, _ value: ConfigurationValue
  ) throws {
    let key = try #require(ConfigurationTable.key(name, in: scope))
    #expect(try key.value(of: text, in: KafkaVersion(3, 7)) == value)
  }

  @Test("of acks may count replicas in 0.8 only")
  func acksOfEarlyReleases() throws {
    let key = try #require(ConfigurationTable.key("acks", in: .producer))
    #expect(try key.value(of: "2", in: KafkaVersion(0, 8, 2)) == .text("2"))
    #expect(throws: ConfigurationKey.InvalidValue.self) {
      try key.value(of: "2", in: KafkaVersion(0, 9, 0))
    }
  }

  @Test(
    "that is a fraction is exact, and saturates instead of overflowing",
    arguments: [
      ("0.8", 8, 10), ("-2.5", -25, 10), ("1e3", 1000, 1), ("0.050", 5, 100), ("1d", 1, 1),
      ("1.7976931348623157E308", 9_223_372_036_854_775_807, 1), ("0", 0, 1), ("0e9", 0, 1),
    ])
  func fractions(_ text: String, _ numerator: Int64, _ denominator: Int64) throws {
    let fraction = try #require(Fraction(javaDouble: text))
    #expect(fraction == Fraction(numerator: numerator, denominator: denominator))
  }

  @Test(
    "that is no number at all is no fraction either",
    arguments: ["", ".", "-", "e5", "1e", "1e5e5", "1.2.3", "0x1p3", "NaN", "Infinity", "1e999999"])
  func noFractions(_ text: String) {
    #expect(Fraction(javaDouble: text) == nil)
  }
}
