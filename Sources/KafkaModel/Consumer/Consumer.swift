import Kernel

/// A consumer's process: an application that polls, and the Java consumer under it.
///
/// down → running: the process is started
/// running → closing: SIGTERM, or the application failed; it commits and leaves its group
/// closing → down: the coordinator has answered, or the time for closing is over
/// any → down: crash; positions, buffered records and membership are gone and nobody is told
///
/// Models KafkaConsumer in its classic form (LegacyKafkaConsumer with ConsumerCoordinator, Fetcher
/// and SubscriptionState). The application's thread is inside `poll` or at work; network answers
/// that arrive while it works are taken in at once, and acted upon at the next poll.
struct Consumer: Sendable {
  enum Life: Sendable { case down, running, closing }

  let plan: ConsumerPlan
  let settings: ConsumerSettings

  // The process.
  var life: Life = .down
  var client = ClientID(-1)
  /// How clients of this release behave.
  var clients: ClientSemantics
  var network: NetworkClient
  /// The metadata that assigned partitions were last compared with.
  var seenMetadata: UInt32 = 0

  // Subscription and positions.
  /// The assigned partitions, by slot.
  var partitions = Table<ConsumerPartition>()
  /// The slot of a partition by its number, or -1.
  var slotOfPartition: [Int32] = []
  /// The order in which partitions are asked for: whoever returned records goes to its end.
  var firstInOrder: Int32 = -1
  var lastInOrder: Int32 = -1
  /// How many assigned partitions have no valid position.
  var unsettledCount = 0

  // Fetching.
  /// Fetches under way and their lists of parts, by broker id.
  var fetches = Table<ConsumerFetch>()
  /// Slots with buffered records, in the order of their arrival.
  var buffered = RingQueue<Int32>()
  /// The brokers that can be asked again, ascending.
  var fetchTargets: [BrokerID] = []
  /// Counts what changes the lists of parts other than by reading on; never zero.
  var fetchPlan: UInt32 = 1
  /// Whether each assigned partition is in a list of this plan.
  var isFetchPlanComplete = false
  /// Counts the looks at all partitions for something to fetch.
  var fetchPasses: UInt32 = 0
  var retryTimer: EventHandle = .none
  var retryTimerAt: Instant = .distantFuture

  // The group.
  /// The topics that it subscribes to, or reads all partitions of.
  var topics: [TopicID]
  var membership = ConsumerMembership()
  /// Commits that have not had their last word.
  var commits = Slab<ConsumerCommit>()
  var nextCommitSerial: Int64 = 0
  /// Whether committed offsets are being asked for.
  var isFetchingOffsets = false
  /// Partitions that a command assigned.
  var assignedByHand: [PartitionID]?
  /// The session of a consumer whose release keeps groups in ZooKeeper, and what it does there.
  var zooKeeper: ZooKeeperClient?
  var old = ZooKeeperMembership()

  // The application.
  var application: ConsumerApplication
  /// Which of the plan's exceptions were thrown already; outlives the process.
  var failuresBehind: [Bool]
  /// Partitions that were sought to where the plan says, in this life.
  var hasSought: [PartitionID] = []

  /// A consumer that has not been started.
  init(plan: ConsumerPlan) {
    self.plan = plan
    settings = plan.settings
    // Replaced at the start by the rules and brokers of the world that it starts in.
    clients = ClientSemantics(version: KafkaVersion(3, 9))
    network = NetworkClient(
      settings: ClientSettings(plan.settings, clients: clients), brokerCount: 1)
    topics = plan.topics
    application = ConsumerApplication(work: plan.work)
    failuresBehind = plan.failures.map { _ in false }
  }

  /// Says that the consumer is about to be copied.
  func prepareFork() {
    network.prepareFork()
    partitions.prepareFork()
    fetches.prepareFork()
    commits.prepareFork()
    old.prepareFork()
  }
}

// MARK: - Events

extension Consumer {
  /// Handles one event of this process.
  mutating func receive(_ event: NodeEvent, turn: inout Turn) {
    if life != .down, zooKeeper != nil, takeForZooKeeper(event, turn: &turn) {
      return advance(turn: &turn)
    }
    switch event {
    case .started: begin(turn: &turn)
    case .received, .opened, .openFailed, .closed, .timer(.client):
      guard life != .down else { return discard(event, turn: &turn) }
      handle(network.receive(event, turn: &turn), turn: &turn)
    case .timer(.consumer(let timer)):
      guard life != .down else { return }
      fired(timer, turn: &turn)
    case .command(.stop): stop(turn: &turn)
    case .command(.client(let command)): obey(command, turn: &turn)
    case .accepted, .timer, .command: return
    }
    // Commits travel and leaders divide partitions while the application works, too.
    if hasGroup && life != .down { pumpGroup(turn: &turn) }
    advance(turn: &turn)
  }

