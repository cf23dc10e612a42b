import Kernel

/// One replica's log of one partition (`UnifiedLog`), with everything that lies beside it on disk.
///
/// It belongs to the persistent part of a broker. What would be in memory only (end offset, high
/// watermark, producer state) is here as well, for locality; `load` computes it again from what
/// the disk holds, so that nothing of an earlier life leaks into the next.
///
/// **Costs.** An append costs the same however many records the batch has and however long the log
/// is. Copies share all chunks of batches. Reading finds its place from the end, in steps that
/// double.
///
/// **Written and durable.** An append reaches the page cache, which outlives the process but not
/// the machine: `durableEnd` is what a loss of power cannot take. Only a roll's flush (by default),
/// `flush.messages`, `flush.ms` and an orderly close move it.
struct PartitionLog: Sendable {
  /// The replica that this is the log of, for messages and announcements.
  let partition: PartitionID
  /// The broker that holds it.
  let broker: BrokerID

  // What every fetch asks lies close together.

  /// The first offset that readers may ask for.
  var startOffset: Offset
  /// The offset that the next record gets (LEO).
  var endOffset: Offset
  /// Everything below is committed, as far as this replica knows.
  var highWatermark: Offset
  /// Leader epochs and where they begin.
  var epochs = LeaderEpochCache()

  /// All batches of all segments, in order; compaction leaves gaps between their offsets.
  var batches = BatchRun()
  /// Segments that are no longer written to, oldest first.
  var closed: [LogSegment] = []
  /// The segment that appends go to.
  var active: LogSegment
  /// Bytes in all segments.
  var byteCount: Int64 = 0

  /// Kafka's own idea of what is flushed; a start after a crash scans from here.
  var recoveryPoint: Offset
  /// What a loss of power cannot take.
  var durableEnd: Offset
  /// The end of a roll's flush that is under way, or unknown.
  var pendingFlush: Offset = .unknown
  /// When the log was last flushed.
  var lastFlush: Int64

  /// What is known of idempotent and transactional producers.
  var producers = ProducerStateTable()
  /// Snapshots of producer state, oldest first.
  var snapshots: [ProducerSnapshot] = []
  /// Aborted transactions, for read_committed readers.
  var aborted = AbortedIndex()
  /// When markers and tombstones may go, by the offset of their batch (KIP-534).
  var deleteHorizons = SortedMap<Offset, Int64>()

  /// This log's rows in the checkpoint files of its directory.
  var filed = FiledOffsets()
  /// Offsets that the last loss of power took, until the next start reports them.
  var lostAtCrash: Int64 = 0

  /// The offsets of one log that checkpoint files hold; each file is as old as its interval.
  struct FiledOffsets: Equatable, Sendable {
    /// In `replication-offset-checkpoint`; unknown is "no row".
    var highWatermark: Offset = .unknown
    /// In `recovery-point-offset-checkpoint`.
    var recoveryPoint: Offset = .zero
    /// In `log-start-offset-checkpoint`; unknown is "no row".
    var logStart: Offset = .unknown
    /// In `cleaner-offset-checkpoint`: the first offset never cleaned; unknown is "no row".
    var cleaner: Offset = .unknown
  }

  /// An empty log on an empty disk.
  init(broker: BrokerID, partition: PartitionID, wall: Int64) {
    self.broker = broker
    self.partition = partition
    active = LogSegment(baseOffset: .zero, firstBatch: 0, created: wall)
    startOffset = .zero
    endOffset = .zero
    highWatermark = .zero
    recoveryPoint = .zero
    durableEnd = .zero
    lastFlush = wall
  }
}

extension PartitionLog {
  /// The bound of read_committed readers: nothing at or above it is decided (LSO).
  @inline(__always)
  var lastStableOffset: Offset {
    let unstable = max(producers.firstUnstable, startOffset)
    return min(unstable, highWatermark)
  }

  /// How many segments there are, the active one included.
  var segmentCount: Int { closed.count + 1 }

  /// The base offset of the oldest segment.
  var firstSegmentBase: Offset { closed.first?.baseOffset ?? active.baseOffset }

  /// The epoch of the last leader that is known to have written here, or none.
  var latestEpoch: LeaderEpoch { epochs.latest }

  /// Where a leader epoch ends in this log.
  @inline(__always)
  func endOffset(of epoch: LeaderEpoch, rules: LogRules) -> EpochEnd {
    epochs.endOffset(of: epoch, logEnd: endOffset, semantics: rules.replication)
  }

  /// Enters a new leader's epoch at its election (2.0.1); earlier versions wait for a record of it.
  mutating func becomeLeader(epoch: LeaderEpoch, rules: LogRules) {
    switch rules.replication.epochEntry {
    case .never, .onFirstAppend: break
    case .onElection:
      epochs.assign(epoch, from: endOffset, semantics: rules.replication)
    }
  }

  /// Moves the high watermark, on a follower also back; returns whether it is another one now.
  ///
  /// It stays between the start and the end of the log, whatever a leader claims.
  @discardableResult
  @inline(__always)
  mutating func setHighWatermark(_ proposed: Offset) -> Bool {
    let moved = max(startOffset, min(proposed, endOffset))
    if moved == highWatermark { return false }
    highWatermark = moved
    producers.highWatermarkMoved(to: moved)
    return true
  }

  /// Writes this log's row of `replication-offset-checkpoint`.
  mutating func fileHighWatermark() { filed.highWatermark = highWatermark }

  /// Writes this log's row of `recovery-point-offset-checkpoint`.
  mutating func fileRecoveryPoint() { filed.recoveryPoint = recoveryPoint }

  /// Writes this log's row of `log-start-offset-checkpoint`, which exists only if the start lies
  /// inside a segment.
  mutating func fileLogStart() {
    filed.logStart = startOffset > firstSegmentBase ? startOffset : .unknown
  }

  /// Checks what must hold between calls; slow.
  func checkInvariants() {
    invariant(
      startOffset <= highWatermark && highWatermark <= endOffset,
      "high watermark \(highWatermark) is outside \(startOffset) ... \(endOffset)")
    invariant(
      recoveryPoint <= endOffset && durableEnd <= endOffset,
      "recovery point \(recoveryPoint) or durable end \(durableEnd) is beyond \(endOffset)")
    invariant(
      (batches.last?.nextOffset ?? endOffset) <= endOffset,
      "the last batch ends beyond log end \(endOffset)")
    var bytes = active.byteCount
    for segment in closed { bytes += segment.byteCount }
    invariant(bytes == byteCount, "segments hold \(bytes) bytes, the log \(byteCount)")
    var place = batches.startIndex
    var next = firstSegmentBase
    while place < batches.endIndex {
      let batch = batches[place]
      invariant(batch.baseOffset >= next, "batch \(batch.baseOffset) lies below \(next)")
      next = batch.nextOffset
      place += 1
    }
  }
}
