import Kernel

/// One partition of a fetch, through Kafka's checks F1 to F10 (`Partition.fetchRecords`).
///
/// Questions that every fetch asks are inlined: a call would copy the broker to the stack first.
extension Broker {
  /// Reads one part into the answer.
  mutating func read(
    _ part: FetchPart, of request: FetchRequest, _ ticket: RequestTicket,
    into reading: inout FetchReading, turn: inout Turn
  ) {
    let slot = disk.slot(of: part.partition)
    reading.progress = -1
    if let error = refusal(of: part, request, slot: slot, turn.semantics) {
      return fail(part, request, error, ticket, into: &reading, turn: &turn)
    }
    let replica = Int(slot)
    if request.isFromFollower {
      reading.progress = process.progress(of: request.replica, on: replica)
    }
    if plan.settings.replication.readReplica == .sameRack,
      let other = preferredReplica(for: part, request, replica)
    {
      var answer = blank(part, replica)
      answer.preferredReplica = other
      turn.messages.fetchedParts.append(answer, to: &reading.parts)
      reading.mustAnswer = true
      return
    }
    if let error = fencing(part.currentLeaderEpoch, replica)
      ?? roleRefusal(of: request, part, replica, reading.progress, turn.semantics)
    {
      return fail(part, request, error, ticket, into: &reading, turn: &turn)
    }
    if request.isFromFollower && reading.progress < 0
      && turn.semantics.replication.unassignedFetch == .empty
    {
      reading.failures += 1
      return
    }
    switch divergence(of: part, replica) {
    case .none: break
    case .unknown:
      return fail(part, request, .offsetOutOfRange, ticket, into: &reading, turn: &turn)
    case .at(let end):
      var answer = blank(part, replica)
      answer.divergingEpoch = end.epoch
      answer.divergingEnd = end.endOffset
      turn.messages.fetchedParts.append(answer, to: &reading.parts)
      reading.mustAnswer = true
      reading.failures += 1
      return
    }
    if part.fetchOffset < disk.logs[replica].startOffset
      || part.fetchOffset > disk.logs[replica].endOffset
    {
      return fail(part, request, .offsetOutOfRange, ticket, into: &reading, turn: &turn)
    }
    readRecords(part, of: request, ticket, replica, into: &reading, turn: &turn)
  }

  /// F1, F2: whether the partition is here at all.
  @inline(__always)
  private func refusal(
    of part: FetchPart, _ request: FetchRequest, slot: Int32, _ semantics: Semantics
  ) -> ErrorCode? {
    guard process.metadata.contains(part.partition) else { return .unknownTopicOrPartition }
    guard slot >= 0, process.partitions[Int(slot)].isHosted else {
      return absence(of: part.partition, in: .requests, semantics.requests)
    }
    if process.partitions[Int(slot)].role == .offline { return .kafkaStorageError }
    return nil
  }

  /// F6, F7: whether this broker may answer this sender in its present role.
  @inline(__always)
  private func roleRefusal(
    of request: FetchRequest, _ part: FetchPart, _ replica: Int, _ progress: Int32,
    _ semantics: Semantics
  ) -> ErrorCode? {
    let mayFollowerServe =
      !request.isFromFollower && request.mayReadFollower
      && semantics.requests.anyReplicaServesConsumers
    if !mayFollowerServe && process.partitions[replica].role != .leader {
      return .notLeaderOrFollower
    }
    guard request.isFromFollower, progress < 0 else { return nil }
    switch semantics.replication.unassignedFetch {
    case .serverError: return .unknownServerError
    case .empty: return nil
    case .refusedByEpoch:
      return part.currentLeaderEpoch.value >= 0 ? .unknownLeaderEpoch : .notLeaderOrFollower
    }
  }

  /// F5: whether the sender's leader epoch is another than this replica's (KIP-320); none is not
  /// checked.
  @inline(__always)
  func fencing(_ epoch: LeaderEpoch, _ replica: Int) -> ErrorCode? {
    if epoch.value < 0 { return nil }
    let local = process.partitions[replica].leaderEpoch
    if epoch == local { return nil }
    return epoch < local ? .fencedLeaderEpoch : .unknownLeaderEpoch
  }

  /// Whether the sender's log has departed from this one.
  enum Divergence {
    case none
    /// This log cannot tell: the fetch is out of range.
    case unknown
    case at(EpochEnd)
  }

