import Kernel

/// Where partitions begin, and whether their positions still fit the leader's log (OffsetFetcher,
/// KIP-320).
extension Consumer {
  /// Compares assigned partitions with metadata that arrived, then asks for the positions that are
  /// missing.
  mutating func updatePositions(turn: inout Turn) {
    if network.metadata.version != seenMetadata {
      seenMetadata = network.metadata.version
      metadataChanged(turn: &turn)
    }
    guard unsettledCount > 0 else { return }
    for place in partitions.indices where !partitions[place].isAsking {
      let slot = Int32(place)
      switch partitions[place].state {
      case .fetching: continue
      case .initializing: initialize(slot, turn: &turn)
      case .awaitingReset: askForOffset(slot, turn: &turn)
      case .awaitingValidation: askForEpochEnd(slot, turn: &turn)
      }
    }
  }

  /// Finds the first position of a partition: where the application seeks to, where the group has
  /// committed, or by the reset policy.
  private mutating func initialize(_ slot: Int32, turn: inout Turn) {
    if seekAtStart(slot, turn: &turn) { return }
    if hasGroup && application.work.commit != .externalStore {
      if zooKeeper != nil { return readOffset(slot, turn: &turn) }
      return fetchCommittedOffsets(turn: &turn)
    }
    reset(slot, .noCommittedOffset, turn: &turn)
    if partitions[Int(slot)].state == .awaitingReset { askForOffset(slot, turn: &turn) }
  }

  /// Has a partition begin where `auto.offset.reset` says; without a policy the poll throws.
  mutating func reset(_ slot: Int32, _ reason: ResetReason, turn: inout Turn) {
    partitions[Int(slot)].resetReason = reason
    switch settings.offsetReset {
    case .earliest: partitions[Int(slot)].resetTarget = .earliest
    case .latest: partitions[Int(slot)].resetTarget = .latest
    case .none: return applicationFails(.offsetOutOfRange, turn: &turn)
    }
    setState(.awaitingReset, of: slot)
  }

  /// Sets a position that was not reached by reading on.
  mutating func place(
    _ slot: Int32, at offset: Offset, epoch: LeaderEpoch, _ reason: ResetReason, turn: inout Turn
  ) {
    let partition = partitions[Int(slot)]
    turn.announce(
      .positionReset(
        client: client, partition: partition.id, from: partition.position, to: offset,
        reason: reason))
    dropBuffer(slot, turn: &turn)
    partitions[Int(slot)].position = offset
    partitions[Int(slot)].positionEpoch = epoch
    partitions[Int(slot)].restsUntil = .zero
    let mustValidate =
      clients.validatesPosition && epoch != .none && partition.leaderEpoch != .none
    setState(mustValidate ? .awaitingValidation : .fetching, of: slot)
  }

  /// Throws away what is buffered; a later answer will begin at the position.
  mutating func dropBuffer(_ slot: Int32, turn: inout Turn) {
    turn.messages.batches.free(partitions[Int(slot)].buffer)
    turn.messages.aborted.free(partitions[Int(slot)].abortedAhead)
    turn.messages.aborted.free(partitions[Int(slot)].abortedOpen)
    partitions[Int(slot)].buffer = ListRef()
    fetchPlanChanged()
    partitions[Int(slot)].abortedAhead = ListRef()
    partitions[Int(slot)].abortedOpen = ListRef()
  }
}

// MARK: - Metadata

extension Consumer {
  /// Takes over leaders and epochs; a position of an older epoch has to be validated.
  private mutating func metadataChanged(turn: inout Turn) {
    if !isMember && assignedByHand == nil { assignToItself(turn: &turn) }
    for place in partitions.indices {
      let view = network.metadata.partition(partitions[place].id)
      let hasMoved =
        view.leader != partitions[place].leader || view.leaderEpoch != partitions[place].leaderEpoch
      guard hasMoved else { continue }
      partitions[place].leader = view.leader
      partitions[place].leaderEpoch = view.leaderEpoch
      partitions[place].restsUntil = .zero
      fetchPlanChanged()
      if clients.validatesPosition, partitions[place].state == .fetching,
        partitions[place].positionEpoch != .none, view.leaderEpoch != .none
      {
        setState(.awaitingValidation, of: Int32(place))
      }
    }
  }

