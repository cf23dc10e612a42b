import KafkaModel
import Kernel
import ScenarioLanguage

extension ActionPerformer {
  /// What an operator asks of the cluster, sent as admin requests by the operator's own process.
  mutating func performAsOperator(_ action: Action, in world: inout World) -> ActionOutcome {
    let operations = operations(action, in: world)
    for operation in operations {
      requests += 1
      world.order(operation, number: requests)
    }
    return ActionOutcome(bit: !operations.isEmpty)
  }

  private mutating func operations(
    _ action: Action, in world: borrowing World
  ) -> [AdminOperation] {
    guard action.id == .moveLeader else { return operation(action, in: world).map { [$0] } ?? [] }
    // Kafka moves a leadership by putting the broker first in the assignment and electing it.
    guard let name = action.partition(.partition),
      let partition = names.partition(name, in: world.catalog),
      let to = roles.resolve(action.nodes(.to) ?? [], in: world).first,
      let broker = world.layout.broker(at: to), let replicas = world.replicas(of: partition),
      replicas.contains(broker)
    else { return [] }
    var target: ReplicaList = []
    target.append(broker)
    for other in replicas.removing(broker).brokers { target.append(other) }
    return [.reassign([(partition, target)]), .electPreferred([partition])]
  }

  private mutating func operation(
    _ action: Action, in world: borrowing World
  ) -> AdminOperation? {
    let partitions = action.partitions(.partitions).map { list in
      list.compactMap { names.partition($0, in: world.catalog) }
    }
    let partition = action.partition(.partition).flatMap { names.partition($0, in: world.catalog) }
    let topic = action.name(.topic).flatMap { world.catalog.topic(named: $0.text) }
    switch action.id {
    case .electPreferred:
      // Without partitions it is about all of them.
      let all = world.catalog.partitions.indices.map { PartitionID(Int32($0)) }
      return .electPreferred(partitions ?? all)
    case .electUnclean: return .electUnclean(partitions ?? [])
    case .reassign:
      let target = ReplicaList((action.ids(.ids) ?? []).map { BrokerID(Int32($0)) })
      return .reassign((partitions ?? []).map { ($0, target) })
    case .cancelReassignment:
      return .reassign((partitions ?? []).map { ($0, []) })
    case .createTopic:
      guard let topic else { return nil }
      let planned = world.plan.topics[Int(topic.value)]
      return .createTopic(
        topic, partitions: Int32(action.count(.partitions) ?? Int64(planned.partitions)),
        replicationFactor: Int16(
          action.count(.replication) ?? Int64(planned.replicationFactor)),
        assignment: planned.assignment, configuration: planned.configuration)
    case .addPartitions:
      guard let topic, let more = action.count(.count) else { return nil }
      let present = world.catalog.topics[Int(topic.value)].partitions.count
      return .createPartitions(topic, total: Int32(clamping: Int64(present) + more), assignment: [])
    case .setPartitions:
      guard let topic, let total = action.count(.count) else { return nil }
      return .createPartitions(topic, total: Int32(clamping: total), assignment: [])
    case .deleteTopic: return topic.map { .deleteTopic($0) }
    case .deleteRecords:
      return partition.map { .deleteRecords($0, before: Offset(action.count(.offset) ?? 0)) }
    case .setProperty: return configuration(action, in: world)
    case .deleteGroup:
      return action.name(.group).flatMap { names.group($0.text) }.map { .deleteGroup($0) }
    case .resetOffsets: return resetOffsets(action, in: world)
    default: return nil
    }
  }

  /// Where a group is to read on, in the partitions that are named or in all that it reads.
  private func resetOffsets(_ action: Action, in world: borrowing World) -> AdminOperation? {
    guard let group = action.name(.group).flatMap({ names.group($0.text) }) else { return nil }
    var partitions: [PartitionID] = []
    switch action.targets(.target)?.first {
    case .partition(let name):
      partitions = names.partition(name, in: world.catalog).map { [$0] } ?? []
    case .topic(let word): partitions = world.catalog.partitions(ofTopic: word.text)
    case nil:
      let readers = world.plan.consumers.filter { $0.group == group }
      let topics = world.catalog.topics.indices.filter { place in
        readers.contains { $0.topics.contains(TopicID(Int32(place))) }
      }
      partitions = topics.flatMap { world.catalog.topics[$0].partitions }
    }
    let targets = partitions.compactMap { partition -> (PartitionID, Offset)? in
      guard let bounds = world.readableOffsets(of: partition) else { return nil }
      switch action.choice(.how) {
      case "beginning": return (partition, bounds.start)
      case "end": return (partition, bounds.end)
      default:
        // The tool moves an offset that is out of range to the nearer end.
        let wanted = Offset(action.count(.offset) ?? 0)
        return (partition, min(max(wanted, bounds.start), bounds.end))
      }
    }
    return .resetOffsets(group, targets)
  }

