import Kernel

@testable import KafkaModel

/// A small cluster with one group on it, and what the history told about the group.
struct GroupStage: ~Copyable {
  var world: World
  /// How often each record was processed, by stream and place.
  var processed: [String: Int] = [:]
  var generations: [Int32] = []
  var removed: [MemberRemoval] = []
  var refusals: [ErrorCode] = []
  /// Commits that were accepted, as "partition:offset" with the second in which it was.
  var commits: [(second: Int64, partition: Int32, offset: Int64)] = []
  var assigned: [(second: Int64, client: Int32, partition: Int32)] = []
  var revoked: [(second: Int64, client: Int32, partition: Int32, isLost: Bool)] = []
  var loads = 0

  static func plan(
    version: KafkaVersion = KafkaVersion(3, 7), partitions: Int32 = 4, records: Int64 = 200,
    members: Int = 2, broker: [(String, String)] = [], consumer: [(String, String)] = [],
    work: (inout ConsumerWork) -> Void = { _ in }
  ) -> WorldPlan {
    let brokers = EffectiveConfiguration.resolve(.broker, in: version, assignments(broker))
    var plan = WorldPlan(
      semantics: Semantics(version: version, mode: .zookeeper),
      brokers: (0..<3).map { _ in BrokerPlan(settings: BrokerSettings(brokers.configuration)) })
    let topic = TopicSettings(
      EffectiveConfiguration.resolveTopic([], on: brokers.configuration).configuration)
    plan.topics = [
      TopicPlan(name: "orders", partitions: partitions, replicationFactor: 3, settings: topic)
    ]
    let producer = EffectiveConfiguration.standard(.producer, in: version)
    plan.producers = (0..<partitions).map { number in
      var workload = SendWorkload(
        topic: TopicID(0), total: records / Int64(partitions), interval: .milliseconds(50))
      workload.partition = number
      return ProducerPlan(
        name: "web\(number)", settings: ProducerSettings(producer), workloads: [workload])
    }
    let settings = EffectiveConfiguration.resolve(
      .consumer, in: version,
      assignments([("group.id", "g"), ("auto.offset.reset", "earliest")] + consumer))
    plan.groups = ["g"]
    plan.consumers = (0..<members).map { place in
      var consumer = ConsumerPlan(
        name: "worker\(place)", settings: ConsumerSettings(settings.configuration),
        topics: [TopicID(0)])
      consumer.group = GroupID(0)
      work(&consumer.work)
      return consumer
    }
    plan.addOffsetsTopic(settings: topic)
    return plan
  }

  private static func assignments(_ pairs: [(String, String)]) -> [PropertyAssignment] {
    pairs.map { PropertyAssignment($0.0, $0.1, PropertyOrigin(file: "test", line: 1)) }
  }

  init(_ plan: WorldPlan, seed: UInt64 = 1) throws {
    world = World(plan: plan, seed: seed)
    try world.boot()
    world.clearHistory()
  }

  /// Runs until so many seconds of the scenario's time have passed.
  mutating func run(to seconds: Int64) {
    let end = world.origin + .seconds(seconds)
    while let next = world.nextInstant, next <= end {
      world.step()
      for event in world.history.pending { note(event) }
      world.clearHistory()
    }
  }

  private mutating func note(_ event: HistoryEvent) {
    guard case .consumer(let fact) = event.fact else { return }
    let second = (event.at - world.origin).wholeSeconds
    switch fact {
    case .processed(_, _, let records, _):
      for place in 0..<Int64(records.count) {
        processed["\(records.stream)/\(records.first + place)", default: 0] += 1
      }
    case .generationStarted(_, let generation, _, _): generations.append(generation)
    case .memberRemoved(_, _, let reason, _): removed.append(reason)
    case .commitRefused(_, _, _, _, let error): refusals.append(error)
    case .offsetCommitted(_, _, let partition, let offset):
      commits.append((second, partition.value, offset.value))
    case .partitionAssigned(let client, _, let partition, _):
      assigned.append((second, client.value, partition.value))
    case .partitionRevoked(let client, _, let partition, _, let isLost):
      revoked.append((second, client.value, partition.value, isLost))
    case .coordinatorLoaded: loads += 1
    case .consumed, .positionReset, .groupLoaded, .applicationFailed, .offsetLoaded,
      .offsetAltered, .memberAdded, .groupStateChanged, .workBegan:
      break
    }
  }

  var coordinator: BrokerID? { world.coordinator(of: GroupID(0)) }
  var members: Int? { world.generation(of: GroupID(0))?.members }

  func committed(_ partition: Int32) -> Int64? {
    world.committedOffset(of: PartitionID(partition), in: GroupID(0))?.value
  }

  /// The leader of the offsets topic's partition.
  func leaderOfOffsets(_ number: Int32) -> BrokerID? {
    guard let topic = world.catalog.topic(named: "__consumer_offsets"),
      let partition = world.catalog.partition(number, of: topic)
    else { return nil }
    return world.leader(of: partition)
  }

  func isUp(_ member: Int) -> Bool { world.isUp(node(member)) }

  func node(_ member: Int) -> NodeID { world.layout.node(ofConsumer: member) }

  /// Owners of the partitions 0, 1, 2…, by the member's place; -1 for nobody.
  func owners(_ partitions: Int32) -> [Int] {
    (0..<partitions).map { number in
      guard let node = world.owner(of: PartitionID(number), in: GroupID(0)) else { return -1 }
      return node.place - world.layout.node(ofConsumer: 0).place
    }
  }
}
