import Kernel

/// Where events other than messages go: connections and timers, each to the part that owns it.
extension Broker {
  /// A connection was opened, refused, accepted or closed.
  mutating func connectionChanged(_ event: NodeEvent, turn: inout Turn) {
    let connection: ConnectionID
    switch event {
    case .accepted(let accepted, let peer):
      return accept(accepted, from: peer, turn: &turn)
    case .opened(let id), .openFailed(let id), .closed(let id): connection = id
    case .started, .received, .timer, .command: return
    }
    if case .closed = event {
      endIdleSession(of: connection, turn: turn)
      process.connections.peerClosed(connection, turn: &turn)
    }
    if let fetcher = fetcher(of: connection, turn) {
      if case .opened = event { return fetcherConnected(fetcher, turn: &turn) }
      return fetcherFailed(fetcher, turn: &turn)
    }
    for purpose in ControllerChannel.Purpose.allCases
    where process.channels[purpose.rawValue].connection == connection {
      if case .opened = event { return channelOpened(purpose, turn: &turn) }
      return channelFailed(purpose, turn: &turn)
    }
    if process.zooKeeper.owns(connection) { return zooKeeperEvent(event, turn: &turn) }
    if process.controller.owns(connection) { controllerEvent(event, turn: &turn) }
  }

  /// Somebody connects; before its logs are loaded the broker listens on no port.
  private mutating func accept(
    _ connection: ConnectionID, from peer: NodeID, turn: inout Turn
  ) {
    switch process.stage {
    case .down, .connecting, .loading, .ended: turn.close(connection)
    case .registering, .serving, .handingOver:
      process.connections.accept(connection, from: peer, turn: &turn)
    }
  }

  /// A timer has fired.
  mutating func fired(_ timer: Timer, _ event: NodeEvent, turn: inout Turn) {
    switch timer {
    case .broker(let timer): fired(timer, turn: &turn)
    case .zooKeeperClient: zooKeeperEvent(event, turn: &turn)
    case .controller(let timer):
      let answers = process.controller.receive(
        timer, zookeeper: &process.zooKeeper, turn: &turn)
      answer(answers, turn: &turn)
    case .group(let timer): groupTimerFired(timer, turn: &turn)
    case .zooKeeperServer, .producer, .consumer, .client, .admin: break
    }
  }

  private mutating func fired(_ timer: BrokerTimer, turn: inout Turn) {
    switch timer {
    case .delayedFetch(let slot): fetchTimedOut(slot, turn: &turn)
    case .delayedProduce(let slot): produceTimedOut(slot, turn: &turn)
    case .delayedOperation(let slot): operationTimedOut(slot, turn: &turn)
    case .fetcher(let fetcher): fetcherWakes(Int(fetcher), turn: &turn)
    case .fetcherTimeout(let fetcher): fetcherWatchdog(Int(fetcher), turn: &turn)
    case .controllerChannel(let purpose): channelTimer(purpose, turn: &turn)
    case .alterPartition: alterationsMayBeSent(turn: &turn)
    case .isrExpiration: isrTaskIsDue(turn: &turn)
    case .isrPropagation: isrPublicationIsDue(turn: &turn)
    case .highWatermarkCheckpoint: highWatermarkCheckpointIsDue(turn: &turn)
    case .recoveryPointCheckpoint: recoveryPointCheckpointIsDue(turn: &turn)
    case .logStartCheckpoint: logStartCheckpointIsDue(turn: &turn)
    case .retention: retentionIsDue(turn: &turn)
    case .cleaner: cleanerIsDue(turn: &turn)
    case .producerIDExpiration: producerExpirationIsDue(turn: &turn)
    case .flush: flushIsDue(turn: &turn)
    case .rollFlush(let partition): rollFlushed(partition, turn: &turn)
    case .fileDeletion: break
    case .controlledShutdown: askForShutdown(turn: &turn)
    case .logsLoaded: logsAreLoaded(turn: &turn)
    case .registration: register(turn: &turn)
    case .slowDisk: slowWriteDone(turn: &turn)
    }
  }

  /// Hands an event to the ZooKeeper client, and what comes of it to whoever asked.
  mutating func zooKeeperEvent(_ event: NodeEvent, turn: inout Turn) {
    for outcome in process.zooKeeper.receive(event, turn: &turn) {
      receive(outcome, turn: &turn)
    }
  }

  private mutating func receive(_ outcome: ZooKeeperOutcome, turn: inout Turn) {
    switch outcome {
    case .connected: sessionConnected(turn: &turn)
    case .disconnected: break
    case .expired:
      tellController(outcome, turn: &turn)
      sessionExpired(turn: &turn)
    case .result(let ticket, let result):
      switch ticket.owner {
      case .lifecycle: receiveLifecycle(result, ticket.number, turn: &turn)
      case .controller: tellController(outcome, turn: &turn)
      case .isr: receiveISR(result, ticket.number, turn: &turn)
      case .producerIDs: receiveProducerIDs(result, ticket.number, turn: &turn)
      case .configuration: receiveConfiguration(result, ticket.number, turn: &turn)
      case .consumer: break
      }
    case .watch(let path, _):
      if path == .configurationChanges { watchConfiguration(turn: &turn) }
      tellController(outcome, turn: &turn)
    }
  }

  private mutating func tellController(_ outcome: ZooKeeperOutcome, turn: inout Turn) {
    let answers = process.controller.receive(
      outcome, zookeeper: &process.zooKeeper, turn: &turn)
    answer(answers, turn: &turn)
  }

  /// Hands an event of one of the controller's own connections to it.
  mutating func controllerEvent(_ event: NodeEvent, turn: inout Turn) {
    let answers = process.controller.receive(
      channel: event, zookeeper: &process.zooKeeper, turn: &turn)
    answer(answers, turn: &turn)
  }
}
