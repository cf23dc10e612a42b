import KafkaModel
import Kernel
import ScenarioLanguage

/// Brokers, ZooKeeper, links and topics.
extension VariantAssembly {
  /// Properties of all brokers, in the order of the file.
  private mutating func clusterProperties() -> [PropertyAssignment] {
    var list: [PropertyAssignment] = []
    for statement in statements {
      switch statement.kind {
      case .property(let property): collector.add(property, to: &list)
      case .include(let include): collector.add(include, to: &list, load: load)
      case .brokers(_, _, let block): list += properties(of: block)
      default: break
      }
    }
    return list
  }

  /// The properties of a block, included files among them, in the order of the file.
  mutating func properties<ID: FormID>(of block: Block<ID>) -> [PropertyAssignment] {
    var list: [PropertyAssignment] = []
    for line in block.lines {
      switch line.kind {
      case .property(let property): collector.add(property, to: &list)
      case .include(let include): collector.add(include, to: &list, load: load)
      case .words: break
      }
    }
    return list
  }

  /// Resolves properties, notes what is wrong, and keeps the result for listing.
  mutating func resolved(
    _ scope: ConfigurationScopes, _ name: String, _ list: [PropertyAssignment], at place: Place
  ) -> EffectiveConfiguration {
    // Brokers mostly share their properties, and a large cluster is resolved once.
    if let last, last.scope == scope, last.list == list {
      configuration.append(NamedConfiguration(name: name, values: last.values))
      return last.values
    }
    let resolution = EffectiveConfiguration.resolve(scope, in: version, list)
    for problem in resolution.problems {
      collector.note(problem, in: scope, version, fallback: place)
    }
    last = (scope, list, resolution.configuration)
    configuration.append(NamedConfiguration(name: name, values: resolution.configuration))
    return resolution.configuration
  }

  mutating func brokerPlans() -> [BrokerPlan] {
    var count = 3
    var clusterPlace = statements.first?.place ?? .nowhere
    for statement in statements {
      if case .brokers(let number, let place, let block) = statement.kind {
        (count, clusterPlace) = (min(max(1, number), Bounds.brokers), place)
        readRacks(block, of: nil)
      }
    }
    let cluster = clusterProperties()
    names.rackOfBroker = Array(repeating: 0, count: count)
    for statement in statements {
      if case .brokers(_, _, let block) = statement.kind { readRacks(block, of: nil) }
      if case .broker(let id, _, let block) = statement.kind { readRacks(block, of: id) }
    }
    return (1...count).map { id in
      var list = cluster
      var place = clusterPlace
      for statement in statements {
        guard case .broker(id, let at, let block) = statement.kind else { continue }
        list += properties(of: block)
        place = at
      }
      let values = resolved(.broker, "broker \(id)", list, at: place)
      if let rack = values.text("broker.rack"), !rack.isEmpty { setRack(rack, of: id) }
      if mode == .zookeeper, !values.list("process.roles").isEmpty {
        fail(
          "'process.roles' makes this a KRaft server, and KRaft is not simulated yet",
          at: collector.place(of: "process.roles") ?? place)
      }
      var plan = BrokerPlan(settings: BrokerSettings(values))
      plan.topicDefaults = topicDefaults(of: values, list)
      plan.rack = Int16(clamping: names.rackOfBroker[id - 1])
      applyOwnWords(of: id, to: &plan)
      return plan
    }
  }

  private mutating func readRacks(_ block: Block<BrokerLineID>, of broker: Int?) {
    for case .words(let phrase) in block.lines.map(\.kind) {
      guard let rack = phrase.name(.rack)?.text else { continue }
      for id in phrase.ids(.ids) ?? broker.map({ [$0] }) ?? [] { setRack(rack, of: id) }
    }
  }

  private mutating func setRack(_ rack: String, of broker: Int) {
    guard names.rackOfBroker.indices.contains(broker - 1) else { return }
    if !names.racks.contains(rack) { names.racks.append(rack) }
    names.rackOfBroker[broker - 1] = (names.racks.firstIndex(of: rack) ?? 0) + 1
  }

  mutating func zooKeeperPlan() -> ZooKeeperPlan {
    var plan = ZooKeeperPlan()
    for statement in statements {
      guard case .zooKeeper(let count, let place, let block) = statement.kind else { continue }
      plan.servers = min(count, Bounds.zooKeeperServers)
      let values = resolved(.zooKeeper, "zookeeper", properties(of: block), at: place)
      let settings = ZooKeeperSettings(values)
      plan.tick = settings.tick
      plan.sessionTimeoutMin = settings.sessionTimeoutMin
      plan.sessionTimeoutMax = settings.sessionTimeoutMax
    }
    return plan
  }

