import Kernel

/// A record's place and time, the answer of a lookup by time.
struct TimestampedOffset: Equatable, Sendable {
  var offset: Offset
  var timestamp: Int64
}

extension PartitionLog {
  /// The first record whose timestamp is not below the given one (ListOffsets by time, KIP-79).
  ///
  /// The first segment with a timestamp as great is searched, then its batches, in order: times
  /// need not ascend. Simplified: all records of a batch have the batch's greatest timestamp.
  func firstOffset(atOrAfter timestamp: Int64) -> TimestampedOffset? {
    for number in 0..<segmentCount {
      let segment = number < closed.count ? closed[number] : active
      if segment.largestTimestamp < timestamp { continue }
      for place in segment.firstBatch..<firstBatch(afterSegment: number) {
        let batch = batches[place]
        if batch.maxTimestamp >= timestamp, batch.nextOffset > startOffset {
          return TimestampedOffset(
            offset: max(batch.baseOffset, startOffset), timestamp: batch.maxTimestamp)
        }
      }
    }
    return nil
  }

  /// The record with the greatest timestamp, the first one if there are several (KIP-734).
  func offsetOfLargestTimestamp() -> TimestampedOffset? {
    var largest = active.largestTimestamp
    for segment in closed { largest = max(largest, segment.largestTimestamp) }
    return largest < 0 ? nil : firstOffset(atOrAfter: largest)
  }

  /// The newest segment base whose file was not written after a time (ListOffsets v0, to 0.10.0).
  ///
  /// -1 asks for the end and -2 for the start. The answer is coarse by nature: it knows segments
  /// only.
  func segmentBase(notWrittenAfter timestamp: Int64) -> Offset? {
    if timestamp == -1 { return highWatermark }
    if timestamp == -2 { return startOffset }
    if active.modified <= timestamp { return active.isEmpty ? endOffset : active.baseOffset }
    return closed.last { $0.modified <= timestamp }?.baseOffset
  }
}
