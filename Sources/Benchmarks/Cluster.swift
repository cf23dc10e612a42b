import KafkaModel
import Kernel

/// A cluster for a benchmark, in the defaults of its version, built up by its workload.
struct Cluster {
  /// The plan so far.
  var plan: WorldPlan
  private let version: KafkaVersion

  /// Brokers with these properties beyond the defaults.
  init(
    brokers: Int, version: KafkaVersion = KafkaVersion(3, 9), _ properties: [String: String] = [:]
  ) {
    self.version = version
    let settings = BrokerSettings(Cluster.resolve(.broker, version, properties))
    plan = WorldPlan(
      semantics: Semantics(version: version, mode: .zookeeper),
      brokers: (0..<brokers).map { _ in BrokerPlan(settings: settings) })
  }

  /// A topic with three replicas of each partition, two of which must be in sync.
  mutating func addTopic(partitions: Int32) -> TopicID {
    let broker = EffectiveConfiguration.standard(.broker, in: version)
    let topic = EffectiveConfiguration.resolveTopic(
      Cluster.written(["min.insync.replicas": "2"]), on: broker)
    plan.topics.append(
      TopicPlan(
        name: "topic\(plan.topics.count)", partitions: partitions, replicationFactor: 3,
        settings: TopicSettings(topic.configuration)))
    return TopicID(Int32(plan.topics.count - 1))
  }

  /// Producers with acks=all and idempotence, the defaults since 3.0; they start a little apart.
  mutating func addProducers(
    _ count: Int, _ workload: SendWorkload, _ properties: [String: String] = [:]
  ) {
    let settings = ProducerSettings(Cluster.resolve(.producer, version, properties))
    for place in 0..<count {
      let name = "producer\(plan.producers.count)"
      var workload = workload
      workload.start = .microseconds(Int64(place) * 100)
      plan.producers.append(ProducerPlan(name: name, settings: settings, workloads: [workload]))
    }
  }

  /// Readers without a group, each of which reads the whole topic.
  mutating func addReaders(_ count: Int, of topic: TopicID) {
    let settings = ConsumerSettings(Cluster.resolve(.consumer, version, [:]))
    for _ in 0..<count {
      let name = "reader\(plan.consumers.count)"
      plan.consumers.append(ConsumerPlan(name: name, settings: settings, topics: [topic]))
    }
  }

  /// A world of this cluster that has formed and is at its origin.
  func boot(seed: UInt64 = 1) -> World {
    var world = World(plan: plan, seed: seed)
    do {
      try world.boot()
    } catch {
      brokenInvariant(
        { "a benchmark's cluster did not form: \(error)" }, file: #fileID, line: #line)
    }
    return world
  }

  private static func resolve(
    _ scope: ConfigurationScopes, _ version: KafkaVersion, _ properties: [String: String]
  ) -> EffectiveConfiguration {
    EffectiveConfiguration.resolve(scope, in: version, written(properties)).configuration
  }

  private static func written(_ properties: [String: String]) -> [PropertyAssignment] {
    properties.sorted { $0.key < $1.key }.enumerated().map { line, property in
      PropertyAssignment(
        property.key, property.value, PropertyOrigin(file: "benchmark", line: line + 1))
    }
  }
}
