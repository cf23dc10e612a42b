import Kernel

/// One session of the ensemble.
struct ZooKeeperSession: Sendable {
  /// Its number, counted over the run.
  let id: Int64
  /// The process that opened it.
  let owner: NodeID
  /// The negotiated timeout.
  let timeout: Duration
  /// The end of its bucket on the tracking server's clock.
  var bucket: Duration
  /// A touch at a follower that the leader sees at this instant, or never.
  var touchSeenAt: Instant = .distantFuture
  /// Where its client is connected now, or `ConnectionID.none`.
  var connection = ConnectionID.none
  /// Its ephemeral nodes, in order of creation.
  var ephemerals: [ZNodePath] = []
}

/// The ensemble's sessions, and when they expire.
///
/// SessionTrackerImpl and ExpiryQueue of ZooKeeper: a session's deadline is rounded up to the next
/// multiple of the tick beyond it, on the monotonic clock of the leader, in milliseconds; the
/// tracker wakes at multiples of the tick and expires every session of the bucket. So a session
/// lives between its timeout and one tick more after the last touch that the leader saw.
struct SessionTracker: Sendable {
  /// `tickTime`.
  let tick: Duration
  /// The shortest and the longest timeout that a client is granted.
  let shortest, longest: Duration
  /// What the leader's clock showed at the start of the run, which decides where its buckets end.
  var clockAtStart: Duration = .zero
  /// When the leader began to ping its followers; they report touches every half tick from then.
  var leaderSince: Instant = .zero
  /// The sessions, by id.
  private(set) var sessions = SortedMap<Int64, ZooKeeperSession>()
  private var lastID: Int64 = 0

  /// The most sessions at a time; reaching it means that somebody opens sessions in a loop.
  static let sessionLimit = 100_000

  /// A tracker without sessions.
  init(tick: Duration, shortest: Duration? = nil, longest: Duration? = nil) {
    self.tick = tick
    self.shortest = shortest ?? tick * 2
    self.longest = longest ?? tick * 20
  }

  /// Opens a session, touched now.
  mutating func open(owner: NodeID, requested: Duration, now: Instant) -> ZooKeeperSession {
    invariant(sessions.count < Self.sessionLimit, "\(sessions.count) ZooKeeper sessions are open")
    lastID += 1
    let timeout = negotiated(requested)
    let session = ZooKeeperSession(
      id: lastID, owner: owner, timeout: timeout, bucket: bucket(now, timeout))
    sessions[lastID] = session
    return session
  }

  /// Removes a session and returns it.
  mutating func close(_ id: Int64) -> ZooKeeperSession? { sessions.removeValue(forKey: id) }

  /// What the server grants: between two and twenty ticks, unless its configuration says otherwise.
  func negotiated(_ requested: Duration) -> Duration {
    min(max(requested, shortest), longest)
  }

  /// A packet of the session's client has reached a server; a follower tells the leader later.
  mutating func touch(_ id: Int64, now: Instant, isAtLeader: Bool) {
    guard let position = sessions.position(of: id) else { return }
    let timeout = sessions[position: position].timeout
    if isAtLeader {
      sessions[position: position].bucket = bucket(now, timeout)
      return
    }
    seeTouch(at: position, now: now)
    if sessions[position: position].touchSeenAt == .distantFuture {
      sessions[position: position].touchSeenAt = nextReport(after: now)
    }
  }

  /// A new leader gives every session its whole timeout again.
  mutating func trackAnew(now: Instant, clockAtStart: Duration) {
    self.clockAtStart = clockAtStart
    leaderSince = now
    for position in 0..<sessions.count {
      sessions[position: position].touchSeenAt = .distantFuture
      sessions[position: position].bucket = bucket(now, sessions[position: position].timeout)
    }
  }

  /// The sessions whose bucket has ended.
  mutating func due(now: Instant) -> [Int64] {
    let clock = clock(at: now)
    var due: [Int64] = []
    for position in 0..<sessions.count {
      seeTouch(at: position, now: now)
      if sessions[position: position].bucket <= clock { due.append(sessions.key(at: position)) }
    }
    return due
  }

  /// When the earliest bucket ends; nil without sessions.
  var nextDue: Instant? {
    var least: Duration?
    for session in sessions.values where session.bucket < least ?? .infinite {
      least = session.bucket
    }
    return least.map { Instant.zero + ($0 - clockAtStart) }
  }

  /// The session with an id.
  subscript(id: Int64) -> ZooKeeperSession? { sessions[id] }

  /// Whether the session is alive.
  func contains(_ id: Int64) -> Bool { sessions.position(of: id) != nil }

  /// The newest session of a process.
  func newest(of owner: NodeID) -> ZooKeeperSession? {
    sessions.values.last { $0.owner == owner }
  }

  /// Notes where a session's client is connected.
  mutating func setConnection(_ connection: ConnectionID, of id: Int64) {
    guard let position = sessions.position(of: id) else { return }
    sessions[position: position].connection = connection
  }

  /// Notes that a session owns an ephemeral node.
  mutating func own(_ path: ZNodePath, by id: Int64) {
    guard let position = sessions.position(of: id) else { return }
    sessions[position: position].ephemerals.append(path)
  }

  /// Notes that an ephemeral node is gone.
  mutating func disown(_ path: ZNodePath, by id: Int64) {
    guard let position = sessions.position(of: id) else { return }
    sessions[position: position].ephemerals.removeAll { $0 == path }
  }

  /// ExpiryQueue's rounding: always beyond the exact deadline, by one tick at most.
  private func bucket(_ now: Instant, _ timeout: Duration) -> Duration {
    let deadline = clock(at: now) + timeout
    return tick * (deadline / tick + 1)
  }

  /// The leader's monotonic clock, which counts whole milliseconds.
  private func clock(at now: Instant) -> Duration {
    .milliseconds((now.sinceStart + clockAtStart).wholeMilliseconds)
  }

  private func nextReport(after now: Instant) -> Instant {
    let interval = tick / 2
    let past: Int64 = (now - leaderSince) / interval
    return leaderSince + interval * (past + 1)
  }

  /// Counts a follower's report that has come in by now.
  private mutating func seeTouch(at position: Int, now: Instant) {
    let seenAt = sessions[position: position].touchSeenAt
    guard seenAt <= now else { return }
    sessions[position: position].touchSeenAt = .distantFuture
    sessions[position: position].bucket = bucket(seenAt, sessions[position: position].timeout)
  }
}