  /// The process is gone: everything it held in memory goes with it.
  mutating func processEnded(turn: inout Turn) {
    releaseBuffers(turn: &turn)
    life = .down
    partitions.removeAll()
    for place in slotOfPartition.indices { slotOfPartition[place] = -1 }
    firstInOrder = -1
    lastInOrder = -1
    unsettledCount = 0
    buffered.removeAll()
    application.end()
    zooKeeper = nil
  }

  private func discard(_ event: NodeEvent, turn: inout Turn) {
    if case .received(_, let message) = event { turn.messages.free(message.body) }
  }

  /// Begins a new life, which knows nothing of the last one.
  private mutating func begin(turn: inout Turn) {
    life = .running
    client = turn.layout.client(at: turn.node)
    clients = turn.semantics.clients
    let brokers = turn.layout.brokerCount
    network = NetworkClient(
      settings: ClientSettings(settings, clients: clients), brokerCount: brokers)
    fetches = Table(repeating: ConsumerFetch(), count: brokers + 1)
    fetchTargets.removeAll(keepingCapacity: true)
    fetchPlanChanged()
    seenMetadata = 0
    retryTimerAt = .distantFuture
    topics = plan.topics
    membership = ConsumerMembership()
    commits = Slab()
    isFetchingOffsets = false
    assignedByHand = nil
    hasSought = []
    application.begin(work: plan.work, now: turn.now)
    let isOld = hasGroup && !turn.semantics.coordinators.groupsExist
    if isOld { beginWithZooKeeper(turn: &turn) }
    if hasGroup { setAutoCommit(at: turn.now + settings.autoCommitInterval, turn: &turn) }
    for topic in topics { _ = network.track(topic, turn: &turn) }
    network.start(turn: &turn)
  }

  private mutating func handle(_ outcome: ClientOutcome, turn: inout Turn) {
    switch outcome {
    case .none, .ready, .retry, .metadataUpdated: return
    case .response(let request, let message, _):
      answered(ConsumerRequest(token: request.token), message, turn: &turn)
    case .disconnected(let slot):
      drainFailures(turn: &turn)
      if hasGroup, slot == network.slot(of: membership.coordinator, role: .coordinator) {
        coordinatorIsUnknown(turn: &turn)
      }
    }
  }

  /// Handles requests that will get no answer any more.
  mutating func drainFailures(turn: inout Turn) {
    while let failure = network.takeFailure() {
      failed(ConsumerRequest(token: failure.request.token), turn: &turn)
    }
  }

  /// What goes on without the polling thread.
  private mutating func pumpGroup(turn: inout Turn) {
    if zooKeeper != nil { return }
    if !membership.undivided.isEmpty { divide(turn: &turn) }
    if !commits.isEmpty { pumpCommits(turn: &turn) }
  }

  private mutating func answered(
    _ request: ConsumerRequest, _ message: Message, turn: inout Turn
  ) {
    switch (request, message.body) {
    case (.fetch(let broker), .fetched(let response)):
      fetchIsOver(broker, parts: response.asked)
      fetched(response, from: broker, turn: &turn)
    case (.listOffsets, .offsetsListed(let response)): offsetListed(response, turn: &turn)
    case (.epochEnd, .epochEnded(let response)): epochEnded(response, turn: &turn)
    case (_, .cold(_, let slot)): answered(request, turn.messages.take(slot), turn: &turn)
    default: turn.messages.free(message.body)
    }
  }

  private mutating func answered(
    _ request: ConsumerRequest, _ content: MessageStore.ColdContent, turn: inout Turn
  ) {
    switch (request, content) {
    case (.findCoordinator, .findCoordinatorResponse(let response)):
      coordinatorFound(response, turn: &turn)
    case (.join, .joinGroupResponse(let response)): joined(response, turn: &turn)
    case (.sync, .syncGroupResponse(let response)): synced(response, turn: &turn)
    case (.heartbeat, .heartbeatResponse(let error)): heartbeatAnswered(error, turn: &turn)
    case (.leave, .leaveGroupResponse): endProcess(turn: &turn)
    case (.commit(let number), .offsetCommitResponse(let response)):
      commitAnswered(number, response.errors, turn: &turn)
    case (.offsetFetch, .offsetFetchResponse(let response)):
      offsetsFetched(response, turn: &turn)
    default: break
    }
  }

