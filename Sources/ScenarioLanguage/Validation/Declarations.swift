/// What a scenario declares, gathered before anything that refers to it is looked at.
struct Declarations {
  /// How many brokers there are; nil when that varies or could not be read.
  var brokers: Int?
  var zooKeeperServers = 1
  /// Topics, with their number of partitions where it is certain.
  var topics: [String: Int?] = [:]
  /// Clients and how many share the name.
  var producers: [String: Int] = [:]
  var consumers: [String: Int] = [:]
  var groups: Set<String> = []
  /// Whether every group is known: none comes from an included file or a `vary` line.
  var knowsGroups = true
  var racks: Set<String> = []
  /// Labels, and the line that gives each.
  var labels: [String: TimelineLine] = [:]
  /// `vary` lines in order.
  var varied: [Vary] = []
  /// Kafka's own topic of committed offsets, which exists wherever there are groups.
  static let offsetsTopic = "__consumer_offsets"
  /// Whether anybody may read as a group.
  var hasGroups: Bool { !groups.isEmpty || !knowsGroups }
  /// Names that broken lines would have declared.
  var excused: Names?

  /// The number of brokers that a scenario has which does not say.
  static let defaultBrokers = 3

  init(_ scenario: Scenario, excused names: Names?) {
    excused = names
    brokers = names?.countsBrokers == true ? nil : Declarations.defaultBrokers
    for statement in scenario.statements { add(statement.kind) }
    for vary in varied { loosen(vary) }
  }

  private mutating func add(_ kind: Statement.Kind) {
    switch kind {
    case .brokers(let count, _, let block):
      brokers = count
      addRacks(block)
    case .broker(_, _, let block): addRacks(block)
    case .zooKeeper(let count, _, _): zooKeeperServers = count
    case .topic(let name, let block): topics[name.text] = Declarations.partitions(block)
    case .producer(let clients, _): producers[clients.name.text] = clients.count ?? 1
    case .consumer(let clients, let block):
      consumers[clients.name.text] = clients.count ?? 1
      addGroups(block)
    case .vary(let vary): if varied.count <= Bounds.varyLines { varied.append(vary) }
    case .timeline(let line): add(line)
    case .title, .claim, .kafka, .network, .property, .include, .weather, .seeds, .run, .expect:
      break
    }
  }

  private mutating func add(_ line: TimelineLine) {
    if let label = line.label, labels[label.text] == nil { labels[label.text] = line }
    switch line.action.id {
    case .createTopic:
      guard let name = line.action.name(.topic)?.text else { break }
      topics[name] = line.action.count(.partitions).map(Int.init) ?? 1
    case .addPartitions, .setPartitions:
      if let name = line.action.name(.topic)?.text { topics[name] = .some(nil) }
    default: break
    }
  }

  private mutating func addRacks(_ block: Block<BrokerLineID>) {
    for case .words(let phrase) in block.lines.map(\.kind) {
      if let rack = phrase.name(.rack) { racks.insert(rack.text) }
    }
  }

  private mutating func addGroups(_ block: Block<ConsumerLineID>) {
    for line in block.lines {
      switch line.kind {
      case .property(let property) where property.key.text == "group.id":
        groups.insert(property.value.text)
      case .include: knowsGroups = false
      case .property, .words: break
      }
    }
  }

  /// What varies is not certain.
  private mutating func loosen(_ vary: Vary) {
    switch vary.key.text {
    case "brokers" where vary.subject == nil: brokers = nil
    case "partitions":
      for name in topics.keys { topics[name] = .some(nil) }
    case "group.id": knowsGroups = false
    default: break
    }
  }

  private static func partitions(_ block: Block<TopicLineID>) -> Int? {
    var count: Int?
    var assigned = 0
    for case .words(let phrase) in block.lines.map(\.kind) {
      switch phrase.id {
      case .partitions: count = phrase.count(.count).map(Int.init)
      case .assignment: assigned += 1
      case .replicationFactor, .createdAt: break
      }
    }
    return count ?? max(1, assigned)
  }

  /// Whether a name is a client, or one of the instances behind one: `web-2`.
  func isClient(_ text: String, in clients: [String: Int]) -> Bool {
    if clients[text] != nil { return true }
    guard let instance = PartitionName(text, at: .nowhere), let count = clients[instance.topic]
    else { return false }
    return instance.partition >= 1 && instance.partition <= count
  }
}
