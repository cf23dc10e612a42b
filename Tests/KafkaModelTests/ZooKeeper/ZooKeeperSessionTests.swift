import Kernel
import Testing

@testable import KafkaModel

@Suite("A ZooKeeper session")
struct ZooKeeperSessionTests {
  @Test("is opened after a handshake and a greeting, and negotiated")
  func opened() {
    var bench = ZooKeeperBench(timeout: 18000)
    bench.startAll()
    bench.run(until: .seconds(1))
    // Two milliseconds for the connection, two for the greeting and its answer.
    #expect(bench.take() == ["4ms 0: connected 1"])
    #expect(bench.sessionFacts == ["3ms opened 1 for 18s"])
    #expect(bench.turn.messages.liveCount == 0)
  }

  @Test("of six seconds is pinged every second, of eighteen every five")
  func pings() {
    var bench = ZooKeeperBench(timeout: 6000)
    bench.startAll()
    bench.run(until: .milliseconds(4500))
    #expect(bench.pings == ["1.005s", "2.005s", "3.005s", "4.005s"])
    var longer = ZooKeeperBench(timeout: 18000)
    longer.startAll()
    longer.run(until: .seconds(16))
    #expect(longer.pings == ["5.005s", "10.005s", "15.005s"])
    var longest = ZooKeeperBench(timeout: 60000)
    longest.startAll()
    longest.run(until: .seconds(31))
    #expect(longest.pings == ["10.005s", "20.005s", "30.005s"])
  }

  @Test("is not pinged while it is written to")
  func busy() {
    var bench = ZooKeeperBench(timeout: 6000)
    bench.startAll()
    bench.run(until: .milliseconds(500))
    bench.submit(.exists(.controller, watch: false))
    bench.run(until: .milliseconds(2000))
    #expect(bench.pings == ["1.501s"])
  }

