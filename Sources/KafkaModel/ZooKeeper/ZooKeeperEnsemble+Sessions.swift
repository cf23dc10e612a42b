import Kernel

extension ZooKeeperEnsemble {
  /// Opens a session, or lets a client come back to its own.
  ///
  /// A session that is no more is answered with a timeout of zero, which is how a client learns of
  /// its expiry. A client that comes back takes its session along: the connection that it had
  /// before is closed, wherever it was.
  mutating func connect(
    _ record: ClientConnection, session: Int64, timeout: Duration, turn: inout Turn
  ) {
    guard session != 0 else { return open(record, timeout: timeout, turn: &turn) }
    guard let known = tracker[session] else {
      answer(.connected(session: 0, timeout: .zero), on: record.id, &turn)
      return drop(record.id, &turn)
    }
    if known.connection != .none && known.connection != record.id {
      drop(known.connection, &turn)
    }
    attach(session, to: record.id)
    tracker.touch(session, now: turn.now, isAtLeader: true)
    answer(.connected(session: session, timeout: known.timeout), on: record.id, &turn)
  }

  private mutating func open(
    _ record: ClientConnection, timeout: Duration, turn: inout Turn
  ) {
    _ = tree.beginTransaction()
    let session = tracker.open(owner: record.client, requested: timeout, now: turn.now)
    attach(session.id, to: record.id)
    turn.announce(
      .sessionOpened(session: session.id, owner: session.owner, timeout: session.timeout))
    answer(.connected(session: session.id, timeout: session.timeout), on: record.id, &turn)
    setExpiryTimer(&turn)
  }

  private mutating func attach(_ session: Int64, to connection: ConnectionID) {
    connections[Int(connection.index)]?.session = session
    tracker.setConnection(connection, of: session)
  }

  private func answer(
    _ response: ZooKeeperResponse, on connection: ConnectionID, _ turn: inout Turn
  ) {
    turn.send(turn.messages.wrap(.zooKeeperResponse(response)), on: connection)
  }

  /// Ends a session: its ephemerals go in one transaction, their watches fire, its connection
  /// closes.
  mutating func closeSession(_ id: Int64, turn: inout Turn) {
    guard let session = tracker.close(id) else { return }
    var changes: [ZNodeChange] = []
    tree.deleteAll(session.ephemerals, changes: &changes)
    // The watches that the session itself has set must not fire: its connection dies first.
    if session.connection != .none { drop(session.connection, &turn) }
    apply(changes, turn: &turn)
  }

  /// Expires a process's newest session now, whatever its client has sent: a fault.
  ///
  /// Returns whether there was one.
  @discardableResult
  mutating func expireSession(of node: NodeID, turn: inout Turn) -> Bool {
    guard let session = tracker.newest(of: node) else { return false }
    expire(session.id, owner: node, turn: &turn)
    return true
  }

  private mutating func expire(_ id: Int64, owner: NodeID, turn: inout Turn) {
    turn.announce(.sessionExpired(session: id, owner: owner))
    closeSession(id, turn: &turn)
  }

  /// The tracker's alarm: a bucket may have ended, unless its sessions were touched since.
  mutating func expireDue(server: Int, turn: inout Turn) {
    guard leader == server else { return }
    expiryAt = .distantFuture
    if canCommit(at: server, &turn) {
      for id in tracker.due(now: turn.now) {
        guard let session = tracker[id] else { continue }
        expire(id, owner: session.owner, turn: &turn)
      }
    }
    setExpiryTimer(&turn)
  }

  /// Sets the alarm for the earliest bucket; an alarm that comes too early sets itself again.
  mutating func setExpiryTimer(_ turn: inout Turn) {
    guard let leader, let due = tracker.nextDue else { return }
    // A bucket that ended while the leader could not commit is looked at again a tick later.
    let at = due > turn.now ? due : turn.now + tracker.tick
    guard at < expiryAt else { return }
    turn.cancelTimer(expiryTimer)
    expiryAt = at
    expiryTimer = turn.setTimer(
      .zooKeeperServer(.expiry), at: at, for: servers[leader].node)
  }
}

extension Turn {
  /// Sets a timer of another server of the ensemble, which acts as one.
  mutating func setTimer(_ timer: Timer, at instant: Instant, for node: NodeID) -> EventHandle {
    let event = WorldEvent.timer(
      node, incarnation: incarnations[Int(node.index)], timer, cause: history.cause)
    return queue.schedule(event, at: instant)
  }
}