  /// A request will get no answer any more.
  private mutating func failed(_ request: ConsumerRequest, turn: inout Turn) {
    switch request {
    case .fetch(let broker):
      fetchIsOver(broker, parts: ListRef())
      forgetReplica(broker)
    case .listOffsets(let partition), .epochEnd(let partition):
      guard let slot = slot(of: partition) else { return }
      partitions[Int(slot)].isAsking = false
      rest(slot, turn: &turn)
    case .findCoordinator:
      membership.isFinding = false
      restMembership(turn: &turn)
    case .join: joined(JoinGroupResponse(error: .networkException), turn: &turn)
    case .sync: if membership.state == .syncing { syncFailed(.networkException, turn: &turn) }
    case .heartbeat:
      membership.isHeartbeatUnderWay = false
      coordinatorIsUnknown(turn: &turn)
    case .leave: endProcess(turn: &turn)
    case .commit(let number): commitAnswered(number, [.networkException], turn: &turn)
    case .offsetFetch:
      isFetchingOffsets = false
      coordinatorIsUnknown(turn: &turn)
    }
  }

  private mutating func fired(_ timer: ConsumerTimer, turn: inout Turn) {
    switch timer {
    case .retry: retryTimerAt = .distantFuture
    case .processing(let worker): workIsDone(by: worker, turn: &turn)
    case .poll: pauseIsOver(turn: &turn)
    case .heartbeat: heartbeatIsDue(turn: &turn)
    case .maxPoll: pollIntervalIsOver(turn: &turn)
    case .autoCommit: autoCommitTimerFired(turn: &turn)
    case .rebalanceBackoff: rebalanceBackoffIsOver(turn: &turn)
    case .closing: endProcess(turn: &turn)
    }
  }
}

// MARK: - The assignment

extension Consumer {
  /// The slot of an assigned partition.
  @inline(__always)
  func slot(of partition: PartitionID) -> Int32? {
    guard partition.index < slotOfPartition.count, slotOfPartition[partition.index] >= 0 else {
      return nil
    }
    return slotOfPartition[partition.index]
  }

  /// Replaces the assignment; partitions that stay keep their state, others begin anew.
  mutating func replaceAssignment(_ wanted: [PartitionID], turn: inout Turn) {
    var fresh = Table<ConsumerPartition>()
    fresh.reserve(wanted.count)
    for id in wanted {
      if let slot = slot(of: id) {
        fresh.append(partitions[Int(slot)])
      } else {
        var partition = ConsumerPartition(id: id)
        partition.leader = network.metadata.leader(of: id)
        partition.leaderEpoch = network.metadata.leaderEpoch(of: id)
        fresh.append(partition)
      }
    }
    for place in partitions.indices where !wanted.contains(partitions[place].id) {
      release(partitions[place], turn: &turn)
      slotOfPartition[partitions[place].id.index] = -1
    }
    partitions = consume fresh
    indexAssignment()
  }

  /// Rebuilds what is derived from the list of partitions.
  private mutating func indexAssignment() {
    fetchPlanChanged()
    firstInOrder = partitions.isEmpty ? -1 : 0
    lastInOrder = Int32(partitions.count) - 1
    unsettledCount = 0
    buffered.removeAll()
    for place in partitions.indices {
      let id = partitions[place].id
      while slotOfPartition.count <= id.index { slotOfPartition.append(-1) }
      slotOfPartition[id.index] = Int32(place)
      partitions[place].previous = Int32(place) - 1
      partitions[place].next = place + 1 < partitions.count ? Int32(place) + 1 : -1
      if partitions[place].state != .fetching { unsettledCount += 1 }
      if partitions[place].isQueued { buffered.append(Int32(place)) }
    }
  }

  /// Moves a partition to the end of the order, because it has just returned something.
  mutating func moveToEnd(_ slot: Int32) {
    guard slot != lastInOrder else { return }
    let before = partitions[Int(slot)].previous
    let behind = partitions[Int(slot)].next
    if before >= 0 { partitions[Int(before)].next = behind } else { firstInOrder = behind }
    if behind >= 0 { partitions[Int(behind)].previous = before }
    partitions[Int(lastInOrder)].next = slot
    partitions[Int(slot)].previous = lastInOrder
    partitions[Int(slot)].next = -1
    lastInOrder = slot
  }

  /// Changes a partition's state and keeps the count of those without a valid position.
  mutating func setState(_ state: ConsumerPartition.State, of slot: Int32) {
    if partitions[Int(slot)].state != .fetching { unsettledCount -= 1 }
    if state != .fetching { unsettledCount += 1 }
    partitions[Int(slot)].state = state
    fetchPlanChanged()
  }

  private func release(_ partition: ConsumerPartition, turn: inout Turn) {
    turn.messages.batches.free(partition.buffer)
    turn.messages.aborted.free(partition.abortedAhead)
    turn.messages.aborted.free(partition.abortedOpen)
  }

  private mutating func releaseBuffers(turn: inout Turn) {
    for partition in partitions { release(partition, turn: &turn) }
    for broker in fetches.indices { turn.messages.fetchParts.free(fetches[broker].takeParts()) }
  }
}
