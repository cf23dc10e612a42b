import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof
@testable import KafkaModel

@Suite("Views of groups")
struct GroupReportTests {
  static let text = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3
    topic orders
      partitions 2
    producer web
      retries = 100
      send 400 records to orders, one every 50ms, keyed
    consumers worker 2
      group.id = billing
      group.instance.id = worker
      session.timeout.ms = 10000
      enable.auto.commit = false
      auto.offset.reset = earliest
      process each record in 1ms, then commit
      subscribe orders
    at 10s  stop worker-2
    run for 40s
    expect no acknowledged record is lost

    """

  static func plan(_ text: String) throws -> RunPlan {
    try Compiler.compile(file: "t.scenario", bytes: Array(text.utf8), load: { _ in nil }).get()
  }

  @Test("the table is Kafka's, at any instant, and says how records were delivered")
  func table() throws {
    let plan = try Self.plan(Self.text)
    let result = ScenarioRunner(plan).record(variant: 0, seed: 1)
    let report = GroupReport(
      result, plan.variants[0], at: [.seconds(1), .seconds(9), .seconds(15), .seconds(39)])
    #expect(report.tables.map(\.at) == [.seconds(1), .seconds(9), .seconds(15), .seconds(39)])
    let members = report.tables.map { $0.rows.map(\.member) }
    // A static member that stops leaves nothing behind but its silence.
    #expect(
      members == [
        [nil, nil], ["worker-1", "worker-2"], ["worker-1", nil], ["worker-1", "worker-1"],
      ])
    #expect(report.tables[0].rows.map(\.committed) == [nil, nil])
    let last = report.tables[3]
    #expect(last.rows.map(\.lag) == [0, 0])
    #expect(last.rows.compactMap(\.committed).reduce(0, +) == 400)
    #expect(last.summaries[0].state == "Stable")
    #expect(last.summaries[0].delivery.word == "exactly once")
    #expect(last.summaries[0].delivery.once == 400)
    let lines = report.lines
    #expect(lines[0] == "groups at 1.000000s")
    #expect(
      lines[1]
        == "  GROUP    TOPIC   PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  CONSUMER-ID  "
        + "HOST  CLIENT-ID")
    #expect(lines[2].hasPrefix("  billing  orders  0          -"))
  }

  @Test("who had what, by generation, with the beginning and the end")
  func ownership() throws {
    let plan = try Self.plan(Self.text)
    let result = ScenarioRunner(plan).record(variant: 0, seed: 1)
    let generations = GroupOwnership(result).generations
    #expect(generations.map(\.number) == [1, 2])
    #expect(generations.map(\.members) == [2, 1])
    #expect(generations[0].holdings.map(\.ending).sorted() == ["gave up", "gave up"])
    #expect(generations[1].holdings.map(\.member) == ["worker-1", "worker-1"])
    #expect(generations[1].holdings.allSatisfy { $0.until == nil })
  }

  /// What coordinators and leaders have in memory, against what the ledger made of the history.
  @Test("the table agrees with the coordinators' own memory after any storm", arguments: 1...8)
  func agreement(seed: UInt64) throws {
    let variant = try Self.plan(Self.text).variants[0]
    var world = World(plan: variant.world, seed: seed)
    var ledger = Ledger(LedgerSetting(variant.world))
    var events: [HistoryEvent] = []
    try world.boot()
    let origin = world.origin
    var chance = RandomStream(runSeed: seed, stream: "test")
    func run(_ world: inout World, to second: Int64) {
      while let next = world.nextInstant, next <= origin + .seconds(second) {
        world.step()
        world.takeHistory(&events)
        for event in events { ledger.observe(event) }
      }
    }
    world.takeHistory(&events)
    for event in events { ledger.observe(event) }
    for second in stride(from: Int64(4), to: 60, by: 4) {
      run(&world, to: second)
      let layout = world.layout
      let node =
        chance.below(2) == 0
        ? layout.node(ofConsumer: Int(chance.below(2)))
        : layout.node(of: BrokerID(Int32(chance.below(3)) + 1))
      world.inject(world.isUp(node) ? .crash(node) : .start(node))
    }
    for node in world.layout.brokers.map({ world.layout.node(of: $0) }) {
      world.inject(.start(node))
    }
    for place in 0..<2 { world.inject(.start(world.layout.node(ofConsumer: place))) }
    run(&world, to: 200)
    let group = GroupID(0)
    for partition in world.catalog.partitions(ofTopic: "orders") {
      let committed = world.committedOffset(of: partition, in: group)?.value ?? -1
      #expect(ledger.groups[0].committed(partition) == committed)
      let end = world.readableOffsets(of: partition)?.end.value
      #expect(ledger.readable(partition)?.highWatermark == end)
      let owner = ledger.groups[0].owners.last { $0.partition == partition }?.client
      #expect(owner.map { world.layout.node(of: $0) } == world.owner(of: partition, in: group))
    }
    #expect(world.committedOffset(of: PartitionID(0), in: group) != nil)
  }
}
