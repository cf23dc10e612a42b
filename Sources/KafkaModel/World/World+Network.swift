import Kernel

extension WorldState {
  /// Puts a message on its connection: requests towards the server, answers towards the client.
  mutating func transmit(_ message: Message, on connection: ConnectionID) {
    let bytes = message.byteCount
    let fromServer = !message.kind.isRequest
    if traffic != nil { countTraffic(bytes, on: connection, fromServer: fromServer) }
    let token = UInt32(bitPattern: inFlight.insert(message))
    let arrival = turn.network.send(
      on: connection, fromServer: fromServer, bytes: bytes, token: token, now: turn.now,
      random: &turn.networkRandom)
    guard let arrival else { return freeDiscarded() }
    turn.queue.schedule(
      .network(.arrived(connection, toServer: !fromServer, token: token)), at: arrival)
    if !interceptors.isEmpty { intercept(message, token: token, on: connection) }
  }

  /// Closes a node's side of a connection. A node that talks to itself closes as the client.
  mutating func close(_ connection: ConnectionID, by node: NodeID) {
    guard turn.network.isCurrent(connection) else { return }
    let byServer = turn.network.client(of: connection) != node
    turn.network.close(
      connection, byServer: byServer, now: turn.now, random: &turn.networkRandom,
      out: &networkSchedule)
    freeDiscarded()
  }

  /// Hands a network event back to the network, and its outcome to the node that it concerns.
  mutating func handle(_ event: NetworkEvent, at instant: Instant) {
    turn.begin(node: turn.layout.operatorNode, at: instant, cause: .none)
    let delivery = turn.network.fired(
      event, now: instant, random: &turn.networkRandom, out: &networkSchedule)
    flushSchedule()
    freeDiscarded()
    guard delivery == .deliver else { return noteCut() }
    switch event {
    case .arrived(let connection, let toServer, let token):
      let message = inFlight.remove(Int32(bitPattern: token))
      let node =
        toServer ? turn.network.server(of: connection) : turn.network.client(of: connection)
      eventCount &+= 1
      dispatch(.received(connection, message), to: node, at: instant, cause: message.cause)
    case .opened(let connection):
      let node = turn.network.client(of: connection)
      dispatch(.opened(connection), to: node, at: instant, cause: .none)
    case .accepted(let connection):
      let client = turn.network.client(of: connection)
      let server = turn.network.server(of: connection)
      dispatch(.accepted(connection, from: client), to: server, at: instant, cause: .none)
    case .refused(let connection), .connectTimedOut(let connection):
      // The slot is still readable: the allocator reuses it for the next connection only.
      let client = turn.network.client(of: connection)
      let fate = processes[turn.network.server(of: connection).place].lastFate
      dispatch(.openFailed(connection), to: client, at: instant, cause: fate)
    case .closed(let connection, let atServer, _):
      let client = turn.network.client(of: connection)
      let server = turn.network.server(of: connection)
      let fate = processes[(atServer ? client : server).place].lastFate
      dispatch(.closed(connection), to: atServer ? server : client, at: instant, cause: fate)
    case .handshake, .gaveUp: break
    }
  }

  /// Tells the history when messages have met a cut since the last time.
  private mutating func noteCut() {
    let count = turn.network.cutCount()
    guard count > cutsMet else { return }
    if cutsMet == 0 { turn.announce(.faultBit(fault: max(0, faultCount - 1))) }
    cutsMet = count
  }

  /// Queues what the network has asked for.
  mutating func flushSchedule() {
    guard !networkSchedule.isEmpty else { return }
    for scheduled in networkSchedule {
      turn.queue.schedule(.network(scheduled.event), at: scheduled.at)
    }
    networkSchedule.removeAll(keepingCapacity: true)
  }

  /// Frees the messages that died in the network.
  mutating func freeDiscarded() {
    guard !turn.network.discarded.isEmpty else { return }
    for token in turn.network.discarded {
      turn.messages.free(inFlight.remove(Int32(bitPattern: token)).body)
    }
    turn.network.discarded.removeAll(keepingCapacity: true)
  }
}
