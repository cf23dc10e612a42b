/// A number of the cluster's vocabulary that means one thing only and never mixes with another.
public protocol ClusterNumber: Comparable, Hashable, Sendable, CustomStringConvertible {
  /// The integer type that holds the number.
  associatedtype RawNumber: FixedWidthInteger & Sendable
  /// The bare number, for arithmetic at the edges and for printing.
  var value: RawNumber { get }
  /// Wraps a bare number.
  init(_ value: RawNumber)
}

extension ClusterNumber {
  /// Orders by the bare number.
  @inlinable public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
  /// The bare number in decimal.
  public var description: String { String(value) }
}

/// The `broker.id` of a broker; `none` is what Kafka writes as -1.
public struct BrokerID: ClusterNumber {
  /// The bare number.
  public let value: Int32
  /// Wraps a bare number.
  @inlinable public init(_ value: Int32) { self.value = value }
  /// No broker: the leader of an offline partition, the replica id of a consumer.
  public static let none = BrokerID(-1)
}

/// One topic for the length of a run: a dense number that the directory resolves to a name.
public struct TopicID: ClusterNumber {
  /// The bare number.
  public let value: Int32
  /// Wraps a bare number.
  @inlinable public init(_ value: Int32) { self.value = value }
}

/// One topic-partition for the length of a run: dense over all topics, resolved by the directory.
public struct PartitionID: ClusterNumber {
  /// The bare number.
  public let value: Int32
  /// Wraps a bare number.
  @inlinable public init(_ value: Int32) { self.value = value }
  /// The number as an array index.
  @inlinable public var index: Int { Int(value) }
}

/// The controller's count of leader changes of one partition (KIP-101).
public struct LeaderEpoch: ClusterNumber {
  /// The bare number.
  public let value: Int32
  /// Wraps a bare number.
  @inlinable public init(_ value: Int32) { self.value = value }
  /// Kafka's NoEpoch: the peer is too old to say, or nothing is known.
  public static let none = LeaderEpoch(-1)
  /// The epoch of a partition's first leader.
  public static let first = LeaderEpoch(0)
  /// The epoch that the next election assigns.
  public var next: LeaderEpoch { LeaderEpoch(value &+ 1) }
}

/// The version of a partition's registered state: the znode's data version in ZooKeeper mode.
public struct PartitionEpoch: ClusterNumber {
  /// The bare number.
  public let value: Int32
  /// Wraps a bare number.
  @inlinable public init(_ value: Int32) { self.value = value }
  /// The version of a state that was just created.
  public static let first = PartitionEpoch(0)
}

/// The count of controller elections, kept in /controller_epoch.
public struct ControllerEpoch: ClusterNumber {
  /// The bare number.
  public let value: Int32
  /// Wraps a bare number.
  @inlinable public init(_ value: Int32) { self.value = value }
  /// Before any controller was elected.
  public static let none = ControllerEpoch(0)
}

/// The generation of a registered broker: the czxid of its znode (KIP-380); -1 is "unknown".
public struct BrokerEpoch: ClusterNumber {
  /// The bare number.
  public let value: Int64
  /// Wraps a bare number.
  @inlinable public init(_ value: Int64) { self.value = value }
  /// A sender that knows no broker epochs; never checked.
  public static let unknown = BrokerEpoch(-1)
}

/// A position in a partition's log.
public struct Offset: ClusterNumber {
  /// The bare number.
  public let value: Int64
  /// Wraps a bare number.
  @inlinable public init(_ value: Int64) { self.value = value }
  /// The first offset of a log that was never trimmed.
  public static let zero = Offset(0)
  /// Kafka's -1: not known, or no such offset.
  public static let unknown = Offset(-1)
  /// The offset `count` records further on.
  @inlinable public func advanced(by count: Int64) -> Offset { Offset(value &+ count) }
  /// How many offsets lie between the two.
  @inlinable public static func - (left: Offset, right: Offset) -> Int64 {
    left.value &- right.value
  }
}

/// The identity that InitProducerId gives to an idempotent producer session.
public struct ProducerID: ClusterNumber {
  /// The bare number.
  public let value: Int64
  /// Wraps a bare number.
  @inlinable public init(_ value: Int64) { self.value = value }
  /// Records of a producer without idempotence.
  public static let none = ProducerID(-1)
}

/// The fencing number of one producer id.
public struct ProducerEpoch: ClusterNumber {
  /// The bare number.
  public let value: Int16
  /// Wraps a bare number.
  @inlinable public init(_ value: Int16) { self.value = value }
  /// No producer id, no epoch.
  public static let none = ProducerEpoch(-1)
}

/// A client of the scenario, in declaration order: producers first, then consumers.
public struct ClientID: ClusterNumber {
  /// The bare number.
  public let value: Int32
  /// Wraps a bare number.
  @inlinable public init(_ value: Int32) { self.value = value }
}

/// A consumer group of the scenario.
public struct GroupID: ClusterNumber {
  /// The bare number.
  public let value: Int32
  /// Wraps a bare number.
  @inlinable public init(_ value: Int32) { self.value = value }
  /// A reader that belongs to no group.
  public static let none = GroupID(-1)
}
