/// Where a campaign stands: all that is needed to go on with it, merge it, or report it.
public struct CampaignRecord: Sendable {
  /// What is run.
  public let plan: CampaignPlan
  /// How many runs of this share are folded, in their order.
  public internal(set) var done = 0
  /// What they came to.
  public internal(set) var tally: CampaignTally
  /// Which schedules lead where, for steered campaigns.
  var corpus: Corpus
  /// How much real time it has taken so far, in milliseconds: for budgets, never for results.
  public var spent: Int64 = 0
  /// Whether `stopAfter` ended it.
  public internal(set) var hasStopped = false

  /// A campaign that has not begun.
  public init(_ plan: CampaignPlan) {
    self.plan = plan
    tally = CampaignTally(goals: plan.base.goals)
    corpus = Corpus(goals: tally.goals.count)
  }

  /// Whether nothing is left to run.
  public var isComplete: Bool { hasStopped || plan.total.map { done >= $0 } ?? false }

  /// A found schedule as a scenario of its own.
  public func candidate(of found: CampaignTally.Found) -> Candidate {
    plan.base.candidate(found.best)
  }

  /// Every schedule that is kept of what was found as a scenario of its own, the smallest first.
  public func candidates(of found: CampaignTally.Found) -> [Candidate] {
    found.examples.map(plan.base.candidate)
  }

  /// Adds the next run.
  mutating func fold(_ trial: Trial) {
    if case .steered = plan.reach {
      corpus.fold(
        trial, goals: tally.goals.indices.filter { trial.reached.contains(tally.goals[$0].text) })
    }
    tally.fold(trial)
    done += 1
    if case .steered = plan.reach, done % Campaign.roundSize == 0 { corpus.endRound() }
    if let limit = plan.stopAfter, tally.findings.count >= limit { hasStopped = true }
  }
}
