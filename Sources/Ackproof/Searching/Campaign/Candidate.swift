import ScenarioLanguage

/// One scenario with one seed: what a search tries, shrinks and hands back.
///
/// The scenario is complete in itself: nothing varies in it, nothing is included, and its text
/// printed and read back is the same run. Whatever a search finds is therefore a file that anyone
/// may read, edit and replay.
public struct Candidate: Equatable, Sendable {
  /// The scenario, without `vary`, `where`, `seeds` and `properties`.
  public var scenario: Scenario
  /// The seed of the run.
  public var seed: UInt64

  /// A scenario to be run with a seed.
  public init(_ scenario: Scenario, seed: UInt64) {
    self.scenario = scenario
    self.seed = seed
  }

  /// The lines of the timeline, with their places among the statements.
  public var timeline: [(statement: Int, line: TimelineLine)] {
    scenario.statements.enumerated().compactMap { place, statement in
      if case .timeline(let line) = statement.kind { (place, line) } else { nil }
    }
  }

  /// The scenario as a file that says its own seed.
  public var text: String {
    var scenario = scenario
    let place = scenario.statements.firstIndex { statement in
      switch statement.kind {
      case .run, .expect: true
      default: false
      }
    }
    let range = SeedRange(Int64(bitPattern: seed), Int64(bitPattern: seed))
    scenario.statements.insert(
      Statement(.seeds([range])), at: place ?? scenario.statements.endIndex)
    return ScenarioPrinter.text(of: scenario)
  }
}
