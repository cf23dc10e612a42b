import Kernel
import ScenarioLanguage
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
    // Which fact followed which is not what steering looks for: that differs from run to run.
    func reached(_ record: CampaignRecord) -> Int {
      record.tally.coverage.members(below: CoverageMap.counted.count).count
    }
    let guided = reached(await steered(base, runs: 512, jobs: 2))
    let blind = reached(await SearchWorld.campaign(base, 1...512, jobs: 2))
    #expect(guided > blind + 10, "\(guided) against \(blind)")
  }

  private func schedule(_ seed: UInt64, lines count: Int) throws -> Schedule {
    let text = Array(SearchWorld.leaderAlone.utf8)
    let reader = LineReader(ScenarioReader.read(file: "test.scenario", bytes: text).scenario)
    let line = try #require(reader.timelineLine("at 1s  bounce broker 1"))
    return Schedule(setting: 0, lines: Array(repeating: line, count: count), seed: seed)
  }

  @Test("prefers parents that were where few have been")
  func rareParents() throws {
    var corpus = Corpus(goals: 0)
    var isRestored = false
    var hits = Array(repeating: 0, count: corpus.hits.count)
    for place in 0..<20 {
      let entry = Corpus.Entry(schedule: try schedule(UInt64(place), lines: 1), places: [place])
      isRestored = corpus.restore(entry, isDiscovery: false)
      #expect(isRestored)
      hits[place] = place == 13 ? 2 : 1_000
    }
    isRestored = corpus.restore(hits: hits, round: hits)
    #expect(isRestored)
    var random = RandomStream(runSeed: 1, stream: "test")
    let chosen = (0..<1_000).compactMap { _ in corpus.parent(from: &random)?.seed }
    #expect(chosen.count > 400)
    #expect(chosen.count { $0 == 13 } > chosen.count / 4, "a twentieth would be its share")
  }

  @Test("keeps the shortest schedule to each situation")
  func shortest() throws {
    var corpus = Corpus(goals: 1)
    var isRestored = false
    for (seed, count) in [(1, 3), (2, 2), (3, 2), (4, 5)] {
      let entry = Corpus.Entry(schedule: try schedule(UInt64(seed), lines: count), places: [9, 40])
      isRestored = corpus.restore(entry, isDiscovery: true)
      #expect(isRestored)
    }
    #expect(corpus.entries.isEmpty, "what a round finds counts when it is over")
    corpus.endRound()
    #expect(corpus.entries.map(\.schedule.seed) == [2])
    #expect(corpus.entries.map(\.places) == [[9, 40]])
    #expect(corpus.discoveries.isEmpty)
    isRestored = corpus.restore(
      Corpus.Entry(schedule: try schedule(1, lines: 1), places: [99_999]), isDiscovery: false)
    #expect(!isRestored)
  }

  @Test("makes what it has seen count only when the round is over")
  func rounds() throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    var corpus = Corpus(goals: 0)
    let trial = Trial(Schedule(setting: 0, lines: [], seed: 7), in: base)
    corpus.fold(trial, goals: [])
    #expect(corpus.isEmpty)
    #expect(corpus.hits.allSatisfy { $0 == 0 })
    corpus.endRound()
    #expect(corpus.entries.map(\.schedule.seed) == [7])
    #expect(corpus.hits.contains(1))
    let size = corpus.hits.count
    #expect(Corpus.counts(Corpus.written(corpus.hits), size: size) == corpus.hits)
    #expect(Corpus.counts("1:2 99999999:1", size: size) == nil)
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
