@testable import KafkaModel
@testable import Kernel

/// A small conductor without time or network: controllers, one tree of znodes, and brokers that
/// answer every control request with success. The transcript tells what brokers were sent.
struct ControllerBench {
  var turn: Turn
  var tree = ZooKeeperTree()
  var controllers: [Controller]
  /// What brokers were sent since `take()`.
  var transcript: [String] = []
  /// Brokers that do not answer: their connections hang.
  var deaf: [BrokerID] = []
  /// Controllers that stand still: nothing reaches them, nothing of theirs goes out.
  var frozen: [Int] = []
  /// Partitions that a broker reports as lying on a failed directory.
  var failedDirectories: [(broker: BrokerID, partition: PartitionID)] = []
  /// Answers to requests, in order.
  var answers: [ControllerAnswer] = []
  private var watches: [(who: Int, path: ZNodePath, isChildren: Bool)] = []
  private var fired: [(who: Int, path: ZNodePath, event: WatchEvent)] = []
  private var ticket: Int32 = 0

  init(
    brokers count: Int, version: KafkaVersion = KafkaVersion(3, 9), unclean: Bool = false,
    racks: [Int16] = [], properties: [PropertyAssignment] = []
  ) {
    let layout = NodeLayout(zooKeepers: 1, brokers: count, producers: 0, consumers: 0)
    turn = Turn(
      semantics: Semantics(version: version, mode: .zookeeper), layout: layout,
      links: LinkProfile(latency: .constant(.zero)), seed: 7)
    turn.incarnations = Array(repeating: 1, count: layout.nodeCount)
    let values = EffectiveConfiguration.resolve(.broker, in: version, properties).configuration
    let settings = BrokerSettings(values)
    controllers = layout.brokers.map {
      Controller(
        me: $0, settings: settings, racks: racks, isUncleanElectionAllowed: unclean)
    }
  }

  /// All brokers register in order of their ids, and run for the office.
  mutating func startAll() {
    for place in controllers.indices {
      register(place + 1)
      start(place + 1)
    }
    settle()
  }

  /// A broker's znode appears, with a session of its own.
  mutating func register(_ broker: Int) {
    let id = BrokerID(Int32(broker))
    write(.create(.broker(id), .broker(id, registeredAt: 0), isEphemeral: true), by: broker)
  }

  mutating func start(_ broker: Int) {
    seat(broker - 1)
    controllers[broker - 1].enqueue(.startup)
    controllers[broker - 1].advance(&turn)
  }

  /// A broker's session ends: its ephemerals go. The process goes on, unless `dies`.
  mutating func expire(_ brokers: Int..., dies: Bool = true) {
    for broker in brokers {
      if dies {
        frozen.append(broker - 1)
        watches.removeAll { $0.who == broker - 1 }
      }
      write(.delete(.broker(BrokerID(Int32(broker))), version: -1), by: 0)
      if holder == BrokerID(Int32(broker)) { write(.delete(.controller, version: -1), by: 0) }
    }
    settle()
  }

  /// A topic with these replicas appears in ZooKeeper.
  mutating func createTopic(
    _ assignment: [ReplicaList], named name: String = "t", configuration: [NamedValue] = []
  ) {
    let topic = turn.catalog.addTopic(named: name)
    turn.catalog.growTopic(topic, to: Int32(assignment.count))
    let partitions = turn.catalog.topics[Int(topic.value)].partitions
    let parts = zip(partitions, assignment).map { PartitionAssignment(partition: $0, replicas: $1) }
    let data = ZNodeData.topic(TopicAssignment(topic: topic, partitions: parts))
    write(
      .create(.topicConfiguration(topic), .configuration(configuration), isEphemeral: false), by: 0)
    write(.create(.topic(topic), data, isEphemeral: false), by: 0)
    settle()
  }

  /// Gives the office holder a request.
  mutating func request(_ request: ControllerRequest) {
    ticket += 1
    let place = Int(holder.value) - 1
    seat(place)
    controllers[place].enqueue(
      .request(request, RequestTicket(connection: .none, correlation: ticket)))
    controllers[place].advance(&turn)
    settle()
  }

  mutating func order(_ operation: AdminRequest.Operation) {
    request(.admin(AdminRequest(operation: operation, timeout: .seconds(30))))
  }

