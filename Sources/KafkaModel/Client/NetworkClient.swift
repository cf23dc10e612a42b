import Kernel

/// The network half of every Kafka client: connections, requests in flight, and metadata.
///
/// Models NetworkClient. The machine in front of it (a producer, a consumer, an operator's session)
/// hands it events and acts on the outcome; it asks `ready` before it sends. Tables are arrays by
/// slot, so that the produce path neither allocates nor searches more than the list of open
/// connections.
struct NetworkClient: Sendable {
  let settings: ClientSettings
  /// What the client knows of topics, leaders and brokers.
  var metadata = ClientMetadata()
  /// One per broker and role; see `slot(of:role:)`.
  private(set) var slots: Table<ConnectionSlot>
  /// The connections that exist, with their slots.
  private var open: [OpenConnection] = []
  /// Requests that will get no answer, oldest first, until the owner takes them.
  private var failures = RingQueue<FailedRequest>()
  private let brokerCount: Int32
  /// The slot on which the one metadata request is in flight.
  private(set) var metadataSlot: ClientSlot?
  private var isMetadataPartial = false
  private var metadataTimer: EventHandle = .none
  private var metadataTimerAt: Instant = .distantFuture

  private struct OpenConnection: Sendable {
    var connection: ConnectionID
    var slot: ClientSlot
  }

  /// A client that knows the addresses of all brokers (`bootstrap.servers`) and nothing else.
  init(settings: ClientSettings, brokerCount: Int) {
    self.settings = settings
    self.brokerCount = Int32(brokerCount)
    slots = []
    for _ in 0..<ConnectionRole.count {
      for id in 1...max(1, Int32(brokerCount)) {
        slots.append(ConnectionSlot(broker: BrokerID(id)))
      }
    }
  }

  /// Says that the client is about to be copied.
  func prepareFork() { slots.prepareFork() }

  /// The place of a broker's connection; nil for no broker.
  @inline(__always)
  func slot(of broker: BrokerID, role: ConnectionRole) -> ClientSlot? {
    guard broker.value >= 1, broker.value <= brokerCount else { return nil }
    return role.rawValue * brokerCount + broker.value - 1
  }

  /// Whose connection a slot is.
  @inline(__always)
  func broker(of slot: ClientSlot) -> BrokerID { slots[Int(slot)].broker }

  /// Requests on a slot that wait for their answers.
  @inline(__always)
  func inFlightCount(of slot: ClientSlot) -> Int { slots[Int(slot)].inFlight.count }

  /// Takes the oldest request that will get no answer any more; nil when there is none left.
  mutating func takeFailure() -> FailedRequest? { failures.popFirst() }
}

// MARK: - Events

extension NetworkClient {
  /// Begins to look for the cluster.
  mutating func start(turn: inout Turn) {
    maintainMetadata(turn: &turn)
  }

  /// Handles what happened on a connection of this client or to one of its timers.
  mutating func receive(_ event: NodeEvent, turn: inout Turn) -> ClientOutcome {
    var outcome = ClientOutcome.none
    switch event {
    case .received(let connection, let message):
      return received(message, on: connection, turn: &turn)
    case .opened(let connection): outcome = opened(connection)
    case .openFailed(let connection):
      if let slot = slot(of: connection) { outcome = lost(slot, isTimeout: false, turn: &turn) }
    case .closed(let connection):
      if let slot = slot(of: connection) { outcome = lost(slot, isTimeout: false, turn: &turn) }
    case .timer(.client(.slot(let slot))): outcome = slotDue(slot, turn: &turn)
    case .timer(.client(.metadata)):
      metadataTimerAt = .distantFuture
    case .started, .accepted, .timer, .command: break
    }
    maintainMetadata(turn: &turn)
    return outcome
  }

  @inline(__always)
  private func slot(of connection: ConnectionID) -> ClientSlot? {
    for entry in open where entry.connection == connection { return entry.slot }
    return nil
  }

