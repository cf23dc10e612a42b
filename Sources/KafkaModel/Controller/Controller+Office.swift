import Kernel

// Winning, checking and losing the office. Models KafkaController.elect, maybeResign and
// onControllerResignation, ZookeeperLeaderElector before 1.1, and
// KafkaZkClient.registerControllerAndIncrementControllerEpoch.
extension Controller {
  /// Starts a step of the office.
  mutating func begin(_ step: OfficeStep, _ turn: inout Turn) {
    switch step {
    case .lookUp, .verifyClaim: open(.office(step), count: 2, &turn)
    case .goOnIfMine: if isActive { perform(.office(.readEpochAfterClaim)) }
    case .elect, .readEpoch, .createEpoch, .claim, .claimFirst, .readEpochAfterClaim, .raiseEpoch,
      .giveUp:
      open(.office(step), count: 1, &turn)
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: OfficeStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    let claim = ZooKeeperOperation.create(
      .controller, .controller(me, electedAt: turn.wallMilliseconds), isEphemeral: true)
    switch step {
    case .lookUp:
      return place == 0
        ? .exists(.controller, watch: true) : .getData(.controller, watch: true)
    case .elect: return .getData(.controller, watch: true)
    case .verifyClaim:
      return .getData(place == 0 ? .controller : .controllerEpoch, watch: false)
    case .readEpoch, .readEpochAfterClaim: return .getData(.controllerEpoch, watch: false)
    case .createEpoch(let epoch):
      return .create(.controllerEpoch, .controllerEpoch(epoch), isEphemeral: false)
    case .claim(let epoch, let version):
      return .multi([
        claim, .setData(.controllerEpoch, .controllerEpoch(epoch), version: version),
      ])
    case .claimFirst, .goOnIfMine: return claim
    case .giveUp: return .delete(.controller, version: -1)
    case .raiseEpoch(let epoch, let version):
      return .setData(.controllerEpoch, .controllerEpoch(epoch), version: version)
    }
  }

  /// Takes in what a step of the office learned.
  mutating func finish(_ step: OfficeStep, _ results: [ZooKeeperResult], _ turn: inout Turn) {
    switch step {
    case .lookUp:
      let wasActive = isActive
      note(activeController: holder(in: results[1]))
      if wasActive && !isActive { resign(&turn) }
    case .elect:
      note(activeController: holder(in: results[0]))
      // Whoever holds the office already keeps it; the watch tells when it is free.
      guard activeController == .none else { return }
      perform(
        .office(turn.semantics.controller.electionIsAtomic ? .readEpoch : .claimFirst))
    case .readEpoch:
      guard let (epoch, version) = epoch(in: results[0]) else {
        return perform(.office(.createEpoch(.none)), .office(.readEpoch))
      }
      perform(.office(.claim(ControllerEpoch(epoch.value + 1), version: version)))
    case .claim(let epoch, let version): claimEnded(results[0], epoch, version, &turn)
    case .verifyClaim(let epoch): claimVerified(epoch, results, &turn)
    case .claimFirst:
      guard case .created = results[0] else {
        return perform(.office(.lookUp), .office(.goOnIfMine))
      }
      note(activeController: me)
      perform(.office(.readEpochAfterClaim))
    case .readEpochAfterClaim:
      guard let (epoch, version) = epoch(in: results[0]) else {
        // Until 1.x the first winner is the initial value itself.
        return perform(.office(.createEpoch(ControllerEpoch(1))))
      }
      perform(.office(.raiseEpoch(ControllerEpoch(epoch.value + 1), version: version)))
    case .goOnIfMine, .giveUp: break
    case .createEpoch(let epoch): epochCreated(epoch, results[0], &turn)
    case .raiseEpoch(let epoch, let version):
      guard case .stat = results[0] else { return loseClaim(&turn) }
      takeOffice(epoch, version: version + 1, &turn)
    }
  }

  /// The atomic claim came back: won, or somebody was faster, or it was this broker's own retried
  /// write.
  private mutating func claimEnded(
    _ result: ZooKeeperResult, _ epoch: ControllerEpoch, _ version: Int32, _ turn: inout Turn
  ) {
    if case .multi(let parts) = result, parts.count == 2, case .created = parts[0],
      case .stat = parts[1]
    {
      return takeOffice(epoch, version: version + 1, &turn)
    }
    perform(.office(.verifyClaim(epoch)))
  }

  private mutating func claimVerified(
    _ epoch: ControllerEpoch, _ results: [ZooKeeperResult], _ turn: inout Turn
  ) {
    if holder(in: results[0]) == me, let (current, version) = self.epoch(in: results[1]),
      current == epoch
    {
      return takeOffice(epoch, version: version, &turn)
    }
    perform(.office(.lookUp))
  }

  private mutating func epochCreated(
    _ epoch: ControllerEpoch, _ result: ZooKeeperResult, _ turn: inout Turn
  ) {
    // An atomic claim only makes sure that the znode exists.
    if turn.semantics.controller.electionIsAtomic { return }
    guard case .created(_, let stat) = result else { return loseClaim(&turn) }
    takeOffice(epoch, version: stat.version, &turn)
  }

  /// The office was claimed, but the epoch belongs to somebody faster: the claim is withdrawn, and
  /// everybody runs again, this broker included.
  private mutating func loseClaim(_ turn: inout Turn) {
    note(activeController: .none)
    perform(.office(.giveUp), .office(.lookUp), .office(.elect))
  }

  /// The office is won: the failover begins.
  private mutating func takeOffice(
    _ epoch: ControllerEpoch, version: Int32, _ turn: inout Turn
  ) {
    note(activeController: me)
    context.clear()
    context.epoch = epoch
    context.epochVersion = version
    turn.announce(.controllerElected(broker: me, epoch: epoch))
    perform(
      .failover(.watchNodes), .failover(.listBrokers), .failover(.listTopics),
      .failover(.listDeletions), .failover(.openChannels), .failover(.startReplicas),
      .failover(.startPartitions), .failover(.resumeReassignments), .failover(.finish))
  }

  /// The office is lost: channels and timers stop, and what was known is forgotten.
  mutating func resign(_ turn: inout Turn) {
    turn.announce(.controllerResigned(broker: me, epoch: context.epoch))
    if let rebalanceTimer { turn.cancelTimer(rebalanceTimer) }
    rebalanceTimer = nil
    closeChannels(&turn)
    batch.clear()
    uncleanTopicsOfRemoval = nil
    failWaitingAdmins(&turn)
    context.clear()
    // Later steps of an event that began in office would act on nothing.
    agenda.removeAll { if case .office = $0 { false } else { true } }
  }

  /// Whom a read of /controller names.
  private func holder(in result: ZooKeeperResult) -> BrokerID {
    if case .data(.controller(let broker, _), _) = result { return broker }
    return .none
  }

  private func epoch(in result: ZooKeeperResult) -> (ControllerEpoch, version: Int32)? {
    guard case .data(.controllerEpoch(let epoch), let stat) = result else { return nil }
    return (epoch, stat.version)
  }
}
