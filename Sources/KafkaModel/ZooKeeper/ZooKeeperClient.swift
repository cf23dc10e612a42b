import Kernel

/// A process's session with ZooKeeper: ClientCnxn of ZooKeeper, with the retries of Kafka around
/// it.
///
/// A client cannot know that its session has expired while nobody tells it: it learns on its next
/// connection. Until then it is merely disconnected, after two thirds of the timeout in silence,
/// and Kafka serves on. Operations are kept until they are answered: a lost connection sends them
/// again, so they may be carried out twice.
///
/// States of the session:
/// - idle → connecting: started, or a new session was asked for
/// - connecting → greeting: the connection stands, and the session is asked for
/// - greeting → connected: the server grants or confirms the session
/// - greeting → expired: the server no longer knows it
/// - connecting, greeting, connected → waiting: the connection failed, broke or fell silent
/// - waiting → connecting: the pause is over
/// - any → closed: the process closed its session
struct ZooKeeperClient: Sendable {
  /// How the process uses ZooKeeper.
  let settings: ZooKeeperClientSettings
  /// The state of the connection and of the session.
  private(set) var phase = Phase.idle
  /// The session, or 0.
  private(set) var session: Int64 = 0
  /// How many sessions this process has had; 1 is the first.
  private(set) var sessionCount: Int32 = 0
  /// What the server granted, or what is asked for.
  private(set) var timeout: Duration
  /// The newest transaction that the server has shown.
  var lastSeen: Int64 = 0
  /// Operations that were written to the connection, in order.
  var inFlight = RingQueue<Operation>()
  /// Operations that wait for their turn or for a connection.
  var waiting = RingQueue<Operation>()
  /// Results of operations that were refused without asking a server.
  var refused: [ZooKeeperTicket] = []
  /// The watches that are set.
  var watches = ClientWatches()
  /// Where to connect, in shuffled order.
  var servers = ServerRing()
  /// The number of the newest request.
  var nextRequest: Int32 = 0
  /// When this side last wrote.
  var lastSent = Instant.zero
  /// When this side last heard.
  var lastHeard = Instant.zero
  /// Looks whether a ping is due.
  var pingTimer = EventHandle.none
  /// Looks whether nothing was heard for too long.
  var silenceTimer = EventHandle.none
  /// Ends a connection attempt, or the pause before one.
  var phaseTimer = EventHandle.none
  /// Ends the process without a first session.
  var startTimer = EventHandle.none

  /// The most operations that may wait; a controller asks for every partition at once.
  static let waitingLimit = 4_000_000
  /// The longest time between two pings.
  static let pingIntervalMax = Duration.seconds(10)

  /// Where a session stands.
  enum Phase: Equatable, Sendable {
    /// Not started.
    case idle
    /// The connection was asked for.
    case connecting(ConnectionID)
    /// The connection stands, and the session was asked for.
    case greeting(ConnectionID)
    /// The session can be used.
    case connected(ConnectionID)
    /// Between two connection attempts.
    case waiting
    /// Over; another session can be opened.
    case expired
    /// Over for good.
    case closed
  }

  /// An operation with its owner's name for it.
  struct Operation: Sendable {
    /// The owner's name for it.
    var ticket: ZooKeeperTicket
    /// The client's number of it; another one each time that it is sent.
    var request: Int32
    /// What is asked.
    var content: ZooKeeperOperation
  }

  /// A client that has not been started.
  init(settings: ZooKeeperClientSettings) {
    self.settings = settings
    timeout = settings.sessionTimeout
  }

  /// Begins the first session; the process ends itself when it takes too long.
  mutating func start(turn: inout Turn) {
    invariant(phase == .idle, "a ZooKeeper client was started twice")
    if !settings.connectionTimeout.isInfinite {
      startTimer = turn.setTimer(
        .zooKeeperClient(.startDeadline), after: settings.connectionTimeout)
    }
    begin(&turn)
  }

  /// Begins another session after one has expired; Kafka's owner decides when.
  mutating func openNewSession(turn: inout Turn) {
    guard phase == .expired else { return }
    timeout = settings.sessionTimeout
    begin(&turn)
  }

