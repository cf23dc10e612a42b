import Kernel

/// What an application and its consumer know: records read, work done, positions, groups.
public enum ConsumerFact: Sendable {
  /// Records were returned to the application by a poll.
  case consumed(
    client: ClientID, partition: PartitionID, records: RecordRange, offset: Offset, span: Int32)
  /// The application finished its work on records.
  case processed(client: ClientID, partition: PartitionID, records: RecordRange, offset: Offset)
  /// A position was set other than by reading on.
  case positionReset(
    client: ClientID, partition: PartitionID, from: Offset, to: Offset, reason: ResetReason)
  /// A commit was accepted by the coordinator (or the external store).
  case offsetCommitted(client: ClientID, group: GroupID, partition: PartitionID, offset: Offset)
  /// A commit was refused.
  case commitRefused(
    client: ClientID, group: GroupID, partition: PartitionID, offset: Offset, error: ErrorCode)
  /// The coordinator completed a rebalance.
  case generationStarted(group: GroupID, generation: Int32, members: Int32, broker: BrokerID)
  /// A member was given a partition to read.
  case partitionAssigned(
    client: ClientID, group: GroupID, partition: PartitionID, generation: Int32)
  /// A member gave a partition up, or lost it.
  case partitionRevoked(
    client: ClientID, group: GroupID, partition: PartitionID, generation: Int32, isLost: Bool)
  /// A member left the group or was removed from it, by this broker.
  case memberRemoved(client: ClientID, group: GroupID, reason: MemberRemoval, broker: BrokerID)
  /// A coordinator has loaded a group's partition and serves it.
  case coordinatorLoaded(broker: BrokerID, partition: PartitionID, groups: Int32)
  /// A coordinator has read a group from its log, this partition, as of this generation.
  case groupLoaded(
    group: GroupID, generation: Int32, members: Int32, broker: BrokerID, partition: PartitionID)
  /// A new coordinator has found this offset of a group in its log; told before `groupLoaded`.
  case offsetLoaded(group: GroupID, partition: PartitionID, offset: Offset)
  /// A committed offset was changed or removed other than by a commit of the group's consumers.
  case offsetAltered(
    group: GroupID, partition: PartitionID, offset: Offset, reason: OffsetAlteration)
  /// The coordinator accepted a member, or a static member's new life.
  case memberAdded(client: ClientID, group: GroupID, broker: BrokerID)
  /// A group is in another state of its life.
  case groupStateChanged(group: GroupID, state: GroupState, broker: BrokerID)
  /// The application begins with a record whose work takes time.
  case workBegan(client: ClientID, partition: PartitionID, offset: Offset)
  /// The application's thread died of an exception that a consumer's call threw.
  case applicationFailed(client: ClientID, error: ErrorCode)
}

extension ConsumerFact {
  /// Feeds the case and all of its fields to a digest.
  func combine(into digest: inout Digest) {
    switch self {
    case .consumed(let client, let partition, let records, let offset, let span):
      digest.combine(
        8, Int64(client.value), Int64(partition.value), Int64(records.stream), records.first,
        Int64(records.count), offset.value, Int64(span))
    case .processed(let client, let partition, let records, let offset):
      digest.combine(
        9, Int64(client.value), Int64(partition.value), Int64(records.stream), records.first,
        Int64(records.count), offset.value)
    case .positionReset(let client, let partition, let from, let to, let reason):
      digest.combine(
        10, Int64(client.value), Int64(partition.value), from.value, to.value,
        Int64(reason.rawValue))
    case .offsetCommitted(let client, let group, let partition, let offset):
      digest.combine(
        11, Int64(client.value), Int64(group.value), Int64(partition.value), offset.value)
    case .commitRefused(let client, let group, let partition, let offset, let error):
      digest.combine(
        12, Int64(client.value), Int64(group.value), Int64(partition.value), offset.value,
        Int64(error.rawValue))
    case .generationStarted(let group, let generation, let members, let broker):
      digest.combine(13, Int64(group.value), Int64(generation), Int64(members), Int64(broker.value))
    case .partitionAssigned(let client, let group, let partition, let generation):
      digest.combine(
        14, Int64(client.value), Int64(group.value), Int64(partition.value), Int64(generation))
    case .partitionRevoked(let client, let group, let partition, let generation, let isLost):
      digest.combine(
        15, Int64(client.value), Int64(group.value), Int64(partition.value), Int64(generation),
        isLost ? 1 : 0)
    case .memberRemoved(let client, let group, let reason, let broker):
      digest.combine(
        16, Int64(client.value), Int64(group.value), Int64(reason.rawValue), Int64(broker.value))
    case .coordinatorLoaded(let broker, let partition, let groups):
      digest.combine(17, Int64(broker.value), Int64(partition.value), Int64(groups))
    case .groupLoaded(let group, let generation, let members, let broker, let partition):
      digest.combine(
        91, Int64(group.value), Int64(generation), Int64(members), Int64(broker.value),
        Int64(partition.value))
    case .offsetLoaded(let group, let partition, let offset):
      digest.combine(100, Int64(group.value), Int64(partition.value), offset.value)
    case .offsetAltered(let group, let partition, let offset, let reason):
      digest.combine(
        101, Int64(group.value), Int64(partition.value), offset.value, Int64(reason.rawValue))
    case .memberAdded(let client, let group, let broker):
      digest.combine(102, Int64(client.value), Int64(group.value), Int64(broker.value))
    case .groupStateChanged(let group, let state, let broker):
      digest.combine(103, Int64(group.value), Int64(state.rawValue), Int64(broker.value))
    case .workBegan(let client, let partition, let offset):
      digest.combine(104, Int64(client.value), Int64(partition.value), offset.value)
    case .applicationFailed(let client, let error):
      digest.combine(90, Int64(client.value), Int64(error.rawValue))
    }
  }
}

/// Why a consumer's position jumped.
public enum ResetReason: UInt8, Sendable {
  case noCommittedOffset, outOfRange, truncationDetected, committedOffset, seek
}

/// Why a committed offset changed without a commit.
public enum OffsetAlteration: UInt8, Sendable {
  /// `offsets.retention.minutes` are over, or nobody subscribes to the topic any more.
  case expired
  /// An operator deleted the group.
  case deleted
  /// An operator reset it.
  case reset
}

/// Where a group is in its life, as its coordinator tells (`kafka-consumer-groups.sh --state`).
public enum GroupState: UInt8, Sendable {
  case empty, preparingRebalance, completingRebalance, stable, dead

  /// Kafka's word for it.
  public var kafkaName: String {
    switch self {
    case .empty: "Empty"
    case .preparingRebalance: "PreparingRebalance"
    case .completingRebalance: "CompletingRebalance"
    case .stable: "Stable"
    case .dead: "Dead"
    }
  }
}

/// Why a member is out of its group.
public enum MemberRemoval: UInt8, Sendable {
  case left, sessionTimeout, pollTimeout, rebalanceTimeout, replaced, fenced
}
