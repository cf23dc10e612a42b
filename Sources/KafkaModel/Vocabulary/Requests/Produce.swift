import Kernel

/// The acknowledgements a producer asks for: 0, 1, all (-1), or a count in 0.8.
public struct RequiredAcks: Hashable, Sendable, CustomStringConvertible {
  /// The wire value.
  public let value: Int16
  /// Wraps a wire value.
  @inlinable public init(_ value: Int16) { self.value = value }
  /// The producer wants no answer.
  public static let zero = RequiredAcks(0)
  /// The leader's own append is enough.
  public static let leader = RequiredAcks(1)
  /// Every in-sync replica must have it.
  public static let all = RequiredAcks(-1)
  /// As configuration files write it.
  public var description: String { self == .all ? "all" : String(value) }
}

/// Produce: batches for some partitions that the receiver is believed to lead.
struct ProduceRequest: Sendable {
  var acks: RequiredAcks
  /// How long the broker may wait for replication (`request.timeout.ms` of the producer).
  var timeout: Duration
  /// `ProducePart`s: one batch per partition.
  var parts: ListRef
  /// The bytes on the wire.
  var byteCount: Int32
}

/// One batch of a produce request.
struct ProducePart: Sendable {
  var partition: PartitionID
  var batch: RecordBatch
}

/// Produce response; absent for acks=0.
struct ProduceResponse: Sendable {
  /// `ProduceResult`s.
  var results: ListRef
}

/// What became of one batch.
struct ProduceResult: Sendable {
  var partition: PartitionID
  var error: ErrorCode
  /// Of the first record, or unknown where the broker cannot say (some duplicates, all errors).
  var baseOffset: Offset
  var logStart: Offset
  /// The leader that the refusing broker knows of (KIP-951, 3.7+), or none.
  var leader = BrokerID.none
  /// That leader's epoch.
  var leaderEpoch = LeaderEpoch.none
}