  /// A dynamic change of a topic's or a broker's configuration.
  private func configuration(_ action: Action, in world: borrowing World) -> AdminOperation? {
    guard let key = action.name(.key)?.text ?? action.value(.key)?.text,
      let value = action.value(.value)?.text, let subject = action.subject(.subject)
    else { return nil }
    switch subject.id {
    case .topic, .declared:
      let name = (subject.name(.topic) ?? subject.name(.name))?.text ?? ""
      return world.catalog.topic(named: name)
        .map { .setTopicConfiguration($0, name: key, value: value) }
    case .brokers:
      return (subject.ids(.ids)?.first)
        .map { .setBrokerConfiguration(BrokerID(Int32($0)), name: key, value: value) }
    case .everyBroker: return .setBrokerConfiguration(.none, name: key, value: value)
    case .zooKeeper, .producer, .consumer: return nil
    }
  }

  /// Steps of an application while it runs.
  mutating func performInApplication(_ action: Action, in world: inout World) -> ActionOutcome {
    var nodes = roles.resolve(action.nodes(.nodes) ?? [], in: world)
    if nodes.isEmpty {
      let client = action.name(.producer) ?? action.name(.consumer) ?? action.name(.client)
      nodes = names.nodes(ofClient: client, in: world.layout)
    }
    var outcome = ActionOutcome(nodes: nodes)
    guard let command = clientCommand(action, in: world) else { return outcome }
    for node in nodes where world.command(node, command) { outcome.bit = true }
    if action.id == .setProcessing, let length = action.time(.time)?.lower.duration {
      outcome.ending = .init(after: length, faults: [], commands: usualWork(of: nodes, in: world))
    }
    return outcome
  }

  /// The processing times that consumers were declared with.
  private func usualWork(
    of nodes: [NodeID], in world: borrowing World
  ) -> [(NodeID, ClientCommand)] {
    var commands: [(NodeID, ClientCommand)] = []
    for node in nodes {
      guard case .consumer(let place) = world.layout.role(of: node) else { continue }
      let work = world.plan.consumers[place].work
      commands.append((node, .setWork(min: work.workMin, max: work.workMax)))
    }
    return commands
  }

  /// A burst besides the producer's own workload.
  private func sendCommand(_ action: Action, in world: borrowing World) -> ClientCommand? {
    let (name, partition): (String, Int32)
    switch action.targets(.target)?.first {
    case .topic(let word): (name, partition) = (word.text, -1)
    case .partition(let one): (name, partition) = (one.topic, Int32(clamping: one.partition))
    case nil: return nil
    }
    guard let topic = world.catalog.topic(named: name) else { return nil }
    let key = action.name(.key).map { SendWorkload.keyNumber(named: $0.text) } ?? 0
    return .send(topic, partition: partition, key: key, count: action.count(.count) ?? 1)
  }

  private mutating func clientCommand(
    _ action: Action, in world: borrowing World
  ) -> ClientCommand? {
    let partitions = (action.partitions(.partitions) ?? []).compactMap {
      names.partition($0, in: world.catalog)
    }
    let topics = (action.names(.topics) ?? []).compactMap { world.catalog.topic(named: $0.text) }
    switch action.id {
    case .send:
      return sendCommand(action, in: world)
    case .setRate:
      guard let rate = action.count(.count), rate > 0 else { return nil }
      let sharing = names.nodes(ofClient: action.name(.producer), in: world.layout).count
      return .setInterval(.nanoseconds(1_000_000_000 * Int64(max(1, sharing)) / rate))
    case .seek:
      var partition: PartitionID?
      if case .partition(let name) = action.targets(.target)?.first {
        partition = names.partition(name, in: world.catalog)
      }
      switch action.choice(.how) {
      case "beginning": return .seek(partition, .beginning)
      case "end": return .seek(partition, .end)
      default: return .seek(partition, .offset(Offset(action.count(.offset) ?? 0)))
      }
    case .pauseReading: return .pause(partitions)
    case .resumeReading: return .resume(partitions)
    case .subscribe: return .subscribe(topics)
    case .assign: return .assign(partitions)
    case .unsubscribe: return .unsubscribe
    case .commitOffsets: return .commit
    case .setProcessing:
      guard let time = action.time(.duration) else { return nil }
      return .setWork(
        min: time.lower.duration, max: (time.upper ?? time.lower).duration)
    default: return nil
    }
  }
}
