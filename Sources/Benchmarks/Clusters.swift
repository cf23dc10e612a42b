import KafkaModel
import Kernel

/// Whole clusters under load, at rest, and at size.
struct ClusterWorkload: Sendable {
  var brokers = 3
  var partitions: Int32 = 12
  var producers = 0
  var readers = 0
  /// Records that each producer hands over at a time: one batch.
  var burst: Int32 = 10
  /// The time between two of its bursts.
  var interval: Duration = .milliseconds(10)
  var version = KafkaVersion(3, 7)

  /// The plan of a cluster with this load: acks=all, idempotent, three replicas.
  func plan() -> WorldPlan {
    let broker = EffectiveConfiguration.standard(.broker, in: version)
    var plan = WorldPlan(
      semantics: Semantics(version: version, mode: .zookeeper),
      brokers: (0..<brokers).map { _ in BrokerPlan(settings: BrokerSettings(broker)) })
    if partitions == 0 { return plan }
    let topic = EffectiveConfiguration.resolveTopic([], on: broker).configuration
    plan.topics = [
      TopicPlan(
        name: "orders", partitions: partitions, replicationFactor: 3,
        settings: TopicSettings(topic))
    ]
    let settings = ProducerSettings(EffectiveConfiguration.standard(.producer, in: version))
    plan.producers = (0..<producers).map { place in
      var load = SendWorkload(topic: TopicID(0), total: .max, interval: interval)
      load.burst = burst
      load.start = .microseconds(Int64(place) * 100)
      return ProducerPlan(name: "producer\(place)", settings: settings, workloads: [load])
    }
    let consumer = ConsumerSettings(EffectiveConfiguration.standard(.consumer, in: version))
    plan.consumers = (0..<readers).map { place in
      ConsumerPlan(name: "reader\(place)", settings: consumer, topics: [TopicID(0)])
    }
    return plan
  }

  /// Boots outside the clock, and runs for so long inside it.
  func measure(_ simulated: Duration, _ stopwatch: inout Stopwatch) -> Work {
    var world = World(plan: plan(), seed: 1)
    guard (try? world.boot()) != nil else {
      return Work(events: 0, simulated: simulated, digest: "the cluster did not form")
    }
    let before = world.eventCount
    let end = world.origin + simulated
    stopwatch.measure { world.run(until: end) }
    return Work(
      events: Int(world.eventCount - before), simulated: simulated, digest: world.digest.hex)
  }
}

let clusterBenchmarks: [Benchmark] = [
  Benchmark(
    name: "steady",
    summary: "3 brokers, 12 partitions, 10 idempotent producers of 1000 records/s, 3 readers, 60 s"
  ) {
    ClusterWorkload(producers: 10, readers: 3).measure(.seconds(60), &$0)
  },
  Benchmark(name: "idle/0", summary: "3 brokers without partitions for 3 hours") {
    ClusterWorkload(partitions: 0).measure(.hours(3), &$0)
  },
  Benchmark(name: "idle/12", summary: "3 brokers with 12 idle partitions for 3 hours") {
    ClusterWorkload().measure(.hours(3), &$0)
  },
]
