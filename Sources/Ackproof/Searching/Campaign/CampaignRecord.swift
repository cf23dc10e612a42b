/// Where a campaign stands: all that is needed to go on with it, merge it, or report it.
public struct CampaignRecord: Sendable {
  /// What is run.
  public let plan: CampaignPlan
  /// How many runs of this share are folded, in their order.
  public internal(set) var done = 0
  /// What they came to.
  public internal(set) var tally: CampaignTally
  /// Schedules that reached something new, for steered campaigns.
  var corpus: [Schedule] = []
  /// Those of the present round, which is drawn from what was known before it.
  var discoveries: [Schedule] = []
  /// Whether `stopAfter` ended it.
  public internal(set) var hasStopped = false

  /// The most schedules that a corpus keeps; later ones push out the earliest.
  static let corpusLimit = 256

  /// A campaign that has not begun.
  public init(_ plan: CampaignPlan) {
    self.plan = plan
    tally = CampaignTally(goals: plan.base.goals)
  }

  /// Whether nothing is left to run.
  public var isComplete: Bool { hasStopped || plan.total.map { done >= $0 } ?? false }

  /// A found schedule as a scenario of its own.
  public func candidate(of found: CampaignTally.Found) -> Candidate {
    plan.base.candidate(found.best)
  }

  /// Adds the next run.
  mutating func fold(_ trial: Trial) {
    if case .steered = plan.reach, tally.isNews(trial) { discoveries.append(trial.schedule) }
    tally.fold(trial)
    done += 1
    if done % Campaign.roundSize == 0 {
      corpus += discoveries
      discoveries = []
      if corpus.count > Self.corpusLimit { corpus.removeFirst(corpus.count - Self.corpusLimit) }
    }
    if let limit = plan.stopAfter, tally.findings.count >= limit { hasStopped = true }
  }
}
