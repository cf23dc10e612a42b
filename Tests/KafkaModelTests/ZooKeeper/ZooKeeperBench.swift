@testable import KafkaModel
@testable import Kernel

/// A small conductor: ZooKeeper servers and clients on a real network and queue, with a transcript
/// of what clients are told.
struct ZooKeeperBench {
  var turn: Turn
  var ensemble: ZooKeeperEnsemble
  var clients: [ZooKeeperClient]
  /// What the clients were told since `take()`, one line each: instant, client, outcome.
  var transcript: [String] = []
  /// Pings that arrived at servers: instant and client's node.
  var pings: [String] = []
  var halted: [String] = []
  private var random: RandomStream
  private var inFlight = Slab<Message>()
  private var schedule: [NetworkEvent.Scheduled] = []
  private var overdue: [(node: NodeID, timer: KafkaModel.Timer)] = []
  private var nextNumber: Int32 = 0

  /// Every link takes one millisecond, and the leader's buckets end at multiples of the tick.
  init(
    clients count: Int = 1, servers: Int = 1, timeout: Int64 = 6000, tick: Int64 = 3000,
    inFlightMax: Int = 10, outlivesSessions: Bool = false, connectionTimeout: Duration = .infinite
  ) {
    let layout = NodeLayout(zooKeepers: servers, brokers: count, producers: 0, consumers: 0)
    turn = Self.turn(layout)
    random = RandomStream(runSeed: 1, stream: "network")
    var plan = ZooKeeperPlan()
    plan.servers = servers
    plan.tick = .milliseconds(tick)
    ensemble = ZooKeeperEnsemble(plan: plan)
    for place in 0..<servers { ensemble.servers[place].clockAtStart = .zero }
    let settings = ZooKeeperClientSettings(
      sessionTimeout: .milliseconds(timeout), connectionTimeout: connectionTimeout,
      inFlightMax: inFlightMax, outlivesSessions: outlivesSessions)
    clients = Array(repeating: ZooKeeperClient(settings: settings), count: count)
  }

  static func turn(_ layout: NodeLayout) -> Turn {
    let link = LinkProfile(latency: .constant(.milliseconds(1)))
    var turn = Turn(
      semantics: Semantics(version: KafkaVersion(3, 9), mode: .zookeeper), layout: layout,
      links: link, seed: 1)
    turn.incarnations = Array(repeating: 1, count: layout.nodeCount)
    return turn
  }

  /// Starts servers and clients at this instant.
  mutating func startAll() {
    for server in ensemble.servers.indices { startServer(server) }
    for client in clients.indices { startClient(client) }
  }

  mutating func startServer(_ server: Int) {
    let node = turn.layout.node(ofZooKeeper: server)
    turn.network.nodeUp(node, now: now, out: &schedule)
    seat(node)
    ensemble.receive(.started, server: server, turn: &turn)
    interpret()
  }

  mutating func startClient(_ client: Int) {
    seat(self.node(client))
    clients[client].start(turn: &turn)
    interpret()
  }

  /// The process of a server ends; its machine says so to everybody.
  mutating func crashServer(_ server: Int) {
    let node = turn.layout.node(ofZooKeeper: server)
    turn.incarnations[Int(node.index)] += 1
    turn.network.processDied(node, now: now, random: &random, out: &schedule)
    seat(node)
    ensemble.processEnded(server: server, turn: &turn)
    // What a dead process wants done is nobody's business.
    turn.effects.removeAll()
    interpret()
  }

  /// The process of a client ends; nothing of it acts any more.
  mutating func crashClient(_ client: Int) {
    let node = self.node(client)
    turn.incarnations[Int(node.index)] += 1
    turn.network.processDied(node, now: now, random: &random, out: &schedule)
    interpret()
  }

  mutating func cut(_ one: NodeID, _ other: NodeID) {
    turn.network.cut(from: one, to: other)
    turn.network.cut(from: other, to: one)
  }

  mutating func healAll() {
    turn.network.healAll(now: now, out: &schedule)
    interpret()
  }

  mutating func freeze(_ node: NodeID) {
    turn.network.freeze(node)
  }

  /// A frozen process gets the timers that it missed, then what waits in its sockets.
  mutating func thaw(_ node: NodeID) {
    turn.network.thaw(node, now: now, out: &schedule)
    let missed = overdue.filter { $0.node == node }
    overdue.removeAll { $0.node == node }
    for timer in missed { dispatch(.timer(timer.timer), to: node) }
    interpret()
  }

  /// Has a client ask for something; the number tells its result apart.
  @discardableResult
  mutating func submit(_ operation: ZooKeeperOperation, client: Int = 0) -> Int32 {
    nextNumber += 1
    seat(node(client))
    clients[client].submit(
      operation, ticket: ZooKeeperTicket(owner: .lifecycle, number: nextNumber), turn: &turn)
    interpret()
    return nextNumber
  }

  mutating func close(_ client: Int) {
    seat(node(client))
    clients[client].close(turn: &turn)
    interpret()
  }

  mutating func openNewSession(_ client: Int) {
    seat(node(client))
    clients[client].openNewSession(turn: &turn)
    interpret()
  }

  mutating func expire(_ client: Int) {
    seat(server(0))
    ensemble.expireSession(of: node(client), turn: &turn)
    interpret()
  }

