import Kernel

/// The high-level consumer of 0.8: membership, ownership and offsets in ZooKeeper.
///
/// Models ZookeeperConsumerConnector. The iterator hands out one message at a time, and the
/// position is behind it before the application has done anything with it.
extension Consumer {
  /// Opens the session; everything else follows from its answers.
  mutating func beginWithZooKeeper(turn: inout Turn) {
    old = ZooKeeperMembership()
    old.member = ZooKeeperMembership.name(of: client, life: turn.incarnations[turn.node.place])
    zooKeeper = ZooKeeperClient(
      settings: ZooKeeperClientSettings(
        sessionTimeout: settings.zooKeeper?.sessionTimeout ?? .infinite,
        connectionTimeout: .infinite,
        inFlightMax: .max, outlivesSessions: true))
    zooKeeper?.start(turn: &turn)
  }

  /// Hands an event of its connection or timers to the ZooKeeper client; false for other events.
  mutating func takeForZooKeeper(_ event: NodeEvent, turn: inout Turn) -> Bool {
    guard let known = zooKeeper else { return false }
    switch event {
    case .timer(.zooKeeperClient): break
    case .received(let id, _), .opened(let id), .openFailed(let id), .closed(let id):
      guard known.owns(id) else { return false }
    default: return false
    }
    for outcome in zooKeeper?.receive(event, turn: &turn) ?? [] where life != .down {
      receive(outcome, turn: &turn)
    }
    return true
  }

  private mutating func receive(_ outcome: ZooKeeperOutcome, turn: inout Turn) {
    switch outcome {
    case .connected: if old.phase == .idle && isMember { register(turn: &turn) }
    case .disconnected: break
    case .expired:
      // Its znodes are gone; it reads on until the new session has told it what it may read.
      old.phase = .idle
      old.claimed = []
      zooKeeper?.openNewSession(turn: &turn)
    case .watch: groupChanged(turn: &turn)
    case .result(let ticket, let result):
      guard let (step, number) = ZooKeeperMembership.read(ticket) else { return }
      receive(result, of: step, number, turn: &turn)
    }
  }

  private mutating func submit(
    _ operation: ZooKeeperOperation, _ step: ZooKeeperMembership.Step, _ number: Int32 = 0,
    turn: inout Turn
  ) {
    zooKeeper?.submit(
      operation, ticket: ZooKeeperMembership.ticket(step, number), turn: &turn)
  }

  private mutating func receive(
    _ result: ZooKeeperResult, of step: ZooKeeperMembership.Step, _ number: Int32,
    turn: inout Turn
  ) {
    switch step {
    case .register: if old.phase == .registering { look(turn: &turn) }
    case .children:
      guard case .children(let paths) = result, old.phase == .looking else { return }
      old.members = paths.compactMap {
        if case .consumerID(_, let member) = $0 { member } else { nil }
      }
      seen(turn: &turn)
    case .topic:
      guard old.phase == .looking else { return }
      if case .data(.topic(let assignment), _) = result {
        let partitions = assignment.partitions.map(\.partition).sorted()
        old.found.append((assignment.topic, partitions))
      }
      seen(turn: &turn)
    case .release:
      guard old.phase == .releasing else { return }
      old.waiting -= 1
      if old.waiting == 0 { released(turn: &turn) }
    case .claim, .owner: claimAnswered(result, of: step, PartitionID(number), turn: &turn)
    case .readOffset: offsetRead(result, of: PartitionID(number), turn: &turn)
    case .write, .create: written(result, of: step, number, turn: &turn)
    }
  }

  // MARK: Rebalancing

  private mutating func register(turn: inout Turn) {
    old.phase = .registering
    old.attempts = 0
    let names = topics.map { "\"\(turn.catalog.name(of: $0))\":1" }.joined(separator: ",")
    let text =
      "{\"version\":1,\"subscription\":{\(names)},\"pattern\":\"static\","
      + "\"timestamp\":\"\(turn.wallMilliseconds)\"}"
    submit(
      .create(.consumerID(plan.group, member: old.member), .text(text), isEphemeral: true),
      .register, turn: &turn)
  }

  private mutating func groupChanged(turn: inout Turn) {
    guard life == .running else { return }
    old.attempts = 0
    if old.phase == .owning || old.phase == .failed {
      look(turn: &turn)
    } else {
      old.isStale = true
    }
  }

