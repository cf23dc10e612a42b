import KafkaModel
import Kernel

/// What one broker's log of one partition holds, as the history tells it.
struct ReplicaMirror: Sendable {
  /// The partition.
  let partition: PartitionID
  /// The broker.
  let broker: BrokerID
  /// Its content, that before the log's start included.
  private(set) var log = LogRuns()
  /// The first offset that can be read.
  private(set) var start: Int64 = 0
  /// The log end offset.
  private(set) var end: Int64 = 0
  /// What it believes to be committed.
  var highWatermark: Int64 = 0
  /// Below this it was compared with what was visible, since its last truncation.
  var verifiedTo: Int64 = 0
  /// How often its end was cut off, and how many offsets went, since the counting began.
  var truncations: Int64 = 0
  var recordsTruncated: Int64 = 0

  /// What the cleaner is about to remove, in order.
  private var gaps: [(from: Int64, to: Int64)] = []

  /// A replica without a log.
  init(partition: PartitionID, broker: BrokerID) {
    self.partition = partition
    self.broker = broker
  }

  /// A batch entered the log. An offset below the end means that the end was lost unannounced.
  mutating func append(
    offset: Int64, span: Int32, epoch: LeaderEpoch, records: RecordRange
  ) {
    if offset < end { cut(to: offset) }
    log.append(
      LogRun(
        offset: offset, span: Int64(span), first: records.first, count: Int64(records.count),
        stream: records.stream, epoch: epoch.value))
    end = offset + Int64(span)
  }

  /// The end was cut off.
  mutating func truncate(to offset: Int64) {
    truncations += 1
    recordsTruncated += max(0, end - offset)
    cut(to: offset)
  }

  /// The cleaner removes the records of these offsets, as soon as it is through.
  mutating func willLose(from: Int64, to: Int64) { gaps.append((from, to)) }

  /// The cleaner is through.
  mutating func lose() {
    if !gaps.isEmpty { log = log.without(gaps) }
    gaps = []
  }

  /// The log was read from disk, up to this end.
  mutating func load(end: Int64, highWatermark: Int64) {
    cut(to: end)
    self.end = end
    self.highWatermark = highWatermark
    verifiedTo = min(verifiedTo, end)
  }

  /// The log begins anew at an offset.
  mutating func restart(at offset: Int64) {
    log.removeAll()
    start = offset
    end = offset
    highWatermark = max(highWatermark, offset)
    verifiedTo = offset
  }

  /// The disk was wiped, or the replica deleted.
  mutating func erase() {
    log.removeAll()
    start = 0
    end = 0
    highWatermark = 0
    verifiedTo = 0
  }

  /// What lies before an offset cannot be read any more.
  mutating func moveStart(to offset: Int64) {
    start = max(start, offset)
    if end < start {
      log.removeAll()
      end = start
    }
  }

  /// The counting begins.
  mutating func resetCounts() {
    truncations = 0
    recordsTruncated = 0
  }

  private mutating func cut(to offset: Int64) {
    if offset < end {
      log.truncate(to: offset)
      end = offset
    }
    start = min(start, end)
    highWatermark = min(highWatermark, end)
    verifiedTo = min(verifiedTo, end)
  }
}
