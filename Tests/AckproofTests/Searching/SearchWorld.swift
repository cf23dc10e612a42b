@testable import Ackproof

/// Small bases for tests of searches.
enum SearchWorld {
  /// A cluster that loses what its leader alone has acknowledged.
  static let leaderAlone = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3

    topic orders
      partitions 1

    producer web
      acks = 1
      retries = 0
      enable.idempotence = false
      send 100 records to orders, one every 20ms

    run for 30s

    expect no acknowledged record is lost

    """

  /// The same with a consumer and a timeline, and a choice.
  static let group = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3

    topic orders
      partitions 2

    producer web
      send 100 records to orders, one every 20ms

    consumers billing 2
      group.id = billing
      subscribe orders
      process each record in 1ms

    consumer late
      group.id = late
      subscribe orders
      starts at 3s

    vary acks of web: 1, all

    at 1s                             crash leader of orders-0 for 1s  as first
    when leader of orders-1 changes   freeze broker 1 for 100ms
    at 4s                             heal

    run for 20s

    expect no acknowledged record is lost

    """

  /// A prepared base.
  static func base(_ text: String, replacing: Bool = false) throws -> SearchBase {
    try SearchBase.prepare(
      file: "test.scenario", bytes: Array(text.utf8), replacing: replacing, load: { _ in nil }
    ).get()
  }

  /// A campaign over seeds, run to its end.
  static func campaign(
    _ base: SearchBase, _ seeds: ClosedRange<UInt64>, shard: Int = 1, of count: Int = 1,
    jobs: Int = 1, stopAfter: Int? = nil
  ) async -> CampaignRecord {
    let plan = CampaignPlan(
      base: base,
      reach: .seeds(first: seeds.lowerBound, last: seeds.upperBound, shard: shard, of: count),
      stopAfter: stopAfter)
    var campaign = Campaign(CampaignRecord(plan), jobs: jobs)
    await campaign.run { _ in true }
    return campaign.record
  }
}
