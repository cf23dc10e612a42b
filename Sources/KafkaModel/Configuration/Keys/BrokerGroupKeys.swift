/// Group coordinators and committed offsets.
enum BrokerGroupKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "groups and offsets", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "offsets.topic.num.partitions", .int, "50",
      """
      The partitions of the offsets topic: which broker coordinates a group follows from the \
      group's name and this number.
      """
    ).atLeast(1).since(0, 8, 2),
    .modelled(
      "offsets.topic.replication.factor", .short, "3",
      """
      The replicas of the offsets topic. Sample files set 1, which makes every group depend on one \
      broker.
      """
    ).atLeast(1).since(0, 8, 2),
    .modelled(
      "offsets.topic.segment.bytes", .int, "104857600",
      "The segment size of the offsets topic, small so that compaction keeps loading fast."
    ).atLeast(1).since(0, 8, 2),
    .known(
      "offsets.topic.compression.codec", .int, "0", .compression,
      "The compression of the offsets topic."
    ).since(0, 8, 2),
    .known(
      "offsets.load.buffer.size", .int, "5242880", .processInternals,
      "The memory for reading the offsets topic when a coordinator takes over."
    ).unit(.bytes).atLeast(1).since(0, 8, 2),
    .modelled(
      "offsets.retention.minutes", .int, "1440",
      """
      How long the offsets of an inactive group are kept. A group that returns later starts where \
      auto.offset.reset says.
      """
    ).then(2, 0, 0, "10080").atLeast(1).since(0, 8, 2),
    .modelled(
      "offsets.retention.check.interval.ms", .long, "600000",
      "How often expired offsets are looked for."
    ).atLeast(1).since(0, 8, 2),
    .modelled(
      "offsets.commit.timeout.ms", .int, "5000",
      "How long a commit waits for the replicas of the offsets topic."
    ).atLeast(1).since(0, 8, 2),
    .modelled(
      "offsets.commit.required.acks", .short, "-1",
      """
      The acknowledgements that a commit waits for; anything but -1 lets a failover forget \
      commits.
      """
    ).since(0, 8, 2).deprecated(in: 3, 8),
    .known(
      "offset.metadata.max.bytes", .int, "1024", .commitMetadata,
      "The greatest text that may accompany a committed offset."
    ).then(0, 8, 2, "4096").since(0, 8, 1),
    .modelled(
      "group.min.session.timeout.ms", .int, "6000",
      "The shortest session timeout that a group member may ask for."
    ).since(0, 9, 0),
    .modelled(
      "group.max.session.timeout.ms", .int, "30000",
      "The longest session timeout that a group member may ask for."
    ).then(0, 10, 0, "300000").then(2, 3, 0, "1800000").since(0, 9, 0),
    .modelled(
      "group.initial.rebalance.delay.ms", .int, "3000",
      """
      How long an empty group waits for more members before its first assignment; sample files set \
      0, which rebalances once per joiner.
      """
    ).since(0, 11, 0),
    .modelled(
      "group.max.size", .int, "2147483647",
      "How many members a group may have; more are refused with GROUP_MAX_SIZE_REACHED."
    ).atLeast(1).since(2, 2),
  ]
}
