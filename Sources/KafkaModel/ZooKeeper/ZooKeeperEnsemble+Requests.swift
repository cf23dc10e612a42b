import Kernel

extension ZooKeeperEnsemble {
  /// A ping: a touch and a pong, behind whatever waits on the connection.
  mutating func receivePing(on connection: ConnectionID, turn: inout Turn) {
    guard let record = connections[Int(connection.index)], record.id == connection else { return }
    guard record.waiting.isEmpty else {
      connections[Int(connection.index)]?.pingWaits = true
      return
    }
    tracker.touch(
      record.session, now: turn.now, isAtLeader: leadership == .led(by: record.server))
    turn.send(.zooKeeperPong, on: connection)
  }

  /// A request: it is served at once, or waits when it needs a leader that is out of reach.
  mutating func receive(
    _ request: ZooKeeperRequest, on connection: ConnectionID, turn: inout Turn
  ) {
    guard let record = connections[Int(connection.index)], record.id == connection else { return }
    let mustWait = needsQuorum(request) && !canCommit(at: record.server, &turn)
    guard record.waiting.isEmpty, !mustWait else {
      invariant(
        record.waiting.count < Self.waitingLimit,
        "\(record.waiting.count) requests wait on one ZooKeeper connection")
      connections[Int(connection.index)]?.waiting.append(request)
      return
    }
    serve(request, on: record, turn: &turn)
  }

  /// Serves what waited on the connections of a server, once the leader is in reach again.
  mutating func serveWaiting(at server: Int, turn: inout Turn) {
    for place in connections.ids {
      guard let record = connections[place], record.server == server, !record.waiting.isEmpty
      else { continue }
      connections[place]?.waiting = []
      for request in record.waiting { receive(request, on: record.id, turn: &turn) }
      if record.pingWaits {
        connections[place]?.pingWaits = false
        receivePing(on: record.id, turn: &turn)
      }
    }
  }

  private func needsQuorum(_ request: ZooKeeperRequest) -> Bool {
    switch request {
    case .connect, .closeSession: true
    case .operation(_, let operation): operation.isWrite
    case .setWatches: false
    }
  }

  private mutating func serve(
    _ request: ZooKeeperRequest, on record: ClientConnection, turn: inout Turn
  ) {
    tracker.touch(
      record.session, now: turn.now, isAtLeader: leadership == .led(by: record.server))
    switch request {
    case .connect(let session, let timeout, _):
      connect(record, session: session, timeout: timeout, turn: &turn)
    case .operation(let number, let operation):
      serve(operation, number: number, on: record, turn: &turn)
    case .setWatches(let lastSeen, let registrations):
      for registration in registrations {
        setWatch(registration, lastSeen: lastSeen, on: record.id, turn: &turn)
      }
    case .closeSession:
      closeSession(record.session, turn: &turn)
      drop(record.id, &turn)
    }
  }

  private mutating func serve(
    _ operation: ZooKeeperOperation, number: Int32, on record: ClientConnection,
    turn: inout Turn
  ) {
    guard tracker.contains(record.session) else { return drop(record.id, &turn) }
    var result: ZooKeeperResult
    if operation.isWrite {
      var changes: [ZNodeChange] = []
      result = tree.write(operation, session: record.session, changes: &changes)
      judge(changes, of: record, turn: &turn)
      apply(changes, turn: &turn)
    } else {
      result = tree.read(operation)
      watch(operation, result: result, on: record.id)
    }
    let reply = ZooKeeperResponse.reply(
      request: number, result, transaction: tree.lastTransaction)
    turn.send(turn.messages.wrap(.zooKeeperResponse(reply)), on: record.id)
  }

  /// Tells the history when a controller registers a leadership after its successor has been
  /// registered. Leaders that change their ISR themselves keep the leader epoch, controllers raise
  /// it.
  private func judge(
    _ changes: [ZNodeChange], of record: ClientConnection, turn: inout Turn
  ) {
    for change in changes {
      guard case .partitionState(let partition) = change.path,
        case .state(let after) = tree.node(at: change.path)?.data,
        case .controllerEpoch(let current) = tree.node(at: .controllerEpoch)?.data,
        after.controllerEpoch < current
      else { continue }
      if case .state(let before) = change.before?.data, before.leaderEpoch == after.leaderEpoch {
        continue
      }
      guard let broker = turn.layout.broker(at: record.client) else { continue }
      turn.announce(
        .controllerWriteLate(
          broker: broker, partition: partition, epoch: after.controllerEpoch, current: current))
    }
  }

  /// Accounts for changes of the tree, and tells who watches.
  ///
  /// Events leave before the reply does, so no client sees the new state before the event.
  mutating func apply(_ changes: [ZNodeChange], turn: inout Turn) {
    for change in changes {
      if let owner = change.before?.stat.owner, owner != 0, change.event == .nodeDeleted {
        tracker.disown(change.path, by: owner)
      }
      if change.before == nil, let owner = tree.node(at: change.path)?.stat.owner, owner != 0 {
        tracker.own(change.path, by: owner)
      }
      for (connection, path, event) in watches.takeFired(by: change) {
        tell(connection, path, event, &turn)
      }
    }
  }

  /// A read may leave a watch: `exists` also on a node that is missing, the others not.
  private mutating func watch(
    _ operation: ZooKeeperOperation, result: ZooKeeperResult, on connection: ConnectionID
  ) {
    guard let wanted = operation.wantedWatch else { return }
    switch wanted.kind {
    case .exists: watches.add(wanted.path, .data, for: connection)
    case .data: if result.isSuccess { watches.add(wanted.path, .data, for: connection) }
    case .children: if result.isSuccess { watches.add(wanted.path, .children, for: connection) }
    }
  }

  /// Installs a watch of a client that has come back, or fires it for what it missed.
  private mutating func setWatch(
    _ registration: WatchRegistration, lastSeen: Int64, on connection: ConnectionID,
    turn: inout Turn
  ) {
    let path = registration.path
    let node = tree.node(at: path)
    switch registration.kind {
    case .data:
      guard let node else { return tell(connection, path, .nodeDeleted, &turn) }
      if node.stat.modified > lastSeen { return tell(connection, path, .nodeDataChanged, &turn) }
      watches.add(path, .data, for: connection)
    case .exists:
      if node != nil { return tell(connection, path, .nodeCreated, &turn) }
      watches.add(path, .data, for: connection)
    case .children:
      guard node != nil else { return tell(connection, path, .nodeDeleted, &turn) }
      if tree.directory(at: path).childrenModified > lastSeen {
        return tell(connection, path, .nodeChildrenChanged, &turn)
      }
      watches.add(path, .children, for: connection)
    }
  }

  private func tell(
    _ connection: ConnectionID, _ path: ZNodePath, _ event: WatchEvent, _ turn: inout Turn
  ) {
    turn.send(turn.messages.wrap(.zooKeeperResponse(.watch(path, event))), on: connection)
  }
}
