import Kernel
import Testing

@testable import KafkaModel

@Suite("ZooKeeper in bad weather")
struct ZooKeeperStormTests {
  /// Half a minute of drawn faults over servers and clients, and what must be true at the end.
  private func storm(seed: UInt64, servers: Int) -> [String] {
    var chance = RandomStream(runSeed: seed, stream: "storm")
    var bench = ZooKeeperBench(clients: 4, servers: servers, timeout: 4000, tick: 2000)
    var isUp = Array(repeating: true, count: servers)
    bench.startAll()
    var now: Int64 = 0
    for _ in 0..<60 {
      now += chance.between(1, 1000)
      bench.run(until: .milliseconds(now))
      let server = chance.pick(from: servers)
      let client = chance.pick(from: 4)
      switch chance.below(9) {
      case 0 where isUp[server]:
        bench.crashServer(server)
        isUp[server] = false
      case 1 where !isUp[server]:
        bench.startServer(server)
        isUp[server] = true
      case 2: bench.cut(bench.node(client), bench.server(server))
      case 3: bench.cut(bench.server(0), bench.server(server))
      case 4: bench.healAll()
      case 5: bench.expire(client)
      case 6 where bench.clients[client].phase == .expired: bench.openNewSession(client)
      default:
        let path = ZNodePath.broker(BrokerID(Int32(client + 1)))
        bench.submit(
          .create(path, .broker(BrokerID(Int32(client + 1)), registeredAt: now), isEphemeral: true),
          client: client)
        bench.submit(.getChildren(.brokerIDs, watch: true), client: client)
      }
      check(bench)
    }
    calmDown(&bench, isUp: isUp, from: now)
    return bench.take() + bench.sessionFacts
  }

  /// Every ephemeral belongs to a session that is alive and knows it.
  private func check(_ bench: ZooKeeperBench) {
    bench.ensemble.tree.forEachNode { path, node in
      guard node.stat.owner != 0 else { return }
      let owner = bench.ensemble.tracker[node.stat.owner]
      #expect(owner?.ephemerals.contains(path) == true)
    }
    for session in bench.ensemble.tracker.sessions.values {
      #expect(session.ephemerals.allSatisfy { bench.ensemble.tree.node(at: $0) != nil })
    }
  }

  /// In fair weather every client gets a session, and every operation its result.
  private func calmDown(_ bench: inout ZooKeeperBench, isUp: [Bool], from start: Int64) {
    bench.healAll()
    for server in isUp.indices where !isUp[server] { bench.startServer(server) }
    for second in 1...120 {
      bench.run(until: .milliseconds(start + Int64(second) * 1000))
      for client in 0..<4 { bench.openNewSession(client) }
    }
    for client in 0..<4 {
      #expect(bench.clients[client].isConnected)
      #expect(bench.clients[client].pendingCount == 0)
      #expect(bench.ensemble.tracker.contains(bench.clients[client].session))
    }
    #expect(bench.ensemble.connectionCount == 4)
    #expect(bench.ensemble.tracker.sessions.count == 4)
    #expect(bench.ensemble.watches.count <= 4)
    check(bench)
    for client in 0..<4 { bench.close(client) }
    bench.run(until: .milliseconds(start + 121_000))
    #expect(bench.ensemble.liveBrokers == [])
    #expect(bench.turn.messages.liveCount == 0, "messages leaked")
  }

  @Test("keeps its promises and recovers", arguments: 1...40 as ClosedRange<UInt64>)
  func recovers(seed: UInt64) {
    let servers = seed % 2 == 0 ? 3 : 1
    let first = storm(seed: seed, servers: servers)
    #expect(!first.isEmpty)
    if seed % 10 == 0 { #expect(first == storm(seed: seed, servers: servers)) }
  }
}
