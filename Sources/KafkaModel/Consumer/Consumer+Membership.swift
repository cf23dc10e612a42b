import Kernel

/// Joining a group: find the coordinator, prepare, join, sync, take the assignment over.
extension Consumer {
  /// Whether it names a group at all.
  @inline(__always)
  var hasGroup: Bool { plan.group != .none }
  /// Whether the coordinator assigns its partitions.
  @inline(__always)
  var isMember: Bool { hasGroup && !plan.assignsItself }

  /// What `poll` does first: rebalances and automatic commits (`ConsumerCoordinator.poll`).
  mutating func pollCoordinator(turn: inout Turn) {
    guard hasGroup, zooKeeper == nil else { return }
    if let error = membership.fatal { return applicationFails(error, turn: &turn) }
    if isMember {
      applicationHasPolled(turn: &turn)
      takeOverAssignment(turn: &turn)
      noticeTopicChanges()
      rebalanceIfNeeded(turn: &turn)
    }
    if !(clients.autoCommitCoversUnseen && !buffered.isEmpty) {
      commitAutomatically(turn: &turn)
    }
    pumpCommits(turn: &turn)
  }

  /// The connection to the coordinator, if a request can go out now; looks for it if it is unknown.
  mutating func coordinatorSlot(turn: inout Turn) -> ClientSlot? {
    if membership.restsUntil > turn.now {
      wakeForRetry(at: membership.restsUntil, turn: &turn)
      return nil
    }
    guard let slot = network.slot(of: membership.coordinator, role: .coordinator) else {
      findCoordinator(turn: &turn)
      return nil
    }
    return network.ready(slot, turn: &turn) ? slot : nil
  }

  private mutating func findCoordinator(turn: inout Turn) {
    guard !membership.isFinding, let slot = network.leastLoadedSlot(turn: &turn),
      network.ready(slot, turn: &turn)
    else { return }
    membership.isFinding = true
    let body = turn.messages.wrap(
      .findCoordinatorRequest(FindCoordinatorRequest(group: plan.group)))
    network.send(
      body, on: slot, token: ConsumerRequest.findCoordinator.token,
      timeout: settings.requestTimeout, turn: &turn)
  }

  mutating func coordinatorFound(_ response: FindCoordinatorResponse, turn: inout Turn) {
    membership.isFinding = false
    guard response.error == .none else { return restMembership(turn: &turn) }
    membership.coordinator = response.coordinator
    membership.failures = 0
    membership.sessionDeadline = turn.now + settings.sessionTimeout
  }

  /// The coordinator is gone or is another one: look for it again.
  mutating func coordinatorIsUnknown(turn: inout Turn) {
    membership.coordinator = .none
    restMembership(turn: &turn)
  }

  /// Waits for the length of a retry pause before the next request of the membership.
  mutating func restMembership(turn: inout Turn) {
    membership.restsUntil =
      turn.now
      + network.settings.retryBackoff.pause(after: membership.failures, random: &turn.random)
    membership.failures += 1
    wakeForRetry(at: membership.restsUntil, turn: &turn)
  }

  // MARK: Joining

  /// The leader divides anew when the topics of the group have other partitions than before.
  private mutating func noticeTopicChanges() {
    guard membership.state == .stable, membership.leader == membership.member,
      !membership.watchedTopics.isEmpty
    else { return }
    let counts = membership.watchedTopics.map { network.metadata.partitions(of: $0).count }
    if counts != membership.dividedCounts { membership.needsRejoin = true }
  }

  private mutating func rebalanceIfNeeded(turn: inout Turn) {
    switch membership.state {
    case .unjoined, .stable:
      guard membership.needsRejoin, membership.received == nil else { return }
      membership.state = .preparing
      if !membership.isPrepared { prepareRebalance(turn: &turn) }
      sendJoin(turn: &turn)
    case .preparing: sendJoin(turn: &turn)
    case .joining, .syncing: return
    }
  }

  /// `onJoinPrepare`, the first half: commit what was handed out; an eager member hands out no
  /// more.
  private mutating func prepareRebalance(turn: inout Turn) {
    membership.preparationDeadline = turn.now + rebalanceTimeout
    if isEager {
      fetchPlanChanged()
      for place in partitions.indices { partitions[place].isBeingRevoked = true }
    }
    guard settings.commitsAutomatically, membership.hasGeneration else { return }
    let offsets = consumedOffsets
    guard !offsets.isEmpty else { return }
    membership.preparationCommit = ask(
      .preparation, offsets, until: membership.preparationDeadline)
  }

  /// Whether a rebalance takes everything away first: unless every strategy is cooperative
  /// (KIP-429).
  var isEager: Bool {
    guard clients.cooperativeRebalancingExists else { return true }
    return (0..<settings.assignors.count).contains {
      settings.assignors[$0] != .cooperativeSticky
    }
  }

  /// How long others wait for this member to join.
  var rebalanceTimeout: Duration {
    settings.pollIntervalMax.isInfinite ? settings.sessionTimeout : settings.pollIntervalMax
  }

