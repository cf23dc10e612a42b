import KafkaModel
import Kernel
import ScenarioLanguage

/// What running a candidate came to.
public struct Outcome: Sendable {
  /// The candidate, compiled.
  public var variant: Variant
  /// The run.
  public var result: RunResult

  /// What a run of a compiled scenario came to.
  public init(variant: Variant, result: RunResult) {
    self.variant = variant
    self.result = result
  }

  /// An expectation that the run violated.
  public struct Violation: Sendable {
    /// What was expected.
    public var expectation: Expectation
    /// What was observed.
    public var result: ExpectationResult
  }

  /// What the run violated, in the order of the file.
  ///
  /// `sometimes` and `in some seed` are goals of a whole search, not promises of each run: missing
  /// them is no violation here.
  public var violations: [Violation] {
    result.judgement.results.compactMap { one in
      let expectation = variant.expectations[one.index].expectation
      guard one.verdict == .violated, !expectation.isGoal else { return nil }
      return Violation(expectation: expectation, result: one)
    }
  }
}

extension Expectation {
  /// Whether one run in a whole search is enough for it.
  public var isGoal: Bool { modality == .sometimes || quantifier == .someSeed }
}

extension Candidate {
  /// Compiles a candidate; the failure says what in it cannot be run.
  public func compiled() -> Result<Variant, Compiler.Failure> { Compiler.compile(scenario) }

  /// Runs a candidate that has been compiled.
  func run(_ variant: Variant, recording: Bool = false) -> Outcome {
    RunName.during("a scenario of a search, seed \(seed)", repetition: { text }) {
      Outcome(
        variant: variant,
        result: Conductor(variant: variant, seed: seed, recording: recording).run())
    }
  }

  /// Compiles and runs a candidate; with `recording`, its whole history is kept.
  public func evaluate(recording: Bool = false) -> Result<Outcome, Compiler.Failure> {
    compiled().map { variant in
      run(variant, recording: recording)
    }
  }
}
