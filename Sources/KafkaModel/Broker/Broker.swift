import Kernel

/// One Kafka broker: a disk that outlives its processes, and the process that runs now.
///
/// It hands each event to the part that it is for: the server's request handlers (`ReplicaManager`,
/// `KafkaApis`), the fetcher threads, the session with ZooKeeper, the controller. Simplified:
/// handling a request takes no time, and threads are unlimited; time passes on the network, in
/// purgatories, while logs are recovered, and wherever Kafka waits for an answer.
struct Broker: Sendable {
  /// Its `broker.id`.
  let id: BrokerID
  /// Its configuration.
  let plan: BrokerPlan
  /// `broker.rack` by broker id, 0 for none; place 0 is unused.
  let racks: [Int16]
  /// What it must know of each topic's configuration, by `TopicID`; the last entry serves topics
  /// made later.
  var topics: [TopicRules]
  /// The keys that each topic states for itself, by `TopicID`; the rest is this broker's default.
  var statedTopicKeys: [[String]]
  /// What was set at run time for all brokers, and for this one, which counts more (KIP-226).
  var valuesOfAllBrokers: [NamedValue] = []
  var valuesOfThisBroker: [NamedValue] = []
  /// The names of groups, which decide on their coordinators.
  let groupNames: [String]
  /// Whether topics that say nothing of it may be led uncleanly, as was set last.
  var allowsUncleanElections: Bool
  /// The newest configuration notice that it has read; what the notices said is in `topics` and in
  /// `allowsUncleanElections`.
  var lastConfigurationNotice: Int32 = -1
  /// What survives the process.
  var disk: BrokerDisk
  /// What does not.
  var process: BrokerProcess

  /// A broker that has never run.
  init(id: BrokerID, plan: BrokerPlan, world: WorldPlan) {
    self.id = id
    self.plan = plan
    racks = [0] + world.brokers.map(\.rack)
    topics = world.topics.map { topic in
      let stated = topic.configuration.map(\.name)
      let settings = plan.topicDefaults?.adopting(stated, from: topic.settings) ?? topic.settings
      return TopicRules(settings, broker: plan.settings, semantics: world.semantics)
    }
    statedTopicKeys = world.topics.map { $0.configuration.map(\.name) }
    groupNames = world.groups
    disk = BrokerDisk(directories: plan.settings.logs.directoryCount)
    allowsUncleanElections = plan.settings.controller.uncleanElectionIsAllowed
    process = Self.freshProcess(
      id, plan, racks, allowsUnclean: allowsUncleanElections, world.groups, world.semantics)
    disk.slowness = max(1, plan.diskSlowness)
  }

  /// A process that has just been loaded and knows nothing.
  static func freshProcess(
    _ id: BrokerID, _ plan: BrokerPlan, _ racks: [Int16], allowsUnclean: Bool,
    _ groups: [String], _ semantics: Semantics
  ) -> BrokerProcess {
    let settings = plan.settings.controller
    let session = ZooKeeperClientSettings(
      sessionTimeout: settings.zooKeeperSessionTimeout,
      connectionTimeout: settings.zooKeeperConnectionTimeout,
      inFlightMax: Int(clamping: settings.zooKeeperRequestsInFlightMax),
      outlivesSessions: semantics.controller.zooKeeperAccess == .sequential)
    return BrokerProcess(
      zooKeeper: ZooKeeperClient(settings: session),
      controller: Controller(
        me: id, settings: plan.settings, racks: racks,
        isUncleanElectionAllowed: allowsUnclean),
      groups: GroupCoordinator(broker: id, settings: plan.settings.groups, groups: groups))
  }

  /// Says that the broker is about to be copied.
  func prepareFork() {
    disk.prepareFork()
    process.prepareFork()
  }

  /// Handles one event.
  mutating func receive(_ event: NodeEvent, turn: inout Turn) {
    switch event {
    case .received(let connection, let message):
      receive(message, on: connection, event, turn: &turn)
    case .timer(let timer): fired(timer, event, turn: &turn)
    case .opened, .openFailed, .accepted, .closed: connectionChanged(event, turn: &turn)
    case .started: started(turn: &turn)
    case .command(.stop): stopInOrder(turn: &turn)
    case .command(.disksFailed(let place)): disksFailed(place, turn: &turn)
    case .command(.client): break
    }
    serveReady(turn: &turn)
  }

  /// Serves requests that became ready while the event was handled: their connection or their
  /// partition is free.
  private mutating func serveReady(turn: inout Turn) {
    while process.connections.hasReady || !process.resumed.isEmpty {
      if let request = process.resumed.popFirst() {
        turn.history.cause = request.message.cause
        serve(request.message, request.ticket, turn: &turn)
      } else if let (ticket, message) = process.connections.nextReady() {
        turn.history.cause = message.cause
        serve(message, ticket, turn: &turn)
      }
    }
  }
}

/// What a broker must know of one topic's configuration, ready for use.
struct TopicRules: Sendable {
  /// `min.insync.replicas`.
  var minInSyncReplicas: Int
  /// `unclean.leader.election.enable`.
  var uncleanElectionIsAllowed: Bool
  /// What logs of the topic follow.
  var log: LogRules
  /// The settings that this came from.
  var settings: TopicSettings

  /// The rules that a topic's settings on one broker amount to.
  init(_ settings: TopicSettings, broker: BrokerSettings, semantics: Semantics) {
    minInSyncReplicas = Int(clamping: settings.minInSyncReplicas)
    uncleanElectionIsAllowed = settings.uncleanElectionIsAllowed
    let expiration =
      semantics.producerState.hasOwnExpiration
      ? broker.transactions.producerIDExpiration : broker.transactions.idExpiration
    log = LogRules(
      topic: settings, producerExpiration: expiration,
      cleanerBufferBytes: broker.logs.cleanerBufferBytes,
      semantics: semantics)
    self.settings = settings
  }
}