  private mutating func opened(_ connection: ConnectionID) -> ClientOutcome {
    guard let slot = slot(of: connection) else { return .none }
    slots[Int(slot)].state = .ready
    slots[Int(slot)].failures = 0
    slots[Int(slot)].setupFailures = 0
    slots[Int(slot)].isAwaited = false
    return .ready(slot)
  }

  /// Finds the request that a message answers: the oldest one of its connection.
  private mutating func received(
    _ message: Message, on connection: ConnectionID, turn: inout Turn
  ) -> ClientOutcome {
    guard let slot = slot(of: connection), let request = slots[Int(slot)].inFlight.popFirst() else {
      turn.messages.free(message.body)
      return .none
    }
    invariant(
      request.correlation == message.correlation,
      "answer \(message.correlation) came where \(request.correlation) is the oldest request")
    guard request.token == ClientRequest.metadataToken else {
      return .response(request, message, slot)
    }
    metadataSlot = nil
    guard case .cold(_, let content) = message.body,
      case .metadataResponse(let answer) = turn.messages.take(content)
    else { return .none }
    metadata.receive(
      answer, isPartial: isMetadataPartial, now: turn.now, settings: settings,
      random: &turn.random)
    maintainMetadata(turn: &turn)
    return .metadataUpdated
  }

  /// Closes what is left of a connection, fails its requests oldest first, and sets the pause
  /// before the next attempt.
  private mutating func lost(
    _ slot: ClientSlot, isTimeout: Bool, turn: inout Turn
  ) -> ClientOutcome {
    let place = Int(slot)
    let wasConnecting = slots[place].state == .connecting
    open.removeAll { $0.slot == slot }
    slots[place].state = .disconnected
    slots[place].connection = nil
    slots[place].setupDeadline = .distantFuture
    let pause = settings.reconnectBackoff.pause(
      after: slots[place].failures, random: &turn.random)
    slots[place].failures += 1
    if wasConnecting { slots[place].setupFailures += 1 }
    slots[place].retryAt = turn.now + pause
    let error: ErrorCode =
      isTimeout && settings.timeoutHasOwnError ? .requestTimedOut : .networkException
    while let request = slots[place].inFlight.popFirst() {
      if request.token == ClientRequest.metadataToken {
        metadataSlot = nil
        metadata.requestFailed(now: turn.now, settings: settings, random: &turn.random)
      } else {
        failures.append(FailedRequest(request: request, slot: slot, error: error))
      }
    }
    metadata.requestUpdate()
    arm(slot, turn: &turn)
    return .disconnected(slot)
  }

  private mutating func slotDue(_ slot: ClientSlot, turn: inout Turn) -> ClientOutcome {
    let place = Int(slot)
    slots[place].timerAt = .distantFuture
    if slots[place].nextDue > turn.now {
      arm(slot, turn: &turn)
      return .none
    }
    switch slots[place].state {
    case .disconnected:
      slots[place].isAwaited = false
      return .retry(slot)
    case .connecting, .ready:
      if let connection = slots[place].connection { turn.close(connection) }
      return lost(slot, isTimeout: slots[place].state == .ready, turn: &turn)
    }
  }

  /// Makes sure that a timer fires when the slot wants to be looked at, or earlier.
  ///
  /// The timer of an earlier request is left standing: it fires, finds nothing overdue, and is set
  /// anew. So a steady flow of requests sets one timer per `request.timeout.ms`, not one each.
  private mutating func arm(_ slot: ClientSlot, turn: inout Turn) {
    let due = slots[Int(slot)].nextDue
    guard due < slots[Int(slot)].timerAt else { return }
    if slots[Int(slot)].timerAt != .distantFuture { turn.cancelTimer(slots[Int(slot)].timer) }
    slots[Int(slot)].timer = turn.setTimer(.client(.slot(slot)), at: max(due, turn.now))
    slots[Int(slot)].timerAt = due
  }
}

