import Kernel

/// Asking brokers for records and taking their answers in (AbstractFetch, FetchCollector).
extension Consumer {
  /// Sends a fetch to each broker that has none under way and leads a partition without buffered
  /// records.
  mutating func sendFetches(turn: inout Turn) {
    if isFetchPlanComplete && buffered.isEmpty && areTargetsCurrent {
      if !fetchTargets.isEmpty { fetchAgain(turn: &turn) }
      return
    }
    planFetches(turn: &turn)
    if !fetchTargets.isEmpty { transmitFetches(turn: &turn) }
  }

  /// Looks at all partitions, and makes the lists of the brokers that can be asked.
  private mutating func planFetches(turn: inout Turn) {
    fetchTargets.removeAll(keepingCapacity: true)
    fetchPasses &+= 1
    var lacksLeader = false
    var leavesOut = false
    var slot = firstInOrder
    while slot >= 0 {
      let place = Int(slot)
      slot = partitions[place].next
      let broker = partitions[place].source(now: turn.now)
      guard partitions[place].isFetchable, partitions[place].buffer.isEmpty else {
        leaveOut(of: broker)
        leavesOut = true
        continue
      }
      // The time of a nearer replica runs out without an event.
      if partitions[place].preferredReplica != .none { leavesOut = true }
      guard broker.value >= 1, Int(broker.value) < fetches.count else {
        lacksLeader = true
        continue
      }
      if fetches[Int(broker.value)].isUnderWay {
        if fetches[Int(broker.value)].plan != fetchPlan { leavesOut = true }
        continue
      }
      if partitions[place].restsUntil > turn.now {
        wakeForRetry(at: partitions[place].restsUntil, turn: &turn)
        leaveOut(of: broker)
        leavesOut = true
        continue
      }
      if fetches[Int(broker.value)].pass != fetchPasses { beginList(of: broker, turn: &turn) }
      turn.messages.fetchParts.append(
        fetchPart(place), to: &fetches[Int(broker.value)].parts)
    }
    isFetchPlanComplete = !leavesOut && !lacksLeader
    if lacksLeader { network.requestMetadata(turn: &turn) }
  }

  /// Takes note that a broker's list lacks a partition: it will not serve for another fetch.
  private mutating func leaveOut(of broker: BrokerID) {
    guard broker.value >= 1, Int(broker.value) < fetches.count else { return }
    fetches[Int(broker.value)].leaveOut(pass: fetchPasses)
  }

  /// Begins a broker's list of parts, and enters it among those that are asked.
  private mutating func beginList(of broker: BrokerID, turn: inout Turn) {
    turn.messages.fetchParts.free(
      fetches[Int(broker.value)].beginList(plan: fetchPlan, pass: fetchPasses))
    addFetchTarget(broker)
  }

  /// Enters a broker among those that are asked, which is done in the order of their ids.
  mutating func addFetchTarget(_ broker: BrokerID) {
    fetchTargets.append(broker)
    var place = fetchTargets.count - 1
    while place > 0 && fetchTargets[place - 1] > fetchTargets[place] {
      fetchTargets.swapAt(place - 1, place)
      place -= 1
    }
  }

  @inline(__always)
  func fetchPart(_ place: Int) -> FetchPart {
    FetchPart(
      partition: partitions[place].id, fetchOffset: partitions[place].position,
      logStart: .unknown, maxBytes: Int32(clamping: settings.partitionFetchBytesMax),
      currentLeaderEpoch: clients.validatesPosition ? partitions[place].leaderEpoch : .none,
      lastFetchedEpoch: .none)
  }

  /// Sends the list of each broker that is to be asked.
  mutating func transmitFetches(turn: inout Turn) {
    defer { fetchTargets.removeAll(keepingCapacity: true) }
    for target in fetchTargets.indices {
      let broker = fetchTargets[target]
      let place = Int(broker.value)
      guard let slot = network.slot(of: broker, role: .data), network.ready(slot, turn: &turn)
      else {
        turn.messages.fetchParts.free(fetches[place].takeParts())
        isFetchPlanComplete = false
        continue
      }
      let (parts, change) = fetches[place].begin()
      let request = FetchRequest(
        replica: .none, replicaEpoch: .unknown, maxWait: settings.fetchWaitMax,
        minBytes: Int32(clamping: settings.fetchBytesMin),
        maxBytes: Int32(clamping: settings.fetchBytesMax ?? Int64(Int32.max)),
        isolation: isolation, mayReadFollower: clients.readsFromFollowers, rack: plan.rack,
        parts: parts, change: change)
      network.send(
        .fetch(request), on: slot, token: ConsumerRequest.fetch(broker).token,
        timeout: settings.requestTimeout, turn: &turn)
    }
  }

