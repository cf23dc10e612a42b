/// Broker keys outside of Kafka's main table: of early releases only, or set at run time only.
enum BrokerSpecialKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "special", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "replica.lag.max.messages", .long, "4000",
      """
      How many records a follower may be behind before the leader drops it from the in-sync set. A \
      burst of writes above it evicts healthy followers, which is why 0.9 removed it.
      """
    ).removed(in: 0, 9, 0),
    .modelled(
      "controller.message.queue.size", .int, "10",
      """
      How many requests of the controller to one broker may wait. At the bound a dead broker stops \
      the controller itself.
      """
    ).then(0, 8, 2, "2147483647").removed(in: 0, 9, 0),
    .modelled(
      "log.cleanup.interval.mins", .int, "10",
      "How often logs are looked over for segments to delete, in minutes."
    ).atLeast(1).removed(in: 0, 8, 1),
    .known(
      "log.flush.interval.ms.per.topic", .string, "", .conversion,
      "Flush intervals of single topics, before topics had a configuration of their own."
    ).removed(in: 0, 8, 1),
    .known(
      "log.retention.bytes.per.topic", .string, "", .conversion,
      "Retained bytes of single topics, before topics had a configuration of their own."
    ).removed(in: 0, 8, 1),
    .known(
      "log.retention.hours.per.topic", .string, "", .conversion,
      "Retention of single topics, before topics had a configuration of their own."
    ).removed(in: 0, 8, 1),
    .known(
      "log.roll.hours.per.topic", .string, "", .conversion,
      "Segment ages of single topics, before topics had a configuration of their own."
    ).removed(in: 0, 8, 1),
    .known(
      "log.segment.bytes.per.topic", .string, "", .conversion,
      "Segment sizes of single topics, before topics had a configuration of their own."
    ).removed(in: 0, 8, 1),
    .known(
      "leader.replication.throttled.rate", .long, "9223372036854775807", .quotas,
      "The bytes a second that leaders send to throttled followers; set at run time only."
    ).atLeast(0).since(0, 10, 1),
    .known(
      "follower.replication.throttled.rate", .long, "9223372036854775807", .quotas,
      "The bytes a second that throttled followers fetch; set at run time only."
    ).atLeast(0).since(0, 10, 1),
    .known(
      "replica.alter.log.dirs.io.max.bytes.per.second", .long, "9223372036854775807", .quotas,
      "The bytes a second that moves between log directories use; set at run time only."
    ).atLeast(0).since(1, 1),
  ]
}
