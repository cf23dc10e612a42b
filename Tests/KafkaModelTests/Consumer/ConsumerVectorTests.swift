import Kernel
import Testing

@testable import KafkaModel

/// Timelines of one consumer: when it commits by itself, and when it is thrown out.
@Suite struct ConsumerVectorTests {
  /// One member that gets a hundred records every two seconds, a thousand of them in all.
  private static func slowPolls(_ seed: UInt64 = 1) throws -> GroupStage {
    var plan = GroupStage.plan(
      partitions: 1, records: 1000, members: 1,
      broker: [("group.initial.rebalance.delay.ms", "0")],
      consumer: [("max.poll.records", "100"), ("auto.commit.interval.ms", "5000")]
    ) { $0.pollInterval = .seconds(2) }
    plan.consumers[0].startsAtOnce = false
    var stage = try GroupStage(plan, seed: seed)
    stage.run(to: 60)
    stage.world.inject(.start(stage.node(0)))
    return stage
  }

  @Test func `the fourth poll commits what the first three returned`() throws {
    var stage = try Self.slowPolls()
    // The group forms at once, so the polls return at about 60, 62, 64, 66 and 68 seconds.
    stage.run(to: 65)
    #expect(stage.processed.count == 300)
    #expect(stage.commits.isEmpty)
    stage.run(to: 67)
    #expect(stage.processed.count == 400)
    #expect(stage.commits.map(\.offset) == [300])
    #expect(stage.commits.first?.second == 66)
    stage.run(to: 71)
    #expect(stage.commits.map(\.offset) == [300])
    stage.run(to: 73)
    #expect(stage.commits.map(\.offset) == [300, 600])
  }

  @Test func `a crash before the first commit begins anew`() throws {
    var stage = try Self.slowPolls()
    stage.run(to: 65)
    stage.world.inject(.crash(stage.node(0)))
    #expect(stage.committed(0) == nil)
    stage.run(to: 70)
    stage.world.inject(.start(stage.node(0)))
    stage.run(to: 200)
    #expect(stage.processed.values.filter { $0 == 2 }.count == 300)
  }

  @Test func `a crash after it repeats what came since`() throws {
    var stage = try Self.slowPolls()
    stage.run(to: 67)
    stage.world.inject(.crash(stage.node(0)))
    stage.run(to: 70)
    stage.world.inject(.start(stage.node(0)))
    stage.run(to: 200)
    #expect(stage.processed.values.filter { $0 == 2 }.count == 100)
    #expect(stage.processed.count == 1000)
  }

  @Test func `an orderly end commits everything that was handed out`() throws {
    var stage = try Self.slowPolls()
    stage.run(to: 65)
    stage.world.inject(.stop(stage.node(0)))
    stage.run(to: 70)
    #expect(stage.committed(0) == 300)
    #expect(stage.removed == [.left])
  }

  @Test func `a stuck application leaves after five minutes, a dead one after 45 seconds`() throws {
    let plan = GroupStage.plan(records: 8, members: 2) { work in
      work.workMin = .seconds(1000)
      work.workMax = .seconds(1000)
    }
    var stage = try GroupStage(plan)
    stage.run(to: 290)
    #expect(stage.removed.isEmpty)
    stage.run(to: 310)
    #expect(stage.removed == [.pollTimeout, .pollTimeout])
    var other = try GroupStage(GroupStage.plan())
    other.run(to: 20)
    other.world.inject(.crash(other.node(1)))
    // The last heartbeat was at most three seconds before.
    other.run(to: 61)
    #expect(other.removed.isEmpty)
    other.run(to: 66)
    #expect(other.removed == [.sessionTimeout])
  }

  @Test(arguments: [(110, 110), (130, 120)])
  func `a position goes back to where the new leader's log parts`(_ end: Int, _ position: Int)
    throws
  {
    var bench = try PositionBench()
    bench.fetched(to: 120, epoch: 5)
    bench.newLeader(epoch: 6)
    #expect(bench.consumer.partitions[0].state == .awaitingValidation)
    bench.answer(epoch: 5, end: Int64(end))
    #expect(bench.consumer.partitions[0].state == .fetching)
    #expect(bench.consumer.partitions[0].position == Offset(Int64(position)))
  }

