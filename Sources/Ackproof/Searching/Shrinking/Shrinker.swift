import ScenarioLanguage

/// Makes a failing candidate smaller as long as it fails in the same way.
///
/// Passes are tried in a fixed order, each until it gives nothing, and all of them again until none
/// gives anything: the result is a fixed point, so that shrinking it again changes nothing. Every
/// step makes the candidate's weight less. The same candidate gives the same result, unless the
/// time is up.
public enum Shrinker {
  /// Shrinks a candidate; nil when it does not fail in this way at all.
  public static func shrink(
    _ candidate: Candidate, _ failure: FailureClass, budget: ShrinkBudget = ShrinkBudget(),
    progress: (ShrinkProgress) -> Void = { _ in }
  ) -> Shrunk? {
    var laboratory = Laboratory(failure)
    let start = candidate.reduced(to: failure)
    guard let outcome = laboratory.begin(with: start) else { return nil }
    var state = State(candidate: start, outcome: outcome, weight: Weight(start))
    var bound: ShrinkBound?
    var isSmaller = true
    while isSmaller, bound == nil {
      let before = state.successes
      for pass in ShrinkPass.all where bound == nil {
        bound = run(pass, &state, &laboratory, budget, progress)
      }
      isSmaller = state.successes > before
    }
    return Shrunk(
      candidate: state.candidate, failure: laboratory.failure, outcome: state.outcome, bound: bound,
      trials: laboratory.trials, successes: state.successes)
  }

  /// Where shrinking stands.
  private struct State {
    var candidate: Candidate
    var outcome: Outcome
    var weight: Weight
    var successes = 0
  }

  /// Repeats one pass until it gives nothing more.
  private static func run(
    _ pass: ShrinkPass, _ state: inout State, _ laboratory: inout Laboratory,
    _ budget: ShrinkBudget, _ progress: (ShrinkProgress) -> Void
  ) -> ShrinkBound? {
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      for attempt in pass.attempts(state.candidate, state.outcome) {
        if let bound = budget.reached(successes: state.successes, trials: laboratory.trials) {
          return bound
        }
        let weight = Weight(attempt.candidate)
        guard weight < state.weight,
          let outcome = laboratory.outcome(of: attempt, replacing: state.outcome)
        else { continue }
        state.candidate = attempt.candidate
        state.outcome = outcome
        state.weight = weight
        laboratory.adopt(attempt.candidate, outcome.variant, harm: outcome.result.harm)
        state.successes += 1
        progress(
          ShrinkProgress(
            pass: pass.name, lines: state.candidate.timeline.count, trials: laboratory.trials,
            successes: state.successes))
        isSmaller = true
        break
      }
    }
    return nil
  }
}

/// A step that made a candidate smaller.
public struct ShrinkProgress: Sendable {
  /// What was tried.
  public var pass: String
  /// How many lines of the timeline are left.
  public var lines: Int
  /// Runs so far.
  public var trials: Int
  /// Steps so far.
  public var successes: Int
}

/// What shrinking came to.
public struct Shrunk: Sendable {
  /// The smallest candidate.
  public var candidate: Candidate
  /// How it fails; the harm may be less than that of what was shrunk.
  public var failure: FailureClass
  /// Its run.
  public var outcome: Outcome
  /// The bound that stopped it; nil when nothing smaller was left to try.
  public var bound: ShrinkBound?
  /// How many runs it took.
  public var trials: Int
  /// How many steps made it smaller.
  public var successes: Int

  /// Whether it tells of a failure better than another result does: it is still that failure and
  /// no milder one, which has a finding of its own, and there is less to understand.
  public func tells(_ failure: FailureClass, betterThan other: Shrunk) -> Bool {
    if (self.failure == failure) != (other.failure == failure) { return self.failure == failure }
    let (own, rival) = (Weight(candidate), Weight(other.candidate))
    return own == rival ? candidate.text < other.candidate.text : own < rival
  }
}
