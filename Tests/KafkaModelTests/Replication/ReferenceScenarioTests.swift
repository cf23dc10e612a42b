import Kernel
import Testing

@testable import KafkaModel

/// The reference scenarios of replication: what must be lost, and what must not.
@Suite("Replication, in the scenarios that made it what it is,")
struct ReferenceScenarioTests {
  @Test(
    "a follower cuts committed records to its watermark until 0.10.2, and keeps them by epochs",
    arguments: [
      (KafkaVersion(0, 10, 2, 2), true), (KafkaVersion(0, 11, 0, 3), false),
      (KafkaVersion(2, 0, 1), false), (KafkaVersion(3, 7, 2), false),
    ])
  func truncationToWatermark(_ version: KafkaVersion, _ loses: Bool) throws {
    var stage = try Stage(version, records: 4, every: .seconds(1), brokers: 4, controller: 4)
    // The last record is committed, and broker 3 has not heard of it yet.
    stage.run(to: .milliseconds(3100))
    #expect(stage.acknowledgedCount == 4)
    stage.cut(stage.node(2), stage.node(3))
    stage.crash(1)
    // Before the follower, which cannot fetch, falls out of the set.
    var second: Int64 = 3
    while stage.leader != 2 && second < 60 {
      second += 1
      stage.run(to: .seconds(second))
    }
    stage.crash(2)
    stage.run(to: .seconds(second + 40))
    #expect(stage.leader == 3)
    #expect(stage.missing(from: 3).isEmpty != loses)
  }

  @Test(
    "after a loss of power both replicas keep what they have until 0.10.2, and agree by epochs",
    arguments: [
      (KafkaVersion(0, 10, 2, 2), false), (KafkaVersion(0, 11, 0, 3), true),
      (KafkaVersion(3, 7, 2), true),
    ])
  func divergence(_ version: KafkaVersion, _ agrees: Bool) throws {
    var stage = try Stage(
      version, records: 40, every: .seconds(3), producer: [("acks", "all"), ("batch.size", "0")],
      unclean: true, assignment: [[1, 2]], brokers: 3, controller: 3)
    stage.run(to: .seconds(4))
    stage.inject(.flushLog(stage.node(2), Stage.partition))
    stage.run(to: .seconds(15))
    stage.inject(.flushLog(stage.node(1), Stage.partition))
    stage.run(to: .seconds(20))
    stage.losePower(1)
    stage.losePower(2)
    stage.run(to: .seconds(45))
    stage.start(2)
    stage.run(to: .seconds(90))
    stage.start(1)
    stage.run(to: .seconds(180))
    #expect(stage.isr?.count == 2)
    #expect((stage.records(1) == stage.records(2)) == agrees)
  }

  @Test("the last replica standing decides: with two in sync demanded nothing can be lost by one")
  func lastManStanding() throws {
    for (minISR, loses) in [(Int64(1), true), (2, false)] {
      var stage = try Stage(
        KafkaVersion(3, 7), minISR: minISR, records: 300, every: .milliseconds(500), brokers: 4,
        controller: 4)
      stage.run(to: .seconds(5))
      stage.inject(.flushLog(stage.node(1), Stage.partition))
      stage.cut(stage.node(1), stage.node(2))
      stage.cut(stage.node(1), stage.node(3))
      stage.run(to: .seconds(90))
      #expect(stage.isr == [1])
      stage.losePower(1)
      stage.run(to: .seconds(120))
      #expect(stage.leader == -1 && stage.isr == [1])
      stage.heal()
      stage.start(1)
      stage.run(to: .seconds(220))
      #expect(stage.leader == 1)
      #expect(stage.isr?.count == 3 && stage.logsAgree)
      #expect(stage.missing(from: 1).isEmpty != loses)
    }
  }

