extension Network {
  /// A process dies while its machine lives: its kernel closes every connection in its name.
  ///
  /// What was written still arrives before the farewell; what was received and not read is lost.
  public mutating func processDied(
    _ node: NodeID, now: Instant, random: inout RandomStream,
    out: inout [NetworkEvent.Scheduled]
  ) {
    nodes[Int(node.index)].isListening = false
    nodes[Int(node.index)].isFrozen = false
    forget(node)
    for (id, atServer) in ends(of: node) {
      close(id, byServer: atServer, now: now, random: &random, out: &out)
    }
    healed(now: now, out: &out)
  }

  /// A machine loses its power: nobody is told, and what it had not put on the wire is lost.
  ///
  /// The others find out when they send after it is back, by a reset, or when they give up.
  public mutating func machineDied(_ node: NodeID) {
    for place in directions.indices where link(place).from == node {
      directions[place].reach = min(directions[place].reach, reachWithoutSender(place))
    }
    for (id, atServer) in ends(of: node) { closeEnd(id, atServer: atServer) }
    nodes[Int(node.index)] = NodeState()
    nodes[Int(node.index)].isMachineUp = false
    nodes[Int(node.index)].isListening = false
    forget(node)
    refreshCalm()
  }

  /// A machine is powered, but its process does not listen yet: whoever calls is refused.
  public mutating func machineUp(
    _ node: NodeID, now: Instant, out: inout [NetworkEvent.Scheduled]
  ) {
    nodes[Int(node.index)].isMachineUp = true
    healed(now: now, out: &out)
  }

  /// A process listens, on a machine that is powered at the latest now.
  public mutating func nodeUp(_ node: NodeID, now: Instant, out: inout [NetworkEvent.Scheduled]) {
    nodes[Int(node.index)].isListening = true
    machineUp(node, now: now, out: &out)
  }

  /// A process stops reading: its sockets stay open and its kernel's buffers fill.
  public mutating func freeze(_ node: NodeID) {
    nodes[Int(node.index)].isFrozen = true
    refreshCalm()
  }

  /// A process reads on: everything that came meanwhile is delivered now, in order.
  public mutating func thaw(_ node: NodeID, now: Instant, out: inout [NetworkEvent.Scheduled]) {
    guard nodes[Int(node.index)].isFrozen else { return }
    nodes[Int(node.index)].isFrozen = false
    var others: [NetworkEvent] = []
    for event in postponed {
      if receiver(of: event) == node {
        out.append(.init(at: now, event: event))
      } else {
        others.append(event)
      }
    }
    postponed = others
    healed(now: now, out: &out)
  }

  /// Whether a process accepts connections.
  public func isListening(_ node: NodeID) -> Bool { nodes[Int(node.index)].isListening }

  /// Whether a process has stopped reading.
  public func isFrozen(_ node: NodeID) -> Bool { nodes[Int(node.index)].isFrozen }

  /// Whether a machine is powered.
  public func isMachineUp(_ node: NodeID) -> Bool { nodes[Int(node.index)].isMachineUp }

  /// The ends that a process still holds, in the order of their connections.
  private func ends(of node: NodeID) -> [(id: ConnectionID, atServer: Bool)] {
    var result: [(id: ConnectionID, atServer: Bool)] = []
    for (index, connection) in connections.enumerated() {
      let id = identity(index * 2)
      if connection.client == node && isHeld(connection.clientState) { result.append((id, false)) }
      if connection.server == node && isHeld(connection.serverState) { result.append((id, true)) }
    }
    return result
  }

  private func isHeld(_ state: EndState) -> Bool { state == .open || state == .connecting }

  /// How many messages of a queue still arrive when the sender's machine is gone.
  ///
  /// Nothing retransmits what a cut has swallowed; a frozen receiver's kernel has as much as its
  /// buffer holds.
  private func reachWithoutSender(_ place: Int) -> Int32 {
    let direction = directions[place]
    if direction.waiting > 0 && direction.blockedSince != .distantFuture { return 0 }
    guard nodes[Int(link(place).to.index)].isFrozen else { return direction.queue.count }
    var room = settings.receiveBuffer
    var count: Int32 = 0
    var cursor = inFlight.first(direction.queue)
    while count < direction.queue.count {
      room -= Int64(inFlight[cursor].bytes)
      if room < 0 { return count }
      count += 1
      cursor = inFlight.next(cursor)
    }
    return count
  }

  /// Drops what was kept for a process that will never read it.
  private mutating func forget(_ node: NodeID) {
    var others: [NetworkEvent] = []
    for event in postponed where receiver(of: event) != node { others.append(event) }
    postponed = others
  }

  private func receiver(of event: NetworkEvent) -> NodeID? {
    switch event {
    case .opened(let id), .refused(let id), .connectTimedOut(let id):
      return isCurrent(id) ? connections[Int(id.index)].client : nil
    case .accepted(let id):
      return isCurrent(id) ? connections[Int(id.index)].server : nil
    case .closed(let id, let atServer, _):
      return isCurrent(id) ? connections[Int(id.index)].node(atServer: atServer) : nil
    case .handshake, .arrived, .gaveUp:
      return nil
    }
  }
}
