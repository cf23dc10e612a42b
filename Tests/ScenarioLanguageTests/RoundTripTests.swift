import Testing

@testable import ScenarioLanguage

@Suite("What the printer writes")
struct RoundTripTests {
  /// How many generated scenarios make the round trip.
  static let count: UInt64 = 10_000

  @Test("is understood as what was printed, for thousands of generated scenarios")
  func roundTrip() {
    for seed in 0..<Self.count {
      var generator = RandomScenario(seed: seed)
      let scenario = generator.make()
      let printed = ScenarioPrinter.text(of: scenario)
      let again = parse(printed)
      guard again.problems.isEmpty, again.scenario == scenario else {
        let differing = zip(again.scenario.statements, scenario.statements).first { $0 != $1 }
        Issue.record(
          """
          seed \(seed):
          \(Diagnostic.rendered(again.problems, in: again.source))
          \(String(describing: differing))
          \(printed)
          """)
        return
      }
      #expect(ScenarioPrinter.text(of: again.scenario) == printed)
    }
  }
}
