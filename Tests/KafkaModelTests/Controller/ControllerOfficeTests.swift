import Testing

@testable import KafkaModel

@Suite("The controller's office is held by one broker per epoch")
struct ControllerOfficeTests {
  static let versions = [
    KafkaVersion(0, 8, 2, 2), KafkaVersion(1, 0, 2), KafkaVersion(2, 0, 1), KafkaVersion(2, 4, 1),
    KafkaVersion(3, 9, 1),
  ]

  @Test("the first broker to create the znode wins, the others watch", arguments: versions)
  func firstWins(_ version: KafkaVersion) {
    var bench = ControllerBench(brokers: 3, version: version)
    bench.startAll()
    #expect(bench.holder == BrokerID(1))
    #expect(bench.facts == ["elected 1 in 1"])
    #expect(bench.controllers.map(\.activeController.value) == [1, 1, 1])
    #expect(bench.controllers.map(\.isActive) == [true, false, false])
  }

  @Test("when it goes, a watcher takes over in the next epoch", arguments: versions)
  func takeover(_ version: KafkaVersion) {
    var bench = ControllerBench(brokers: 3, version: version)
    bench.startAll()
    bench.expire(1)
    #expect(bench.holder == BrokerID(2))
    #expect(bench.facts == ["elected 1 in 1", "elected 2 in 2"])
    #expect(bench.controllers[2].activeController == BrokerID(2))
  }

  @Test("a controller that hears of its successor resigns")
  func resigns() {
    var bench = ControllerBench(brokers: 2)
    bench.startAll()
    bench.frozen = [0]
    bench.write(.delete(.controller, version: -1), by: 0)
    bench.settle()
    #expect(bench.holder == BrokerID(2))
    #expect(bench.controllers[0].isActive, "it has not learned of it yet")
    bench.frozen = []
    bench.settle()
    #expect(!bench.controllers[0].isActive)
    #expect(bench.controllers[0].context.partitions.isEmpty)
    #expect(bench.facts == ["elected 1 in 1", "elected 2 in 2", "resigned 1 of 1"])
  }

  @Test("up to 2.0 a claim without the epoch is withdrawn, and the race begins anew")
  func lostEpoch() {
    var bench = ControllerBench(brokers: 2, version: KafkaVersion(2, 0, 1))
    bench.write(
      .create(.controllerEpoch, .controllerEpoch(ControllerEpoch(4)), isEphemeral: false), by: 0)
    bench.register(1)
    bench.start(1)
    // Somebody raises the epoch between this broker's reading and its writing.
    while bench.controllers[0].outbox.first.map({ !"\($0.operation)".hasPrefix("setData") })
      ?? false
    {
      bench.work(0)
    }
    bench.write(
      .setData(.controllerEpoch, .controllerEpoch(ControllerEpoch(5)), version: -1), by: 0)
    bench.settle()
    #expect(bench.facts == ["elected 1 in 6"])
    #expect(bench.holder == BrokerID(1))
  }

  @Test("an expired session ends the office and drops what was queued")
  func expiry() {
    var bench = ControllerBench(brokers: 2)
    bench.startAll()
    bench.controllers[0].enqueue(.topicsChanged)
    bench.controllers[0].enqueue(
      .request(
        .allocateProducerIDs(
          AllocateProducerIDsRequest(broker: BrokerID(1), brokerEpoch: .unknown)),
        RequestTicket(connection: .none, correlation: 1)))
    bench.controllers[0].sessionExpired(&bench.turn)
    #expect(bench.controllers[0].events.isEmpty)
    #expect(bench.controllers[0].activeController == .none)
    #expect(bench.facts == ["elected 1 in 1", "resigned 1 of 1"])
    guard
      case .allocateProducerIDsResponse(let answer)? = bench.controllers[0].answers.first?.content
    else {
      Issue.record("the queued request got no answer")
      return
    }
    #expect(answer.error == .notController)
  }

  /// Broker 3 died while the old controller stood still, and both think they must elect.
  static func zombie(_ version: KafkaVersion) -> ControllerBench {
    var bench = ControllerBench(brokers: 4, version: version)
    bench.startAll()
    bench.createTopic([[3, 2, 4]])
    _ = bench.take()
    bench.frozen = [0]
    bench.write(.delete(.controller, version: -1), by: 0)
    bench.settle()
    bench.expire(3)
    bench.enqueue(.brokersChanged, at: 0)
    bench.frozen = [2]
    bench.settle()
    return bench
  }

  @Test("from 2.1 on ZooKeeper refuses a zombie's writes by the epoch's version")
  func zombieFenced() {
    let bench = Self.zombie(KafkaVersion(2, 1, 1))
    #expect(bench.state(0) == "leader 2 epoch 1 isr 2,4 by 2 version 1")
    #expect(!bench.controllers[0].isActive)
    #expect(bench.facts.suffix(1) == ["resigned 1 of 1"])
  }

  @Test("a partition that a newer controller wrote is not touched by an older one")
  func zombieStopped() {
    let bench = Self.zombie(KafkaVersion(2, 0, 1))
    #expect(bench.state(0) == "leader 2 epoch 1 isr 2,4 by 2 version 1")
  }

  @Test("a zombie's write to a partition that nobody touched is fenced from 2.1, done before")
  func zombieWrites() {
    for (version, isFenced) in [(KafkaVersion(2, 1, 1), true), (KafkaVersion(2, 0, 1), false)] {
      var bench = ControllerBench(brokers: 4, version: version)
      bench.startAll()
      bench.createTopic([[3, 2, 4]])
      bench.frozen = [0]
      bench.write(.delete(.controller, version: -1), by: 0)
      bench.settle()
      // The successor stands still before it sees the death; the zombie wakes and sees it first.
      let successor = Int(bench.holder.value) - 1
      bench.frozen = [0, 2, successor]
      bench.write(.delete(.broker(BrokerID(3)), version: -1), by: 0)
      bench.enqueue(.brokersChanged, at: 0)
      bench.frozen = [2, successor]
      bench.settle()
      let untouched = "leader 3 epoch 0 isr 3,2,4 by 1 version 0"
      let elected = "leader 2 epoch 1 isr 2,4 by 1 version 1"
      #expect(bench.state(0) == (isFenced ? untouched : elected))
      #expect(bench.facts.contains("fenced 1 of 1") == isFenced)
    }
  }
}
