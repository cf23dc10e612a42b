import Kernel

/// How the controller chooses a leader; each case is one of Kafka's election strategies.
enum ElectionStrategy: Hashable, Sendable {
  /// The leader is gone, or there never was one. `forcesUnclean` is an operator's order (2.4+).
  case offline(forcesUnclean: Bool)
  /// The leader is not in the target of a reassignment.
  case reassignment
  /// Leadership goes back to the first assigned replica.
  case preferred
  /// The leader is about to stop in order.
  case controlledShutdown

  /// The name in history, for an election that found a leader inside the ISR.
  var kind: ElectionKind {
    switch self {
    case .offline: .clean
    case .reassignment: .reassignment
    case .preferred: .preferred
    case .controlledShutdown: .controlledShutdown
    }
  }
}

/// What an election looks at: one partition's registered state and who is there.
struct ElectionCandidates: Sendable {
  /// The assigned replicas; elections follow this order, never log lengths.
  var replicas: ReplicaList
  /// The ISR as registered.
  var isr: ReplicaList
  /// Replicas whose broker is live and whose log directory works.
  var online: ReplicaList
  /// The same with brokers that are shutting down.
  var present: ReplicaList
  /// The target of a running reassignment.
  var target: ReplicaList
  /// Whether a replica outside the ISR may be chosen.
  var allowsUnclean: Bool
}

/// What an election decided.
struct ElectionChoice: Hashable, Sendable {
  /// The new leader.
  var leader: BrokerID
  /// The new ISR.
  var isr: ReplicaList
  /// Who gets the LeaderAndIsr request.
  var recipients: ReplicaList
  /// How it came about, for the history.
  var kind: ElectionKind
  /// Whether the leader must commit its ISR anew (`leader_recovery_state`, 3.2+).
  var isRecovering: Bool = false
}

extension ElectionStrategy {
  /// The choice among the candidates, or nil when nobody may lead.
  ///
  /// Models PartitionLeaderElectionAlgorithms and Election. Before 0.10 a controlled shutdown took
  /// the head of the remaining ISR in the ISR's own order, and a reassignment took the first of the
  /// target list, which is the same here.
  func choose(
    among candidates: ElectionCandidates, shutdownChoice: ControllerSemantics.ShutdownChoice,
    recoveryStateExists: Bool
  ) -> ElectionChoice? {
    let (isr, online) = (candidates.isr, candidates.online)
    switch self {
    case .offline:
      if let leader = candidates.replicas.first(where: { online.contains($0) && isr.contains($0) })
      {
        let rest = isr.filter { online.contains($0) }
        return ElectionChoice(leader: leader, isr: rest, recipients: online, kind: kind)
      }
      guard candidates.allowsUnclean, let leader = online.first else { return nil }
      return ElectionChoice(
        leader: leader, isr: ReplicaList([leader]), recipients: online, kind: .unclean,
        isRecovering: recoveryStateExists)
    case .reassignment:
      let target = candidates.target
      guard let leader = target.first(where: { online.contains($0) && isr.contains($0) }) else {
        return nil
      }
      return ElectionChoice(leader: leader, isr: isr, recipients: target, kind: kind)
    case .preferred:
      guard let leader = candidates.replicas.first, online.contains(leader), isr.contains(leader)
      else { return nil }
      return ElectionChoice(
        leader: leader, isr: isr, recipients: candidates.replicas, kind: kind)
    case .controlledShutdown:
      let staying = isr.filter { online.contains($0) || !candidates.present.contains($0) }
      let leader =
        shutdownChoice == .isrOrder
        ? isr.first { online.contains($0) }
        : candidates.replicas.first { online.contains($0) && isr.contains($0) }
      guard let leader else { return nil }
      return ElectionChoice(
        leader: leader, isr: staying, recipients: candidates.present, kind: kind)
    }
  }
}
