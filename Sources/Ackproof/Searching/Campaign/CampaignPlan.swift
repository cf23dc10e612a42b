import Kernel

/// What a campaign runs: a base, the faults to draw, and which schedules.
public struct CampaignPlan: Sendable {
  /// The scenario that is searched.
  public let base: SearchBase
  /// The families of faults that schedules are made of.
  public let families: [FaultFamily]
  /// Whether the base's own timeline was left out.
  public let isReplacing: Bool
  /// Which schedules.
  public let reach: Reach
  /// After how many different findings to stop; nil to go on.
  public let stopAfter: Int?

  /// Which schedules a campaign runs.
  public enum Reach: Equatable, Sendable {
    /// One per seed: a pure function of the seeds, of which this is one share.
    case seeds(first: UInt64, last: UInt64, shard: Int, of: Int)
    /// As many as there is time for, steered by what was seen: a fixed sequence cut off by time.
    case steered
  }

  /// A plan for a campaign.
  public init(
    base: SearchBase, families: [FaultFamily] = FaultFamily.allCases, isReplacing: Bool = false,
    reach: Reach, stopAfter: Int? = nil
  ) {
    self.base = base
    self.families = families
    self.isReplacing = isReplacing
    self.reach = reach
    self.stopAfter = stopAfter
  }

  /// The version of the generator; it grows when a seed comes to mean another schedule.
  static let generatorVersion = 2

  /// Covers everything that decides what the runs are and into how many shares they are cut,
  /// whoever's share it is.
  public var fingerprint: UInt64 {
    var words = "generator \(Self.generatorVersion)\n\(base.text)\nreplace \(isReplacing)\n"
    words += families.map(\.rawValue).joined(separator: ",")
    switch reach {
    case .seeds(let first, let last, _, let count): words += "\nseeds \(first)..\(last) of \(count)"
    case .steered: words += "\nsteered"
    }
    return Kernel.fingerprint(of: words + "\nstop \(stopAfter ?? 0)")
  }

  /// How many runs there are in this share; nil when time alone ends it.
  public var total: Int? {
    guard case .seeds(let first, let last, let shard, let count) = reach else { return nil }
    let all = last - first + 1
    let rest = all % UInt64(count)
    return Int(all / UInt64(count)) + (UInt64(shard - 1) < rest ? 1 : 0)
  }

  /// The seed of the n-th run of this share, counted from zero.
  func seed(_ number: Int) -> UInt64 {
    guard case .seeds(let first, _, let shard, let count) = reach else {
      return UInt64(number) + 1
    }
    return first + UInt64(number) * UInt64(count) + UInt64(shard - 1)
  }

  /// What a seed stands for, as a scenario of its own.
  public func candidate(seed: UInt64) -> Candidate {
    base.candidate(generator.schedule(seed: seed))
  }

  /// The generator of the schedules.
  var generator: ScheduleGenerator { ScheduleGenerator(base: base, families: families) }
}
