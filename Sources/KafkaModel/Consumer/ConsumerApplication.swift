import Kernel

/// What the application behind a consumer is doing.
struct ConsumerApplication: Sendable {
  /// Where its polling thread is.
  enum Thread: UInt8, Sendable {
    /// Inside `poll`, which returns as soon as there is something.
    case polling
    /// At work on what the last poll returned.
    case working
    /// Before the next poll: the application polls at its own pace.
    case pausing
    /// Gone: closed, or dead from an exception.
    case ended
  }

  /// A run of records of one partition that a poll returned.
  struct Item: Sendable {
    var partition: PartitionID
    var records: RecordRange
    /// The offset of the first record.
    var offset: Offset
  }

  let work: ConsumerWork
  var thread = Thread.ended
  /// What the last poll returned and is not processed yet.
  var items = RingQueue<Item>()
  /// Whether the process is to close once the work at hand is done.
  var isAskedToStop = false

  /// An application that has not begun.
  init(work: ConsumerWork) { self.work = work }

  /// Enters the poll loop.
  mutating func begin() {
    thread = .polling
    isAskedToStop = false
    items.removeAll()
  }

  /// The process is gone, and the work at hand with it.
  mutating func end() {
    thread = .ended
    items.removeAll()
  }

  /// The pause between two polls is over.
  mutating func pauseIsOver() {
    if thread == .pausing { thread = .polling }
  }
}
