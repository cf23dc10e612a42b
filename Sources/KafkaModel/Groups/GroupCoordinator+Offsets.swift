import Kernel

/// OffsetCommit, OffsetFetch and the end of offsets (GroupMetadataManager).
extension GroupCoordinator {
  mutating func commit(_ request: OffsetCommitRequest, _ ticket: RequestTicket, turn: inout Turn) {
    if let error = commitRefusal(request, turn: &turn) {
      announceRefused(request.offsets, request.group, request.client, error, turn: &turn)
      return answerCommit(ticket, error, request.offsets.count)
    }
    let place = Int(request.group.value)
    if let index = groups[place]?.place(of: request.member) {
      restartSession(place, index, turn: &turn)
    }
    let wall = turn.wallMilliseconds
    let records = request.offsets.map {
      GroupRecords.Record.offset(
        OffsetRecord(
          group: request.group, partition: $0.partition, offset: $0.offset,
          leaderEpoch: $0.leaderEpoch, committedAt: wall))
    }
    groups[place]?.pendingCommits += 1
    append(
      records, for: request.group,
      .commit(ticket, request.offsets, committedAt: wall, client: request.client), turn: &turn)
  }

  private func announceRefused(
    _ offsets: [CommittedOffset], _ group: GroupID, _ client: ClientID, _ error: ErrorCode,
    turn: inout Turn
  ) {
    for each in offsets {
      turn.announce(
        .commitRefused(
          client: client, group: group, partition: each.partition, offset: each.offset,
          error: error))
    }
  }

  /// Why a commit is refused, or nil; a commit without membership makes a group that only stores
  /// offsets.
  private mutating func commitRefusal(
    _ request: OffsetCommitRequest, turn: inout Turn
  ) -> ErrorCode? {
    if let error = refusal(of: request.group) { return error }
    let place = Int(request.group.value)
    guard let group = groups[place] else {
      if request.generation >= 0 { return .illegalGeneration }
      groups[place] = CoordinatedGroup(id: request.group)
      groups[place]?.emptySince = turn.wallMilliseconds
      return nil
    }
    if request.generation < 0 && group.state == .empty { return nil }
    guard request.generation >= 0 || request.member != .none || request.instance != .none else {
      return .unknownMemberID
    }
    if let error = refusal(of: request.member, request.instance, in: group) { return error }
    if request.generation != group.generation { return .illegalGeneration }
    return group.state == .completing ? .rebalanceInProgress : nil
  }

  private mutating func answerCommit(_ ticket: RequestTicket, _ error: ErrorCode, _ count: Int) {
    answer(
      ticket,
      .offsetCommitResponse(
        OffsetCommitResponse(errors: Array(repeating: error, count: count))))
  }

  /// The log has acknowledged records, or refused them; `base` is the offset of the first.
  mutating func appended(_ slot: Int32, error: ErrorCode, base: Offset, turn: inout Turn) {
    guard appends.contains(slot) else { return }
    let pending = appends.remove(slot)
    let place = Int(pending.group.value)
    switch pending.purpose {
    case .note: break
    case .assignment(let generation, let assignments):
      assignmentWritten(assignments, generation: generation, place, error: error, turn: &turn)
    case .replacement(let ticket, let response):
      answer(ticket, .joinGroupResponse(response))
    case .reset(let ticket, let offsets, let committedAt):
      settleReset(offsets, of: pending.group, committedAt, base, error, turn: &turn)
      answerOperator(ticket, Self.commitError(error))
    case .commit(let ticket, let offsets, let committedAt, let client):
      // A group that was forgotten and read again meanwhile waits for nothing.
      if groups[place]?.pendingCommits ?? 0 > 0 { groups[place]?.pendingCommits -= 1 }
      if error == .none {
        store(offsets, place, committedAt, base)
        for each in offsets {
          turn.announce(
            .offsetCommitted(
              client: client, group: pending.group, partition: each.partition,
              offset: each.offset))
        }
      } else {
        announceRefused(offsets, pending.group, client, Self.commitError(error), turn: &turn)
      }
      answerCommit(ticket, Self.commitError(error), offsets.count)
    }
  }

  /// An operator's offsets are in the log, or were refused.
  private mutating func settleReset(
    _ offsets: [CommittedOffset], of group: GroupID, _ committedAt: Int64, _ base: Offset,
    _ error: ErrorCode, turn: inout Turn
  ) {
    let place = Int(group.value)
    if groups[place]?.pendingCommits ?? 0 > 0 { groups[place]?.pendingCommits -= 1 }
    guard error == .none else { return }
    store(offsets, place, committedAt, base)
    for each in offsets {
      turn.announce(
        .offsetAltered(
          group: group, partition: each.partition, offset: each.offset, reason: .reset))
    }
  }

