// What a starting consumer checks between its keys; the rules changed with releases as noted.
extension Resolution {
  /// Applies the rules of ConsumerConfig, KafkaConsumer's constructor and Heartbeat.
  mutating func applyConsumerRules() {
    applyHeartbeatRule()
    applyRequestTimeoutRule()
    applyGroupRule()
    widenReconnectBackoff()
  }

  /// A heartbeat must come more often than the session ends.
  private mutating func applyHeartbeatRule() {
    let (heartbeat, session) = ("heartbeat.interval.ms", "session.timeout.ms")
    guard let interval = configuration.number(heartbeat),
      let timeout = configuration.number(session), interval >= timeout
    else { return }
    conflict([heartbeat, session], "Heartbeat must be set lower than the session timeout")
  }

  /// Up to 1.1 a join could take a whole session, so the request timeout had to be longer.
  private mutating func applyRequestTimeoutRule() {
    guard configuration.version < KafkaVersion(2, 0),
      let request = configuration.number("request.timeout.ms"),
      let session = configuration.number("session.timeout.ms"),
      let wait = configuration.number("fetch.max.wait.ms"), request <= max(session, wait)
    else { return }
    conflict(
      ["request.timeout.ms", "session.timeout.ms", "fetch.max.wait.ms"],
      "request.timeout.ms should be greater than session.timeout.ms and fetch.max.wait.ms")
  }

  /// Without a group nothing is committed; asking for it is an error (KIP-289, 2.2).
  private mutating func applyGroupRule() {
    let name = "enable.auto.commit"
    guard configuration.version >= KafkaVersion(2, 2), configuration.text("group.id") == nil
    else { return }
    if !configuration.isWritten(name) {
      configuration.imply(name, "false", .boolean(false), by: "group.id")
    } else if configuration.flag(name) == true {
      conflict(
        [name], "enable.auto.commit cannot be set to true when default group id (null) is used.")
    }
  }
}
