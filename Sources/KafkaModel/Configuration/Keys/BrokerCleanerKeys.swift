/// Compaction of logs.
enum BrokerCleanerKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "compaction", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "log.cleanup.policy", .list, "delete",
      """
      Whether old segments are deleted, or compacted to the last record of each key, or both; the \
      default of topics.
      """
    ).oneOf("compact", "delete").since(0, 8, 1).dynamic(),
    .modelled(
      "log.cleaner.enable", .boolean, "false",
      "Whether logs are compacted at all. Without it the offsets topic grows without end."
    ).then(0, 9, 0, "true").since(0, 8, 1),
    .modelled(
      "log.cleaner.threads", .int, "1",
      "How many logs are compacted at a time."
    ).atLeast(0).since(0, 8, 1).dynamic(),
    .modelled(
      "log.cleaner.backoff.ms", .long, "15000",
      "How long a cleaner with nothing to do sleeps."
    ).atLeast(0).since(0, 8, 1).dynamic(),
    .modelled(
      "log.cleaner.dedupe.buffer.size", .long, "524288000",
      """
      The memory for the keys of one compaction, over all cleaners; each needs more than a \
      mebibyte.
      """
    ).then(0, 9, 0, "134217728").unit(.bytes).since(0, 8, 1).dynamic(),
    .modelled(
      "log.cleaner.min.cleanable.ratio", .double, "0.5",
      "The share of a log that must be uncompacted before it is compacted; the default of topics."
    ).with(.fraction(least: 0, most: 1, of: 1)).since(0, 8, 1).dynamic(),
    .modelled(
      "log.cleaner.min.compaction.lag.ms", .long, "0",
      "How long a record stays uncompacted at least; the default of topics."
    ).atLeast(0).since(0, 10, 1).dynamic(),
    .modelled(
      "log.cleaner.max.compaction.lag.ms", .long, "9223372036854775807",
      "How long a record stays uncompacted at most; the default of topics."
    ).atLeast(1).since(2, 3).dynamic(),
    .modelled(
      "log.cleaner.delete.retention.ms", .long, "86400000",
      """
      How long a tombstone stays after compaction, so that readers see the deletion; the default \
      of topics.
      """
    ).atLeast(0).since(0, 8, 1).dynamic(),
    .known(
      "log.cleaner.io.buffer.size", .int, "524288", .processInternals,
      "The memory for input and output of cleaners."
    ).unit(.bytes).atLeast(0).since(0, 8, 1).dynamic(),
    .known(
      "log.cleaner.io.buffer.load.factor", .double, "0.9", .processInternals,
      "How full the key table of a cleaner may be."
    ).since(0, 8, 1).dynamic(),
    .known(
      "log.cleaner.io.max.bytes.per.second", .double, "1.7976931348623157E308", .quotas,
      "How fast cleaners may read and write."
    ).since(0, 8, 1).dynamic(),
  ]
}
