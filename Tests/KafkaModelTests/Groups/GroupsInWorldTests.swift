import Kernel
import Testing

@testable import KafkaModel

/// Groups on whole clusters: who reads what, how often, after which failure.
@Suite struct GroupsInWorldTests {
  @Test func `two members share the partitions and process each record once`() throws {
    var stage = try GroupStage(GroupStage.plan())
    stage.run(to: 30)
    #expect(stage.generations == [1])
    #expect(Set(stage.owners(4)) == [0, 1])
    #expect(stage.owners(4)[0] == stage.owners(4)[1])
    #expect(stage.owners(4)[2] == stage.owners(4)[3])
    #expect(stage.processed.count == 200)
    #expect(stage.processed.values.allSatisfy { $0 == 1 })
    // "g" belongs to partition 3 of the offsets topic, whose leader coordinates.
    #expect(stage.coordinator != nil)
    #expect(stage.coordinator == stage.leaderOfOffsets(3))
    #expect((0..<4).map { stage.committed($0) } == [50, 50, 50, 50])
    #expect(stage.loads == 50)
  }

  @Test func `a crashed member's share goes to the other after its session`() throws {
    var stage = try GroupStage(GroupStage.plan(records: 2000))
    stage.run(to: 20)
    stage.world.inject(.crash(stage.node(0)))
    stage.run(to: 62)
    #expect(stage.generations == [1])
    stage.run(to: 80)
    #expect(stage.generations == [1, 2])
    #expect(stage.removed == [.sessionTimeout])
    #expect(stage.owners(4) == [1, 1, 1, 1])
    #expect(stage.processed.count == 2000)
  }

  @Test func `a member that closes hands its share over at once`() throws {
    var stage = try GroupStage(GroupStage.plan())
    stage.run(to: 20)
    stage.world.inject(.stop(stage.node(1)))
    stage.run(to: 25)
    #expect(stage.removed == [.left])
    #expect(stage.generations == [1, 2])
    #expect(stage.owners(4) == [0, 0, 0, 0])
    #expect(stage.processed.values.allSatisfy { $0 == 1 })
  }

  @Test func `another coordinator goes on where the dead one was, without a rebalance`() throws {
    var stage = try GroupStage(GroupStage.plan(records: 4000))
    stage.run(to: 20)
    let firstFound = stage.coordinator
    let first = try #require(firstFound)
    stage.world.inject(.crash(stage.world.layout.node(of: first)))
    stage.run(to: 120)
    let secondFound = stage.coordinator
    let second = try #require(secondFound)
    #expect(second != first)
    #expect(stage.generations == [1])
    #expect(stage.processed.count == 4000)
    #expect(stage.members == 2)
    #expect(stage.committed(0) == 1000)
  }

  /// Two members that take fifteen seconds for a batch where ten are allowed.
  private func pollingTooLate(_ more: (String, String)...) throws -> GroupStage {
    let plan = GroupStage.plan(
      records: 40, members: 2,
      consumer: [("max.poll.interval.ms", "10000"), ("enable.auto.commit", "false")] + more
    ) { work in
      work.commit = .afterBatch
      work.workMin = .seconds(15)
      work.workMax = .seconds(15)
      work.isPerBatch = true
    }
    var stage = try GroupStage(plan)
    stage.run(to: 40)
    return stage
  }

  @Test func `too long between two polls throws a member out, and its commit is refused`() throws {
    let stage = try pollingTooLate()
    #expect(stage.removed.contains(.pollTimeout))
    #expect(stage.refusals.contains(.unknownMemberID))
    #expect(stage.processed.values.contains { $0 > 1 })
  }

  @Test func `a static member that polls too late keeps its place and may not commit`() throws {
    let stage = try pollingTooLate(("group.instance.id", "fixed"))
    #expect(stage.removed.isEmpty)
    #expect(stage.generations == [1])
    #expect(stage.refusals.contains(.unknownMemberID))
    #expect(stage.processed.values.contains { $0 > 1 })
  }

