import Kernel

/// A request whose event is in process, and whom to answer.
struct PendingRequest: Sendable {
  var request: ControllerRequest
  var ticket: RequestTicket
}

// Requests of brokers, and what brokers publish in ZooKeeper.
extension Controller {
  /// Starts the event of a request; who does not hold the office refuses it.
  mutating func beginRequest(
    _ request: ControllerRequest, _ ticket: RequestTicket, _ turn: inout Turn
  ) {
    guard isActive else { return refuse(request, ticket, .notController) }
    requestInProcess = PendingRequest(request: request, ticket: ticket)
    switch request {
    case .alterPartition(let request): alterPartition(request, ticket, turn)
    case .controlledShutdown(let request): controlledShutdown(request, ticket, &turn)
    case .allocateProducerIDs(let request): allocateProducerIDs(request, ticket)
    case .admin(let request): beginAdmin(request, &turn)
    }
  }

  /// Refuses a request as a whole.
  mutating func refuse(_ request: ControllerRequest, _ ticket: RequestTicket, _ error: ErrorCode) {
    switch request {
    case .alterPartition:
      answer(ticket, .alterPartitionResponse(AlterPartitionResponse(error: error, results: [])))
    case .controlledShutdown:
      answer(
        ticket,
        .controlledShutdownResponse(ControlledShutdownResponse(error: error, remaining: [])))
    case .allocateProducerIDs:
      answer(
        ticket,
        .allocateProducerIDsResponse(
          AllocateProducerIDsResponse(error: error, first: .none, count: 0)))
    case .admin: answer(ticket, .adminResponse(AdminResponse(error: error, message: "", parts: [])))
    }
  }

  /// Refuses the request in process, if there is one.
  mutating func failRequestInProcess(_ error: ErrorCode, _ turn: inout Turn) {
    guard let pending = requestInProcess else { return }
    requestInProcess = nil
    refuse(pending.request, pending.ticket, error)
  }

  /// Answers the request in process.
  mutating func answerRequest(_ content: MessageStore.ColdContent) {
    guard let pending = requestInProcess else { return }
    requestInProcess = nil
    answer(pending.ticket, content)
  }

  /// Puts an answer where the broker fetches it.
  mutating func answer(_ ticket: RequestTicket, _ content: MessageStore.ColdContent) {
    answers.append(ControllerAnswer(ticket: ticket, content: content))
  }

  /// Starts a step of a request.
  mutating func begin(_ step: RequestStep, _ turn: inout Turn) {
    switch step {
    case .writeISRs(_, _, let places): open(.requests(step), count: places.count, &turn)
    case .shutDownFollowers(let broker, let partitions):
      shutDownFollowers(broker, partitions, turn)
    case .answerShutdown(let broker): answerShutdown(of: broker, turn)
    case .readPreferredNode: open(.requests(step), count: 2, &turn)
    case .readProducerIDs, .writeProducerIDs, .listNotifications, .deletePreferredNode:
      open(.requests(step), count: 1, &turn)
    case .readNotifications(let paths), .deleteNotifications(let paths):
      open(.requests(step), count: paths.count, &turn)
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: RequestStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .writeISRs(_, let results, let places):
      let result = results[places[place]]
      return fenced(
        .setData(
          .partitionState(result.partition), .state(result.state),
          version: result.partitionEpoch.value), turn)
    case .readProducerIDs: return .getData(.producerIDBlock, watch: false)
    case .writeProducerIDs(let first, let version):
      let block = ZNodeData.producerIDs(
        first: first, last: first + Self.producerIDCount - 1, broker: me)
      return version < 0
        ? .create(.producerIDBlock, block, isEphemeral: false)
        : .setData(.producerIDBlock, block, version: version)
    case .listNotifications: return .getChildren(.isrChanges, watch: true)
    case .readNotifications(let paths): return .getData(paths[place], watch: false)
    case .deleteNotifications(let paths): return fenced(.delete(paths[place], version: -1), turn)
    case .readPreferredNode:
      return place == 0
        ? .exists(.preferredElection, watch: true) : .getData(.preferredElection, watch: false)
    case .deletePreferredNode: return fenced(.delete(.preferredElection, version: -1), turn)
    case .shutDownFollowers, .answerShutdown: return .check(.controllerEpoch, version: -1)
    }
  }

