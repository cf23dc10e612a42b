import Kernel

/// The connections of fetcher threads: opening, losing, and waiting too long.
extension Broker {
  /// Opens a thread's connection to its leader.
  mutating func connect(_ fetcher: Int, turn: inout Turn) {
    let node = turn.layout.node(of: process.fetchers[fetcher].leader)
    let connection = turn.connect(to: node)
    process.fetchers[fetcher].connection = connection
    process.fetchers[fetcher].isOpen = false
    process.fetchers[fetcher].waitsSince = turn.now
    turn.network.setTag(Int32(fetcher), of: connection, atServer: false)
    guardExchange(fetcher, turn: &turn)
  }

  /// The thread whose connection this is, or nil.
  @inline(__always)
  func fetcher(of connection: ConnectionID, _ turn: borrowing Turn) -> Int? {
    let fetcher = Int(turn.network.tag(of: connection, atServer: false))
    guard fetcher >= 0, fetcher < process.fetchers.count,
      process.fetchers[fetcher].connection == connection
    else { return nil }
    return fetcher
  }

  /// A thread's connection is established.
  mutating func fetcherConnected(_ fetcher: Int, turn: inout Turn) {
    process.fetchers[fetcher].isOpen = true
    runFetcher(fetcher, turn: &turn)
  }

  /// A thread's connection was refused, broke, or gave no answer in time: all its partitions pause.
  mutating func fetcherFailed(_ fetcher: Int, turn: inout Turn) {
    forgetConnection(fetcher)
    let pause: Duration
    switch turn.semantics.replication.fetcherPause {
    case .none: pause = Self.fetcherPauseOfOld
    case .once: pause = plan.settings.replication.fetchBackoff
    case .twice: pause = plan.settings.replication.fetchBackoff * 2
    }
    var replica = process.fetchers[fetcher].first
    while replica >= 0 {
      process.partitions[Int(replica)].delayedUntil = turn.now + pause
      replica = process.partitions[Int(replica)].nextOfFetcher
    }
    runFetcher(fetcher, turn: &turn)
  }

  /// Closes a thread's connection, if it has one.
  mutating func disconnect(_ fetcher: Int, turn: inout Turn) {
    guard let connection = process.fetchers[fetcher].connection else { return }
    forgetConnection(fetcher)
    turn.close(connection)
  }

  private mutating func forgetConnection(_ fetcher: Int) {
    process.fetchers[fetcher].arePartsStale = true
    process.fetchers[fetcher].connection = nil
    process.fetchers[fetcher].isOpen = false
    process.fetchers[fetcher].exchange = .none
    process.fetchers[fetcher].outstanding = 0
  }

  // MARK: Answers that do not come

  /// Makes sure that somebody looks after an overdue answer.
  ///
  /// One timer per thread follows the deadline, instead of one per request: the common case, an
  /// answer in time, costs nothing.
  mutating func guardExchange(_ fetcher: Int, turn: inout Turn) {
    if process.fetchers[fetcher].hasWatchdog { return }
    process.fetchers[fetcher].hasWatchdog = true
    _ = turn.setTimer(.broker(.fetcherTimeout(Int32(fetcher))), after: patience(fetcher))
  }

  /// The watchdog looks: is the answer overdue, or was there another one since?
  mutating func fetcherWatchdog(_ fetcher: Int, turn: inout Turn) {
    process.fetchers[fetcher].hasWatchdog = false
    let isConnecting =
      process.fetchers[fetcher].connection != nil && !process.fetchers[fetcher].isOpen
    guard isConnecting || process.fetchers[fetcher].exchange != .none else { return }
    let deadline = process.fetchers[fetcher].waitsSince + patience(fetcher)
    if turn.now < deadline {
      process.fetchers[fetcher].hasWatchdog = true
      _ = turn.setTimer(.broker(.fetcherTimeout(Int32(fetcher))), at: deadline)
      return
    }
    if let connection = process.fetchers[fetcher].connection { turn.close(connection) }
    fetcherFailed(fetcher, turn: &turn)
  }

  @inline(__always)
  private func patience(_ fetcher: Int) -> Duration {
    let isConnecting =
      process.fetchers[fetcher].connection != nil && !process.fetchers[fetcher].isOpen
    return isConnecting
      ? plan.settings.replication.socketTimeout : plan.settings.requests.requestTimeout
  }
}
