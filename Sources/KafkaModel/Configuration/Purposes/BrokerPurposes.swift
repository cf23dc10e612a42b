/// Why one turns the keys of brokers and of ZooKeeper servers.
enum BrokerPurposes {
  static let rows = replication + leadership + groups + transactions + disks + load + zooKeeper

  private static let replication: [PurposeRow] = [
    .against(
      "default.replication.factor",
      "topics with a single copy, such as those that clients create by mentioning them."),
    .trades("num.partitions", "parallel work for order, which holds within a partition only."),
    .trades(
      "replica.lag.time.max.ms",
      """
      steady in-sync replicas for latency: a dead follower holds acks=all up for so long, and a \
      short pause of a live one must not evict it.
      """),
    .trades(
      "replica.lag.max.messages",
      "steady in-sync replicas for latency, counted in records: any burst above it evicts."),
    .trades("replica.fetch.wait.max.ms", "idle requests for a high watermark that lags."),
    .trades("replica.fetch.min.bytes", "latency of acks=all for fewer fetches."),
    .against("replica.fetch.max.bytes", "one partition that fills a follower's every fetch."),
    .against("replica.fetch.response.max.bytes", "answers that take all memory."),
    .against("replica.fetch.backoff.ms", "a busy loop on a partition that cannot be fetched."),
    .against("replica.socket.timeout.ms", "a follower that waits for a vanished leader for ever."),
    .trades("num.replica.fetchers", "threads for partitions that do not wait for each other."),
    .against(
      "replica.high.watermark.checkpoint.interval.ms",
      """
      forgetting what was committed: after a crash a replica knows only the last checkpoint, \
      which before KIP-101 made it cut off committed records.
      """),
    .trades("replica.selector.class", "fresh records for traffic that stays within a rack."),
  ]

  private static let leadership: [PurposeRow] = [
    .trades(
      "auto.leader.rebalance.enable",
      "an even load for a second move of each leader after a failure."),
    .trades("leader.imbalance.check.interval.seconds", "an even load for calm after a failure."),
    .trades("leader.imbalance.per.broker.percentage", "an even load for calm after a failure."),
    .against(
      "controlled.shutdown.enable",
      "seconds without a leader, and unclean ends, at every restart in order."),
    .against(
      "controlled.shutdown.max.retries", "a stop that never ends while no follower is in sync."),
    .against("controlled.shutdown.retry.backoff.ms", "asking the controller without a pause."),
    .against("controller.socket.timeout.ms", "a controller that waits for a dead broker."),
    .trades("controller.message.queue.size", "memory for a controller that one dead broker stops."),
    .against(
      "broker.rack",
      "losing every copy of a partition with one rack: replicas are spread over racks."),
    .against("broker.id", "two processes that claim to be the same broker."),
    .trades("broker.id.generation.enable", "names that people choose for names that are free."),
    .against("reserved.broker.max.id", "a generated number that a configured one has already."),
    .against(
      "auto.create.topics.enable",
      "topics by typing error, with defaults nobody chose, when it is false."),
    .against("delete.topic.enable", "the deletion of a topic by mistake, when it is false."),
    .trades("request.timeout.ms", of: .broker, "repeated requests for waiting on a slow broker."),
  ]

  private static let groups: [PurposeRow] = [
    .against(
      "offsets.topic.replication.factor",
      "groups that stand still, or forget their positions, with the death of one broker."),
    .trades("offsets.topic.num.partitions", "files for coordinators that share the groups."),
    .trades("offsets.topic.segment.bytes", "files for a quick start of a new coordinator."),
    .against(
      "offsets.commit.required.acks",
      "commits that a failover forgets, as it forgets records with acks=1."),
    .trades("offsets.commit.timeout.ms", "failed commits for patience with slow replicas."),
    .against(
      "offsets.retention.minutes",
      "a group that rests, returns without offsets, and starts where auto.offset.reset says."),
    .trades("offsets.retention.check.interval.ms", "work for exact expiry."),
    .against(
      "group.initial.rebalance.delay.ms",
      "a rebalance for each member of a group that starts; the first record waits as long."),
    .against("group.max.session.timeout.ms", "a dead member that keeps its partitions for hours."),
    .against("group.min.session.timeout.ms", "members that are evicted by any pause."),
    .against("group.max.size", "a rebalance that no coordinator gets to the end of."),
  ]

  private static let transactions: [PurposeRow] = [
    .trades("transactional.id.expiration.ms", "memory for producers that rest and come back."),
    .trades(
      "producer.id.expiration.ms",
      "memory for the recognition of repetitions that come late, which would be stored again."),
    .trades("producer.id.expiration.check.interval.ms", "work for exact expiry."),
  ]

  private static let disks: [PurposeRow] = [
    .against(
      "log.dirs",
      "the loss of everything with one disk: since 1.0 only what lay on it is offline."),
    .against(
      "log.flush.offset.checkpoint.interval.ms",
      "a long recovery after a crash: what lies behind the checkpoint is read again."),
    .against(
      "log.flush.start.offset.checkpoint.interval.ms",
      "records that were deleted and are readable again after a crash."),
    .trades("log.retention.check.interval.ms", "work for deletion in time."),
    .trades("log.cleanup.interval.mins", "work for deletion in time."),
    .trades("log.initial.task.delay.ms", "a calm start for tasks that begin in time."),
    .against(
      "log.cleaner.enable", "an offsets topic that grows without end, and loads ever longer."),
    .trades("log.cleaner.threads", "work for logs that are compacted sooner."),
    .trades("log.cleaner.backoff.ms", "work for logs that are compacted sooner."),
    .trades("log.cleaner.dedupe.buffer.size", "memory for fewer passes over the same log."),
    .against(
      "num.recovery.threads.per.data.dir", "a start that takes hours after a crash."),
  ]

  private static let load: [PurposeRow] = [
    .against("socket.request.max.bytes", "one request that takes all memory.")
  ]

  private static let zooKeeper: [PurposeRow] = [
    .trades(
      "zookeeper.session.timeout.ms", of: .broker,
      """
      quick fail-over for calm: after so long a silence another broker leads, and a broker that \
      merely slept comes back as a zombie.
      """),
    .against(
      "zookeeper.connection.timeout.ms", "a start that waits for ever for a ZooKeeper that is away."
    ),
    .trades("zookeeper.max.in.flight.requests", "memory for a quick take-over of the controller."),
    .trades("tickTime", "heartbeats for sessions that end on time, and so for quick fail-over."),
    .against("minSessionTimeout", "clients that ask for sessions which any pause ends."),
    .against("maxSessionTimeout", "dead brokers that count as alive for minutes."),
  ]
}
