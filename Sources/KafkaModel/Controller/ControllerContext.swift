import Kernel

/// Everything that the active controller holds in memory, read from ZooKeeper at its election.
///
/// Dense arrays by id, plain data inside, so that a fork shares them until one side writes. Models
/// Kafka's ControllerContext.
struct ControllerContext: Sendable {
  /// The epoch under which this controller acts.
  var epoch = ControllerEpoch.none
  /// The version of /controller_epoch that its writes are bound to (2.1+).
  var epochVersion: Int32 = -1
  /// Brokers by id; place 0 is unused.
  var brokers: [BrokerContext] = []
  /// Partitions by `PartitionID`.
  var partitions: [PartitionContext] = []
  /// Topics by `TopicID`.
  var topics: [TopicContext] = []

  /// A partition's entry; one that was never seen reads as non-existent.
  subscript(partition: PartitionID) -> PartitionContext {
    get {
      partition.index < partitions.count ? partitions[partition.index] : PartitionContext()
    }
    _modify {
      grow(to: partition)
      yield &partitions[partition.index]
    }
  }

  /// A topic's entry; one that was never seen reads as unknown.
  subscript(topic: TopicID) -> TopicContext {
    get {
      let place = Int(topic.value)
      return place < topics.count ? topics[place] : TopicContext()
    }
    _modify {
      let place = Int(topic.value)
      while topics.count <= place { topics.append(TopicContext()) }
      yield &topics[place]
    }
  }

  /// A broker's entry; one that was never seen reads as absent.
  subscript(broker: BrokerID) -> BrokerContext {
    get {
      let place = Int(broker.value)
      return place >= 0 && place < brokers.count ? brokers[place] : BrokerContext()
    }
    _modify {
      let place = Int(broker.value)
      while brokers.count <= place { brokers.append(BrokerContext()) }
      yield &brokers[place]
    }
  }

  private mutating func grow(to partition: PartitionID) {
    while partitions.count <= partition.index { partitions.append(PartitionContext()) }
  }

  /// Forgets everything but the array capacities, as a resigning controller does.
  mutating func clear() { self = ControllerContext() }
}

// Questions.
extension ControllerContext {
  /// Brokers that are registered and not shutting down, ascending.
  var liveBrokers: [BrokerID] {
    brokers.indices.filter { brokers[$0].isLive }.map { BrokerID(Int32($0)) }
  }

  /// Brokers that are registered, those shutting down included, ascending.
  var presentBrokers: [BrokerID] {
    brokers.indices.filter { brokers[$0].isPresent }.map { BrokerID(Int32($0)) }
  }

  /// Whether a replica can serve: its broker is live, and its log directory works.
  func isOnline(_ broker: BrokerID, _ partition: PartitionID) -> Bool {
    self[broker].isLive && !partitions[partition.index].offlineDirectories.contains(broker)
  }

  /// The same, counting a broker that is shutting down as there.
  func isOnlineOrShuttingDown(_ broker: BrokerID, _ partition: PartitionID) -> Bool {
    self[broker].isPresent && !partitions[partition.index].offlineDirectories.contains(broker)
  }

  /// Partitions that exist for the controller, ascending.
  func knownPartitions(in catalog: Catalog) -> [PartitionID] {
    select(in: catalog) { _, _ in true }
  }

  /// Partitions with a replica on the broker, ascending.
  func partitions(on broker: BrokerID, in catalog: Catalog) -> [PartitionID] {
    select(in: catalog) { $1.replicas.contains(broker) }
  }

  /// Partitions whose registered leader is not online, without topics that are being deleted.
  func partitionsWithOfflineLeader(in catalog: Catalog) -> [PartitionID] {
    select(in: catalog) { partition, entry in
      entry.hasState && !self[catalog.topic(of: partition)].isBeingDeleted
        && !isOnline(entry.state.leader, partition)
    }
  }

  /// Partitions of known topics that have an assignment and meet the condition, ascending.
  func select(
    in catalog: Catalog, where isWanted: (PartitionID, PartitionContext) -> Bool
  ) -> [PartitionID] {
    var selected: [PartitionID] = []
    for place in partitions.indices where !partitions[place].replicas.isEmpty {
      let partition = PartitionID(Int32(place))
      if isWanted(partition, partitions[place]) { selected.append(partition) }
    }
    return selected
  }
}
