import Kernel
import Testing

@testable import KafkaModel

@Suite("A ZooKeeper client's operations")
struct ZooKeeperRequestTests {
  private let epoch = ZNodePath.controllerEpoch
  private func value(_ number: Int32) -> ZNodeData { .controllerEpoch(ControllerEpoch(number)) }

  @Test("are pipelined, ten at a time")
  func pipelined() {
    var bench = ZooKeeperBench(inFlightMax: 10)
    bench.startAll()
    bench.run(until: .seconds(1))
    _ = bench.take()
    for _ in 0..<25 { bench.submit(.exists(.controller, watch: false)) }
    bench.run(until: .seconds(2))
    let instants = bench.take().map { String($0.prefix { $0 != " " }) }
    // Twenty-five questions take three round trips of two milliseconds.
    #expect(instants.count { $0 == "1.002s" } == 10)
    #expect(instants.count { $0 == "1.004s" } == 10)
    #expect(instants.count { $0 == "1.006s" } == 5)
  }

  @Test("go one by one before 1.1")
  func oneByOne() {
    var bench = ZooKeeperBench(inFlightMax: 1)
    bench.startAll()
    bench.run(until: .seconds(1))
    _ = bench.take()
    for _ in 0..<3 { bench.submit(.exists(.controller, watch: false)) }
    bench.run(until: .seconds(2))
    #expect(
      bench.take() == [
        "1.002s 0: #1 noNode", "1.004s 0: #2 noNode", "1.006s 0: #3 noNode",
      ])
  }

  @Test("wait for the first connection")
  func early() {
    var bench = ZooKeeperBench()
    bench.startAll()
    bench.submit(.exists(.controller, watch: false))
    bench.run(until: .seconds(1))
    #expect(bench.take() == ["4ms 0: connected 1", "6ms 0: #1 noNode"])
  }

  @Test("are asked again after a loss of the connection, though they may have been carried out")
  func appliedTwice() {
    var bench = ZooKeeperBench(timeout: 6000)
    bench.startAll()
    bench.run(until: .seconds(1))
    bench.submit(.create(epoch, value(1), isEphemeral: false))
    bench.run(until: .milliseconds(1500))
    _ = bench.take()
    bench.submit(.setData(epoch, value(2), version: 0))
    // The write arrives at 1.501 s; its answer meets the cut.
    bench.run(until: .milliseconds(1501))
    bench.turn.network.cut(from: bench.server(0), to: bench.node(0))
    bench.run(until: .seconds(6))
    #expect(bench.take() == ["5.002s 0: disconnected"])
    bench.healAll()
    bench.run(until: .seconds(10))
    let told = bench.take().map { String($0.drop { $0 != ":" }.dropFirst(2)) }
    #expect(told == ["connected 1", "#2 badVersion"])
    #expect(bench.ensemble.controllerEpoch == ControllerEpoch(2))
  }

  @Test("fire a watch once, and before the new state can be read")
  func oneShot() {
    var bench = ZooKeeperBench(clients: 2)
    bench.startAll()
    bench.run(until: .seconds(1))
    _ = bench.take()
    bench.submit(.create(epoch, value(1), isEphemeral: false))
    bench.run(until: .seconds(2))
    bench.submit(.getData(epoch, watch: true), client: 1)
    bench.run(until: .seconds(3))
    bench.submit(.setData(epoch, value(2), version: -1))
    bench.submit(.setData(epoch, value(3), version: -1))
    bench.submit(.getData(epoch, watch: false), client: 1)
    bench.run(until: .seconds(4))
    #expect(
      bench.take() == [
        "1.002s 0: #1 created controllerEpoch at 3",
        "2.002s 1: #2 controllerEpoch(1) version 0",
        "3.002s 1: watch controllerEpoch nodeDataChanged", "3.002s 0: #3 version 1",
        "3.002s 0: #4 version 2", "3.002s 1: #5 controllerEpoch(3) version 2",
      ])
  }

  @Test("that watch are installed again on the next connection, and fire for what was missed")
  func missedEvents() {
    var bench = ZooKeeperBench(clients: 2, timeout: 30000)
    bench.startAll()
    bench.run(until: .seconds(1))
    bench.submit(.create(epoch, value(1), isEphemeral: false), client: 1)
    bench.run(until: .seconds(2))
    bench.submit(.getData(epoch, watch: true))
    bench.submit(.exists(.controller, watch: true))
    bench.submit(.getChildren(.brokerIDs, watch: true))
    bench.submit(.getChildren(.topics, watch: true))
    bench.run(until: .seconds(3))
    bench.cut(bench.node(0), bench.server(0))
    bench.submit(.setData(epoch, value(2), version: -1), client: 1)
    bench.submit(
      .create(.controller, .controller(BrokerID(2), electedAt: 0), isEphemeral: true), client: 1)
    bench.submit(
      .create(.broker(BrokerID(2)), .broker(BrokerID(2), registeredAt: 0), isEphemeral: true),
      client: 1)
    bench.run(until: .seconds(24))
    _ = bench.take()
    bench.healAll()
    bench.run(until: .seconds(30))
    let told = bench.take().map { String($0.drop { $0 != ":" }.dropFirst(2)) }
    #expect(
      told == [
        "connected 1", "watch brokerIDs nodeChildrenChanged", "watch controller nodeCreated",
        "watch controllerEpoch nodeDataChanged",
      ])
    bench.submit(
      .create(
        .topic(TopicID(0)), .topic(TopicAssignment(topic: TopicID(0), partitions: [])),
        isEphemeral: false), client: 1)
    bench.run(until: .seconds(31))
    #expect(bench.take().contains("30.002s 0: watch topics nodeChildrenChanged"))
  }

  @Test("that register a leadership after a newer controller was registered are told to history")
  func lateLeadership() {
    var bench = ZooKeeperBench(clients: 2)
    bench.startAll()
    bench.run(until: .seconds(1))
    let path = ZNodePath.partitionState(PartitionID(0))
    func state(_ epoch: Int32, isr: ReplicaList, by controller: Int32) -> ZNodeData {
      .state(
        PartitionState(
          leader: BrokerID(1), leaderEpoch: LeaderEpoch(epoch), isr: isr,
          controllerEpoch: ControllerEpoch(controller)))
    }
    bench.submit(.create(epoch, value(1), isEphemeral: false))
    bench.submit(.create(path, state(0, isr: [1, 2], by: 1), isEphemeral: false))
    bench.submit(.setData(path, state(1, isr: [1, 2], by: 1), version: 0))
    bench.submit(.setData(epoch, value(2), version: 0))
    // A leader writes its ISR with the controller epoch that it knows; that is no leadership.
    bench.submit(.setData(path, state(1, isr: [1], by: 1), version: 1))
    bench.submit(.setData(path, state(2, isr: [1], by: 1), version: 2), client: 1)
    bench.submit(.setData(path, state(2, isr: [1], by: 1), version: 2))
    bench.run(until: .seconds(2))
    let late = bench.turn.history.pending.compactMap { event -> String? in
      guard case .cluster(.controllerWriteLate(let broker, _, let epoch, let current)) = event.fact
      else { return nil }
      return "\(broker) in \(epoch) after \(current)"
    }
    #expect(late == ["2 in 1 after 2"])
  }

  @Test("leave no watch when they fail, except exists")
  func watchesOfFailures() {
    var bench = ZooKeeperBench(clients: 2)
    bench.startAll()
    bench.run(until: .seconds(1))
    bench.submit(.getData(epoch, watch: true))
    bench.submit(.exists(.controller, watch: true))
    bench.run(until: .seconds(2))
    #expect(bench.ensemble.watches.count == 1)
    _ = bench.take()
    bench.submit(.create(epoch, value(1), isEphemeral: false), client: 1)
    bench.submit(
      .create(.controller, .controller(BrokerID(2), electedAt: 0), isEphemeral: true), client: 1)
    bench.run(until: .seconds(3))
    #expect(
      bench.take().filter { $0.contains("0: ") } == ["2.002s 0: watch controller nodeCreated"])
    #expect(bench.ensemble.watches.count == 0)
  }
}
