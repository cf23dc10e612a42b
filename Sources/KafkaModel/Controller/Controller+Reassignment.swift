import Kernel

// Reassignment. Models KafkaController.onPartitionReassignment: copies are made until the target is
// in the ISR, then leadership moves, old replicas are deleted, and the target becomes the
// assignment. From 2.4 the state lies in the topic's znode (KIP-455), before in
// /admin/reassign_partitions alone.
extension Controller {
  /// Starts a step of a reassignment.
  mutating func begin(_ step: ReassignmentStep, _ turn: inout Turn) {
    switch step {
    case .readNode: open(.reassignment(step), count: 2, &turn)
    case .readNodeToForget, .write, .check, .readForBump, .writeBump, .rewriteNode:
      open(.reassignment(step), count: 1, &turn)
    case .begin(let assignment): beginReassignment(assignment, turn)
    case .adopt(let assignment): adoptReassignment(assignment, &turn)
    case .resume(let partition):
      guard context[partition].isReassigning else { return }
      perform(.reassignment(.check(partition, startsCopies: false)))
    case .resumeOn(let brokers):
      let waiting = context.select(in: turn.catalog) { _, entry in
        entry.isReassigning && brokers.contains { entry.target.contains($0) }
      }
      for partition in waiting.reversed() {
        agenda.append(.reassignment(.check(partition, startsCopies: true)))
      }
    case .completeInMemory(let partition):
      context[partition].replicas = context[partition].target
      context[partition].adding = []
      context[partition].removing = []
    case .moveLeader(let partition): moveLeader(of: partition)
    case .forget(let partitions):
      for partition in partitions { context[partition].isReassigning = false }
      batch.updateMetadata(of: partitions)
      let topics = partitions.map { turn.catalog.topic(of: $0) }
      perform(
        .reassignment(.readNodeToForget(partitions)), .sendBatch,
        .deletion(.resumeTopics(topics)))
    }
  }

  /// The operation at a place of a step's exchange.
  func operation(
    of step: ReassignmentStep, at place: Int, _ turn: borrowing Turn
  ) -> ZooKeeperOperation {
    switch step {
    case .readNode:
      return place == 0
        ? .exists(.reassignPartitions, watch: true) : .getData(.reassignPartitions, watch: false)
    case .readNodeToForget: return .getData(.reassignPartitions, watch: false)
    case .write(let assignment):
      let topic = turn.catalog.topic(of: assignment.partition)
      return fenced(
        .setData(
          .topic(topic), .topic(self.assignment(of: topic, with: assignment, turn)), version: -1),
        turn)
    case .check(let partition, _):
      let isWatched = turn.semantics.replication.isrWrite == .zooKeeper
      return .getData(.partitionState(partition), watch: isWatched)
    case .readForBump(let partition, _, _):
      return .getData(.partitionState(partition), watch: false)
    case .writeBump(let partition, let state, let epoch, _, _):
      return fenced(
        .setData(.partitionState(partition), .state(state), version: epoch.value), turn)
    case .rewriteNode(let rest, let version):
      return fenced(
        rest.isEmpty
          ? .delete(.reassignPartitions, version: version)
          : .setData(.reassignPartitions, .reassignment(rest), version: version), turn)
    case .begin, .adopt, .resume, .resumeOn, .completeInMemory, .moveLeader, .forget:
      return .check(.controllerEpoch, version: -1)
    }
  }