// MARK: - Sending

extension NetworkClient {
  /// Whether a request can be sent on a slot now; if it is not connected, its connection is begun
  /// as soon as its pause is over.
  ///
  /// False while metadata is due and could not be asked for yet: metadata goes first
  /// (NetworkClient.isReady).
  mutating func ready(_ slot: ClientSlot, turn: inout Turn) -> Bool {
    if canSend(slot) {
      if metadataSlot != nil || !isMetadataDue(turn.now) { return true }
      maintainMetadata(turn: &turn)
      return metadataSlot != nil && canSend(slot)
    }
    connectIfAllowed(slot, turn: &turn)
    return false
  }

  private func isMetadataDue(_ now: Instant) -> Bool {
    metadata.nextRequest(maxAge: settings.metadataMaxAge) <= now
  }

  /// Whether a slot is connected and has room for one more request.
  @inline(__always)
  func canSend(_ slot: ClientSlot) -> Bool {
    slots[Int(slot)].state == .ready
      && slots[Int(slot)].inFlight.count < Int(settings.maxInFlight)
  }

  /// Begins a connection unless there is one, or remembers to when its pause is over.
  private mutating func connectIfAllowed(_ slot: ClientSlot, turn: inout Turn) {
    let place = Int(slot)
    guard slots[place].state == .disconnected else { return }
    guard slots[place].retryAt <= turn.now else {
      slots[place].isAwaited = true
      return arm(slot, turn: &turn)
    }
    let connection = turn.connect(to: turn.layout.node(of: slots[place].broker))
    slots[place].state = .connecting
    slots[place].connection = connection
    slots[place].lastAttemptAt = turn.now
    open.append(OpenConnection(connection: connection, slot: slot))
    guard settings.limitsConnectionSetup else { return }
    slots[place].setupDeadline =
      turn.now
      + settings.connectionSetup.pause(after: slots[place].setupFailures, random: &turn.random)
    arm(slot, turn: &turn)
  }

  /// Sends a request whose answer will come back with its token. The slot must be able to send.
  mutating func send(
    _ body: Message.Body, on slot: ClientSlot, token: Int32, timeout: Duration, turn: inout Turn
  ) {
    let place = Int(slot)
    let correlation = slots[place].nextCorrelation
    slots[place].nextCorrelation &+= 1
    guard let connection = slots[place].connection else {
      return turn.messages.free(body)
    }
    turn.send(body, on: connection, correlation: correlation)
    let deadline = turn.now + timeout
    slots[place].inFlight.append(
      ClientRequest(
        correlation: correlation, token: token, deadline: deadline, sentAt: turn.now))
    if deadline < slots[place].timerAt { arm(slot, turn: &turn) }
  }

  /// Sends a request that is never answered (acks=0).
  mutating func sendUnanswered(_ body: Message.Body, on slot: ClientSlot, turn: inout Turn) {
    let place = Int(slot)
    let correlation = slots[place].nextCorrelation
    slots[place].nextCorrelation &+= 1
    guard let connection = slots[place].connection else {
      return turn.messages.free(body)
    }
    turn.send(body, on: connection, correlation: correlation)
  }

  /// Closes every connection; what was in flight is forgotten.
  mutating func closeAll(turn: inout Turn) {
    for entry in open { turn.close(entry.connection) }
    open.removeAll(keepingCapacity: true)
    for place in slots.indices {
      slots[place].state = .disconnected
      slots[place].connection = nil
      slots[place].inFlight.removeAll()
    }
    metadataSlot = nil
    failures.removeAll()
  }

  /// Closes one connection on purpose; what was in flight on it fails like after a disconnection.
  mutating func disconnect(_ slot: ClientSlot, turn: inout Turn) {
    guard let connection = slots[Int(slot)].connection else { return }
    turn.close(connection)
    _ = lost(slot, isTimeout: false, turn: &turn)
  }
}

