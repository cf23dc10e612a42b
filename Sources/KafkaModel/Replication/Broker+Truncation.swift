import Kernel

/// Cutting a follower's log to its leader's: answers about epochs, divergence reports, and fetches
/// out of range.
extension Broker {
  /// Cuts a log, if it is longer than that.
  mutating func truncate(_ replica: Int, to target: Offset, turn: inout Turn) {
    let hasCut = disk.logs[replica].truncate(
      to: target, rules: rules(of: replica), turn: &turn)
    if !hasCut { return }
    process.partsHaveChanged(of: replica)
    wakeFetches(replica, turn: &turn)
  }

  /// A leader has said where an epoch ends on its log.
  mutating func receive(_ response: EpochEndResponse, _ fetcher: Int, turn: inout Turn) {
    let slot = disk.slot(of: response.partition)
    if slot >= 0 && process.partitions[Int(slot)].fetcher == Int32(fetcher)
      && process.partitions[Int(slot)].phase == .truncating
    {
      apply(response, Int(slot), turn: &turn)
    }
    finishExchange(fetcher, turn: &turn)
  }

  private mutating func apply(_ response: EpochEndResponse, _ replica: Int, turn: inout Turn) {
    switch response.error {
    case .none: break
    case .fencedLeaderEpoch: return wasFenced(replica, turn)
    default: return delay(replica, turn)
    }
    // The log may have been cut, or the question repeated, since.
    guard process.partitions[replica].askedEpoch == disk.logs[replica].latestEpoch else { return }
    let answer = EpochEnd(epoch: response.epoch, endOffset: response.endOffset)
    decide(answer, replica, turn: &turn)
  }

  /// Applies algorithm T: cuts, and either fetches or asks again about the next older epoch.
  private mutating func decide(_ answer: EpochEnd, _ replica: Int, turn: inout Turn) {
    let local =
      answer.epoch.value < 0
      ? EpochEnd.undefined
      : disk.logs[replica].endOffset(of: answer.epoch, rules: rules(of: replica))
    let decision = TruncationRule.decide(
      answer: answer, local: local, logEnd: disk.logs[replica].endOffset,
      highWatermark: disk.logs[replica].highWatermark)
    truncate(replica, to: decision.target, turn: &turn)
    // Nothing is left to ask about once the log has no epochs; then what remains is below all of
    // them.
    let isSettled = decision.isFinal || disk.logs[replica].latestEpoch.value < 0
    process.partitions[replica].phase = isSettled ? .fetching : .truncating
  }

  /// A leader has reported, instead of records, where the logs part (truncation on fetch, 2.8).
  mutating func truncate(
    _ replica: Int, afterDivergence part: FetchedPart, turn: inout Turn
  ) {
    decide(
      EpochEnd(epoch: part.divergingEpoch, endOffset: part.divergingEnd), replica, turn: &turn)
    process.partsHaveChanged(of: replica)
    // Not settled means here: fetch again, with the epoch that is the last one now.
    process.partitions[replica].phase = .fetching
  }

  // MARK: Out of range

  /// A leader has told its log's end or start to a follower whose fetch was out of range.
  mutating func receive(_ response: ListOffsetsResponse, _ fetcher: Int, turn: inout Turn) {
    let slot = disk.slot(of: response.partition)
    if slot >= 0 && process.partitions[Int(slot)].fetcher == Int32(fetcher) {
      apply(response, Int(slot), turn: &turn)
    }
    finishExchange(fetcher, turn: &turn)
  }

  private mutating func apply(_ response: ListOffsetsResponse, _ replica: Int, turn: inout Turn) {
    let phase = process.partitions[replica].phase
    guard phase == .askingLogEnd || phase == .askingLogStart else { return }
    switch response.error {
    case .none: break
    case .fencedLeaderEpoch: return wasFenced(replica, turn)
    default: return delay(replica, turn)
    }
    if phase == .askingLogEnd {
      return leaderEnds(at: response.offset, replica, turn: &turn)
    }
    let isBehind = response.offset > disk.logs[replica].endOffset
    if isBehind || turn.semantics.replication.belowLogStartAlwaysWipes {
      disk.logs[replica].restart(at: response.offset, turn: &turn)
      process.partsHaveChanged(of: replica)
    }
    process.partitions[replica].phase = .fetching
  }

  /// The leader's log end is known: below this log's end means that this log has too much.
  private mutating func leaderEnds(at end: Offset, _ replica: Int, turn: inout Turn) {
    guard end < disk.logs[replica].endOffset else {
      process.partitions[replica].phase = .askingLogStart
      return
    }
    switch turn.semantics.replication.beyondLeaderLogEnd {
    case .haltsUnlessUnclean where !topics[topicPlace(replica)].uncleanElectionIsAllowed:
      // Only an unclean election could explain this; the broker stops rather than lose records.
      halt(.offsetAheadOfLeader, turn: &turn)
    case .haltsUnlessUnclean, .truncates:
      truncate(replica, to: end, turn: &turn)
      process.partitions[replica].phase = .fetching
    }
  }
}
