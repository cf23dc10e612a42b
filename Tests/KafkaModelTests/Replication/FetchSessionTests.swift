import Kernel
import Testing

@testable import KafkaModel

@Suite("Followers fetch in sessions")
struct FetchSessionTests {
  private func idleWorld(for time: Duration) throws -> World {
    var world = World(plan: SmallCluster.plan(partitions: 12), seed: 3)
    try world.boot()
    world.run(until: world.origin + time)
    return world
  }

  private func sizes(of world: borrowing World) -> [Int] {
    var sizes: [Int] = []
    for partition in 0..<12 {
      sizes.append(world.isr(of: PartitionID(Int32(partition)))?.count ?? 0)
    }
    return sizes
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

  @Test("and quiet partitions count as fetched, so that nobody leaves the in-sync set")
  func quietFollowersStay() throws {
    let world = try idleWorld(for: .minutes(3))
    #expect(sizes(of: world) == Array(repeating: 3, count: 12))
  }
}
