import Kernel

// What brokers ask of the controller: other ISRs, leave to stop, producer ids.
extension Controller {
  /// How many ids a broker gets at once (`ProducerIdsBlock.PRODUCER_ID_BLOCK_SIZE`).
  static let producerIDCount: Int64 = 1000

  /// Checks who asks, as all requests between brokers are checked.
  private func error(of broker: BrokerID, _ epoch: BrokerEpoch) -> ErrorCode {
    guard context[broker].isPresent else { return .staleBrokerEpoch }
    return epoch == .unknown || epoch == context[broker].epoch ? .none : .staleBrokerEpoch
  }

  /// AlterPartition (KIP-497): each partition is judged in Kafka's order, then what remains is
  /// written.
  mutating func alterPartition(
    _ request: AlterPartitionRequest, _ ticket: RequestTicket, _ turn: borrowing Turn
  ) {
    let error = error(of: request.broker, request.brokerEpoch)
    guard error == .none else { return failAlterPartition(error) }
    var results: [AlterPartitionResult] = []
    var places: [Int] = []
    for part in request.parts {
      let judgement = judge(part, from: request.broker, turn)
      var result = AlterPartitionResult(
        partition: part.partition, error: judgement ?? .none,
        state: context[part.partition].state, partitionEpoch: context[part.partition].epoch)
      if judgement == nil {
        result.state.isr = part.isr
        result.state.isRecovering = part.isRecovering
        places.append(results.count)
      }
      results.append(result)
    }
    perform(.requests(.writeISRs(request, results, places: places)))
  }

  private mutating func failAlterPartition(_ error: ErrorCode) {
    answerRequest(.alterPartitionResponse(AlterPartitionResponse(error: error, results: [])))
  }

  /// What a wish comes to without a write: an error, `none` when it holds already; nil when it is
  /// to be written.
  func judge(
    _ part: AlterPartitionPart, from broker: BrokerID, _ turn: borrowing Turn
  ) -> ErrorCode? {
    let entry = context[part.partition]
    guard entry.hasState else { return .unknownTopicOrPartition }
    let state = entry.state
    // A leader that knows more than this controller: the controller is the stale one.
    if part.partitionEpoch > entry.epoch || part.leaderEpoch > state.leaderEpoch {
      return .notController
    }
    if part.leaderEpoch < state.leaderEpoch { return .fencedLeaderEpoch }
    if state.leader == broker && state.isr == part.isr && state.isRecovering == part.isRecovering {
      return ErrorCode.none
    }
    if part.partitionEpoch < entry.epoch { return .invalidUpdateVersion }
    if part.isRecovering && (part.isr.count > 1 || !state.isRecovering) { return .invalidRequest }
    if turn.semantics.replication.isrNeedsLiveMembers
      && part.isr.first(where: { !context[$0].isLive }) != nil
    {
      return .ineligibleReplica
    }
    return nil
  }

  /// ISRs are registered: the leader is answered, everybody is told, reassignments may complete.
  mutating func isrsWritten(
    _ request: AlterPartitionRequest, _ parts: [AlterPartitionResult], _ places: [Int],
    _ results: [ZooKeeperResult], _ turn: inout Turn
  ) {
    var answers = parts
    var changed: [PartitionID] = []
    for (place, result) in zip(places, results) {
      let partition = answers[place].partition
      switch unfenced(result) {
      case .stat(let stat):
        let before = context[partition].state.isr
        answers[place].partitionEpoch = PartitionEpoch(stat.version)
        context[partition].state = answers[place].state
        context[partition].epoch = answers[place].partitionEpoch
        changed.append(partition)
        turn.announce(
          .isrChanged(
            partition: partition, isr: answers[place].state.isr,
            partitionEpoch: answers[place].partitionEpoch,
            isShrink: answers[place].state.isr.count < before.count))
      case .badVersion: answers[place].error = .invalidUpdateVersion
      default: answers[place].error = .unknownServerError
      }
    }
    for answer in answers where answer.error != .none {
      turn.announce(
        .isrChangeRefused(
          partition: answer.partition, isr: answer.state.isr, error: answer.error))
    }
    answerRequest(
      .alterPartitionResponse(AlterPartitionResponse(error: .none, results: answers)))
    if changed.isEmpty { return }
    batch.updateMetadata(of: changed)
    for partition in changed.reversed() where context[partition].isReassigning {
      agenda.append(.reassignment(.resume(partition)))
    }
    agenda.append(.sendBatch)
  }

