import Kernel

/// Commits: automatic, synchronous, asynchronous (ConsumerCoordinator).
extension Consumer {
  /// Sets the instant from which the next poll commits by itself.
  mutating func setAutoCommit(at instant: Instant, turn: inout Turn) {
    guard settings.commitsAutomatically else { return }
    membership.autoCommitAt = instant
    guard instant < membership.autoCommitTimerAt, instant != .distantFuture else { return }
    membership.autoCommitTimerAt = instant
    _ = turn.setTimer(.consumer(.autoCommit), at: instant)
  }

  /// An idle poll wakes up for its automatic commit.
  mutating func autoCommitTimerFired(turn: inout Turn) {
    membership.autoCommitTimerAt = .distantFuture
    if zooKeeper != nil { return commitTimerIsDue(turn: &turn) }
    if membership.autoCommitAt > turn.now {
      setAutoCommit(at: membership.autoCommitAt, turn: &turn)
    }
  }

  /// Inside `poll`, before anything is fetched: commits what earlier polls returned, if it is time
  /// and no rebalance is under way.
  mutating func commitAutomatically(turn: inout Turn) {
    guard settings.commitsAutomatically, membership.autoCommitAt <= turn.now else { return }
    if isMember && (membership.state != .stable || membership.needsRejoin) { return }
    setAutoCommit(at: turn.now + settings.autoCommitInterval, turn: &turn)
    let offsets = consumedOffsets
    guard !offsets.isEmpty else { return }
    ask(.automatic, offsets, until: .distantFuture)
  }

  /// The application commits these offsets; a synchronous commit holds its thread.
  mutating func commit(
    _ offsets: [CommittedOffset], isSynchronous: Bool, turn: inout Turn
  ) {
    guard hasGroup, !offsets.isEmpty else { return }
    if zooKeeper != nil {
      return commitToZooKeeper(offsets, isSynchronous: isSynchronous, turn: &turn)
    }
    if isMember, let error = membershipRefusal {
      // RebalanceInProgressException or CommitFailedException, without asking anybody.
      return announceRefused(offsets, error, turn: &turn)
    }
    ask(
      isSynchronous ? .synchronous : .asynchronous, offsets, until: turn.now + settings.apiTimeout)
    if isSynchronous { application.thread = .committing }
    pumpCommits(turn: &turn)
  }

  /// Puts a commit behind those that wait already.
  @discardableResult
  mutating func ask(
    _ purpose: ConsumerCommit.Purpose, _ offsets: [CommittedOffset], until deadline: Instant
  ) -> Int32 {
    nextCommitSerial += 1
    return commits.insert(
      ConsumerCommit(
        serial: nextCommitSerial, purpose: purpose, offsets: offsets, deadline: deadline))
  }

  /// Why a member may not commit now, or nil.
  private var membershipRefusal: ErrorCode? {
    // Kafka enters its own PREPARING state only when it sends the JoinGroup.
    let isStable =
      membership.state == .stable || (membership.state == .preparing && !membership.isPrepared)
    if isStable && membership.hasGeneration { return nil }
    let isJoining = membership.state == .joining || membership.state == .syncing
    return isJoining ? .rebalanceInProgress : .unknownMemberID
  }

  private func announceRefused(
    _ offsets: [CommittedOffset], _ error: ErrorCode, turn: inout Turn
  ) {
    for each in offsets {
      turn.announce(
        .commitRefused(
          client: client, group: plan.group, partition: each.partition, offset: each.offset,
          error: error))
    }
  }

  /// Sends the commits that wait, in the order in which they were asked for.
  mutating func pumpCommits(turn: inout Turn) {
    guard !commits.isEmpty else { return }
    // In the order in which they were asked for, which is not that of the slots.
    let waiting = commits.liveSlots.filter { !commits[$0].isSent }
      .sorted { commits[$0].serial < commits[$1].serial }
    for number in waiting where commits.contains(number) {
      if commits[number].deadline <= turn.now {
        commitIsOver(number, .requestTimedOut, turn: &turn)
        continue
      }
      if commits[number].restsUntil > turn.now {
        wakeForRetry(at: commits[number].restsUntil, turn: &turn)
        continue
      }
      guard let slot = coordinatorSlot(turn: &turn) else {
        wakeForRetry(at: commits[number].deadline, turn: &turn)
        return
      }
      if isMember, let error = membershipRefusal {
        // Each attempt asks anew whether this is still an active member (`generationIfStable`).
        announceRefused(commits[number].offsets, error, turn: &turn)
        commitIsOver(number, error, turn: &turn)
        continue
      }
      commits[number].isSent = true
      let request = OffsetCommitRequest(
        group: plan.group, generation: isMember ? membership.generation : -1,
        member: isMember ? membership.member : .none, instance: isMember ? instance : .none,
        client: client, offsets: commits[number].offsets)
      network.send(
        turn.messages.wrap(.offsetCommitRequest(request)), on: slot,
        token: ConsumerRequest.commit(number).token, timeout: settings.requestTimeout, turn: &turn)
    }
  }

  mutating func commitAnswered(_ number: Int32, _ errors: [ErrorCode], turn: inout Turn) {
    guard commits.contains(number) else { return }
    commits[number].isSent = false
    let error = errors.first { $0 != .none } ?? .none
    switch error {
    case .none: return commitIsOver(number, .none, turn: &turn)
    case .coordinatorLoadInProgress, .unknownTopicOrPartition, .networkException: break
    case .coordinatorNotAvailable, .notCoordinator, .requestTimedOut:
      coordinatorIsUnknown(turn: &turn)
    case .rebalanceInProgress: membership.needsRejoin = true
    case .unknownMemberID where isMember:
      if membership.state == .stable { resetGeneration() }
    case .illegalGeneration where isMember:
      if membership.state == .stable { generationIsIllegal() }
    case .fencedInstanceID:
      // It may have been sent before this member forgot who it was, and be about its own place.
      if membership.state == .stable { membership.fatal = error }
    default: break
    }
    let isWorthAnotherTry = error.isRetriable || error == .coordinatorNotAvailable
    guard isWorthAnotherTry else { return commitIsOver(number, error, turn: &turn) }
    commitMayBeRetried(number, error, turn: &turn)
  }

  /// A passing error: whoever waits tries again, an asynchronous commit has had its one attempt.
  private mutating func commitMayBeRetried(
    _ number: Int32, _ error: ErrorCode, turn: inout Turn
  ) {
    switch commits[number].purpose {
    case .automatic:
      setAutoCommit(at: turn.now + settings.retryBackoff, turn: &turn)
      commitIsOver(number, error, turn: &turn)
    case .asynchronous: commitIsOver(number, error, turn: &turn)
    case .synchronous, .ordered, .preparation, .closing:
      commits[number].restsUntil =
        turn.now
        + network.settings.retryBackoff.pause(
          after: commits[number].failures, random: &turn.random)
      commits[number].failures += 1
      wakeForRetry(at: commits[number].restsUntil, turn: &turn)
    }
  }

  /// A commit has had its last word; whoever waits goes on.
  private mutating func commitIsOver(_ number: Int32, _ error: ErrorCode, turn: inout Turn) {
    let commit = commits.remove(number)
    if error == .requestTimedOut { announceRefused(commit.offsets, error, turn: &turn) }
    switch commit.purpose {
    case .automatic, .asynchronous, .ordered: break
    case .synchronous:
      afterCommit(turn: &turn)
    case .preparation: membership.preparationCommit = -1
    case .closing: leaveAndEnd(turn: &turn)
    }
  }
}
