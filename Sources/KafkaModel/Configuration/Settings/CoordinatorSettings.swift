import Kernel

/// The settings of group coordinators and of committed offsets.
public struct GroupSettings: Equatable, Sendable {
  /// The partitions of the offsets topic.
  public var offsetsPartitionCount: Int64
  /// The replicas of the offsets topic.
  public var offsetsReplicationFactor: Int64
  /// The segment size of the offsets topic.
  public var offsetsSegmentBytes: Int64
  /// How long offsets of an inactive group are kept.
  public var offsetsRetention: Duration
  /// How often expired offsets are looked for.
  public var offsetsRetentionCheckInterval: Duration
  /// How long a commit waits for its replicas.
  public var commitTimeout: Duration
  /// The acknowledgements that a commit waits for; -1 for all.
  public var commitAcks: Int64
  /// The shortest session timeout that a member may ask for.
  public var sessionTimeoutMin: Duration
  /// The longest session timeout that a member may ask for.
  public var sessionTimeoutMax: Duration
  /// How long an empty group waits for more members; zero before 0.11.
  public var initialRebalanceDelay: Duration
  /// How many members a group may have.
  public var memberCountMax: Int64

  /// The part of an effective configuration that these settings read.
  init(_ values: EffectiveConfiguration) {
    offsetsPartitionCount = values.number("offsets.topic.num.partitions") ?? 1
    offsetsReplicationFactor = values.number("offsets.topic.replication.factor") ?? 1
    offsetsSegmentBytes = values.number("offsets.topic.segment.bytes") ?? .max
    offsetsRetention = values.duration("offsets.retention.minutes") ?? .infinite
    offsetsRetentionCheckInterval =
      values.period("offsets.retention.check.interval.ms") ?? .infinite
    commitTimeout = values.duration("offsets.commit.timeout.ms") ?? .infinite
    commitAcks = values.number("offsets.commit.required.acks") ?? -1
    sessionTimeoutMin = values.duration("group.min.session.timeout.ms") ?? .zero
    sessionTimeoutMax = values.duration("group.max.session.timeout.ms") ?? .infinite
    initialRebalanceDelay = values.duration("group.initial.rebalance.delay.ms") ?? .zero
    memberCountMax = values.number("group.max.size") ?? .max
  }
}

/// The settings of producer state on brokers.
public struct TransactionSettings: Equatable, Sendable {
  /// How long an idle transactional id is remembered.
  public var idExpiration: Duration
  /// How long a partition remembers a producer; before 3.4 as long as a transactional id.
  public var producerIDExpiration: Duration
  /// How often forgotten producers are looked for.
  public var producerIDExpirationCheckInterval: Duration

  /// The part of an effective configuration that these settings read.
  init(_ values: EffectiveConfiguration) {
    let checkIntervalBeforeTheKey = Duration.minutes(10)
    let expiration = values.duration("transactional.id.expiration.ms") ?? .infinite
    idExpiration = expiration
    producerIDExpiration = values.duration("producer.id.expiration.ms") ?? expiration
    producerIDExpirationCheckInterval =
      values.period("producer.id.expiration.check.interval.ms") ?? checkIntervalBeforeTheKey
  }
}
