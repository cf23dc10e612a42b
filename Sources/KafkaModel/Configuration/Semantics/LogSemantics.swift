/// The version switches of logs: rolling, retention, compaction, recovery and broken disks.
public struct LogSemantics: Equatable, Sendable {
  /// What an error of a log directory brings down.
  public enum DiskFailure: Sendable {
    /// The whole broker (up to 0.11).
    case haltsBroker
    /// The partitions of that directory, unless it was the last one (KIP-112, 1.0).
    case failsDirectory
  }
  /// The blast radius of an input/output error.
  public var diskFailure: DiskFailure

  /// By which clock a segment's age is told, for rolling and for retention.
  public enum SegmentAge: Sendable {
    /// File times: creation for rolling, last change for retention (up to 0.10.0).
    case file
    /// The timestamps of its records (KIP-33, 0.10.1).
    case recordTimestamps
  }
  /// The age that `segment.ms` and `retention.ms` are compared with.
  public var segmentAge: SegmentAge

  /// One pass of retention.
  public enum RetentionPass: Sendable {
    /// Segments wholly below the log start.
    case logStart
    /// Segments beyond `retention.bytes`.
    case size
    /// Segments older than `retention.ms`.
    case time
  }
  /// The passes of retention in their order, packed: first, second and third, if any.
  public var retentionOrder: RetentionOrder

  /// The order in which the passes of retention run.
  public enum RetentionOrder: Sendable {
    /// Up to 0.10: there is no movable log start yet.
    case timeSize
    /// 0.11 to 2.8.
    case timeSizeLogStart
    /// Since 3.0.
    case logStartSizeTime

    /// The passes in order.
    public var passes: [RetentionPass] {
      switch self {
      case .timeSize: [.time, .size]
      case .timeSizeLogStart: [.time, .size, .logStart]
      case .logStartSizeTime: [.logStart, .size, .time]
      }
    }
  }
  /// Whether retention deletes only what lies below the high watermark (0.11).
  public var retentionStopsAtHighWatermark: Bool

  /// When a compacted topic may forget a tombstone.
  public enum TombstoneExpiry: Sendable {
    /// By file times relative to the last clean segment (up to 3.0).
    case segmentTimes
    /// By a horizon written into the batch at its first cleaning (KIP-534, 3.1).
    case deleteHorizon
  }
  /// The rule of LogCleaner about delete markers.
  public var tombstoneExpiry: TombstoneExpiry

  /// Up to where the cleaner reads and rewrites closed segments.
  public enum CompactionBound: Sendable {
    /// All of them (up to 0.10.2).
    case everythingClosed
    /// Up to the first open or uncommitted transaction, be the rest committed or not (0.11 to 3.0).
    case firstUnstableOffset
    /// Up to what is committed and decided (KAFKA-13194, 3.1).
    case lastStableOffset
  }
  /// LogCleanerManager's rule about what may still be taken back.
  public var compactionBound: CompactionBound
  /// Whether `max.compaction.lag.ms` can force a cleaning (KIP-354, 2.3).
  public var compactionLagMaxExists: Bool

  /// Whether recovery after a crash sets the recovery point to the log end unflushed (up to 2.8).
  public var recoveryTrustsUnflushedLog: Bool
  /// Whether a crash in the middle of loading is still taken for a crash at the next start (2.8).
  public var cleanShutdownMarkerIsRemovedFirst: Bool
  /// Whether leader epochs are kept in a file beside the log (KIP-101, 0.11).
  public var epochCheckpointExists: Bool

  /// The version of records on disk that producers of that release cause.
  public enum RecordFormat: Int, Comparable, Sendable {
    /// No timestamps (0.8 and 0.9).
    case v0
    /// With timestamps (KIP-32, 0.10).
    case v1
    /// Batches with producer id, sequence and leader epoch (KIP-98, 0.11).
    case v2

    /// Orders formats by age.
    public static func < (a: RecordFormat, b: RecordFormat) -> Bool { a.rawValue < b.rawValue }
  }
  /// The record format of the release.
  public var recordFormat: RecordFormat

  /// The switches of an unmodified release.
  init(version: KafkaVersion) {
    let afterEpochs = version >= KafkaVersion(0, 11, 0)
    diskFailure = version >= KafkaVersion(1, 0) ? .failsDirectory : .haltsBroker
    segmentAge = version >= KafkaVersion(0, 10, 1) ? .recordTimestamps : .file
    retentionOrder =
      version >= KafkaVersion(3, 0)
      ? .logStartSizeTime : afterEpochs ? .timeSizeLogStart : .timeSize
    retentionStopsAtHighWatermark = afterEpochs
    tombstoneExpiry = version >= KafkaVersion(3, 1) ? .deleteHorizon : .segmentTimes
    compactionBound =
      version >= KafkaVersion(3, 1)
      ? .lastStableOffset : afterEpochs ? .firstUnstableOffset : .everythingClosed
    compactionLagMaxExists = version >= KafkaVersion(2, 3)
    recoveryTrustsUnflushedLog = version < KafkaVersion(3, 0)
    cleanShutdownMarkerIsRemovedFirst = version >= KafkaVersion(2, 8)
    epochCheckpointExists = afterEpochs
    recordFormat = afterEpochs ? .v2 : version >= KafkaVersion(0, 10, 0) ? .v1 : .v0
  }
}
