import Kernel

/// Produce requests on the leader: append, then answer at once or wait for replication
/// (`ReplicaManager.appendRecords`).
extension Broker {
  /// What became of one part, as far as the leader's own log goes.
  private struct PartAppend {
    var result: ProduceResult
    var replica: Int32
    var required: Offset
  }

  /// Serves a produce request.
  mutating func serve(_ request: ProduceRequest, _ ticket: RequestTicket, turn: inout Turn) {
    if !accepts(request.acks, turn.semantics.requests) {
      return refuseAll(request, ticket, error: .invalidRequiredAcks, turn: &turn)
    }
    if request.acks == .zero || request.acks == .leader {
      serveAtOnce(request, ticket, turn: &turn)
    } else {
      serveReplicated(request, ticket, turn: &turn)
    }
  }

  /// Whether the release knows this number of acknowledgements; counts above one went with 0.9.
  @inline(__always)
  private func accepts(_ acks: RequiredAcks, _ semantics: RequestSemantics) -> Bool {
    (-1...1).contains(acks.value) || (acks.value > 1 && semantics.acksMayCountReplicas)
  }

  /// Refuses every part: nothing is appended.
  private mutating func refuseAll(
    _ request: ProduceRequest, _ ticket: RequestTicket, error: ErrorCode, turn: inout Turn
  ) {
    var results = ListRef()
    var parts = request.parts
    while let part = turn.messages.produceParts.popFirst(&parts) {
      refused(part.partition, ticket, kind: .produceRequest, error: error, turn: &turn)
      turn.messages.produceResults.append(
        ProduceResult(
          partition: part.partition, error: error, baseOffset: .unknown, logStart: .unknown),
        to: &results)
    }
    answer(ticket, .produced(ProduceResponse(results: results)), turn: &turn)
  }

  /// acks=0 and acks=1: the answer needs nothing but the leader's own append.
  private mutating func serveAtOnce(
    _ request: ProduceRequest, _ ticket: RequestTicket, turn: inout Turn
  ) {
    var results = ListRef()
    var hasFailed = false
    var parts = request.parts
    while let part = turn.messages.produceParts.popFirst(&parts) {
      let appended = append(part, acks: request.acks, ticket, turn: &turn)
      hasFailed = hasFailed || !appended.result.error.isSuccess
      if request.acks == .leader {
        turn.messages.produceResults.append(appended.result, to: &results)
      }
    }
    if request.acks == .leader {
      answer(ticket, .produced(ProduceResponse(results: results)), turn: &turn)
    } else if hasFailed {
      // Nobody waits for an answer, so a broken connection is the only way to say "look elsewhere".
      process.connections.close(ticket, messages: &turn.messages)
      turn.close(ticket.connection)
    } else {
      _ = process.connections.finish(ticket, messages: &turn.messages)
    }
  }

  /// acks=all, or a count in 0.8: the request is parked unless every part is settled already.
  private mutating func serveReplicated(
    _ request: ProduceRequest, _ ticket: RequestTicket, turn: inout Turn
  ) {
    let owner = process.produces.insert(DelayedProduce(ticket: ticket, acks: request.acks))
    var parts = request.parts
    while let part = turn.messages.produceParts.popFirst(&parts) {
      let appended = append(part, acks: request.acks, ticket, turn: &turn)
      let isPending = appended.result.error.isSuccess
      let place = process.produceParts.insert(
        DelayedProducePart(
          owner: owner, partition: part.partition, replica: isPending ? appended.replica : -1,
          required: appended.required, result: appended.result, isPending: isPending))
      let last = process.produces[owner].lastPart
      if last >= 0 {
        process.produceParts[last].nextOfOwner = place
      } else {
        process.produces[owner].firstPart = place
      }
      process.produces[owner].lastPart = place
      if isPending { process.produces[owner].pending += 1 }
    }
    // Only now: a part that is settled at once must not complete a request whose other parts are
    // unknown.
    var place = process.produces[owner].firstPart
    while place >= 0 {
      if process.produceParts[place].isPending { settleOrWatch(place, turn: &turn) }
      place = process.produceParts[place].nextOfOwner
    }
    if process.produces[owner].pending == 0 { return finishProduce(owner, turn: &turn) }
    process.produces[owner].timer = turn.setTimer(
      .broker(.delayedProduce(owner)), after: max(request.timeout, .zero))
  }

