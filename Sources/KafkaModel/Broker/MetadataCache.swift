import Kernel

/// What a broker believes about the cluster: the last UpdateMetadata it heard, partition by
/// partition.
///
/// Kafka's `MetadataCache` of ZooKeeper mode. It answers clients, tells a follower whether its
/// leader is alive, and is as old as the controller's channel to this broker lets it be.
struct MetadataCache: Sendable {
  /// The brokers that the controller called alive, ascending.
  private(set) var liveBrokers: [BrokerID] = []
  /// Whether a broker is alive, by its id.
  private var isAlive: [Bool] = []
  /// The broker that sent the last update, taken for the controller.
  private(set) var controller: BrokerID = .none
  /// What is known of each partition, by `PartitionID`.
  private var entries: [PartitionMetadata?] = []
  /// Whether a partition is known: every fetch asks, and here the answers of many share the cache.
  private var isKnown: [Bool] = []
  /// How many partitions are known.
  private(set) var count = 0

  /// A broker that has heard nothing yet.
  init() {}

  /// Takes in an UpdateMetadata request.
  mutating func apply(_ request: UpdateMetadataRequest) {
    controller = request.controller
    liveBrokers = request.liveBrokers.sorted()
    isAlive = []
    for broker in liveBrokers {
      let place = Int(broker.value)
      while isAlive.count <= place { isAlive.append(false) }
      isAlive[place] = true
    }
    for part in request.parts { set(part, for: part.partition) }
    for partition in request.deleted { set(nil, for: partition) }
  }

  /// Whether the controller called the broker alive.
  func isAlive(_ broker: BrokerID) -> Bool {
    let place = Int(broker.value)
    return place >= 0 && place < isAlive.count && isAlive[place]
  }

  /// What is known of a partition.
  subscript(partition: PartitionID) -> PartitionMetadata? {
    partition.index < entries.count ? entries[partition.index] : nil
  }

  /// Whether the partition is known at all.
  @inline(__always)
  func contains(_ partition: PartitionID) -> Bool {
    partition.index < isKnown.count && isKnown[partition.index]
  }

  /// The leader of a partition, or none.
  func leader(of partition: PartitionID) -> BrokerID {
    self[partition]?.state.leader ?? .none
  }

  /// Every partition that is known, ascending.
  func forEach(_ body: (PartitionMetadata) -> Void) {
    for entry in entries { if let entry { body(entry) } }
  }

  private mutating func set(_ part: PartitionMetadata?, for partition: PartitionID) {
    let place = partition.index
    while entries.count <= place {
      entries.append(nil)
      isKnown.append(false)
    }
    count += (part == nil ? 0 : 1) - (entries[place] == nil ? 0 : 1)
    entries[place] = part
    isKnown[place] = part != nil
  }
}
