import Kernel

/// Hosts that send thirty-two bytes to each other every ten milliseconds, through the simulated
/// network.
///
/// Each pair has one connection. What arrives is counted and fed into the digest; nothing is
/// answered.
struct Mesh {
  /// What the world's queue holds.
  enum Event: Sendable {
    case tick(host: Int32)
    case network(NetworkEvent)
  }

  let hosts: Int
  var network: Network
  var queue = EventQueue<Event>()
  var random = RandomStream(runSeed: 1, stream: "network")
  var connections: [ConnectionID] = []
  var out: [NetworkEvent.Scheduled] = []
  var sent: UInt32 = 0
  var delivered = 0
  var digest = Digest()

  static let period = Duration.milliseconds(10)
  static let bytes: Int64 = 32

  init(hosts: Int) {
    self.hosts = hosts
    network = Network(nodeCount: hosts, profile: .dataCentre)
    connections = Array(repeating: .none, count: hosts * hosts)
    for client in 0..<hosts {
      for server in client + 1..<hosts {
        let id = network.allocate(client: NodeID(index: client), server: NodeID(index: server))
        connections[client * hosts + server] = id
        connections[server * hosts + client] = id
        network.connect(id, now: .zero, random: &random, out: &out)
      }
      queue.schedule(
        .tick(host: Int32(client)), at: .zero + .milliseconds(10) + .microseconds(Int64(client)))
    }
    scheduleOut()
  }

  mutating func scheduleOut() {
    for scheduled in out { queue.schedule(.network(scheduled.event), at: scheduled.at) }
    out.removeAll(keepingCapacity: true)
  }

  mutating func run(until end: Instant) {
    while let (now, event) = queue.popLeast(notAfter: end) {
      switch event {
      case .tick(let host): tick(Int(host), now)
      case .network(let event): receive(event, now)
      }
    }
  }

  mutating func tick(_ host: Int, _ now: Instant) {
    for peer in 0..<hosts where peer != host {
      let id = connections[host * hosts + peer]
      let isFromServer = host > peer
      let at = network.send(
        on: id, fromServer: isFromServer, bytes: Mesh.bytes, token: sent, now: now, random: &random)
      if let at {
        queue.schedule(
          .network(.arrived(id, toServer: !isFromServer, token: sent)), at: at)
      }
      sent &+= 1
    }
    queue.schedule(.tick(host: Int32(host)), at: now + Mesh.period)
  }

  mutating func receive(_ event: NetworkEvent, _ now: Instant) {
    let delivery = network.fired(event, now: now, random: &random, out: &out)
    if !out.isEmpty { scheduleOut() }
    guard delivery == .deliver, case .arrived(_, _, let token) = event else { return }
    delivered += 1
    digest.combine(UInt64(token) ^ UInt64(bitPattern: now.nanoseconds))
  }
}

let meshBenchmarks: [Benchmark] = [(3, Int64(1_000)), (100, Int64(1))].map { hosts, seconds in
  Benchmark(name: "mesh/\(hosts)", summary: "\(hosts) hosts send to each other every 10 ms") {
    var mesh = Mesh(hosts: hosts)
    $0.measure { mesh.run(until: .zero + .seconds(seconds)) }
    return Work(
      events: mesh.delivered, simulated: .seconds(seconds), digest: mesh.digest.hex)
  }
}
