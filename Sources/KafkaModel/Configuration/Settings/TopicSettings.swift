import Kernel

/// What a partition's machines read from its topic's configuration on one broker; plain data.
public struct TopicSettings: Equatable, Sendable {
  /// The fewest in-sync replicas with which acks=all is accepted.
  public var minInSyncReplicas: Int64
  /// Whether a replica outside the in-sync set may become leader.
  public var uncleanElectionIsAllowed: Bool
  /// What happens to old records.
  public var cleanup: CleanupPolicy
  /// How long records are kept before their segment may be deleted.
  public var retention: Duration
  /// How many bytes a partition keeps; `nil` without bound.
  public var retentionBytes: Int64?
  /// The size at which a segment is closed.
  public var segmentBytes: Int64
  /// The age at which a segment is closed.
  public var segmentAgeMax: Duration
  /// How much sooner it may be closed, drawn per segment.
  public var segmentAgeJitter: Duration
  /// The size at which an offset index is full.
  public var indexBytesMax: Int64
  /// How many bytes are appended between two index entries.
  public var indexIntervalBytes: Int64
  /// How many records are appended before the log is flushed to disk.
  public var flushRecords: Int64
  /// How long records wait before the log is flushed to disk.
  public var flushInterval: Duration
  /// The greatest batch that is accepted.
  public var batchBytesMax: Int64
  /// Whose clock dates the records.
  public var timestamps: TimestampKind
  /// How much older than the broker's clock a record may be.
  public var timestampBeforeMax: Duration
  /// How much newer than the broker's clock a record may be.
  public var timestampAfterMax: Duration
  /// The share of a log that must be uncompacted before a cleaning.
  public var dirtyRatioMin: Ratio
  /// How long a record stays uncompacted at least.
  public var compactionLagMin: Duration
  /// How long a record stays uncompacted at most.
  public var compactionLagMax: Duration
  /// How long a tombstone stays after its first cleaning.
  public var tombstoneRetention: Duration

  /// What becomes of old records; both may apply (KIP-71).
  public struct CleanupPolicy: OptionSet, Sendable {
    /// One bit per policy.
    public let rawValue: UInt8
    /// The set with the given bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Old segments are deleted.
    public static let delete = CleanupPolicy(rawValue: 1)
    /// Only the last record of each key is kept.
    public static let compact = CleanupPolicy(rawValue: 2)
  }

  /// Whose clock a record's timestamp shows (KIP-32).
  public enum TimestampKind: Sendable {
    /// The producer's.
    case create
    /// The leader's, at the append.
    case append
  }

  /// The settings that a topic's effective configuration on one broker amounts to.
  public init(_ values: EffectiveConfiguration) {
    minInSyncReplicas = values.number("min.insync.replicas") ?? 1
    // Before the key existed, any live replica could become leader.
    uncleanElectionIsAllowed = values.flag("unclean.leader.election.enable") ?? true
    cleanup = Self.cleanup(values.list("cleanup.policy"))
    let retained = values.number("retention.ms") ?? -1
    retention = retained < 0 ? .infinite : values.duration("retention.ms") ?? .infinite
    retentionBytes = values.number("retention.bytes").flatMap { $0 < 0 ? nil : $0 }
    segmentBytes = values.number("segment.bytes") ?? .max
    segmentAgeMax = values.duration("segment.ms") ?? .infinite
    segmentAgeJitter = values.duration("segment.jitter.ms") ?? .zero
    indexBytesMax = values.number("segment.index.bytes") ?? .max
    indexIntervalBytes = values.number("index.interval.bytes") ?? .max
    flushRecords = values.number("flush.messages") ?? .max
    flushInterval = values.duration("flush.ms") ?? .infinite
    batchBytesMax = values.number("max.message.bytes") ?? .max
    timestamps = values.text("message.timestamp.type") == "LogAppendTime" ? .append : .create
    let difference = values.duration("message.timestamp.difference.max.ms") ?? .infinite
    // The older key still counts where the newer ones keep their default, which is without bound.
    timestampBeforeMax = Self.bound("message.timestamp.before.max.ms", or: difference, values)
    timestampAfterMax = Self.bound("message.timestamp.after.max.ms", or: difference, values)
    dirtyRatioMin = values.ratio("min.cleanable.dirty.ratio") ?? Ratio(1, 2)
    compactionLagMin = values.duration("min.compaction.lag.ms") ?? .zero
    compactionLagMax = values.duration("max.compaction.lag.ms") ?? .infinite
    tombstoneRetention = values.duration("delete.retention.ms") ?? .infinite
  }

  /// A bound, or another where it is without end or the release has no such key.
  private static func bound(
    _ name: String, or other: Duration, _ values: EffectiveConfiguration
  ) -> Duration {
    let given = values.duration(name) ?? .infinite
    return given.isInfinite ? other : given
  }

  /// The policies of a list of words; release 0.8.0 knew deletion only.
  private static func cleanup(_ words: [String]) -> CleanupPolicy {
    var policy: CleanupPolicy = []
    if words.contains("delete") || words.isEmpty { policy.insert(.delete) }
    if words.contains("compact") { policy.insert(.compact) }
    return policy
  }
}
