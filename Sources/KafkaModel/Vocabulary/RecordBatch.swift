import Kernel

/// One application record, by where it came from: the n-th send of a record stream.
///
/// A *record stream* is what one life of one producer sends to one partition. A batch holds
/// consecutive records of one stream, so it names its content with three integers however many
/// records it has.
public struct RecordRange: Hashable, Sendable {
  /// The stream's number in the run; -1 for records that no application sent (markers, group
  /// state).
  public var stream: Int32
  /// How many records.
  public var count: Int32
  /// The first record's place in its stream, from 0.
  public var first: Int64

  /// The records `first ..< first + count` of a stream.
  @inlinable public init(stream: Int32, first: Int64, count: Int32) {
    self.stream = stream
    self.first = first
    self.count = count
  }

  /// The stream number of records that no application sent.
  public static let noStream: Int32 = -1
}

/// What a batch is, besides its records.
public struct BatchAttributes: OptionSet, Hashable, Sendable {
  /// The bits.
  /// The bare number.
  public let rawValue: UInt8
  /// Wraps bits.
  /// Wraps a bare number.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// Part of a transaction.
  public static let transactional = BatchAttributes(rawValue: 1)
  /// A transaction marker or another record that only brokers write.
  public static let control = BatchAttributes(rawValue: 2)
  /// The timestamp is the broker's (`message.timestamp.type=LogAppendTime`).
  public static let logAppendTime = BatchAttributes(rawValue: 4)
  /// A marker that commits (with `control`); without it the marker aborts.
  public static let commitMarker = BatchAttributes(rawValue: 8)
  /// Compaction took records out: those left begin at the base offset, the span reaches further.
  public static let compacted = BatchAttributes(rawValue: 16)
}

/// The header of a record batch (message format v2, KIP-98), which stands for the batch everywhere.
///
/// Plain integers: a batch of a thousand records costs as much as a batch of one. Its records lie
/// at `baseOffset` and the `records.count - 1` offsets behind it; `offsetSpan` is how many offsets
/// it covers, which is more where compaction took records out, and a reader continues behind them.
public struct RecordBatch: Hashable, Sendable {
  /// The offset of its first record; assigned by the leader.
  public var baseOffset: Offset
  /// How many offsets it covers.
  public var offsetSpan: Int32
  /// The leader epoch that the appending leader stamped (`partitionLeaderEpoch`).
  public var leaderEpoch: LeaderEpoch
  /// Which application records it holds.
  public var records: RecordRange
  /// The idempotent producer's id, or none.
  public var producerID: ProducerID
  /// The first record's sequence number, or -1.
  public var baseSequence: Int32
  /// The idempotent producer's epoch, or none.
  public var producerEpoch: ProducerEpoch
  /// Transaction, marker and timestamp bits.
  public var attributes: BatchAttributes
  /// Size on the wire and on disk, in bytes.
  public var byteCount: Int32
  /// The largest timestamp in it, in milliseconds of the writer's wall clock.
  public var maxTimestamp: Int64
  /// Key of the batch's only record, for compacted topics, as `CompactionKey` writes it; 0 is
  /// "no key", -1 "each record has its own".
  public var key: Int32
  /// A number that its owner understands: group metadata, transaction state, the coordinator's
  /// epoch of a marker; 0 for plain records.
  public var payload: Int32

  /// A batch as a producer builds it: no offset, no leader epoch yet.
  public init(records: RecordRange, byteCount: Int32, maxTimestamp: Int64) {
    baseOffset = .zero
    offsetSpan = records.count
    leaderEpoch = .none
    self.records = records
    producerID = .none
    baseSequence = -1
    producerEpoch = .none
    attributes = []
    self.byteCount = byteCount
    self.maxTimestamp = maxTimestamp
    key = 0
    payload = 0
  }

  /// The offset behind its last record.
  @inlinable public var nextOffset: Offset { baseOffset.advanced(by: Int64(offsetSpan)) }
  /// The offset of its last record.
  @inlinable public var lastOffset: Offset { baseOffset.advanced(by: Int64(offsetSpan) - 1) }
  /// Whether it carries sequence numbers.
  @inlinable public var isIdempotent: Bool { baseSequence >= 0 && producerID.value >= 0 }
}
