import Kernel

/// SyncGroup, Heartbeat, LeaveGroup, and the sessions of members.
extension GroupCoordinator {
  mutating func sync(_ request: SyncGroupRequest, _ ticket: RequestTicket, turn: inout Turn) {
    let place = Int(request.group.value)
    if let error = refusal(of: request.group) {
      return refuseSync(ticket, error == .coordinatorLoadInProgress ? .rebalanceInProgress : error)
    }
    guard let group = groups[place] else { return refuseSync(ticket, .unknownMemberID) }
    if let error = refusal(of: request.member, request.instance, in: group) {
      return refuseSync(ticket, error)
    }
    guard request.generation == group.generation else {
      return refuseSync(ticket, .illegalGeneration)
    }
    guard let index = group.place(of: request.member) else { return }
    switch group.state {
    case .empty: refuseSync(ticket, .unknownMemberID)
    case .preparing: refuseSync(ticket, .rebalanceInProgress)
    case .stable:
      answer(
        ticket,
        .syncGroupResponse(
          SyncGroupResponse(error: .none, partitions: group.members[index].assignment)))
      restartSession(place, index, turn: &turn)
    case .completing:
      groups[place]?.members[index].parkedSync = ticket
      groups[place]?.members[index].hasSynced = true
      if group.leader == request.member { persist(request.assignments, place, turn: &turn) }
    }
  }

  private mutating func refuseSync(_ ticket: RequestTicket, _ error: ErrorCode) {
    answer(ticket, .syncGroupResponse(SyncGroupResponse(error: error, partitions: [])))
  }

  /// Writes the leader's assignment down; members get it once it is safe.
  private mutating func persist(
    _ assignments: [MemberAssignment], _ place: Int, turn: inout Turn
  ) {
    guard var group = groups[place] else { return }
    assign(assignments, in: &group)
    append(
      [.group(group.snapshot(wall: turn.wallMilliseconds))], for: group.id,
      .assignment(generation: group.generation, assignments), turn: &turn)
  }

  private func assign(_ assignments: [MemberAssignment], in group: inout CoordinatedGroup) {
    for index in group.members.indices {
      let id = group.members[index].id
      group.members[index].assignment =
        assignments.first { $0.member == id }?.partitions ?? []
    }
  }

  /// The assignment is in the log, or could not be written.
  mutating func assignmentWritten(
    _ assignments: [MemberAssignment], generation: Int32, _ place: Int, error: ErrorCode,
    turn: inout Turn
  ) {
    guard var group = groups[place], group.state == .completing, group.generation == generation
    else { return }
    if error == .none {
      assign(assignments, in: &group)
      turn.cancelTimer(group.syncTimer)
      group.syncTimer = .none
      groups[place] = group
      enter(.stable, place, turn: &turn)
    }
    for index in group.members.indices {
      guard let ticket = group.members[index].parkedSync else { continue }
      groups[place]?.members[index].parkedSync = nil
      let partitions = error == .none ? group.members[index].assignment : []
      answer(
        ticket,
        .syncGroupResponse(
          SyncGroupResponse(error: Self.assignmentError(error), partitions: partitions)))
      restartSession(place, index, turn: &turn)
    }
    if error != .none { rebalance(place, turn: &turn) }
  }

  /// How members are told that an assignment could not be written.
  private static func assignmentError(_ error: ErrorCode) -> ErrorCode {
    switch error {
    case .none: .none
    case .unknownTopicOrPartition, .notEnoughReplicas, .notEnoughReplicasAfterAppend:
      .coordinatorNotAvailable
    case .notLeaderOrFollower, .kafkaStorageError: .notCoordinator
    case .requestTimedOut: .rebalanceInProgress
    default: .unknownServerError
    }
  }

  /// Members that have not asked for their assignment in time are out.
  mutating func syncWaitIsOver(_ place: Int, turn: inout Turn) {
    guard let group = groups[place] else { return }
    groups[place]?.syncTimer = .none
    guard group.state == .completing || group.state == .stable else { return }
    let missing = group.members.filter { !$0.hasSynced }
    guard !missing.isEmpty else { return }
    for member in missing { remove(member.id, place, .rebalanceTimeout, turn: &turn) }
    rebalance(place, turn: &turn)
  }

  // MARK: Heartbeats

  mutating func heartbeat(
    _ request: HeartbeatRequest, _ ticket: RequestTicket, turn: inout Turn
  ) {
    let place = Int(request.group.value)
    if let error = refusal(of: request.group) {
      let isLoading = error == .coordinatorLoadInProgress
      return answer(ticket, .heartbeatResponse(isLoading ? .none : error))
    }
    guard let group = groups[place] else {
      return answer(ticket, .heartbeatResponse(.unknownMemberID))
    }
    if let error = refusal(of: request.member, request.instance, in: group) {
      return answer(ticket, .heartbeatResponse(error))
    }
    guard let index = group.place(of: request.member) else { return }
    let succeedsEarly = turn.semantics.coordinators.heartbeatSucceedsWhileCompleting
    if request.generation != group.generation {
      return answer(ticket, .heartbeatResponse(.illegalGeneration))
    }
    let error: ErrorCode
    switch group.state {
    case .empty: return answer(ticket, .heartbeatResponse(.unknownMemberID))
    case .preparing: error = .rebalanceInProgress
    case .completing: error = succeedsEarly ? .none : .rebalanceInProgress
    case .stable: error = .none
    }
    restartSession(place, index, turn: &turn)
    answer(ticket, .heartbeatResponse(error))
  }

