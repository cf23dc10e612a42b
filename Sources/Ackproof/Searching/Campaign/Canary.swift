import ScenarioLanguage

/// A campaign that has to find something, run before each campaign: an alarm that never rings
/// proves nothing, and neither does silence from one that cannot.
public enum Canary {
  /// Records that the leader alone has stored, and a leader that dies sooner or later.
  static let text = """
    ackproof 1
    title  The canary: acknowledged by the leader alone

    kafka 3.7 zookeeper
    brokers 3

    topic orders
      partitions 1

    producer web
      acks = 1
      retries = 0
      enable.idempotence = false
      send 200 records to orders, one every 5ms

    run for 30s

    expect no acknowledged record is lost

    """

  /// The most schedules that the canary may take.
  static let seeds: UInt64 = 64

  /// Whether the search still finds what it has to find.
  public static func sings() async -> Bool {
    guard
      case .success(let base) = SearchBase.prepare(
        file: "canary", bytes: Array(text.utf8), replacing: false, load: { _ in nil })
    else { return false }
    let plan = CampaignPlan(
      base: base, families: [.crash, .cut, .power],
      reach: .seeds(first: 1, last: seeds, shard: 1, of: 1), stopAfter: 1)
    var campaign = Campaign(CampaignRecord(plan), jobs: 1)
    await campaign.run { _ in true }
    return campaign.record.tally.findings.contains { $0.failure.kind == .lost }
  }
}
