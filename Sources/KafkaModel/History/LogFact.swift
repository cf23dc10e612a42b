import Kernel

/// What happened to the log of one replica.
public enum LogFact: Sendable {
  /// A batch entered a replica's log.
  case appended(
    broker: BrokerID, partition: PartitionID, offset: Offset, span: Int32, epoch: LeaderEpoch,
    records: RecordRange, byLeader: Bool)
  /// A replica's high watermark moved, on the leader or on a follower.
  case highWatermarkMoved(
    broker: BrokerID, partition: PartitionID, from: Offset, to: Offset, onLeader: Bool)
  /// A replica cut its log.
  case truncated(
    broker: BrokerID, partition: PartitionID, from: Offset, to: Offset, highWatermark: Offset)
  /// A replica dropped its whole log and started again further on.
  case restartedLog(broker: BrokerID, partition: PartitionID, at: Offset)
  /// Records at the front are gone: retention, deletion of records, or the leader's example.
  case logStartMoved(
    broker: BrokerID, partition: PartitionID, from: Offset, to: Offset, reason: LogStartReason)
  /// A replica began a new segment.
  case segmentRolled(broker: BrokerID, partition: PartitionID, at: Offset)
  /// A replica's log was flushed to the disk up to an offset.
  case flushed(broker: BrokerID, partition: PartitionID, to: Offset)
  /// The cleaner removes the records of these offsets from a replica's log; `compacted` follows.
  case compactedAway(broker: BrokerID, partition: PartitionID, from: Offset, to: Offset)
  /// The cleaner has compacted a replica's log below an offset.
  case compacted(broker: BrokerID, partition: PartitionID, below: Offset, removed: Int64)
  /// A start found a log on disk; `lost` offsets of its tail did not survive.
  case logLoaded(
    broker: BrokerID, partition: PartitionID, end: Offset, highWatermark: Offset, lost: Int64,
    isClean: Bool)
  /// A log directory stopped working.
  case logDirectoryFailed(broker: BrokerID)
}

extension LogFact {
  /// Feeds the case and all of its fields to a digest.
  func combine(into digest: inout Digest) {
    switch self {
    case .appended(
      let broker, let partition, let offset, let span, let epoch, let records, let byLeader):
      digest.combine(
        18, Int64(broker.value), Int64(partition.value), offset.value, Int64(span),
        Int64(epoch.value), Int64(records.stream), records.first, Int64(records.count),
        byLeader ? 1 : 0)
    case .highWatermarkMoved(let broker, let partition, let from, let to, let onLeader):
      digest.combine(
        19, Int64(broker.value), Int64(partition.value), from.value, to.value, onLeader ? 1 : 0)
    case .truncated(let broker, let partition, let from, let to, let highWatermark):
      digest.combine(
        20, Int64(broker.value), Int64(partition.value), from.value, to.value, highWatermark.value)
    case .restartedLog(let broker, let partition, let at):
      digest.combine(21, Int64(broker.value), Int64(partition.value), at.value)
    case .logStartMoved(let broker, let partition, let from, let to, let reason):
      digest.combine(
        22, Int64(broker.value), Int64(partition.value), from.value, to.value,
        Int64(reason.rawValue))
    case .segmentRolled(let broker, let partition, let at):
      digest.combine(23, Int64(broker.value), Int64(partition.value), at.value)
    case .flushed(let broker, let partition, let to):
      digest.combine(24, Int64(broker.value), Int64(partition.value), to.value)
    case .compactedAway(let broker, let partition, let from, let to):
      digest.combine(58, Int64(broker.value), Int64(partition.value), from.value, to.value)
    case .compacted(let broker, let partition, let below, let removed):
      digest.combine(25, Int64(broker.value), Int64(partition.value), below.value, removed)
    case .logLoaded(let broker, let partition, let end, let highWatermark, let lost, let isClean):
      digest.combine(
        26, Int64(broker.value), Int64(partition.value), end.value, highWatermark.value, lost,
        isClean ? 1 : 0)
    case .logDirectoryFailed(let broker):
      digest.combine(27, Int64(broker.value))
    }
  }
}

/// Why a log's start moved.
public enum LogStartReason: UInt8, Sendable {
  case retentionTime, retentionSize, recordsDeleted, leaderStart
}