  /// Takes in what a step of a reassignment learned.
  mutating func finish(
    _ step: ReassignmentStep, _ results: [ZooKeeperResult], _ turn: inout Turn
  ) {
    guard let result = results.first.map({ unfenced($0) }) ?? nil else {
      return controllerMoved(&turn)
    }
    switch step {
    case .readNode:
      guard case .data(.reassignment(let wanted), _) = results[1] else { return }
      nodeRead(wanted, turn)
    case .check(let partition, let startsCopies):
      checked(partition, startsCopies: startsCopies, result)
    case .readForBump(let partition, let old, let new):
      guard case .data(.state(var state), let stat) = result,
        state.controllerEpoch <= context.epoch
      else { return }
      state.leaderEpoch = state.leaderEpoch.next
      state.controllerEpoch = context.epoch
      perform(
        .reassignment(
          .writeBump(partition, state, PartitionEpoch(stat.version), old: old, new: new)))
    case .writeBump(let partition, let state, _, let old, let new):
      guard case .stat(let stat) = result else {
        return perform(.reassignment(.readForBump(partition, old: old, new: new)))
      }
      context[partition].state = state
      context[partition].epoch = PartitionEpoch(stat.version)
      addLeaderAndISR(partition, to: old, isNew: false)
      addLeaderAndISR(partition, to: new, isNew: true)
    case .readNodeToForget(let partitions):
      guard case .data(.reassignment(let listed), let stat) = result else { return }
      let rest = listed.filter { entry in !partitions.contains(entry.partition) }
      guard rest.count < listed.count else { return }
      perform(.reassignment(.rewriteNode(rest, version: stat.version)))
    case .rewriteNode(let rest, _):
      // The watch fell with the node; the same event sets it again.
      if rest.isEmpty { enqueue(.reassignmentWritten) }
    case .write, .begin, .adopt, .resume, .resumeOn, .completeInMemory, .moveLeader,
      .forget:
      break
    }
  }

  /// The assignment that leads from the current one to a target; an empty target leads back
  /// (KIP-455).
  func reassignment(of partition: PartitionID, to target: ReplicaList) -> PartitionAssignment {
    let origin = context[partition].origin
    let wanted = target.isEmpty ? origin : target
    var full = wanted
    for place in 0..<origin.count where !full.contains(origin[place]) {
      full.append(origin[place])
    }
    return PartitionAssignment(
      partition: partition, replicas: full, adding: full.removing(origin),
      removing: full.removing(wanted))
  }

  /// Takes up reassignments that an earlier controller left behind.
  mutating func resumeReassignmentsAtStart(_ turn: borrowing Turn) {
    let moving = context.select(in: turn.catalog) { $1.isBeingReassigned }
    agenda.append(.reassignment(.readNode))
    for partition in moving.reversed() {
      let entry = context[partition]
      agenda.append(
        .reassignment(
          .begin(
            PartitionAssignment(
              partition: partition, replicas: entry.replicas, adding: entry.adding,
              removing: entry.removing))))
    }
  }

  /// A topic's assignment as the context has it, with one partition changed.
  private func assignment(
    of topic: TopicID, with changed: PartitionAssignment, _ turn: borrowing Turn
  ) -> TopicAssignment {
    var parts: [PartitionAssignment] = []
    for partition in turn.catalog.topics[Int(topic.value)].partitions {
      let entry = context[partition]
      guard !entry.replicas.isEmpty else { continue }
      var part =
        partition == changed.partition
        ? changed
        : PartitionAssignment(
          partition: partition, replicas: entry.replicas, adding: entry.adding,
          removing: entry.removing)
      if !turn.semantics.controller.reassignmentIsIncremental {
        part.adding = []
        part.removing = []
      }
      parts.append(part)
    }
    return TopicAssignment(topic: topic, partitions: parts)
  }

  /// What the znode asks for is begun; what makes no sense is taken out of it.
  private mutating func nodeRead(_ wanted: [PartitionAssignment], _ turn: borrowing Turn) {
    var refused: [PartitionID] = []
    var steps: [ControllerStep] = []
    for part in wanted {
      let entry = context[part.partition]
      let isDeleted = context[turn.catalog.topic(of: part.partition)].isBeingDeleted
      let isAlive = part.replicas.first { !context[$0].isPresent } == nil
      if entry.replicas.isEmpty || isDeleted || !isAlive || part.replicas.isEmpty
        || (entry.replicas == part.replicas && !entry.isReassigning)
      {
        refused.append(part.partition)
      } else if !entry.isReassigning || turn.semantics.controller.reassignmentIsIncremental {
        let next = reassignment(of: part.partition, to: part.replicas)
        steps.append(.reassignment(.begin(next)))
      }
    }
    if !refused.isEmpty { steps.append(.reassignment(.readNodeToForget(refused))) }
    agenda.append(contentsOf: steps.reversed())
  }
}
