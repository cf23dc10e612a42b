import Kernel

/// The batches of a log, in order, without the segments that they lie in.
typealias BatchRun = ChunkedArray<RecordBatch>

extension ChunkedArray where Element == RecordBatch {
  /// The index of the first batch that ends beyond an offset; the end index if there is none.
  ///
  /// Readers are near the end, so the search goes backwards in doubling steps before it halves.
  func firstPlace(reaching offset: Offset) -> Int {
    var high = endIndex
    var step = 1
    var probe = high &- 1
    while probe >= startIndex, self[probe].nextOffset > offset {
      high = probe
      probe &-= step
      step &<<= 1
    }
    var low = Swift.max(probe, startIndex &- 1) &+ 1
    while low < high {
      let middle = (low &+ high) >> 1
      if self[middle].nextOffset > offset { high = middle } else { low = middle &+ 1 }
    }
    return low
  }

  /// The bytes of whole batches from an offset up to a bound, counted no further than to a limit.
  func bytes(from offset: Offset, upTo bound: Offset, limit: Int64) -> Int64 {
    var place = firstPlace(reaching: offset)
    var bytes: Int64 = 0
    while place < endIndex, bytes < limit {
      if self[place].nextOffset > bound { break }
      bytes &+= Int64(self[place].byteCount)
      place &+= 1
    }
    return Swift.min(bytes, limit)
  }

  /// Copies whole batches of a range of places into a message's list, up to a bound and a limit.
  func copy(
    _ places: Range<Int>, upTo bound: Offset, maxBytes: Int64, returnsFirstWhole: Bool,
    into pool: inout ListPool<RecordBatch>
  ) -> LogRead {
    var result = LogRead()
    for place in places {
      let batch = self[place]
      if batch.nextOffset > bound { break }
      let size = result.byteCount + Int64(batch.byteCount)
      if size > maxBytes, !(returnsFirstWhole && result.batches.isEmpty) {
        result.isFirstBatchTooLarge = result.batches.isEmpty
        break
      }
      pool.append(batch, to: &result.batches)
      result.byteCount = size
      result.end = batch.nextOffset
    }
    return result
  }
}