  /// Takes offsets into memory; of two commits the one further on in the log wins.
  private mutating func store(
    _ offsets: [CommittedOffset], _ place: Int, _ committedAt: Int64, _ base: Offset
  ) {
    for (number, each) in offsets.enumerated() {
      let logOffset = base.advanced(by: Int64(number))
      if let known = groups[place]?.offsets[each.partition], known.logOffset > logOffset {
        continue
      }
      groups[place]?.offsets[each.partition] = StoredOffset(
        offset: each.offset, leaderEpoch: each.leaderEpoch, committedAt: committedAt,
        logOffset: logOffset)
    }
  }

  /// How a committer is told that its offsets could not be written.
  private static func commitError(_ error: ErrorCode) -> ErrorCode {
    switch error {
    case .unknownTopicOrPartition, .notEnoughReplicas, .notEnoughReplicasAfterAppend:
      .coordinatorNotAvailable
    case .notLeaderOrFollower, .kafkaStorageError: .notCoordinator
    case .messageTooLarge, .recordListTooLarge: .invalidCommitOffsetSize
    default: error
    }
  }

  mutating func fetchOffsets(_ request: OffsetFetchRequest, _ ticket: RequestTicket) {
    if let error = refusal(of: request.group) {
      return answer(
        ticket, .offsetFetchResponse(OffsetFetchResponse(error: error, offsets: [])))
    }
    let group = groups[Int(request.group.value)]
    let offsets = request.partitions.map { partition in
      let known = group?.offsets[partition]
      return CommittedOffset(
        partition: partition, offset: known?.offset ?? .unknown,
        leaderEpoch: known?.leaderEpoch ?? .none)
    }
    answer(ticket, .offsetFetchResponse(OffsetFetchResponse(error: .none, offsets: offsets)))
  }

  // MARK: Expiry

  /// Looks for offsets that are kept no longer (`offsets.retention.minutes`).
  mutating func expireOffsets(turn: inout Turn) {
    hasExpiryTimer = false
    scheduleExpiry(turn: &turn)
    for place in groups.ids {
      guard let group = groups[place], refusal(of: group.id) == nil else { continue }
      let expired = group.offsets.keys.filter { partition in
        group.offsets[partition].map { isExpired($0, partition, group, turn) } ?? false
      }
      var records = expired.map { GroupRecords.Record.noOffset(group.id, $0) }
      for partition in expired {
        groups[place]?.offsets.removeValue(forKey: partition)
        turn.announce(
          .offsetAltered(
            group: group.id, partition: partition, offset: .unknown, reason: .expired))
      }
      let isUseless =
        group.state == .empty && groups[place]?.offsets.isEmpty == true && group.pendingCommits == 0
      if isUseless && (group.generation > 0 || !expired.isEmpty) {
        records.append(.noGroup(group.id))
      }
      if isUseless {
        groups[place] = nil
        turn.announce(.groupStateChanged(group: group.id, state: .dead, broker: broker))
      }
      if !records.isEmpty { append(records, for: group.id, .note, turn: &turn) }
    }
  }

  /// Sets the timer of the next look.
  mutating func scheduleExpiry(turn: inout Turn) {
    guard !hasExpiryTimer, !settings.offsetsRetentionCheckInterval.isInfinite else { return }
    hasExpiryTimer = true
    _ = turn.setTimer(
      .group(.offsetExpiration), after: settings.offsetsRetentionCheckInterval)
  }

  private func isExpired(
    _ stored: StoredOffset, _ partition: PartitionID, _ group: CoordinatedGroup,
    _ turn: borrowing Turn
  ) -> Bool {
    let retention = settings.offsetsRetention.wholeMilliseconds
    let now = turn.wallMilliseconds
    guard group.pendingCommits == 0 else { return false }
    let isOld = now - stored.committedAt >= retention
    guard turn.semantics.coordinators.offsetExpiry == .sinceEmpty else { return isOld }
    if !group.hasProtocol { return isOld }
    switch group.state {
    case .empty: return now - max(group.emptySince, stored.committedAt) >= retention
    case .stable:
      let topic = turn.catalog.topic(of: partition)
      return isOld && !group.members.contains { $0.subscription.topics.contains(topic) }
    case .preparing, .completing: return false
    }
  }
}
