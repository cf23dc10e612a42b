import Kernel

// The event loop: one event at a time, each as a stack of steps.
extension Controller {
  /// Puts an event at the end of the queue.
  mutating func enqueue(_ event: ControllerEvent) {
    invariant(
      events.count < Self.eventLimit, "more than \(Self.eventLimit) controller events wait")
    events.append(event)
  }

  /// Works until the current step waits for ZooKeeper, or nothing is left to do.
  mutating func advance(_ turn: inout Turn) {
    while exchange == nil && !isBlockedByQueues {
      if let step = agenda.popLast() {
        begin(step, &turn)
      } else if let event = events.popFirst() {
        electionErrors.removeAll(keepingCapacity: true)
        // Whatever a request came to, whoever asked is told.
        failRequestInProcess(.unknownServerError, &turn)
        begin(event, &turn)
      } else {
        break
      }
      if agenda.isEmpty && exchange == nil { checkWaitingAdmins(&turn) }
    }
  }

  /// Puts steps on the agenda, the first of the list to be done next.
  mutating func perform(_ steps: ControllerStep...) { agenda.append(contentsOf: steps.reversed()) }

  /// Forgets the event in process; what it has written already stays written.
  mutating func abandonEvent() {
    agenda.removeAll()
    exchange = nil
    batch.clear()
    requestInProcess = nil
  }

  /// The session is gone: queued events are dropped, and the office with them.
  ///
  /// Models KafkaController's Expire event, which ZooKeeperClient's reinitialiser waits for before
  /// it opens a new session.
  mutating func sessionExpired(_ turn: inout Turn) {
    failRequestInProcess(.notController, &turn)
    abandonEvent()
    while let event = events.popFirst() { preempt(event) }
    if isActive { resign(&turn) }
    note(activeController: .none)
    outbox.removeAll()
  }

  /// Answers a request that the expiry of the session took out of the queue.
  private mutating func preempt(_ event: ControllerEvent) {
    if case .request(let request, let ticket) = event { refuse(request, ticket, .notController) }
  }

  /// Starts an event.
  private mutating func begin(_ event: ControllerEvent, _ turn: inout Turn) {
    switch event {
    case .startup: return perform(.office(.lookUp), .office(.elect))
    case .controllerChanged: return perform(.office(.lookUp))
    case .controllerDeleted: return perform(.office(.lookUp), .office(.elect))
    case .registeredAgain:
      if isActive { resign(&turn) }
      note(activeController: .none)
      return perform(.office(.lookUp), .office(.elect))
    case .request(let request, let ticket): return beginRequest(request, ticket, &turn)
    default: break
    }
    // Everything else concerns the office holder only; an event may have waited while it was lost.
    if isActive { beginActive(event, &turn) }
  }

  private mutating func beginActive(_ event: ControllerEvent, _ turn: inout Turn) {
    switch event {
    case .startup, .controllerChanged, .controllerDeleted, .registeredAgain, .request: break
    case .brokersChanged: perform(.brokers(.list))
    case .topicsChanged: perform(.topics(.list))
    case .topicChanged(let topic): perform(.topics(.readOne(topic)))
    case .deletionsChanged: perform(.deletion(.list))
    case .isrNotified: perform(.requests(.listNotifications))
    case .logDirectoriesFailed: perform(.brokers(.listDirectoryEvents))
    case .reassignmentWritten: perform(.reassignment(.readNode))
    case .reassignedStateChanged(let partition): perform(.reassignment(.resume(partition)))
    case .preferredElectionWritten: perform(.requests(.readPreferredNode))
    case .preferredRebalance: rebalancePreferredLeaders(&turn)
    case .uncleanElectionEnabled(let topic):
      perform(.partitions(.electOffline(topic)), .sendBatch)
    case .deletionRetry: perform(.deletion(.resume))
    case .replicasFailed(let broker, let partitions): directoryFailed(broker, partitions, &turn)
    case .replicasDeleted(let broker, let outcomes): replicasDeleted(broker, outcomes, &turn)
    }
  }

  /// Starts a step; it finishes at once or opens an exchange.
  private mutating func begin(_ step: ControllerStep, _ turn: inout Turn) {
    switch step {
    case .office(let step): begin(step, &turn)
    case .failover(let step): begin(step, &turn)
    case .brokers(let step): begin(step, &turn)
    case .partitions(let step): begin(step, &turn)
    case .replicas(let step): begin(step, &turn)
    case .topics(let step): begin(step, &turn)
    case .deletion(let step): begin(step, &turn)
    case .reassignment(let step): begin(step, &turn)
    case .requests(let step): begin(step, &turn)
    case .admin(let step): begin(step, &turn)
    case .sendBatch: sendBatch(&turn)
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: ControllerStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .office(let step): return operation(of: step, at: place, turn)
    case .failover(let step): return operation(of: step, at: place, turn)
    case .brokers(let step): return operation(of: step, at: place, turn)
    case .partitions(let step): return operation(of: step, at: place, turn)
    case .replicas(let step): return operation(of: step, at: place, turn)
    case .topics(let step): return operation(of: step, at: place, turn)
    case .deletion(let step): return operation(of: step, at: place, turn)
    case .reassignment(let step): return operation(of: step, at: place, turn)
    case .requests(let step): return operation(of: step, at: place, turn)
    case .admin(let step): return operation(of: step, at: place, turn)
    case .sendBatch: return .check(.controllerEpoch, version: -1)
    }
  }

  /// Takes in the results of a step's exchange.
  mutating func finish(
    _ step: ControllerStep, _ results: [ZooKeeperResult], _ turn: inout Turn
  ) {
    switch step {
    case .office(let step): finish(step, results, &turn)
    case .failover(let step): finish(step, results, &turn)
    case .brokers(let step): finish(step, results, &turn)
    case .partitions(let step): finish(step, results, &turn)
    case .replicas(let step): finish(step, results, &turn)
    case .topics(let step): finish(step, results, &turn)
    case .deletion(let step): finish(step, results, &turn)
    case .reassignment(let step): finish(step, results, &turn)
    case .requests(let step): finish(step, results, &turn)
    case .admin(let step): finish(step, results, &turn)
    case .sendBatch: break
    }
  }

  /// A watch fired: only the office holder cares, except for /controller itself.
  mutating func watchFired(_ path: ZNodePath, _ event: WatchEvent, _ turn: inout Turn) {
    switch path {
    case .controller:
      enqueue(event == .nodeDeleted ? .controllerDeleted : .controllerChanged)
    case .brokerIDs: enqueue(.brokersChanged)
    case .topics: enqueue(.topicsChanged)
    case .topic(let topic): if event == .nodeDataChanged { enqueue(.topicChanged(topic)) }
    case .deleteTopics: enqueue(.deletionsChanged)
    case .isrChanges: enqueue(.isrNotified)
    case .logDirectoryEvents: enqueue(.logDirectoriesFailed)
    case .reassignPartitions: if event == .nodeCreated { enqueue(.reassignmentWritten) }
    case .preferredElection: if event == .nodeCreated { enqueue(.preferredElectionWritten) }
    case .partitionState(let partition):
      if event == .nodeDataChanged { enqueue(.reassignedStateChanged(partition)) }
    default: return
    }
    advance(&turn)
  }
}