  @Test("a killed process loses nothing, even as the last one standing")
  func lastManKilled() throws {
    var stage = try Stage(
      KafkaVersion(3, 7), records: 300, every: .milliseconds(500), brokers: 4, controller: 4)
    stage.run(to: .seconds(5))
    stage.cut(stage.node(1), stage.node(2))
    stage.cut(stage.node(1), stage.node(3))
    stage.run(to: .seconds(90))
    stage.crash(1)
    stage.run(to: .seconds(120))
    stage.heal()
    stage.start(1)
    stage.run(to: .seconds(220))
    #expect(stage.logsAgree && stage.missing(from: 1).isEmpty)
  }

  @Test(
    "a leader cut from all but its producer goes on acknowledging acks=1, until 2.6 for a while",
    arguments: [(KafkaVersion(2, 4, 1), false), (KafkaVersion(3, 7, 2), true)])
  func zombieLeader(_ version: KafkaVersion, _ goesOn: Bool) throws {
    var stage = try Stage(
      version, records: 1000, every: .milliseconds(100), producer: [("acks", "1")], brokers: 4,
      controller: 4)
    stage.run(to: .seconds(3))
    for other in [Int32(2), 3, 4] { stage.cut(stage.node(1), stage.node(other)) }
    stage.cut(stage.node(1), stage.zooKeeper)
    stage.run(to: .seconds(60))
    #expect(stage.leader == 2)
    let end = stage.end(1)
    stage.run(to: .seconds(70))
    #expect((stage.end(1) > end) == goesOn)
    stage.heal()
    stage.run(to: .seconds(160))
    #expect(stage.logsAgree && stage.isr?.count == 3)
    #expect(!stage.missing(from: 2).isEmpty)
  }

  @Test("the same with acks=all acknowledges nothing that is lost")
  func zombieLeaderAcksAll() throws {
    var stage = try Stage(
      KafkaVersion(3, 7), records: 1000, every: .milliseconds(100), brokers: 4, controller: 4)
    stage.run(to: .seconds(3))
    for other in [Int32(2), 3, 4] { stage.cut(stage.node(1), stage.node(other)) }
    stage.cut(stage.node(1), stage.zooKeeper)
    stage.run(to: .seconds(70))
    stage.heal()
    stage.run(to: .seconds(300))
    #expect(stage.logsAgree && stage.missing(from: 2).isEmpty)
  }

  @Test(
    "a leader returns with an empty disk: its follower halts until 1.1, and truncates since 2.0",
    arguments: [
      (KafkaVersion(1, 1, 1), true), (KafkaVersion(2, 0, 1), false),
      (KafkaVersion(3, 7, 2), false),
    ])
  func emptyDisk(_ version: KafkaVersion, _ halts: Bool) throws {
    var stage = try Stage(
      version, records: 10, every: .milliseconds(100), assignment: [[1, 2]], controller: 3)
    stage.run(to: .seconds(3))
    stage.crash(2)
    stage.run(to: .seconds(40))
    #expect(stage.isr == [1])
    stage.crash(1)
    stage.run(to: .seconds(80))
    stage.start(2)
    stage.run(to: .seconds(100))
    #expect(stage.leader == -1 && stage.isr == [1])
    stage.inject(.wipeDisk(stage.node(1)))
    stage.start(1)
    stage.run(to: .seconds(140))
    #expect(stage.leader == 1)
    #expect(stage.isUp(2) != halts)
    #expect(stage.end(2) == (halts ? 10 : 0))
  }

  @Test("a paused leader wakes and answers from its inbox: acks=1 is lost, acks=all is not")
  func pausedLeader() throws {
    for (acks, loses) in [("1", true), ("all", false)] {
      var stage = try Stage(
        KafkaVersion(3, 7), records: 600, every: .milliseconds(100), producer: [("acks", acks)],
        brokers: 4, controller: 4)
      stage.run(to: .seconds(3))
      stage.inject(.freeze(stage.node(1)))
      stage.run(to: .seconds(25))
      #expect(stage.leader == 2)
      stage.inject(.thaw(stage.node(1)))
      stage.run(to: .seconds(200))
      #expect(stage.logsAgree && stage.isr?.count == 3)
      #expect(stage.missing(from: 2).isEmpty != loses)
    }
  }

