import Kernel
import Testing

@testable import KafkaModel

@Suite("Followers and consumers fetch in sessions")
struct FetchSessionTests {
  private func idleWorld(for time: Duration) throws -> World {
    var world = World(plan: SmallCluster.plan(partitions: 12), seed: 3)
    try world.boot()
    world.run(until: world.origin + time)
    return world
  }

  @Test("in which every partition comes to be quiet when nothing happens")
  func everythingIsQuiet() throws {
    let world = try idleWorld(for: .seconds(5))
    var quiet = 0
    var sessions = 0
    for broker in world.state.brokers {
      for slot in broker.process.fetches.liveSlots where broker.process.fetches[slot].isSession {
        sessions += 1
        quiet += Int(broker.process.fetches[slot].quietCount)
      }
    }
    // Each of three leaders has two followers, and twelve partitions have two each.
    #expect(sessions == 6)
    #expect(quiet == 24)
  }

  @Test("and quiet partitions count as fetched, so that nobody leaves the in-sync set too soon")
  func quietEndsWithItsProgress() throws {
    var plan = SmallCluster.plan(partitions: 1, records: 1)
    plan.producers[0].workloads[0].start = .seconds(60)
    var world = World(plan: plan, seed: 3)
    try world.boot()
    let partition = PartitionID(0)
    world.run(until: world.origin + .milliseconds(59_900))
    let (leader, controller) = (world.leader(of: partition), world.controller)
    let layout = world.layout
    #expect(leader != nil)
    let others = layout.brokers.filter { $0 != leader }
    let follower = others.first { $0 != controller } ?? .none
    let (near, far) = (layout.node(of: leader ?? .none), layout.node(of: follower))
    world.inject(.cut(from: near, to: far))
    world.inject(.cut(from: far, to: near))
    // The record ends the quiet. Two looks at the lag later, the follower was caught up at 59.9 s.
    world.run(until: world.origin + .seconds(89))
    #expect(world.isr(of: partition)?.count == 3)
    world.run(until: world.origin + .seconds(120))
    #expect(world.isr(of: partition)?.count == 2)
  }

  @Test("in which a consumer's partitions come to be quiet, and wake when records come")
  func consumersAreQuiet() throws {
    var plan = SmallCluster.plan(partitions: 12, records: 12, consumers: 1)
    plan.producers[0].workloads[0].start = .seconds(5)
    var world = World(plan: plan, seed: 3)
    try world.boot()
    world.run(until: world.origin + .milliseconds(4_900))
    #expect(quietPartsOfConsumers(world) == 12)
    var consumed: Int32 = 0
    var buffer: [HistoryEvent] = []
    let end = world.origin + .milliseconds(5_200)
    while let next = world.nextInstant, next <= end {
      world.step()
      world.takeHistory(&buffer)
      for event in buffer {
        if case .consumer(.consumed(_, _, let records, _, _)) = event.fact {
          consumed += records.count
        }
      }
    }
    #expect(consumed == 12)
    #expect(quietPartsOfConsumers(world) == 12)
  }

  private func quietPartsOfConsumers(_ world: borrowing World) -> Int {
    var quiet = 0
    for broker in world.state.brokers {
      for slot in broker.process.fetches.liveSlots
      where !broker.process.fetches[slot].request.isFromFollower {
        quiet += Int(broker.process.fetches[slot].quietCount)
      }
    }
    return quiet
  }
}
