import Kernel

/// An operator's request that waits until the cluster has done what it asked for.
///
/// Models DelayedCreatePartitions and DelayedDeleteTopics of the admin manager's purgatory.
struct WaitingAdmin: Sendable {
  /// What it waits for.
  enum Goal: Sendable {
    /// All these partitions have a leader.
    case leaders([PartitionID])
    /// The topic is gone.
    case deletion(TopicID)
  }
  var number: Int32
  var ticket: RequestTicket
  var goal: Goal
  var timer: EventHandle
}

// Operators' requests. Kafka writes the znodes of topics and configurations on the threads that
// serve requests; here they take their turn in the controller's queue. Models ZkAdminManager and,
// before CreateTopics existed, the command line tools that wrote ZooKeeper themselves.
extension Controller {
  /// The most admin requests that may wait.
  static let waitingAdminLimit = 10_000

  /// Starts an operator's request.
  mutating func beginAdmin(_ request: AdminRequest, _ turn: inout Turn) {
    switch request.operation {
    case .createTopic: perform(.admin(.findTopic(request)))
    case .createPartitions(let topic, let total, let assignment):
      perform(.admin(.readTopicToGrow(topic, total: total, assignment)))
    case .deleteTopic(let topic):
      guard settings.controller.topicsCanBeDeleted else {
        return answerAdmin(.topicDeletionDisabled, "topic deletion is disabled")
      }
      perform(.admin(.findTopicToDelete(topic)))
    case .electPreferred(let partitions):
      if !turn.semantics.controller.electLeadersExists {
        let wanted = partitions.isEmpty ? misled(turn) : partitions
        return perform(.admin(.writeNode(.preferredElection, .partitions(wanted))))
      }
      electByOrder(partitions.isEmpty ? misled(turn) : partitions, .preferred, turn)
    case .electUnclean(let partitions):
      guard turn.semantics.controller.electLeadersExists else {
        return answerAdmin(.unsupportedVersion, "unclean elections cannot be ordered")
      }
      electByOrder(partitions, .offline(forcesUnclean: true), turn)
    case .reassign(let parts): reassignByOrder(parts, turn)
    case .deleteGroup, .resetOffsets: answerAdmin(.invalidRequest, "groups are their coordinators'")
    case .deleteRecords: answerAdmin(.invalidRequest, "records are deleted by their leader")
    case .setTopicConfiguration(let topic, let name, let value):
      let path = ZNodePath.topicConfiguration(topic)
      let change = NamedValue(name: name, value: value)
      perform(.admin(.readConfiguration(path, change, .configurationOfTopic(topic))))
    case .setBrokerConfiguration(let broker, let name, let value):
      let path = ZNodePath.brokerConfiguration(broker)
      let change = NamedValue(name: name, value: value)
      perform(.admin(.readConfiguration(path, change, .configurationOfBroker(broker))))
    }
  }

  /// Answers the operator's request in process; an error of any partition is the request's, too.
  mutating func answerAdmin(
    _ error: ErrorCode, _ message: String = "",
    parts: [(partition: PartitionID, error: ErrorCode)] = []
  ) {
    let worst = error != .none ? error : parts.first { $0.error != .none }?.error ?? .none
    answerRequest(
      .adminResponse(AdminResponse(error: worst, message: message, parts: parts)))
  }

  /// Partitions that another than their preferred replica leads: what an election of all is about.
  private func misled(_ turn: borrowing Turn) -> [PartitionID] {
    context.knownPartitions(in: turn.catalog).filter { partition in
      let entry = context[partition]
      return !entry.replicas.isEmpty && entry.state.leader != entry.replicas[0]
        && !context[turn.catalog.topic(of: partition)].isBeingDeleted
    }
  }

  /// ElectLeaders (KIP-183, KIP-460): what need not or cannot be elected is answered so.
  private mutating func electByOrder(
    _ partitions: [PartitionID], _ strategy: ElectionStrategy, _ turn: borrowing Turn
  ) {
    var electable: [PartitionID] = []
    for partition in partitions {
      let entry = context[partition]
      let isUnclean = strategy == .offline(forcesUnclean: true)
      if entry.replicas.isEmpty {
        electionErrors.append((partition, .unknownTopicOrPartition))
      } else if context[turn.catalog.topic(of: partition)].isBeingDeleted {
        electionErrors.append((partition, .invalidTopicException))
      } else if isUnclean
        ? context[entry.state.leader].isLive : entry.state.leader == entry.replicas[0]
      {
        electionErrors.append((partition, .electionNotNeeded))
      } else {
        electable.append(partition)
      }
    }
    perform(
      .partitions(.elect(electable, strategy)), .sendBatch, .admin(.answerElection(partitions)))
  }