  /// A reader without a group takes all partitions of its topics, or those that it was told to.
  private mutating func assignToItself(turn: inout Turn) {
    var wanted: [PartitionID] = []
    for topic in topics {
      let all = network.metadata.partitions(of: topic)
      if plan.assignment.isEmpty {
        wanted += all
      } else {
        for chosen in plan.assignment where chosen.topic == topic {
          let number = Int(chosen.number)
          if number >= 0 && number < all.count { wanted.append(all[number]) }
        }
      }
    }
    if wanted != partitions.map(\.id) { replaceAssignment(wanted, turn: &turn) }
  }
}

// MARK: - ListOffsets

extension Consumer {
  /// Asks the leader where a partition begins or ends.
  private mutating func askForOffset(_ slot: Int32, turn: inout Turn) {
    let partition = partitions[Int(slot)]
    guard let connection = leaderSlot(of: slot, turn: &turn) else { return }
    partitions[Int(slot)].isAsking = true
    let request = ListOffsetsRequest(
      partition: partition.id, timestamp: partition.resetTarget.wireTimestamp, replica: .none,
      isolation: isolation,
      currentLeaderEpoch: clients.validatesPosition ? partition.leaderEpoch : .none)
    network.send(
      .listOffsets(request), on: connection, token: ConsumerRequest.listOffsets(partition.id).token,
      timeout: settings.requestTimeout, turn: &turn)
  }

  /// The connection to a partition's leader, if a request can go out now.
  private mutating func leaderSlot(of slot: Int32, turn: inout Turn) -> ClientSlot? {
    let partition = partitions[Int(slot)]
    if partition.restsUntil > turn.now {
      wakeForRetry(at: partition.restsUntil, turn: &turn)
      return nil
    }
    guard let connection = network.slot(of: partition.leader, role: .data) else {
      network.requestMetadata(turn: &turn)
      return nil
    }
    return network.ready(connection, turn: &turn) ? connection : nil
  }

  mutating func offsetListed(_ response: ListOffsetsResponse, turn: inout Turn) {
    guard let slot = slot(of: response.partition) else { return }
    partitions[Int(slot)].isAsking = false
    guard partitions[Int(slot)].state == .awaitingReset else { return }
    guard response.error == .none else {
      rest(slot, turn: &turn)
      if response.error.invalidatesMetadata { network.requestMetadata(turn: &turn) }
      return
    }
    if response.offset == .unknown {
      // No record is as young as the timestamp: the end it is.
      partitions[Int(slot)].resetTarget = .latest
      return
    }
    // A position from a reset carries no epoch, so nothing validates it.
    let reason = partitions[Int(slot)].resetReason
    place(slot, at: response.offset, epoch: .none, reason, turn: &turn)
  }
}

// MARK: - OffsetsForLeaderEpoch

extension Consumer {
  /// Asks the leader where the epoch of the last record ends on its log.
  private mutating func askForEpochEnd(_ slot: Int32, turn: inout Turn) {
    let partition = partitions[Int(slot)]
    guard let connection = leaderSlot(of: slot, turn: &turn) else { return }
    partitions[Int(slot)].isAsking = true
    let request = EpochEndRequest(
      partition: partition.id, replica: .none, currentLeaderEpoch: partition.leaderEpoch,
      epoch: partition.positionEpoch)
    network.send(
      .epochEnd(request), on: connection, token: ConsumerRequest.epochEnd(partition.id).token,
      timeout: settings.requestTimeout, turn: &turn)
  }

  /// A log that ends before the position was truncated: the position goes back to where they part.
  mutating func epochEnded(_ response: EpochEndResponse, turn: inout Turn) {
    guard let slot = slot(of: response.partition) else { return }
    let place = Int(slot)
    partitions[place].isAsking = false
    guard partitions[place].state == .awaitingValidation else { return }
    guard response.error == .none else {
      rest(slot, turn: &turn)
      network.requestMetadata(turn: &turn)
      return
    }
    if response.epoch == .none || response.endOffset == .unknown {
      return reset(slot, .truncationDetected, turn: &turn)
    }
    guard response.endOffset < partitions[place].position else {
      return setState(.fetching, of: slot)
    }
    if settings.offsetReset == .none { return applicationFails(.offsetOutOfRange, turn: &turn) }
    self.place(
      slot, at: response.endOffset, epoch: .none, .truncationDetected, turn: &turn)
    partitions[place].positionEpoch = response.epoch
  }
}
