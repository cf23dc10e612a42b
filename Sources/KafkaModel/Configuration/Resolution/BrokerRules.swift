// What a starting broker checks between its keys, and what a topic's keys must satisfy together.
extension Resolution {
  /// Applies the rules of KafkaConfig that concern what is simulated.
  ///
  /// Simplified: rules about listeners, security, quorum voters and migration are not checked.
  mutating func applyBrokerRules() {
    require(
      "replica.fetch.wait.max.ms", atMost: "replica.socket.timeout.ms",
      "replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms")
    require(
      "replica.fetch.wait.max.ms", atMost: "replica.lag.time.max.ms",
      "replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms")
    require(
      "offsets.commit.required.acks", atMost: "offsets.topic.replication.factor",
      "offsets.commit.required.acks must be greater or equal -1 and less or equal to "
        + "offsets.topic.replication.factor")
    require(
      "group.min.session.timeout.ms", atMost: "group.max.session.timeout.ms",
      "group.min.session.timeout.ms must be less than or equal to group.max.session.timeout.ms")
    applyCleanerMemoryRule()
    applyBrokerIDRule()
  }

  /// Applies the rules of LogConfig between a topic's keys.
  mutating func applyTopicRules() {
    let (least, most) = ("min.compaction.lag.ms", "max.compaction.lag.ms")
    guard let minimum = configuration.number(least), configuration.entry(most) != nil,
      let maximum = configuration.number(most), minimum > maximum
    else { return }
    conflict(
      [least, most], "conflict topic config setting \(least) (\(minimum)) > \(most) (\(maximum))")
  }

  /// One number must not exceed another; keys that the release does not have are left alone.
  private mutating func require(_ lesser: String, atMost greater: String, _ sentence: String) {
    guard configuration.entry(lesser) != nil, configuration.entry(greater) != nil,
      let small = configuration.number(lesser), let great = configuration.number(greater),
      small > great
    else { return }
    conflict([lesser, greater], sentence)
  }

  /// Each cleaner thread needs more than a mebibyte.
  private mutating func applyCleanerMemoryRule() {
    let bytesPerThreadMin: Int64 = 1_048_576
    let (memory, threads) = ("log.cleaner.dedupe.buffer.size", "log.cleaner.threads")
    guard let bytes = configuration.number(memory), let count = configuration.number(threads),
      count > 0, bytes / count <= bytesPerThreadMin
    else { return }
    conflict(
      [memory, threads], "\(memory) must be at least 1MB per cleaner thread.")
  }

  /// Generated ids start above the reserved ones, so that no configured id may lie there
  /// (KAFKA-1070).
  private mutating func applyBrokerIDRule() {
    guard configuration.entry("broker.id.generation.enable") != nil,
      configuration.flag("broker.id.generation.enable") == true,
      let id = configuration.number("broker.id"),
      let reserved = configuration.number("reserved.broker.max.id"), id < -1 || id > reserved
    else { return }
    conflict(
      ["broker.id"],
      "broker.id must be greater than or equal to -1 and not greater than reserved.broker.max.id")
  }
}
