import Kernel

/// Control requests that one state change collects, before they go to the brokers' queues.
///
/// Models ControllerBrokerRequestBatch (AbstractControllerBrokerRequestBatch): one request of each
/// kind per broker at most, a partition at most once in each, the last word counts.
struct ControlRequestBatch: Sendable {
  /// LeaderAndIsr parts by broker id.
  private(set) var roles: [[RolePart]] = []
  /// StopReplica parts by broker id.
  private(set) var stops: [[StopReplicaPart]] = []
  /// Partitions whose metadata all brokers get.
  private(set) var metadata: [PartitionID] = []
  /// Whether UpdateMetadata goes out although no partition is in it.
  private(set) var hasMetadata = false

  /// One partition of a LeaderAndIsr request; its contents are read from the context when it is
  /// sent.
  struct RolePart: Sendable {
    var partition: PartitionID
    var isNew: Bool
  }

  /// Whether nothing was collected.
  var isEmpty: Bool { roles.isEmpty && stops.isEmpty && !hasMetadata }

  /// Adds a partition to the LeaderAndIsr request of a broker.
  mutating func addRole(_ partition: PartitionID, isNew: Bool, to broker: BrokerID) {
    let place = Int(broker.value)
    guard place >= 0 else { return }
    while roles.count <= place { roles.append([]) }
    roles[place].append(RolePart(partition: partition, isNew: isNew))
  }

  /// Adds a partition to the StopReplica request of a broker.
  mutating func addStopReplica(_ part: StopReplicaPart, to broker: BrokerID) {
    let place = Int(broker.value)
    guard place >= 0 else { return }
    while stops.count <= place { stops.append([]) }
    stops[place].append(part)
  }

  /// Adds partitions to the UpdateMetadata request; an empty list tells of brokers only.
  mutating func updateMetadata(of partitions: [PartitionID]) {
    hasMetadata = true
    metadata.append(contentsOf: partitions)
  }

  /// Forgets everything.
  mutating func clear() { self = ControlRequestBatch() }
}

/// A control request in a broker's queue.
enum ControlRequest: Sendable {
  case leaderAndISR(LeaderAndISRRequest)
  case updateMetadata(UpdateMetadataRequest)
  case stopReplica(StopReplicaRequest)

  /// The request for the message store.
  var content: MessageStore.ColdContent {
    switch self {
    case .leaderAndISR(let request): .leaderAndISRRequest(request)
    case .updateMetadata(let request): .updateMetadataRequest(request)
    case .stopReplica(let request): .stopReplicaRequest(request)
    }
  }
}

// Filling a batch from the context, and sending it.
extension Controller {
  /// Adds a partition's current state to the LeaderAndIsr requests of these brokers, and its
  /// metadata to everybody's UpdateMetadata.
  mutating func addLeaderAndISR(
    _ partition: PartitionID, to brokers: ReplicaList, isNew: Bool
  ) {
    for place in 0..<brokers.count {
      batch.addRole(partition, isNew: isNew, to: brokers[place])
    }
    batch.updateMetadata(of: [partition])
  }

  /// Adds a replica to its broker's StopReplica request; a topic under deletion is told by the
  /// epoch -2 (KIP-570).
  mutating func addStopReplica(_ replica: ReplicaID, isDeletion: Bool, _ turn: borrowing Turn) {
    let isDeleted = context[turn.catalog.topic(of: replica.partition)].isBeingDeleted
    let epoch = isDeleted ? LeaderEpoch(-2) : context[replica.partition].state.leaderEpoch
    batch.addStopReplica(
      StopReplicaPart(partition: replica.partition, leaderEpoch: epoch, isDeletion: isDeletion),
      to: replica.broker)
  }

