import Kernel

/// A stream of sends of one application to one topic.
public struct SendWorkload: Sendable {
  /// How a scenario's own partitioner places records; it stands for a `partitioner.class` of the
  /// user.
  public enum PartitionRule: Sendable, Equatable {
    /// The producer's configured partitioner.
    case configured
    /// The first byte of the key, modulo the number of partitions.
    case firstByteOfKey
    /// The last byte of the key, modulo the number of partitions.
    case lastByteOfKey
    /// The number of bytes of the key, modulo the number of partitions.
    case keyLength
    /// One after another, over all partitions.
    case roundRobin
  }

  /// Where to.
  public var topic: TopicID
  /// The partition, or -1 to let the partitioner choose.
  public var partition: Int32 = -1
  /// How the partitioner chooses.
  public var rule = PartitionRule.configured
  /// The total number of records; `.max` where only time ends it.
  public var total: Int64
  /// Records handed over at once.
  public var burst: Int32 = 1
  /// From one burst to the next.
  public var interval: Duration
  /// Where above `interval`: each pause is drawn between the two.
  public var intervalMax: Duration = .zero
  /// When it begins, in scenario time.
  public var start: Duration = .zero
  /// When it ends at the latest, in scenario time.
  public var end: Duration = .infinite
  /// How many different keys, chosen by the producer's stream; 0 sends without keys.
  public var keys: Int32 = 0
  /// The one key of all records, by `keyNumber(named:)`; 0 where `keys` decides.
  public var fixedKey: Int32 = 0
  /// Out of 100 records, how many carry the first key (skew); the rest are spread evenly.
  public var skew: Int32 = 0
  /// The size of key and value together, in bytes.
  public var recordBytes: Int32 = 100
  /// Where above `recordBytes`: each record's size is drawn between the two.
  public var recordBytesMax: Int32 = 0
  /// Whether the application waits for each result before it sends on.
  public var waitsForResult = false
  /// Whether the application flushes after each burst, instead of letting records linger.
  public var flushes = false
  /// What compression leaves of the records, in thousandths.
  public var packing: Int32 = 1000
  /// Out of 100 records, how many are tombstones (a key without a value).
  public var tombstones: Int32 = 0
  /// What is added to the wall clock in the records' timestamps.
  public var timestampShift: Duration = .zero

  /// `total` records, one every `interval`.
  public init(topic: TopicID, total: Int64, interval: Duration) {
    self.topic = topic
    self.total = total
    self.interval = interval
  }

  /// The number of a key that a scenario names: `key-7` is 7, other names get a number of their
  /// own.
  public static func keyNumber(named name: String) -> Int32 {
    if name.hasPrefix("key-"), let number = Int32(name.dropFirst(4)), number > 0,
      number < RecordKey.firstNamed
    {
      return number
    }
    let hash = Murmur2.positive(Array(name.utf8)) % UInt32(RecordKey.namedCount)
    return RecordKey.firstNamed + Int32(hash)
  }
}
