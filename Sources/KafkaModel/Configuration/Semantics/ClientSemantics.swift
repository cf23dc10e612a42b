/// The version switches of the producers and consumers of a release.
public struct ClientSemantics: Equatable, Sendable {
  /// When a batch that cannot be sent is given up.
  public enum BatchExpiry: Sendable {
    /// Never (0.8.2).
    case never
    /// After `request.timeout.ms` in the queue; batches in flight do not expire (0.9 to 2.0).
    case requestTimeout
    /// `delivery.timeout.ms` after its creation, wherever it is (KIP-91, 2.1).
    case deliveryTimeout
  }
  /// The rule of RecordAccumulator about expiry.
  public var batchExpiry: BatchExpiry

  /// Where records without a key go.
  public enum KeylessPartitioning: Sendable {
    /// One random available partition until metadata is renewed (the Scala producer, 0.8.0 and
    /// 0.8.1).
    case randomUntilRefresh
    /// Round robin over available partitions (up to 2.3).
    case roundRobin
    /// One random available partition until a new batch must be opened (KIP-480, 2.4 to 3.2).
    case sticky
    /// One partition until `batch.size` bytes went there, weighted by queue lengths (KIP-794, 3.3).
    case uniformSticky
  }
  /// The default partitioner's rule for records without a key.
  public var keylessPartitioning: KeylessPartitioning
  /// Whether keys are placed by Java's hash of their text (the Scala producer), not by murmur2.
  public var hashesKeysLikeJava: Bool

  /// Whether retry pauses double up to `retry.backoff.max.ms` (KIP-580, 3.7).
  public var retryBackoffGrows: Bool
  /// Whether reconnect pauses double up to `reconnect.backoff.max.ms` (KIP-144, 0.11).
  public var reconnectBackoffGrows: Bool
  /// Whether a connection attempt has its own timeout (KIP-601, 2.7).
  public var connectionSetupTimeoutExists: Bool
  /// Whether stale metadata is recognised by leader epochs (KIP-320, 2.2).
  public var metadataIsMonotonic: Bool
  /// Whether new topics are asked for alone, bypassing the retry pause (KIP-526, 2.5).
  public var metadataIsPartial: Bool
  /// Whether a retry to a new leader skips its pause, and errors may name that leader (KIP-951,
  /// 3.7).
  public var newLeaderSkipsBackoff: Bool
  /// Whether one request in flight also means one batch per partition at any broker (KAFKA-3197,
  /// 0.10.0).
  public var singleInFlightMutes: Bool
  /// Whether a request that timed out is told from a broken connection (3.5): else
  /// NETWORK_EXCEPTION.
  public var timeoutHasOwnError: Bool

  /// Whether an error counts for the sequences although its batch has expired by then (up to 3.5):
  /// Sender.failBatch told the TransactionManager of it first.
  public var lateErrorsCount: Bool

  /// How far idempotence reaches in the producer.
  public enum Idempotence: Int, Comparable, Sendable {
    /// It does not exist (up to 0.10.2).
    case none
    /// One request in flight (0.11).
    case singleInFlight
    /// Up to five requests in flight (1.0).
    case fiveInFlight
    /// The producer raises its own epoch after a loss of state (KIP-360, 2.5).
    case raisesEpoch

    /// Orders by strength.
    public static func < (a: Idempotence, b: Idempotence) -> Bool { a.rawValue < b.rawValue }
  }
  /// The era of the idempotent producer.
  public var idempotence: Idempotence
  /// Whether each partition begins its sequences anew in a new epoch, as soon as nothing of it is
  /// open (KAFKA-12152, 2.7.1).
  ///
  /// From 2.5 to 2.7.0 only the partition for which the epoch was raised did so, and those whose
  /// last open batch of an older epoch was stored later; failures of such a batch were disregarded.
  public var newEpochRestartsAll: Bool

  /// Whether heartbeats come from their own thread (KIP-62, 0.10.1), apart from polling.
  public var heartbeatsInBackground: Bool
  /// Whether an automatic commit that is due comes behind the fetched records, and covers them
  /// before the application has seen one (0.9.0.0; KAFKA-2942, 0.9.0.1).
  public var autoCommitCoversUnseen: Bool
  /// Whether consumers compare their position with the leader's epochs (KIP-320, 2.3).
  public var validatesPosition: Bool
  /// Whether a member that is told ILLEGAL_GENERATION keeps its member id (KAFKA-13419, 3.2).
  public var illegalGenerationKeepsMember: Bool
  /// Whether incremental rebalancing exists (KIP-429, 2.4).
  public var cooperativeRebalancingExists: Bool
  /// Whether a consumer may read from a follower in its rack (KIP-392, 2.4).
  public var readsFromFollowers: Bool
  /// Whether an error that asks for metadata also ends reading from a nearer replica (KAFKA-14379,
  /// 3.3.2); before, only an offset out of range does.
  public var errorsForgetNearReplica: Bool

  /// The switches of an unmodified release.
  init(version: KafkaVersion) {
    batchExpiry =
      version >= KafkaVersion(2, 1)
      ? .deliveryTimeout : version >= KafkaVersion(0, 9, 0) ? .requestTimeout : .never
    keylessPartitioning =
      version >= KafkaVersion(3, 3)
      ? .uniformSticky
      : version >= KafkaVersion(2, 4)
        ? .sticky : version >= KafkaVersion(0, 8, 2) ? .roundRobin : .randomUntilRefresh
    hashesKeysLikeJava = version < KafkaVersion(0, 8, 2)
    retryBackoffGrows = version >= KafkaVersion(3, 7)
    reconnectBackoffGrows = version >= KafkaVersion(0, 11, 0)
    connectionSetupTimeoutExists = version >= KafkaVersion(2, 7)
    metadataIsMonotonic = version >= KafkaVersion(2, 2)
    metadataIsPartial = version >= KafkaVersion(2, 5)
    newLeaderSkipsBackoff = version >= KafkaVersion(3, 7)
    singleInFlightMutes = version >= KafkaVersion(0, 10, 0)
    timeoutHasOwnError = version >= KafkaVersion(3, 5)
    lateErrorsCount = version < KafkaVersion(3, 6)
    idempotence = Self.idempotence(of: version)
    newEpochRestartsAll = version < KafkaVersion(2, 5) || version >= KafkaVersion(2, 7, 1)
    heartbeatsInBackground = version >= KafkaVersion(0, 10, 1)
    autoCommitCoversUnseen = version >= KafkaVersion(0, 9) && version < KafkaVersion(0, 9, 0, 1)
    validatesPosition = version >= KafkaVersion(2, 3)
    illegalGenerationKeepsMember = version >= KafkaVersion(3, 2)
    cooperativeRebalancingExists = version >= KafkaVersion(2, 4)
    readsFromFollowers = version >= KafkaVersion(2, 4)
    errorsForgetNearReplica = version >= KafkaVersion(3, 3, 2)
  }

  /// The era of a release in `Idempotence`'s terms.
  private static func idempotence(of version: KafkaVersion) -> Idempotence {
    if version >= KafkaVersion(2, 5) { return .raisesEpoch }
    if version >= KafkaVersion(1, 0) { return .fiveInFlight }
    return version >= KafkaVersion(0, 11, 0) ? .singleInFlight : .none
  }
}
