/// Transaction coordinators, producer ids and producer state.
enum BrokerTransactionKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "transactions", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .known(
      "transaction.state.log.num.partitions", .int, "50", .transactions,
      """
      The partitions of the transaction log: which broker coordinates a transactional id follows \
      from it.
      """
    ).atLeast(1).since(0, 11, 0),
    .known(
      "transaction.state.log.replication.factor", .short, "3", .transactions,
      "The replicas of the transaction log."
    ).atLeast(1).since(0, 11, 0),
    .known(
      "transaction.state.log.min.isr", .int, "2", .transactions,
      "The in-sync replicas that a write to the transaction log needs."
    ).atLeast(1).since(0, 11, 0),
    .known(
      "transaction.state.log.segment.bytes", .int, "104857600", .transactions,
      "The segment size of the transaction log."
    ).atLeast(1).since(0, 11, 0),
    .known(
      "transaction.state.log.load.buffer.size", .int, "5242880", .processInternals,
      "The memory for reading the transaction log when a coordinator takes over."
    ).unit(.bytes).atLeast(1).since(0, 11, 0),
    .known(
      "transaction.max.timeout.ms", .int, "900000", .transactions,
      """
      The longest transaction timeout that a producer may ask for: the longest time that one dead \
      producer can block readers of committed data.
      """
    ).atLeast(1).since(0, 11, 0),
    .known(
      "transaction.abort.timed.out.transaction.cleanup.interval.ms", .int, "60000", .transactions,
      """
      How often transactions beyond their timeout are looked for; a dead producer's one lasts up \
      to this much longer.
      """
    ).then(2, 5, 0, "10000").atLeast(1).since(0, 11, 0),
    .modelled(
      "transactional.id.expiration.ms", .int, "604800000",
      "How long an idle transactional id is remembered."
    ).atLeast(1).since(0, 11, 0),
    .known(
      "transaction.remove.expired.transaction.cleanup.interval.ms", .int, "3600000", .transactions,
      "How often idle transactional ids are looked for."
    ).atLeast(1).since(0, 11, 0),
    .modelled(
      "producer.id.expiration.ms", .int, "86400000",
      """
      How long a partition remembers an idle producer; a repetition that comes later is stored \
      again.
      """
    ).atLeast(1).since(3, 4).dynamic(),
    .modelled(
      "producer.id.expiration.check.interval.ms", .int, "600000",
      "How often idle producers are looked for."
    ).atLeast(1).since(3, 4),
    .known(
      "transaction.partition.verification.enable", .boolean, "true", .transactions,
      """
      Whether a leader asks the coordinator before a transaction's first record, against \
      transactions that never end (KIP-890).
      """
    ).since(3, 6).dynamic(),
  ]
}
