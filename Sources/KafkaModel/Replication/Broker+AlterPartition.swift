import Kernel

/// In-sync set changes since 2.7: the leader asks the controller, and goes on meanwhile
/// (AlterPartition, KIP-497).
extension Broker {
  /// How long 2.7 collected changes before it sent them.
  static let alterPartitionDelay = Duration.milliseconds(50)
  /// The pause after an error of a whole request.
  static let alterPartitionRetry = Duration.milliseconds(50)

  /// Queues the change that a replica wants; a newer one of the same replica takes its place.
  mutating func enqueueAlteration(_ replica: Int, turn: inout Turn) {
    let change = ISRWork.Change(
      replica: Int32(replica), number: process.partitions[replica].isrChangeNumber)
    process.isrWork.queue.removeAll { $0.replica == change.replica }
    process.isrWork.queue.append(change)
    guard turn.semantics.replication.alterPartitionWaitsForTimer else {
      return pump(.alterPartition, turn: &turn)
    }
    if process.isrWork.isSendScheduled { return }
    process.isrWork.isSendScheduled = true
    _ = turn.setTimer(.broker(.alterPartition), after: Self.alterPartitionDelay)
  }

  /// 2.7's timer, or the pause after an error, is over.
  mutating func alterationsMayBeSent(turn: inout Turn) {
    process.isrWork.isSendScheduled = false
    pump(.alterPartition, turn: &turn)
  }

  /// The request for all queued changes, or nil when there are none that still count.
  mutating func nextAlterPartition() -> AlterPartitionRequest? {
    process.isrWork.inFlight = process.isrWork.queue.filter { isCurrent($0) }
    process.isrWork.queue = []
    if process.isrWork.inFlight.isEmpty { return nil }
    let parts = process.isrWork.inFlight.map { change in
      let partition = process.partitions[Int(change.replica)]
      return AlterPartitionPart(
        partition: partition.partition, leaderEpoch: partition.leaderEpoch,
        partitionEpoch: partition.partitionEpoch, isr: partition.proposedISR, isrEpochs: [],
        isRecovering: partition.isRecovering && partition.proposedISR.count <= 1)
    }
    return AlterPartitionRequest(broker: id, brokerEpoch: process.brokerEpoch, parts: parts)
  }

  /// The request got no answer: its changes are sent again.
  mutating func requeueAlterations() {
    let changes = process.isrWork.inFlight.filter { isCurrent($0) }
    process.isrWork.inFlight = []
    for change in changes
    where !process.isrWork.queue.contains(where: { $0.replica == change.replica }) {
      process.isrWork.queue.append(change)
    }
  }

  /// Whether a change is the one that its replica still waits for.
  private func isCurrent(_ change: ISRWork.Change) -> Bool {
    let replica = Int(change.replica)
    guard replica < process.partitions.count else { return false }
    let partition = process.partitions[replica]
    return partition.role == .leader && partition.isrChangeNumber == change.number
      && (partition.isrChange == .expanding || partition.isrChange == .shrinking)
  }

  /// The controller has answered; false when the whole request must be repeated after a pause.
  mutating func receive(_ response: AlterPartitionResponse, turn: inout Turn) -> Bool {
    guard response.error.isSuccess else {
      requeueAlterations()
      return false
    }
    let changes = process.isrWork.inFlight
    process.isrWork.inFlight = []
    for change in changes where isCurrent(change) {
      let replica = Int(change.replica)
      let partition = process.partitions[replica].partition
      let result = response.results.first { $0.partition == partition }
      let isSettled = result.map { receive($0, replica, turn: &turn) } ?? false
      if !isSettled && !process.isrWork.queue.contains(where: { $0.replica == change.replica }) {
        process.isrWork.queue.append(change)
      }
    }
    return process.isrWork.queue.isEmpty
  }

  /// Takes one partition's answer in; false when the change must be sent again.
  private mutating func receive(
    _ result: AlterPartitionResult, _ replica: Int, turn: inout Turn
  ) -> Bool {
    let wanted = process.partitions[replica].proposedISR
    if !result.error.isSuccess {
      turn.announce(
        .isrChangeRefused(
          partition: result.partition, isr: wanted, error: result.error))
    }
    switch result.error {
    case .none:
      let isOurs =
        result.state.leaderEpoch == process.partitions[replica].leaderEpoch
        && result.partitionEpoch >= process.partitions[replica].partitionEpoch
      guard isOurs else {
        process.partitions[replica].isrChangeIsStuck = true
        return true
      }
      process.partitions[replica].isRecovering = result.state.isRecovering
      commitISR(result.state.isr, result.partitionEpoch, replica, turn: &turn)
    case .ineligibleReplica, .operationNotAttempted:
      revertISR(replica)
    case .unknownTopicOrPartition, .unknownTopicID, .fencedLeaderEpoch, .invalidUpdateVersion,
      .invalidRequest, .newLeaderElected:
      // Something newer is on its way; until it arrives the cautious, maximal set counts.
      process.partitions[replica].isrChangeIsStuck = true
    default:
      // Simplified: Kafka repeats it without the pause.
      return false
    }
    return true
  }
}
