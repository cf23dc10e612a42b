import Kernel

/// What the application behind a consumer is doing.
///
/// polling → working: a poll returned records
/// working → committing: it commits synchronously, before, within or after the batch
/// committing → working: the commit has had its last word
/// working → pausing: it polls at its own pace, and the next poll is not due yet
/// working, pausing → polling: the batch is done, or was handed to other threads
/// any → ended: closed, or dead from an exception
struct ConsumerApplication: Sendable {
  /// Where its polling thread is.
  enum Thread: UInt8, Sendable { case polling, working, committing, pausing, ended }

  /// A run of records of one partition that a poll returned.
  struct Item: Sendable {
    var partition: PartitionID
    var records: RecordRange
    /// The offset of the first record.
    var offset: Offset
  }

  var work: ConsumerWork
  var thread = Thread.ended
  /// What the last poll returned and the polling thread has not processed yet.
  var items = RingQueue<Item>()
  /// Whether the commit of this batch, before or after it, is behind.
  var hasCommitted = false
  /// Whether the time that a whole batch takes has passed.
  var hasSpentBatchTime = false
  /// Whether the process is to close once the work at hand is done.
  var isAskedToStop = false
  /// When the next poll may be.
  var nextPollAt = Instant.zero
  /// When the application commits next, where it does so at its own pace.
  var nextCommitAt = Instant.zero

  /// What was handed to other threads and waits for one of them.
  var handedOver = RingQueue<Item>()
  /// The record that each of the other threads works on; none where it is idle.
  var workers: [Item?] = []
  /// How far each partition was processed since the last commit, where that decides what the next
  /// one says.
  var done = SortedMap<PartitionID, Offset>()
  /// How many records that was.
  var doneCount: Int32 = 0

  /// The most runs of records that wait for other threads; a poll that finds more waits itself.
  static let handedOverLimit = 1_000_000

  /// An application that has not begun.
  init(work: ConsumerWork) { self.work = work }

  /// Enters the poll loop.
  mutating func begin(work: ConsumerWork, now: Instant) {
    self = ConsumerApplication(work: work)
    thread = .polling
    nextCommitAt = now + work.commitInterval
    switch work.place {
    case .pollLoop: break
    case .otherThread: workers = [nil]
    case .pool(let threads): workers = Array(repeating: nil, count: Int(max(1, threads)))
    }
  }

  /// The process is gone, and the work at hand with it.
  mutating func end() {
    thread = .ended
    items.removeAll()
    handedOver.removeAll()
    for worker in workers.indices { workers[worker] = nil }
  }

  /// Whether other threads have nothing left to do.
  var isIdle: Bool { handedOver.isEmpty && workers.allSatisfy { $0 == nil } }
}

/// Results and offsets of applications that keep both in one place: a database outside Kafka.
///
/// A transaction there writes the results of a record and the next offset together, on condition
/// that the offset is the expected one; so a zombie's transaction fails, and each record takes
/// effect once.
struct ExternalStore: Sendable {
  private var next = SortedMap<Int64, Offset>()

  private func key(_ owner: Int32, _ partition: PartitionID) -> Int64 {
    Int64(owner) << 32 | Int64(partition.value)
  }

  /// The next offset to process, if anything was stored.
  func position(of partition: PartitionID, for owner: Int32) -> Offset? {
    next[key(owner, partition)]
  }

  /// Stores the result of a record; false if it, or a later one, is stored already.
  mutating func store(_ offset: Offset, of partition: PartitionID, for owner: Int32) -> Bool {
    let place = key(owner, partition)
    if let known = next[place], known > offset { return false }
    next[place] = offset.advanced(by: 1)
    return true
  }
}
