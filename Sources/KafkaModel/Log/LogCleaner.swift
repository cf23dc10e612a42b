import Kernel

/// One cleaning of one log: the map of last offsets, and the rewritten front.
///
/// A batch of which some records go is split into its runs of survivors, so that a header still
/// says exactly which records there are: they begin at `baseOffset`, and `offsetSpan` reaches to
/// the next survivor or to the end of the original batch, where a reader continues. Simplified: in
/// Kafka such a batch stays one batch.
struct LogCleaner {
  /// A batch without records still has a header (`DefaultRecordBatch`).
  static let headerBytes: Int32 = 61

  private struct KeyedOffset {
    var key: Int32
    var offset: Offset
  }

  /// Everything below is clean afterwards.
  private(set) var end: Offset
  /// The batches that stay.
  var batches = BatchRun()
  /// The segments that they lie in.
  private(set) var segments: [LogSegment] = []
  /// From when on the tombstones and markers among them may go, by the last offset of the batch.
  var horizons = SortedMap<Offset, Int64>()
  /// Records that go.
  private(set) var removed: Int64 = 0
  /// The offsets of the data records that go, as runs in order.
  private(set) var gaps: [CompactionGap] = []
  /// Bytes that were read.
  private(set) var readBytes: Int64 = 0

  private let wall: Int64
  private let rules: LogRules
  /// The last offset of each key of the dirty part, by key.
  private var lastOffsets: [KeyedOffset] = []
  /// Segments whose files are older than this lose their tombstones (until 3.0).
  private var tombstoneFileLimit: Int64 = .min
  /// Producers with transactional data since their last marker.
  private var openData = SortedMap<ProducerID, Bool>()

  /// Reads the dirty part and notes the last offset of each key in it.
  init(
    log: PartitionLog, candidate: CleaningCandidate, wall: Int64, rules: LogRules, keys: RecordKeys
  ) {
    self.wall = wall
    self.rules = rules
    end = candidate.firstUncleanable
    var noted: [KeyedOffset] = []
    var place = log.firstPlace(reaching: candidate.firstDirty)
    while place < log.batches.endIndex, log.batches[place].baseOffset < end {
      let batch = log.batches[place]
      place += 1
      readBytes += Int64(batch.byteCount)
      if batch.isMarker || Self.isAborted(batch, in: log) { continue }
      for index in 0..<batch.records.count {
        let key = batch.key(ofRecord: index, keys: keys).number
        let offset = batch.baseOffset.advanced(by: Int64(index))
        if key != CompactionKey.none { noted.append(KeyedOffset(key: key, offset: offset)) }
      }
      if noted.count >= rules.cleanerKeysMax {
        // The map is full: what lies beyond waits for the next cleaning.
        end = min(end, batch.nextOffset)
        break
      }
    }
    noted.sort { $0.key != $1.key ? $0.key < $1.key : $0.offset < $1.offset }
    for entry in noted {
      if let last = lastOffsets.last, last.key == entry.key { lastOffsets.removeLast() }
      lastOffsets.append(entry)
    }
    if let clean = log.closed.last(where: { $0.baseOffset < candidate.firstDirty }) {
      tombstoneFileLimit = saturatingDifference(clean.modified, rules.tombstoneRetention)
    }
  }

  private static func isAborted(_ batch: RecordBatch, in log: PartitionLog) -> Bool {
    batch.isTransactionalData && log.aborted.covers(batch.producerID, batch.baseOffset)
  }

  /// Writes the first segments of a log again, small neighbours merged up to `segment.bytes`.
  mutating func rewrite(_ count: Int, of log: PartitionLog, keys: RecordKeys) {
    var number = 0
    while number < count {
      var size = log.closed[number].byteCount
      var last = number
      while last + 1 < count, fits(log.closed[last + 1], behind: size, in: log.closed[number]) {
        last += 1
        size += log.closed[last].byteCount
      }
      var merged = LogSegment(
        baseOffset: log.closed[number].baseOffset, firstBatch: batches.endIndex,
        created: log.closed[number].created)
      for source in number...last {
        rewrite(segment: source, of: log, into: &merged, keys: keys)
      }
      merged.modified = log.closed[last].modified
      segments.append(merged)
      number = last + 1
    }
  }

  /// Whether a segment can be merged behind others without exceeding what a segment may be.
  private func fits(_ next: LogSegment, behind size: Int64, in group: LogSegment) -> Bool {
    saturatingSum(size, next.byteCount) <= rules.segmentBytes
      && next.baseOffset - group.baseOffset < Int64(Int32.max)
  }

  private mutating func rewrite(
    segment number: Int, of log: PartitionLog, into merged: inout LogSegment, keys: RecordKeys
  ) {
    let source = log.closed[number]
    for place in source.firstBatch..<log.firstBatch(afterSegment: number) {
      let batch = log.batches[place]
      readBytes += Int64(batch.byteCount)
      if batch.isMarker {
        rewrite(marker: batch, file: source, of: log, into: &merged)
      } else {
        rewrite(data: batch, file: source, of: log, into: &merged, keys: keys)
      }
    }
  }

  /// A marker stays while there is data of its transaction, and then as long as a tombstone.
  private mutating func rewrite(
    marker: RecordBatch, file: LogSegment, of log: PartitionLog, into merged: inout LogSegment
  ) {
    let isOfEmptyTransaction = openData.removeValue(forKey: marker.producerID) == nil
    let horizon = log.deleteHorizons[marker.lastOffset]
    if isOfEmptyTransaction, isExpired(horizon, file), !isProducersLast(marker, in: log) {
      removed += 1
      return
    }
    if isOfEmptyTransaction { setHorizon(for: marker, existing: horizon) }
    keep(marker, in: &merged)
  }

