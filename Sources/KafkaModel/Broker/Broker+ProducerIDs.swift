import Kernel

/// InitProducerId for idempotent producers: ids from blocks, from ZooKeeper (0.11 to 2.8) or the
/// controller (3.0, KIP-730).
extension Broker {
  /// How long a producer waits for an id before it is told to ask again.
  static let producerIDPatience = Duration.milliseconds(30000)
  /// The steps of taking a block in ZooKeeper.
  private enum BlockTicket { static let read: Int32 = 1, write: Int32 = 2, create: Int32 = 3 }

  /// Serves an InitProducerId request without a transactional id.
  mutating func serve(_ request: InitProducerIDRequest, _ ticket: RequestTicket, turn: inout Turn) {
    let slot = process.delayedOperations.insert(
      DelayedOperation(ticket: ticket, wait: .producerID))
    process.delayedOperations[slot].timer = turn.setTimer(
      .broker(.delayedOperation(slot)), after: Self.producerIDPatience)
    giveProducerIDs(turn: &turn)
  }

  /// Gives ids to whoever waits; asks for another block when there are not enough.
  private mutating func giveProducerIDs(turn: inout Turn) {
    for slot in process.delayedOperations.liveSlots {
      guard case .producerID = process.delayedOperations[slot].wait else { continue }
      if process.producerIDs.isEmpty { return requestProducerIDs(turn: &turn) }
      let producer = ProducerID(process.producerIDs.next)
      process.producerIDs.next += 1
      finishProducerID(slot, producer, .none, turn: &turn)
    }
  }

  private mutating func finishProducerID(
    _ slot: Int32, _ producer: ProducerID, _ error: ErrorCode, turn: inout Turn
  ) {
    let operation = process.delayedOperations.remove(slot)
    if let timer = operation.timer { turn.cancelTimer(timer) }
    let response = InitProducerIDResponse(
      error: error, producerID: producer, producerEpoch: ProducerEpoch(error.isSuccess ? 0 : -1))
    answer(
      operation.ticket, turn.messages.wrap(.initProducerIDResponse(response)), turn: &turn)
  }

  /// Nobody had an id to give in time.
  mutating func producerIDTimedOut(_ slot: Int32, turn: inout Turn) {
    process.delayedOperations[slot].timer = nil
    finishProducerID(slot, .none, .coordinatorLoadInProgress, turn: &turn)
  }

  private mutating func requestProducerIDs(turn: inout Turn) {
    if process.producerIDs.isAwaited { return }
    process.producerIDs.isAwaited = true
    if turn.semantics.controller.allocatesProducerIDs {
      return askController(.allocateProducerIDs, turn: &turn)
    }
    submitBlock(.getData(.producerIDBlock, watch: false), BlockTicket.read, turn: &turn)
  }

  /// The controller has given a block, or not.
  mutating func producerIDsAllocated(_ response: AllocateProducerIDsResponse, turn: inout Turn) {
    guard response.error.isSuccess else { return }
    adoptBlock(from: response.first.value, count: Int64(response.count), turn: &turn)
  }

  private mutating func adoptBlock(from first: Int64, count: Int64, turn: inout Turn) {
    process.producerIDs.isAwaited = false
    process.producerIDs.next = first
    process.producerIDs.end = first + count
    giveProducerIDs(turn: &turn)
  }

  private mutating func submitBlock(
    _ operation: ZooKeeperOperation, _ number: Int32, turn: inout Turn
  ) {
    process.zooKeeper.submit(
      operation, ticket: ZooKeeperTicket(owner: .producerIDs, number: number), turn: &turn)
  }

  /// ZooKeeper has answered a step of taking a block; a lost race begins again with reading.
  mutating func receiveProducerIDs(_ result: ZooKeeperResult, _ number: Int32, turn: inout Turn) {
    guard process.producerIDs.isAwaited else { return }
    switch result {
    case .data(.producerIDs(_, let last, _), let stat):
      proposeBlock(last + 1, version: stat.version, turn: &turn)
    case .noNode where number == BlockTicket.read:
      process.producerIDs.proposed = 0
      submitBlock(
        .create(.producerIDBlock, block(from: 0), isEphemeral: false), BlockTicket.create,
        turn: &turn)
    case .stat where number == BlockTicket.write, .created, .ok:
      adoptBlock(from: process.producerIDs.proposed, count: ProducerIDBlock.size, turn: &turn)
    case .sessionExpired, .connectionLoss:
      process.producerIDs.isAwaited = false
    case .data, .noNode, .stat, .children, .multi, .nodeExists, .badVersion:
      submitBlock(.getData(.producerIDBlock, watch: false), BlockTicket.read, turn: &turn)
    }
  }

  private mutating func proposeBlock(_ first: Int64, version: Int32, turn: inout Turn) {
    process.producerIDs.proposed = first
    submitBlock(
      .setData(.producerIDBlock, block(from: first), version: version), BlockTicket.write,
      turn: &turn)
  }

  private func block(from first: Int64) -> ZNodeData {
    .producerIDs(first: first, last: first + ProducerIDBlock.size - 1, broker: id)
  }
}
