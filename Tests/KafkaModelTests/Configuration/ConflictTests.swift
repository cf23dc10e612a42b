import Kernel
import Testing

@testable import KafkaModel

/// One client's properties with what becomes of idempotence, and the contradictions found.
struct IdempotenceRow: CustomTestStringConvertible, Sendable {
  var name: String
  var version: KafkaVersion
  var written: [PropertyAssignment]
  var isIdempotent: Bool
  var conflicts: [String]
  var testDescription: String { "\(name) in \(version)" }
}

@Suite("Properties that contradict each other")
struct ConflictTests {
  static let acksSentence = "Must set acks to all in order to use the idempotent producer."
  static let retriesSentence = "Must set retries to non-zero when using the idempotent producer."
  static let inFlight = "max.in.flight.requests.per.connection"
  static let inFlightSentence =
    "Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer."
  static let transactionSentence =
    "Cannot set a transactional.id without also enabling idempotence."

  static let idempotence: [IdempotenceRow] = [
    .init(name: "nothing", version: v37, written: [], isIdempotent: true, conflicts: []),
    .init(
      name: "nothing", version: KafkaVersion(3, 0, 0), written: [], isIdempotent: false,
      conflicts: []),
    .init(
      name: "nothing", version: KafkaVersion(3, 0, 1), written: [], isIdempotent: true,
      conflicts: []),
    .init(
      name: "nothing", version: KafkaVersion(3, 1, 0), written: [], isIdempotent: false,
      conflicts: []),
    .init(
      name: "nothing", version: KafkaVersion(3, 1, 1), written: [], isIdempotent: true,
      conflicts: []),
    .init(
      name: "nothing", version: KafkaVersion(3, 2, 0), written: [], isIdempotent: true,
      conflicts: []),
    .init(name: "nothing", version: v28, written: [], isIdempotent: false, conflicts: []),
    .init(
      name: "acks 1", version: v37, written: properties(("acks", "1")), isIdempotent: false,
      conflicts: []),
    .init(
      name: "no retries", version: v37, written: properties(("retries", "0")),
      isIdempotent: false, conflicts: []),
    .init(
      name: "six in flight", version: v37, written: properties((inFlight, "6")),
      isIdempotent: false, conflicts: []),
    .init(
      name: "acks 1 and asked", version: v37,
      written: properties(("acks", "1"), ("enable.idempotence", "true")), isIdempotent: true,
      conflicts: [acksSentence]),
    .init(
      name: "all three and asked", version: v37,
      written: properties(
        ("acks", "0"), ("retries", "0"), (inFlight, "6"), ("enable.idempotence", "true")),
      isIdempotent: true, conflicts: [retriesSentence, acksSentence, inFlightSentence]),
    .init(
      name: "a transactional id and acks 1", version: v37,
      written: properties(("transactional.id", "t"), ("acks", "1")), isIdempotent: false,
      conflicts: [transactionSentence]),
    .init(
      name: "a transactional id alone", version: v37,
      written: properties(("transactional.id", "t")), isIdempotent: true, conflicts: []),
    .init(
      name: "a transactional id alone", version: v20,
      written: properties(("transactional.id", "t")), isIdempotent: true, conflicts: []),
    .init(
      name: "a transactional id, idempotence off", version: v20,
      written: properties(("transactional.id", "t"), ("enable.idempotence", "false")),
      isIdempotent: false, conflicts: [transactionSentence]),
    .init(
      name: "asked with acks 1", version: v20,
      written: properties(("enable.idempotence", "true"), ("acks", "1")), isIdempotent: true,
      conflicts: [acksSentence]),
    .init(
      name: "asked with five in flight", version: v0110,
      written: properties(("enable.idempotence", "true"), (inFlight, "5")), isIdempotent: true,
      conflicts: [
        "Must set max.in.flight.requests.per.connection to 1 to use the idempotent producer."
      ]),
    .init(
      name: "asked", version: v0110, written: properties(("enable.idempotence", "true")),
      isIdempotent: true, conflicts: []),
  ]