  mutating func enqueue(_ event: ControllerEvent, at place: Int) {
    seat(place)
    controllers[place].enqueue(event)
    controllers[place].advance(&turn)
    settle()
  }

  /// Somebody writes to ZooKeeper; watches fire at the next `settle`.
  @discardableResult
  mutating func write(_ operation: ZooKeeperOperation, by session: Int) -> ZooKeeperResult {
    var changes: [ZNodeChange] = []
    let result = tree.write(operation, session: Int64(session), changes: &changes)
    for change in changes { fire(change) }
    return result
  }

  /// Sets a partition's ISR as its leader would have (until 2.6), or as a test needs it.
  mutating func setISR(_ isr: ReplicaList, of partition: Int32) {
    let path = ZNodePath.partitionState(PartitionID(partition))
    guard case .data(.state(var state), _) = tree.read(.getData(path, watch: false)) else { return }
    state.isr = isr
    write(.setData(path, .state(state), version: -1), by: 0)
  }

  /// Works until nothing moves any more.
  mutating func settle() {
    var rounds = 0
    while step() {
      rounds += 1
      invariant(rounds < 100_000, "the bench does not come to rest")
    }
  }

  private mutating func step() -> Bool {
    for place in controllers.indices where !frozen.contains(place) {
      if let index = fired.firstIndex(where: { $0.who == place }) {
        let watch = fired.remove(at: index)
        seat(place)
        controllers[place].watchFired(watch.path, watch.event, &turn)
        interpret(place)
        return true
      }
      if !controllers[place].outbox.isEmpty {
        work(place)
        return true
      }
      if !controllers[place].answers.isEmpty {
        answers += controllers[place].answers
        controllers[place].answers = []
      }
    }
    return false
  }

  /// ZooKeeper carries out a controller's oldest operation.
  mutating func work(_ place: Int) {
    let submission = controllers[place].outbox.removeFirst()
    let result = carryOut(submission.operation, for: place)
    seat(place)
    controllers[place].operationEnded(submission.number, result, &turn)
    interpret(place)
  }

  private mutating func carryOut(
    _ operation: ZooKeeperOperation, for place: Int
  ) -> ZooKeeperResult {
    switch operation {
    case .getData(let path, let isWatched), .exists(let path, let isWatched):
      if isWatched { watch(path, isChildren: false, place) }
      return tree.read(operation)
    case .getChildren(let path, let isWatched):
      if isWatched { watch(path, isChildren: true, place) }
      return tree.read(operation)
    case .check: return tree.read(operation)
    case .create, .createSequential, .setData, .delete, .multi:
      return write(operation, by: place + 1)
    }
  }

  private mutating func watch(_ path: ZNodePath, isChildren: Bool, _ place: Int) {
    let isSet = watches.contains {
      $0.who == place && $0.path == path && $0.isChildren == isChildren
    }
    if !isSet { watches.append((place, path, isChildren)) }
  }

  private mutating func fire(_ change: ZNodeChange) {
    let isChildChange = change.event != .nodeDataChanged
    for watch in watches {
      if !watch.isChildren && watch.path == change.path {
        fired.append((watch.who, watch.path, change.event))
      } else if watch.isChildren && isChildChange && watch.path == change.path.parent {
        fired.append((watch.who, watch.path, .nodeChildrenChanged))
      }
    }
    watches.removeAll {
      $0.isChildren ? isChildChange && $0.path == change.path.parent : $0.path == change.path
    }
  }

  private mutating func seat(_ place: Int) {
    turn.begin(
      node: turn.layout.node(of: BrokerID(Int32(place + 1))), at: turn.now, cause: .none)
  }

  /// Connections open at once, and requests are answered at once.
  private mutating func interpret(_ place: Int) {
    var next = 0
    while next < turn.effects.count {
      defer { next += 1 }
      switch turn.effects[next] {
      case .connect(let id): if !deaf.contains(server(of: id)) { deliver(.opened(id), to: place) }
      case .send(let id, let message):
        guard case .cold(_, let slot) = message.body else { continue }
        let content = turn.messages.take(slot)
        let (text, response) = respond(content, broker: server(of: id))
        transcript.append(text)
        let body = turn.messages.wrap(response)
        deliver(.received(id, Message(body, correlation: message.correlation)), to: place)
      case .close, .halt: break
      }
    }
    turn.effects.removeAll()
  }

