import ScenarioLanguage

/// One way to make a candidate smaller; a row of the table of passes.
struct ShrinkPass: Sendable {
  /// What it does, for progress.
  let name: String
  /// What may be tried on a candidate whose run is known, the boldest first.
  let attempts: @Sendable (Candidate, Outcome) -> [Attempt]

  /// Something to try.
  struct Attempt {
    let candidate: Candidate
    /// Whether it counts only if its run is the same, event for event. A property may go that had
    /// no part in the failure; one whose absence changes the run is what is being tested.
    var needsSameRun = false

    init(_ candidate: Candidate, needsSameRun: Bool = false) {
      self.candidate = candidate
      self.needsSameRun = needsSameRun
    }
  }

  /// Every pass, in the order in which they are tried: first what makes runs shorter, then what
  /// makes the text simpler.
  static let all: [ShrinkPass] = [
    .weatherAsLines, .drawnTimes, .fewerLines, .milderFaults, .seedOne, .fewerWeatherLines,
    .fewerStatements,
    .fewerPairs, .fewerBlockLines, .shorterRun, .fewerProcesses, .healingWithin, .fewerArguments,

    .fewerNodes, .simplerTriggers, .evenLines, .earlierLines, .simplerTimes, .simplerNumbers,
    .definiteRoles,
    .rolesForBrokers, .lowerBrokers, .plainerSends,
  ]
}
