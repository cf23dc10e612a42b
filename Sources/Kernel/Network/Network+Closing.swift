extension Network {
  /// One end closes in order: what it has sent still arrives, and then the other end learns of it.
  ///
  /// What the other end sends meanwhile finds no socket. Simplified: unread bytes do not turn the
  /// farewell into a reset.
  public mutating func close(
    _ id: ConnectionID, byServer: Bool, now: Instant, random: inout RandomStream,
    out: inout [NetworkEvent.Scheduled]
  ) {
    guard isCurrent(id) else { return }
    let connection = connections[Int(id.index)]
    let state = connection.state(atServer: byServer)
    guard state == .open || state == .connecting else { return }
    let peer = connection.state(atServer: !byServer)
    closeEnd(id, atServer: byServer)
    guard isCurrent(id), peer == .open || peer == .connecting else { return }
    let outbound = place(id, toServer: !byServer)
    let farewell = InFlight(token: InFlight.finish, bytes: 0)
    let at = enqueueFarewell(farewell, outbound, now: now, random: &random)
    out.append(.init(at: at, event: .closed(id, atServer: !byServer, reason: .finished)))
  }

  /// Breaks a connection from outside: both ends learn at once, and what was under way is lost.
  public mutating func reset(
    _ id: ConnectionID, now: Instant, out: inout [NetworkEvent.Scheduled]
  ) {
    guard isCurrent(id) else { return }
    for atServer in [false, true] {
      directions[place(id, toServer: atServer)].reach = 0
      let state = connections[Int(id.index)].state(atServer: atServer)
      guard state == .open || state == .connecting else { continue }
      out.append(.init(at: now, event: .closed(id, atServer: atServer, reason: .reset)))
    }
  }

  /// An end learns that its connection was reset, or gives up on it.
  mutating func breakLearned(
    _ id: ConnectionID, atServer: Bool, event: NetworkEvent
  ) -> NetworkDelivery {
    guard isCurrent(id) else { return .gone }
    let connection = connections[Int(id.index)]
    let state = connection.state(atServer: atServer)
    guard state == .open || state == .connecting else { return .gone }
    if postpone(event, at: connection.node(atServer: atServer)) { return .stalled }
    directions[place(id, toServer: !atServer)].reach = 0
    closeEnd(id, atServer: atServer)
    return .deliver
  }

  /// One end is done: it sends nothing more and receives nothing more. When both are, the slot is
  /// free.
  mutating func closeEnd(_ id: ConnectionID, atServer: Bool) {
    if atServer {
      connections[Int(id.index)].serverState = .closed
    } else {
      connections[Int(id.index)].clientState = .closed
    }
    directions[place(id, toServer: !atServer)].canSend = false
    directions[place(id, toServer: atServer)].isReceiverGone = true
    if connections[Int(id.index)].isOver { vacate(id) }
  }

  /// Frees a slot; whatever is still under way has nobody left to reach.
  private mutating func vacate(_ id: ConnectionID) {
    for place in [place(id, toServer: false), place(id, toServer: true)] {
      while let message = inFlight.popFirst(&directions[place].queue) { discard(message.token) }
      noteFlowing(place)
      directions[place] = Direction(generation: id.generation &+ 1, profile: 0)
    }
    connections[Int(id.index)].clientState = .unaware
    connections[Int(id.index)].serverState = .unaware
    vacancies.append(id.index)
  }

  private mutating func enqueueFarewell(
    _ farewell: InFlight, _ place: Int, now: Instant, random: inout RandomStream
  ) -> Instant {
    let arrival = max(now + latency(place, &random), directions[place].lastArrival)
    directions[place].lastArrival = arrival
    inFlight.append(farewell, to: &directions[place].queue)
    return arrival
  }
}

extension Network {
  /// Resets every connection between two nodes; false when there is none.
  public mutating func resetAll(
    between one: NodeID, and other: NodeID, now: Instant, out: inout [NetworkEvent.Scheduled]
  ) -> Bool {
    var found = false
    for (index, connection) in connections.enumerated()
    where (connection.client == one && connection.server == other)
      || (connection.client == other && connection.server == one)
    {
      guard connection.clientState == .open || connection.serverState == .open else { continue }
      reset(identity(index * 2), now: now, out: &out)
      found = true
    }
    return found
  }
}