  /// Asks for an operation; its result comes as an outcome with the ticket, whatever happens on the
  /// way.
  mutating func submit(
    _ operation: ZooKeeperOperation, ticket: ZooKeeperTicket, turn: inout Turn
  ) {
    let isOver = phase == .closed || (phase == .expired && !settings.outlivesSessions)
    invariant(pendingCount < Self.waitingLimit, "\(pendingCount) ZooKeeper operations are waiting")
    guard !isOver else {
      if refused.isEmpty { _ = turn.setTimer(.zooKeeperClient(.refusals), at: turn.now) }
      return refused.append(ticket)
    }
    waiting.append(Operation(ticket: ticket, request: 0, content: operation))
    sendWaiting(&turn)
  }

  /// Closes the session in order: the server deletes its ephemerals at once.
  ///
  /// Without a connection there is nobody to tell, and they stay until the session expires.
  mutating func close(turn: inout Turn) {
    cancelTimers(&turn)
    turn.cancelTimer(startTimer)
    if let connection {
      if isConnected {
        turn.send(turn.messages.wrap(.zooKeeperRequest(.closeSession)), on: connection)
      }
      turn.close(connection)
    }
    inFlight.removeAll()
    waiting.removeAll()
    watches.removeAll()
    phase = .closed
  }

  /// Whether a session is connected now.
  var isConnected: Bool {
    if case .connected = phase { return true }
    return false
  }

  /// Whether an event's connection is this client's.
  func owns(_ connection: ConnectionID) -> Bool { self.connection == connection }

  /// How many operations have not been answered.
  var pendingCount: Int { inFlight.count + waiting.count + refused.count }

  /// The connection, in whatever phase.
  var connection: ConnectionID? {
    switch phase {
    case .connecting(let id), .greeting(let id), .connected(let id): id
    case .idle, .waiting, .expired, .closed: nil
    }
  }

  /// Enters a phase; for the client's own extensions.
  mutating func enter(_ phase: Phase) { self.phase = phase }

  /// Takes over what the server says about the session.
  mutating func adopt(session: Int64, timeout: Duration) {
    if session != self.session { sessionCount += 1 }
    self.session = session
    self.timeout = timeout
  }

  /// Forgets the session.
  mutating func forgetSession() { session = 0 }

  /// Silence that breaks a connection: two thirds of the session's timeout.
  var readTimeout: Duration { .milliseconds(timeout.wholeMilliseconds * 2 / 3) }

  /// The time that each step of a connection attempt may take.
  var connectTimeout: Duration { timeout / Int64(max(1, servers.count)) }

  /// Idle time after which a ping is due: half the read timeout, less a second of safety.
  ///
  /// ClientCnxn takes the second off only when more than a second has passed, so no ping comes
  /// sooner.
  var pingInterval: Duration {
    let interval = readTimeout / 2 - .seconds(1)
    return min(max(interval, min(.seconds(1), readTimeout / 2)), Self.pingIntervalMax)
  }

  private mutating func begin(_ turn: inout Turn) {
    servers.shuffle(count: turn.layout.zooKeeperCount, &turn.random)
    connect(&turn)
  }
}

/// The servers in the order in which a client tries them: StaticHostProvider of ZooKeeper.
struct ServerRing: Sendable {
  private var order: [Int32] = []
  private var current = -1
  private var last = -1

  /// How many servers there are.
  var count: Int { order.count }

  /// Lays out the servers in a drawn order and starts anew.
  mutating func shuffle(count: Int, _ random: inout RandomStream) {
    order = (0..<Int32(count)).map { $0 }
    for place in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(place, random.pick(from: place + 1))
    }
    (current, last) = (-1, -1)
  }

  /// The next server, and whether the client has come full circle, which costs it a pause.
  mutating func next() -> (server: Int, isFullCircle: Bool) {
    current = (current + 1) % order.count
    let isFullCircle = current == last
    if last == -1 { last = 0 }
    return (Int(order[current]), isFullCircle)
  }

  /// A session was established with the current server; the circle begins here.
  mutating func settle() { last = current }
}
