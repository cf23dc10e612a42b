import Kernel

/// The ZooKeeper servers of a cluster, with the tree and the sessions that they agree on.
///
/// Servers keep their own client connections, which they drop when they lose the quorum; the tree is one, and every server
/// shows its newest state. A write needs a leader that reaches a majority; only the leader expires sessions.
///
/// States of the ensemble:
/// - leaderless → electing: a majority of servers reach one another
/// - electing → led: the election took its time, and the candidate still reaches a majority
/// - electing → leaderless: the candidate lost the majority, or died
/// - led → leaderless: the leader died, or was out of the majority's reach for `syncLimit` ticks
struct ZooKeeperEnsemble: Sendable {
  var tree = ZooKeeperTree()
  var tracker: SessionTracker
  var watches = WatchTable()
  var servers: [Server]
  var leadership = Leadership.none
  /// The connections of clients, by slot of the network.
  var connections = IDMap<ClientConnection>()
  /// The tracker's alarm; it is set for the earliest bucket and never earlier than needed.
  var expiryTimer = EventHandle.none
  var expiryAt = Instant.distantFuture

  /// Ticks after which a silent server counts as lost (`syncLimit` of ZooKeeper's sample configuration).
  static let syncLimit: Int64 = 5
  /// How long servers take to elect a leader and to follow it (FastLeaderElection waits 200 ms for further votes).
  static let electionTime = Duration.milliseconds(250)...Duration.milliseconds(500)

  /// One server.
  struct Server: Sendable {
    let node: NodeID
    var isRunning = false
    /// It leads, or follows a leader, and so serves clients.
    var isServing = false
    /// What its monotonic clock showed at the start of the run; drawn when it first starts.
    var clockAtStart: Duration?
  }

  /// Who leads.
  enum Leadership: Equatable, Sendable {
    case none
    case electing(candidate: Int)
    case led(by: Int)
  }

  /// A client's connection at its server.
  struct ClientConnection: Sendable {
    let id: ConnectionID
    let server: Int
    let client: NodeID
    /// The session, or 0 before the client has named one.
    var session: Int64 = 0
    /// Requests behind a write that waits for the leader, in order.
    var waiting: [ZooKeeperRequest] = []
    var pingWaits = false
  }

  /// An ensemble of which no server was started yet.
  init(plan: ZooKeeperPlan) {
    tracker = SessionTracker(tick: plan.tick)
    servers = (0..<plan.servers).map { Server(node: NodeID(index: $0)) }
  }

  /// Handles an event of one server.
  mutating func receive(_ event: NodeEvent, server: Int, turn: inout Turn) {
    switch event {
    case .started: serverStarted(server, &turn)
    case .accepted(let connection, let client):
      guard servers[server].isServing else { return turn.close(connection) }
      if let earlier = connections[Int(connection.index)] { forget(earlier.id) }
      connections[Int(connection.index)] = ClientConnection(
        id: connection, server: server, client: client)
    case .closed(let connection): forget(connection)
    case .received(let connection, let message):
      receive(message, on: connection, turn: &turn)
    case .timer(.zooKeeperServer(let timer)): fired(timer, server: server, turn: &turn)
    case .command(.stop): turn.halt(.stopped)
    case .opened, .openFailed, .timer, .command: break
    }
  }

  private mutating func fired(
    _ timer: ZooKeeperServerTimer, server: Int, turn: inout Turn
  ) {
    switch timer {
    case .expiry: expireDue(server: server, turn: &turn)
    case .electionOver: electionOver(candidate: server, turn: &turn)
    case .reachCheck: checkReach(&turn)
    }
  }

  private mutating func receive(
    _ message: Message, on connection: ConnectionID, turn: inout Turn
  ) {
    switch message.body {
    case .zooKeeperPing: receivePing(on: connection, turn: &turn)
    case .cold(_, let slot):
      guard case .zooKeeperRequest(let request) = turn.messages.take(slot),
        isKnown(connection)
      else { return }
      receive(request, on: connection, turn: &turn)
    default: turn.messages.free(message.body)
    }
  }

  /// Whether the connection is one of ours and still open.
  func isKnown(_ connection: ConnectionID) -> Bool {
    connections[Int(connection.index)]?.id == connection
  }

  /// Closes a client's connection from the server's side.
  mutating func drop(_ connection: ConnectionID, _ turn: inout Turn) {
    guard isKnown(connection) else { return }
    forget(connection)
    turn.close(connection)
  }

  /// A connection is gone: its watches go with it, its session stays.
  mutating func forget(_ connection: ConnectionID) {
    guard let record = connections[Int(connection.index)], record.id == connection else { return }
    watches.removeAll(of: connection)
    if tracker[record.session]?.connection == connection {
      tracker.setConnection(.none, of: record.session)
    }
    connections[Int(connection.index)] = nil
  }
}

extension ZooKeeperEnsemble {
  /// The registered state of a partition, as the newest server shows it.
  func partitionState(_ partition: PartitionID) -> PartitionState? {
    tree.state(of: partition)?.state
  }

  /// The assigned replicas of a partition, as its topic's znode has them.
  func assignment(of partition: PartitionID) -> ReplicaList? {
    tree.assignment(of: partition)?.replicas
  }

  /// The broker that /controller names.
  var controller: BrokerID? {
    guard case .controller(let broker, _)? = tree.node(at: .controller)?.data else { return nil }
    return broker
  }

  /// The count of controller elections.
  var controllerEpoch: ControllerEpoch {
    guard case .controllerEpoch(let epoch)? = tree.node(at: .controllerEpoch)?.data else {
      return .none
    }
    return epoch
  }

  /// The registered brokers, ascending.
  var liveBrokers: [BrokerID] {
    tree.children(of: .brokerIDs).compactMap { path in
      guard case .broker(let id) = path else { return nil }
      return id
    }
  }

  /// The newest session of a process, or nil.
  func session(of node: NodeID) -> Int64? { tracker.newest(of: node)?.id }

  /// The server that leads, or nil.
  var leader: Int? {
    guard case .led(let server) = leadership else { return nil }
    return server
  }

  /// How many client connections the servers hold, for tests and reports.
  var connectionCount: Int { connections.count }
}
