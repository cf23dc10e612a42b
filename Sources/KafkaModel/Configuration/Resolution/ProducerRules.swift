// What a starting producer checks between its keys; the rules changed with releases as noted.
extension Resolution {
  /// Applies the rules of ProducerConfig and of KafkaProducer's constructor.
  mutating func applyProducerRules() {
    let version = configuration.version
    if version >= KafkaVersion(0, 11, 0) {
      if Self.idempotenceIsDefault(in: version) {
        applyIdempotenceByDefault()
      } else {
        applyIdempotenceOnRequest()
      }
    }
    applyDeliveryTimeout()
    widenReconnectBackoff()
  }

  /// Whether the default of enable.idempotence takes effect: 3.0.0 and 3.1.0 ignored it
  /// (KAFKA-13598).
  private static func idempotenceIsDefault(in version: KafkaVersion) -> Bool {
    version >= KafkaVersion(3, 0, 1) && version != KafkaVersion(3, 1, 0)
  }

  /// What stands against idempotence, each with the key to blame and Kafka's sentence.
  private func idempotenceObstacles(inFlightMax: Int64) -> [(key: String, sentence: String)] {
    var obstacles: [(key: String, sentence: String)] = []
    if configuration.number("retries") == 0 {
      obstacles.append(
        ("retries", "Must set retries to non-zero when using the idempotent producer."))
    }
    if !["all", "-1"].contains(configuration.text("acks") ?? "") {
      obstacles.append(
        ("acks", "Must set acks to all in order to use the idempotent producer."))
    }
    if (configuration.number(Self.inFlight) ?? 1) > inFlightMax {
      let limit = inFlightMax == 1 ? "1" : "at most \(inFlightMax)"
      obstacles.append(
        (Self.inFlight, "Must set \(Self.inFlight) to \(limit) to use the idempotent producer."))
    }
    return obstacles
  }

  /// Since 3.0.1: on unless contradicted; a contradiction is an error only when somebody asked for
  /// it.
  private mutating func applyIdempotenceByDefault() {
    let inFlightMax: Int64 = 5
    if configuration.flag(Self.idempotence) == true {
      for obstacle in idempotenceObstacles(inFlightMax: inFlightMax) {
        if configuration.isWritten(Self.idempotence) {
          conflict([obstacle.key, Self.idempotence], obstacle.sentence)
        } else {
          configuration.imply(Self.idempotence, "false", .boolean(false), by: obstacle.key)
        }
      }
    }
    if configuration.flag(Self.idempotence) == false,
      configuration.isWritten(Self.transactionalID)
    {
      conflict([Self.transactionalID], Self.transactionsNeedIdempotence)
    }
  }

  /// 0.11 to 3.0.0, and 3.1.0: off unless asked for; other keys follow unless somebody set them.
  private mutating func applyIdempotenceOnRequest() {
    let hasOwnID = configuration.isWritten(Self.transactionalID)
    let wasAsked = configuration.isWritten(Self.idempotence)
    let isOn = wasAsked && configuration.flag(Self.idempotence) == true
    guard isOn || (hasOwnID && !wasAsked) else {
      if hasOwnID { conflict([Self.transactionalID], Self.transactionsNeedIdempotence) }
      // The default of 3.0.0 and 3.1.0 says true, and was not applied.
      if !wasAsked, configuration.flag(Self.idempotence) == true {
        configuration.imply(Self.idempotence, "false", .boolean(false), by: "KAFKA-13598")
      }
      return
    }
    let cause = isOn ? Self.idempotence : Self.transactionalID
    if !isOn { configuration.imply(Self.idempotence, "true", .boolean(true), by: cause) }
    let isFirst = configuration.version < KafkaVersion(1, 0)
    if !configuration.isWritten("retries") {
      configuration.imply("retries", "2147483647", .integer(2_147_483_647), by: cause)
    }
    if !configuration.isWritten("acks") {
      configuration.imply("acks", "all", .text("all"), by: cause)
    }
    if isFirst, !configuration.isWritten(Self.inFlight) {
      configuration.imply(Self.inFlight, "1", .integer(1), by: cause)
    }
    for obstacle in idempotenceObstacles(inFlightMax: isFirst ? 1 : 5) {
      conflict([obstacle.key, cause], obstacle.sentence)
    }
  }

  /// delivery.timeout.ms covers linger and one request (KIP-91, 2.1); a default gives way.
  private mutating func applyDeliveryTimeout() {
    let greatestInt: Int64 = 2_147_483_647
    let name = "delivery.timeout.ms"
    guard let delivery = configuration.number(name),
      let linger = configuration.number("linger.ms"),
      let request = configuration.number("request.timeout.ms")
    else { return }
    let least = min(min(linger, greatestInt) + request, greatestInt)
    guard delivery < least else { return }
    if configuration.isWritten(name) {
      conflict(
        [name], "\(name) should be equal to or larger than linger.ms + request.timeout.ms")
    } else {
      configuration.imply(name, "\(least)", .integer(least), by: "linger.ms + request.timeout.ms")
    }
  }

  /// A reconnect pause that was raised alone raises its greatest value too (KIP-144).
  mutating func widenReconnectBackoff() {
    let (first, greatest) = ("reconnect.backoff.ms", "reconnect.backoff.max.ms")
    guard configuration.isWritten(first), configuration.entry(greatest) != nil,
      !configuration.isWritten(greatest), let given = configuration.number(first)
    else { return }
    configuration.imply(greatest, "\(given)", .integer(given), by: first)
  }

  private static let idempotence = "enable.idempotence"
  private static let transactionalID = "transactional.id"
  private static let inFlight = "max.in.flight.requests.per.connection"
  private static let transactionsNeedIdempotence =
    "Cannot set a transactional.id without also enabling idempotence."
}
