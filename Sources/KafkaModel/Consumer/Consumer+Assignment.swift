import Kernel

/// What a rebalance does to the assignment, and the offsets that new partitions begin at.
extension Consumer {
  /// `onJoinPrepare`, the second half: a member without a generation has lost its partitions, an
  /// eager one gives all of them up, a cooperative one those of topics that it no longer wants.
  mutating func revokeForRebalance(turn: inout Turn) {
    let isLost = !membership.hasGeneration
    var kept: [PartitionID] = []
    for partition in partitions {
      let isWanted = topics.contains(turn.catalog.topic(of: partition.id))
      if !isLost && !isEager && isWanted {
        kept.append(partition.id)
      } else {
        announceRevoked(partition.id, isLost: isLost, turn: &turn)
      }
    }
    replaceAssignment(kept, turn: &turn)
  }

  func announceRevoked(_ partition: PartitionID, isLost: Bool, turn: inout Turn) {
    turn.announce(
      .partitionRevoked(
        client: client, group: plan.group, partition: partition,
        generation: membership.lastGeneration, isLost: isLost))
  }

  /// `onJoinComplete`: what was assigned becomes the assignment.
  mutating func takeOverAssignment(turn: inout Turn) {
    guard let wanted = membership.received, membership.state == .stable else { return }
    membership.received = nil
    membership.isPrepared = false
    let owned = partitions.map(\.id)
    if !isEager {
      let revoked = owned.filter { !wanted.contains($0) }
      for partition in revoked { announceRevoked(partition, isLost: false, turn: &turn) }
      // Whoever gets them must wait until this member has said that it gave them up.
      if !revoked.isEmpty { membership.needsRejoin = true }
    }
    membership.lastAssignment = wanted
    membership.lastGeneration = membership.generation
    for partition in wanted where isEager || !owned.contains(partition) {
      turn.announce(
        .partitionAssigned(
          client: client, group: plan.group, partition: partition,
          generation: membership.generation))
    }
    replaceAssignment(wanted, turn: &turn)
    for place in partitions.indices { partitions[place].isBeingRevoked = false }
    fetchPlanChanged()
    setAutoCommit(at: turn.now + settings.autoCommitInterval, turn: &turn)
  }

  // MARK: Committed offsets

  /// Partitions without a position ask for the group's committed offsets, all in one request.
  mutating func fetchCommittedOffsets(turn: inout Turn) {
    guard !isFetchingOffsets, let slot = coordinatorSlot(turn: &turn) else { return }
    let wanted = partitions.filter { $0.state == .initializing && !$0.isAsking }.map(\.id)
    guard !wanted.isEmpty else { return }
    isFetchingOffsets = true
    network.send(
      turn.messages.wrap(
        .offsetFetchRequest(OffsetFetchRequest(group: plan.group, partitions: wanted))),
      on: slot, token: ConsumerRequest.offsetFetch.token, timeout: settings.requestTimeout,
      turn: &turn)
  }

  mutating func offsetsFetched(_ response: OffsetFetchResponse, turn: inout Turn) {
    isFetchingOffsets = false
    switch response.error {
    case .none: break
    case .coordinatorLoadInProgress: return restMembership(turn: &turn)
    case .notCoordinator, .coordinatorNotAvailable: return coordinatorIsUnknown(turn: &turn)
    default: return applicationFails(response.error, turn: &turn)
    }
    for found in response.offsets {
      guard let slot = slot(of: found.partition), partitions[Int(slot)].state == .initializing
      else { continue }
      if found.offset == .unknown {
        reset(slot, .noCommittedOffset, turn: &turn)
      } else {
        place(
          slot, at: found.offset, epoch: found.leaderEpoch, .committedOffset, turn: &turn)
      }
    }
  }

  /// Positions of partitions in good order: what an automatic commit commits.
  ///
  /// Partitions whose position is being reset or validated are left out
  /// (`SubscriptionState.allConsumed`).
  var consumedOffsets: [CommittedOffset] {
    partitions.compactMap { partition in
      guard partition.state == .fetching else { return nil }
      return CommittedOffset(
        partition: partition.id, offset: partition.position, leaderEpoch: partition.positionEpoch)
    }
  }
}
