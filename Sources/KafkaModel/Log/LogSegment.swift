import Kernel

/// One file of a log: a run of batches that is rolled, flushed and deleted as a whole.
///
/// The batches lie in the log's own array; a segment knows where its run begins there. Simplified:
/// indexes answer exactly as a scan would, so that only their number of entries is kept, which can
/// close a segment.
struct LogSegment: Equatable, Sendable {
  /// The offset that names the file.
  var baseOffset: Offset
  /// Where its first batch is, or will be, in the log's array.
  var firstBatch: Int
  /// The bytes in it.
  var byteCount: Int64 = 0
  /// When the file was created or last opened.
  var created: Int64
  /// When the file was last written.
  var modified: Int64
  /// The greatest timestamp of its first batch, or -1.
  var firstTimestamp: Int64 = -1
  /// The greatest timestamp in it, or -1.
  var largestTimestamp: Int64 = -1
  /// How much sooner than `segment.ms` this segment is closed.
  var jitter: Int64 = 0
  /// Bytes since the last index entry.
  var bytesSinceIndexEntry: Int64 = 0
  /// Entries in its offset index.
  var indexEntries: Int64 = 0

  /// An empty segment.
  init(baseOffset: Offset, firstBatch: Int, created: Int64) {
    self.baseOffset = baseOffset
    self.firstBatch = firstBatch
    self.created = created
    modified = created
  }

  /// Whether nothing was written to it.
  var isEmpty: Bool { byteCount == 0 }

  /// The time that retention compares: of its newest record, or of the file if records have none.
  func age(_ clock: LogSemantics.SegmentAge) -> Int64 {
    switch clock {
    case .file: modified
    case .recordTimestamps: largestTimestamp >= 0 ? largestTimestamp : modified
    }
  }

  /// Takes note of a batch that was written behind the others.
  @inline(__always)
  mutating func note(_ batch: RecordBatch, wall: Int64, indexInterval: Int64) {
    if byteCount == 0 { firstTimestamp = batch.maxTimestamp }
    if batch.maxTimestamp > largestTimestamp { largestTimestamp = batch.maxTimestamp }
    if bytesSinceIndexEntry > indexInterval {
      indexEntries &+= 1
      bytesSinceIndexEntry = 0
    }
    bytesSinceIndexEntry &+= Int64(batch.byteCount)
    byteCount &+= Int64(batch.byteCount)
    modified = wall
  }
}
