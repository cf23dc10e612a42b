import Kernel

/// One sending loop of the application in front of a producer.
///
/// Bursts are due on a fixed grid; a loop that was held up (a full buffer, a result it waits for, a
/// freeze) sends what is due as soon as it can. Records less than a millisecond apart are handed
/// over together, once per millisecond.
struct ApplicationThread: Sendable {
  /// The work, with bursts at least a millisecond apart.
  let work: SendWorkload
  /// The place of its topic in the producer; -1 before the process has looked it up.
  var topic: Int32 = -1
  /// When burst 0 was due, moved on by the time the process was down.
  var base: Instant = .zero
  /// Bursts begun, in all lives.
  var bursts: Int64 = 0
  /// Records handed over or refused, in all lives.
  var handedOver: Int64 = 0
  /// Records of the present burst that are still to be handed over.
  var pending: Int32 = 0
  /// The key drawn for the next record; -1 if none is drawn.
  var nextKey: Int32 = -1
  /// Whether a send is blocked, for metadata or for memory.
  var isBlocked = false
  /// When the blocked send fails (`max.block.ms`).
  var deadline: Instant = .distantFuture
  /// Whether it waits for results before it goes on.
  var isAwaiting = false
  var timer: EventHandle = .none
  var timerAt: Instant = .distantFuture

  /// The finest grid of bursts.
  static let grid: Duration = .milliseconds(1)

  /// A loop that has done nothing yet.
  init(work: SendWorkload) {
    var work = work
    if work.interval < Self.grid && work.interval > .zero && !work.waitsForResult {
      let together =
        (Self.grid.nanoseconds + work.interval.nanoseconds - 1)
        / work.interval.nanoseconds
      work.burst = Int32(clamping: Int64(work.burst) * together)
      work.interval = work.interval * together
    }
    work.burst = max(1, work.burst)
    self.work = work
  }

  /// When the next burst is due.
  var nextDue: Instant { base + work.interval * bursts }

  /// The parts of a record with this key.
  func shape(key: Int32) -> RecordShape {
    let keyBytes = RecordKey.byteCount(key)
    return RecordShape(
      keyBytes: keyBytes, valueBytes: max(0, work.recordBytes - max(0, keyBytes)))
  }
}

/// Records that the application sends once more, as new records.
struct Resend: Sendable {
  /// What they were when they were sent first.
  var original: RecordRange
  /// The loop that sends them.
  var thread: Int32
}
