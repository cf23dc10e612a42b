import ScenarioLanguage

/// Runs candidates and says which of them fail in the wanted way; what failed to is remembered.
struct Laboratory {
  /// What a candidate must show.
  let failure: FailureClass
  /// How much may be left broken at a run's end, where that alone would show the failure.
  private(set) var brokenLimit = Int.max
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
    return outcome
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
      return nil
    }
    return outcome
  }

  /// The run of a candidate, if it can be run and shows the failure.
  private mutating func run(_ candidate: Candidate) -> Outcome? {
    guard ScenarioReader.problems(in: candidate.scenario).allSatisfy({ $0.severity != .error })
    else { return nil }
    guard case .success(let outcome) = candidate.evaluate() else { return nil }
    trials += 1
    return FailureClass.classes(of: outcome).contains(failure) ? outcome : nil
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