  /// Hands the batch to the queues: all LeaderAndIsr, then UpdateMetadata, then StopReplica.
  mutating func sendBatch(_ turn: inout Turn) {
    let batch = self.batch
    self.batch.clear()
    guard isActive, !batch.isEmpty else { return }
    let present = context.presentBrokers
    while seen.count < context.partitions.count { seen.append(-1) }
    for place in batch.roles.indices where !batch.roles[place].isEmpty {
      let broker = BrokerID(Int32(place))
      guard context[broker].isPresent else { continue }
      let parts = roleParts(batch.roles[place])
      queue(
        .leaderAndISR(
          LeaderAndISRRequest(
            controller: me, controllerEpoch: context.epoch,
            brokerEpoch: epochForRequests(to: broker, turn), parts: parts)),
        to: broker, &turn)
    }
    if batch.hasMetadata {
      sendMetadata(distinct(batch.metadata), to: present, among: present, &turn)
    }
    for place in batch.stops.indices where !batch.stops[place].isEmpty {
      let broker = BrokerID(Int32(place))
      guard context[broker].isPresent else { continue }
      let request = StopReplicaRequest(
        controller: me, controllerEpoch: context.epoch,
        brokerEpoch: epochForRequests(to: broker, turn),
        parts: stopParts(batch.stops[place], turn))
      queue(.stopReplica(request), to: broker, &turn)
    }
  }

  /// Sends UpdateMetadata about partitions to some brokers.
  mutating func sendMetadata(
    _ partitions: [PartitionID], to receivers: [BrokerID], among present: [BrokerID],
    _ turn: inout Turn
  ) {
    var parts: [PartitionMetadata] = []
    var deleted: [PartitionID] = []
    parts.reserveCapacity(partitions.count)
    for partition in partitions {
      if context[turn.catalog.topic(of: partition)].deletion != .none {
        deleted.append(partition)
        continue
      }
      let entry = context[partition]
      guard entry.hasState else { continue }
      parts.append(
        PartitionMetadata(
          partition: partition, state: entry.state, partitionEpoch: entry.epoch,
          replicas: entry.replicas,
          offline: entry.replicas.filter { !context.isOnline($0, partition) }))
    }
    for broker in receivers {
      let request = UpdateMetadataRequest(
        controller: me, controllerEpoch: context.epoch,
        brokerEpoch: epochForRequests(to: broker, turn), liveBrokers: present, parts: parts,
        deleted: deleted)
      queue(.updateMetadata(request), to: broker, &turn)
    }
  }

  /// The receiver's generation, which requests carry since 2.2 (KIP-380).
  private func epochForRequests(to broker: BrokerID, _ turn: borrowing Turn) -> BrokerEpoch {
    turn.semantics.controller.fencing >= .brokerEpochs ? context[broker].epoch : .unknown
  }

  /// The parts of a LeaderAndIsr request: each partition once, new if anyone said so.
  private mutating func roleParts(
    _ parts: [ControlRequestBatch.RolePart]
  ) -> [LeaderAndISRPart] {
    var all: [LeaderAndISRPart] = []
    all.reserveCapacity(parts.count)
    for part in parts {
      let place = Int(seen[part.partition.index])
      if place >= 0 {
        all[place].isNew = all[place].isNew || part.isNew
        continue
      }
      seen[part.partition.index] = Int32(all.count)
      let entry = context[part.partition]
      all.append(
        LeaderAndISRPart(
          partition: part.partition, state: entry.state, partitionEpoch: entry.epoch,
          replicas: entry.replicas, adding: entry.adding, removing: entry.removing,
          isNew: part.isNew))
    }
    for part in parts { seen[part.partition.index] = -1 }
    return all
  }

  /// The same partitions, each once, in the order of their first mention.
  private mutating func distinct(_ partitions: [PartitionID]) -> [PartitionID] {
    var all: [PartitionID] = []
    all.reserveCapacity(partitions.count)
    for partition in partitions where seen[partition.index] < 0 {
      seen[partition.index] = 0
      all.append(partition)
    }
    for partition in all { seen[partition.index] = -1 }
    return all
  }

  /// The parts of a StopReplica request: each partition once, deletion if anyone said so.
  private func stopParts(
    _ parts: [StopReplicaPart], _ turn: borrowing Turn
  ) -> [StopReplicaPart] {
    var all: [StopReplicaPart] = []
    for var part in parts.sorted(by: { $0.partition < $1.partition }) {
      if !turn.semantics.controller.stopReplicaCarriesLeaderEpoch { part.leaderEpoch = .none }
      if let last = all.last, last.partition == part.partition {
        all[all.count - 1].isDeletion = last.isDeletion || part.isDeletion
      } else {
        all.append(part)
      }
    }
    return all
  }
}