// MARK: - Metadata

extension NetworkClient {
  /// Asks for metadata again as soon as the pause allows, because the present view did not fit.
  mutating func requestMetadata(turn: inout Turn) {
    metadata.requestUpdate()
    maintainMetadata(turn: &turn)
  }

  /// Takes a topic under observation and asks for it if it is new; returns whether it is known.
  mutating func track(_ topic: TopicID, turn: inout Turn) -> Bool {
    let isPartial = turn.semantics.clients.metadataIsPartial && !metadata.isBootstrapping
    let isKnown = metadata.track(topic, isPartial: isPartial, now: turn.now)
    if !isKnown { maintainMetadata(turn: &turn) }
    return isKnown
  }

  /// Sends the metadata request that is due, or sees to it that it will be.
  mutating func maintainMetadata(turn: inout Turn) {
    guard metadataSlot == nil else { return }
    let due = metadata.nextRequest(maxAge: settings.metadataMaxAge)
    if due > turn.now { return wakeForMetadata(at: due, turn: &turn) }
    guard let slot = leastLoadedSlot(turn: &turn) else {
      // No broker can be tried now: look again when the shortest pause may be over.
      return wakeForMetadata(at: turn.now + settings.reconnectBackoff.initial, turn: &turn)
    }
    guard canSend(slot) else { return connectIfAllowed(slot, turn: &turn) }
    isMetadataPartial = metadata.isNextRequestPartial
    let topics = metadata.topicsToRequest(maxIdle: settings.metadataMaxIdle, now: turn.now)
    let body = turn.messages.wrap(
      .metadataRequest(
        MetadataRequest(topics: topics, mayCreateTopics: settings.mayCreateTopics)))
    metadataSlot = slot
    send(
      body, on: slot, token: ClientRequest.metadataToken, timeout: settings.requestTimeout,
      turn: &turn)
  }

  private mutating func wakeForMetadata(at due: Instant, turn: inout Turn) {
    guard due < metadataTimerAt else { return }
    if metadataTimerAt != .distantFuture { turn.cancelTimer(metadataTimer) }
    metadataTimer = turn.setTimer(.client(.metadata), at: max(due, turn.now))
    metadataTimerAt = due
  }

  /// The slot to use for a request that any broker can answer, connected or not; nil if none may be
  /// tried now.
  ///
  /// Models `leastLoadedNode`: from a random start, a ready connection without requests in flight
  /// wins; then the ready one with the fewest; then one being connected; then the one whose last
  /// attempt is the oldest.
  mutating func leastLoadedSlot(turn: inout Turn) -> ClientSlot? {
    let isBootstrapping = metadata.isBootstrapping
    let count = isBootstrapping ? Int(brokerCount) : metadata.brokers.count
    guard count > 0 else { return nil }
    let start = turn.random.pick(from: count)
    var fewest: (slot: ClientSlot, load: Int)?
    var connecting: ClientSlot?
    var oldest: (slot: ClientSlot, at: Instant)?
    for step in 0..<count {
      let place = (start + step) % count
      let broker = isBootstrapping ? BrokerID(Int32(place + 1)) : metadata.brokers[place]
      guard let slot = slot(of: broker, role: isBootstrapping ? .bootstrap : .data) else {
        continue
      }
      let state = slots[Int(slot)]
      switch state.state {
      case .ready:
        if state.inFlight.isEmpty { return slot }
        if canSend(slot) && state.inFlight.count < fewest?.load ?? .max {
          fewest = (slot, state.inFlight.count)
        }
      case .connecting: connecting = slot
      case .disconnected:
        if state.retryAt <= turn.now && state.lastAttemptAt < oldest?.at ?? .distantFuture {
          oldest = (slot, state.lastAttemptAt)
        }
      }
    }
    return fewest?.slot ?? connecting ?? oldest?.slot
  }
}
