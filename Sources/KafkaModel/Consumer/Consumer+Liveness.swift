import Kernel

/// Heartbeats, the session, and the time between two polls (KIP-62).
extension Consumer {
  /// Heartbeats begin with a generation, and go on until it is lost.
  mutating func startHeartbeats(turn: inout Turn) {
    membership.sessionDeadline = turn.now + settings.sessionTimeout
    guard !membership.isHeartbeating else { return }
    membership.isHeartbeating = true
    turn.cancelTimer(membership.heartbeatTimer)
    scheduleHeartbeat(turn: &turn)
  }

  private mutating func scheduleHeartbeat(turn: inout Turn) {
    membership.heartbeatTimer = turn.setTimer(
      .consumer(.heartbeat), after: settings.heartbeatInterval)
  }

  /// The heartbeat thread looks around.
  mutating func heartbeatIsDue(turn: inout Turn) {
    guard membership.isHeartbeating else { return }
    scheduleHeartbeat(turn: &turn)
    if !clients.heartbeatsInBackground && application.thread != .polling {
      membership.owesHeartbeat = true
      return
    }
    sendHeartbeat(turn: &turn)
  }

  private mutating func sendHeartbeat(turn: inout Turn) {
    membership.owesHeartbeat = false
    if membership.sessionDeadline <= turn.now && membership.coordinator != .none {
      // The coordinator has said nothing for a whole session: it is looked for anew.
      if let slot = network.slot(of: membership.coordinator, role: .coordinator) {
        network.disconnect(slot, turn: &turn)
        drainFailures(turn: &turn)
      }
      membership.coordinator = .none
    }
    guard !membership.isHeartbeatUnderWay,
      membership.state == .syncing || membership.state == .stable,
      let slot = coordinatorSlot(turn: &turn)
    else { return }
    membership.isHeartbeatUnderWay = true
    network.send(
      turn.messages.wrap(
        .heartbeatRequest(
          HeartbeatRequest(
            group: plan.group, generation: membership.generation, member: membership.member,
            instance: instance))), on: slot, token: ConsumerRequest.heartbeat.token,
      timeout: min(settings.requestTimeout, settings.sessionTimeout), turn: &turn)
  }

  mutating func heartbeatAnswered(_ error: ErrorCode, turn: inout Turn) {
    membership.isHeartbeatUnderWay = false
    switch error {
    case .none: membership.sessionDeadline = turn.now + settings.sessionTimeout
    case .rebalanceInProgress:
      membership.sessionDeadline = turn.now + settings.sessionTimeout
      if membership.state == .stable { membership.needsRejoin = true }
    case .notCoordinator, .coordinatorNotAvailable: coordinatorIsUnknown(turn: &turn)
    case .illegalGeneration where isSettled: generationIsIllegal()
    case .unknownMemberID where isSettled: resetGeneration()
    case .fencedInstanceID where isSettled: membership.fatal = error
    default: break
    }
  }

  /// Whether an error about the generation can be about the present one.
  @inline(__always)
  private var isSettled: Bool { membership.state == .stable || membership.state == .syncing }

  // MARK: The polling thread

  /// The application has called `poll`: its clock begins anew.
  mutating func applicationHasPolled(turn: inout Turn) {
    membership.pollDeadline = turn.now + settings.pollIntervalMax
    if membership.hasGeneration && !membership.isHeartbeating && isSettled {
      startHeartbeats(turn: &turn)
    }
    if membership.owesHeartbeat { sendHeartbeat(turn: &turn) }
  }

  /// The application leaves `poll` for its own work: from now on the clock of
  /// `max.poll.interval.ms` runs.
  mutating func applicationLeavesPoll(turn: inout Turn) {
    guard isMember, !settings.pollIntervalMax.isInfinite else { return }
    membership.pollDeadline = turn.now + settings.pollIntervalMax
    turn.cancelTimer(membership.pollTimer)
    membership.pollTimer = turn.setTimer(.consumer(.maxPoll), at: membership.pollDeadline)
  }

  /// The application is back in `poll`.
  mutating func applicationIsBack(turn: inout Turn) {
    guard membership.pollTimer != .none else { return }
    turn.cancelTimer(membership.pollTimer)
    membership.pollTimer = .none
  }

  /// The application has been away for too long: a dynamic member leaves, a static one says
  /// nothing (KIP-345). Both forget who they were in the group, and may not commit before they have
  /// joined again (`AbstractCoordinator.maybeLeaveGroup`). The application learns it when it
  /// commits or polls.
  mutating func pollIntervalIsOver(turn: inout Turn) {
    guard isMember, application.thread != .polling, membership.isHeartbeating else { return }
    // While it joins it sends no heartbeats, and nobody looks at the clock.
    if membership.state == .joining { return }
    if instance == .none { sendLeave(isForPollTimeout: true, turn: &turn) }
    resetGeneration()
  }

  /// Sends LeaveGroup if the coordinator can be reached; nobody waits for the answer.
  @discardableResult
  mutating func sendLeave(isForPollTimeout: Bool, turn: inout Turn) -> Bool {
    guard membership.member != .none, let slot = coordinatorSlot(turn: &turn) else { return false }
    network.send(
      turn.messages.wrap(
        .leaveGroupRequest(
          LeaveGroupRequest(
            group: plan.group, member: membership.member, instance: instance,
            isForPollTimeout: isForPollTimeout))), on: slot,
      token: ConsumerRequest.leave.token, timeout: settings.requestTimeout, turn: &turn)
    return true
  }
}
