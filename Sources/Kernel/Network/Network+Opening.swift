extension Network {
  /// Reserves a connection between two nodes; nothing is sent yet.
  public mutating func allocate(client: NodeID, server: NodeID) -> ConnectionID {
    invariant(
      Int(client.index) < nodes.count && Int(server.index) < nodes.count,
      "node \(max(client, server).index) is not among the \(nodes.count) nodes")
    let index: Int32
    var generation: UInt32 = 0
    if let vacancy = vacancies.popLast() {
      index = vacancy
      generation = directions[Int(index) * 2].generation
      connections[Int(index)] = Connection(client: client, server: server)
    } else {
      index = Int32(truncatingIfNeeded: connections.count)
      connections.append(Connection(client: client, server: server))
      for _ in 0..<2 { directions.append(Direction(generation: 0, profile: 0)) }
    }
    for place in Int(index) * 2...Int(index) * 2 + 1 {
      directions[place] = Direction(
        generation: generation, profile: profileNumber(link(place)))
    }
    return ConnectionID(index: index, generation: generation)
  }

  /// Asks for a reserved connection, as TCP does with its first segment.
  public mutating func connect(
    _ id: ConnectionID, now: Instant, random: inout RandomStream,
    out: inout [NetworkEvent.Scheduled]
  ) {
    guard isCurrent(id), connections[Int(id.index)].clientState == .unaware else { return }
    connections[Int(id.index)].clientState = .connecting
    connections[Int(id.index)].askedAt = now
    let latency = latency(place(id, toServer: true), &random)
    out.append(.init(at: now + latency, event: .handshake(id)))
  }

  /// A connection request would reach the server's machine now.
  ///
  /// The three segments are decided at this one instant: both directions must be open, as the reply
  /// takes the other one.
  mutating func handshakeArrived(
    _ id: ConnectionID, now: Instant, random: inout RandomStream,
    out: inout [NetworkEvent.Scheduled]
  ) -> NetworkDelivery {
    guard isCurrent(id), connections[Int(id.index)].clientState == .connecting else { return .gone }
    let connection = connections[Int(id.index)]
    let forward = place(id, toServer: true)
    let server = nodes[Int(connection.server.index)]
    if isCutTouched(link(forward)) || isCutTouched(link(forward).reversed)
      || !server.isMachineUp || isLost(forward, &random)
    {
      repeatHandshake(id, forward, now: now, &random, &out)
      return .stalled
    }
    let back = now + latency(forward - 1, &random)
    guard server.isListening else {
      out.append(.init(at: back, event: .refused(id)))
      return .stalled
    }
    connections[Int(id.index)].serverState = .open
    directions[forward - 1].canSend = true
    directions[forward - 1].lastArrival = back
    let settled = back + latency(forward, &random)
    directions[forward].lastArrival = settled
    out.append(.init(at: back, event: .opened(id)))
    out.append(.init(at: settled, event: .accepted(id)))
    return .stalled
  }

  /// The request was lost: it is repeated, or given up.
  private mutating func repeatHandshake(
    _ id: ConnectionID, _ forward: Int, now: Instant, _ random: inout RandomStream,
    _ out: inout [NetworkEvent.Scheduled]
  ) {
    connections[Int(id.index)].repetitions += 1
    let connection = connections[Int(id.index)]
    let doublings = min(connection.repetitions, 40)
    let at = connection.askedAt + settings.connectRetryFirst * ((1 << doublings) - 1)
    if connection.repetitions > settings.connectRetries {
      out.append(.init(at: max(now, at), event: .connectTimedOut(id)))
    } else {
      // A request that was under way for longer than the client waits is overtaken by the next.
      out.append(.init(at: max(now, at + latency(forward, &random)), event: .handshake(id)))
    }
  }

  /// The client learns how its request ended.
  mutating func requestAnswered(
    _ id: ConnectionID, isOpen: Bool, event: NetworkEvent
  ) -> NetworkDelivery {
    guard isCurrent(id), connections[Int(id.index)].clientState == .connecting else { return .gone }
    if postpone(event, at: connections[Int(id.index)].client) { return .stalled }
    if isOpen {
      connections[Int(id.index)].clientState = .open
      directions[place(id, toServer: true)].canSend = true
    } else {
      closeEnd(id, atServer: false)
    }
    return .deliver
  }

  /// The server learns of a connection that its kernel has accepted.
  mutating func acceptArrived(_ id: ConnectionID, event: NetworkEvent) -> NetworkDelivery {
    guard isCurrent(id), connections[Int(id.index)].serverState == .open else { return .gone }
    return postpone(event, at: connections[Int(id.index)].server) ? .stalled : .deliver
  }

  /// Keeps an event for a frozen process until it wakes.
  mutating func postpone(_ event: NetworkEvent, at node: NodeID) -> Bool {
    guard nodes[Int(node.index)].isFrozen else { return false }
    postponed.append(event)
    return true
  }

  func latency(_ place: Int, _ random: inout RandomStream) -> Duration {
    profiles[Int(directions[place].profile)].latency.sample(&random)
  }

  private func isLost(_ place: Int, _ random: inout RandomStream) -> Bool {
    random.chance(profiles[Int(directions[place].profile)].loss)
  }
}
