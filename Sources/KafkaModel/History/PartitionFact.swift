import Kernel

/// What was decided or believed about a partition: leaders, ISRs, assignments, refusals.
public enum PartitionFact: Sendable {
  /// The controller registered another leader (or none) for a partition.
  case leaderElected(
    partition: PartitionID, leader: BrokerID, epoch: LeaderEpoch, isr: ReplicaList,
    election: ElectionKind)
  /// The registered ISR changed without an election.
  case isrChanged(
    partition: PartitionID, isr: ReplicaList, partitionEpoch: PartitionEpoch, isShrink: Bool)
  /// A leader's wish to change the ISR was refused.
  case isrChangeRefused(partition: PartitionID, isr: ReplicaList, error: ErrorCode)
  /// A broker began to lead a partition, as it believes.
  case becameLeader(broker: BrokerID, partition: PartitionID, epoch: LeaderEpoch, logEnd: Offset)
  /// A broker began to follow.
  case becameFollower(
    broker: BrokerID, partition: PartitionID, leader: BrokerID, epoch: LeaderEpoch)
  /// A partition's assigned replicas changed (creation, added partitions, reassignment); those to
  /// be added and to be removed are among them.
  case assigned(
    partition: PartitionID, replicas: ReplicaList, adding: ReplicaPlaces, removing: ReplicaPlaces)
  /// A partition's replica was deleted from a broker.
  case replicaDeleted(broker: BrokerID, partition: PartitionID)
  /// A broker refused a request for a partition.
  case refused(
    broker: BrokerID, client: NodeID, kind: MessageKind, partition: PartitionID,
    error: ErrorCode)
  /// A broker answered a client's question for a log's end or start.
  case offsetListed(
    broker: BrokerID, client: NodeID, partition: PartitionID, offset: Offset, isEnd: Bool)
}

extension PartitionFact {
  /// What the controller's memory says of a partition's replicas.
  static func assigned(_ part: PartitionAssignment) -> PartitionFact {
    .assigned(
      partition: part.partition, replicas: part.replicas,
      adding: ReplicaPlaces(of: part.adding, in: part.replicas),
      removing: ReplicaPlaces(of: part.removing, in: part.replicas))
  }

  /// Feeds the case and all of its fields to a digest.
  func combine(into digest: inout Digest) {
    switch self {
    case .leaderElected(let partition, let leader, let epoch, let isr, let election):
      digest.combine(
        28, Int64(partition.value), Int64(leader.value), Int64(epoch.value),
        Int64(election.rawValue))
      isr.combine(into: &digest)
    case .isrChanged(let partition, let isr, let partitionEpoch, let isShrink):
      digest.combine(29, Int64(partition.value), Int64(partitionEpoch.value), isShrink ? 1 : 0)
      isr.combine(into: &digest)
    case .isrChangeRefused(let partition, let isr, let error):
      digest.combine(30, Int64(partition.value), Int64(error.rawValue))
      isr.combine(into: &digest)
    case .becameLeader(let broker, let partition, let epoch, let logEnd):
      digest.combine(
        31, Int64(broker.value), Int64(partition.value), Int64(epoch.value), logEnd.value)
    case .becameFollower(let broker, let partition, let leader, let epoch):
      digest.combine(
        32, Int64(broker.value), Int64(partition.value), Int64(leader.value), Int64(epoch.value))
    case .assigned(let partition, let replicas, let adding, let removing):
      digest.combine(33, Int64(partition.value))
      replicas.combine(into: &digest)
      replicas[adding].combine(into: &digest)
      replicas[removing].combine(into: &digest)
    case .replicaDeleted(let broker, let partition):
      digest.combine(34, Int64(broker.value), Int64(partition.value))
    case .refused(let broker, let client, let kind, let partition, let error):
      digest.combine(
        35, Int64(broker.value), Int64(client.index), Int64(kind.rawValue), Int64(partition.value),
        Int64(error.rawValue))
    case .offsetListed(let broker, let client, let partition, let offset, let isEnd):
      digest.combine(
        36, Int64(broker.value), Int64(client.index), Int64(partition.value), offset.value,
        isEnd ? 1 : 0)
    }
  }
}

/// How a leader came to be registered.
public enum ElectionKind: UInt8, Sendable, CaseIterable {
  /// The first leader of a new partition.
  case first
  /// The first live ISR member, in assignment order.
  case clean
  /// The first live replica, in sync or not.
  case unclean
  case preferred
  case controlledShutdown
  case reassignment
  /// Nobody could be elected; the partition is offline.
  case none
}