  /// AlterPartitionReassignments (KIP-455), or the znode that tools of older releases write.
  private mutating func reassignByOrder(
    _ parts: [(partition: PartitionID, target: ReplicaList)], _ turn: borrowing Turn
  ) {
    guard turn.semantics.controller.reassignmentIsIncremental else {
      let wanted = parts.map { PartitionAssignment(partition: $0.partition, replicas: $0.target) }
      return perform(.admin(.writeNode(.reassignPartitions, .reassignment(wanted))))
    }
    var steps: [ControllerStep] = []
    var errors: [ErrorCode] = []
    for part in parts {
      let error = refusal(of: part.target, for: part.partition, turn)
      errors.append(error)
      guard error == .none else { continue }
      steps.append(.reassignment(.begin(reassignment(of: part.partition, to: part.target))))
    }
    steps.append(.admin(.answerReassignment(parts.map(\.partition), errors)))
    agenda.append(contentsOf: steps.reversed())
  }

  /// Why a reassignment cannot begin, or `none`.
  private func refusal(
    of target: ReplicaList, for partition: PartitionID, _ turn: borrowing Turn
  ) -> ErrorCode {
    let entry = context[partition]
    guard !entry.replicas.isEmpty,
      !context[turn.catalog.topic(of: partition)].isBeingDeleted
    else { return .unknownTopicOrPartition }
    if target.isEmpty { return entry.isBeingReassigned ? .none : .noReassignmentInProgress }
    var seen = ReplicaList()
    for place in 0..<target.count {
      if seen.contains(target[place]) || !context[target[place]].isLive {
        return .invalidReplicaAssignment
      }
      seen.append(target[place])
    }
    return .none
  }

  /// Makes the request in process wait for its goal, or for its time-out.
  mutating func wait(for goal: WaitingAdmin.Goal, _ turn: inout Turn) {
    guard let pending = requestInProcess, case .admin(let request) = pending.request else {
      return
    }
    requestInProcess = nil
    invariant(
      waitingAdmins.count < Self.waitingAdminLimit,
      "more than \(Self.waitingAdminLimit) admin requests wait")
    nextOperation &+= 1
    let timer = turn.setTimer(
      .controller(.adminTimeout(nextOperation)), after: request.timeout)
    waitingAdmins.append(
      WaitingAdmin(number: nextOperation, ticket: pending.ticket, goal: goal, timer: timer))
  }

  /// Answers waiting requests whose goal is reached.
  mutating func checkWaitingAdmins(_ turn: inout Turn) {
    if waitingAdmins.isEmpty { return }
    var rest: [WaitingAdmin] = []
    for waiting in waitingAdmins {
      guard isReached(waiting.goal) else {
        rest.append(waiting)
        continue
      }
      turn.cancelTimer(waiting.timer)
      answer(
        waiting.ticket, .adminResponse(AdminResponse(error: .none, message: "", parts: [])))
    }
    waitingAdmins = rest
  }

  private func isReached(_ goal: WaitingAdmin.Goal) -> Bool {
    switch goal {
    case .leaders(let partitions):
      partitions.allSatisfy { context[$0].hasState && context[$0].state.leader != .none }
    case .deletion(let topic): !context[topic].isKnown
    }
  }

  /// A waiting request ran out of time; what it asked for may still happen.
  mutating func adminTimedOut(_ number: Int32, _ turn: inout Turn) {
    guard let place = waitingAdmins.firstIndex(where: { $0.number == number }) else { return }
    let waiting = waitingAdmins.remove(at: place)
    answer(
      waiting.ticket,
      .adminResponse(AdminResponse(error: .requestTimedOut, message: "", parts: [])))
  }

  /// The office is lost: whoever waits is told to ask the next controller.
  mutating func failWaitingAdmins(_ turn: inout Turn) {
    for waiting in waitingAdmins {
      turn.cancelTimer(waiting.timer)
      answer(
        waiting.ticket,
        .adminResponse(AdminResponse(error: .notController, message: "", parts: [])))
    }
    waitingAdmins.removeAll()
  }
}
