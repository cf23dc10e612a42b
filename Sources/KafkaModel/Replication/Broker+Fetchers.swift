import Kernel

/// The fetcher threads: what they ask, when, and what happens when nobody answers
/// (`AbstractFetcherThread`).
extension Broker {
  /// The pause after which 0.8 tries again; that release knows no back-off, and here time must pass
  /// between attempts.
  static let fetcherPauseOfOld = Duration.milliseconds(10)

  // MARK: Partitions come and go

  /// Begins to follow the leader that a LeaderAndIsr has named: truncation by the rule of the
  /// release, then fetching.
  mutating func beginFollowing(_ replica: Int, turn: inout Turn) {
    if process.stage == .handingOver { return }
    let hasEpochs = disk.logs[replica].latestEpoch.value >= 0
    process.partitions[replica].delayedUntil = turn.now
    process.partitions[replica].askedEpoch = .none
    switch turn.semantics.replication.truncation {
    case .highWatermark:
      truncate(replica, to: disk.logs[replica].highWatermark, turn: &turn)
      process.partitions[replica].phase = .fetching
    case .singleEpoch, .commonEpoch, .commonEpochFenced:
      if !hasEpochs { truncate(replica, to: disk.logs[replica].highWatermark, turn: &turn) }
      process.partitions[replica].phase = hasEpochs ? .truncating : .fetching
    case .onFetch:
      if !hasEpochs { truncate(replica, to: disk.logs[replica].highWatermark, turn: &turn) }
      process.partitions[replica].phase = .fetching
    }
    let leader = process.partitions[replica].leader
    process.link(replica, to: fetcher(for: replica, leader: leader, turn))
  }

  /// Stops copying a replica.
  mutating func removeFromFetcher(_ replica: Int) {
    process.unlink(replica)
    process.partitions[replica].phase = .none
  }

  /// The thread for a replica: partitions are spread over `num.replica.fetchers` threads by their
  /// topic's hash.
  private mutating func fetcher(
    for replica: Int, leader: BrokerID, _ turn: borrowing Turn
  ) -> Int {
    let entry = turn.catalog.partitions[process.partitions[replica].partition.index]
    let hash = turn.catalog.topics[Int(entry.topic.value)].hash
    let mixed = Int64(31 &* hash &+ entry.number).magnitude
    let number = Int32(mixed % UInt64(max(1, plan.settings.replication.fetcherCount)))
    let known = process.fetchers.firstIndex { $0.leader == leader && $0.number == number }
    if let known { return known }
    process.fetchers.append(FetcherThread(leader: leader, number: number))
    return process.fetchers.count - 1
  }

  /// Lets every thread that is free look for work.
  mutating func runAllFetchers(turn: inout Turn) {
    for fetcher in process.fetchers.indices { runFetcher(fetcher, turn: &turn) }
  }

  /// Closes the connections of threads without partitions.
  mutating func closeIdleFetchers(turn: inout Turn) {
    for fetcher in process.fetchers.indices where process.fetchers[fetcher].count == 0 {
      disconnect(fetcher, turn: &turn)
    }
  }

  // MARK: The loop

  /// One round of a thread's loop: ask what must be asked, else fetch, else wait.
  mutating func runFetcher(_ fetcher: Int, turn: inout Turn) {
    let thread = process.fetchers[fetcher]
    guard thread.exchange == .none, !thread.isDead, thread.count > 0 else { return }
    if thread.connection != nil && !thread.isOpen { return }
    if thread.isOpen && !thread.arePartsStale && !thread.parts.isEmpty {
      return fetchAgain(fetcher, turn: &turn)
    }
    turn.messages.fetchParts.free(thread.parts)
    process.fetchers[fetcher].parts = ListRef()
    var parts = ListRef()
    var mustAsk = false
    var earliest = Instant.distantFuture
    var replica = thread.first
    while replica >= 0 {
      let place = Int(replica)
      replica = process.partitions[place].nextOfFetcher
      if process.partitions[place].delayedUntil > turn.now {
        earliest = min(earliest, process.partitions[place].delayedUntil)
      } else if process.partitions[place].phase == .fetching {
        if thread.isOpen { appendFetchPart(place, to: &parts, turn: &turn) }
        if !thread.isOpen { mustAsk = true }
      } else {
        mustAsk = true
      }
    }
    if !thread.isOpen {
      if mustAsk {
        connect(fetcher, turn: &turn)
      } else {
        sleep(fetcher, until: earliest, turn: &turn)
      }
      return
    }
    if mustAsk {
      turn.messages.fetchParts.free(parts)
      return ask(fetcher, turn: &turn)
    }
    if parts.isEmpty { return sleep(fetcher, until: earliest, turn: &turn) }
    // A list that leaves partitions out is made anew for the next fetch.
    process.fetchers[fetcher].arePartsStale = parts.count != thread.count
    fetch(parts, .renewed, fetcher, turn: &turn)
  }