  /// ControlledShutdown: leadership moves away, then the broker's followers leave the ISRs.
  mutating func controlledShutdown(
    _ request: ControlledShutdownRequest, _ ticket: RequestTicket, _ turn: inout Turn
  ) {
    let broker = request.broker
    guard context[broker].isPresent else { return failShutdown(.brokerNotAvailable) }
    // A generation that the controller has not seen yet is no reason to refuse.
    let isStale =
      request.brokerEpoch != .unknown && request.brokerEpoch < context[broker].epoch
    if isStale { return failShutdown(.staleBrokerEpoch) }
    context[broker].isShuttingDown = true
    let concerned = context.select(in: turn.catalog) { partition, entry in
      entry.replicas.count > 1 && entry.replicas.contains(broker)
        && !context[turn.catalog.topic(of: partition)].isBeingDeleted
    }
    let led = concerned.filter { context[$0].state.leader == broker }
    let followed = concerned.filter { context[$0].state.leader != broker }
    perform(
      .partitions(.elect(led, .controlledShutdown)), .sendBatch,
      .requests(.shutDownFollowers(broker, followed)), .requests(.answerShutdown(broker)))
  }

  private mutating func failShutdown(_ error: ErrorCode) {
    answerRequest(
      .controlledShutdownResponse(ControlledShutdownResponse(error: error, remaining: [])))
  }

  /// The broker's followers stop first, so that the leaders see them go, and then leave the ISRs.
  mutating func shutDownFollowers(
    _ broker: BrokerID, _ partitions: [PartitionID], _ turn: borrowing Turn
  ) {
    let replicas = partitions.map { ReplicaID(partition: $0, broker: broker) }
    for replica in replicas { addStopReplica(replica, isDeletion: false, turn) }
    perform(.sendBatch, .replicas(.move(replicas, .offline)), .sendBatch)
  }

  /// Answers with what the broker still leads, because nobody else is in sync.
  mutating func answerShutdown(of broker: BrokerID, _ turn: borrowing Turn) {
    let remaining = context.select(in: turn.catalog) { _, entry in
      entry.replicas.count > 1 && entry.state.leader == broker
    }
    answerRequest(
      .controlledShutdownResponse(
        ControlledShutdownResponse(error: .none, remaining: remaining)))
  }

  /// AllocateProducerIds (3.0): the next block of ids, by compare-and-set on its znode.
  mutating func allocateProducerIDs(
    _ request: AllocateProducerIDsRequest, _ ticket: RequestTicket
  ) {
    guard context[request.broker].isLive else { return failProducerIDs(.brokerIDNotRegistered) }
    guard error(of: request.broker, request.brokerEpoch) == .none else {
      return failProducerIDs(.staleBrokerEpoch)
    }
    perform(.requests(.readProducerIDs))
  }

  private mutating func failProducerIDs(_ error: ErrorCode) {
    answerRequest(
      .allocateProducerIDsResponse(
        AllocateProducerIDsResponse(error: error, first: .none, count: 0)))
  }

  /// The last block is known: the next one is claimed.
  mutating func producerIDsRead(_ result: ZooKeeperResult) {
    guard case .data(.producerIDs(_, let last, _), let stat) = result else {
      return perform(.requests(.writeProducerIDs(first: 0, version: -1)))
    }
    perform(.requests(.writeProducerIDs(first: last + 1, version: stat.version)))
  }

  /// The block is claimed, or somebody was faster and it is tried again.
  mutating func producerIDsWritten(_ first: Int64, _ result: ZooKeeperResult) {
    switch result {
    case .stat, .created:
      answerRequest(
        .allocateProducerIDsResponse(
          AllocateProducerIDsResponse(
            error: .none, first: ProducerID(first), count: Int32(Self.producerIDCount))))
    default: perform(.requests(.readProducerIDs))
    }
  }
}
