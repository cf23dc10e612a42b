import Kernel

/// Operators' requests: records are deleted by their leader, everything else is the controller's
/// business.
extension Broker {
  /// Serves an operator's request.
  mutating func serve(_ request: AdminRequest, _ ticket: RequestTicket, turn: inout Turn) {
    if case .deleteRecords(let partition, let before) = request.operation {
      return deleteRecords(
        of: partition, before: before, timeout: request.timeout, ticket, turn: &turn)
    }
    switch request.operation {
    case .deleteGroup, .resetOffsets:
      return serveGroup(.adminRequest(request), ticket, turn: &turn)
    default: break
    }
    let answers = process.controller.receive(
      request: .adminRequest(request), ticket: ticket, zookeeper: &process.zooKeeper, turn: &turn)
    answer(answers, turn: &turn)
  }

  /// Moves a leader's log start, and waits until every live replica has followed (KIP-107).
  private mutating func deleteRecords(
    of partition: PartitionID, before: Offset, timeout: Duration, _ ticket: RequestTicket,
    turn: inout Turn
  ) {
    if let error = refusal(of: partition, .none, in: .requests, turn.semantics.requests) {
      refused(partition, ticket, kind: .adminRequest, error: error, turn: &turn)
      return answerAdmin(ticket, partition, error, turn: &turn)
    }
    let replica = Int(disk.slot(of: partition))
    let outcome = disk.logs[replica].deleteRecords(
      before: before, rules: rules(of: replica), turn: &turn)
    switch outcome {
    case .refused(let error):
      refused(partition, ticket, kind: .adminRequest, error: error, turn: &turn)
      answerAdmin(ticket, partition, error, turn: &turn)
    case .done(_, let start):
      process.disturb(replica)
      let slot = process.delayedOperations.insert(
        DelayedOperation(ticket: ticket, wait: .deleteRecords(partition, start: start)))
      process.delayedOperations[slot].timer = turn.setTimer(
        .broker(.delayedOperation(slot)), after: max(timeout, .zero))
      checkDeleteRecords(turn: &turn)
    }
  }

  /// Looks at every deletion that waits for followers.
  mutating func checkDeleteRecords(turn: inout Turn) {
    for slot in process.delayedOperations.liveSlots {
      guard case .deleteRecords(let partition, let start) = process.delayedOperations[slot].wait
      else { continue }
      let error = refusal(of: partition, .none, in: .requests, turn.semantics.requests)
      guard error != nil || everybodyStarts(at: start, partition) else { continue }
      finishDeletion(slot, partition, error ?? .none, turn: &turn)
    }
  }

  private func everybodyStarts(at start: Offset, _ partition: PartitionID) -> Bool {
    let replica = Int(disk.slot(of: partition))
    var cursor = process.followers.first(process.partitions[replica].followers)
    while cursor >= 0 {
      let isLate =
        process.metadata.isAlive(process.followers[cursor].broker)
        && process.followers[cursor].logStart < start
      if isLate { return false }
      cursor = process.followers.next(cursor)
    }
    return true
  }

  private mutating func finishDeletion(
    _ slot: Int32, _ partition: PartitionID, _ error: ErrorCode, turn: inout Turn
  ) {
    let operation = process.delayedOperations.remove(slot)
    if let timer = operation.timer { turn.cancelTimer(timer) }
    answerAdmin(operation.ticket, partition, error, turn: &turn)
  }

  private mutating func answerAdmin(
    _ ticket: RequestTicket, _ partition: PartitionID, _ error: ErrorCode, turn: inout Turn
  ) {
    let response = AdminResponse(error: error, message: "", parts: [(partition, error)])
    answer(ticket, turn.messages.wrap(.adminResponse(response)), turn: &turn)
  }

  /// A waiting operation has run out of time.
  mutating func operationTimedOut(_ slot: Int32, turn: inout Turn) {
    switch process.delayedOperations[slot].wait {
    case .producerID: producerIDTimedOut(slot, turn: &turn)
    case .deleteRecords(let partition, _):
      process.delayedOperations[slot].timer = nil
      finishDeletion(slot, partition, .requestTimedOut, turn: &turn)
    }
  }
}
