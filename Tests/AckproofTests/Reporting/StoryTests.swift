import KafkaModel
import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof

@Suite("Whole runs, with their stories")
struct StoryTests {
  static let lossy = """
    ackproof 1
    title  Acknowledged by the leader alone
    kafka 3.7 zookeeper
    brokers 3
    topic orders
      partitions 1
      assignment 0: 1, 2, 3

    producer web
      retries = 0
      enable.idempotence = false
      send 200 records to orders, one every 5ms

    vary acks of web: 1, all

    at 500ms  cut broker 1 from brokers 2, 3
    at 800ms  crash leader of orders-0

    expect no acknowledged record is lost

    """

  static func plan() throws -> RunPlan {
    try Compiler.compile(file: "lossy.scenario", bytes: Array(lossy.utf8), load: { _ in nil }).get()
  }

  @Test("a loss is told from the cut to the election, and acks=all loses nothing")
  func loss() async throws {
    let report = await ScenarioRunner(try Self.plan(), jobs: 2).run()
    #expect(report.variants.map(\.status) == [.violated, .holds])
    #expect(report.status == .violated)
    let story = report.variants[0].expectations[0].story
    #expect(
      story.first == "   0.500000s  the scenario, line 16: at 500ms cut broker 1 from brokers 2, 3")
    #expect(story.contains { $0.hasSuffix("broker 1 crashes") })
    #expect(story.contains { $0.contains("is elected leader of orders-0") })
    #expect(story.contains { $0.contains("is told that record") })
    #expect(report.broken == nil)
  }

  @Test("keeping the history changes nothing, and a run can be repeated")
  func recording() throws {
    let plan = try Self.plan()
    let runner = ScenarioRunner(plan)
    let plain = Conductor(variant: plan.variants[0], seed: 5).run()
    let recorded = runner.record(variant: 0, seed: 5)
    #expect(plain.digest == recorded.digest)
    #expect(recorded.firstDifference(from: runner.record(variant: 0, seed: 5)) == nil)
    let other = runner.record(variant: 0, seed: 6)
    #expect(recorded.digest != other.digest)
    #expect(recorded.firstDifference(from: other) != nil)
  }

  @Test("results are in the order of the seeds, however many run at once")
  func order() async throws {
    let plan = try Self.plan()
    let one = await ScenarioRunner(plan, seeds: [3, 1, 2], jobs: 1, chosen: [1]).run()
    let three = await ScenarioRunner(plan, seeds: [3, 1, 2], jobs: 3, chosen: [1]).run()
    #expect(one.variants[0].seeds.map(\.seed) == [3, 1, 2])
    #expect(one.variants[0].seeds.map(\.digest) == three.variants[0].seeds.map(\.digest))
  }

  @Test("a trace folds records on their way, and filters what it shows")
  func trace() throws {
    let recorded = ScenarioRunner(try Self.plan()).record(variant: 0, seed: 1)
    let all = Trace(recorded).lines()
    #expect(all.contains { $0.contains("events of records on their way") })
    var filter = Trace.Filter()
    filter.records = [7]
    let record = Trace(recorded, filter: filter).lines()
    #expect(record.first?.hasSuffix("web sends record 7 to orders-0") == true)
    #expect(record.count == 5)
    filter = Trace.Filter()
    filter.kinds = ["processes"]
    filter.until = .milliseconds(900)
    let processes = Trace(recorded, filter: filter).lines()
    #expect(processes.contains { $0.contains("broker 1 crashes") })
    #expect(!processes.contains { $0.contains("sends record") })
  }

  @Test("variants are chosen by their values")
  func variants() throws {
    let plan = try Self.plan()
    #expect(plan.variants(where: []) == [0, 1])
    #expect(plan.variants(where: ["acks of web = all"]) == [1])
    #expect(plan.variants(where: ["acks = 1"]) == [0])
    #expect(plan.variants(where: ["acks=1"]) == [0])
    #expect(plan.variants(where: ["acks = 2"]) == [])
  }
}
