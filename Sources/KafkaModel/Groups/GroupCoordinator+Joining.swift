import Kernel

/// JoinGroup: who becomes a member, and when a generation begins (GroupCoordinator.doJoinGroup).
extension GroupCoordinator {
  mutating func join(_ request: JoinGroupRequest, _ ticket: RequestTicket, turn: inout Turn) {
    let place = Int(request.group.value)
    if let error = joinRefusal(request) { return refuseJoin(ticket, error) }
    if groups[place] == nil { groups[place] = CoordinatedGroup(id: request.group) }
    guard let group = groups[place] else { return }
    if request.member == .none {
      joinWithoutID(request, ticket, place, turn: &turn)
    } else if let waiting = group.pending.firstIndex(where: { $0.id == request.member }) {
      turn.cancelTimer(group.pending[waiting].timer)
      groups[place]?.pending.remove(at: waiting)
      addMember(request.member, request, ticket, place, turn: &turn)
    } else if let error = refusal(of: request.member, request.instance, in: group) {
      refuseJoin(ticket, error)
    } else {
      rejoin(request, ticket, place, turn: &turn)
    }
  }

  private mutating func refuseJoin(
    _ ticket: RequestTicket, _ error: ErrorCode, member: MemberID = .none
  ) {
    answer(ticket, .joinGroupResponse(JoinGroupResponse(error: error, member: member)))
  }

  /// The checks that come before a group is looked into.
  private func joinRefusal(_ request: JoinGroupRequest) -> ErrorCode? {
    if let error = refusal(of: request.group) { return error }
    if request.sessionTimeout < settings.sessionTimeoutMin
      || request.sessionTimeout > settings.sessionTimeoutMax
    {
      return .invalidSessionTimeout
    }
    guard let group = groups[Int(request.group.value)] else {
      return request.member == .none ? nil : .unknownMemberID
    }
    if !accepts(request.member, into: group) { return .groupMaxSizeReached }
    return group.supports(request.protocols) ? nil : .inconsistentGroupProtocol
  }

  /// Whether the size of the group allows this member (`group.max.size`).
  private func accepts(_ member: MemberID, into group: CoordinatedGroup) -> Bool {
    let isKnown = group.place(of: member) != nil
    switch group.state {
    case .empty: return true
    case .preparing:
      if let place = group.place(of: member), group.members[place].parkedJoin != nil { return true }
      return Int64(group.members.count { $0.parkedJoin != nil }) < settings.memberCountMax
    case .completing, .stable:
      return isKnown || Int64(group.members.count) < settings.memberCountMax
    }
  }

  private mutating func joinWithoutID(
    _ request: JoinGroupRequest, _ ticket: RequestTicket, _ place: Int, turn: inout Turn
  ) {
    let id = MemberID(turn.random.next() | 1)
    let rules = turn.semantics.coordinators
    if request.instance != .none && rules.staticMembershipExists {
      if groups[place]?.place(of: request.instance) != nil {
        return replaceStatic(request, id, ticket, place, turn: &turn)
      }
    } else if rules.memberIDIsRequired {
      expectMember(id, place, timeout: request.sessionTimeout, turn: &turn)
      return refuseJoin(ticket, .memberIDRequired, member: id)
    }
    addMember(id, request, ticket, place, turn: &turn)
  }

  /// Gives an id away whose owner must come back with it (KIP-394).
  private mutating func expectMember(
    _ id: MemberID, _ place: Int, timeout: Duration, turn: inout Turn
  ) {
    let serial = groups[place]?.nextSerial ?? 0
    groups[place]?.nextSerial += 1
    let timer = turn.setTimer(
      .group(.session(group: Int32(place), member: serial)), after: timeout)
    groups[place]?.pending.append(PendingMember(id: id, serial: serial, timer: timer))
  }