  /// A sign of life: the member's session begins anew.
  mutating func restartSession(_ place: Int, _ index: Int, turn: inout Turn) {
    guard let member = groups[place]?.members[index] else { return }
    turn.cancelTimer(member.sessionTimer)
    groups[place]?.members[index].sessionTimer = turn.setTimer(
      .group(.session(group: Int32(place), member: member.serial)), after: member.sessionTimeout)
  }

  /// A session, a new member's patience, or an id that was given away has run out.
  mutating func sessionIsOver(_ place: Int, _ serial: Int32, turn: inout Turn) {
    guard let group = groups[place] else { return }
    if let waiting = group.pending.firstIndex(where: { $0.serial == serial }) {
      groups[place]?.pending.remove(at: waiting)
      return completeJoinIfPossible(place, turn: &turn)
    }
    guard let index = group.members.firstIndex(where: { $0.serial == serial }) else { return }
    let member = group.members[index]
    groups[place]?.members[index].sessionTimer = .none
    // Whoever waits for an answer of this coordinator cannot be expected to send heartbeats.
    let isWaiting = !member.isNew && (member.parkedJoin != nil || member.parkedSync != nil)
    if isWaiting { return }
    remove(member.id, place, .sessionTimeout, turn: &turn)
    memberIsGone(place, turn: &turn)
  }

  // MARK: Leaving

  mutating func leave(_ request: LeaveGroupRequest, _ ticket: RequestTicket, turn: inout Turn) {
    let place = Int(request.group.value)
    if let error = refusal(of: request.group) {
      return answer(ticket, .leaveGroupResponse(error))
    }
    guard let group = groups[place] else {
      return answer(ticket, .leaveGroupResponse(.unknownMemberID))
    }
    if let waiting = group.pending.firstIndex(where: { $0.id == request.member }) {
      turn.cancelTimer(group.pending[waiting].timer)
      groups[place]?.pending.remove(at: waiting)
      answer(ticket, .leaveGroupResponse(.none))
      return completeJoinIfPossible(place, turn: &turn)
    }
    if let error = refusal(of: request.member, request.instance, in: group) {
      return answer(ticket, .leaveGroupResponse(error))
    }
    answer(ticket, .leaveGroupResponse(.none))
    remove(request.member, place, request.isForPollTimeout ? .pollTimeout : .left, turn: &turn)
    memberIsGone(place, turn: &turn)
  }

  /// Takes a member out of its group; its waiting join learns that it is unknown.
  mutating func remove(
    _ id: MemberID, _ place: Int, _ reason: MemberRemoval, turn: inout Turn
  ) {
    guard let group = groups[place], let index = group.place(of: id) else { return }
    let member = group.members[index]
    turn.cancelTimer(member.sessionTimer)
    groups[place]?.members.remove(at: index)
    if group.leader == id {
      let heir = group.members.first { $0.id != id }
      groups[place]?.leader = heir?.id ?? .none
    }
    turn.announce(
      .memberRemoved(client: member.client, group: group.id, reason: reason, broker: broker))
    if let ticket = member.parkedJoin {
      answer(ticket, .joinGroupResponse(JoinGroupResponse(error: .unknownMemberID)))
    }
    if let ticket = member.parkedSync { refuseSync(ticket, .unknownMemberID) }
  }

  /// What a group does when it has lost a member.
  private mutating func memberIsGone(_ place: Int, turn: inout Turn) {
    switch groups[place]?.state {
    case .stable, .completing: rebalance(place, turn: &turn)
    case .preparing: completeJoinIfPossible(place, turn: &turn)
    case .empty, nil: break
    }
  }

  // MARK: Static members

  /// A static member has been restarted: its new id takes the place of the old one (KIP-345).
  mutating func replaceStatic(
    _ request: JoinGroupRequest, _ id: MemberID, _ ticket: RequestTicket, _ place: Int,
    turn: inout Turn
  ) {
    guard let group = groups[place], let index = group.place(of: request.instance) else { return }
    let old = group.members[index]
    if let parked = old.parkedJoin {
      answer(parked, .joinGroupResponse(JoinGroupResponse(error: .fencedInstanceID)))
    }
    if let parked = old.parkedSync { refuseSync(parked, .fencedInstanceID) }
    let oldStrategy = group.strategy
    groups[place]?.members[index].id = id
    groups[place]?.members[index].client = request.client
    groups[place]?.members[index].parkedJoin = nil
    groups[place]?.members[index].parkedSync = nil
    groups[place]?.members[index].protocols = request.protocols
    groups[place]?.members[index].subscription = request.subscription
    groups[place]?.members[index].sessionTimeout = request.sessionTimeout
    groups[place]?.members[index].rebalanceTimeout = request.rebalanceTimeout
    if group.leader == old.id { groups[place]?.leader = id }
    turn.announce(.memberAdded(client: request.client, group: request.group, broker: broker))
    restartSession(place, index, turn: &turn)
    guard let changed = groups[place] else { return }
    guard group.state == .stable, changed.electedStrategy == oldStrategy else {
      groups[place]?.members[index].parkedJoin = ticket
      return rebalance(place, turn: &turn)
    }
    var response = joinAnswer(changed, index)
    response.skipsAssignment = changed.leader == id
    append(
      [.group(changed.snapshot(wall: turn.wallMilliseconds))], for: group.id,
      .replacement(ticket, response), turn: &turn)
  }
}
