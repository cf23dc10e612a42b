import KafkaModel
import Kernel

/// Something that a run may come by, so that two runs can be compared in words.
struct Milestone: Sendable {
  /// What to say of a run that never came by it.
  let absence: String
  /// Whether an event is one.
  let isMet: @Sendable (HistoryFact) -> Bool

  /// Every milestone, the most telling first.
  static let all: [Milestone] = [
    Milestone(absence: "nobody is elected out of sync") { fact in
      if case .partition(.leaderElected(_, _, _, _, .unclean)) = fact { true } else { false }
    },
    Milestone(absence: "nobody else is elected") { fact in
      guard case .partition(.leaderElected(_, let leader, _, _, let kind)) = fact else {
        return false
      }
      return kind != .first && leader != .none
    },
    Milestone(absence: "no partition loses its leader") { fact in
      if case .partition(.leaderElected(_, _, _, _, .none)) = fact { true } else { false }
    },
    Milestone(absence: "nothing that was written is lost with a machine") { fact in
      if case .log(.logLoaded(_, _, _, _, let lost, _)) = fact { lost > 0 } else { false }
    },
    Milestone(absence: "no log is truncated") { fact in
      guard case .log(.truncated(_, _, let from, let to, _)) = fact else { return false }
      return to < from
    },
    Milestone(absence: "no isr shrinks") { fact in
      if case .partition(.isrChanged(_, _, _, let isShrink)) = fact { isShrink } else { false }
    },
    Milestone(absence: "no session expires") { fact in
      if case .cluster(.sessionExpired) = fact { true } else { false }
    },
    Milestone(absence: "the controller stays") { fact in
      if case .cluster(.controllerElected) = fact { true } else { false }
    },
    Milestone(absence: "no member leaves its group") { fact in
      if case .consumer(.memberRemoved) = fact { true } else { false }
    },
    Milestone(absence: "no group rebalances") { fact in
      if case .consumer(.generationStarted) = fact { true } else { false }
    },
    Milestone(absence: "no position is reset") { fact in
      if case .consumer(.positionReset) = fact { true } else { false }
    },
    Milestone(absence: "no send fails") { fact in
      if case .producer(.sendFailed) = fact { true } else { false }
    },
    Milestone(absence: "nothing is sent again") { fact in
      if case .producer(.retried) = fact { true } else { false }
    },
  ]

  /// How often a recorded run came by each, once the scenario's time had begun.
  static func counts(in result: RunResult) -> [Int] {
    let origin = result.directory?.origin ?? .zero
    var counts = all.map { _ in 0 }
    for event in result.history?.events ?? [] where event.at >= origin {
      for place in all.indices where all[place].isMet(event.fact) { counts[place] += 1 }
    }
    return counts
  }
}