  /// Takes in what a step of a request learned.
  mutating func finish(_ step: RequestStep, _ results: [ZooKeeperResult], _ turn: inout Turn) {
    if results.contains(where: { unfenced($0) == nil }) { return controllerMoved(&turn) }
    switch step {
    case .writeISRs(let request, let parts, let places):
      isrsWritten(request, parts, places, results, &turn)
    case .readProducerIDs: producerIDsRead(results[0])
    case .writeProducerIDs(let first, _): producerIDsWritten(first, results[0])
    case .listNotifications:
      let paths = paths(in: results[0])
      if !paths.isEmpty { perform(.requests(.readNotifications(paths))) }
    case .readNotifications(let paths): notificationsRead(paths, results, turn)
    case .readPreferredNode:
      guard case .data(.partitions(let partitions), _) = results[1] else { return }
      perform(
        .partitions(.elect(partitions.filter { isElectable($0, turn) }, .preferred)), .sendBatch,
        .requests(.deletePreferredNode))
    case .deletePreferredNode:
      // The watch fell with the node; the same event sets it again.
      enqueue(.preferredElectionWritten)
    case .deleteNotifications, .shutDownFollowers, .answerShutdown: break
    }
  }

  /// Leaders wrote ISRs themselves (until 2.6): the cache is refreshed, and everybody is told.
  private mutating func notificationsRead(
    _ paths: [ZNodePath], _ results: [ZooKeeperResult], _ turn: borrowing Turn
  ) {
    var partitions: [PartitionID] = []
    for result in results {
      guard case .data(.partitions(let changed), _) = result else { continue }
      partitions += changed.filter { !context[$0].replicas.isEmpty }
    }
    batch.updateMetadata(of: partitions)
    var steps: [ControllerStep] = [.partitions(.refresh(partitions)), .sendBatch]
    for partition in partitions where context[partition].isReassigning {
      steps.append(.reassignment(.resume(partition)))
    }
    steps.append(.requests(.deleteNotifications(paths)))
    agenda.append(contentsOf: steps.reversed())
  }

  /// Whether a preferred election of the partition would change anything.
  func isElectable(_ partition: PartitionID, _ turn: borrowing Turn) -> Bool {
    let entry = context[partition]
    return !entry.replicas.isEmpty && !context[turn.catalog.topic(of: partition)].isBeingDeleted
      && entry.state.leader != entry.replicas[0]
  }

  /// Moves leaders back where more than the allowed share of a broker's partitions is led
  /// elsewhere.
  ///
  /// Models KafkaController.checkAndTriggerAutoLeaderRebalance.
  mutating func rebalancePreferredLeaders(_ turn: inout Turn) {
    rebalanceTimer = turn.setTimer(
      .controller(.preferredRebalance), after: settings.controller.imbalanceCheckInterval)
    let catalog = turn.catalog
    let waits = !turn.semantics.controller.reassignmentIsIncremental
    let isMoving = waits && context.partitions.contains { $0.isReassigning }
    if isMoving { return }
    var chosen: [PartitionID] = []
    var sizes = [Int64](repeating: 0, count: context.brokers.count)
    var strays = [[PartitionID]](repeating: [], count: context.brokers.count)
    for partition in context.knownPartitions(in: catalog) {
      guard !context[catalog.topic(of: partition)].isBeingDeleted else { continue }
      let entry = context[partition]
      let home = Int(entry.replicas[0].value)
      guard home < sizes.count else { continue }
      sizes[home] += 1
      if entry.hasState && entry.state.leader != entry.replicas[0] {
        strays[home].append(partition)
      }
    }
    for home in sizes.indices {
      let share = Int64(strays[home].count) * 100
      guard sizes[home] > 0, share > sizes[home] * settings.controller.imbalancePercentageMax
      else { continue }
      chosen += strays[home].filter { partition in
        let preferred = context[partition].replicas[0]
        return context.isOnline(preferred, partition)
          && context[partition].state.isr.contains(preferred)
      }
    }
    if !chosen.isEmpty { perform(.partitions(.elect(chosen, .preferred)), .sendBatch) }
  }

  /// One of the controller's timers fired.
  mutating func timerFired(_ timer: ControllerTimer, _ turn: inout Turn) {
    switch timer {
    case .preferredRebalance:
      rebalanceTimer = nil
      if isActive { enqueue(.preferredRebalance) }
    case .channelRetry, .channelTimeout: channelTimerFired(timer, &turn)
    case .topicDeletionRetry: enqueue(.deletionRetry)
    case .adminTimeout(let number): adminTimedOut(number, &turn)
    }
    advance(&turn)
  }
}
