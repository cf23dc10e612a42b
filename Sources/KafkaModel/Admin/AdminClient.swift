import Kernel

/// The operator's node: gives orders to the cluster as Kafka's command line tools do.
///
/// Each order is a task of its own with its own connections. It asks any broker who the controller
/// is (for DeleteRecords: who leads the partition), sends its request there, and starts anew when
/// it came to the wrong one. Models KafkaAdminClient.
struct AdminClient: Sendable {
  /// The most orders at a time.
  static let taskLimit = 10_000
  /// `retry.backoff.ms`.
  static let retryPause = Duration.milliseconds(100)
  /// `request.timeout.ms` of the admin client.
  static let requestTimeout = Duration.seconds(30)
  /// `socket.connection.setup.timeout.ms`.
  static let connectionTimeout = Duration.seconds(10)
  /// `default.api.timeout.ms`: how long an order is pursued that names no time of its own.
  static let orderTimeout = Duration.seconds(60)

  /// Orders that are not answered yet, by slot.
  private var tasks = Slab<AdminTask>()
  /// The correlation number of the next request.
  private var correlation: Int32 = 0
  /// The answers that carried an explanation or errors of partitions, for reports: the latest comes
  /// last.
  private(set) var answers: [(number: Int32, response: AdminResponse)] = []

  /// The most answers that are kept.
  static let answerLimit = 1_000

  /// An operator without orders.
  init() {}

  /// Reassignments that are not answered yet.
  private var reassigning = 0
  /// Preferred elections that wait for them: an operator elects what he has just put first.
  private var elections: [(request: AdminRequest, number: Int32)] = []

  /// Whether every order was answered.
  var isIdle: Bool { tasks.isEmpty && elections.isEmpty }

  /// Says that the client is about to be copied.
  func prepareFork() { tasks.prepareFork() }

  /// Takes an order; the history will say `adminAnswered` with this number.
  mutating func submit(_ request: AdminRequest, number: Int32, turn: inout Turn) {
    invariant(tasks.count < Self.taskLimit, "more than \(Self.taskLimit) orders are under way")
    if case .electPreferred = request.operation, reassigning > 0 {
      return elections.append((request, number))
    }
    if case .reassign = request.operation { reassigning += 1 }
    let patience = request.timeout > .zero ? request.timeout : Self.orderTimeout
    var request = request
    request.timeout = patience
    let slot = tasks.insert(
      AdminTask(number: number, request: request, deadline: turn.now + patience))
    askForMetadata(slot, &turn)
  }

  /// Something happened on the operator's node.
  mutating func receive(_ event: NodeEvent, turn: inout Turn) {
    switch event {
    case .opened(let connection):
      guard let slot = task(on: connection) else { return }
      sendRequest(slot, &turn)
    case .openFailed(let connection), .closed(let connection):
      guard let slot = task(on: connection) else { return }
      tasks[slot].connection = .none
      pause(slot, &turn)
    case .received(let connection, let message):
      guard case .cold(_, let place) = message.body else {
        return turn.messages.free(message.body)
      }
      let content = turn.messages.take(place)
      guard let slot = task(on: connection) else { return }
      answered(slot, content, &turn)
    case .timer(.admin(let timer)): timerFired(timer, &turn)
    case .timer, .started, .accepted, .command: break
    }
  }

  private mutating func timerFired(_ timer: AdminTimer, _ turn: inout Turn) {
    switch timer {
    case .retry(let slot):
      tasks[slot].timer = nil
      if turn.now >= tasks[slot].deadline { return finish(slot, Self.timedOut, &turn) }
      askForMetadata(slot, &turn)
    case .request(let slot):
      tasks[slot].timer = nil
      pause(slot, &turn)
    }
  }

  /// What an order comes to that nobody answered.
  private static let timedOut = AdminResponse(error: .requestTimedOut, message: "", parts: [])

  /// Asks some broker for metadata; which one is drawn.
  private mutating func askForMetadata(_ slot: Int32, _ turn: inout Turn) {
    let brokers = turn.layout.brokerCount
    let broker = BrokerID(Int32(turn.random.pick(from: brokers) + 1))
    tasks[slot].phase = .asking
    connect(slot, to: broker, &turn)
  }

  private mutating func connect(_ slot: Int32, to broker: BrokerID, _ turn: inout Turn) {
    hangUp(slot, &turn)
    tasks[slot].broker = broker
    tasks[slot].connection = turn.connect(to: turn.layout.node(of: broker))
    arm(slot, .request(slot), after: Self.connectionTimeout, &turn)
  }

