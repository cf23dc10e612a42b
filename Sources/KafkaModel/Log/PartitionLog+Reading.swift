import Kernel

/// What a read of one log returned.
struct LogRead: Sendable {
  /// Copies of the headers, in a list of the message store.
  var batches = ListRef.empty
  /// The bytes of the batches.
  var byteCount: Int64 = 0
  /// Aborted transactions in the range, for read_committed readers.
  var aborted = ListRef.empty
  /// Whether the first batch was larger than the limit, so that an old reader gets stuck on it.
  var isFirstBatchTooLarge = false
}

extension PartitionLog {
  /// Whether a reader may ask for an offset at all; beyond lies OFFSET_OUT_OF_RANGE.
  @inline(__always)
  func covers(_ offset: Offset) -> Bool { offset >= startOffset && offset <= endOffset }

  /// Copies whole batches from an offset up to a bound into a message's list (`LogSegment.read`).
  ///
  /// The batch that holds the offset comes whole, with records below the offset, as in Kafka. A
  /// read ends with its segment. If `returnsFirstWhole` (fetch v3, KIP-74), the first batch comes
  /// however large it is. Simplified: no batch is cut at the limit; a reader would drop the part.
  func read(
    from offset: Offset, upTo bound: Offset, maxBytes: Int64, returnsFirstWhole: Bool,
    isolation: IsolationLevel, into store: inout MessageStore
  ) -> LogRead {
    var result = LogRead()
    if offset >= bound { return result }
    var place = firstPlace(reaching: offset)
    let segmentEnd = endOfSegment(holding: place)
    var end = offset
    while place < segmentEnd {
      let batch = batches[place]
      if batch.nextOffset > bound { break }
      let size = result.byteCount + Int64(batch.byteCount)
      if size > maxBytes, !(returnsFirstWhole && result.batches.isEmpty) {
        result.isFirstBatchTooLarge = result.batches.isEmpty
        break
      }
      store.batches.append(batch, to: &result.batches)
      result.byteCount = size
      end = batch.nextOffset
      place &+= 1
    }
    if isolation == .readCommitted, !result.batches.isEmpty {
      result.aborted = aborted.collect(from: offset, end: end, into: &store.aborted)
    }
    return result
  }

  /// How many bytes a read would return, counted no further than to a limit; for parked fetches.
  func availableBytes(from offset: Offset, upTo bound: Offset, limit: Int64) -> Int64 {
    if offset >= bound || limit <= 0 { return 0 }
    var place = firstPlace(reaching: offset)
    var bytes: Int64 = 0
    while place < batches.endIndex, bytes < limit {
      let batch = batches[place]
      if batch.nextOffset > bound { break }
      bytes &+= Int64(batch.byteCount)
      place &+= 1
    }
    return min(bytes, limit)
  }

  /// Whether two offsets lie in different segments, which ends the parking of a fetch.
  func areInDifferentSegments(_ first: Offset, _ second: Offset) -> Bool {
    if closed.isEmpty || first >= active.baseOffset { return false }
    return segmentPlace(holding: first) != segmentPlace(holding: second)
  }

  /// The array index of the first batch that ends beyond an offset; batches' end if there is none.
  ///
  /// Readers are near the end, so the search goes backwards in doubling steps before it halves.
  @inline(__always)
  func firstPlace(reaching offset: Offset) -> Int {
    var high = batches.endIndex
    var step = 1
    var probe = high &- 1
    while probe >= batches.startIndex, batches[probe].nextOffset > offset {
      high = probe
      probe &-= step
      step &<<= 1
    }
    var low = max(probe, batches.startIndex &- 1) &+ 1
    while low < high {
      let middle = (low &+ high) >> 1
      if batches[middle].nextOffset > offset { high = middle } else { low = middle &+ 1 }
    }
    return low
  }

  /// The number of the segment whose range holds an offset, the active one being the last.
  private func segmentPlace(holding offset: Offset) -> Int {
    var (low, high) = (0, closed.count)
    while low < high {
      let middle = (low + high) / 2
      if base(afterSegment: middle) > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The array index behind the last batch of the segment that a batch lies in.
  @inline(__always)
  private func endOfSegment(holding place: Int) -> Int {
    if place >= active.firstBatch { return batches.endIndex }
    var (low, high) = (0, closed.count)
    while low < high {
      let middle = (low + high) / 2
      if firstBatch(afterSegment: middle) > place { high = middle } else { low = middle + 1 }
    }
    return firstBatch(afterSegment: low)
  }

  /// The array index of the first batch behind the segment of a number.
  func firstBatch(afterSegment place: Int) -> Int {
    if place >= closed.count { return batches.endIndex }
    return place + 1 < closed.count ? closed[place + 1].firstBatch : active.firstBatch
  }

  /// The base offset of the segment behind a closed one.
  func base(afterSegment place: Int) -> Offset {
    place + 1 < closed.count ? closed[place + 1].baseOffset : active.baseOffset
  }
}
