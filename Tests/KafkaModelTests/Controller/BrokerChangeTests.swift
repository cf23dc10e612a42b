import Testing

@testable import KafkaModel

@Suite("The controller reacts to brokers that come and go")
struct BrokerChangeTests {
  static func bench(
    _ assignment: [ReplicaList], brokers: Int = 4, version: KafkaVersion = KafkaVersion(3, 9),
    unclean: Bool = false, configuration: [NamedValue] = []
  ) -> ControllerBench {
    var bench = ControllerBench(brokers: brokers, version: version, unclean: unclean)
    bench.startAll()
    bench.createTopic(assignment, configuration: configuration)
    _ = bench.take()
    return bench
  }

  @Test("a new topic's leaders are its first live replicas, and replicas hear before clients")
  func creation() {
    var bench = ControllerBench(brokers: 3)
    bench.startAll()
    _ = bench.take()
    bench.createTopic([[2, 3], [3, 1]])
    #expect(bench.state(0) == "leader 2 epoch 0 isr 2,3 by 1 version 0")
    #expect(bench.state(1) == "leader 3 epoch 0 isr 3,1 by 1 version 0")
    #expect(
      bench.take() == [
        "1 leads and follows 1: 3/0 [3,1] of [3,1] new",
        "2 leads and follows 0: 2/0 [2,3] of [2,3] new",
        "3 leads and follows 0: 2/0 [2,3] of [2,3] new; 1: 3/0 [3,1] of [3,1] new",
        "1 metadata live 1,2,3; 0: 2/0; 1: 3/0",
        "2 metadata live 1,2,3; 0: 2/0; 1: 3/0",
        "3 metadata live 1,2,3; 0: 2/0; 1: 3/0",
      ])
  }

  @Test("a dead leader is replaced first, then taken out of the ISR of what it followed")
  func leaderDies() {
    var bench = Self.bench([[3, 2, 4], [2, 3, 4]])
    bench.expire(3)
    #expect(bench.state(0) == "leader 2 epoch 1 isr 2,4 by 1 version 1")
    #expect(bench.state(1) == "leader 2 epoch 1 isr 2,4 by 1 version 1")
    #expect(
      bench.takeOrders() == [
        "2 leads and follows 0: 2/1 [2,4] of [3,2,4]",
        "4 leads and follows 0: 2/1 [2,4] of [3,2,4]",
        "2 leads and follows 0: 2/1 [2,4] of [3,2,4]; 1: 2/1 [2,4] of [2,3,4]",
        "4 leads and follows 0: 2/1 [2,4] of [3,2,4]; 1: 2/1 [2,4] of [2,3,4]",
      ])
  }

  @Test("the last ISR member stays in the ISR, and only it can lead again")
  func lastMember() {
    var bench = Self.bench([[3, 2]])
    bench.setISR([3], of: 0)
    bench.expire(3)
    #expect(bench.state(0) == "leader -1 epoch 1 isr 3 by 1 version 2")
    bench.register(3)
    bench.settle()
    #expect(bench.state(0) == "leader 3 epoch 2 isr 3 by 1 version 3")
  }

  @Test("the oldest releases emptied the ISR, later ones kept it where unclean was off")
  func lastMemberByVersion() {
    let cases: [(KafkaVersion, Bool, String)] = [
      (KafkaVersion(0, 8, 1, 1), false, "leader -1 epoch 1 isr  by 1 version 2"),
      (KafkaVersion(0, 8, 2, 2), false, "leader -1 epoch 1 isr 3 by 1 version 2"),
      (KafkaVersion(1, 0, 2), true, "leader -1 epoch 1 isr  by 1 version 2"),
      (KafkaVersion(1, 1, 1), true, "leader -1 epoch 1 isr 3 by 1 version 2"),
    ]
    for (version, unclean, expected) in cases {
      // One replica, so that nobody else could be elected uncleanly.
      var bench = Self.bench([[3]], version: version, unclean: unclean)
      bench.setISR([3], of: 0)
      bench.expire(3)
      #expect(bench.state(0) == expected, "in \(version)")
    }
  }

  @Test("until 1.0 a topic's own unclean setting decides whether its last ISR member stays")
  func lastMemberByTopic() {
    let cases = [
      (false, "true", "leader -1 epoch 1 isr  by 1 version 2"),
      (true, "false", "leader -1 epoch 1 isr 3 by 1 version 2"),
    ]
    for (unclean, own, expected) in cases {
      let name = "unclean.leader.election.enable"
      var bench = Self.bench(
        [[3]], version: KafkaVersion(1, 0, 2), unclean: unclean,
        configuration: [NamedValue(name: name, value: own)])
      bench.setISR([3], of: 0)
      bench.expire(3)
      #expect(bench.state(0) == expected, "where the topic says \(own)")
    }
  }

  @Test("two deaths in one event leave the broker that was processed last")
  func together() {
    var bench = Self.bench([[2, 3]])
    bench.expire(3, 2)
    #expect(bench.state(0) == "leader -1 epoch 2 isr 3 by 1 version 2")
  }

  @Test("with unclean election the first online replica leads alone")
  func unclean() {
    var bench = ControllerBench(brokers: 4)
    bench.startAll()
    bench.createTopic(
      [[3, 2, 4]],
      configuration: [NamedValue(name: "unclean.leader.election.enable", value: "true")])
    bench.setISR([3], of: 0)
    bench.expire(3)
    #expect(bench.state(0) == "leader 2 epoch 1 isr 2 by 1 version 2")
  }

  @Test("switching unclean election on retries offline partitions at once")
  func uncleanLater() {
    var bench = Self.bench([[3, 2, 4]])
    bench.setISR([3], of: 0)
    bench.expire(3)
    #expect(bench.state(0) == "leader -1 epoch 1 isr 3 by 1 version 2")
    bench.write(
      .setData(
        .topicConfiguration(TopicID(0)),
        .configuration([NamedValue(name: "unclean.leader.election.enable", value: "true")]),
        version: -1), by: 0)
    bench.enqueue(.uncleanElectionEnabled(TopicID(0)), at: 0)
    #expect(bench.state(0) == "leader 2 epoch 2 isr 2 by 1 version 3")
  }

  @Test("a broker that comes back learns all metadata, then its roles")
  func returns() {
    var bench = Self.bench([[3, 2]], brokers: 3)
    bench.expire(3)
    _ = bench.take()
    bench.register(3)
    bench.settle()
    #expect(
      bench.take() == [
        "1 metadata live 1,2,3",
        "2 metadata live 1,2,3",
        "1 metadata live 1,2,3; 0: 2/1",
        "2 metadata live 1,2,3; 0: 2/1",
        "3 metadata live 1,2,3; 0: 2/1",
        "3 leads and follows 0: 2/1 [2] of [3,2]",
        "3 metadata live 1,2,3; 0: 2/1",
      ])
    #expect(bench.state(0) == "leader 2 epoch 1 isr 2 by 1 version 1", "no way back by itself")
  }

  @Test("a bounce between two reads is a failure and a return from 2.2 on, and nothing before")
  func bounce() {
    for (version, isSeen) in [(KafkaVersion(2, 2, 2), true), (KafkaVersion(2, 1, 1), false)] {
      var bench = Self.bench([[3, 2]], version: version)
      bench.write(.delete(.broker(BrokerID(3)), version: -1), by: 0)
      bench.register(3)
      bench.settle()
      let moved = "leader 2 epoch 1 isr 2 by 1 version 1"
      let untouched = "leader 3 epoch 0 isr 3,2 by 1 version 0"
      #expect(bench.state(0) == (isSeen ? moved : untouched))
      #expect(bench.takeOrders().isEmpty == !isSeen)
    }
  }

  @Test("replicas on a failed directory go offline although their broker lives")
  func directory() {
    var bench = Self.bench([[3, 2], [2, 3]])
    bench.failedDirectories = [(BrokerID(3), PartitionID(0))]
    bench.write(.createSequential(.logDirectoryEvents, .logDirectoryEvent(BrokerID(3))), by: 3)
    bench.settle()
    #expect(bench.state(0) == "leader 2 epoch 1 isr 2 by 1 version 1")
    #expect(bench.state(1) == "leader 2 epoch 0 isr 2,3 by 1 version 0")
    #expect(bench.tree.children(of: .logDirectoryEvents).isEmpty)
  }

  @Test("a new controller finds what died while there was none")
  func failover() {
    var bench = Self.bench([[1, 2, 3], [2, 1, 3]])
    bench.expire(1)
    #expect(bench.holder == BrokerID(2))
    #expect(bench.state(0) == "leader 2 epoch 2 isr 2,3 by 2 version 2")
    #expect(bench.state(1) == "leader 2 epoch 1 isr 2,3 by 2 version 1")
  }

  @Test("in 0.8.1 a full queue to one broker holds the controller up")
  func fullQueue() {
    for (version, isHeldUp) in [
      (KafkaVersion(0, 8, 1, 1), true), (KafkaVersion(0, 8, 2, 2), false),
    ] {
      var bench = ControllerBench(brokers: 3, version: version)
      bench.startAll()
      bench.deaf = [BrokerID(3)]
      bench.register(3)
      bench.write(.delete(.broker(BrokerID(3)), version: -1), by: 0)
      bench.settle()
      bench.register(3)
      bench.settle()
      // Each topic costs broker 3 two requests, and it answers none.
      for number in 0..<8 { bench.createTopic([[2, 3]], named: "t\(number)") }
      #expect((bench.state(7) == "none") == isHeldUp, "in \(version)")
      #expect(bench.state(0) == "leader 2 epoch 0 isr 2,3 by 1 version 0")
    }
  }

  @Test("published ISR changes reach everybody's metadata, and the nodes go")
  func notification() {
    var bench = Self.bench([[3, 2]], brokers: 3, version: KafkaVersion(2, 4, 1))
    bench.setISR([3], of: 0)
    bench.write(.createSequential(.isrChanges, .partitions([PartitionID(0)])), by: 3)
    bench.settle()
    #expect(bench.controllers[0].context[PartitionID(0)].state.isr == [3])
    #expect(
      bench.take() == [
        "1 metadata live 1,2,3; 0: 3/0", "2 metadata live 1,2,3; 0: 3/0",
        "3 metadata live 1,2,3; 0: 3/0",
      ])
    #expect(bench.tree.children(of: .isrChanges).isEmpty)
  }
}