  private mutating func settleOrWatch(_ place: Int32, turn: inout Turn) {
    guard let error = verdict(on: place, turn.semantics) else {
      return process.watchProduce(place)
    }
    settle(place, error: error)
  }

  /// Appends one batch, after Kafka's checks in Kafka's order (A3 to A7).
  private mutating func append(
    _ part: ProducePart, acks: RequiredAcks, _ ticket: RequestTicket, turn: inout Turn
  ) -> PartAppend {
    var outcome = PartAppend(
      result: ProduceResult(
        partition: part.partition, error: .none, baseOffset: .unknown, logStart: .unknown),
      replica: -1, required: .unknown)
    let slot = disk.slot(of: part.partition)
    if let error = refusal(of: part.partition, slot: slot, acks: acks, turn.semantics) {
      outcome.result.error = error
      if turn.semantics.requests.errorsCarryNewLeader && error == .notLeaderOrFollower,
        let state = process.metadata[part.partition]?.state
      {
        outcome.result.leader = state.leader
        outcome.result.leaderEpoch = state.leaderEpoch
      }
      refused(part.partition, ticket, kind: .produceRequest, error: error, turn: &turn)
      return outcome
    }
    let replica = Int(slot)
    outcome.replica = slot
    switch appendAsLeader(part.batch, replica, origin: .client, turn: &turn) {
    case .appended(let base):
      outcome.result.baseOffset = base
      outcome.required = base.advanced(by: Int64(part.batch.offsetSpan))
    case .duplicate(let base, let last):
      outcome.result.baseOffset = base
      outcome.required = last.advanced(by: 1)
    case .refused(let error):
      outcome.result.error = error
      refused(part.partition, ticket, kind: .produceRequest, error: error, turn: &turn)
    }
    outcome.result.logStart = disk.logs[replica].startOffset
    return outcome
  }

  /// Why a produce for a partition is refused before anything is appended, or nil.
  @inline(__always)
  private func refusal(
    of partition: PartitionID, slot: Int32, acks: RequiredAcks, _ semantics: Semantics
  ) -> ErrorCode? {
    guard process.metadata.contains(partition) else { return .unknownTopicOrPartition }
    guard slot >= 0, process.partitions[Int(slot)].isHosted else {
      return absence(of: partition, in: .requests, semantics.requests)
    }
    let replica = Int(slot)
    if process.partitions[replica].role == .offline { return .kafkaStorageError }
    if process.partitions[replica].role != .leader { return .notLeaderOrFollower }
    if acks == .all && process.partitions[replica].isr.count < minISR(replica, semantics) {
      return .notEnoughReplicas
    }
    return nil
  }

  /// Appends a batch to a partition that this broker leads, and does what follows from it.
  ///
  /// Group and transaction coordinators append through here too.
  mutating func appendAsLeader(
    _ batch: RecordBatch, _ replica: Int, origin: AppendOrigin, turn: inout Turn
  ) -> AppendOutcome {
    if disk.isFull {
      logDirectoryFailed(disk.directory(of: replica), isBroken: false, turn: &turn)
      return .refused(.kafkaStorageError)
    }
    let segment = disk.logs[replica].active.baseOffset
    let outcome = disk.logs[replica].appendAsLeader(
      batch, epoch: process.partitions[replica].leaderEpoch, origin: origin,
      rules: rules(of: replica), turn: &turn)
    guard case .appended = outcome else { return outcome }
    if !raiseHighWatermark(replica, turn: &turn) {
      // A roll may end waits beyond the high watermark.
      let hasRolled = disk.logs[replica].active.baseOffset != segment
      wakeFetches(replica, of: hasRolled ? .all : .followers, turn: &turn)
    }
    return outcome
  }

  /// The fewest in-sync replicas for acks=all, as the release counts them; zero before the rule
  /// existed.
  @inline(__always)
  func minISR(_ replica: Int, _ semantics: Semantics) -> Int {
    guard semantics.requests.minISRExists else { return 0 }
    let configured = topics[topicPlace(replica)].minInSyncReplicas
    guard semantics.replication.minISRIsCappedByReplicationFactor else { return configured }
    return min(configured, process.partitions[replica].replicas.count)
  }
}
