import ScenarioLanguage

/// Runs candidates and says which of them fail in the wanted way; what failed to is remembered.
struct Laboratory {
  /// What a candidate must show, with as much harm or less.
  private(set) var failure: FailureClass
  /// How much may be left broken at a run's end, where that alone would show the failure.
  private(set) var brokenLimit = Int.max
  /// What attempts are made on, with how many have failed since it is.
  private var present: (candidate: Candidate, variant: Variant)?
  private var misses = 0
  /// The run that attempts are forked from, once there were enough of them.
  private var trunk: Trunk?
  /// How many attempts were refuted by a run that was forked.
  private(set) var forks = 0
  /// How many candidates were run.
  private(set) var trials = 0
  /// Texts of candidates that did not show it.
  private var refuted: Set<String> = []

  init(_ failure: FailureClass) { self.failure = failure }

  /// Runs the candidate that everything starts from.
  mutating func begin(with candidate: Candidate) -> Outcome? {
    guard let outcome = run(candidate) else { return nil }
    // A cluster that is never repaired does not recover, a dead reader processes nothing, and what
    // too few replicas have is not shown: candidates must repair what the first one repaired.
    if failure.kind.mayComeFromNeglect { brokenLimit = outcome.result.leftBroken }
    adopt(candidate, outcome.variant, harm: outcome.result.harm)
    return outcome
  }

  /// How many attempts have to fail before the present run is kept to fork from: keeping it costs
  /// as much as a run.
  static let missesBeforeTrunk = 6

  /// Attempts are made on this candidate from now on.
  mutating func adopt(_ candidate: Candidate, _ variant: Variant, harm: Harm = .disks) {
    present = (candidate, variant)
    failure.harm = min(failure.harm, harm)
    misses = 0
    trunk = nil
  }

  /// The run of an attempt, if it shows the failure; `present` is the run it is to replace.
  mutating func outcome(of attempt: ShrinkPass.Attempt, replacing present: Outcome) -> Outcome? {
    let key = attempt.candidate.text + (attempt.needsSameRun ? "same" : "")
    if refuted.contains(key) { return nil }
    guard let outcome = run(attempt.candidate), outcome.result.leftBroken <= brokenLimit,
      !attempt.needsSameRun || outcome.result.digest == present.result.digest,
      attempt.candidate.readsBack
    else {
      refuted.insert(key)
      misses += 1
      if misses == Self.missesBeforeTrunk, let base = self.present {
        trunk = Trunk(base.candidate, base.variant)
      }
      return nil
    }
    return outcome
  }

  /// The run of a candidate, if it can be run and shows the failure. What a fork shows is run from
  /// the start once more, so that nothing rests on forks but what is left out.
  private mutating func run(_ candidate: Candidate) -> Outcome? {
    guard ScenarioReader.problems(in: candidate.scenario).allSatisfy({ $0.severity != .error })
    else { return nil }
    guard case .success(let variant) = candidate.compiled() else { return nil }
    trials += 1
    if let result = trunk?.result(of: candidate, variant) {
      let outcome = Outcome(variant: variant, result: result)
      guard shows(outcome) else {
        forks += 1
        return nil
      }
    }
    let outcome = candidate.run(variant)
    return shows(outcome) ? outcome : nil
  }

  private func shows(_ outcome: Outcome) -> Bool {
    FailureClass.classes(of: outcome).contains { $0.isAtMost(failure) }
  }
}

extension Candidate {
  /// Whether its text is the same scenario: an edit may have left out a word that must be there.
  fileprivate var readsBack: Bool {
    let text = ScenarioPrinter.text(of: scenario)
    let reading = ScenarioReader.read(file: "candidate", bytes: Array(text.utf8))
    return reading.isSound && reading.scenario == scenario
  }
}

extension FailureKind {
  /// Whether a scenario that never repairs what it broke would show the failure by that alone.
  fileprivate var mayComeFromNeglect: Bool {
    switch self {
    case .lost, .leaderless, .notInSync, .stuck, .neverProcessed, .missed, .less, .more, .otherwise:
      true
    case .refusedVisible, .duplicated, .reordered, .diverged, .processedTwice, .skipped,
      .wentBack, .doubled, .fencedActed, .happened:
      false
    }
  }
}
