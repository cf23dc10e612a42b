/// A topic's own configuration, which overrides the broker's.
enum TopicKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "topic", scopes: .topic, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "min.insync.replicas", .int, "1",
      """
      The fewest in-sync replicas with which a write with acks=all is accepted; below it the \
      leader answers NOT_ENOUGH_REPLICAS. It guards acknowledged records against the loss of all \
      but so many replicas, and says nothing about acks=1.
      """
    ).atLeast(1).since(0, 8, 2).fromBroker("min.insync.replicas"),
    .modelled(
      "unclean.leader.election.enable", .boolean, "true",
      """
      Whether a replica that is not in sync may become leader when no other is left: availability \
      bought with acknowledged records.
      """
    ).then(0, 11, 0, "false").since(0, 8, 2).fromBroker("unclean.leader.election.enable"),
    .modelled(
      "cleanup.policy", .list, "delete",
      "Whether old segments are deleted, or compacted to the last record of each key, or both."
    ).oneOf("compact", "delete").fromBroker("log.cleanup.policy"),
    .modelled(
      "retention.ms", .long, "604800000",
      """
      How long records are kept; -1 for ever. A consumer that is away longer loses what it had not \
      read.
      """
    )
    .atLeast(-1).fromBroker("log.retention.ms").fromBroker("log.retention.minutes", times: 60000)
    .fromBroker("log.retention.hours", times: 3_600_000),
    .modelled(
      "retention.bytes", .long, "-1",
      "How many bytes each partition keeps; -1 for no bound."
    ).fromBroker("log.retention.bytes"),
    .modelled(
      "segment.bytes", .int, "1073741824",
      "The size at which a segment is closed and flushed to disk."
    ).atLeast(14).fromBroker("log.segment.bytes"),
    .modelled(
      "segment.ms", .long, "604800000",
      "The age at which a segment is closed, at the next write."
    ).atLeast(1).fromBroker("log.roll.ms").fromBroker("log.roll.hours", times: 3_600_000),
    .modelled(
      "segment.jitter.ms", .long, "0",
      "How much sooner a segment may be closed, drawn per segment."
    )
    .atLeast(0).fromBroker("log.roll.jitter.ms")
    .fromBroker("log.roll.jitter.hours", times: 3_600_000),
    .modelled(
      "segment.index.bytes", .int, "10485760",
      "The size at which an index is full, which closes the segment."
    ).atLeast(4).fromBroker("log.index.size.max.bytes"),
    .modelled(
      "index.interval.bytes", .int, "4096",
      "How many bytes are appended between two index entries."
    ).atLeast(0).fromBroker("log.index.interval.bytes"),
    .modelled(
      "flush.messages", .long, "9223372036854775807",
      """
      After how many records the log is flushed to disk; 1 makes every acknowledged record survive \
      a power loss of its broker, at a price.
      """
    ).atLeast(1).fromBroker("log.flush.interval.messages"),
    .modelled(
      "flush.ms", .long, "9223372036854775807",
      "How long records may wait before the log is flushed to disk."
    ).atLeast(0).fromBroker("log.flush.interval.ms").fromBroker("log.flush.scheduler.interval.ms"),
    .known(
      "file.delete.delay.ms", .long, "60000", .fileDeletion,
      "How long a deleted segment stays on disk before it is removed."
    ).atLeast(0).fromBroker("log.segment.delete.delay.ms"),
    .modelled(
      "max.message.bytes", .int, "1000012",
      "The greatest batch that is accepted; a greater one fails with MESSAGE_TOO_LARGE."
    ).then(2, 5, 0, "1048588").atLeast(0).fromBroker("message.max.bytes"),
    .modelled(
      "message.timestamp.type", .string, "CreateTime",
      "Whether records carry the producer's time or that of the append; retention follows it."
    ).oneOf("CreateTime", "LogAppendTime").since(0, 10, 0).fromBroker("log.message.timestamp.type"),
    .modelled(
      "message.timestamp.difference.max.ms", .long, "9223372036854775807",
      "How far a record's time may be from the broker's clock before it is refused."
    )
    .atLeast(0).since(0, 10, 0).deprecated(in: 3, 6, use: "message.timestamp.before.max.ms")
    .fromBroker("log.message.timestamp.difference.max.ms"),
    .modelled(
      "message.timestamp.before.max.ms", .long, "9223372036854775807",
      "How far in the past a record's time may be before it is refused."
    ).atLeast(0).since(3, 6).fromBroker("log.message.timestamp.before.max.ms"),
    .modelled(
      "message.timestamp.after.max.ms", .long, "9223372036854775807",
      "How far in the future a record's time may be; a far one blocks the retention of its segment."
    ).atLeast(0).since(3, 6).fromBroker("log.message.timestamp.after.max.ms"),
    .modelled(
      "min.cleanable.dirty.ratio", .double, "0.5",
      "The share of a log that must be uncompacted before it is compacted."
    ).with(.fraction(least: 0, most: 1, of: 1)).fromBroker("log.cleaner.min.cleanable.ratio"),
    .modelled(
      "min.compaction.lag.ms", .long, "0",
      "How long a record stays uncompacted at least, so that readers see every version of a key."
    ).atLeast(0).since(0, 10, 1).fromBroker("log.cleaner.min.compaction.lag.ms"),
    .modelled(
      "max.compaction.lag.ms", .long, "9223372036854775807",
      "How long a record stays uncompacted at most."
    ).atLeast(1).since(2, 3).fromBroker("log.cleaner.max.compaction.lag.ms"),
    .modelled(
      "delete.retention.ms", .long, "86400000",
      """
      How long a tombstone stays after compaction. A reader that is slower misses the deletion and \
      keeps the old value.
      """
    ).atLeast(0).fromBroker("log.cleaner.delete.retention.ms"),
    .known(
      "compression.type", .string, "producer", .compression,
      "The compression of the log, or the producer's own."
    )
    .oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer").since(0, 9, 0)
    .fromBroker("compression.type"),
    .known(
      "compression.gzip.level", .int, "-1", .compression,
      "The effort of gzip."
    ).with(.gzipLevel).since(3, 8).fromBroker("compression.gzip.level"),
    .known(
      "compression.lz4.level", .int, "9", .compression,
      "The effort of lz4."
    ).between(1, 17).since(3, 8).fromBroker("compression.lz4.level"),
    .known(
      "compression.zstd.level", .int, "3", .compression,
      "The effort of zstd."
    ).between(-131_072, 22).since(3, 8).fromBroker("compression.zstd.level"),
    .known(
      "preallocate", .boolean, "false", .fileLayout,
      "Whether segment files are given their full size at once."
    ).since(0, 9, 0).fromBroker("log.preallocate"),
    .known(
      "message.format.version", .string, "0.10.1-IV2", .conversion,
      "The record format on disk; here always the release's own."
    ).with(.release)
      .then(0, 10, 2, "0.10.2-IV0").then(0, 11, 0, "0.11.0-IV2").then(1, 0, 0, "1.0-IV0")
      .then(1, 1, 0, "1.1-IV0").then(2, 0, 0, "2.0-IV1").then(2, 1, 0, "2.1-IV2")
      .then(2, 2, 0, "2.2-IV1").then(2, 3, 0, "2.3-IV1").then(2, 4, 0, "2.4-IV1")
      .then(2, 5, 0, "2.5-IV0").then(2, 6, 0, "2.6-IV0").then(2, 7, 0, "2.7-IV2")
      .then(2, 8, 0, "2.8-IV1").then(3, 0, 0, "3.0-IV1").since(0, 10, 0).deprecated(in: 3, 0)
      .fromBroker("log.message.format.version"),
    .known(
      "message.downconversion.enable", .boolean, "true", .conversion,
      "Whether records are converted for consumers that only know older formats."
    ).since(2, 0).fromBroker("log.message.downconversion.enable"),
    .known(
      "leader.replication.throttled.replicas", .list, "", .quotas,
      "The replicas whose leaders are throttled."
    ).with(.throttledReplicas).since(0, 10, 1),
    .known(
      "follower.replication.throttled.replicas", .list, "", .quotas,
      "The replicas whose followers are throttled."
    ).with(.throttledReplicas).since(0, 10, 1),
    .known(
      "local.retention.bytes", .long, "-2", .tieredStorage,
      "How many bytes stay on local disks besides remote ones."
    ).atLeast(-2).since(3, 6).fromBroker("log.local.retention.bytes"),
    .known(
      "local.retention.ms", .long, "-2", .tieredStorage,
      "How long records stay on local disks besides remote ones."
    ).atLeast(-2).since(3, 6).fromBroker("log.local.retention.ms"),
    .known(
      "remote.storage.enable", .boolean, "false", .tieredStorage,
      "Whether the topic's old segments are stored remotely."
    ).since(3, 6),
    .known(
      "remote.log.copy.disable", .boolean, "false", .tieredStorage,
      "Whether segments are no longer copied away."
    ).since(3, 9),
    .known(
      "remote.log.delete.on.disable", .boolean, "false", .tieredStorage,
      "Whether remote segments go when remote storage is switched off."
    ).since(3, 9),
  ]
}