  /// Reads who is there and what there is to read, and has changes of both told.
  ///
  /// After too many failed tries it does no more (ConsumerRebalanceFailedException).
  private mutating func look(turn: inout Turn) {
    guard old.attempts < settings.zooKeeper?.triesMax ?? 0 else { return old.phase = .failed }
    old.phase = .looking
    old.isStale = false
    old.members = []
    old.found = []
    old.waiting = 1 + topics.count
    submit(.getChildren(.consumerIDs(plan.group), watch: true), .children, turn: &turn)
    for topic in topics { submit(.getData(.topic(topic), watch: true), .topic, turn: &turn) }
  }

  private mutating func seen(turn: inout Turn) {
    old.waiting -= 1
    guard old.waiting == 0 else { return }
    // A member that ZooKeeper does not know of has lost its session and is about to hear of it.
    guard old.members.contains(old.member) else { return old.phase = .failed }
    old.found.sort { $0.topic < $1.topic }
    old.wanted = old.share()
    giveUp(turn: &turn)
  }

  /// Stops reading, saves what was read, and takes its owner znodes away.
  private mutating func giveUp(turn: inout Turn) {
    old.hasFailed = false
    if settings.commitsAutomatically { writeOffsets(consumedOffsets, turn: &turn) }
    for partition in partitions {
      turn.announce(
        .partitionRevoked(
          client: client, group: plan.group, partition: partition.id,
          generation: old.generation, isLost: false))
    }
    replaceAssignment([], turn: &turn)
    release(turn: &turn)
  }

  /// Takes its owner znodes away, and goes on when they are gone.
  private mutating func release(turn: inout Turn) {
    old.phase = .releasing
    old.waiting = old.claimed.count
    for partition in old.claimed {
      submit(
        .delete(.consumerOwner(plan.group, partition), version: -1), .release, partition.value,
        turn: &turn)
    }
    if old.waiting == 0 { released(turn: &turn) }
  }

  private mutating func released(turn: inout Turn) {
    old.claimed = []
    if old.hasFailed { rest(turn: &turn) } else { claim(turn: &turn) }
  }

  /// Creates an owner znode for each partition of its share.
  private mutating func claim(turn: inout Turn) {
    old.phase = .claiming
    old.claimed = []
    old.hasFailed = false
    old.waiting = old.wanted.count
    for partition in old.wanted {
      submit(
        .create(
          .consumerOwner(plan.group, partition), .owner(member: old.member), isEphemeral: true),
        .claim, partition.value, turn: &turn)
    }
    if old.waiting == 0 { own(turn: &turn) }
  }

  private mutating func claimAnswered(
    _ result: ZooKeeperResult, of step: ZooKeeperMembership.Step, _ partition: PartitionID,
    turn: inout Turn
  ) {
    guard old.phase == .claiming else { return }
    switch result {
    case .created(_, let stat):
      old.claimed.append(partition)
      old.generation = Int32(truncatingIfNeeded: stat.created)
    case .nodeExists where step == .claim:
      // Perhaps its own: a request that was repeated after a lost connection.
      return submit(
        .getData(.consumerOwner(plan.group, partition), watch: false), .owner, partition.value,
        turn: &turn)
    case .data(.owner(let member), _) where member == old.member: old.claimed.append(partition)
    default: old.hasFailed = true
    }
    old.waiting -= 1
    guard old.waiting == 0 else { return }
    if !old.hasFailed { return own(turn: &turn) }
    // All or nothing: what it got is given back before it tries again.
    release(turn: &turn)
  }

  private mutating func own(turn: inout Turn) {
    old.phase = .owning
    old.attempts = 0
    if old.members.min() == old.member {
      turn.announce(
        .generationStarted(
          group: plan.group, generation: old.generation, members: Int32(old.members.count),
          broker: .none))
    }
    for partition in old.wanted {
      turn.announce(
        .partitionAssigned(
          client: client, group: plan.group, partition: partition, generation: old.generation))
    }
    replaceAssignment(old.wanted, turn: &turn)
    if old.isStale { look(turn: &turn) }
  }

  /// Another member was not quick enough with giving up: it tries again later.
  private mutating func rest(turn: inout Turn) {
    old.hasFailed = false
    old.attempts += 1
    old.phase = .resting
    _ = turn.setTimer(
      .consumer(.rebalanceBackoff), after: settings.zooKeeper?.backoff ?? .infinite)
  }

  mutating func rebalanceBackoffIsOver(turn: inout Turn) {
    if old.phase == .resting && life == .running { look(turn: &turn) }
  }
}