  private mutating func rewrite(
    data batch: RecordBatch, file: LogSegment, of log: PartitionLog, into merged: inout LogSegment,
    keys: RecordKeys
  ) {
    if batch.isTransactionalData { openData[batch.producerID] = true }
    let isAborted = Self.isAborted(batch, in: log)
    let horizon = log.deleteHorizons[batch.lastOffset]
    let losesTombstones = isExpired(horizon, file)
    var pieces: [RecordBatch] = []
    var tombstones: [Bool] = []
    var kept: Int32 = 0
    var previous: Int32 = -2
    for index in 0..<batch.records.count where !isAborted {
      let key = batch.key(ofRecord: index, keys: keys)
      let offset = batch.baseOffset.advanced(by: Int64(index))
      guard survives(key, at: offset, losesTombstones: losesTombstones) else {
        drop(1, from: offset)
        continue
      }
      if index == previous + 1, !pieces.isEmpty {
        pieces[pieces.count - 1].records.count += 1
      } else {
        pieces.append(batch.piece(from: index))
        tombstones.append(false)
      }
      if key.isTombstone { tombstones[tombstones.count - 1] = true }
      previous = index
      kept += 1
    }
    if isAborted { drop(Int64(batch.records.count), from: batch.baseOffset) }
    removed += Int64(batch.records.count - kept)
    if kept == batch.records.count && kept > 0 { pieces = [batch] }
    if pieces.isEmpty, isProducersLast(batch, in: log) { pieces = [batch.emptied] }
    Self.close(&pieces, of: batch)
    for (place, piece) in pieces.enumerated() {
      let hasTombstone = place < tombstones.count && tombstones[place]
      if hasTombstone { setHorizon(for: piece, existing: horizon) }
      keep(piece, in: &merged)
    }
  }

  /// Gives each piece its span, up to the next piece, and its share of the bytes.
  private static func close(_ pieces: inout [RecordBatch], of batch: RecordBatch) {
    for place in pieces.indices where pieces[place].attributes.contains(.compacted) {
      let isLast = place + 1 == pieces.count
      let next = isLast ? batch.nextOffset : pieces[place + 1].baseOffset
      pieces[place].offsetSpan = Int32(truncatingIfNeeded: next - pieces[place].baseOffset)
      let share = Ratio(Int64(pieces[place].records.count), Int64(max(1, batch.records.count)))
      let bytes = share.applied(to: Int64(batch.byteCount))
      pieces[place].byteCount = max(min(headerBytes, batch.byteCount), Int32(clamping: bytes))
    }
  }

  /// Whether a record is the last one of its key, as far as the map knows, and may stay.
  private func survives(_ key: CompactionKey, at offset: Offset, losesTombstones: Bool) -> Bool {
    if offset >= end { return true }
    if key.number == CompactionKey.none { return false }
    if key.isTombstone, losesTombstones { return false }
    var (low, high) = (0, lastOffsets.count)
    while low < high {
      let middle = (low + high) / 2
      if lastOffsets[middle].key < key.number { low = middle + 1 } else { high = middle }
    }
    guard low < lastOffsets.count, lastOffsets[low].key == key.number else { return true }
    return offset >= lastOffsets[low].offset
  }

  /// Whether tombstones and spent markers have been there for `delete.retention.ms`.
  private func isExpired(_ horizon: Int64?, _ file: LogSegment) -> Bool {
    switch rules.log.tombstoneExpiry {
    case .deleteHorizon: horizon.map { wall >= $0 } ?? false
    case .segmentTimes: file.modified <= tombstoneFileLimit
    }
  }

  /// The clock of a tombstone or spent marker starts at its first cleaning.
  private mutating func setHorizon(for batch: RecordBatch, existing: Int64?) {
    switch rules.log.tombstoneExpiry {
    case .segmentTimes: break
    case .deleteHorizon:
      horizons[batch.lastOffset] = existing ?? saturatingSum(wall, rules.tombstoneRetention)
    }
  }

  /// Whether a batch is what an active producer's state would be rebuilt from.
  private func isProducersLast(_ batch: RecordBatch, in log: PartitionLog) -> Bool {
    guard batch.producerID.value >= 0, let entry = log.producers.entry(of: batch.producerID) else {
      return false
    }
    if entry.batchCount > 0 { return entry.lastBatch.lastOffset == batch.lastOffset }
    return batch.isMarker && entry.epoch == batch.producerEpoch
  }

  private mutating func drop(_ count: Int64, from offset: Offset) {
    if let last = gaps.last, last.end == offset {
      gaps[gaps.count - 1].end = offset.advanced(by: count)
    } else if count > 0 {
      gaps.append(CompactionGap(first: offset, end: offset.advanced(by: count)))
    }
  }

  private mutating func keep(_ batch: RecordBatch, in merged: inout LogSegment) {
    batches.append(batch)
    merged.note(batch, wall: merged.modified, indexInterval: rules.indexIntervalBytes)
  }
}

extension RecordBatch {
  /// A run of survivors that begins at a record of this batch and has that one record so far.
  fileprivate func piece(from index: Int32) -> RecordBatch {
    var piece = self
    piece.baseOffset = baseOffset.advanced(by: Int64(index))
    piece.records.first += Int64(index)
    piece.records.count = 1
    if baseSequence >= 0 { piece.baseSequence = SequenceNumber.advance(baseSequence, by: index) }
    piece.attributes.insert(.compacted)
    return piece
  }

  /// The batch without its records, kept for its sequence numbers.
  fileprivate var emptied: RecordBatch {
    var empty = self
    empty.records.count = 0
    empty.attributes.insert(.compacted)
    return empty
  }
}
