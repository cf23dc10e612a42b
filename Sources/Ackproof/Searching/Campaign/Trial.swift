import KafkaModel
import Kernel
import ScenarioLanguage

/// One run of a campaign, reduced to what the campaign keeps of it.
struct Trial: Sendable {
  let schedule: Schedule
  let digest: UInt64
  let events: UInt64
  let simulated: Duration
  let coverage: CoverageTable
  /// The classes of what the run violated.
  let failures: [FailureClass]
  /// Whether every violation is of a promise to recover in time.
  let isLate: Bool
  /// Why the run proved nothing, if so.
  let floors: [String]
  /// Which goals it reached, in the order of `Setting.goals`.
  let reached: [String]

  /// The most events of one run; a run that reaches it proves nothing.
  static let eventLimit: UInt64 = 20_000_000

  /// Runs a schedule.
  init(_ schedule: Schedule, in base: SearchBase) {
    self.schedule = schedule
    let variant = base.settings[schedule.setting].variant(with: schedule.lines)
    let name = "\(base.file), seed \(schedule.seed)"
    let result = RunName.during(name, repetition: { base.candidate(schedule).text }) {
      Conductor(
        variant: variant, seed: schedule.seed, covering: true, eventLimit: Self.eventLimit
      ).run()
    }
    digest = result.digest.value
    events = result.eventCount
    simulated = result.simulated
    coverage = result.coverage ?? CoverageTable()
    let outcome = Outcome(variant: variant, result: result)
    failures = FailureClass.classes(of: outcome)
    let violations = outcome.violations
    isLate = !violations.isEmpty && violations.allSatisfy(\.result.isLiveness)
    var floors = result.judgement.floors
    if let failure = result.failure { floors.append("the cluster did not form: \(failure)") }
    self.floors = floors
    reached = result.judgement.results.compactMap { one in
      let expectation = variant.expectations[one.index].expectation
      return one.verdict == .holds && expectation.isGoal
        ? FailureClass.text(of: expectation) : nil
    }
  }
}

extension SearchBase {
  /// What one run of the whole campaign has to reach, in the order of the file.
  var goals: [String] {
    var goals: [String] = []
    for setting in settings {
      for planned in setting.variant.expectations where planned.expectation.isGoal {
        let text = FailureClass.text(of: planned.expectation)
        if !goals.contains(text) { goals.append(text) }
      }
    }
    return goals
  }
}