  /// Sends JoinGroup once the preparation is over and the coordinator can be reached.
  private mutating func sendJoin(turn: inout Turn) {
    guard membership.preparationCommit < 0 else { return }
    guard let slot = coordinatorSlot(turn: &turn) else { return }
    if !membership.isPrepared {
      membership.isPrepared = true
      revokeForRebalance(turn: &turn)
    }
    membership.needsRejoin = false
    membership.state = .joining
    let request = JoinGroupRequest(
      group: plan.group, member: membership.member, instance: instance, client: client,
      sessionTimeout: settings.sessionTimeout, rebalanceTimeout: rebalanceTimeout,
      protocols: settings.assignors, subscription: subscription)
    network.send(
      turn.messages.wrap(.joinGroupRequest(request)), on: slot,
      token: ConsumerRequest.join.token,
      timeout: max(settings.requestTimeout, rebalanceTimeout + Self.joinGrace), turn: &turn)
  }

  /// How much longer than the rebalance a JoinGroup may take.
  static let joinGrace = Duration.seconds(5)

  /// `group.instance.id`, if there is one.
  var instance: InstanceID {
    guard settings.isStaticMember else { return .none }
    return plan.instance == .none ? InstanceID(client.value + 1) : plan.instance
  }

  /// What this member tells about itself.
  private var subscription: MemberSubscription {
    var told = MemberSubscription(topics: topics)
    if settings.assignors.contains(.cooperativeSticky) && !isEager {
      told.owned = partitions.map(\.id)
      told.generation = membership.lastGeneration
    } else if settings.assignors.contains(.sticky) {
      told.owned = membership.lastAssignment
      told.generation = membership.lastGeneration
    }
    return told
  }

  mutating func joined(_ response: JoinGroupResponse, turn: inout Turn) {
    guard membership.state == .joining else { return }
    membership.state = .preparing
    switch response.error {
    case .none: generationStarted(response, turn: &turn)
    case .memberIDRequired: membership.member = response.member
    case .unknownMemberID: resetGeneration()
    case .illegalGeneration: generationIsIllegal()
    case .coordinatorLoadInProgress, .rebalanceInProgress: restMembership(turn: &turn)
    case .notCoordinator, .coordinatorNotAvailable, .networkException:
      coordinatorIsUnknown(turn: &turn)
    default: membership.fatal = response.error
    }
    if response.error != .none {
      membership.needsRejoin = true
      membership.state = .unjoined
    }
  }

  private mutating func generationStarted(_ response: JoinGroupResponse, turn: inout Turn) {
    membership.generation = response.generation
    membership.member = response.member
    membership.leader = response.leader
    membership.strategy = response.strategy
    membership.failures = 0
    membership.state = .syncing
    membership.watchedTopics = []
    membership.undivided = []
    startHeartbeats(turn: &turn)
    guard response.leader == response.member, !response.skipsAssignment else {
      return sendSync([], turn: &turn)
    }
    membership.undivided = response.members
    for member in response.members {
      for topic in member.subscription.topics
      where !membership.watchedTopics.contains(topic) {
        membership.watchedTopics.append(topic)
        _ = network.track(topic, turn: &turn)
      }
    }
    divide(turn: &turn)
  }

  /// The group's leader divides the partitions, once it has heard of all topics.
  mutating func divide(turn: inout Turn) {
    guard membership.state == .syncing, !membership.undivided.isEmpty,
      membership.watchedTopics.allSatisfy({ network.metadata.topic($0)?.isNew == false })
    else { return }
    let topics = membership.watchedTopics.map {
      AssignableTopic(
        id: $0, name: turn.catalog.name(of: $0), partitions: network.metadata.partitions(of: $0))
    }
    membership.dividedCounts = topics.map(\.partitions.count)
    let assignor = PartitionAssignor(members: membership.undivided, topics: topics)
    membership.undivided = []
    sendSync(assignor.assign(membership.strategy), turn: &turn)
  }

  private mutating func sendSync(_ assignments: [MemberAssignment], turn: inout Turn) {
    let request = SyncGroupRequest(
      group: plan.group, generation: membership.generation, member: membership.member,
      instance: instance, assignments: assignments)
    guard let slot = network.slot(of: membership.coordinator, role: .coordinator),
      network.canSend(slot)
    else { return syncFailed(.networkException, turn: &turn) }
    network.send(
      turn.messages.wrap(.syncGroupRequest(request)), on: slot,
      token: ConsumerRequest.sync.token,
      timeout: max(settings.requestTimeout, rebalanceTimeout + Self.joinGrace), turn: &turn)
  }

  mutating func synced(_ response: SyncGroupResponse, turn: inout Turn) {
    guard membership.state == .syncing else { return }
    guard response.error == .none else { return syncFailed(response.error, turn: &turn) }
    membership.state = .stable
    membership.received = response.partitions
  }

  mutating func syncFailed(_ error: ErrorCode, turn: inout Turn) {
    membership.state = .unjoined
    membership.needsRejoin = true
    switch error {
    case .rebalanceInProgress: return
    case .unknownMemberID: resetGeneration()
    case .illegalGeneration: generationIsIllegal()
    case .fencedInstanceID: membership.fatal = error
    default: coordinatorIsUnknown(turn: &turn)
    }
  }

  /// The coordinator knows the member in another generation: it joins again. Before 3.2 it forgot
  /// its id as well, and the group waited for a member that nobody was (KAFKA-13419).
  mutating func generationIsIllegal() {
    let member = membership.member
    resetGeneration()
    if clients.illegalGenerationKeepsMember { membership.member = member }
  }

  /// This member forgets who it was in the group, and joins anew.
  mutating func resetGeneration() {
    membership.generation = -1
    membership.member = .none
    membership.state = .unjoined
    membership.needsRejoin = true
    membership.isPrepared = false
    membership.received = nil
    membership.isHeartbeating = false
  }
}
