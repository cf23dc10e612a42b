import Kernel

/// The aborted transactions of a log, in order of their markers (`TransactionIndex`, KIP-98).
///
/// Kafka keeps one such file per segment; one list with the same entries answers the same.
struct AbortedIndex: Sendable {
  /// One aborted transaction.
  struct Entry: Equatable, Sendable {
    var producerID: ProducerID
    /// The offset of its first record.
    var first: Offset
    /// The offset of its marker.
    var last: Offset
    /// The bound of decided records when it was written: later entries begin at or above it.
    var stableEnd: Offset
  }

  /// The entries, by ascending marker.
  private(set) var entries: [Entry] = []

  /// Adds a transaction that has just been aborted.
  mutating func append(_ transaction: FinishedTransaction) {
    entries.append(
      Entry(
        producerID: transaction.producerID, first: transaction.first, last: transaction.last,
        stableEnd: transaction.stableEnd))
  }

  /// Forgets transactions whose markers were cut off.
  mutating func truncate(to end: Offset) {
    while let last = entries.last, last.last >= end { entries.removeLast() }
  }

  /// Forgets transactions that lie wholly below a deleted front.
  mutating func removeFront(below start: Offset) {
    let gone = entries.prefix { $0.last < start }.count
    if gone > 0 { entries.removeFirst(gone) }
  }

  /// Forgets everything.
  mutating func clear() { entries.removeAll() }

  /// Whether a record of a producer at an offset belongs to an aborted transaction.
  func covers(_ producer: ProducerID, _ offset: Offset) -> Bool {
    var place = firstPlace(reaching: offset)
    while place < entries.count {
      let entry = entries[place]
      if entry.producerID == producer, entry.first <= offset { return true }
      place += 1
    }
    return false
  }

  /// Adds to a message's list the transactions that a reader of `from ..< end` must know of.
  func collect(
    from offset: Offset, end: Offset, into pool: inout ListPool<AbortedTransaction>
  ) -> ListRef {
    var list = ListRef.empty
    if entries.isEmpty { return list }
    var place = firstPlace(reaching: offset)
    while place < entries.count {
      let entry = entries[place]
      if entry.first < end {
        pool.append(
          AbortedTransaction(producerID: entry.producerID, firstOffset: entry.first), to: &list)
      }
      if entry.stableEnd >= end { break }
      place += 1
    }
    return list
  }

  /// The place of the first entry whose marker is not below an offset.
  private func firstPlace(reaching offset: Offset) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].last < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
