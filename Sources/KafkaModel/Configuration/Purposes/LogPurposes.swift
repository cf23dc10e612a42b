/// Why one turns the keys of topics, and the brokers' defaults of them.
enum LogPurposes {
  static let rows: [PurposeRow] = [
    .against(
      "min.insync.replicas",
      """
      acknowledging a record that too few brokers have: with acks=all and n, any n - 1 brokers may \
      be lost. Each step up refuses writes one failure sooner.
      """),
    .against(
      "unclean.leader.election.enable",
      """
      losing acknowledged records to a leader that never had them, when it is false. The price: \
      the partition waits for one of its last in-sync replicas.
      """),
    .trades(
      "cleanup.policy",
      """
      history for room: delete drops the oldest records, compact all but the last of each key; a \
      reader that comes later sees less.
      """),
    .against(
      "retention.ms",
      """
      losing unread records: it has to be longer than the longest absence of any consumer.
      """),
    .trades(
      "retention.bytes",
      """
      unread records for a disk that does not fill: a burst can push out what nobody has read.
      """),
    .trades(
      "segment.bytes",
      """
      fewer files for later deletion: nothing of the active segment is deleted or compacted, \
      whatever its age.
      """),
    .against(
      "segment.ms",
      """
      records of a quiet topic that outlive their retention, because their segment never fills.
      """),
    .against("segment.jitter.ms", "all partitions closing their segments at the same instant."),
    .trades(
      "segment.index.bytes",
      "fewer segments for larger indexes; one that is too small closes segments early."),
    .trades("index.interval.bytes", "a denser index for more index entries per segment."),
    .against(
      "flush.messages",
      """
      losing acknowledged records when all in-sync replicas lose power together. Small values \
      cost a disk access each; replication over racks is the usual answer instead.
      """),
    .against(
      "flush.ms",
      """
      the same by time: what a loss of power of all replicas may take is at most so old.
      """),
    .trades(
      "max.message.bytes",
      """
      large records for predictable fetches: producers, followers and consumers must allow the \
      same, or old ones get stuck on it.
      """),
    .against(
      "message.timestamp.type",
      """
      producers' wrong clocks, when it is LogAppendTime; retention then follows the brokers'. The \
      price is the time of the event itself.
      """),
    .against(
      "message.timestamp.difference.max.ms",
      "records with absurd times, which retention would delete at once or never."),
    .against(
      "message.timestamp.before.max.ms",
      "records that are older than their retention on arrival, and vanish after the next look."),
    .against(
      "message.timestamp.after.max.ms",
      "one record from the future that keeps its whole segment for ever."),
    .trades(
      "min.cleanable.dirty.ratio",
      "room on disk for work of the cleaner: lower values compact the same records more often."),
    .against(
      "min.compaction.lag.ms",
      "readers that never see a value because the next one of its key replaced it first."),
    .against(
      "max.compaction.lag.ms",
      "old values and deletions that stay readable for ever in a log that grows too slowly."),
    .against(
      "delete.retention.ms",
      "readers that were away while a key was deleted, and keep its last value for ever."),
  ]
}
