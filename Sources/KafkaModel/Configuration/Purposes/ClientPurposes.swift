/// Why one turns the keys of producers and consumers.
enum ClientPurposes {
  static let rows = producer + sending + consumer + fetching + connections

  private static let producer: [PurposeRow] = [
    .against(
      "acks",
      """
      losing records that were reported as stored, when it is all and min.insync.replicas is 2 or \
      more. It costs the time of the slowest in-sync follower.
      """),
    .against(
      "retries",
      """
      errors that a leader's move would hand to the application. Without idempotence it trades \
      them for duplicates and, above one request in flight, for another order.
      """),
    .against(
      "enable.idempotence",
      """
      duplicates and changed order by retries. Not against a producer that restarts, nor an \
      application that sends again.
      """),
    .trades(
      "max.in.flight.requests.per.connection",
      """
      throughput for order: without idempotence only 1 keeps the order through retries; with it, \
      up to 5 do.
      """),
    .trades(
      "delivery.timeout.ms",
      """
      patience for certainty: short values report records as failed that are stored a moment \
      later, long ones hide an outage from the application.
      """),
  ]

  private static let sending: [PurposeRow] = [
    .trades("linger.ms", "delay for larger batches, and so for fewer requests."),
    .trades("batch.size", "memory for fewer requests; what is in a batch is lost or kept whole."),
    .against(
      "buffer.memory",
      "sends that block, or fail, during an outage: it holds what max.block.ms does not wait for."),
    .trades("max.block.ms", "a stalled application for refused records, while nobody answers."),
    .trades("block.on.buffer.full", "a stalled application for refused records."),
    .trades("metadata.fetch.timeout.ms", "a stalled application for refused records."),
    .trades("timeout.ms", "errors to the producer for patience with a slow follower."),
    .against("max.request.size", "records that no broker would take, before they travel."),
    .trades(
      "compression.type", "the producer's time for room: more records share the fate of a batch."),
    .trades(
      "metadata.max.idle.ms", "memory for a pause at the next send to a topic of many."),
    .trades(
      "partitioner.class",
      "an even load for batches: the rule decides which records keep an order among themselves."),
    .against(
      "partitioner.adaptive.partitioning.enable", "one slow broker that slows all senders down."),
    .against(
      "partitioner.availability.timeout.ms",
      "a broker that takes nothing, and for which records would wait until they expire."),
    .trades("partitioner.ignore.keys", "the order per key for an even load."),
  ]

  private static let consumer: [PurposeRow] = [
    .against("group.id", "reading everything again: without a group no position is kept."),
    .against(
      "group.instance.id",
      "a rebalance at every restart; the price is that a dead member is noticed no sooner."),
    .trades(
      "enable.auto.commit",
      """
      control for convenience: what other threads have not done yet is committed all the same, \
      and lost in a crash.
      """),
    .trades("auto.commit.enable", "control for convenience: what is not done yet is committed."),
    .trades(
      "auto.commit.interval.ms", "repetitions after a crash for commits that cost a request each."),
    .trades(
      "auto.offset.reset",
      """
      repetitions for losses where no valid offset is known: earliest repeats, latest skips, none \
      leaves it to people.
      """),
    .against("isolation.level", "reading what a transaction takes back, when read_committed."),
    .trades(
      "session.timeout.ms",
      "quick take-over for calm: short values throw a member out in every pause."),
    .against(
      "heartbeat.interval.ms",
      "being thrown out for one lost heartbeat: a third of session.timeout.ms leaves three tries."),
    .against(
      "max.poll.interval.ms",
      "a stuck application that keeps its partitions; shorter than a batch's work, it evicts."),
    .against(
      "max.poll.records",
      "batches that take longer than max.poll.interval.ms; it bounds what a crash repeats."),
    .trades(
      "partition.assignment.strategy",
      "an even share for partitions that stay; cooperative ones do not stop the world."),
    .trades("allow.auto.create.topics", "a typing error that fails for one that makes a topic."),
    .trades("client.rack", "fresh records for near ones: a follower learns of commits later."),
    .trades("offsets.storage", "the group's positions in ZooKeeper for positions in Kafka."),
    .against(
      "rebalance.backoff.ms", "giving up before a crashed member's session is over."),
    .against(
      "rebalance.max.retries", "a member without partitions: retries times pause must suffice."),
    .trades(
      "zookeeper.session.timeout.ms", of: .consumer,
      "quick take-over for calm: short values throw a member out in every pause."),
    .trades("zookeeper.sync.time.ms", "a quick rebalance for ZooKeeper servers that agree."),
  ]

  private static let fetching: [PurposeRow] = [
    .trades("fetch.min.bytes", "delay for fewer requests."),
    .trades("fetch.max.wait.ms", "delay for fewer requests, while nothing new is there."),
    .trades("fetch.wait.max.ms", "delay for fewer requests, while nothing new is there."),
    .against("fetch.max.bytes", "one fetch that takes all memory, or all of a disk's time."),
    .against(
      "max.partition.fetch.bytes", "one partition that fills every fetch, so that others starve."),
    .trades(
      "fetch.message.max.bytes", "memory for large messages; a larger one stops it for good."),
    .against(
      "default.api.timeout.ms", "a call that never returns while a broker is away."),
  ]

  private static let connections: [PurposeRow] = [
    .trades(
      "request.timeout.ms", of: [.producer, .consumer],
      """
      repetitions for waiting: an answer that is merely late counts as lost, and a produce \
      request may be stored twice without idempotence.
      """),
    .trades("socket.timeout.ms", "a new connection for waiting on one that may be dead."),
    .against("retry.backoff.ms", "a cluster that is drowned in retries while it recovers."),
    .against("retry.backoff.max.ms", "the same, the longer the failure lasts."),
    .against("reconnect.backoff.ms", "a storm of connections to a broker that just starts."),
    .against("reconnect.backoff.max.ms", "the same, the longer the failure lasts."),
    .against(
      "socket.connection.setup.timeout.ms",
      "hanging for minutes on a machine that has vanished and answers nothing at all."),
    .against("socket.connection.setup.timeout.max.ms", "the same, after repeated failures."),
    .against(
      "metadata.max.age.ms",
      "not noticing new partitions and leaders where no error tells of them."),
  ]
}
