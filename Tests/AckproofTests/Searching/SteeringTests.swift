import Kernel
import Testing

@testable import Ackproof

@Suite("A steered campaign")
struct SteeringTests {
  private func steered(
    _ base: SearchBase, runs: Int, jobs: Int, from record: CampaignRecord? = nil
  ) async -> CampaignRecord {
    let start = record ?? CampaignRecord(CampaignPlan(base: base, reach: .steered))
    var campaign = Campaign(start, jobs: jobs)
    await campaign.run { $0.done < runs }
    return campaign.record
  }

  @Test("is a fixed sequence of runs, whatever the jobs, interruptions and resumptions")
  func fixed() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let whole = await steered(base, runs: 136, jobs: 1)
    #expect(whole.done == 136)
    let together = await steered(base, runs: 136, jobs: 3)
    #expect(whole.tally.digest == together.tally.digest)
    // Interrupted in the middle of a round: what the round was drawn from must not have grown.
    let part = await steered(base, runs: 104, jobs: 2)
    let text = CampaignText.text(of: part)
    let read = try #require(try CampaignText.records(in: text).get().first)
    let resumed = await steered(base, runs: 136, jobs: 2, from: read)
    #expect(CampaignText.text(of: resumed) == CampaignText.text(of: whole))
  }

  @Test("changes schedules that reached something, and each child makes sense by itself")
  func children() async throws {
    let base = try SearchWorld.base(SearchWorld.group)
    let generator = ScheduleGenerator(base: base, families: FaultFamily.allCases)
    let mutator = Mutator(generator: generator)
    var sound = 0
    for number: UInt64 in 1...200 {
      let parent = generator.schedule(seed: number)
      let other = generator.schedule(seed: number + 1_000)
      let child = mutator.mutated(parent, with: other, number: number)
      #expect(child == mutator.mutated(parent, with: other, number: number))
      if base.isSound(child) { sound += 1 }
    }
    #expect(sound > 190)
  }

  @Test("sees more situations than as many independent seeds")
  func seesMore() async throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let guided = await steered(base, runs: 320, jobs: 2).tally.coverage.count
    let blind = await SearchWorld.campaign(base, 1...320, jobs: 2).tally.coverage.count
    #expect(guided > blind, "\(guided) against \(blind)")
  }

  @Test("keeps a corpus of bounded size")
  func bounded() throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    var record = CampaignRecord(CampaignPlan(base: base, reach: .steered))
    record.corpus = Array(
      repeating: Schedule(setting: 0, lines: [], seed: 1), count: CampaignRecord.corpusLimit)
    let trial = Trial(Schedule(setting: 0, lines: [], seed: 1), in: base)
    for _ in 0..<Campaign.roundSize { record.fold(trial) }
    #expect(record.corpus.count == 256)
  }
}

@Suite("The table of coverage")
struct CoverageTests {
  @Test("reads back what it writes, and adds up in any order")
  func text() {
    var one = CoverageTable()
    var two = CoverageTable()
    for number in [0, 63, 64, 700] { one.insert(number) }
    for number in [5, 63, 3_000] { two.insert(number) }
    #expect(one.count == 4)
    #expect(CoverageTable(written: one.written) == one)
    #expect(one.lacking(two) == 2)
    var both = one
    both.formUnion(two)
    var other = two
    other.formUnion(one)
    #expect(both == other)
    #expect(both.count == 6)
    #expect(CoverageTable(written: "zz") == nil)
    #expect(CoverageTable(written: one.written + ".") == nil)
  }

  @Test("has sections that do not overlap")
  func sections() {
    var end = 0
    for section in CoverageMap.all {
      #expect(section.base == end, "\(section.name)")
      end = section.range.upperBound
    }
    #expect(end == CoverageMap.size)
  }

  @Test("changes nothing of a run that is watched")
  func purity() throws {
    let base = try SearchWorld.base(SearchWorld.group)
    let variant = base.settings[0].variant
    let watched = Conductor(variant: variant, seed: 3, covering: true).run()
    let unwatched = Conductor(variant: variant, seed: 3).run()
    #expect(watched.digest == unwatched.digest)
    #expect(watched.coverage != nil)
    #expect(unwatched.coverage == nil)
  }

  @Test("says what was never reached")
  func missing() {
    var table = CoverageTable()
    table.insert(CoverageMap.elections.base + 1)
    let elections = CoverageReport(table).sections[0]
    #expect(elections.seen == 1)
    #expect(elections.total == 7)
    #expect(
      elections.missing == [
        "first", "unclean", "preferred", "shutdown", "reassignment", "nobody electable",
      ])
  }
}
