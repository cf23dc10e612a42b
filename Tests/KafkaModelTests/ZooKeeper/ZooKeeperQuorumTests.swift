import Kernel
import Testing

@testable import KafkaModel

@Suite("A ZooKeeper ensemble")
struct ZooKeeperQuorumTests {
  @Test("of one that restarts keeps its sessions, and counts their timeouts from then")
  func restart() {
    var bench = ZooKeeperBench(timeout: 6000)
    bench.startAll()
    bench.run(until: .seconds(1))
    bench.submit(.create(.controller, .controller(BrokerID(1), electedAt: 0), isEphemeral: true))
    bench.run(until: .seconds(2))
    bench.crashServer(0)
    bench.crashClient(0)
    bench.run(until: .seconds(20))
    #expect(bench.sessionFacts == ["3ms opened 1 for 6s"])
    bench.startServer(0)
    bench.run(until: .seconds(30))
    // Tracked anew from 20 s: the timeout ends at 26 s, its bucket at 27 s.
    #expect(bench.sessionFacts == ["3ms opened 1 for 6s", "27s expired 1"])
    #expect(bench.ensemble.controller == nil)
  }

  @Test("of three elects the highest server within half a second, and drops clients at a loss")
  func election() {
    var bench = ZooKeeperBench(clients: 3, servers: 3, timeout: 18000)
    bench.startAll()
    bench.run(until: .milliseconds(249))
    #expect(bench.ensemble.leader == nil)
    bench.run(until: .seconds(4))
    // The first two that reached a majority: servers 0 and 1, before server 2 was started.
    #expect(bench.ensemble.leader == 1)
    #expect(bench.sessionFacts.count == 3)
    #expect(bench.ensemble.connectionCount == 3)
    _ = bench.take()
    bench.crashServer(1)
    bench.run(until: .milliseconds(4249))
    #expect(bench.ensemble.leader == nil)
    #expect(
      bench.take() == [
        "4.001s 1: disconnected", "4.001s 2: disconnected", "4.001s 0: disconnected",
      ])
    bench.run(until: .milliseconds(4500))
    #expect(bench.ensemble.leader == 2)
    bench.run(until: .seconds(12))
    #expect(bench.take().count == 3, "every client finds its session again")
    #expect(bench.sessionFacts.count == 3)
    #expect(bench.ensemble.connectionCount == 3)
  }

  @Test("without a majority serves nobody and expires nobody, until the majority is back")
  func noQuorum() {
    var bench = ZooKeeperBench(servers: 3, timeout: 6000)
    bench.startAll()
    bench.run(until: .seconds(4))
    bench.submit(.create(.controller, .controller(BrokerID(1), electedAt: 0), isEphemeral: true))
    bench.run(until: .seconds(5))
    bench.crashServer(1)
    bench.crashServer(2)
    bench.run(until: .seconds(60))
    #expect(bench.ensemble.leader == nil)
    #expect(bench.ensemble.connectionCount == 0)
    #expect(bench.ensemble.controller == BrokerID(1))
    #expect(bench.clients[0].session == 1)
    bench.startServer(2)
    bench.run(until: .seconds(65))
    #expect(bench.ensemble.leader == 2)
    #expect(bench.clients[0].isConnected)
    #expect(bench.sessionFacts.count == 1, "the session outlived a minute without servers")
  }

  @Test("whose leader is cut off notices after five ticks, and elects another")
  func leaderCutOff() {
    var bench = ZooKeeperBench(servers: 3, timeout: 40000, tick: 2000)
    bench.startAll()
    bench.run(until: .seconds(10))
    #expect(bench.ensemble.leader == 1)
    bench.cut(bench.server(1), bench.server(0))
    bench.cut(bench.server(1), bench.server(2))
    _ = bench.take()
    bench.submit(.create(.controller, .controller(BrokerID(1), electedAt: 0), isEphemeral: true))
    bench.run(until: .milliseconds(19999))
    #expect(bench.ensemble.leader == 1)
    #expect(bench.take() == [], "the write waits for a quorum")
    #expect(bench.ensemble.controller == nil)
    bench.run(until: .milliseconds(20500))
    #expect(bench.ensemble.leader == 2)
    bench.run(until: .seconds(40))
    let told = bench.take().map { String($0.drop { $0 != ":" }.dropFirst(2)) }
    #expect(told == ["disconnected", "connected 1", "#1 created controller at 2"])
    #expect(bench.turn.messages.liveCount == 0)
  }

  @Test("whose leader is back in time carries out what has waited")
  func shortCut() {
    var bench = ZooKeeperBench(servers: 3, timeout: 40000, tick: 2000)
    bench.startAll()
    bench.run(until: .seconds(10))
    bench.cut(bench.server(1), bench.server(0))
    bench.cut(bench.server(1), bench.server(2))
    _ = bench.take()
    bench.submit(.create(.controller, .controller(BrokerID(1), electedAt: 0), isEphemeral: true))
    bench.submit(.exists(.controller, watch: false))
    bench.run(until: .seconds(15))
    bench.healAll()
    bench.run(until: .seconds(30))
    #expect(
      bench.take() == ["16.001s 0: #1 created controller at 2", "16.001s 0: #2 version 0"])
    #expect(bench.ensemble.leader == 1)
  }

  @Test("whose leader freezes goes on without it, and it drops its clients on waking")
  func frozenLeader() {
    var bench = ZooKeeperBench(clients: 6, servers: 3, timeout: 40000, tick: 2000)
    bench.startAll()
    bench.run(until: .seconds(10))
    #expect(bench.ensemble.leader == 1)
    bench.freeze(bench.server(1))
    bench.run(until: .milliseconds(19999))
    #expect(bench.ensemble.leader == 1)
    bench.run(until: .seconds(23))
    #expect(bench.ensemble.leader == 2)
    let lost = bench.take().filter { $0.hasSuffix("disconnected") }.count
    #expect(lost > 0 && lost < 6, "clients of the frozen server have heard nothing")
    bench.thaw(bench.server(1))
    bench.run(until: .seconds(30))
    #expect(bench.take().count { $0.hasSuffix("disconnected") } == 6 - lost)
    #expect(bench.ensemble.leader == 2)
    #expect(bench.clients.allSatisfy { $0.isConnected })
    #expect(bench.sessionFacts.count == 6)
  }

  @Test("tells watchers at every server")
  func watchesAcrossServers() {
    var bench = ZooKeeperBench(clients: 6, servers: 3, timeout: 40000)
    bench.startAll()
    bench.run(until: .seconds(10))
    for client in 0..<6 { bench.submit(.exists(.controller, watch: true), client: client) }
    bench.run(until: .seconds(11))
    _ = bench.take()
    bench.submit(
      .create(.controller, .controller(BrokerID(1), electedAt: 0), isEphemeral: true), client: 3)
    bench.run(until: .seconds(12))
    let watchers = bench.take().filter { $0.hasSuffix("watch controller nodeCreated") }
    #expect(watchers.count == 6)
    #expect(watchers.allSatisfy { $0.hasPrefix("11.002s") })
  }

  @Test("does the same from the same seed")
  func deterministic() {
    func run() -> [String] {
      var bench = ZooKeeperBench(clients: 4, servers: 3)
      bench.startAll()
      bench.run(until: .seconds(10))
      bench.crashServer(2)
      bench.run(until: .seconds(60))
      return bench.take() + bench.sessionFacts
    }
    #expect(run() == run())
  }
}