  @Test(arguments: [(KafkaVersion(3, 1), [10, 44, 69]), (KafkaVersion(3, 2), [10, 44, 49])])
  func `a member that is told ILLEGAL_GENERATION waits for itself up to 3.1`(
    _ version: KafkaVersion, _ seconds: [Int64]
  ) throws {
    var plan = GroupStage.plan(
      version: version, partitions: 1, members: 1,
      broker: [("group.initial.rebalance.delay.ms", "0")],
      consumer: [
        ("session.timeout.ms", "60000"), ("max.poll.interval.ms", "20000"),
        ("request.timeout.ms", "5000"),
      ])
    plan.topics.append(plan.topics[0])
    plan.topics[2].name = "late"
    plan.consumers[0].startsAtOnce = false
    var stage = try GroupStage(plan)
    stage.run(to: 10)
    stage.world.inject(.start(stage.node(0)))
    stage.run(to: 19)
    // This request is given up after 25 seconds, and carried out after the next one.
    _ = stage.world.lay(
      Interceptor(
        kind: .joinGroupRequest, from: .node(stage.node(0)), to: .anyBroker,
        action: .delay(.seconds(30))))
    _ = stage.world.command(stage.node(0), .subscribe([TopicID(0), TopicID(2)]))
    stage.run(to: 100)
    // The topics stand by name, so that orders has the second partition.
    #expect(stage.assigned.filter { $0.partition == 1 }.map(\.second) == seconds)
  }

  @Test func `cooperative members keep reading what they keep`() throws {
    let strategy = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
    var plan = GroupStage.plan(
      partitions: 6, members: 3, consumer: [("partition.assignment.strategy", strategy)])
    plan.consumers[2].startsAtOnce = false
    var stage = try GroupStage(plan)
    stage.run(to: 20)
    stage.world.inject(.start(stage.node(2)))
    stage.run(to: 40)
    #expect(stage.generations == [1, 2, 3])
    #expect(stage.revoked.count == 2)
    #expect(stage.assigned.count == 8)
    #expect(stage.owners(6).filter { $0 == 2 }.count == 2)
  }

  @Test func `a static member that is back in time causes no rebalance`() throws {
    let plan = GroupStage.plan(consumer: [("group.instance.id", "fixed")])
    var stage = try GroupStage(plan)
    stage.run(to: 20)
    stage.world.inject(.stop(stage.node(0)))
    stage.run(to: 22)
    stage.world.inject(.start(stage.node(0)))
    stage.run(to: 60)
    #expect(stage.generations == [1])
    #expect(stage.removed.isEmpty)
    #expect(Set(stage.owners(4)) == [0, 1])
  }

  @Test func `an external store takes each record once although a member crashes`() throws {
    let plan = GroupStage.plan(records: 2000) { work in
      work.commit = .externalStore
      work.workMin = .milliseconds(5)
      work.workMax = .milliseconds(20)
    }
    var stage = try GroupStage(plan)
    stage.run(to: 15)
    stage.world.inject(.crash(stage.node(0)))
    stage.run(to: 200)
    #expect(stage.processed.count == 2000)
    #expect(stage.processed.values.allSatisfy { $0 == 1 })
  }

  @Test(arguments: [KafkaVersion(0, 9, 0), KafkaVersion(0, 10, 2), KafkaVersion(2, 1)])
  func `groups of older releases read everything`(_ version: KafkaVersion) throws {
    var stage = try GroupStage(GroupStage.plan(version: version))
    stage.run(to: 60)
    #expect(stage.processed.count == 200)
    #expect(Set(stage.owners(4)) == [0, 1])
  }

  @Test func `everything that was in flight is given back`() throws {
    var stage = try GroupStage(GroupStage.plan())
    stage.run(to: 20)
    for member in 0..<2 { stage.world.inject(.stop(stage.node(member))) }
    for number in 0..<4 {
      stage.world.inject(.stop(stage.world.layout.node(ofProducer: number)))
    }
    stage.run(to: 30)
    #expect(stage.members == 0)
    #expect(stage.isUp(0) == false)
  }
}