  @Test("decide about idempotence as their release does", arguments: ConflictTests.idempotence)
  func decides(_ row: IdempotenceRow) {
    let resolution = EffectiveConfiguration.resolve(.producer, in: row.version, row.written)
    #expect(ProducerSettings(resolution.configuration).isIdempotent == row.isIdempotent)
    let conflicts = resolution.problems.filter(\.isError)
    #expect(conflicts.map(\.message) == row.conflicts)
  }

  @Test("say by which key a value was implied")
  func implied() {
    let producer = EffectiveConfiguration.resolve(.producer, in: v37, properties(("acks", "1")))
    let entry = producer.configuration.entry("enable.idempotence")
    #expect(entry?.text == "false")
    #expect(entry?.origin.description == "implied by acks")

    let old = EffectiveConfiguration.resolve(
      .producer, in: v0110, properties(("enable.idempotence", "true")))
    let settings = ProducerSettings(old.configuration)
    #expect(settings.retries == 2_147_483_647)
    #expect(settings.acks == .all)
    #expect(settings.requestsInFlightMax == 1)
  }

  @Test("about the delivery timeout are an error when written, and give way when not")
  func deliveryTimeout() {
    let written = EffectiveConfiguration.resolve(
      .producer, in: v37, properties(("delivery.timeout.ms", "20000"), ("linger.ms", "1")))
    #expect(
      written.problems.map(\.message) == [
        "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms"
      ])
    let implied = EffectiveConfiguration.resolve(
      .producer, in: v37, properties(("request.timeout.ms", "180000"), ("linger.ms", "10")))
    #expect(implied.problems.isEmpty)
    #expect(ProducerSettings(implied.configuration).deliveryTimeout == .milliseconds(180_010))
  }

  @Test("of a consumer are found")
  func consumer() {
    func messages(_ version: KafkaVersion, _ written: [PropertyAssignment]) -> [String] {
      EffectiveConfiguration.resolve(.consumer, in: version, written).problems.map(\.message)
    }
    #expect(
      messages(v37, properties(("session.timeout.ms", "3000"), ("group.id", "g")))
        == ["Heartbeat must be set lower than the session timeout"])
    #expect(
      messages(v37, properties(("enable.auto.commit", "true")))
        == ["enable.auto.commit cannot be set to true when default group id (null) is used."])
    #expect(
      messages(v11, properties(("request.timeout.ms", "5000")))
        == ["request.timeout.ms should be greater than session.timeout.ms and fetch.max.wait.ms"])
    #expect(messages(v20, properties(("request.timeout.ms", "5000"))).isEmpty)
    #expect(messages(v21, properties(("enable.auto.commit", "true"))).isEmpty)
  }

  @Test("about commits without a group switch them off")
  func commitsWithoutGroup() {
    let alone = EffectiveConfiguration.resolve(.consumer, in: v37, []).configuration
    #expect(!ConsumerSettings(alone).commitsAutomatically)
    let grouped = EffectiveConfiguration.resolve(
      .consumer, in: v37, properties(("group.id", "g"))
    ).configuration
    #expect(ConsumerSettings(grouped).commitsAutomatically)
  }

  @Test("of a broker or topic are found, and blamed on a written key")
  func broker() {
    let broker = EffectiveConfiguration.resolve(
      .broker, in: v37,
      properties(
        ("replica.lag.time.max.ms", "400"), ("offsets.commit.required.acks", "4"),
        ("log.cleaner.dedupe.buffer.size", "1048576"), ("broker.id", "2000")))
    #expect(
      broker.problems.map(\.message) == [
        "replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms",
        "offsets.commit.required.acks must be greater or equal -1 and less or equal to "
          + "offsets.topic.replication.factor",
        "log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.",
        "broker.id must be greater than or equal to -1 and not greater than reserved.broker.max.id",
      ])
    #expect(broker.problems.map(\.origin?.line) == [1, 2, 3, 4])
    let topic = EffectiveConfiguration.resolveTopic(
      properties(("min.compaction.lag.ms", "10"), ("max.compaction.lag.ms", "5")),
      on: .standard(.broker, in: v37))
    #expect(
      topic.problems.map(\.message) == [
        "conflict topic config setting min.compaction.lag.ms (10) > max.compaction.lag.ms (5)"
      ])
  }
}
