import Testing

@testable import KafkaModel
@testable import Kernel

/// A small cluster of the plan's own making, for tests that need a whole world.
enum SmallCluster {
  static func plan(
    version: KafkaVersion = KafkaVersion(3, 7), brokers: Int = 3, partitions: Int32 = 1,
    records: Int64 = 0, producer: [PropertyAssignment] = [], consumers: Int = 0
  ) -> WorldPlan {
    let semantics = Semantics(version: version, mode: .zookeeper)
    let broker = EffectiveConfiguration.standard(.broker, in: version)
    var plan = WorldPlan(
      semantics: semantics,
      brokers: (0..<brokers).map { _ in BrokerPlan(settings: BrokerSettings(broker)) })
    let topic = EffectiveConfiguration.resolveTopic([], on: broker).configuration
    plan.topics = [
      TopicPlan(
        name: "orders", partitions: partitions, replicationFactor: Int16(brokers),
        settings: TopicSettings(topic))
    ]
    if records > 0 {
      let settings = EffectiveConfiguration.resolve(.producer, in: version, producer)
      plan.producers = [
        ProducerPlan(
          name: "web", settings: ProducerSettings(settings.configuration),
          workloads: [
            SendWorkload(topic: TopicID(0), total: records, interval: .milliseconds(5))
          ])
      ]
    }
    let consumer = EffectiveConfiguration.standard(.consumer, in: version)
    plan.consumers = (0..<consumers).map { place in
      ConsumerPlan(
        name: "audit\(place)", settings: ConsumerSettings(consumer), topics: [TopicID(0)])
    }
    return plan
  }
}

@Suite("A world")
struct WorldTests {
  @Test("boots to a formed cluster and replicates what is sent")
  func bootAndReplicate() throws {
    var world = World(plan: SmallCluster.plan(records: 100), seed: 1)
    try world.boot()
    let end = world.origin + .seconds(10)
    var acknowledged: Int32 = 0
    while let next = world.nextInstant, next <= end {
      world.step()
      for event in world.history.pending {
        if case .producer(.acknowledged(_, _, let records, _, _)) = event.fact {
          acknowledged += records.count
        }
      }
      world.clearHistory()
    }
    #expect(acknowledged == 100)
    #expect(world.isr(of: PartitionID(0))?.count == 3)
  }
}

/// Finds all tables inside a value, by reflection.
private struct TableSearch {
  private(set) var tables: [String] = []
  /// Those whose copies would not be noticed.
  private(set) var unready: [String] = []

  mutating func look(at value: Any, path: String) {
    if let table = value as? any AnyTable {
      tables.append(path)
      if !table.isReadyForFork { unready.append(path) }
      for (place, element) in elements(of: value).enumerated() {
        look(at: element, path: "\(path)[\(place)]")
      }
      return
    }
    for child in Mirror(reflecting: value).children {
      look(at: child.value, path: "\(path).\(child.label ?? "?")")
    }
  }

  private func elements(of value: Any) -> [Any] {
    (value as? any Collection).map { $0.map { $0 as Any } } ?? []
  }
}

@Suite("A world is a value")
struct ForkTests {
  /// A formed cluster in the middle of its work, with a consumer and a broken connection.
  private static func busy(_ version: KafkaVersion = KafkaVersion(3, 7)) throws -> World {
    var world = World(
      plan: SmallCluster.plan(version: version, partitions: 3, records: 1000, consumers: 1),
      seed: 4)
    try world.boot()
    run(&world, for: .seconds(2))
    return world
  }

  private static func run(_ world: inout World, for span: Duration) {
    let end = world.now + span
    while let next = world.nextInstant, next <= end {
      world.step()
      world.clearHistory()
    }
  }

  @Test("a fork goes the way of the original, whichever goes first")
  func forks() throws {
    var original = try Self.busy()
    var early = original.fork()
    Self.run(&early, for: .seconds(3))
    Self.run(&original, for: .seconds(3))
    #expect(original.digest == early.digest)
    #expect(original.eventCount == early.eventCount)
    var late = original.fork()
    Self.run(&original, for: .seconds(3))
    #expect(late.digest == early.digest)
    Self.run(&late, for: .seconds(3))
    #expect(original.digest == late.digest)
  }

  @Test("forks that take turns go the same way as a world that was never forked")
  func turns() throws {
    var alone = try Self.busy()
    var original = try Self.busy()
    var forks = 0
    let end = original.now + .seconds(3)
    var other = original.fork()
    while let next = original.nextInstant, next <= end {
      original.step()
      original.clearHistory()
      other.step()
      other.clearHistory()
      // The last fork is dropped, so that memory is shared, left and owned again.
      if original.eventCount % 50 == 0 {
        other = original.fork()
        forks += 1
      }
    }
    Self.run(&alone, for: .seconds(3))
    #expect(forks > 10)
    #expect(original.digest == alone.digest)
    #expect(other.digest == alone.digest)
  }

  @Test("a fork says so to every table of its world")
  func everyTable() throws {
    let world = try Self.busy()
    var search = TableSearch()
    search.look(at: world.state, path: "state")
    #expect(search.tables.count > 60)
    #expect(search.unready.count > 40)
    _ = world.fork()
    search = TableSearch()
    search.look(at: world.state, path: "state")
    #expect(search.unready == [])
  }

  @Test("what happens to a fork does not touch the original")
  func independence() throws {
    var original = try Self.busy()
    var plain = original.fork()
    var broken = original.fork()
    broken.inject(.crash(broken.layout.node(of: BrokerID(1))))
    Self.run(&broken, for: .seconds(30))
    Self.run(&plain, for: .seconds(30))
    Self.run(&original, for: .seconds(30))
    #expect(original.digest == plain.digest)
    #expect(original.digest != broken.digest)
  }

  @Test(
    "when every process has died nothing of any message is left",
    arguments: [KafkaVersion(0, 8, 2), KafkaVersion(2, 4), KafkaVersion(3, 7)])
  func drained(_ version: KafkaVersion) throws {
    var world = try Self.busy(version)
    #expect(world.state.turn.messages.liveCount > 0)
    for place in 0..<world.layout.nodeCount { world.inject(.crash(NodeID(index: place))) }
    while world.nextInstant != nil {
      world.step()
      world.clearHistory()
    }
    #expect(world.state.turn.messages.liveCount == 0)
    #expect(world.state.inFlight.count == 0)
  }
}