  @inline(__always)
  private mutating func appendFetchPart(_ place: Int, to parts: inout ListRef, turn: inout Turn) {
    process.partitions[place].sentEpoch = process.partitions[place].leaderEpoch
    turn.messages.fetchParts.append(fetchPart(place, turn.semantics.replication), to: &parts)
  }

  /// What a replica would ask for now.
  @inline(__always)
  func fetchPart(_ place: Int, _ rules: ReplicationSemantics) -> FetchPart {
    FetchPart(
      partition: process.partitions[place].partition, fetchOffset: disk.logs[place].endOffset,
      logStart: disk.logs[place].startOffset,
      maxBytes: Int32(clamping: plan.settings.replication.fetchBytesMax),
      currentLeaderEpoch: rules.fetchesCarryLeaderEpoch
        ? process.partitions[place].leaderEpoch : .none,
      lastFetchedEpoch: rules.truncation == .onFetch ? disk.logs[place].latestEpoch : .none)
  }

  /// Sends a list of parts.
  mutating func fetch(
    _ parts: ListRef, _ change: FetchRequest.Change, _ fetcher: Int, turn: inout Turn
  ) {
    let settings = plan.settings.replication
    let request = FetchRequest(
      replica: id, replicaEpoch: process.brokerEpoch, maxWait: settings.fetchWaitMax,
      minBytes: Int32(clamping: settings.fetchBytesMin),
      maxBytes: Int32(clamping: settings.fetchResponseBytesMax ?? .max),
      isolation: .readUncommitted, mayReadFollower: false, rack: 0, parts: parts, change: change)
    process.fetchers[fetcher].exchange = .fetching
    send(.fetch(request), fetcher, turn: &turn)
  }

  private mutating func ask(_ fetcher: Int, turn: inout Turn) {
    process.fetchers[fetcher].exchange = .asking
    var replica = process.fetchers[fetcher].first
    while replica >= 0 {
      let place = Int(replica)
      replica = process.partitions[place].nextOfFetcher
      if process.partitions[place].delayedUntil > turn.now { continue }
      let partition = process.partitions[place].partition
      process.partitions[place].sentEpoch = process.partitions[place].leaderEpoch
      let epoch =
        turn.semantics.replication.fetchesCarryLeaderEpoch
        ? process.partitions[place].leaderEpoch : LeaderEpoch.none
      switch process.partitions[place].phase {
      case .none, .fetching: continue
      case .truncating:
        let asked = disk.logs[place].latestEpoch
        process.partitions[place].askedEpoch = asked
        send(
          .epochEnd(
            EpochEndRequest(
              partition: partition, replica: id, currentLeaderEpoch: epoch, epoch: asked)),
          fetcher, turn: &turn)
      case .askingLogEnd, .askingLogStart:
        let timestamp: Int64 = process.partitions[place].phase == .askingLogEnd ? -1 : -2
        send(
          .listOffsets(
            ListOffsetsRequest(
              partition: partition, timestamp: timestamp, replica: id, isolation: .readUncommitted,
              currentLeaderEpoch: epoch)),
          fetcher, turn: &turn)
      }
    }
  }

  private mutating func send(_ body: Message.Body, _ fetcher: Int, turn: inout Turn) {
    guard let connection = process.fetchers[fetcher].connection else { return }
    let correlation = process.fetchers[fetcher].noteSent(at: turn.now)
    guardExchange(fetcher, turn: &turn)
    turn.send(body, on: connection, correlation: correlation)
  }

  private mutating func sleep(_ fetcher: Int, until instant: Instant, turn: inout Turn) {
    guard instant != .distantFuture, instant != process.fetchers[fetcher].wakesAt else { return }
    if let old = process.fetchers[fetcher].wakeUp { turn.cancelTimer(old) }
    process.fetchers[fetcher].wakesAt = instant
    process.fetchers[fetcher].wakeUp = turn.setTimer(.broker(.fetcher(Int32(fetcher))), at: instant)
  }

  /// A thread's pause is over.
  mutating func fetcherWakes(_ fetcher: Int, turn: inout Turn) {
    process.fetchers[fetcher].wakeUp = nil
    process.fetchers[fetcher].wakesAt = .distantFuture
    runFetcher(fetcher, turn: &turn)
  }
}
