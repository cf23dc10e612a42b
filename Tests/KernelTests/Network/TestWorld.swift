@testable import Kernel

/// A world of nodes that only write down what reaches them.
struct TestWorld {
  var network: Network
  var queue = EventQueue<NetworkEvent>()
  var random = RandomStream(runSeed: 1, stream: "network")
  var out: [NetworkEvent.Scheduled] = []
  var now = Instant.zero
  var log: [String] = []
  /// Tokens that were given to the network, and not yet seen again.
  var owed: [UInt32] = []

  init(nodes: Int = 3, profile: LinkProfile = LinkProfile(latency: .constant(.milliseconds(1)))) {
    network = Network(nodeCount: nodes, profile: profile)
  }

  /// Moves to an instant, counted in milliseconds, and lets everything happen that is due by then.
  mutating func run(to milliseconds: Int64) {
    let limit = Instant.zero + .milliseconds(milliseconds)
    flush()
    while let event = queue.popLeast(notAfter: limit) {
      now = event.at
      fire(event.payload)
      flush()
    }
    now = limit
  }

  mutating func fire(_ event: NetworkEvent) {
    guard network.fired(event, now: now, random: &random, out: &out) == .deliver else { return }
    let text: String
    switch event {
    case .opened: text = "client opened"
    case .accepted: text = "server accepted"
    case .refused: text = "client refused"
    case .connectTimedOut: text = "client timed out"
    case .arrived(_, let toServer, let token):
      text = "\(toServer ? "server" : "client") got \(token)"
      settle(token)
    case .closed(_, let atServer, let reason):
      text = "\(atServer ? "server" : "client") closed \(reason)"
    case .handshake, .gaveUp: text = "the world was told \(event)"
    }
    log.append("\(now) \(text)")
  }

  /// Schedules what the network asked for, and notes the tokens that died.
  mutating func flush() {
    for scheduled in out { queue.schedule(scheduled.event, at: scheduled.at) }
    out.removeAll()
    for token in network.discarded {
      log.append("\(now) lost \(token)")
      settle(token)
    }
    network.discarded.removeAll()
  }

  mutating func settle(_ token: UInt32) {
    guard let position = owed.firstIndex(of: token) else {
      log.append("token \(token) came back twice")
      return
    }
    owed.remove(at: position)
  }

  mutating func send(
    _ token: UInt32, on id: ConnectionID, fromServer: Bool = false, bytes: Int64 = 100
  ) {
    owed.append(token)
    let at = network.send(
      on: id, fromServer: fromServer, bytes: bytes, token: token, now: now, random: &random)
    if let at { queue.schedule(.arrived(id, toServer: !fromServer, token: token), at: at) }
    flush()
  }

  mutating func connect(_ client: Int, _ server: Int) -> ConnectionID {
    let id = network.allocate(client: NodeID(index: client), server: NodeID(index: server))
    network.connect(id, now: now, random: &random, out: &out)
    flush()
    return id
  }

  /// A connection that stands since three milliseconds, with an empty log.
  mutating func connected(_ client: Int = 0, _ server: Int = 1) -> ConnectionID {
    let id = connect(client, server)
    run(to: 10)
    log.removeAll()
    return id
  }

  mutating func cut(_ from: Int, _ to: Int, key: UInt32 = 0) {
    network.cut(from: NodeID(index: from), to: NodeID(index: to), key: key)
  }

  mutating func heal(_ from: Int, _ to: Int, key: UInt32 = 0) {
    network.heal(from: NodeID(index: from), to: NodeID(index: to), key: key, now: now, out: &out)
    flush()
  }

  mutating func close(_ id: ConnectionID, byServer: Bool) {
    network.close(id, byServer: byServer, now: now, random: &random, out: &out)
    flush()
  }

  /// The log since it was read last.
  mutating func read() -> [String] {
    defer { log.removeAll() }
    return log
  }
}
