import Kernel

/// What a read of one log returned.
struct LogRead: Sendable {
  /// Copies of the headers, in a list of the message store.
  var batches = ListRef.empty
  /// The offset behind the last batch.
  var end = Offset.zero
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
  ///
  /// Nothing changes. It is mutating, like the questions below that every fetch asks, because an
  /// array lends an element in place to a mutating method only; to others it may give a copy, which
  /// counts a dozen references and costs five times the answer.
  mutating func read(
    from offset: Offset, upTo bound: Offset, maxBytes: Int64, returnsFirstWhole: Bool,
    isolation: IsolationLevel, into store: inout MessageStore
  ) -> LogRead {
    if offset >= bound { return LogRead() }
    let place = batches.firstPlace(reaching: offset)
    let end = place >= active.firstBatch ? batches.endIndex : endOfSegment(holding: place)
    var result = batches.copy(
      place..<end, upTo: bound, maxBytes: maxBytes, returnsFirstWhole: returnsFirstWhole,
      into: &store.batches)
    if isolation == .readCommitted, !result.batches.isEmpty {
      result.aborted = aborted.collect(from: offset, end: result.end, into: &store.aborted)
    }
    return result
  }

  /// How many bytes a read would return, counted no further than to a limit; for parked fetches.
  mutating func availableBytes(from offset: Offset, upTo bound: Offset, limit: Int64) -> Int64 {
    if offset >= bound || limit <= 0 { return 0 }
    return batches.bytes(from: offset, upTo: bound, limit: limit)
  }

  /// Whether two offsets lie in different segments, which ends the parking of a fetch.
  mutating func areInDifferentSegments(_ first: Offset, _ second: Offset) -> Bool {
    if closed.isEmpty || first >= active.baseOffset { return false }
    return segmentPlace(holding: first) != segmentPlace(holding: second)
  }

  /// The array index of the first batch that ends beyond an offset.
  func firstPlace(reaching offset: Offset) -> Int { batches.firstPlace(reaching: offset) }

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
  private func endOfSegment(holding place: Int) -> Int {
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
