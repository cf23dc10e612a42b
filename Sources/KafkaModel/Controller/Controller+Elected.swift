import Kernel

// What follows the writing of an election.
extension Controller {
  /// The state that a choice amounts to: every election of the controller raises the leader epoch.
  func elected(_ choice: ElectionChoice, after state: PartitionState) -> PartitionState {
    PartitionState(
      leader: choice.leader, leaderEpoch: state.leaderEpoch.next, isr: choice.isr,
      controllerEpoch: context.epoch, isRecovering: choice.isRecovering)
  }

  /// Winners are told to replicas; partitions whose state moved meanwhile are read and decided
  /// again.
  mutating func electionWritten(
    _ election: PendingElection, _ results: [ZooKeeperResult], _ turn: inout Turn
  ) {
    var again: [PartitionID] = []
    for place in election.partitions.indices {
      guard let result = unfenced(results[place]) else { return controllerMoved(&turn) }
      let partition = election.partitions[place]
      switch result {
      case .stat(let stat):
        let choice = election.choices[place]
        let state = elected(choice, after: election.states[place])
        context[partition].state = state
        context[partition].epoch = PartitionEpoch(stat.version)
        context[partition].hasState = true
        context[partition].status = .online
        announceElection(partition, state, choice.kind, &turn)
        addLeaderAndISR(partition, to: choice.recipients, isNew: false)
      case .badVersion: again.append(partition)
      default: electionErrors.append((partition, .unknownServerError))
      }
    }
    if !again.isEmpty { perform(.partitions(.readForElection(again, election.strategy))) }
  }

  /// Whether a topic's configuration, as read, lets a replica outside the ISR lead.
  func allowsUnclean(
    _ result: ZooKeeperResult, of topic: TopicID, _ turn: borrowing Turn
  ) -> Bool {
    switch result {
    case .data(.configuration(let values), _):
      let written = values.last { $0.name == "unclean.leader.election.enable" }
      return written.map { $0.value == "true" } ?? isUncleanElectionAllowed
    default: return isUncleanElectionAllowed
    }
  }

  /// Tells the history who leads now.
  func announceElection(
    _ partition: PartitionID, _ state: PartitionState, _ kind: ElectionKind, _ turn: inout Turn
  ) {
    turn.announce(
      .leaderElected(
        partition: partition, leader: state.leader, epoch: state.leaderEpoch, isr: state.isr,
        election: kind))
  }
}
