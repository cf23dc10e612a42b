/// The version switches of what a partition remembers of idempotent and transactional producers.
public struct ProducerStateSemantics: Equatable, Sendable {
  /// Whether producer ids, sequences and transactions exist at all (KIP-98, 0.11).
  public var exists: Bool
  /// How many past batches of a producer are recognised when they come again: 1 (0.11), 5 (1.0).
  public var rememberedBatches: Int

  /// How a batch is judged whose producer the partition does not know, and that does not start at
  /// zero.
  public enum UnknownProducer: Sendable {
    /// OUT_OF_ORDER_SEQUENCE_NUMBER (0.11).
    case outOfOrder
    /// UNKNOWN_PRODUCER_ID (1.0 to 2.4): spurious failures on quiet topics.
    case unknownProducerID
    /// Appended as if in order (KIP-360, 2.5): lost state silently loses duplicate detection.
    case accepted
  }
  /// The rule for a sequence above zero without any state.
  public var unknownProducer: UnknownProducer
  /// The rule when only a transaction marker is known of the producer; `accepted` does not occur.
  public var onlyMarkerKnown: UnknownProducer
  /// Whether state goes when the producer's last record leaves the log (up to 2.3, KAFKA-7190).
  public var goesWithLastRecord: Bool
  /// Whether `producer.id.expiration.ms` governs expiry (3.4), instead of the transactional id's.
  public var hasOwnExpiration: Bool

  /// How far the server side of transactions is defended against late requests.
  public enum TransactionVersion: Int, Comparable, Sendable {
    /// Epochs per producer only.
    case v0
    /// The leader verifies with the coordinator before the first record (KIP-890 part 1, 3.6).
    case v1
    /// The epoch grows with every transaction (KIP-890 part 2, 4.0).
    case v2

    /// Orders by strength.
    public static func < (a: TransactionVersion, b: TransactionVersion) -> Bool {
      a.rawValue < b.rawValue
    }
  }
  /// The era of transactions.
  public var transactionVersion: TransactionVersion
  /// Whether a failed verification is TRANSACTION_ABORTABLE (3.8) instead of INVALID_TXN_STATE.
  public var transactionAbortableExists: Bool
  /// Whether INVALID_PRODUCER_EPOCH ends only the transaction (KIP-588, 2.7), not the producer.
  public var oldEpochIsAbortable: Bool

  /// The switches of an unmodified release.
  init(version: KafkaVersion) {
    exists = version >= KafkaVersion(0, 11, 0)
    rememberedBatches = exists ? (version >= KafkaVersion(1, 0) ? 5 : 1) : 0
    unknownProducer =
      version >= KafkaVersion(2, 5)
      ? .accepted : version >= KafkaVersion(1, 0) ? .unknownProducerID : .outOfOrder
    onlyMarkerKnown =
      version >= KafkaVersion(2, 0) && version < KafkaVersion(2, 5)
      ? .unknownProducerID : .outOfOrder
    goesWithLastRecord = version < KafkaVersion(2, 4)
    hasOwnExpiration = version >= KafkaVersion(3, 4)
    transactionVersion =
      version >= KafkaVersion(4, 0) ? .v2 : version >= KafkaVersion(3, 6) ? .v1 : .v0
    transactionAbortableExists = version >= KafkaVersion(3, 8)
    oldEpochIsAbortable = version >= KafkaVersion(2, 7)
  }
}
