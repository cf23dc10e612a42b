/// How followers copy from leaders, and when a replica counts as in sync.
enum BrokerReplicationKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "replication", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "replica.lag.time.max.ms", .long, "10000",
      """
      How long a follower may go without being caught up before the leader drops it from the \
      in-sync set. Short values evict followers in every pause; long ones let a dead follower hold \
      up acks=all.
      """
    ).then(2, 5, 0, "30000"),
    .modelled(
      "replica.fetch.wait.max.ms", .int, "500",
      """
      How long a leader parks a follower's fetch that finds nothing. On an idle partition a \
      follower learns of the newest high watermark only this much later.
      """
    ),
    .modelled(
      "replica.fetch.min.bytes", .int, "1",
      "How many bytes end the parking of a follower's fetch."
    ),
    .modelled(
      "replica.fetch.max.bytes", .int, "1048576",
      """
      How many bytes a follower asks for per partition. Before 0.10.1 a batch above it stopped the \
      replication of its partition.
      """
    ).atLeast(0),
    .modelled(
      "replica.fetch.response.max.bytes", .int, "10485760",
      "How many bytes a follower asks for in one fetch, over all partitions."
    ).atLeast(0).since(0, 10, 1),
    .modelled(
      "replica.fetch.backoff.ms", .int, "1000",
      "How long a follower leaves a partition alone after a failed fetch."
    ).atLeast(0).since(0, 9, 0),
    .modelled(
      "num.replica.fetchers", .int, "1",
      """
      How many fetcher threads a follower runs per leader broker. Partitions that share one wait \
      for each other's answers.
      """
    ).dynamic(),
    .modelled(
      "replica.socket.timeout.ms", .int, "30000",
      """
      How long a follower waits for a leader that does not answer, before it breaks the connection \
      and tries again.
      """
    ),
    .known(
      "replica.socket.receive.buffer.bytes", .int, "65536", .addressing,
      "The socket's receive buffer for replication."
    ),
    .modelled(
      "replica.high.watermark.checkpoint.interval.ms", .long, "5000",
      """
      How often high watermarks are written to disk. After a crash a replica starts from the last \
      one, so up to this much knowledge of commits is lost.
      """
    ),
    .modelled(
      "replica.selector.class", .string, nil,
      """
      Which replica serves a consumer: the leader, or with RackAwareReplicaSelector an in-sync one \
      in the consumer's rack (KIP-392).
      """
    ).since(2, 4),
    .modelled(
      "min.insync.replicas", .int, "1",
      """
      The fewest in-sync replicas with which a write with acks=all is accepted; the default of \
      topics. With 1, an acknowledged record may live on a single broker.
      """
    ).atLeast(1).since(0, 8, 2).dynamic(),
    .modelled(
      "unclean.leader.election.enable", .boolean, "true",
      """
      Whether a replica that is not in sync may become leader when no other is left; the default \
      of topics. It buys availability with acknowledged records.
      """
    ).then(0, 11, 0, "false").since(0, 8, 2).dynamic(),
    .known(
      "unclean.leader.election.interval.ms", .long, "300000", .kraft,
      "How often a KRaft controller looks for partitions that only an unclean election can revive."
    ).atLeast(1).since(3, 9),
    .modelled(
      "default.replication.factor", .int, "1",
      "The replicas of a topic that is created without saying how many."
    ),
    .modelled(
      "num.partitions", .int, "1",
      "The partitions of a topic that is created without saying how many."
    ).atLeast(1),
    .modelled(
      "auto.create.topics.enable", .boolean, "true",
      """
      Whether a client's mention of an unknown topic creates it, with the broker's defaults and so \
      often with one replica.
      """
    ),
    .modelled(
      "delete.topic.enable", .boolean, "false",
      "Whether a request to delete a topic is carried out."
    ).then(1, 0, 0, "true").since(0, 8, 1),
    .modelled(
      "auto.leader.rebalance.enable", .boolean, "false",
      """
      Whether the controller moves leadership back to preferred replicas by itself: a second move \
      after each failure, minutes later.
      """
    ).then(0, 8, 2, "true").since(0, 8, 1),
    .modelled(
      "leader.imbalance.check.interval.seconds", .long, "300",
      "How often the controller looks for partitions that are not led by their preferred replica."
    ).atLeast(1).since(0, 8, 1),
    .modelled(
      "leader.imbalance.per.broker.percentage", .int, "10",
      """
      The share of a broker's partitions, in percent, that may be led elsewhere before leadership \
      is moved back.
      """
    ).since(0, 8, 1),
    .known(
      "replication.quota.window.num", .int, "11", .quotas,
      "How many samples a replication quota remembers."
    ).atLeast(1).since(0, 10, 1),
    .known(
      "replication.quota.window.size.seconds", .int, "1", .quotas,
      "The length of one sample of a replication quota."
    ).atLeast(1).since(0, 10, 1),
    .known(
      "alter.log.dirs.replication.quota.window.num", .int, "11", .quotas,
      "How many samples the quota of moves between log directories remembers."
    ).atLeast(1).since(1, 1),
    .known(
      "alter.log.dirs.replication.quota.window.size.seconds", .int, "1", .quotas,
      "The length of one sample of the quota of moves between log directories."
    ).atLeast(1).since(1, 1),
    .known(
      "num.replica.alter.log.dirs.threads", .int, nil, .processInternals,
      "How many threads move replicas between log directories."
    ).since(1, 1),
    .known(
      "eligible.leader.replicas.enable", .boolean, "false", .kraft,
      """
      Whether a KRaft controller tracks replicas that may lead although they left the in-sync set \
      (KIP-966).
      """
    ).since(3, 7),
  ]
}
