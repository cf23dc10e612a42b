import Kernel

extension ZooKeeperClient {
  /// Handles an event of this client's connection or timers; the outcomes are for the process's
  /// parts.
  mutating func receive(_ event: NodeEvent, turn: inout Turn) -> [ZooKeeperOutcome] {
    switch event {
    case .received(let id, let message):
      guard owns(id) else {
        turn.messages.free(message.body)
        return []
      }
      lastHeard = turn.now
      guard case .cold(_, let slot) = message.body else { return [] }
      guard case .zooKeeperResponse(let response) = turn.messages.take(slot) else { return [] }
      return receive(response, on: id, turn: &turn)
    case .timer(.zooKeeperClient(let timer)): return fired(timer, &turn)
    case .opened(let id):
      if phase == .connecting(id) { greet(id, &turn) }
      return []
    case .openFailed(let id), .closed(let id):
      return owns(id) ? connectionLost(isClosed: true, &turn) : []
    case .started, .accepted, .timer, .command: return []
    }
  }

  /// Turns to the next server, after the pauses that a repeated attempt takes.
  ///
  /// StaticHostProvider waits a second when it has been round once, ClientCnxn up to another second
  /// unless it is the very first attempt of the handle.
  mutating func connectLater(_ turn: inout Turn) {
    let next = servers.next()
    var pause = turn.random.duration(in: .zero ... .milliseconds(999))
    if next.isFullCircle { pause += .seconds(1) }
    enter(.waiting)
    turn.cancelTimer(phaseTimer)
    phaseTimer = turn.setTimer(
      .zooKeeperClient(.reconnect(server: Int32(next.server))), after: pause)
  }

  /// The first attempt of a handle, without a pause.
  mutating func connect(_ turn: inout Turn) { connect(to: servers.next().server, &turn) }

  /// Opens a connection to a server.
  mutating func connect(to server: Int, _ turn: inout Turn) {
    let id = turn.connect(to: turn.layout.node(ofZooKeeper: server))
    enter(.connecting(id))
    lastHeard = turn.now
    lastSent = turn.now
    setPhaseTimer(&turn)
  }

  /// The connection stands: the session is asked for, by its id if there is one.
  private mutating func greet(_ id: ConnectionID, _ turn: inout Turn) {
    enter(.greeting(id))
    let request = ZooKeeperRequest.connect(
      session: session, timeout: settings.sessionTimeout, lastSeen: lastSeen)
    turn.send(turn.messages.wrap(.zooKeeperRequest(request)), on: id)
    lastHeard = turn.now
    lastSent = turn.now
    setPhaseTimer(&turn)
  }

  private mutating func setPhaseTimer(_ turn: inout Turn) {
    turn.cancelTimer(phaseTimer)
    phaseTimer = turn.setTimer(.zooKeeperClient(.connectTimeout), after: connectTimeout)
  }

  private mutating func receive(
    _ response: ZooKeeperResponse, on id: ConnectionID, turn: inout Turn
  ) -> [ZooKeeperOutcome] {
    switch response {
    case .connected(let session, let timeout):
      guard phase == .greeting(id) else { return [] }
      return timeout > .zero
        ? established(session, timeout, on: id, &turn) : expired(&turn)
    case .reply(let request, let result, let transaction):
      lastSeen = max(lastSeen, transaction)
      return receive(result, of: request, turn: &turn)
    case .watch(let path, let event):
      return watches.takeFired(by: event, at: path) ? [.watch(path, event)] : []
    }
  }

  /// The session is there: watches first, so that nothing is read before what was missed is told.
  private mutating func established(
    _ session: Int64, _ timeout: Duration, on id: ConnectionID, _ turn: inout Turn
  ) -> [ZooKeeperOutcome] {
    let isNew = session != self.session
    adopt(session: session, timeout: timeout)
    enter(.connected(id))
    servers.settle()
    turn.cancelTimer(phaseTimer)
    turn.cancelTimer(startTimer)
    turn.announce(.sessionConnection(session: session, isConnected: true))
    silenceTimer = turn.setTimer(.zooKeeperClient(.readTimeout), after: readTimeout)
    pingTimer = turn.setTimer(.zooKeeperClient(.ping), after: pingInterval)
    var outcomes: [ZooKeeperOutcome] = [.connected]
    if isNew {
      // A new session has no watches. What an old library kept over the change, it fires.
      for watch in watches.registrations {
        outcomes.append(.watch(watch.path, watch.eventAfterExpiry))
      }
      watches.removeAll()
    } else if !watches.isEmpty {
      let request = ZooKeeperRequest.setWatches(
        lastSeen: lastSeen, watches.registrations)
      turn.send(turn.messages.wrap(.zooKeeperRequest(request)), on: id)
    }
    lastSent = turn.now
    sendWaiting(&turn)
    return outcomes
  }

  /// The server no longer knows the session: everything that hung on it has ended.
  private mutating func expired(_ turn: inout Turn) -> [ZooKeeperOutcome] {
    let id = session
    if let connection { turn.close(connection) }
    turn.cancelTimer(phaseTimer)
    forgetSession()
    lastSeen = 0
    enter(.expired)
    turn.announce(.sessionExpiryLearned(session: id))
    guard !settings.outlivesSessions else { return [.expired] }
    watches.removeAll()
    var outcomes: [ZooKeeperOutcome] = []
    while let operation = waiting.popFirst() {
      outcomes.append(.result(operation.ticket, .sessionExpired))
    }
    return outcomes + [.expired]
  }

  /// The connection failed, broke or fell silent: what was in flight will be asked again, in order.
  mutating func connectionLost(isClosed: Bool, _ turn: inout Turn) -> [ZooKeeperOutcome] {
    let wasConnected = isConnected
    if !isClosed, let connection { turn.close(connection) }
    cancelTimers(&turn)
    var again = RingQueue<Operation>()
    while let operation = inFlight.popFirst() { again.append(operation) }
    while let operation = waiting.popFirst() { again.append(operation) }
    waiting = again
    connectLater(&turn)
    guard wasConnected else { return [] }
    turn.announce(.sessionConnection(session: session, isConnected: false))
    return [.disconnected]
  }

  /// Takes back every timer of the connection.
  mutating func cancelTimers(_ turn: inout Turn) {
    turn.cancelTimer(pingTimer)
    turn.cancelTimer(silenceTimer)
    turn.cancelTimer(phaseTimer)
  }
}

extension WatchRegistration {
  /// What an owner is told when its watch was lost with its session and it should look again.
  var eventAfterExpiry: WatchEvent {
    switch kind {
    case .data, .exists: .nodeDataChanged
    case .children: .nodeChildrenChanged
    }
  }
}
