/// Groups of KIP-848 and share groups of KIP-932.
enum BrokerNewGroupKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "new group protocols", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .known(
      "group.coordinator.new.enable", .boolean, "false", .newGroupProtocol,
      "Whether the rewritten coordinator is used."
    ).since(3, 5),
    .known(
      "group.coordinator.rebalance.protocols", .list, "classic", .newGroupProtocol,
      "Which group protocols the broker speaks."
    ).oneOf("consumer", "classic", "share", "unknown").since(3, 7),
    .known(
      "group.coordinator.threads", .int, "1", .newGroupProtocol,
      "How many threads the rewritten coordinator has."
    ).atLeast(1).since(3, 7),
    .known(
      "group.coordinator.append.linger.ms", .int, "10", .newGroupProtocol,
      "How long the rewritten coordinator gathers records before it writes."
    ).atLeast(0).since(3, 8),
    .known(
      "group.consumer.assignors",
      .list,
      "org.apache.kafka.coordinator.group.assignor.UniformAssignor,"
        + "org.apache.kafka.coordinator.group.assignor.RangeAssignor",
      .newGroupProtocol,
      "The assignment strategies of the broker."
    ).since(3, 7),
    .known(
      "group.consumer.heartbeat.interval.ms", .int, "5000", .newGroupProtocol,
      "The heartbeat interval that members are told."
    ).atLeast(1).since(3, 7),
    .known(
      "group.consumer.min.heartbeat.interval.ms", .int, "5000", .newGroupProtocol,
      "The least such interval of a group's own."
    ).atLeast(1).since(3, 7),
    .known(
      "group.consumer.max.heartbeat.interval.ms", .int, "15000", .newGroupProtocol,
      "The greatest such interval of a group's own."
    ).atLeast(1).since(3, 7),
    .known(
      "group.consumer.session.timeout.ms", .int, "45000", .newGroupProtocol,
      "The session timeout of members."
    ).atLeast(1).since(3, 7),
    .known(
      "group.consumer.min.session.timeout.ms", .int, "45000", .newGroupProtocol,
      "The least such timeout of a group's own."
    ).atLeast(1).since(3, 7),
    .known(
      "group.consumer.max.session.timeout.ms", .int, "60000", .newGroupProtocol,
      "The greatest such timeout of a group's own."
    ).atLeast(1).since(3, 7),
    .known(
      "group.consumer.max.size", .int, "2147483647", .newGroupProtocol,
      "How many members a group of the new protocol may have."
    ).atLeast(1).since(3, 7),
    .known(
      "group.consumer.migration.policy", .string, "disabled", .newGroupProtocol,
      "Whether groups may change between the protocols while they run."
    ).oneOfAnyCase("DISABLED", "DOWNGRADE", "UPGRADE", "BIDIRECTIONAL").since(3, 8),
    .known(
      "group.share.enable", .boolean, "false", .shareGroups,
      "Whether share groups exist."
    ).since(3, 9),
    .known(
      "group.share.max.groups", .short, "10", .shareGroups,
      "How many share groups there may be."
    ).between(1, 100).since(3, 9),
    .known(
      "group.share.max.size", .short, "200", .shareGroups,
      "How many members a share group may have."
    ).between(10, 1000).since(3, 9),
    .known(
      "group.share.delivery.count.limit", .int, "5", .shareGroups,
      "How often a record is handed out at most."
    ).between(2, 10).since(3, 9),
    .known(
      "group.share.heartbeat.interval.ms", .int, "5000", .shareGroups,
      "The heartbeat interval that members are told."
    ).atLeast(1).since(3, 9),
    .known(
      "group.share.min.heartbeat.interval.ms", .int, "5000", .shareGroups,
      "The least such interval of a group's own."
    ).atLeast(1).since(3, 9),
    .known(
      "group.share.max.heartbeat.interval.ms", .int, "15000", .shareGroups,
      "The greatest such interval of a group's own."
    ).atLeast(1).since(3, 9),
    .known(
      "group.share.session.timeout.ms", .int, "45000", .shareGroups,
      "The session timeout of members."
    ).atLeast(1).since(3, 9),
    .known(
      "group.share.min.session.timeout.ms", .int, "45000", .shareGroups,
      "The least such timeout of a group's own."
    ).atLeast(1).since(3, 9),
    .known(
      "group.share.max.session.timeout.ms", .int, "60000", .shareGroups,
      "The greatest such timeout of a group's own."
    ).atLeast(1).since(3, 9),
    .known(
      "group.share.record.lock.duration.ms", .int, "30000", .shareGroups,
      "How long a member owns a record."
    ).between(1000, 60000).since(3, 9),
    .known(
      "group.share.min.record.lock.duration.ms", .int, "15000", .shareGroups,
      "The least such time of a group's own."
    ).between(1000, 30000).since(3, 9),
    .known(
      "group.share.max.record.lock.duration.ms", .int, "60000", .shareGroups,
      "The greatest such time of a group's own."
    ).between(30000, 3_600_000).since(3, 9),
    .known(
      "group.share.partition.max.record.locks", .int, "200", .shareGroups,
      "How many records of a partition may be owned at a time."
    ).between(100, 10000).since(3, 9),
  ]
}
