import Kernel

/// Puts the shards of a campaign together.
public enum CampaignMerge {
  /// One record for each campaign among the shards, in the order of first appearance; or what keeps
  /// them from adding up. The order of the shards does not matter.
  public static func merged(
    _ records: [CampaignRecord]
  ) -> Result<[CampaignRecord], CampaignText.Problem> {
    var groups: [[CampaignRecord]] = []
    for record in records {
      let place = groups.firstIndex { $0[0].plan.base.file == record.plan.base.file }
      if let place { groups[place].append(record) } else { groups.append([record]) }
    }
    var results: [CampaignRecord] = []
    for group in groups {
      switch whole(of: group) {
      case .failure(let problem): return .failure(problem)
      case .success(let record): results.append(record)
      }
    }
    results.sort { $0.plan.base.file < $1.plan.base.file }
    return .success(results)
  }

  private static func whole(
    of shards: [CampaignRecord]
  ) -> Result<CampaignRecord, CampaignText.Problem> {
    func refuse(_ message: String) -> Result<CampaignRecord, CampaignText.Problem> {
      .failure(.init(message: "\(shards[0].plan.base.file): \(message)"))
    }
    guard case .seeds(let first, let last, _, let count) = shards[0].plan.reach else {
      return refuse("a campaign that is steered by time has no shards")
    }
    var seen: [Int] = []
    for record in shards {
      guard record.plan.fingerprint == shards[0].plan.fingerprint,
        case .seeds(_, _, let shard, _) = record.plan.reach
      else {
        return refuse("these are shards of different campaigns: seeds, faults, scenario or version")
      }
      if seen.contains(shard) { return refuse("shard \(shard)/\(count) is there twice") }
      if !record.isComplete {
        let total = record.plan.total ?? 0
        return refuse("shard \(shard)/\(count) has run \(record.done) of its \(total) seeds")
      }
      seen.append(shard)
    }
    let missing = (1...count).filter { !seen.contains($0) }
    if !missing.isEmpty {
      let names = missing.map { "\($0)/\(count)" }.joined(separator: ", ")
      return refuse("missing: shard \(names)")
    }
    let plan = shards[0].plan
    var whole = CampaignRecord(
      CampaignPlan(
        base: plan.base, families: plan.families, isReplacing: plan.isReplacing,
        reach: .seeds(first: first, last: last, shard: 1, of: 1), stopAfter: plan.stopAfter))
    for record in shards {
      whole.tally.merge(record.tally)
      whole.done += record.done
    }
    return .success(whole)
  }
}
