import Kernel

/// The names behind the numbers: topics and partitions of a run, in order of their creation.
///
/// The catalog is the simulation's own directory. That a topic is in it says nothing about whether
/// a broker knows the topic: brokers learn of topics from the controller. A topic keeps its number
/// for the whole run; its partitions get numbers as they are created.
public struct Catalog: Sendable {
  /// One topic of the run.
  public struct Topic: Sendable {
    /// Its name.
    public var name: String
    /// Java's hash of the name, which decides on fetcher threads.
    public var hash: Int32
    /// Whether it is one of Kafka's own (`__consumer_offsets`, `__transaction_state`).
    public var isInternal: Bool
    /// Its partitions, in order of their number in the topic.
    public internal(set) var partitions: [PartitionID] = []
  }

  /// One partition of the run.
  public struct Partition: Sendable {
    /// Its topic.
    public var topic: TopicID
    /// Its number in the topic.
    public var number: Int32
  }

  /// The most partitions that one run can have.
  public static let partitionLimit = 1_000_000

  /// The topics, by `TopicID`.
  public private(set) var topics: [Topic] = []
  /// The partitions, by `PartitionID`.
  public private(set) var partitions: [Partition] = []

  /// A catalog without topics.
  public init() {}

  /// Enters a topic without partitions.
  mutating func addTopic(named name: String) -> TopicID {
    topics.append(
      Topic(name: name, hash: Self.javaHash(name), isInternal: name.hasPrefix("__")))
    return TopicID(Int32(topics.count - 1))
  }

  /// Gives a topic partitions up to `total`; those that it has stay as they are.
  mutating func growTopic(_ topic: TopicID, to total: Int32) {
    invariant(
      partitions.count + Int(total) <= Self.partitionLimit,
      "a run holds \(Self.partitionLimit) partitions at most")
    let place = Int(topic.value)
    while topics[place].partitions.count < Int(total) {
      let number = Int32(topics[place].partitions.count)
      topics[place].partitions.append(PartitionID(Int32(partitions.count)))
      partitions.append(Partition(topic: topic, number: number))
    }
  }

  /// The topic of a partition.
  @inlinable public func topic(of partition: PartitionID) -> TopicID {
    partitions[partition.index].topic
  }

  /// A topic by its name.
  public func topic(named name: String) -> TopicID? {
    topics.firstIndex { $0.name == name }.map { TopicID(Int32($0)) }
  }

  /// The partition `number` of a topic, if it was created.
  public func partition(_ number: Int32, of topic: TopicID) -> PartitionID? {
    let all = topics[Int(topic.value)].partitions
    return number >= 0 && Int(number) < all.count ? all[Int(number)] : nil
  }

  /// The name of a partition as Kafka's logs write it, `orders-0`.
  public func name(of partition: PartitionID) -> String {
    let entry = partitions[partition.index]
    return "\(topics[Int(entry.topic.value)].name)-\(entry.number)"
  }

  /// The name of a topic.
  public func name(of topic: TopicID) -> String { topics[Int(topic.value)].name }

  /// Java's `String.hashCode`, for names in the basic plane.
  static func javaHash(_ text: String) -> Int32 {
    text.utf16.reduce(0) { $0 &* 31 &+ Int32($1) }
  }
}