  func node(_ client: Int) -> NodeID { turn.layout.node(of: BrokerID(Int32(client + 1))) }
  func server(_ server: Int) -> NodeID { turn.layout.node(ofZooKeeper: server) }

  private(set) var now = Instant.zero

  /// Handles everything that is due until then.
  mutating func run(until end: Duration) {
    while let (at, event) = turn.queue.popLeast(notAfter: .zero + end) {
      now = at
      switch event {
      case .network(let event): handle(event)
      case .timer(let node, let incarnation, let timer, _):
        guard turn.incarnations[Int(node.index)] == incarnation else { continue }
        if turn.network.isFrozen(node) {
          overdue.append((node, timer))
        } else {
          dispatch(.timer(timer), to: node)
        }
      default: break
      }
    }
    now = .zero + end
  }

  /// The transcript so far, which begins anew.
  mutating func take() -> [String] {
    defer { transcript = [] }
    return transcript
  }

  /// The sessions that servers opened and expired, as the history tells it.
  var sessionFacts: [String] {
    turn.history.pending.compactMap { event in
      guard case .cluster(let fact) = event.fact else { return nil }
      switch fact {
      case .sessionOpened(let session, _, let timeout):
        return "\(event.at) opened \(session) for \(timeout)"
      case .sessionExpired(let session, _): return "\(event.at) expired \(session)"
      default: return nil
      }
    }
  }

  private mutating func seat(_ node: NodeID) { turn.begin(node: node, at: now, cause: .none) }

  private mutating func handle(_ event: NetworkEvent) {
    let delivery = turn.network.fired(event, now: now, random: &random, out: &schedule)
    if delivery == .deliver { deliver(event) }
    interpret()
  }

  private mutating func deliver(_ event: NetworkEvent) {
    func end(_ id: ConnectionID, atServer: Bool) -> NodeID {
      turn.network.connections[Int(id.index)].node(atServer: atServer)
    }
    switch event {
    case .opened(let id): dispatch(.opened(id), to: end(id, atServer: false))
    case .refused(let id), .connectTimedOut(let id):
      dispatch(.openFailed(id), to: end(id, atServer: false))
    case .accepted(let id):
      dispatch(.accepted(id, from: end(id, atServer: false)), to: end(id, atServer: true))
    case .closed(let id, let atServer, _): dispatch(.closed(id), to: end(id, atServer: atServer))
    case .arrived(let id, let toServer, let token):
      let message = inFlight.remove(Int32(token))
      dispatch(.received(id, message), to: end(id, atServer: toServer))
    case .handshake, .gaveUp: break
    }
  }

  private mutating func dispatch(_ event: NodeEvent, to node: NodeID) {
    seat(node)
    switch turn.layout.role(of: node) {
    case .zooKeeper(let server):
      if case .received(_, let message) = event, message.kind == .zooKeeperPing {
        pings.append("\(now)")
      }
      ensemble.receive(event, server: server, turn: &turn)
    case .broker(let broker):
      let client = Int(broker.value) - 1
      for outcome in clients[client].receive(event, turn: &turn) { note(outcome, client) }
    case .producer, .consumer, .operator: break
    }
    interpret()
  }

  private mutating func note(_ outcome: ZooKeeperOutcome, _ client: Int) {
    let text: String =
      switch outcome {
      case .connected: "connected \(clients[client].session)"
      case .disconnected: "disconnected"
      case .expired: "expired"
      case .result(let ticket, let result): "#\(ticket.number) \(Self.text(result))"
      case .watch(let path, let event): "watch \(path) \(event)"
      }
    transcript.append("\(now) \(client): \(text)")
  }

  static func text(_ result: ZooKeeperResult) -> String {
    switch result {
    case .created(let path, let stat): "created \(path) at \(stat.created)"
    case .stat(let stat): "version \(stat.version)"
    case .data(let data, let stat): "\(data) version \(stat.version)"
    case .children(let paths): "children \(paths.map { "\($0)" }.joined(separator: " "))"
    case .multi(let results): "multi [\(results.map(text).joined(separator: ", "))]"
    case .ok, .noNode, .nodeExists, .badVersion, .sessionExpired, .connectionLoss: "\(result)"
    }
  }

  private mutating func interpret() {
    for effect in turn.effects {
      switch effect {
      case .send(let id, let message):
        let token = inFlight.insert(message)
        let isFromServer = turn.network.connections[Int(id.index)].client != turn.node
        let arrival = turn.network.send(
          on: id, fromServer: isFromServer, bytes: 100, token: UInt32(token), now: now,
          random: &random)
        if let arrival {
          let event = NetworkEvent.arrived(id, toServer: !isFromServer, token: UInt32(token))
          turn.queue.schedule(.network(event), at: arrival)
        }
      case .connect(let id):
        turn.network.connect(id, now: now, random: &random, out: &schedule)
      case .close(let id):
        let isServer = turn.network.connections[Int(id.index)].client != turn.node
        turn.network.close(id, byServer: isServer, now: now, random: &random, out: &schedule)
      case .halt(let reason): halted.append("\(now) \(reason)")
      }
    }
    turn.effects.removeAll()
    for token in turn.network.discarded {
      turn.messages.free(inFlight.remove(Int32(token)).body)
    }
    turn.network.discarded = []
    for scheduled in schedule { turn.queue.schedule(.network(scheduled.event), at: scheduled.at) }
    schedule = []
  }
}
