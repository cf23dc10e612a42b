/// The version switches of group coordinators, transaction coordinators and committed offsets.
public struct CoordinatorSemantics: Equatable, Sendable {
  /// Where committed offsets live.
  public enum OffsetStorage: Sendable {
    /// Znodes, set without any condition (0.8.0 and 0.8.1).
    case zooKeeper
    /// The compacted topic `__consumer_offsets` (0.8.2).
    case topic
  }
  /// The home of committed offsets.
  public var offsetStorage: OffsetStorage
  /// Whether the offsets topic is made with fewer replicas when brokers are missing (to 0.10.2,
  /// KIP-115).
  public var offsetsTopicMayBeSmaller: Bool

  /// How far a new coordinator reads the offsets partition.
  public enum LoadBound: Sendable {
    /// To its high watermark (up to 0.10.2): commits above a lagging one are invisible.
    case highWatermark
    /// To its log end (0.11).
    case logEnd
  }
  /// The bound of a coordinator's load.
  public var loadBound: LoadBound

  /// When committed offsets expire.
  public enum OffsetExpiry: Sendable {
    /// So long after each commit, even in a living group (up to 2.0).
    case sinceCommit
    /// So long after the group became empty (KIP-211, 2.1).
    case sinceEmpty
  }
  /// The start of `offsets.retention.minutes`.
  public var offsetExpiry: OffsetExpiry
  /// Whether groups have a broker-side coordinator (0.9).
  public var groupsExist: Bool
  /// Whether a new member must come back with the id it was given (KIP-394, 2.2).
  public var memberIDIsRequired: Bool
  /// Whether static members exist (KIP-345, 2.3).
  public var staticMembershipExists: Bool
  /// Whether a heartbeat succeeds while the group awaits its assignment (2.7).
  public var heartbeatSucceedsWhileCompleting: Bool
  /// Whether transactional offset commits prove group membership (KIP-447, 2.5).
  public var transactionOffsetsCarryMember: Bool
  /// Whether OffsetFetch can wait for pending transactional commits (KIP-447, 2.5).
  public var stableOffsetsExist: Bool
  /// Whether EndTxn needs the exact producer epoch (KAFKA-9600, 2.6), not merely no older one.
  public var endTransactionNeedsExactEpoch: Bool
  /// Whether an id's epoch can be raised by its own producer (KIP-360, 2.5).
  public var producerMayRaiseEpoch: Bool

  /// The switches of an unmodified release.
  init(version: KafkaVersion) {
    offsetStorage = version >= KafkaVersion(0, 8, 2) ? .topic : .zooKeeper
    offsetsTopicMayBeSmaller = version < KafkaVersion(0, 11, 0)
    loadBound = version >= KafkaVersion(0, 11, 0) ? .logEnd : .highWatermark
    offsetExpiry = version >= KafkaVersion(2, 1) ? .sinceEmpty : .sinceCommit
    groupsExist = version >= KafkaVersion(0, 9, 0)
    memberIDIsRequired = version >= KafkaVersion(2, 2)
    staticMembershipExists = version >= KafkaVersion(2, 3)
    heartbeatSucceedsWhileCompleting = version >= KafkaVersion(2, 7)
    transactionOffsetsCarryMember = version >= KafkaVersion(2, 5)
    stableOffsetsExist = version >= KafkaVersion(2, 5)
    endTransactionNeedsExactEpoch = version >= KafkaVersion(2, 6)
    producerMayRaiseEpoch = version >= KafkaVersion(2, 5)
  }
}