  @Test("a paused controller is replaced, and fenced when it wakes")
  func pausedController() throws {
    var stage = try Stage(
      KafkaVersion(3, 7), records: 1200, every: .milliseconds(100), brokers: 4, controller: 4)
    stage.run(to: .seconds(3))
    stage.inject(.freeze(stage.node(4)))
    stage.run(to: .seconds(30))
    #expect(stage.world.zooKeeper.controller != BrokerID(4))
    stage.crash(1)
    stage.run(to: .seconds(60))
    #expect(stage.leader == 2)
    stage.inject(.thaw(stage.node(4)))
    stage.start(1)
    stage.run(to: .seconds(200))
    #expect(stage.world.zooKeeper.controller != BrokerID(4))
    #expect(stage.isr?.count == 3 && stage.logsAgree && stage.missing(from: 2).isEmpty)
  }

  @Test("every machine loses power at once: flushed records survive, others may not")
  func massPowerLoss() throws {
    for (survival, loses) in [(Fault.Survival.flushedOnly, true), (.everything, false)] {
      var stage = try Stage(KafkaVersion(3, 7), minISR: 2, records: 50, every: .milliseconds(50))
      stage.run(to: .seconds(6))
      for broker in [Int32(1), 2, 3] { stage.losePower(broker, survival) }
      stage.run(to: .seconds(30))
      for broker in [Int32(1), 2, 3] { stage.start(broker) }
      stage.run(to: .seconds(120))
      #expect(stage.isr?.count == 3 && stage.logsAgree)
      #expect(stage.missing(from: 1).isEmpty != loses)
    }
  }

  @Test("one machine loses power: it leaves the set, fetches again, and nothing is lost")
  func singlePowerLoss() throws {
    var stage = try Stage(KafkaVersion(3, 7), minISR: 2, records: 400, every: .milliseconds(100))
    stage.run(to: .seconds(6))
    stage.losePower(2)
    stage.run(to: .seconds(40))
    stage.start(2)
    stage.run(to: .seconds(120))
    #expect(stage.isr?.count == 3 && stage.logsAgree && stage.missing(from: 1).isEmpty)
  }

  @Test("a deaf follower keeps its place until a record must reach it")
  func oneWayLink() throws {
    var stage = try Stage(
      KafkaVersion(3, 7), records: 3, every: .seconds(60), brokers: 4, controller: 4)
    stage.run(to: .seconds(5))
    stage.inject(.cut(from: stage.node(1), to: stage.node(2)))
    stage.run(to: .seconds(30))
    #expect(stage.isr?.count == 3 && stage.acknowledgedCount == 1)
    stage.run(to: .seconds(170))
    #expect(stage.isr == [1, 3])
    #expect(stage.acknowledgedCount == 3 && stage.failures.isEmpty)
  }
}

@Suite("A topic's configuration changes while the cluster runs")
struct DynamicConfigurationTests {
  @Test("and holds at its leader: too few in-sync replicas are refused from then on")
  func minISR() throws {
    var stage = try Stage(
      KafkaVersion(3, 7), records: 600, every: .milliseconds(100),
      producer: [("acks", "all"), ("retries", "0"), ("enable.idempotence", "false")])
    stage.run(to: .seconds(2))
    stage.world.turn.begin(
      node: stage.world.turn.layout.operatorNode, at: stage.world.turn.now, cause: .none)
    stage.world.admin.submit(
      AdminRequest(
        operation: .setTopicConfiguration(
          TopicID(0), name: "min.insync.replicas", value: "3"),
        timeout: .seconds(60)),
      number: 1, turn: &stage.world.turn)
    stage.world.interpretEffects(of: stage.world.turn.layout.operatorNode)
    stage.run(to: .seconds(4))
    #expect(stage.world.brokers.allSatisfy { $0.topics[0].minInSyncReplicas == 3 })
    #expect(stage.failures.isEmpty)
    stage.crash(3)
    stage.run(to: .seconds(50))
    #expect(stage.failures.contains(.notEnoughReplicas))
  }
}
