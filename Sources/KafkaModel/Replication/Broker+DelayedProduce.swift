import Kernel

/// The produce purgatory: what completes a produce that waits for replication
/// (`DelayedProduce.tryComplete`).
extension Broker {
  /// The final error of a pending part (`none` is success), or nil while it must wait on.
  @inline(__always)
  func verdict(on place: Int32, _ semantics: Semantics) -> ErrorCode? {
    let replica = Int(process.produceParts[place].replica)
    switch process.partitions[replica].role {
    case .vacant, .dormant:
      let partition = process.produceParts[place].partition
      return absence(of: partition, in: .parkedProduces, semantics.requests)
    case .offline: return .kafkaStorageError
    case .idle, .follower: return .notLeaderOrFollower
    case .leader: break
    }
    let acks = process.produces[process.produceParts[place].owner].acks
    let required = process.produceParts[place].required
    if acks != .all {
      return replicasHolding(required, replica) >= Int(acks.value) ? ErrorCode.none : nil
    }
    switch semantics.requests.produceWait {
    case .isrLogEnds:
      let isEverywhere =
        replicasHolding(required, replica) >= process.partitions[replica].isr.count
      return isEverywhere ? ErrorCode.none : nil
    case .highWatermark:
      if disk.logs[replica].highWatermark < required { return nil }
      let members = process.partitions[replica].maximalISR.count
      return minISR(replica, semantics) <= members ? ErrorCode.none : .notEnoughReplicasAfterAppend
    }
  }

  /// How many members of the in-sync set have everything below an offset, the leader included.
  @inline(__always)
  private func replicasHolding(_ required: Offset, _ replica: Int) -> Int {
    var count = disk.logs[replica].endOffset >= required ? 1 : 0
    var cursor = process.followers.first(process.partitions[replica].followers)
    while cursor >= 0 {
      if process.followers[cursor].isInSync && process.followers[cursor].logEnd >= required {
        count += 1
      }
      cursor = process.followers.next(cursor)
    }
    return count
  }

  /// Writes a part's final error down.
  mutating func settle(_ place: Int32, error: ErrorCode) {
    process.produceParts[place].isPending = false
    process.produceParts[place].result.error = error
    if !error.isSuccess { process.produceParts[place].result.baseOffset = .unknown }
    process.produces[process.produceParts[place].owner].pending -= 1
  }

  /// Looks at every produce that waits on a replica: its high watermark, role or in-sync set has
  /// changed.
  mutating func checkProduces(_ replica: Int, turn: inout Turn) {
    var place = process.partitions[replica].firstProduceWatch
    while place >= 0 {
      let next = process.produceParts[place].nextWatch
      if let error = verdict(on: place, turn.semantics) {
        let owner = process.produceParts[place].owner
        process.unwatchProduce(place)
        settle(place, error: error)
        if process.produces[owner].pending == 0 { finishProduce(owner, turn: &turn) }
      }
      place = next
    }
  }

  /// A parked produce has run out of time.
  mutating func produceTimedOut(_ owner: Int32, turn: inout Turn) {
    process.produces[owner].timer = nil
    var place = process.produces[owner].firstPart
    while place >= 0 {
      if process.produceParts[place].isPending {
        process.unwatchProduce(place)
        settle(place, error: .requestTimedOut)
      }
      place = process.produceParts[place].nextOfOwner
    }
    finishProduce(owner, turn: &turn)
  }

  /// Answers a produce whose parts are all settled.
  mutating func finishProduce(_ owner: Int32, turn: inout Turn) {
    let delayed = process.produces.remove(owner)
    if let timer = delayed.timer { turn.cancelTimer(timer) }
    var results = ListRef()
    var place = delayed.firstPart
    while place >= 0 {
      let part = process.produceParts.remove(place)
      if part.replica >= 0 && !part.result.error.isSuccess {
        // Parts without a replica were refused, and announced, before they were appended.
        refused(
          part.partition, delayed.ticket, kind: .produceRequest, error: part.result.error,
          turn: &turn)
      }
      turn.messages.produceResults.append(part.result, to: &results)
      place = part.nextOfOwner
    }
    answer(delayed.ticket, .produced(ProduceResponse(results: results)), turn: &turn)
  }
}
