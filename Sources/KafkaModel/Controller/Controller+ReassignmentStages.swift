import Kernel

// The stages of one partition's reassignment, named A (copying) and B (completing) in
// KafkaController.
extension Controller {
  /// Registers the way to an assignment, unless it is under way already, and looks how far it is.
  mutating func beginReassignment(_ next: PartitionAssignment, _ turn: borrowing Turn) {
    let partition = next.partition
    let entry = context[partition]
    context[turn.catalog.topic(of: partition)].isIneligibleForDeletion = true
    let isSame =
      entry.replicas == next.replicas && entry.adding == next.adding
      && entry.removing == next.removing
    if isSame {
      context[partition].isReassigning = true
      return perform(.reassignment(.check(partition, startsCopies: true)))
    }
    perform(
      .reassignment(.write(next)), .reassignment(.adopt(next)),
      .reassignment(.check(partition, startsCopies: true)))
  }

  /// Takes over a written assignment; replicas that a replaced reassignment had begun to add are
  /// removed.
  mutating func adoptReassignment(_ next: PartitionAssignment, _ turn: inout Turn) {
    let partition = next.partition
    let unneeded = context[partition].replicas.removing(next.replicas)
    context[partition].replicas = next.replicas
    context[partition].adding = next.adding
    context[partition].removing = next.removing
    context[partition].isReassigning = true
    turn.announce(.assigned(next))
    if !unneeded.isEmpty { agenda.append(contentsOf: removal(of: unneeded, partition).reversed()) }
  }

  /// The ISR was read: either the target is in it, and the reassignment completes, or copies begin.
  mutating func checked(
    _ partition: PartitionID, startsCopies: Bool, _ result: ZooKeeperResult
  ) {
    guard context[partition].isReassigning, case .data(.state(let state), _) = result else {
      return
    }
    let entry = context[partition]
    let adding = entry.adding.brokers.map { ReplicaID(partition: partition, broker: $0) }
    if entry.target.isSubset(of: state.isr) {
      let final = PartitionAssignment(partition: partition, replicas: entry.target)
      let steps: [ControllerStep] =
        [
          .replicas(.move(adding, .online)), .sendBatch,
          .reassignment(.completeInMemory(partition)), .reassignment(.moveLeader(partition)),
          .sendBatch,
        ] + removal(of: entry.removing, partition) + [
          .reassignment(.write(final)), .reassignment(.adopt(final)),
          .reassignment(.forget([partition])),
        ]
      agenda.append(contentsOf: steps.reversed())
    } else if startsCopies {
      perform(
        .reassignment(.readForBump(partition, old: entry.origin, new: entry.adding)), .sendBatch,
        .replicas(.move(adding, .new)), .sendBatch)
    }
  }

  /// Leadership goes into the target; a leader that is in it gets a new epoch, so that it takes the
  /// new assignment.
  mutating func moveLeader(of partition: PartitionID) {
    let entry = context[partition]
    if entry.replicas.contains(entry.state.leader)
      && context.isOnline(entry.state.leader, partition)
    {
      perform(.reassignment(.readForBump(partition, old: entry.replicas, new: [])))
    } else {
      perform(.partitions(.elect([partition], .reassignment)))
    }
  }

  /// The steps that take replicas out of the ISR, and then off their brokers' disks.
  private func removal(of brokers: ReplicaList, _ partition: PartitionID) -> [ControllerStep] {
    let replicas = brokers.brokers.map { ReplicaID(partition: partition, broker: $0) }
    if replicas.isEmpty { return [] }
    return [
      .replicas(.move(replicas, .offline)), .sendBatch,
      .replicas(.move(replicas, .deletionStarted)), .sendBatch,
      .replicas(.move(replicas, .deletionSuccessful)),
      .replicas(.move(replicas, .nonExistent)),
    ]
  }
}