  /// Topics of blocks, then those that the timeline creates.
  mutating func topicPlans(brokers: Int) -> [TopicPlan] {
    var plans: [TopicPlan] = []
    guard let broker = configuration.first(where: { $0.name == "broker 1" })?.values else {
      return []
    }
    for statement in statements {
      if case .topic(let name, let block) = statement.kind {
        plans.append(topicPlan(name, block, broker, brokers))
      }
    }
    for statement in statements {
      guard case .timeline(let line) = statement.kind, line.action.id == .createTopic,
        let name = line.action.name(.topic), !plans.contains(where: { $0.name == name.text })
      else { continue }
      var plan = topicPlan(name, Block(), broker, brokers)
      plan.partitions = line.action.count(.partitions).map { Int32(clamping: $0) } ?? 1
      if let factor = line.action.count(.replication) {
        plan.replicationFactor = Int16(clamping: factor)
      }
      plan.existsAtStart = false
      plans.append(plan)
    }
    names.topics = plans.map(\.name)
    return plans
  }

  /// Groups keep their offsets in a topic, which takes the brokers' defaults besides its own keys.
  func addOffsetsTopic(to world: inout WorldPlan) {
    guard !names.groups.isEmpty,
      let broker = configuration.first(where: { $0.name == "broker 1" })?.values
    else { return }
    let resolution = EffectiveConfiguration.resolveTopic([], on: broker)
    world.addOffsetsTopic(settings: TopicSettings(resolution.configuration))
  }

  /// Simplified: where nobody says how many replicas a topic has, it has three, or as many as there
  /// are brokers; Kafka's own default of one would make most scenarios pointless.
  private static let standardReplicas = 3

  private mutating func topicPlan(
    _ name: Word, _ block: Block<TopicLineID>, _ broker: EffectiveConfiguration, _ brokers: Int
  ) -> TopicPlan {
    checkOwnWords(block)
    let written = properties(of: block)
    let resolution = EffectiveConfiguration.resolveTopic(written, on: broker)
    for problem in resolution.problems {
      collector.note(problem, in: .topic, version, fallback: name.place)
    }
    configuration.append(
      NamedConfiguration(name: "topic \(name.text)", values: resolution.configuration))
    var plan = TopicPlan(
      name: name.text, partitions: Int32(clamping: broker.number("num.partitions") ?? 1),
      replicationFactor: Int16(clamping: min(Self.standardReplicas, brokers)),
      settings: TopicSettings(resolution.configuration))
    plan.configuration = written.map { NamedValue(name: $0.name, value: $0.value) }
    if broker.isWritten("default.replication.factor"),
      let factor = broker.number("default.replication.factor")
    {
      plan.replicationFactor = Int16(clamping: factor)
    }
    var assignment: [(partition: Int, replicas: [Int])] = []
    for case .words(let phrase) in block.lines.map(\.kind) {
      switch phrase.id {
      case .partitions: plan.partitions = Int32(clamping: phrase.count(.count) ?? 1)
      case .replicationFactor: plan.replicationFactor = Int16(clamping: phrase.count(.count) ?? 1)
      case .assignment:
        assignment.append((Int(phrase.count(.number) ?? 0), phrase.ids(.ids) ?? []))
      case .createdAt:
        plan.existsAtStart = false
        createLater(name, phrase)
      }
    }
    apply(assignment, to: &plan, name)
    return plan
  }

  private mutating func createLater(_ name: Word, _ phrase: Phrase<TopicLineID>) {
    guard let time = phrase.time(.time) else { return }
    let action = Action(.createTopic, [Filled(.topic, .name(.topic, [name]), at: name.place)])
    ownLines.append(
      PlannedLine(
        line: TimelineLine(.at(time), action), number: Int(phrase.place.line), place: phrase.place))
  }

  /// Assignments cover every partition, or none; the first one says how many replicas there are.
  private mutating func apply(
    _ assignment: [(partition: Int, replicas: [Int])], to plan: inout TopicPlan, _ name: Word
  ) {
    guard let first = assignment.first else { return }
    plan.partitions = max(plan.partitions, Int32(assignment.count))
    plan.replicationFactor = Int16(clamping: first.replicas.count)
    let lines = Dictionary(assignment.map { ($0.partition, $0) }) { first, _ in first }
    for number in 0..<Int(plan.partitions) {
      guard let line = lines[number] else {
        if collector.gaps.touch(name.place) { return }
        fail("partition \(number) of '\(name.text)' has no assignment", at: name.place)
        return
      }
      guard line.replicas.count <= ReplicaList.capacity else {
        fail("more than \(ReplicaList.capacity) replicas are not simulated", at: name.place)
        return
      }
      plan.assignment.append(ReplicaList(line.replicas.map { BrokerID(Int32(clamping: $0)) }))
    }
  }

  /// `replication.factor = 3` looks like a property and is none.
  private mutating func checkOwnWords(_ block: Block<TopicLineID>) {
    for case .property(let property) in block.lines.map(\.kind) {
      let key = property.key.text
      guard Vocabulary.topicLines.firstWords.contains(key) else { continue }
      fail("'\(key)' is no property of a topic; write it without '='", at: property.key.place)
    }
  }
}

extension TimeAmount {
  /// The amount as a length of simulated time.
  var length: Duration { .nanoseconds(nanoseconds) }
}
