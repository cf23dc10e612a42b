import Kernel

/// What the records of `__consumer_offsets` say: a table beside the logs, which only hold numbers.
///
/// A batch of the offsets topic holds one record; its `payload` is the record's number here plus
/// one, and its `key` is the number of the key. A coordinator that loads a partition reads the
/// batches that its own log still has, and nothing else. Models GroupMetadataManager's key and
/// value schemas.
struct GroupRecords: Sendable {
  /// One record.
  enum Record: Sendable {
    case offset(OffsetRecord)
    case group(GroupSnapshot)
    /// A committed offset was removed.
    case noOffset(GroupID, PartitionID)
    /// A group was removed.
    case noGroup(GroupID)
  }

  private var records = ChunkedArray<Record>()
  private var keys = SortedMap<Int64, Int32>()

  /// The record that a batch stands for, unless it is none of these.
  func record(of batch: RecordBatch) -> Record? {
    let place = Int(batch.payload) - 1
    return place >= 0 && place < records.count ? records[place] : nil
  }

  /// Stores a record and returns the batch that stands for it.
  mutating func batch(for record: Record, wall: Int64) -> RecordBatch {
    invariant(
      records.count < Self.recordLimit, "a run holds \(Self.recordLimit) group records at most")
    records.append(record)
    var batch = RecordBatch(
      records: RecordRange(stream: RecordRange.noStream, first: 0, count: 1),
      byteCount: Self.byteCount(of: record), maxTimestamp: wall)
    batch.payload = Int32(records.count)
    switch record {
    case .offset(let offset): batch.key = key(offset.group, offset.partition)
    case .group(let snapshot): batch.key = key(snapshot.group, nil)
    case .noOffset(let group, let partition):
      batch.key = CompactionKey.tombstone(of: key(group, partition))
    case .noGroup(let group): batch.key = CompactionKey.tombstone(of: key(group, nil))
    }
    return batch
  }

  /// The number of a key: of a group, or of a group's offset of one partition.
  private mutating func key(_ group: GroupID, _ partition: PartitionID?) -> Int32 {
    let wide = Int64(group.value) << 32 | Int64((partition?.value ?? -1) + 1)
    if let known = keys[wide] { return known }
    let number = Int32(keys.count + 1)
    keys[wide] = number
    return number
  }

  /// The most group records of a run.
  static let recordLimit = 100_000_000
  /// A batch with one record, about: header, key and value of a committed offset.
  private static let offsetBytes: Int32 = 140
  /// The same of a group without members, and of each member.
  private static let groupBytes: Int32 = 130
  private static let memberBytes: Int32 = 170

  private static func byteCount(of record: Record) -> Int32 {
    switch record {
    case .offset, .noOffset, .noGroup: offsetBytes
    case .group(let snapshot): groupBytes + Int32(snapshot.members.count) * memberBytes
    }
  }
}

/// A committed offset as the log keeps it.
struct OffsetRecord: Sendable {
  var group: GroupID
  var partition: PartitionID
  var offset: Offset
  var leaderEpoch: LeaderEpoch
  /// When it was committed, by the coordinator's wall clock.
  var committedAt: Int64
}

/// A group as the log keeps it: the last generation that was assigned, or that it is empty.
struct GroupSnapshot: Sendable {
  var group: GroupID
  var generation: Int32
  /// How partitions are divided; none in an empty group.
  var strategy: AssignorPreference.Assignor?
  var leader: MemberID
  var members: [SnapshotMember]
  /// When it was written, by the coordinator's wall clock.
  var writtenAt: Int64
}

/// One member of a snapshot.
struct SnapshotMember: Sendable {
  var id: MemberID
  var instance: InstanceID
  var client: ClientID
  var sessionTimeout: Duration
  var rebalanceTimeout: Duration
  var protocols: AssignorPreference
  var subscription: MemberSubscription
  var assignment: [PartitionID]
}
