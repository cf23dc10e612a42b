import Kernel

/// The follower's list of parts, which it keeps from one fetch to the next.
extension Broker {
  /// Sends the list that came back with the last answer, as it has been kept up to date.
  mutating func fetchAgain(_ fetcher: Int, turn: inout Turn) {
    exhaustiveInvariant(
      isCurrent(process.fetchers[fetcher].parts, fetcher, turn),
      "a follower on broker \(id) asks for something outdated")
    let (parts, areFresh) = process.fetchers[fetcher].takeParts()
    fetch(parts, areFresh ? .some : .none, fetcher, turn: &turn)
  }

  /// Brings the part of a replica up to date after an answer, and perhaps to the end of the line.
  mutating func updatePart(
    of replica: Int, movesToEnd: Bool, _ fetcher: Int, turn: inout Turn
  ) {
    if process.fetchers[fetcher].arePartsStale || process.fetchers[fetcher].parts.isEmpty { return }
    let partition = process.partitions[replica].partition
    var previous = ListRef.end
    var cursor = turn.messages.fetchParts.first(process.fetchers[fetcher].parts)
    while cursor >= 0 && turn.messages.fetchParts[cursor].partition != partition {
      previous = cursor
      cursor = turn.messages.fetchParts.next(cursor)
    }
    if cursor < 0 { return }
    let now = fetchPart(replica, turn.semantics.replication)
    let was = turn.messages.fetchParts[cursor]
    if now.fetchOffset != was.fetchOffset || now.logStart != was.logStart
      || now.lastFetchedEpoch != was.lastFetchedEpoch
    {
      turn.messages.fetchParts[cursor].fetchOffset = now.fetchOffset
      turn.messages.fetchParts[cursor].logStart = now.logStart
      turn.messages.fetchParts[cursor].lastFetchedEpoch = now.lastFetchedEpoch
      turn.messages.fetchParts[cursor].isFresh = true
      process.fetchers[fetcher].arePartsFresh = true
    }
    if movesToEnd {
      turn.messages.fetchParts.moveToEnd(
        cursor, after: previous, in: &process.fetchers[fetcher].parts)
    }
  }

  /// Whether a new list would say the same; for checks of our own.
  private func isCurrent(_ parts: ListRef, _ fetcher: Int, _ turn: borrowing Turn) -> Bool {
    var replica = process.fetchers[fetcher].first
    var cursor = turn.messages.fetchParts.first(parts)
    while replica >= 0 && cursor >= 0 {
      let place = Int(replica)
      let now = fetchPart(place, turn.semantics.replication)
      let was = turn.messages.fetchParts[cursor]
      guard process.partitions[place].phase == .fetching,
        process.partitions[place].delayedUntil <= turn.now, now.partition == was.partition,
        now.fetchOffset == was.fetchOffset, now.logStart == was.logStart,
        now.currentLeaderEpoch == was.currentLeaderEpoch,
        now.lastFetchedEpoch == was.lastFetchedEpoch, now.maxBytes == was.maxBytes
      else { return false }
      replica = process.partitions[place].nextOfFetcher
      cursor = turn.messages.fetchParts.next(cursor)
    }
    return replica < 0 && cursor < 0
  }
}