  private mutating func addMember(
    _ id: MemberID, _ request: JoinGroupRequest, _ ticket: RequestTicket, _ place: Int,
    turn: inout Turn
  ) {
    let serial = groups[place]?.nextSerial ?? 0
    groups[place]?.nextSerial += 1
    var member = GroupMember(
      id: id, instance: request.instance, client: request.client,
      sessionTimeout: request.sessionTimeout, rebalanceTimeout: request.rebalanceTimeout,
      protocols: request.protocols, subscription: request.subscription, serial: serial)
    member.parkedJoin = ticket
    member.sessionTimer = turn.setTimer(
      .group(.session(group: Int32(place), member: serial)), after: Self.newMemberTimeout)
    groups[place]?.members.append(member)
    turn.announce(.memberAdded(client: request.client, group: request.group, broker: broker))
    groups[place]?.hasProtocol = true
    if groups[place]?.leader == MemberID.none { groups[place]?.leader = id }
    if groups[place]?.state == .preparing && groups[place]?.generation == 0 {
      groups[place]?.newMemberAdded = true
    }
    rebalance(place, turn: &turn)
  }

  /// How long a new member's first join may wait.
  static let newMemberTimeout = Duration.minutes(5)

  /// A member that is known joins again.
  private mutating func rejoin(
    _ request: JoinGroupRequest, _ ticket: RequestTicket, _ place: Int, turn: inout Turn
  ) {
    guard let group = groups[place], let index = group.place(of: request.member) else { return }
    let member = group.members[index]
    let isSame =
      member.protocols == request.protocols && member.subscription == request.subscription
    switch group.state {
    case .empty: return refuseJoin(ticket, .unknownMemberID)
    case .preparing: break
    case .completing:
      if isSame { return answer(ticket, .joinGroupResponse(joinAnswer(group, index))) }
    case .stable:
      if isSame && group.leader != member.id {
        return answer(ticket, .joinGroupResponse(joinAnswer(group, index)))
      }
    }
    groups[place]?.members[index].protocols = request.protocols
    groups[place]?.members[index].subscription = request.subscription
    groups[place]?.members[index].rebalanceTimeout = request.rebalanceTimeout
    groups[place]?.members[index].sessionTimeout = request.sessionTimeout
    groups[place]?.members[index].parkedJoin = ticket
    rebalance(place, turn: &turn)
  }

  /// What a member is told about the present generation.
  func joinAnswer(_ group: CoordinatedGroup, _ index: Int) -> JoinGroupResponse {
    let member = group.members[index]
    var response = JoinGroupResponse(
      error: .none, generation: group.generation, strategy: group.strategy ?? .range,
      leader: group.leader, member: member.id)
    if group.leader == member.id {
      response.members = group.members.map {
        JoinedMember(member: $0.id, instance: $0.instance, subscription: $0.subscription)
      }
    }
    return response
  }

  // MARK: Rebalancing

  /// Begins a rebalance unless one is being prepared, and ends the wait if nobody is missing.
  mutating func rebalance(_ place: Int, turn: inout Turn) {
    if groups[place]?.state != .preparing { prepareRebalance(place, turn: &turn) }
    completeJoinIfPossible(place, turn: &turn)
  }

  mutating func prepareRebalance(_ place: Int, turn: inout Turn) {
    guard let group = groups[place] else { return }
    if group.state == .completing {
      for index in group.members.indices {
        groups[place]?.members[index].assignment = []
        if let ticket = group.members[index].parkedSync {
          groups[place]?.members[index].parkedSync = nil
          answer(
            ticket,
            .syncGroupResponse(SyncGroupResponse(error: .rebalanceInProgress, partitions: [])))
          restartSession(place, index, turn: &turn)
        }
      }
    }
    turn.cancelTimer(group.syncTimer)
    groups[place]?.syncTimer = .none
    let isInitial = group.state == .empty && settings.initialRebalanceDelay > .zero
    let wait = isInitial ? settings.initialRebalanceDelay : group.rebalanceTimeout
    groups[place]?.initialRemaining =
      isInitial ? max(group.rebalanceTimeout - settings.initialRebalanceDelay, .zero) : nil
    groups[place]?.newMemberAdded = false
    groups[place]?.joinTimer = turn.setTimer(.group(.join(group: Int32(place))), after: wait)
    enter(.preparing, place, turn: &turn)
  }

