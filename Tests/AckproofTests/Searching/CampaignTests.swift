import Kernel
import Testing

@testable import Ackproof

@Suite("A campaign over seeds")
struct CampaignTests {
  /// What two campaigns that are the same have in common: everything but who ran it.
  private func essence(_ record: CampaignRecord) -> [String] {
    CampaignReport(record).lines
      + record.tally.findings.flatMap { record.candidates(of: $0).map(\.text) }
  }

  @Test("finds that a leader alone loses what it acknowledged")
  func finds() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let record = await SearchWorld.campaign(base, 1...100)
    let failures = record.tally.findings.map(\.failure.key)
    #expect(
      failures == [
        "no acknowledged record is lost: lost",
        "no acknowledged record is lost: lost, with empty disks",
        "no acknowledged record is lost: lost, with lost power",
      ])
    let found = try #require(record.tally.findings.first)
    let outcome = try record.candidate(of: found).evaluate().get()
    #expect(FailureClass.classes(of: outcome) == [found.failure])
  }

  @Test("keeps the three smallest schedules of each finding, whatever their order")
  func examples() throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let lines = try ["at 1s  heal", "at 2s  heal", "at 3s  heal"].map {
      try #require(base.settings[0].reader.timelineLine($0))
    }
    let schedules = [(3, 1), (1, 9), (2, 5), (1, 4), (1, 9)].map { count, seed in
      Schedule(setting: 0, lines: Array(lines.prefix(count)), seed: UInt64(seed))
    }
    let failure = try #require(FailureClass(key: "no acknowledged record is lost: lost"))
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]] {
      var found = CampaignTally.Found(
        failure: failure, count: 1, isLate: false, schedules[order[0]])
      for place in order.dropFirst() { found.keep(schedules[place]) }
      #expect(found.examples.map(\.seed) == [4, 9, 5])
      // Written down and read again, and added to another share's, they are the same.
      var record = CampaignRecord(
        CampaignPlan(base: base, reach: .seeds(first: 1, last: 48, shard: 1, of: 1)))
      record.tally.add(found)
      let read = try CampaignText.records(in: CampaignText.text(of: record)).get()[0]
      #expect(essence(read) == essence(record))
      var rest = CampaignTally(goals: [])
      rest.add(.init(failure: failure, count: 1, isLate: false, schedules[0]))
      rest.merge(record.tally)
      #expect(rest.findings.map { $0.examples.map(\.seed) } == [[4, 9, 5]])
    }
  }

  @Test("hands back the smaller of two results, unless it is another failure")
  func better() throws {
    let small = try SmallScenarios.shrunkLeaderAlone.get()
    var large = small
    large.candidate = try SmallScenarios.candidate(SmallScenarios.leaderAlone)
    #expect(small.tells(small.failure, betterThan: large))
    #expect(!large.tells(small.failure, betterThan: small))
    #expect(!small.tells(small.failure, betterThan: small))
    var milder = small
    milder.failure = try #require(FailureClass(key: "replicas agree: diverged"))
    #expect(large.tells(small.failure, betterThan: milder))
  }

  @Test("is the same with one job and with three")
  func jobs() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let alone = await SearchWorld.campaign(base, 1...48)
    let together = await SearchWorld.campaign(base, 1...48, jobs: 3)
    #expect(essence(alone) == essence(together))
    #expect(alone.tally.digest == together.tally.digest)
  }

  @Test("is the same in shards, merged in any order")
  func shards() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let whole = await SearchWorld.campaign(base, 1...48)
    var shards: [CampaignRecord] = []
    for shard in 1...4 {
      shards.append(await SearchWorld.campaign(base, 1...48, shard: shard, of: 4))
    }
    #expect(shards.map(\.done) == [12, 12, 12, 12])
    for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
      let merged = try CampaignMerge.merged(order.map { shards[$0] }).get()
      #expect(merged.count == 1)
      #expect(essence(merged[0]) == essence(whole))
    }
  }

  @Test("is the same when it was interrupted, written down and resumed")
  func resumed() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let whole = await SearchWorld.campaign(base, 1...48)
    var record = CampaignRecord(
      CampaignPlan(base: base, reach: .seeds(first: 1, last: 48, shard: 1, of: 1)))
    var parts = 0
    while !record.isComplete {
      var left = 3
      var campaign = Campaign(record, jobs: 2)
      await campaign.run { _ in
        left -= 1
        return left > 0
      }
      let text = CampaignText.text(of: campaign.record)
      record = try #require(try CampaignText.records(in: text).get().first)
      #expect(CampaignText.text(of: record) == text)
      parts += 1
    }
    #expect(parts > 1)
    #expect(essence(record) == essence(whole))
    #expect(record.tally.runs == 48)
  }

  @Test("stops after as many findings as are wanted, at the same seed whatever the jobs")
  func stops() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let alone = await SearchWorld.campaign(base, 1...1000, stopAfter: 1)
    let together = await SearchWorld.campaign(base, 1...1000, jobs: 3, stopAfter: 1)
    #expect(alone.hasStopped)
    #expect(alone.done < 1000)
    #expect(alone.done == together.done)
    #expect(essence(alone) == essence(together))
  }

  @Test("refuses to merge what does not belong together, and says why")
  func refusals() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let first = await SearchWorld.campaign(base, 1...8, shard: 1, of: 2)
    let second = await SearchWorld.campaign(base, 1...8, shard: 2, of: 2)
    let other = await SearchWorld.campaign(base, 1...10, shard: 2, of: 2)
    func problem(_ records: [CampaignRecord]) -> String? {
      if case .failure(let problem) = CampaignMerge.merged(records) { problem.message } else { nil }
    }
    #expect(problem([first, second]) == nil)
    #expect(problem([first]) == "test.scenario: missing: shard 2/2")
    #expect(problem([first, second, first]) == "test.scenario: shard 1/2 is there twice")
    #expect(
      problem([first, other])
        == "test.scenario: these are shards of different campaigns: seeds, faults, scenario or "
        + "version")
    let open = CampaignRecord(
      CampaignPlan(base: base, reach: .seeds(first: 1, last: 8, shard: 2, of: 2)))
    #expect(problem([first, open]) == "test.scenario: shard 2/2 has run 0 of its 4 seeds")
  }

  @Test("cannot be resumed from a text that was changed")
  func changedText() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let text = CampaignText.text(of: await SearchWorld.campaign(base, 1...8))
    func message(_ text: String) -> String? {
      if case .failure(let problem) = CampaignText.records(in: text) {
        problem.message
      } else {
        nil
      }
    }
    #expect(message(text) == nil)
    #expect(
      message(text.replacing("one every 20ms", with: "one every 30ms"))
        == "the campaign was run by another version, or its text was changed")
    #expect(message(String(text.dropLast(20))) == "the campaign's text is cut off")
    #expect(message("nonsense") == "'nonsense' is not 'ackproof campaign 1'")
    #expect(message("") == "there is no campaign in it")
    #expect(message("\n\n") == "there is no campaign in it")
    #expect(
      message(text.replacing("\nruns ", with: "\nwalks "))
        == "the campaign's tally cannot be read")
  }

  @Test("has a canary that sings")
  func canary() async { #expect(await Canary.sings()) }

  @Test("that ran nothing, or only runs that prove nothing, is no pass")
  func emptiness() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let plan = CampaignPlan(base: base, reach: .seeds(first: 1, last: 8, shard: 1, of: 1))
    var record = CampaignRecord(plan)
    #expect(CampaignReport(record).status == .refused)
    record.tally.runs = 3
    #expect(CampaignReport(record).status == .holds)
    record.tally.undetermined = 3
    #expect(CampaignReport(record).status == .undetermined)
  }

  @Test("asks of the whole campaign what 'sometimes' expects, and of no single run")
  func goals() async throws {
    let text = SearchWorld.leaderAlone.replacing(
      "expect no acknowledged record is lost",
      with:
        "expect sometimes session of broker 1 expires\nexpect sometimes records sent by web = 7000"
    )
    let base = try SearchWorld.base(text)
    let record = await SearchWorld.campaign(base, 1...60)
    #expect(record.tally.findings.isEmpty)
    #expect(record.tally.goals.map(\.text).count == 2)
    #expect(record.tally.goals[0].count > 0)
    #expect(record.tally.goals[1].count == 0)
    #expect(CampaignReport(record).status == .undetermined)
  }
}
