import Kernel

/// The ZooKeeper servers of a cluster, with the tree and the sessions that they agree on.
///
/// Servers keep their own client connections, which they drop when they lose the quorum; the tree
/// is one, and every server shows its newest state. A write needs a leader that reaches a majority;
/// only the leader expires sessions.
///
/// States of the ensemble:
/// - leaderless → electing: a majority of servers reach one another
/// - electing → led: the election took its time, and the candidate still reaches a majority
/// - electing → leaderless: the candidate lost the majority, or died
/// - led → leaderless: the leader died, or was out of the majority's reach for `syncLimit` ticks
struct ZooKeeperEnsemble: Sendable {
  /// The znodes.
  var tree = ZooKeeperTree()
  /// The sessions, and when they expire.
  var tracker: SessionTracker
  /// Who waits to be told of changes.
  var watches = WatchTable()
  /// The servers, in the order of their nodes.
  var servers: [Server]
  /// Who leads them.
  var leadership = Leadership.none
  /// The connections of clients, by slot of the network.
  var connections = IDMap<ClientConnection>()
  /// The tracker's alarm; it is set for the earliest bucket and never earlier than needed.
  var expiryTimer = EventHandle.none
  /// When that alarm rings.
  var expiryAt = Instant.distantFuture
  /// The end of the election under way.
  var electionTimer = EventHandle.none

  /// The most requests of one client that may wait for a leader; a client has only so many in
  /// flight.
  static let waitingLimit = 100_000
  /// Ticks after which a silent server counts as lost (`syncLimit` of ZooKeeper's sample
  /// configuration).
  static let syncLimit: Int64 = 5
  /// How long servers take to elect a leader and to follow it (FastLeaderElection waits 200 ms for
  /// further votes).
  static let electionTime = Duration.milliseconds(250)...Duration.milliseconds(500)

  /// One server.
  struct Server: Sendable {
    /// Its process.
    let node: NodeID
    /// Whether its process runs, frozen or not.
    var isRunning = false
    /// It leads, or follows a leader, and so serves clients.
    var isServing = false
    /// When it last could have a write committed.
    var lastReached = Instant.zero
    /// What its monotonic clock showed at the start of the run; drawn when it first starts.
    var clockAtStart: Duration?
  }

  /// Who leads.
  enum Leadership: Equatable, Sendable {
    /// Nobody, for want of a majority.
    case none
    /// Soon this server, unless it loses its majority.
    case electing(candidate: Int)
    /// This server.
    case led(by: Int)
  }

  /// A client's connection at its server.
  struct ClientConnection: Sendable {
    /// The connection.
    let id: ConnectionID
    /// The server's place in the ensemble.
    let server: Int
    /// The process at the other end.
    let client: NodeID
    /// The session, or 0 before the client has named one.
    var session: Int64 = 0
    /// Requests behind a write that waits for the leader, in order.
    var waiting: [ZooKeeperRequest] = []
    /// Whether a ping waits behind them.
    var pingWaits = false
  }

  /// An ensemble of which no server was started yet.
  init(plan: ZooKeeperPlan) {
    tracker = SessionTracker(
      tick: plan.tick, shortest: plan.sessionTimeoutMin, longest: plan.sessionTimeoutMax)
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
    case .reachCheck: checkReach(server, &turn)
    case .termOver: dropClients(of: server, &turn)
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

  /// The member of a group without coordinator that owns a partition.
  func owner(of partition: PartitionID, in group: GroupID) -> Int32? {
    guard case .owner(let member)? = tree.node(at: .consumerOwner(group, partition))?.data else {
      return nil
    }
    return member
  }

  /// What a group without coordinator has committed.
  func committedOffset(of partition: PartitionID, in group: GroupID) -> Offset? {
    guard case .offset(let offset)? = tree.node(at: .consumerOffset(group, partition))?.data else {
      return nil
    }
    return offset
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
