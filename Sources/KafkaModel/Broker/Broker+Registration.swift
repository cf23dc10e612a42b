import Kernel

/// Registering under /brokers/ids, by the rules of the release (`KafkaZkClient.registerBroker`).
extension Broker {
  /// A session is connected: the first one begins the loading of logs, a later one a registration
  /// if it is due.
  mutating func sessionConnected(turn: inout Turn) {
    switch process.stage {
    case .connecting: loadLogs(turn: &turn)
    case .serving, .handingOver: if process.registration.isDue { register(turn: &turn) }
    case .down, .loading, .registering, .ended: break
    }
  }

  /// The session is over. Leadership is kept, nothing is truncated, and produces go on being
  /// accepted.
  mutating func sessionExpired(turn: inout Turn) {
    process.registration.isDue = true
    process.zooKeeper.openNewSession(turn: &turn)
    // Before its first registration a broker waits for nothing but a session.
    if process.stage == .registering { register(turn: &turn) }
  }

  /// Creates the broker's znode.
  mutating func register(turn: inout Turn) {
    if process.stage == .ended { return }
    process.registration.isDue = false
    submitLifecycle(
      .create(
        .broker(id), .broker(id, registeredAt: turn.wallMilliseconds), isEphemeral: true),
      .register, turn: &turn)
  }

  private mutating func submitLifecycle(
    _ operation: ZooKeeperOperation, _ ticket: LifecycleTicket, turn: inout Turn
  ) {
    process.zooKeeper.submit(
      operation, ticket: ZooKeeperTicket(owner: .lifecycle, number: ticket.rawValue), turn: &turn)
  }

  /// ZooKeeper has answered one of the registration's operations.
  mutating func receiveLifecycle(_ result: ZooKeeperResult, _ number: Int32, turn: inout Turn) {
    switch LifecycleTicket(rawValue: number) {
    case .register:
      switch result {
      case .created(_, let stat): registered(stat, turn: &turn)
      case .nodeExists:
        submitLifecycle(.getData(.broker(id), watch: false), .readOwner, turn: &turn)
      default: registrationLost()
      }
    case .readOwner:
      switch result {
      case .data(_, let stat): meet(owner: stat, turn: &turn)
      case .noNode: register(turn: &turn)
      default: registrationLost()
      }
    case .removeOwn:
      switch result {
      case .sessionExpired, .connectionLoss: registrationLost()
      default: register(turn: &turn)
      }
    case .ignored, nil: break
    }
  }

  /// The session ended in the middle: the next one begins anew.
  private mutating func registrationLost() { process.registration.isDue = true }

  /// A znode of this id exists: this session's own (a repeated request), an older one's, or
  /// somebody else's.
  private mutating func meet(owner stat: ZNodeStat, turn: inout Turn) {
    if stat.owner == process.zooKeeper.session { return registered(stat, turn: &turn) }
    switch turn.semantics.controller.registration {
    case .waitsForOldSession:
      _ = turn.setTimer(
        .broker(.registration), after: plan.settings.controller.zooKeeperSessionTimeout)
    case .replacesOwn where stat.owner == process.registration.session && stat.owner != 0:
      submitLifecycle(.delete(.broker(id), version: stat.version), .removeOwn, turn: &turn)
    case .failsIfExists, .replacesOwn:
      // A starting broker ends itself; one that runs stays unregistered, and only its log says so.
      if !process.registration.wasRegistered { failStart(.brokerIDInUse, turn: &turn) }
    }
  }

  private mutating func registered(_ stat: ZNodeStat, turn: inout Turn) {
    let isFirst = !process.registration.wasRegistered
    process.registration.wasRegistered = true
    process.registration.session = process.zooKeeper.session
    process.brokerEpoch = BrokerEpoch(stat.created)
    turn.announce(.brokerRegistered(broker: id, epoch: process.brokerEpoch))
    watchConfiguration(turn: &turn)
    guard isFirst else {
      let answers = process.controller.registeredAgain(
        brokerEpoch: process.brokerEpoch, zookeeper: &process.zooKeeper, turn: &turn)
      return answer(answers, turn: &turn)
    }
    let answers = process.controller.start(
      brokerEpoch: process.brokerEpoch, zookeeper: &process.zooKeeper, turn: &turn)
    answer(answers, turn: &turn)
    process.stage = .serving
    turn.announce(.brokerReady(broker: id))
    process.connections.makeAllReady()
  }
}
