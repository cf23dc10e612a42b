import Kernel

/// What a log needs of its topic's configuration and of Kafka's version, flattened to integers.
///
/// It stands for Kafka's `LogConfig`. A broker makes one per topic and passes it along; the log
/// keeps none, so that a changed configuration holds from the next call on. Times are milliseconds
/// of the broker's wall clock, since that is what Kafka compares with record and file times.
struct LogRules: Equatable, Sendable {
  /// `max.message.bytes`.
  var batchBytesMax: Int64
  /// Whether records are dated by the leader (`message.timestamp.type=LogAppendTime`, KIP-32).
  var datesAtAppend: Bool
  /// `message.timestamp.before.max.ms`.
  var timestampBeforeMax: Int64
  /// `message.timestamp.after.max.ms`.
  var timestampAfterMax: Int64
  /// `segment.bytes`.
  var segmentBytes: Int64
  /// The age at which a segment is closed: `segment.ms`, or less for the sake of compaction.
  var segmentAgeMax: Int64
  /// `segment.jitter.ms`, never above `segment.ms`.
  var segmentAgeJitter: Int64
  /// How many entries fit into the smaller of a segment's two indexes.
  var indexEntriesMax: Int64
  /// `index.interval.bytes`.
  var indexIntervalBytes: Int64
  /// `flush.messages`.
  var flushRecords: Int64
  /// `flush.ms`.
  var flushInterval: Int64
  /// Whether `cleanup.policy` contains delete.
  var deletes: Bool
  /// Whether `cleanup.policy` contains compact.
  var compacts: Bool
  /// `retention.ms`; the greatest integer stands for "for ever".
  var retentionAge: Int64
  /// `retention.bytes`; -1 stands for "without bound".
  var retentionBytes: Int64
  /// `min.cleanable.dirty.ratio`.
  var dirtyRatioMin: Ratio
  /// `min.compaction.lag.ms`.
  var compactionLagMin: Int64
  /// `max.compaction.lag.ms`; the greatest integer stands for "no limit".
  var compactionLagMax: Int64
  /// `delete.retention.ms`.
  var tombstoneRetention: Int64
  /// How many keys one cleaning can take into its map (`log.cleaner.dedupe.buffer.size`).
  var cleanerKeysMax: Int
  /// After how long an idle producer id is forgotten (`producer.id.expiration.ms` or its ancestor).
  var producerExpiration: Int64
  /// The version switches of logs.
  var log: LogSemantics
  /// The version switches of producer state.
  var producers: ProducerStateSemantics
  /// The version switches of replication, of which a log reads those about leader epochs.
  var replication: ReplicationSemantics
}

extension LogRules {
  /// An entry of the cleaner's map takes a 16-byte key hash and an 8-byte offset; the map is filled
  /// to nine tenths (`log.cleaner.io.buffer.load.factor`).
  private static let cleanerEntryBytes: Int64 = 24
  /// The most keys that one cleaning looks at here, however large the configured buffer.
  private static let cleanerKeysLimit: Int64 = 5_000_000

  /// The rules that a topic's settings on one broker amount to.
  init(
    topic: TopicSettings, producerExpiration: Duration, cleanerBufferBytes: Int64,
    semantics: Semantics
  ) {
    log = semantics.log
    producers = semantics.producerState
    replication = semantics.replication
    batchBytesMax = topic.batchBytesMax
    datesAtAppend = topic.timestamps == .append && semantics.log.recordFormat >= .v1
    timestampBeforeMax = topic.timestampBeforeMax.millisecondsOrEndless
    timestampAfterMax = topic.timestampAfterMax.millisecondsOrEndless
    segmentBytes = topic.segmentBytes
    deletes = topic.cleanup.contains(.delete)
    compacts = topic.cleanup.contains(.compact)
    compactionLagMin = topic.compactionLagMin.millisecondsOrEndless
    compactionLagMax =
      semantics.log.compactionLagMaxExists ? topic.compactionLagMax.millisecondsOrEndless : .max
    let age = topic.segmentAgeMax.millisecondsOrEndless
    // A record in an active segment is never compacted, so the segment must end in time.
    segmentAgeMax = compacts && compactionLagMax > 0 ? min(age, compactionLagMax) : age
    segmentAgeJitter = min(topic.segmentAgeJitter.millisecondsOrEndless, age)
    indexEntriesMax = Self.indexEntries(topic.indexBytesMax, semantics.log.segmentAge)
    indexIntervalBytes = topic.indexIntervalBytes
    flushRecords = topic.flushRecords
    flushInterval = topic.flushInterval.millisecondsOrEndless
    retentionAge = topic.retention.millisecondsOrEndless
    retentionBytes = topic.retentionBytes ?? -1
    dirtyRatioMin = topic.dirtyRatioMin
    tombstoneRetention = topic.tombstoneRetention.millisecondsOrEndless
    let slots = cleanerBufferBytes / Self.cleanerEntryBytes
    cleanerKeysMax = Int(max(1, min(Self.cleanerKeysLimit, slots * 9 / 10)))
    self.producerExpiration = producerExpiration.millisecondsOrEndless
  }

  /// Offset index entries take 8 bytes; time index entries (0.10.1) take 12 and leave one free.
  private static func indexEntries(_ bytes: Int64, _ age: LogSemantics.SegmentAge) -> Int64 {
    switch age {
    case .file: max(1, bytes / 8)
    case .recordTimestamps: max(1, min(bytes / 8, bytes / 12 - 1))
    }
  }
}

extension Duration {
  /// Whole milliseconds; the infinite length becomes the greatest integer.
  var millisecondsOrEndless: Int64 { isInfinite ? .max : wholeMilliseconds }
}
