import Kernel

/// The ZooKeeper-mode controller inside every broker: it elects leaders and drives partitions, if
/// it holds the office.
///
/// Status, from → to, because:
/// - idle → active: this broker created /controller and raised the epoch
/// - active → idle: /controller names another broker, the session expired, or the broker stops
///
/// A controller that lost the office without knowing it goes on acting (a zombie); ZooKeeper
/// refuses its writes from 2.1 on, brokers refuse its requests by their epoch. Models
/// KafkaController: one FIFO of events, each processed to its end before the next.
struct Controller: Sendable {
  /// The most events that may wait; more is a broken promise of the model.
  static let eventLimit = 1 << 20

  /// The broker that this controller lives in.
  let me: BrokerID
  /// What the controller reads from its broker's configuration.
  var settings: BrokerSettings
  /// `unclean.leader.election.enable` of the broker, where a topic does not say otherwise.
  var isUncleanElectionAllowed: Bool
  /// `broker.rack` by broker id, 0 for none; place 0 is unused.
  let racks: [Int16]

  /// The broker that /controller named when it was last read.
  private(set) var activeController = BrokerID.none
  /// The generation of this broker's registration.
  private(set) var brokerEpoch = BrokerEpoch.unknown
  /// What the office holder knows; empty otherwise.
  var context = ControllerContext()
  /// Events that wait for the one in process.
  var events = RingQueue<ControllerEvent>()
  /// What is left to do of the event in process; the last step is next.
  var agenda: [ControllerStep] = []
  /// The ZooKeeper operations that the current step waits for.
  var exchange: ZooKeeperExchange?
  /// Operations that the public entry points hand to the ZooKeeper client.
  var outbox: [ZooKeeperSubmission] = []
  /// The number of the next ZooKeeper operation.
  var nextOperation: Int32 = 0
  /// Control requests that the current state changes have collected.
  var batch = ControlRequestBatch()
  /// Where a batch has each partition, by `PartitionID`; all -1 between two batches.
  var seen: [Int32] = []
  /// The control connections, by broker id; place 0 is unused.
  var channels: [ControlChannel] = []
  /// Finished answers that the broker has not fetched yet.
  var answers: [ControllerAnswer] = []
  /// The request whose event is in process.
  var requestInProcess: PendingRequest?
  /// Admin requests that wait for leaders or deletions.
  var waitingAdmins: [WaitingAdmin] = []
  /// What elections of the current event could not do.
  var electionErrors: [(partition: PartitionID, error: ErrorCode)] = []
  /// The topics of the removal in process that allow unclean elections, once they were read.
  var uncleanTopicsOfRemoval: [TopicID]?
  /// The timer of the automatic preferred election.
  var rebalanceTimer: EventHandle?

  /// The controller of a broker that has not started yet.
  init(me: BrokerID, settings: BrokerSettings, racks: [Int16], isUncleanElectionAllowed: Bool) {
    self.me = me
    self.settings = settings
    self.racks = racks
    self.isUncleanElectionAllowed = isUncleanElectionAllowed
  }

  /// Whether this broker holds the office, as it believes.
  var isActive: Bool { activeController == me }

  /// Notes whom /controller names.
  mutating func note(activeController: BrokerID) { self.activeController = activeController }
  /// Notes the generation of this broker's registration.
  mutating func note(brokerEpoch: BrokerEpoch) { self.brokerEpoch = brokerEpoch }
}

// What the broker calls. Each entry handles what it was told as far as possible, hands new
// operations to the ZooKeeper client and returns the answers that became due.
extension Controller {
  /// The broker has registered for the first time in this life: watch /controller and run for it.
  mutating func start(
    brokerEpoch: BrokerEpoch, zookeeper: inout ZooKeeperClient, turn: inout Turn
  ) -> [ControllerAnswer] {
    note(brokerEpoch: brokerEpoch)
    return run(.startup, &zookeeper, &turn)
  }

  /// The broker has registered again after its session had expired.
  mutating func registeredAgain(
    brokerEpoch: BrokerEpoch, zookeeper: inout ZooKeeperClient, turn: inout Turn
  ) -> [ControllerAnswer] {
    note(brokerEpoch: brokerEpoch)
    return run(.registeredAgain, &zookeeper, &turn)
  }