  private mutating func deliver(_ event: NodeEvent, to place: Int) {
    seat(place)
    controllers[place].channelEvent(event, &turn)
  }

  private func server(of id: ConnectionID) -> BrokerID {
    let node = turn.network.connections[Int(id.index)].server
    return turn.layout.broker(at: node) ?? .none
  }

  private func respond(
    _ content: MessageStore.ColdContent, broker: BrokerID
  ) -> (String, MessageStore.ColdContent) {
    switch content {
    case .leaderAndISRRequest(let request):
      let parts = request.parts.map { part in
        let isFailed = failedDirectories.contains {
          $0.broker == broker && $0.partition == part.partition
        }
        return (partition: part.partition, error: isFailed ? ErrorCode.kafkaStorageError : .none)
      }
      let outcomes = PartitionOutcomes(error: .none, parts: parts)
      return (Self.text(request, broker), .leaderAndISRResponse(outcomes))
    case .updateMetadataRequest(let request):
      return (Self.text(request, broker), .updateMetadataResponse(.none))
    case .stopReplicaRequest(let request):
      return (
        Self.text(request, broker),
        .stopReplicaResponse(PartitionOutcomes(error: .none, parts: []))
      )
    default: return ("\(content.kind)", content)
    }
  }
}

// What tests look at.
extension ControllerBench {
  /// Whom /controller names.
  var holder: BrokerID {
    guard case .data(.controller(let id, _), _) = tree.read(.getData(.controller, watch: false))
    else { return .none }
    return id
  }

  /// The transcript so far, which begins anew.
  mutating func take() -> [String] {
    defer { transcript = [] }
    return transcript
  }

  /// The transcript without UpdateMetadata.
  mutating func takeOrders() -> [String] { take().filter { !$0.contains("metadata") } }

  /// A state znode: leader, leader epoch, ISR, controller epoch, version.
  func state(_ partition: Int32) -> String {
    let read = tree.read(.getData(.partitionState(PartitionID(partition)), watch: false))
    guard case .data(.state(let state), let stat) = read else { return "none" }
    return "leader \(state.leader) epoch \(state.leaderEpoch) isr \(state.isr) "
      + "by \(state.controllerEpoch) version \(stat.version)"
  }

  /// The facts of the history that concern controllers and elections.
  var facts: [String] {
    turn.history.pending.compactMap { event in
      switch event.fact {
      case .cluster(.controllerElected(let broker, let epoch)): "elected \(broker) in \(epoch)"
      case .cluster(.controllerResigned(let broker, let epoch)): "resigned \(broker) of \(epoch)"
      case .cluster(.controllerWriteFenced(let broker, let epoch)): "fenced \(broker) of \(epoch)"
      default: nil
      }
    }
  }

  static func text(_ request: LeaderAndISRRequest, _ broker: BrokerID) -> String {
    let parts = request.parts.map { part in
      "\(part.partition): \(part.state.leader)/\(part.state.leaderEpoch) [\(part.state.isr)] "
        + "of [\(part.replicas)]\(part.isNew ? " new" : "")"
    }
    return "\(broker) leads and follows \(parts.joined(separator: "; "))"
  }

  static func text(_ request: UpdateMetadataRequest, _ broker: BrokerID) -> String {
    let parts = request.parts.map { part in
      "\(part.partition): \(part.state.leader)/\(part.state.leaderEpoch)"
    }
    let deleted = request.deleted.map { "\($0): deleted" }
    let live = request.liveBrokers.map(\.description).joined(separator: ",")
    let all = [["metadata live \(live)"], parts, deleted].flatMap { $0 }
    return "\(broker) \(all.joined(separator: "; "))"
  }

  static func text(_ request: StopReplicaRequest, _ broker: BrokerID) -> String {
    let parts = request.parts.map {
      "\($0.partition)/\($0.leaderEpoch)\($0.isDeletion ? " delete" : "")"
    }
    return "\(broker) stops \(parts.joined(separator: "; "))"
  }
}
