import Kernel

/// One sending loop of the application in front of a producer.
///
/// Bursts are due on a fixed grid; a loop that was held up (a full buffer, a result it waits for, a
/// freeze) sends what is due as soon as it can. Records less than a millisecond apart are handed
/// over together, once per millisecond.
struct ApplicationThread: Sendable {
  /// The work, with bursts at least a millisecond apart.
  private(set) var work: SendWorkload
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
  /// The next record, if it is drawn already.
  var next: DrawnRecord?
  /// Whether it gave up after an error.
  var hasStopped = false
  /// Whether a send is blocked, for metadata or for memory.
  var isBlocked = false
  /// Since when it is.
  var blockedSince: Instant = .zero
  /// When the blocked send fails (`max.block.ms`).
  var deadline: Instant = .distantFuture
  /// Whether it waits for results before it goes on.
  var isAwaiting = false
  /// Whether it sends what consumers hand over, and the keys of what waits.
  var isForwarding = false
  var forwarded = RingQueue<Int32>()
  var timer: EventHandle = .none
  var timerAt: Instant = .distantFuture

  /// The finest grid of bursts.
  static let grid: Duration = .milliseconds(1)

  /// A loop that has done nothing yet.
  init(work: SendWorkload) {
    self.work = work
    setInterval(work.interval)
    self.work.burst = max(1, self.work.burst)
  }

  /// From now on, one record every so often.
  mutating func setPace(_ interval: Duration) {
    work.burst = 1
    work.intervalMax = .zero
    setInterval(interval)
  }

  /// One burst every so often; those of less than a millisecond are taken together.
  private mutating func setInterval(_ interval: Duration) {
    work.interval = interval
    guard interval > .zero, Self.grid > interval, !work.waitsForResult else { return }
    let together = (Self.grid.nanoseconds + interval.nanoseconds - 1) / interval.nanoseconds
    work.burst = Int32(clamping: Int64(work.burst) * together)
    work.interval = interval * together
  }

  /// Has so many more records to send.
  mutating func extend(by count: Int64) { work.total += count }

  /// When the next burst is due.
  var nextDue: Instant { base + work.interval * bursts }

  /// Whether it has nothing left to hand over.
  func isFinished(in origin: Instant) -> Bool {
    if hasStopped { return true }
    guard pending == 0 else { return false }
    return handedOver >= work.total || nextDue >= origin + work.end
  }

  /// Moves the grid so that the next burst is due then.
  mutating func moveNextDue(to instant: Instant) {
    base = instant - work.interval * bursts
  }
}

/// A record that is about to be handed over.
struct DrawnRecord: Equatable, Sendable {
  /// Its key, 0 for none.
  var key: Int32
  var shape: RecordShape
  /// Whether it has no value: it deletes its key.
  var isTombstone = false

  /// The key as batches and the registry write it.
  var written: Int32 { isTombstone ? CompactionKey.tombstone(of: key) : key }

  /// A record of that many bytes, key and value together.
  init(key: Int32, bytes: Int32, isTombstone: Bool) {
    self.key = key
    self.isTombstone = isTombstone
    let keyBytes = RecordKey.byteCount(key)
    shape = RecordShape(
      keyBytes: keyBytes, valueBytes: isTombstone ? -1 : max(0, bytes - max(0, keyBytes)))
  }
}

extension SendWorkload {
  /// Draws the next record.
  func draw(_ random: inout RandomStream) -> DrawnRecord {
    let key = drawKey(&random)
    let isTombstone =
      key > 0 && tombstones > 0 && random.below(100) < UInt64(clamping: tombstones)
    let bytes =
      recordBytesMax > recordBytes
      ? Int32(random.between(Int64(recordBytes), Int64(recordBytesMax))) : recordBytes
    return DrawnRecord(key: key, bytes: bytes, isTombstone: isTombstone)
  }

  private func drawKey(_ random: inout RandomStream) -> Int32 {
    if fixedKey > 0 { return fixedKey }
    guard keys > 0 else { return 0 }
    if skew > 0 {
      if random.below(100) < UInt64(clamping: skew) { return 1 }
      return keys == 1 ? 1 : Int32(random.below(UInt64(keys - 1))) + 2
    }
    return Int32(random.below(UInt64(keys))) + 1
  }

  /// Whether all records are alike, so that many can be handed over in one go.
  var isUniform: Bool { keys == 0 && fixedKey == 0 && recordBytesMax <= recordBytes }
}

/// Records that the application sends once more, as new records.
struct Resend: Sendable {
  /// What they were when they were sent first.
  var original: RecordRange
  /// The loop that sends them.
  var thread: Int32
  /// How often they were sent again before.
  var attempt: Int32
}