  mutating func completeJoinIfPossible(_ place: Int, turn: inout Turn) {
    guard let group = groups[place], group.state == .preparing, group.initialRemaining == nil,
      group.isJoinComplete
    else { return }
    completeJoin(place, turn: &turn)
  }

  /// The time for joining is over: the initial one may be extended once more (KIP-134).
  mutating func joinWaitIsOver(_ place: Int, turn: inout Turn) {
    guard let group = groups[place], group.state == .preparing else { return }
    groups[place]?.joinTimer = .none
    if let remaining = group.initialRemaining, group.newMemberAdded, remaining > .zero {
      let wait = min(settings.initialRebalanceDelay, remaining)
      groups[place]?.newMemberAdded = false
      groups[place]?.initialRemaining = max(remaining - wait, .zero)
      groups[place]?.joinTimer = turn.setTimer(.group(.join(group: Int32(place))), after: wait)
      return
    }
    completeJoin(place, turn: &turn)
  }

  /// Ends the wait for joins (`onCompleteJoin`).
  private mutating func completeJoin(_ place: Int, turn: inout Turn) {
    guard let group = groups[place] else { return }
    turn.cancelTimer(group.joinTimer)
    groups[place]?.joinTimer = .none
    groups[place]?.initialRemaining = nil
    for member in group.members where member.parkedJoin == nil && member.instance == .none {
      remove(member.id, place, .rebalanceTimeout, turn: &turn)
    }
    guard let group = groups[place] else { return }
    let joined = group.members.first { $0.parkedJoin != nil }
    if let joined, let index = group.place(of: group.leader) {
      if group.members[index].parkedJoin == nil { groups[place]?.leader = joined.id }
    } else if let joined {
      groups[place]?.leader = joined.id
    } else if !group.members.isEmpty {
      // Only static members are left, none of which came: wait for another round.
      groups[place]?.joinTimer = turn.setTimer(
        .group(.join(group: Int32(place))), after: group.rebalanceTimeout)
      return
    }
    groups[place]?.generation += 1
    if group.members.isEmpty { return becomeEmpty(place, turn: &turn) }
    startGeneration(place, turn: &turn)
  }

  private mutating func becomeEmpty(_ place: Int, turn: inout Turn) {
    enter(.empty, place, turn: &turn)
    groups[place]?.strategy = nil
    groups[place]?.leader = .none
    groups[place]?.emptySince = turn.wallMilliseconds
    guard let group = groups[place] else { return }
    append(
      [.group(group.snapshot(wall: turn.wallMilliseconds))], for: group.id, .note, turn: &turn)
  }

  private mutating func startGeneration(_ place: Int, turn: inout Turn) {
    guard var group = groups[place] else { return }
    group.strategy = group.electedStrategy
    groups[place] = group
    enter(.completing, place, turn: &turn)
    turn.announce(
      .generationStarted(
        group: group.id, generation: group.generation, members: Int32(group.members.count),
        broker: broker))
    for index in group.members.indices {
      groups[place]?.members[index].hasSynced = false
      groups[place]?.members[index].isNew = false
      guard let ticket = group.members[index].parkedJoin else { continue }
      groups[place]?.members[index].parkedJoin = nil
      answer(ticket, .joinGroupResponse(joinAnswer(group, index)))
      restartSession(place, index, turn: &turn)
    }
    groups[place]?.syncTimer = turn.setTimer(
      .group(.sync(group: Int32(place))), after: group.rebalanceTimeout)
  }
}