  /// The connection stands: the request of this phase is written.
  private mutating func sendRequest(_ slot: Int32, _ turn: inout Turn) {
    correlation &+= 1
    let content: MessageStore.ColdContent
    if tasks[slot].phase == .asking, let group = tasks[slot].request.operation.group {
      content = .findCoordinatorRequest(FindCoordinatorRequest(group: group))
    } else if tasks[slot].phase == .asking {
      content = .metadataRequest(
        MetadataRequest(topics: topics(of: tasks[slot].request, turn), mayCreateTopics: false))
    } else {
      var request = tasks[slot].request
      request.timeout = tasks[slot].deadline - turn.now
      content = .adminRequest(request)
    }
    turn.send(
      turn.messages.wrap(content), on: tasks[slot].connection, correlation: correlation)
    arm(slot, .request(slot), after: Self.requestTimeout, &turn)
  }

  /// The topics whose metadata an order needs: only a deletion of records looks for a leader.
  private func topics(of request: AdminRequest, _ turn: borrowing Turn) -> [TopicID] {
    guard case .deleteRecords(let partition, _) = request.operation else { return [] }
    return [turn.catalog.topic(of: partition)]
  }

  private mutating func answered(
    _ slot: Int32, _ content: MessageStore.ColdContent, _ turn: inout Turn
  ) {
    switch content {
    case .metadataResponse(let metadata):
      order(slot, at: target(of: tasks[slot].request, in: metadata), &turn)
    case .findCoordinatorResponse(let found):
      order(slot, at: found.error == .none ? found.coordinator : .none, &turn)
    case .adminResponse(let response):
      // The wrong broker, or one that is about to learn that it is the right one.
      let isMisdirected =
        response.error == .notController || response.error == .notLeaderOrFollower
        || response.error == .leaderNotAvailable || response.error == .notCoordinator
        || response.error == .coordinatorNotAvailable
        || response.error == .coordinatorLoadInProgress
      if isMisdirected { return pause(slot, &turn) }
      finish(slot, response, &turn)
    default: pause(slot, &turn)
    }
  }

  /// Sends the order to the broker that is in charge, if anybody is.
  private mutating func order(_ slot: Int32, at target: BrokerID, _ turn: inout Turn) {
    guard tasks[slot].phase == .asking, target.value > 0 else { return pause(slot, &turn) }
    tasks[slot].phase = .ordering
    if target == tasks[slot].broker {
      sendRequest(slot, &turn)
    } else {
      connect(slot, to: target, &turn)
    }
  }

  /// Whom the metadata names as the one to take the order.
  private func target(of request: AdminRequest, in metadata: MetadataResponse) -> BrokerID {
    guard case .deleteRecords(let partition, _) = request.operation else {
      return metadata.controller
    }
    for topic in metadata.topics {
      for answer in topic.partitions where answer.partition == partition { return answer.leader }
    }
    return .none
  }

  /// Gives up on this broker, and goes on after a pause.
  private mutating func pause(_ slot: Int32, _ turn: inout Turn) {
    hangUp(slot, &turn)
    tasks[slot].phase = .pausing
    arm(slot, .retry(slot), after: Self.retryPause, &turn)
  }

  private mutating func finish(_ slot: Int32, _ response: AdminResponse, _ turn: inout Turn) {
    hangUp(slot, &turn)
    let task = tasks.remove(slot)
    turn.announce(.adminAnswered(request: task.number, error: response.error))
    if answers.count == Self.answerLimit { answers.removeFirst() }
    answers.append((task.number, response))
    guard case .reassign = task.request.operation else { return }
    reassigning -= 1
    guard reassigning == 0 else { return }
    let waiting = elections
    elections = []
    for (request, number) in waiting { submit(request, number: number, turn: &turn) }
  }

  /// Closes the task's connection and takes its timer back.
  private mutating func hangUp(_ slot: Int32, _ turn: inout Turn) {
    if let timer = tasks[slot].timer { turn.cancelTimer(timer) }
    tasks[slot].timer = nil
    if tasks[slot].connection != .none { turn.close(tasks[slot].connection) }
    tasks[slot].connection = .none
  }

  /// Sets the task's only timer, no later than its deadline.
  private mutating func arm(
    _ slot: Int32, _ timer: AdminTimer, after delay: Duration, _ turn: inout Turn
  ) {
    if let timer = tasks[slot].timer { turn.cancelTimer(timer) }
    let at = max(turn.now, min(turn.now + delay, tasks[slot].deadline))
    tasks[slot].timer = turn.setTimer(.admin(timer), at: at)
  }

  private func task(on connection: ConnectionID) -> Int32? {
    tasks.liveSlots.first { tasks[$0].connection == connection }
  }
}

extension AdminOperation {
  /// The group that it is about, if its coordinator serves it.
  var group: GroupID? {
    switch self {
    case .deleteGroup(let group), .resetOffsets(let group, _): group
    case .createTopic, .createPartitions, .deleteTopic, .electPreferred, .electUnclean,
      .reassign, .deleteRecords, .setTopicConfiguration, .setBrokerConfiguration:
      nil
    }
  }
}
