import KafkaModel
import Kernel

/// What came of an expectation.
public enum Verdict: String, Sendable, CaseIterable {
  case holds, violated, undetermined

  /// The worse of two: a violation outweighs what is not known, and that outweighs what holds.
  public func worse(_ other: Verdict) -> Verdict {
    if self == .violated || other == .violated { return .violated }
    return self == .undetermined || other == .undetermined ? .undetermined : .holds
  }
}

/// What came of one expectation in one run, with everything that its story needs.
public struct ExpectationResult: Sendable {
  /// The expectation's place among those of its variant.
  public var index: Int
  /// Its line in the file.
  public var line: Int
  /// What came of it.
  public var verdict: Verdict
  /// Whether it is about recovering in time, not about records.
  public var isLiveness: Bool
  /// What was observed, in words.
  public var observed: String
  /// The records that it is about, named.
  public var records: [String]
  /// The same records, for whoever searches the history.
  public var spans: [RecordRange]
  /// The history events that show it best.
  public var evidence: [HistoryNumber]
  /// When it was decided, in scenario time; nil for the end.
  public var at: Duration?
  /// In which way it was violated; nil when it was not.
  public var failure: FailureKind?
}

/// Why a run ended, which decides what its expectations are worth.
public enum RunEnding: Equatable, Sendable {
  /// At the instant that the scenario names.
  case planned
  /// Nobody had anything left to do.
  case quiet
  /// A bound of ours was reached before.
  case bound(String)
}

/// What a judge says of one run.
public struct Judgement: Sendable {
  /// One result per expectation, in the order of the file.
  public var results: [ExpectationResult]
  /// Reasons why the run proved nothing, whatever held in it.
  public var floors: [String]

  /// The worst of the expectations, not better than undetermined where a floor was missed.
  public var verdict: Verdict {
    let all = results.reduce(Verdict.holds) { $0.worse($1.verdict) }
    return floors.isEmpty ? all : all.worse(.undetermined)
  }
}
