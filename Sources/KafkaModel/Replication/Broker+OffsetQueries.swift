import Kernel

/// ListOffsets and OffsetsForLeaderEpoch: questions about a log's bounds
/// (`Partition.fetchOffsetForTimestamp`).
extension Broker {
  /// Serves a ListOffsets request.
  mutating func serve(_ request: ListOffsetsRequest, _ ticket: RequestTicket, turn: inout Turn) {
    var response = ListOffsetsResponse(
      partition: request.partition, error: .none, offset: .unknown, leaderEpoch: .none)
    if let error = refusal(
      of: request.partition, request.currentLeaderEpoch, in: .requests, turn.semantics.requests)
    {
      response.error = error
    } else {
      look(up: request, Int(disk.slot(of: request.partition)), &response, turn.semantics)
    }
    if !response.error.isSuccess {
      refused(
        request.partition, ticket, kind: .listOffsetsRequest, error: response.error, turn: &turn)
    } else if request.replica.value < 0 && (request.timestamp == -1 || request.timestamp == -2) {
      turn.announce(
        .offsetListed(
          broker: id, client: process.connections.peer(of: ticket) ?? turn.node,
          partition: request.partition, offset: response.offset, isEnd: request.timestamp == -1))
    }
    answer(ticket, .offsetsListed(response), turn: &turn)
  }

  private func look(
    up request: ListOffsetsRequest, _ replica: Int, _ response: inout ListOffsetsResponse,
    _ semantics: Semantics
  ) {
    let log = disk.logs[replica]
    let isClient = request.replica.value < 0
    let bound: Offset
    if !isClient {
      bound = log.endOffset
    } else if request.isolation == .readCommitted && semantics.requests.lastStableOffsetExists {
      bound = log.lastStableOffset
    } else {
      bound = log.highWatermark
    }
    // A new leader's high watermark may be older than what clients have seen (KIP-207).
    let isUnsettled =
      isClient && semantics.requests.offsetNotAvailableExists
      && log.highWatermark < process.partitions[replica].epochStart
    response.leaderEpoch = process.partitions[replica].leaderEpoch
    switch request.timestamp {
    case -1:
      if isUnsettled { response.error = .offsetNotAvailable } else { response.offset = bound }
    case -2:
      response.offset = log.startOffset
    case 0... where !semantics.requests.findsOffsetsByTimestamp:
      // What lies above the bound is cut off the list of bases, and the bound takes its place.
      let base = log.segmentBase(notWrittenAfter: request.timestamp)
      response.offset = base.map { min($0, bound) } ?? .unknown
    default:
      let found =
        request.timestamp == -3
        ? log.offsetOfLargestTimestamp() : log.firstOffset(atOrAfter: request.timestamp)
      if let found, found.offset < bound {
        response.offset = found.offset
      } else if isUnsettled {
        response.error = .offsetNotAvailable
      }
    }
  }

  /// Serves an OffsetsForLeaderEpoch request; the answer is not bounded by the high watermark.
  mutating func serve(_ request: EpochEndRequest, _ ticket: RequestTicket, turn: inout Turn) {
    var response = EpochEndResponse(
      partition: request.partition, error: .none, epoch: .none, endOffset: .unknown)
    if let error = refusal(
      of: request.partition, request.currentLeaderEpoch, in: .epochQueries, turn.semantics.requests)
    {
      response.error = error
      refused(request.partition, ticket, kind: .epochEndRequest, error: error, turn: &turn)
    } else {
      let replica = Int(disk.slot(of: request.partition))
      let end = disk.logs[replica].endOffset(of: request.epoch, rules: rules(of: replica))
      response.epoch = end.epoch
      response.endOffset = end.endOffset
    }
    answer(ticket, .epochEnded(response), turn: &turn)
  }

  /// Why a question that only the leader may answer is refused, or nil.
  func refusal(
    of partition: PartitionID, _ epoch: LeaderEpoch, in kind: RequestSemantics.KnowsElsewhere,
    _ semantics: RequestSemantics
  ) -> ErrorCode? {
    let slot = disk.slot(of: partition)
    guard slot >= 0, process.partitions[Int(slot)].isHosted else {
      return absence(of: partition, in: kind, semantics)
    }
    let replica = Int(slot)
    if process.partitions[replica].role == .offline { return .kafkaStorageError }
    if let error = fencing(epoch, replica) { return error }
    return process.partitions[replica].role == .leader ? nil : .notLeaderOrFollower
  }

  /// What is said of a replica that this broker does not host (`getPartitionOrError`).
  func absence(
    of partition: PartitionID, in kind: RequestSemantics.KnowsElsewhere,
    _ semantics: RequestSemantics
  ) -> ErrorCode {
    let isElsewhere = semantics.knowsElsewhere >= kind && process.metadata.contains(partition)
    return isElsewhere ? .notLeaderOrFollower : .unknownTopicOrPartition
  }
}