  @Test func `an epoch that the new leader never had leads to the last one it had`() throws {
    var bench = try PositionBench()
    bench.fetched(to: 120, epoch: 5)
    bench.newLeader(epoch: 6)
    bench.answer(epoch: 4, end: 90)
    #expect(bench.consumer.partitions[0].position == Offset(90))
    #expect(bench.consumer.partitions[0].positionEpoch == LeaderEpoch(4))
  }

  @Test func `a hundred members on a thousand partitions settle`() throws {
    var plan = GroupStage.plan(
      partitions: 1000, records: 0, members: 100,
      consumer: [
        (
          "partition.assignment.strategy",
          "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
        )
      ])
    plan.producers = []
    plan.consumers[99].startsAtOnce = false
    var stage = try GroupStage(plan)
    stage.run(to: 20)
    #expect(stage.generations == [1])
    #expect(stage.assigned.count == 1000)
    stage.world.inject(.start(stage.node(99)))
    stage.run(to: 40)
    #expect(stage.generations == [1, 2, 3])
    #expect(stage.owners(1000).filter { $0 == 99 }.count == 10)
    #expect(stage.owners(1000).filter { $0 == -1 }.isEmpty)
  }
}

/// A consumer with one partition and nothing around it.
struct PositionBench {
  var consumer: Consumer
  var turn: Turn

  init() throws {
    let version = KafkaVersion(3, 7)
    let settings = EffectiveConfiguration.resolve(
      .consumer, in: version,
      [
        PropertyAssignment(
          "auto.offset.reset", "earliest", PropertyOrigin(file: "test", line: 1))
      ])
    let plan = ConsumerPlan(
      name: "audit", settings: ConsumerSettings(settings.configuration), topics: [TopicID(0)])
    let layout = NodeLayout(zooKeepers: 1, brokers: 3, producers: 0, consumers: 1)
    turn = Turn(
      semantics: Semantics(version: version, mode: .zookeeper), layout: layout, links: .dataCentre,
      seed: 1)
    let topic = turn.catalog.addTopic(named: "orders")
    turn.catalog.growTopic(topic, to: 1)
    consumer = Consumer(plan: plan)
    turn.begin(node: layout.node(ofConsumer: 0), at: .zero, cause: .none)
    consumer.receive(.started, turn: &turn)
    consumer.replaceAssignment([PartitionID(0)], turn: &turn)
  }

  /// It has read up to there, and the last record was of that epoch.
  mutating func fetched(to position: Int64, epoch: Int32) {
    consumer.partitions[0].leader = BrokerID(1)
    consumer.partitions[0].leaderEpoch = LeaderEpoch(epoch)
    consumer.partitions[0].position = Offset(position)
    consumer.partitions[0].positionEpoch = LeaderEpoch(epoch)
    consumer.setState(.fetching, of: 0)
  }

  /// Metadata tells of another leader.
  mutating func newLeader(epoch: Int32) {
    let answer = PartitionAnswer(
      partition: PartitionID(0), error: .none, leader: BrokerID(2),
      leaderEpoch: LeaderEpoch(epoch), replicas: [1, 2, 3], isr: [2, 3])
    consumer.network.metadata.receive(
      MetadataResponse(
        brokers: [BrokerID(1), BrokerID(2), BrokerID(3)], controller: BrokerID(1),
        topics: [TopicMetadata(topic: TopicID(0), error: .none, partitions: [answer])]),
      isPartial: false, now: turn.now, settings: consumer.network.settings, random: &turn.random)
    consumer.updatePositions(turn: &turn)
  }

  /// The leader says where that epoch ends.
  mutating func answer(epoch: Int32, end: Int64) {
    consumer.epochEnded(
      EpochEndResponse(
        partition: PartitionID(0), error: .none, epoch: LeaderEpoch(epoch),
        endOffset: Offset(end)), turn: &turn)
  }
}