  /// Something came from ZooKeeper: a result, a watch, or the news that the session has expired.
  mutating func receive(
    _ outcome: ZooKeeperOutcome, zookeeper: inout ZooKeeperClient, turn: inout Turn
  ) -> [ControllerAnswer] {
    switch outcome {
    case .connected, .disconnected: break
    case .expired:
      // Until 1.0 the ZooKeeper library hid the expiry from a call that waited: the event in
      // process goes on in the next session, and only then hears of it (KAFKA-4447, KAFKA-6082).
      if turn.semantics.controller.zooKeeperAccess == .pipelined { sessionExpired(&turn) }
    case .result(let ticket, let result):
      guard ticket.owner == .controller else { return [] }
      operationEnded(ticket.number, result, &turn)
    case .watch(let path, let event): watchFired(path, event, &turn)
    }
    return settle(&zookeeper, &turn)
  }

  /// One of the controller's timers fired.
  mutating func receive(
    _ timer: ControllerTimer, zookeeper: inout ZooKeeperClient, turn: inout Turn
  ) -> [ControllerAnswer] {
    timerFired(timer, &turn)
    return settle(&zookeeper, &turn)
  }

  /// Something happened on one of the controller's own connections; see `owns`.
  mutating func receive(
    channel event: NodeEvent, zookeeper: inout ZooKeeperClient, turn: inout Turn
  ) -> [ControllerAnswer] {
    channelEvent(event, &turn)
    return settle(&zookeeper, &turn)
  }

  /// A request for the controller came to this broker; the content was taken from the message
  /// store.
  mutating func receive(
    request: MessageStore.ColdContent, ticket: RequestTicket, zookeeper: inout ZooKeeperClient,
    turn: inout Turn
  ) -> [ControllerAnswer] {
    switch request {
    case .alterPartitionRequest(let request):
      enqueue(.request(.alterPartition(request), ticket))
    case .controlledShutdownRequest(let request):
      enqueue(.request(.controlledShutdown(request), ticket))
    case .allocateProducerIDsRequest(let request):
      enqueue(.request(.allocateProducerIDs(request), ticket))
    case .adminRequest(let request): enqueue(.request(.admin(request), ticket))
    default: invariant(false, "the controller was given a \(request.kind)")
    }
    advance(&turn)
    return settle(&zookeeper, &turn)
  }

  /// `unclean.leader.election.enable` became true on a topic, or (nil) on all brokers.
  mutating func uncleanElectionEnabled(
    topic: TopicID?, zookeeper: inout ZooKeeperClient, turn: inout Turn
  ) -> [ControllerAnswer] {
    if topic == nil { isUncleanElectionAllowed = true }
    guard turn.semantics.controller.uncleanElectionIsDynamic else { return [] }
    return run(.uncleanElectionEnabled(topic), &zookeeper, &turn)
  }

  /// The broker stops in order: the office is given up, connections are closed.
  mutating func stop(turn: inout Turn) {
    events.removeAll()
    abandonEvent()
    if isActive { resign(&turn) }
    note(activeController: .none)
    outbox.removeAll()
  }

  /// Whether a connection belongs to the controller's channels.
  func owns(_ connection: ConnectionID) -> Bool {
    channels.contains { $0.isOpen && $0.connection == connection }
  }

  private mutating func run(
    _ event: ControllerEvent, _ zookeeper: inout ZooKeeperClient, _ turn: inout Turn
  ) -> [ControllerAnswer] {
    enqueue(event)
    advance(&turn)
    return settle(&zookeeper, &turn)
  }

  private mutating func settle(
    _ zookeeper: inout ZooKeeperClient, _ turn: inout Turn
  ) -> [ControllerAnswer] {
    if !outbox.isEmpty {
      for submission in outbox {
        zookeeper.submit(
          submission.operation,
          ticket: ZooKeeperTicket(owner: .controller, number: submission.number), turn: &turn)
      }
      outbox.removeAll(keepingCapacity: true)
    }
    guard !answers.isEmpty else { return [] }
    defer { answers.removeAll() }
    return answers
  }
}
