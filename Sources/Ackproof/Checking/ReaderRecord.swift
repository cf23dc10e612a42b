import KafkaModel
import Kernel

/// What one consumer read and processed of one partition.
struct ReaderRecord: Sendable {
  /// The consumer.
  let client: ClientID
  /// The partition.
  let partition: PartitionID
  /// What polls returned.
  var reads = ChunkedArray<Read>()
  /// What the application finished.
  var works = ChunkedArray<Work>()
  /// The offset that comes next if nothing is skipped; -1 when it is not known.
  var expected: Int64 = -1
  /// Up to where the application has finished its work in this life of the process.
  var finished: Int64 = -1
  /// Up to where polls have returned records in this life of the process.
  var taken: Int64 = -1
  /// Offsets that the position passed over.
  var gaps: [Gap] = []
  /// How often the position went back without a seek.
  var backSteps: Int64 = 0
  /// How often it went back or forward within one assignment, without any reset.
  var unexplained: Int64 = 0
  /// When a poll returned something last, and the longest pause while there was something to read.
  var lastReadAt = Instant.zero

  /// A poll returned records.
  mutating func take(_ read: Read, span: Int32, _ number: HistoryNumber) {
    if expected >= 0, read.offset > expected {
      gaps.append(
        Gap(from: expected, to: read.offset, at: read.at, number: number, isReset: false))
    } else if expected >= 0, read.offset < expected {
      backSteps += 1
      unexplained += 1
    }
    if finished < 0 || finished > read.offset { finished = read.offset }
    taken = read.offset + Int64(read.count)
    expected = read.offset + Int64(span)
    lastReadAt = read.at
    reads.append(read)
  }

  /// The application finished records.
  mutating func finish(_ records: RecordRange, at offset: Int64, _ instant: Instant) {
    finished = offset + Int64(records.count)
    works.append(
      Work(
        offset: offset, first: records.first, at: instant, count: records.count,
        stream: records.stream))
  }

  /// A poll's records of one batch.
  struct Read: Sendable {
    var offset: Int64
    var first: Int64
    var at: Instant
    var count: Int32
    var stream: Int32
    /// The life of the process that read them.
    var life: UInt32

    var records: RecordSpan { RecordSpan(stream: stream, first: first, count: Int64(count)) }
  }

  /// Records that the application finished.
  struct Work: Sendable {
    var offset: Int64
    var first: Int64
    var at: Instant
    var count: Int32
    var stream: Int32

    var records: RecordSpan { RecordSpan(stream: stream, first: first, count: Int64(count)) }
  }

  /// Offsets that were passed over, and whether a position reset explains it.
  struct Gap: Sendable {
    var from: Int64
    var to: Int64
    var at: Instant
    var number: HistoryNumber
    var isReset: Bool
  }

  /// A consumer that has read nothing of the partition yet.
  init(client: ClientID, partition: PartitionID) {
    self.client = client
    self.partition = partition
  }
}

/// Who reads for a group, and what the group has committed.
struct GroupRecord: Sendable {
  /// Committed offsets by partition; -1 for none.
  var committed: [Int64] = []
  /// When a committed offset moved forward last.
  var lastAdvance: Instant?
  /// Commits below an earlier one, and resets of a member that found nothing where something was.
  var regressions: [Regression] = []
  /// Rebalances completed since the counting began.
  var rebalances: Int64 = 0
  /// The generation that was completed last, and its size.
  var generation: Int32 = 0
  var members: Int32 = 0
  /// Where it is in its life, as its coordinator last told.
  var state = GroupState.empty
  /// Whether a coordinator has ever told of it.
  var isKnown = false
  /// Offsets that a new coordinator has found, until it says that it has read the group.
  var loading: [(partition: PartitionID, offset: Int64)] = []
  /// The broker that completed it.
  var coordinator: BrokerID = .none
  /// The broker that read the group from its log last, once one has.
  var loader: BrokerID = .none
  /// Who has which partition, as the members believe.
  var owners: [Owner] = []
  /// The generation in which each member was given a partition last, also after it has lost it.
  var terms: [Owner] = []
  /// By partition, the member whose commit was accepted last.
  var committers: [(partition: PartitionID, client: ClientID)] = []
  /// Partitions that got a second owner while the first still believed in its own.
  var overlaps: Int64 = 0
  /// Partitions that two members of one generation were given.
  var doubleOwners: [Regression] = []
  /// Records that one member took up while another had them in hand.
  var sharedRecords: Int64 = 0

  /// A partition and the member that has it.
  struct Owner: Sendable {
    var partition: PartitionID
    var client: ClientID
    var generation: Int32
    /// What the group had committed there at that time; -1 for none.
    var committed: Int64
  }

  /// A promise broken for one partition.
  struct Regression: Sendable {
    var partition: PartitionID
    var from: Int64
    var to: Int64
    var at: Instant
    var number: HistoryNumber
  }

  /// Whether another broker looks after the group now: one that nobody reaches goes on ending
  /// sessions and rebalancing whom it knows, and its word does not count (`GroupCoordinator`).
  func isFormer(_ broker: BrokerID) -> Bool { loader != .none && loader != broker }

  /// Notes a committed offset; -1 for none.
  mutating func setCommitted(_ offset: Int64, of partition: PartitionID) {
    while committed.count <= partition.index { committed.append(-1) }
    committed[partition.index] = offset
  }

  /// The committed offset of a partition; -1 for none.
  func committed(_ partition: PartitionID) -> Int64 {
    partition.index < committed.count ? committed[partition.index] : -1
  }
}
