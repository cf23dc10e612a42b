import Kernel

/// What an operator asks of a group: to be deleted (KIP-229), or to read on from elsewhere
/// (KIP-122, KIP-396).
///
/// Offsets are set by a commit without membership, which a group with members refuses; so does the
/// tool itself beforehand.
extension GroupCoordinator {
  mutating func serve(
    _ request: AdminRequest, _ ticket: RequestTicket, turn: inout Turn
  ) {
    switch request.operation {
    case .deleteGroup(let group):
      answerOperator(ticket, delete(group, turn: &turn))
    case .resetOffsets(let group, let targets):
      if let error = resetRefusal(group, turn: &turn) { return answerOperator(ticket, error) }
      reset(targets, of: group, ticket, turn: &turn)
    default: answerOperator(ticket, .invalidRequest)
    }
  }

  mutating func answerOperator(_ ticket: RequestTicket, _ error: ErrorCode) {
    answer(ticket, .adminResponse(AdminResponse(error: error, message: "", parts: [])))
  }

  /// DeleteGroups: offsets and group get tombstones; a group with members is refused.
  private mutating func delete(_ id: GroupID, turn: inout Turn) -> ErrorCode {
    if let error = refusal(of: id) { return error }
    guard let group = groups[Int(id.value)] else { return .groupIDNotFound }
    guard group.state == .empty else { return .nonEmptyGroup }
    var records: [GroupRecords.Record] = []
    for partition in group.offsets.keys {
      records.append(.noOffset(id, partition))
      turn.announce(
        .offsetAltered(group: id, partition: partition, offset: .unknown, reason: .deleted))
    }
    records.append(.noGroup(id))
    groups[Int(id.value)] = nil
    turn.announce(.groupStateChanged(group: id, state: .dead, broker: broker))
    append(records, for: id, .note, turn: &turn)
    return .none
  }

  private mutating func resetRefusal(_ id: GroupID, turn: inout Turn) -> ErrorCode? {
    if let error = refusal(of: id) { return error }
    if groups[Int(id.value)] == nil {
      groups[Int(id.value)] = CoordinatedGroup(id: id)
      groups[Int(id.value)]?.emptySince = turn.wallMilliseconds
    }
    return groups[Int(id.value)]?.state == .empty ? nil : .nonEmptyGroup
  }

  private mutating func reset(
    _ targets: [(partition: PartitionID, offset: Offset)], of id: GroupID,
    _ ticket: RequestTicket, turn: inout Turn
  ) {
    let wall = turn.wallMilliseconds
    let offsets = targets.map {
      CommittedOffset(partition: $0.partition, offset: $0.offset, leaderEpoch: .none)
    }
    let records = offsets.map {
      GroupRecords.Record.offset(
        OffsetRecord(
          group: id, partition: $0.partition, offset: $0.offset, leaderEpoch: .none,
          committedAt: wall))
    }
    guard !records.isEmpty else { return answerOperator(ticket, .none) }
    groups[Int(id.value)]?.pendingCommits += 1
    append(records, for: id, .reset(ticket, offsets, committedAt: wall), turn: &turn)
  }
}