  /// The isolation level as requests carry it.
  var isolation: IsolationLevel {
    settings.isolation == .readCommitted ? .readCommitted : .readUncommitted
  }

  /// Takes an answer in: records are buffered, errors acted upon.
  mutating func fetched(_ response: FetchResponse, from broker: BrokerID, turn: inout Turn) {
    var cursor = turn.messages.fetchedParts.first(response.parts)
    while cursor != ListRef.end {
      let part = turn.messages.fetchedParts[cursor]
      cursor = turn.messages.fetchedParts.next(cursor)
      guard let slot = slot(of: part.partition), accepts(part, slot) else {
        turn.messages.batches.free(part.batches)
        turn.messages.aborted.free(part.aborted)
        continue
      }
      if part.error != .none { refused(slot, part, by: broker, turn: &turn) }
      if part.preferredReplica != .none {
        partitions[Int(slot)].preferredReplica = part.preferredReplica
        partitions[Int(slot)].preferredUntil = turn.now + settings.connection.metadataAgeMax
        fetchPlanChanged()
      }
      if part.batches.isEmpty {
        turn.messages.aborted.free(part.aborted)
        continue
      }
      partitions[Int(slot)].buffer = part.batches
      turn.messages.aborted.free(partitions[Int(slot)].abortedOpen)
      partitions[Int(slot)].abortedOpen = ListRef()
      partitions[Int(slot)].abortedAhead = part.aborted
      moveToEnd(slot)
      movePartToEnd(part.partition, broker, turn: &turn)
      enqueue(slot)
    }
    turn.messages.fetchedParts.free(response.parts)
  }

  /// Whether an answer still fits the partition: a seek or a reset in between made it stale.
  @inline(__always)
  private func accepts(_ part: FetchedPart, _ slot: Int32) -> Bool {
    partitions[Int(slot)].state == .fetching && partitions[Int(slot)].position == part.fetchOffset
      && partitions[Int(slot)].buffer.isEmpty
  }

  /// Puts a partition with buffered records in the queue, unless it is held back.
  mutating func enqueue(_ slot: Int32) {
    guard !partitions[Int(slot)].isQueued, !partitions[Int(slot)].isPaused else { return }
    partitions[Int(slot)].isQueued = true
    buffered.append(slot)
  }

  /// Acts upon an error of one partition (FetchCollector.handleInitializeErrors).
  private mutating func refused(
    _ slot: Int32, _ part: FetchedPart, by broker: BrokerID, turn: inout Turn
  ) {
    let wasNear = partitions[Int(slot)].preferredReplica == broker
    fetchPlanChanged()
    switch part.error {
    case .offsetOutOfRange:
      partitions[Int(slot)].preferredReplica = .none
      if wasNear { return }
      reset(slot, .outOfRange, turn: &turn)
    case .unknownLeaderEpoch, .unknownServerError: rest(slot, turn: &turn)
    case .notLeaderOrFollower, .replicaNotAvailable, .kafkaStorageError, .fencedLeaderEpoch,
      .offsetNotAvailable, .leaderNotAvailable, .unknownTopicOrPartition, .unknownTopicID,
      .inconsistentTopicID:
      if turn.semantics.clients.errorsForgetNearReplica {
        partitions[Int(slot)].preferredReplica = .none
      }
      rest(slot, turn: &turn)
      network.requestMetadata(turn: &turn)
    default: applicationFails(part.error, turn: &turn)
    }
  }

  /// Leaves a partition alone for the length of a retry pause, or until metadata brings a leader.
  ///
  /// Simplified: Kafka asks again at once, which spins at the pace of the round trip.
  mutating func rest(_ slot: Int32, turn: inout Turn) {
    partitions[Int(slot)].restsUntil = turn.now + settings.retryBackoff
    fetchPlanChanged()
    wakeForRetry(at: partitions[Int(slot)].restsUntil, turn: &turn)
  }

  /// A broker is out of reach: partitions that read from it as the nearer replica go back to their
  /// leaders.
  mutating func forgetReplica(_ broker: BrokerID) {
    for place in partitions.indices where partitions[place].preferredReplica == broker {
      partitions[place].preferredReplica = .none
      fetchPlanChanged()
    }
  }

  /// Makes sure that a timer fires at an instant at which something can be tried again.
  mutating func wakeForRetry(at instant: Instant, turn: inout Turn) {
    guard instant < retryTimerAt else { return }
    if retryTimerAt != .distantFuture { turn.cancelTimer(retryTimer) }
    retryTimer = turn.setTimer(.consumer(.retry), at: max(instant, turn.now))
    retryTimerAt = instant
  }
}
