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

  /// The story of the first violated expectation of a scenario.
  private func story(_ lines: String) async throws -> [String] {
    let text = """
      ackproof 1
      kafka 3.7 zookeeper
      brokers 3
      topic orders
        assignment 0: 1, 2, 3
      consumer worker
        group.id = billing
        auto.offset.reset = earliest
        subscribe orders
      consumer packer
        group.id = shipping
        auto.offset.reset = earliest
        subscribe orders
      \(lines)

      """
    let report = await ScenarioRunner(try compile(text).get(), jobs: 1).run()
    return report.variants[0].expectations.first { $0.verdict == .violated }?.story ?? []
  }

  @Test("a group's story leaves out Kafka's other partitions, and other groups")
  func group() async throws {
    let story = try await story(
      """
      producer web
        send 100 records to orders, one every 20ms
      at 10s  restart consumer worker, down for 5s
      at 20s  crash coordinator of group billing
      expect rebalances of group billing = 9
      """)
    let internals = story.filter { $0.contains("__consumer_offsets") }
    #expect(internals.allSatisfy { $0.contains("__consumer_offsets-9,") }, "\(internals)")
    #expect(story.contains { $0.contains("leader of __consumer_offsets-9, epoch 1") })
    #expect(story.contains { $0.contains("group billing starts generation 1 with 1 member on") })
    #expect(!story.contains { $0.contains("shipping") })
    #expect(story.filter { $0.contains("the scenario, line 16: at 10s restart") }.count == 1)
    #expect(story.filter { $0.contains("the scenario, line 16 ends: at 10s restart") }.count == 1)
    #expect(!story.contains { $0.contains("isr of orders-0") }, "\(story)")
  }

  @Test("a record that an application sends again is followed in its next life")
  func resent() async throws {
    let story = try await story(
      """
      producer web
        retries = 0
        resend on error up to 3 times
        send 20 records to orders, one every 20ms
      on the 10th produce response from broker 1 to web  drop it and reset the connection
      expect no duplicates
      """)
    #expect(story.contains { $0.hasSuffix("web sends record 10 to orders-0") }, "\(story)")
    #expect(story.contains { $0.hasSuffix("again as record 11") })
    #expect(story.filter { $0.contains("broker 1 appends record") }.count == 2)
  }

  @Test("an order that was refused tells why a topic is missing")
  func refusedOrder() async throws {
    let story = try await story(
      """
      topic late
        created at 3s
      at 1s  crash controller
      expect topic late exists
      """)
    #expect(
      story.contains { $0.hasSuffix("is answered: INVALID_REPLICATION_FACTOR") }, "\(story)")
  }

  @Test("a trace names what it does not know, and says when nothing matches")
  func traceOptions() throws {
    let runner = ScenarioRunner(try Self.plan())
    var trace = Trace(runner.record(variant: 0, seed: 1))
    #expect(trace.unknownName == nil)
    trace.filter.nodes = ["broker1"]
    #expect(trace.unknownName == "no node is called 'broker1'; did you mean 'broker 1'?")
    trace.filter.nodes = []
    trace.filter.partitions = ["orders"]
    #expect(trace.unknownName == "there is no partition 'orders'; write it as in 'orders-0'")
    trace.filter.partitions = []
    trace.filter.records = [100_000]
    #expect(trace.lines() == ["   nothing that happened matches the trace's options"])
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