  @Test("of a killed process expires with its bucket, and its ephemerals go at once")
  func killed() {
    var bench = ZooKeeperBench(clients: 2)
    bench.startAll()
    bench.run(until: .seconds(1))
    bench.submit(
      .create(.broker(BrokerID(1)), .broker(BrokerID(1), registeredAt: 0), isEphemeral: true))
    bench.submit(.create(.controller, .controller(BrokerID(1), electedAt: 0), isEphemeral: true))
    bench.run(until: .milliseconds(1500))
    bench.submit(.getChildren(.brokerIDs, watch: true), client: 1)
    bench.submit(.exists(.controller, watch: true), client: 1)
    bench.run(until: .seconds(2))
    #expect(
      bench.take() == [
        "4ms 0: connected 1", "4ms 1: connected 2",
        "1.002s 0: #1 created broker(1) at 3", "1.002s 0: #2 created controller at 4",
        "1.502s 1: #3 children broker(1)", "1.502s 1: #4 version 0",
      ])
    bench.crashClient(0)
    bench.run(until: .milliseconds(8999))
    // The last touch was the second create at 1.001 s: the timeout ends at 7.001 s, its bucket at 9
    // s.
    #expect(bench.take() == [])
    #expect(bench.ensemble.liveBrokers == [BrokerID(1)])
    #expect(bench.ensemble.controller == BrokerID(1))
    bench.run(until: .milliseconds(9001))
    #expect(
      bench.take() == [
        "9.001s 1: watch brokerIDs nodeChildrenChanged", "9.001s 1: watch controller nodeDeleted",
      ])
    #expect(bench.ensemble.liveBrokers == [])
    #expect(bench.ensemble.controller == nil)
    #expect(bench.sessionFacts.last == "9s expired 1")
    #expect(bench.ensemble.tree.lastTransaction == 5)
  }

  @Test("that is closed in order takes its ephemerals with it at once")
  func closed() {
    var bench = ZooKeeperBench(clients: 2)
    bench.startAll()
    bench.run(until: .seconds(1))
    bench.submit(.create(.controller, .controller(BrokerID(1), electedAt: 0), isEphemeral: true))
    bench.submit(.exists(.controller, watch: true), client: 1)
    bench.run(until: .seconds(2))
    _ = bench.take()
    bench.close(0)
    bench.run(until: .seconds(3))
    #expect(bench.take() == ["2.002s 1: watch controller nodeDeleted"])
    #expect(bench.ensemble.session(of: bench.node(0)) == nil)
    #expect(bench.ensemble.connectionCount == 1)
    #expect(bench.sessionFacts.count == 2, "closing is not expiring")
    bench.submit(.exists(.controller, watch: false))
    bench.run(until: .seconds(4))
    #expect(bench.take() == ["3s 0: #3 sessionExpired"])
    #expect(bench.turn.messages.liveCount == 0)
  }

  @Test("is lost sight of after two thirds of its timeout, and found again before it ends")
  func cutForAWhile() {
    var bench = ZooKeeperBench(timeout: 18000)
    bench.startAll()
    bench.run(until: .seconds(6))
    bench.cut(bench.node(0), bench.server(0))
    bench.run(until: .seconds(18))
    // The pong of 5.006 s was the last that was heard; twelve seconds later the client gives up.
    #expect(bench.take() == ["4ms 0: connected 1", "17.006s 0: disconnected"])
    bench.healAll()
    bench.run(until: .seconds(22))
    let found = bench.take()
    #expect(found.count == 1 && found[0].hasSuffix("0: connected 1"))
    #expect(bench.sessionFacts == ["3ms opened 1 for 18s"])
  }

  @Test("is known to have expired only when a server can be reached again")
  func cutForTooLong() {
    var bench = ZooKeeperBench(timeout: 6000)
    bench.startAll()
    bench.run(until: .milliseconds(500))
    bench.submit(.create(.controller, .controller(BrokerID(1), electedAt: 0), isEphemeral: true))
    bench.run(until: .seconds(1))
    bench.cut(bench.node(0), bench.server(0))
    bench.run(until: .seconds(60))
    #expect(bench.sessionFacts == ["3ms opened 1 for 6s", "9s expired 1"])
    #expect(
      bench.take() == [
        "4ms 0: connected 1", "502ms 0: #1 created controller at 2", "4.502s 0: disconnected",
      ])
    bench.submit(.exists(.controller, watch: false))
    bench.healAll()
    bench.run(until: .seconds(75))
    let learned = bench.take().map { $0.drop { $0 != "0" } }
    #expect(bench.clients[0].phase == .expired)
    #expect(learned.last?.hasSuffix("expired") == true)
    #expect(learned.dropLast().last?.hasSuffix("#2 sessionExpired") == true)
    bench.openNewSession(0)
    bench.run(until: .seconds(76))
    #expect(bench.take() == ["75.004s 0: connected 2"])
    #expect(bench.clients[0].sessionCount == 2)
  }

  @Test("outlives nothing in the era of KafkaZkClient, operations and watches in zkclient's")
  func oldLibrary() {
    var bench = ZooKeeperBench(inFlightMax: 1, outlivesSessions: true)
    bench.startAll()
    bench.run(until: .seconds(1))
    bench.submit(.getChildren(.brokerIDs, watch: true))
    bench.submit(.exists(.controller, watch: true))
    bench.run(until: .seconds(2))
    bench.expire(0)
    bench.submit(.getData(.controllerEpoch, watch: false))
    bench.run(until: .seconds(5))
    #expect(bench.clients[0].phase == .expired)
    bench.openNewSession(0)
    bench.run(until: .seconds(6))
    let told = bench.take().map { String($0.drop { $0 != ":" }.dropFirst(2)) }
    #expect(
      told == [
        "connected 1", "#1 children ", "#2 noNode", "disconnected", "expired", "connected 2",
        "watch brokerIDs nodeChildrenChanged", "watch controller nodeDataChanged", "#3 noNode",
      ])
  }

  @Test("that cannot be opened in time ends its process")
  func neverOpened() {
    var bench = ZooKeeperBench(connectionTimeout: .seconds(18))
    bench.startClient(0)
    bench.run(until: .seconds(20))
    #expect(bench.halted == ["18s zooKeeperUnreachable"])
    var opened = ZooKeeperBench(connectionTimeout: .seconds(18))
    opened.startAll()
    opened.run(until: .seconds(20))
    #expect(opened.halted == [])
  }

  @Test("of a frozen process expires, which it learns on waking")
  func frozen() {
    var bench = ZooKeeperBench(timeout: 6000)
    bench.startAll()
    bench.run(until: .seconds(2))
    _ = bench.take()
    bench.freeze(bench.node(0))
    bench.run(until: .seconds(20))
    #expect(bench.sessionFacts.last == "9s expired 1")
    bench.thaw(bench.node(0))
    bench.run(until: .seconds(25))
    let told = bench.take()
    #expect(told.first == "20s 0: disconnected")
    #expect(told.last?.hasSuffix("expired") == true)
  }

  @Test("that a fault expires is over while its client is connected")
  func expiredByFault() {
    var bench = ZooKeeperBench()
    bench.startAll()
    bench.run(until: .seconds(2))
    _ = bench.take()
    bench.expire(0)
    bench.run(until: .seconds(5))
    #expect(bench.sessionFacts.last == "2s expired 1")
    #expect(bench.take().first == "2.001s 0: disconnected")
    #expect(bench.clients[0].phase == .expired)
  }
}