  /// F8: compares the epoch of the sender's last record with this log (truncation on fetch,
  /// KIP-595).
  @inline(__always)
  func divergence(of part: FetchPart, _ replica: Int) -> Divergence {
    if part.lastFetchedEpoch.value < 0 { return .none }
    let isLatest = part.lastFetchedEpoch == disk.logs[replica].latestEpoch
    if isLatest && part.fetchOffset <= disk.logs[replica].endOffset
      && part.fetchOffset >= disk.logs[replica].startOffset
    {
      return .none
    }
    let end = disk.logs[replica].endOffset(of: part.lastFetchedEpoch, rules: rules(of: replica))
    if end.epoch.value < 0 || end.endOffset.value < 0 { return .unknown }
    if part.fetchOffset < disk.logs[replica].startOffset { return .unknown }
    let diverges = end.epoch < part.lastFetchedEpoch || end.endOffset < part.fetchOffset
    return diverges ? .at(end) : .none
  }

  /// F10: reads up to the bound; between bound and log end there is nothing to see.
  private mutating func readRecords(
    _ part: FetchPart, of request: FetchRequest, _ ticket: RequestTicket, _ replica: Int,
    into reading: inout FetchReading, turn: inout Turn
  ) {
    let bound = readBound(of: request, replica)
    if part.fetchOffset > bound && turn.semantics.requests.aboveBound == .serverError {
      return fail(part, request, .unknownServerError, ticket, into: &reading, turn: &turn)
    }
    if part.fetchOffset >= bound {
      guard isNews(request, replica, reading.progress, turn.semantics) else { return }
      turn.messages.fetchedParts.append(blank(part, replica), to: &reading.parts)
      return
    }
    var answer = blank(part, replica)
    // Until 0.10.0 an oversized batch came truncated, and its reader was stuck.
    let isWholeFirst =
      !reading.hasRecords && turn.semantics.requests.oversizedFirstBatchIsReturned
    let limit = min(Int64(part.maxBytes), reading.bytesLeft)
    let records = disk.logs[replica].read(
      from: part.fetchOffset, upTo: bound, maxBytes: limit, returnsFirstWhole: isWholeFirst,
      isolation: request.isolation, into: &turn.messages)
    answer.batches = records.batches
    answer.aborted = records.aborted
    reading.byteCount += records.byteCount
    reading.readableBytes += records.byteCount
    reading.bytesLeft = max(0, reading.bytesLeft - records.byteCount)
    if !answer.batches.isEmpty { reading.hasRecords = true }
    guard
      !answer.batches.isEmpty || isNews(request, replica, reading.progress, turn.semantics)
    else { return }
    turn.messages.fetchedParts.append(answer, to: &reading.parts)
  }

  /// Whether an answer without records is worth sending: incremental sessions (KIP-227) send
  /// changes only.
  ///
  /// Simplified: a consumer's session never reports a mere move of the high watermark.
  @inline(__always)
  private func isNews(
    _ request: FetchRequest, _ replica: Int, _ cursor: Int32, _ semantics: Semantics
  ) -> Bool {
    guard semantics.requests.fetchSessionsExist else { return true }
    guard request.isFromFollower, cursor >= 0 else { return false }
    return process.followers[cursor].sentHighWatermark != disk.logs[replica].highWatermark
      || process.followers[cursor].sentLogStart != disk.logs[replica].startOffset
  }

  /// Up to where this sender may read.
  @inline(__always)
  func readBound(of request: FetchRequest, _ replica: Int) -> Offset {
    if request.isFromFollower { return disk.logs[replica].endOffset }
    switch request.isolation {
    case .readUncommitted: return disk.logs[replica].highWatermark
    case .readCommitted: return disk.logs[replica].lastStableOffset
    }
  }

  /// An answer that says where the log stands, and nothing else.
  @inline(__always)
  private func blank(_ part: FetchPart, _ replica: Int) -> FetchedPart {
    FetchedPart(
      partition: part.partition, fetchOffset: part.fetchOffset, error: .none,
      highWatermark: disk.logs[replica].highWatermark,
      lastStableOffset: disk.logs[replica].lastStableOffset,
      logStart: disk.logs[replica].startOffset, divergingEpoch: .none, divergingEnd: .unknown,
      preferredReplica: .none, currentLeader: process.partitions[replica].leader,
      batches: ListRef(), aborted: ListRef())
  }

  private mutating func fail(
    _ part: FetchPart, _ request: FetchRequest, _ error: ErrorCode, _ ticket: RequestTicket,
    into reading: inout FetchReading, turn: inout Turn
  ) {
    refused(part.partition, ticket, kind: .fetchRequest, error: error, turn: &turn)
    turn.messages.fetchedParts.append(
      FetchedPart(
        partition: part.partition, fetchOffset: part.fetchOffset, error: error,
        highWatermark: .unknown, lastStableOffset: .unknown, logStart: .unknown,
        divergingEpoch: .none, divergingEnd: .unknown, preferredReplica: .none,
        currentLeader: process.metadata.leader(of: part.partition), batches: ListRef(),
        aborted: ListRef()),
      to: &reading.parts)
    reading.mustAnswer = true
    reading.failures += 1
  }
}
