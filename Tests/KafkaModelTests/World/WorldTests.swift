import Kernel
import Testing

@testable import KafkaModel

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
