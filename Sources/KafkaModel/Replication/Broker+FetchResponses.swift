import Kernel

/// What a follower does with a leader's answers (`AbstractFetcherThread.processFetchRequest`).
extension Broker {
  /// A fetch was answered.
  mutating func receive(_ response: FetchResponse, _ fetcher: Int, turn: inout Turn) {
    turn.messages.fetchParts.free(process.fetchers[fetcher].parts)
    process.fetchers[fetcher].parts = response.asked
    var parts = response.parts
    while var part = turn.messages.fetchedParts.popFirst(&parts) {
      let slot = disk.slot(of: part.partition)
      if slot >= 0 && expects(part, Int(slot), fetcher, turn.now) {
        take(&part, Int(slot), fetcher, turn: &turn)
      }
      turn.messages.batches.free(part.batches)
      turn.messages.aborted.free(part.aborted)
    }
    finishExchange(fetcher, turn: &turn)
  }

  /// Whether a replica still waits for this answer: the same thread, the same offset, and fetching.
  @inline(__always)
  private func expects(
    _ part: FetchedPart, _ replica: Int, _ fetcher: Int, _ now: Instant
  ) -> Bool {
    process.partitions[replica].fetcher == Int32(fetcher)
      && process.partitions[replica].phase == .fetching
      && process.partitions[replica].delayedUntil <= now
      && disk.logs[replica].endOffset == part.fetchOffset
  }

  private mutating func take(
    _ part: inout FetchedPart, _ replica: Int, _ fetcher: Int, turn: inout Turn
  ) {
    switch part.error {
    case .none:
      let diverges = part.divergingEpoch.value >= 0
      if diverges && turn.semantics.replication.truncatesBeforeHighWatermark {
        return truncate(replica, afterDivergence: part, turn: &turn)
      }
      copy(&part, replica, fetcher, turn: &turn)
      // Until 3.4.0 the answer's high watermark was taken in before the log was cut (KAFKA-14704).
      if diverges { truncate(replica, afterDivergence: part, turn: &turn) }
    case .offsetOutOfRange:
      process.partitions[replica].phase = .askingLogEnd
      process.partsHaveChanged(of: replica)
    case .fencedLeaderEpoch:
      wasFenced(replica, turn)
    default:
      delay(replica, turn)
    }
  }

  /// Copies an answer's batches into the log, then the high watermark, then the log start.
  private mutating func copy(
    _ part: inout FetchedPart, _ replica: Int, _ fetcher: Int, turn: inout Turn
  ) {
    let hasRecords = !part.batches.isEmpty
    if hasRecords && disk.isFull {
      return logDirectoryFailed(disk.directory(of: replica), isBroken: false, turn: &turn)
    }
    while let batch = turn.messages.batches.popFirst(&part.batches) {
      let outcome = disk.logs[replica].appendAsFollower(
        batch, rules: rules(of: replica), turn: &turn)
      if outcome == .misplaced {
        return failUnexpectedly(replica, fetcher, turn.semantics.replication)
      }
    }
    let before = disk.logs[replica].highWatermark
    if disk.logs[replica].setHighWatermark(part.highWatermark) {
      turn.announce(
        .highWatermarkMoved(
          broker: id, partition: part.partition, from: before,
          to: disk.logs[replica].highWatermark, onLeader: false))
      if turn.semantics.requests.anyReplicaServesConsumers { wakeFetches(replica, turn: &turn) }
    }
    if turn.semantics.requests.deleteRecordsExists {
      disk.logs[replica].adoptLogStart(part.logStart, rules: rules(of: replica), turn: &turn)
    }
    // Whoever got something goes to the end of the line, so that all get their share of a bounded
    // answer.
    let moves = hasRecords && process.fetchers[fetcher].last != Int32(replica)
    if moves {
      let areStale = process.fetchers[fetcher].arePartsStale
      process.unlink(replica)
      process.link(replica, to: fetcher)
      process.fetchers[fetcher].arePartsStale = areStale
    }
    updatePart(of: replica, movesToEnd: moves, fetcher, turn: &turn)
  }

  /// An error that the thread does not expect: it stops one partition, or kills the thread (until
  /// 2.2).
  private mutating func failUnexpectedly(
    _ replica: Int, _ fetcher: Int, _ rules: ReplicationSemantics
  ) {
    switch rules.fetcherFailure {
    case .killsThread: process.fetchers[fetcher].isDead = true
    case .failsPartition: markFetchFailed(replica)
    }
  }

  /// Takes a partition off its thread until the next LeaderAndIsr.
  mutating func markFetchFailed(_ replica: Int) {
    removeFromFetcher(replica)
    process.partitions[replica].hasFetchFailed = true
  }

  /// The leader lives in a newer epoch: nothing to do until the controller says so here too.
  ///
  /// If it has done so while the request was under way, the partition is merely tried again
  /// (`AbstractFetcherThread.onPartitionFenced`).
  mutating func wasFenced(_ replica: Int, _ turn: borrowing Turn) {
    if process.partitions[replica].sentEpoch == process.partitions[replica].leaderEpoch {
      markFetchFailed(replica)
    } else {
      delay(replica, turn)
    }
  }

  /// Lets a partition pause after an error.
  mutating func delay(_ replica: Int, _ turn: borrowing Turn) {
    let backoff = plan.settings.replication.fetchBackoff
    let pause = backoff > .zero ? backoff : Self.fetcherPauseOfOld
    process.partitions[replica].delayedUntil = turn.now + pause
    process.partsHaveChanged(of: replica)
  }

  /// One of the answers that a thread waits for has been dealt with.
  mutating func finishExchange(_ fetcher: Int, turn: inout Turn) {
    process.fetchers[fetcher].outstanding -= 1
    if process.fetchers[fetcher].outstanding > 0 { return }
    process.fetchers[fetcher].exchange = .none
    if process.fetchers[fetcher].count == 0 { return disconnect(fetcher, turn: &turn) }
    runFetcher(fetcher, turn: &turn)
  }
}
