import Kernel

/// One thread that copies partitions from one leader (`ReplicaFetcherThread`).
///
/// All partitions with the same leader and fetcher number share it: one connection, one exchange at
/// a time. Its states:
///
/// - closed → connecting: there is work; connecting → open or, on failure, closed with its
///   partitions delayed.
/// - open, idle → asking: partitions must learn an epoch's end or the log's bounds first; →
///   fetching: otherwise.
/// - asking or fetching → open, idle: all answers are here, or → closed: the connection broke, or
///   no answer in time.
struct FetcherThread: Sendable {
  /// What it waits for.
  enum Exchange: UInt8, Sendable { case none, asking, fetching }

  /// The broker that it copies from.
  var leader: BrokerID
  /// Which of `num.replica.fetchers` it is.
  var number: Int32
  /// Its connection, once it has one.
  var connection: ConnectionID?
  /// Whether the connection is established.
  var isOpen = false
  /// What it waits for.
  var exchange = Exchange.none
  /// How many answers are missing.
  var outstanding: Int32 = 0
  /// The correlation number of the next request.
  var correlation: Int32 = 0
  /// When it began to wait for an answer or a connection.
  var waitsSince: Instant = .zero
  /// Whether the watchdog that looks after overdue answers is running.
  var hasWatchdog = false
  /// When it looks for work again after a pause, if that is planned.
  var wakeUp: EventHandle?
  /// When that is.
  var wakesAt: Instant = .distantFuture
  /// Whether an unexpected error has killed it; its partitions stand still until a restart (until
  /// 2.2).
  var isDead = false
  /// Its first replica, in the order in which they fetch, or -1.
  var first: Int32 = -1
  /// Its last replica, or -1.
  var last: Int32 = -1
  /// How many replicas it has.
  var count: Int32 = 0
  /// The parts of its last fetch, which came back with the answer.
  var parts = ListRef()
  /// Whether the parts are no longer what a new list would be.
  var arePartsStale = true
  /// Whether some of the parts were changed since the leader saw them.
  var arePartsFresh = false

  /// Takes note of a request that is sent, and returns its correlation number.
  @inline(__always)
  mutating func noteSent(at now: Instant) -> Int32 {
    correlation &+= 1
    outstanding += 1
    waitsSince = now
    return correlation
  }

  /// Gives its list of parts away for another fetch; whether some of them were changed.
  @inline(__always)
  mutating func takeParts() -> (parts: ListRef, areFresh: Bool) {
    let taken = (parts, arePartsFresh)
    parts = ListRef()
    arePartsFresh = false
    return taken
  }

  /// A thread without partitions.
  init(leader: BrokerID, number: Int32) {
    self.leader = leader
    self.number = number
  }
}

extension BrokerProcess {
  /// Hangs a replica at the end of a fetcher's list.
  mutating func link(_ replica: Int, to fetcher: Int) {
    let last = fetchers[fetcher].last
    partitions[replica].fetcher = Int32(fetcher)
    partitions[replica].previousOfFetcher = last
    partitions[replica].nextOfFetcher = -1
    if last >= 0 {
      partitions[Int(last)].nextOfFetcher = Int32(replica)
    } else {
      fetchers[fetcher].first = Int32(replica)
    }
    fetchers[fetcher].last = Int32(replica)
    fetchers[fetcher].count += 1
    fetchers[fetcher].arePartsStale = true
  }

  /// Something about a replica has changed that its thread's list of parts says otherwise.
  mutating func partsHaveChanged(of replica: Int) {
    let fetcher = partitions[replica].fetcher
    if fetcher >= 0 { fetchers[Int(fetcher)].arePartsStale = true }
  }

  /// A log's start has moved: leaders tell their followers, and followers their leaders.
  mutating func logStartMoved(_ replica: Int) {
    disturb(replica)
    partsHaveChanged(of: replica)
  }

  /// Takes a replica off its fetcher's list.
  mutating func unlink(_ replica: Int) {
    let fetcher = Int(partitions[replica].fetcher)
    guard fetcher >= 0 else { return }
    let previous = partitions[replica].previousOfFetcher
    let next = partitions[replica].nextOfFetcher
    if previous >= 0 {
      partitions[Int(previous)].nextOfFetcher = next
    } else {
      fetchers[fetcher].first = next
    }
    if next >= 0 {
      partitions[Int(next)].previousOfFetcher = previous
    } else {
      fetchers[fetcher].last = previous
    }
    fetchers[fetcher].count -= 1
    fetchers[fetcher].arePartsStale = true
    partitions[replica].fetcher = -1
    partitions[replica].previousOfFetcher = -1
    partitions[replica].nextOfFetcher = -1
  }
}
