import Kernel

/// The fetch purgatory: what ends a fetch that waits for records (`DelayedFetch.tryComplete`).
///
/// Its questions are inlined: a call would copy the broker to the stack first.
extension Broker {
  /// Parks a fetch on all of its partitions, unless something speaks against waiting after all.
  mutating func park(_ request: FetchRequest, _ ticket: RequestTicket, turn: inout Turn) {
    let owner = process.fetches.insert(DelayedFetch(ticket: ticket, request: request))
    var cursor = turn.messages.fetchParts.first(request.parts)
    while cursor >= 0 {
      let slot = disk.slot(of: turn.messages.fetchParts[cursor].partition)
      if slot >= 0 {
        process.watchFetch(
          owner: owner, replica: slot, part: cursor, isOfFollower: request.isFromFollower)
      }
      cursor = turn.messages.fetchParts.next(cursor)
    }
    process.fetches[owner].park(order: process.nextParkOrder())
    if isDue(owner, turn) { return completeFetch(owner, turn: &turn) }
    process.fetches[owner].timer = turn.setTimer(
      .broker(.delayedFetch(owner)), after: request.maxWait)
  }

  /// Looks at the fetches that watch a replica: its log, bound or role has changed.
  ///
  /// A log that has merely grown concerns followers. A high watermark that has risen ends waits of
  /// consumers, but is news to followers too.
  mutating func wakeFetches(
    _ replica: Int, of kind: BrokerProcess.WakeKind = .all, turn: inout Turn
  ) {
    if process.partitions[replica].firstFetchWatch < 0 { return }
    if kind == .followers {
      process.disturbFollowers(replica)
    } else {
      process.disturb(replica)
    }
    process.gatherParked(replica, of: kind)
    for place in process.wakes.indices {
      let watch = process.wakes[place].watch
      let owner = process.fetchWatches[watch].owner
      let isComplete: Bool
      if process.fetches[owner].request.minBytes <= 1 {
        // One byte is enough: the other partitions need not be looked at.
        var bytes: Int64 = 0
        isComplete = endsWaiting(watch, owner, bytes: &bytes, turn) || bytes > 0
      } else {
        isComplete = isDue(owner, turn)
      }
      if isComplete { completeFetch(owner, turn: &turn) }
    }
  }

  /// A parked fetch has waited long enough.
  mutating func fetchTimedOut(_ owner: Int32, turn: inout Turn) {
    process.fetches[owner].timer = nil
    completeFetch(owner, turn: &turn)
  }

  /// Reads again, without counting it as another fetch, and answers.
  mutating func completeFetch(_ owner: Int32, turn: inout Turn) {
    if process.fetches[owner].isSession { return completeInSession(owner, turn: &turn) }
    process.unwatchFetch(owner)
    let delayed = process.fetches.remove(owner)
    if let timer = delayed.timer { turn.cancelTimer(timer) }
    let reading = read(delayed.request, delayed.ticket, notesProgress: false, turn: &turn)
    answerFetch(delayed.ticket, delayed.request, reading, turn: &turn)
  }

  /// Whether a parked fetch has enough to read, or a reason not to wait.
  @inline(__always)
  mutating func isDue(_ owner: Int32, _ turn: borrowing Turn) -> Bool {
    var bytes: Int64 = 0
    var watch = process.fetches[owner].firstWatch
    while watch >= 0 {
      if !process.fetchWatches[watch].isQuiet
        && endsWaiting(watch, owner, bytes: &bytes, turn)
      {
        return true
      }
      watch = process.fetchWatches[watch].nextOfOwner
    }
    return bytes >= Int64(max(1, process.fetches[owner].request.minBytes))
  }

  /// Whether one partition ends the wait by itself; otherwise adds what it could contribute.
  @inline(__always)
  private mutating func endsWaiting(
    _ watch: Int32, _ owner: Int32, bytes: inout Int64, _ turn: borrowing Turn
  ) -> Bool {
    let replica = Int(process.fetchWatches[watch].replica)
    let part = turn.messages.fetchParts[process.fetchWatches[watch].part]
    let request = process.fetches[owner].request
    switch process.partitions[replica].role {
    case .vacant, .dormant, .idle, .offline: return true
    case .follower:
      let mayServe =
        !request.isFromFollower && request.mayReadFollower
        && turn.semantics.requests.anyReplicaServesConsumers
      if !mayServe { return true }
    case .leader: break
    }
    if fencing(part.currentLeaderEpoch, replica) != nil { return true }
    let bound = readBound(of: request, replica)
    if part.fetchOffset > bound {
      if turn.semantics.requests.aboveBoundNeverWaits { return true }
      if disk.logs[replica].areInDifferentSegments(bound, part.fetchOffset) { return true }
    } else if part.fetchOffset < bound {
      if disk.logs[replica].areInDifferentSegments(part.fetchOffset, bound) { return true }
      bytes += disk.logs[replica].availableBytes(
        from: part.fetchOffset, upTo: bound, limit: Int64(part.maxBytes))
    }
    if request.isFromFollower {
      if turn.semantics.replication.highWatermarkCompletesFollowerFetch,
        isBehindHighWatermark(request.replica, replica)
      {
        return true
      }
      if case .none = divergence(of: part, replica) { return false }
      return true
    }
    return false
  }

  /// Whether a follower was told an older high watermark than this (2.4 and 2.5 only, KAFKA-9952).
  @inline(__always)
  private func isBehindHighWatermark(_ follower: BrokerID, _ replica: Int) -> Bool {
    let cursor = process.progress(of: follower, on: replica)
    guard cursor >= 0 else { return false }
    return process.followers[cursor].sentHighWatermark < disk.logs[replica].highWatermark
  }
}
