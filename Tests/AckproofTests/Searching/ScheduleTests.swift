import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("A generated schedule")
struct ScheduleTests {
  @Test("is a scenario that the grammar reads back as it is", arguments: [false, true])
  func roundTrip(replacing: Bool) throws {
    let base = try SearchWorld.base(SearchWorld.group, replacing: replacing)
    let generator = ScheduleGenerator(base: base, families: FaultFamily.allCases)
    for seed: UInt64 in 1...60 {
      let candidate = base.candidate(generator.schedule(seed: seed))
      let reading = ScenarioReader.read(file: "x", bytes: Array(candidate.text.utf8))
      #expect(reading.problems.isEmpty, "seed \(seed): \(reading.problems)\n\(candidate.text)")
      var scenario = reading.scenario
      scenario.statements.removeAll { if case .seeds = $0.kind { true } else { false } }
      #expect(scenario.statements == candidate.scenario.statements, "seed \(seed)")
    }
  }

  @Test("runs the same from its text as it ran in the search")
  func sameRun() throws {
    let base = try SearchWorld.base(SearchWorld.group)
    let generator = ScheduleGenerator(base: base, families: FaultFamily.allCases)
    for seed: UInt64 in 1...12 {
      let schedule = generator.schedule(seed: seed)
      let searched = Trial(schedule, in: base)
      let text = base.candidate(schedule).text
      let plan = try Compiler.compile(file: "x", bytes: Array(text.utf8)) { _ in nil }.get()
      #expect(plan.allSeeds == [seed])
      let replayed = Conductor(variant: plan.variants[0], seed: seed).run()
      #expect(replayed.digest.value == searched.digest, "seed \(seed)\n\(text)")
    }
  }

  @Test("is a pure function of its seed, and no neighbour of the next")
  func pure() throws {
    let base = try SearchWorld.base(SearchWorld.leaderAlone)
    let generator = ScheduleGenerator(base: base, families: FaultFamily.allCases)
    let once = (1...100).map { generator.schedule(seed: $0) }
    #expect(once == (1...100).map { generator.schedule(seed: $0) })
    let texts = once.map(\.written)
    let different = texts.indices.filter { texts.firstIndex(of: texts[$0]) == $0 }
    #expect(different.count > 90)
  }

  @Test("uses every family, and every row of the tables of faults and events is understood")
  func everyRow() throws {
    let base = try SearchWorld.base(SearchWorld.group)
    for family in FaultFamily.allCases {
      let generator = ScheduleGenerator(base: base, families: [family])
      let lines = (1...40).flatMap { generator.schedule(seed: $0).lines }
      #expect(lines.count > 20, "\(family)")
    }
    var random = RandomStream(runSeed: 1, stream: "test")
    let swarm = Swarm(FaultFamily.allCases, endsWell: false, from: &random)
    var words = WordDrawing(base.settings[0].nouns, swarm, from: random)
    let reader = base.settings[0].reader
    for row in FaultTable.rows where !row.isAboutMessage {
      for _ in 0..<5 {
        let filled = words.filled("at 1s  \(row.text)")
        let text = try #require(filled)
        #expect(reader.timelineLine(text) != nil, "\(text)")
      }
    }
    for row in FaultTable.rows {
      guard let own = row.trigger else { continue }
      let filled = words.filled("\(own)  \(row.text)")
      let text = try #require(filled)
      #expect(reader.timelineLine(text) != nil, "\(text)")
    }
    for row in EventTable.rows + EventTable.messages.map({ ($0.weight, "2nd \($0.text)") }) {
      let trigger = row.text.hasPrefix("2nd") ? "on the" : "when"
      let filled = words.filled("\(trigger) \(row.text)  crash broker 1")
      let text = try #require(filled)
      #expect(reader.timelineLine(text) != nil, "\(text)")
    }
  }

  @Test("keeps what the file states and draws what it leaves open")
  func open() throws {
    let stated = try SearchWorld.base(SearchWorld.group)
    #expect(
      stated.settings.prefix(2).map(\.choices) == [["acks of web = 1"], ["acks of web = all"]])
    #expect(stated.settings.dropFirst(2).allSatisfy { $0.choices[0].hasPrefix("acks of web = ") })
    let text = """
      ackproof 1
      topic orders
      producer web
        send 10 records to orders
      expect no acknowledged record is lost

      """
    let base = try SearchWorld.base(text)
    let plain = base.settings.filter { $0.choices.count == 2 && $0.choices[1].hasSuffix("brokers") }
    #expect(plain.count == 112)
    #expect(plain.first?.choices == ["kafka 0.8.1.1", "2 brokers"])
    #expect(plain.last?.choices == ["kafka 3.9.1", "5 brokers"])
    #expect(base.settings.contains { $0.choices.contains("3 partitions of orders") })
  }

  @Test("that is replaced has nothing of the base's own timeline")
  func replaced() throws {
    let base = try SearchWorld.base(SearchWorld.group, replacing: true)
    #expect(!base.text.contains("crash leader of orders-0"))
    let kept = try SearchWorld.base(SearchWorld.group)
    #expect(kept.text.contains("crash leader of orders-0"))
  }

  @Test("ends well where something is expected of the cluster's recovery")
  func endsWell() throws {
    let text = SearchWorld.leaderAlone + "expect every partition has a leader\n"
    let base = try SearchWorld.base(text)
    #expect(base.mustEndWell)
    let generator = ScheduleGenerator(base: base, families: [.crash])
    for seed: UInt64 in 1...50 {
      let schedule = generator.schedule(seed: seed)
      #expect(schedule.written.contains("start every broker"), "seed \(seed)")
    }
  }
}
