/// Logs: segments, retention, flushing and their timers.
enum BrokerLogKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "log", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "log.segment.bytes", .int, "1073741824",
      """
      The size at which a segment is closed and flushed: the only flush of data that happens by \
      default.
      """
    ).atLeast(14).dynamic(),
    .modelled(
      "log.roll.ms", .long, nil,
      "The age at which a segment is closed; unset, log.roll.hours counts."
    ).since(0, 8, 2).dynamic(),
    .modelled(
      "log.roll.hours", .int, "168",
      "The age at which a segment is closed, in hours."
    ).atLeast(1),
    .modelled(
      "log.roll.jitter.ms", .long, nil,
      "How much sooner a segment may be closed, drawn per segment, so that not all close at once."
    ).since(0, 8, 2).dynamic(),
    .modelled(
      "log.roll.jitter.hours", .int, "0",
      "The same in hours, when log.roll.jitter.ms is unset."
    ).atLeast(0).since(0, 8, 2),
    .modelled(
      "log.retention.ms", .long, nil,
      """
      How long records are kept; a consumer that is away longer finds its position gone. Unset, \
      the minutes count, then the hours.
      """
    ).with(.unlimitedOrPositive).since(0, 8, 2).dynamic(),
    .modelled(
      "log.retention.minutes", .int, nil,
      "How long records are kept, in minutes, when log.retention.ms is unset."
    ).with(.unlimitedOrPositive).since(0, 8, 1),
    .modelled(
      "log.retention.hours", .int, "168",
      "How long records are kept, in hours, when neither ms nor minutes are set."
    ).with(.unlimitedOrPositive),
    .modelled(
      "log.retention.bytes", .long, "-1",
      "How many bytes a partition keeps; -1 for no bound."
    ).dynamic(),
    .modelled(
      "log.retention.check.interval.ms", .long, "300000",
      "How often logs are looked over for segments to delete."
    ).atLeast(1).since(0, 8, 1),
    .modelled(
      "log.flush.interval.messages", .long, "10000",
      """
      After how many records a log is flushed to disk. The default never does: durability is \
      replication, and a power loss of all replicas loses acknowledged records.
      """
    ).then(0, 8, 1, "9223372036854775807").atLeast(1).dynamic(),
    .modelled(
      "log.flush.interval.ms", .long, nil,
      """
      How long records may wait before a log is flushed to disk; unset, the scheduler's interval \
      counts.
      """
    ).dynamic(),
    .modelled(
      "log.flush.scheduler.interval.ms", .long, "3000",
      "How often logs are looked over for a due flush."
    ).then(0, 8, 1, "9223372036854775807"),
    .modelled(
      "log.flush.offset.checkpoint.interval.ms", .int, "60000",
      """
      How often the point up to which logs are flushed is written down; recovery after a crash \
      reads from there.
      """
    ).atLeast(0).since(0, 8, 1),
    .modelled(
      "log.flush.start.offset.checkpoint.interval.ms", .int, "60000",
      "How often log start offsets are written down; a crash may bring back records deleted since."
    ).atLeast(0).since(0, 11, 0),
    .modelled(
      "log.initial.task.delay.ms", .long, "30000",
      "When the periodic tasks of the log manager run for the first time."
    ).atLeast(0).since(3, 8),
    .known(
      "log.segment.delete.delay.ms", .long, "60000", .fileDeletion,
      "How long a deleted segment stays on disk before it is removed."
    ).atLeast(0).since(0, 8, 1).dynamic(),
    .modelled(
      "log.index.size.max.bytes", .int, "10485760",
      "The size at which an index is full, which closes the segment."
    ).atLeast(4).dynamic(),
    .modelled(
      "log.index.interval.bytes", .int, "4096",
      "How many bytes are appended between two index entries."
    ).atLeast(0).dynamic(),
    .modelled(
      "message.max.bytes", .int, "1000012",
      "The greatest batch that is accepted; a greater one fails with MESSAGE_TOO_LARGE."
    ).then(2, 5, 0, "1048588").atLeast(0).dynamic(),
    .modelled(
      "log.message.timestamp.type", .string, "CreateTime",
      "Whether records carry the producer's time or that of the append."
    ).oneOf("CreateTime", "LogAppendTime").since(0, 10, 0).dynamic(),
    .modelled(
      "log.message.timestamp.difference.max.ms", .long, "9223372036854775807",
      "How far a record's time may be from the broker's clock before it is refused."
    )
    .atLeast(0).since(0, 10, 0).deprecated(in: 3, 6, use: "log.message.timestamp.before.max.ms")
    .dynamic(),
    .modelled(
      "log.message.timestamp.before.max.ms", .long, "9223372036854775807",
      "How far in the past a record's time may be before it is refused."
    ).atLeast(0).since(3, 6).dynamic(),
    .modelled(
      "log.message.timestamp.after.max.ms", .long, "9223372036854775807",
      "How far in the future a record's time may be before it is refused."
    ).atLeast(0).since(3, 6).dynamic(),
    .known(
      "log.message.format.version", .string, "0.10.0-IV1", .conversion,
      "The record format on disk; here always the release's own."
    ).with(.release)
      .then(0, 10, 1, "0.10.1-IV2").then(0, 10, 2, "0.10.2-IV0").then(0, 11, 0, "0.11.0-IV2")
      .then(1, 0, 0, "1.0-IV0").then(1, 1, 0, "1.1-IV0").then(2, 0, 0, "2.0-IV1")
      .then(2, 1, 0, "2.1-IV2").then(2, 2, 0, "2.2-IV1").then(2, 3, 0, "2.3-IV1")
      .then(2, 4, 0, "2.4-IV1").then(2, 5, 0, "2.5-IV0").then(2, 6, 0, "2.6-IV0")
      .then(2, 7, 0, "2.7-IV2").then(2, 8, 0, "2.8-IV1").then(3, 0, 0, "3.0-IV1").since(0, 10, 0)
      .deprecated(in: 3, 0),
    .known(
      "log.message.downconversion.enable", .boolean, "true", .conversion,
      "Whether records are converted for consumers that only know older formats."
    ).since(2, 0).dynamic(),
    .modelled(
      "log.dirs", .string, nil,
      "The log directories, separated by commas; each is a disk here that can fail on its own."
    ),
    .known(
      "log.dir", .string, "/tmp/kafka-logs", .fileLayout,
      "The log directory when log.dirs is unset."
    ),
    .modelled(
      "num.recovery.threads.per.data.dir", .int, "1",
      """
      How many logs of a directory are recovered at a time after a crash; recovery comes before \
      registration.
      """
    ).atLeast(1).since(0, 8, 2).dynamic(),
    .known(
      "log.dir.failure.timeout.ms", .long, "30000", .kraft,
      "How long a KRaft broker may fail to report a failed directory before it stops (KIP-858)."
    ).atLeast(1).since(3, 7),
    .known(
      "log.preallocate", .boolean, "false", .fileLayout,
      "Whether segment files are given their full size at once."
    ).since(0, 9, 0).dynamic(),
  ]
}
