import KafkaModel
import Kernel
import Testing

@testable import Ackproof

@Suite("When an expectation is looked at")
struct WindowTests {
  /// The leader of orders-0 is 1, then 2 from 10 s on, then 3 from 20 s on.
  private func judged(_ expectation: String, at end: Int64 = 60_000) throws -> ExpectationResult {
    var run = try HandMadeRun(expectation)
    run.elect(2, epoch: 1, isr: [2, 3], at: 10_000)
    run.elect(3, epoch: 2, isr: [3], at: 20_000)
    return try #require(run.finish(at: end).results.first)
  }

  static let table: [(String, Verdict)] = [
    ("leader of orders-0 is 3", .holds),
    ("leader of orders-0 is not 3", .violated),
    ("leader of orders-0 is 1 at 5s", .holds),
    ("leader of orders-0 is 2 at 15s", .holds),
    ("leader of orders-0 is 1 at 15s", .violated),
    ("leader of orders-0 is 3 at 90s", .undetermined),
    ("always leader of orders-0 is 1 until 9s", .holds),
    ("always leader of orders-0 is 1", .violated),
    ("never leader of orders-0 is none", .holds),
    ("never leader of orders-0 is 2", .violated),
    ("sometimes leader of orders-0 is 2", .holds),
    ("sometimes leader of orders-0 is none", .violated),
    ("leader of orders-0 is 2 between 12s and 18s", .holds),
    ("leader of orders-0 is 2 between 12s and 22s", .violated),
    ("leader of orders-0 is 3 after 21s", .holds),
    ("leader of orders-0 is 3 after 19s", .violated),
    ("leader of orders-0 is 2 when leader of orders-0 changes", .holds),
    ("leader of orders-0 is 3 when session of broker 1 expires", .undetermined),
    ("leader of orders-0 is 3 within 12s of leader of orders-0 changes", .holds),
    ("leader of orders-0 is 3 within 5s of leader of orders-0 changes", .violated),
    ("leader of orders-0 is 2 within 15s", .holds),
    ("leader of orders-0 is 3 within 90s", .undetermined),
    ("leader of orders-0 is 1 when leader of orders-0 changes", .violated),
    ("leader of orders-0 is 1 until 9s", .holds),
    ("leader of orders-0 is 1 until 15s", .violated),
    ("leader of orders-0 is 3 at end", .holds),
    ("leader of orders-0 is 1 at end", .violated),
    ("high watermark of orders-1 on broker 2 = 0 at end", .undetermined),
    ("high watermark of orders-1 on broker 2 = 0 after 5s", .undetermined),
    ("high watermark of orders-1 on broker 2 = 0 until 5s", .undetermined),
    ("high watermark of orders-1 on broker 2 = 0 between 1s and 5s", .undetermined),
    ("always high watermark of orders-1 on broker 2 = 0", .undetermined),
    ("never high watermark of orders-1 on broker 2 = 0", .undetermined),
    ("sometimes high watermark of orders-1 on broker 2 = 0", .undetermined),
    ("time without leader of orders-0 = 0ms..2s", .holds),
    ("time without leader of orders-0 = 1ms..2s", .violated),
    ("sometimes leader of orders-0 changes", .holds),
    ("never session of broker 1 expires", .holds),
    ("sometimes session of broker 1 expires", .violated),
    ("sometimes leader of orders-0 changes between 11s and 19s", .violated),
    ("times leader of orders-0 changes = 2", .holds),
    ("times leader of orders-0 changes = 1..3", .holds),
    ("leader changes of orders-0 = 2", .holds),
    ("leader changes = leader epoch of orders-0", .holds),
    ("leader epoch of orders-0 at least 3", .violated),
    ("isr of orders-0 is 3", .holds),
    ("size of isr of orders-0 != 1", .violated),
    ("isr of orders-1 is 3, 1, 2", .holds),
    ("isr shrinks of orders-0 = 2", .holds),
    ("partitions led by broker 1 = 1", .holds),
    ("replicas on broker 2 = 2", .holds),
    ("under-replicated partitions = 1", .holds),
    ("every partition has a leader", .holds),
    ("every partition has a leader and a full isr", .violated),
    ("orders-1 has a full isr", .holds),
    ("preferred leaders lead in orders-1", .holds),
    ("preferred leaders lead", .violated),
    ("leaders of orders are spread evenly", .holds),
    ("topic orders exists", .holds),
    ("topic orders does not exist", .violated),
    ("broker 1 is up", .holds),
    ("broker 1 is down", .violated),
    ("/controller exists", .holds),
    ("data of /controller is 1", .holds),
    ("/none exists", .violated),
    ("high watermark of orders-1 on broker 2 = 0", .undetermined),
    ("nothing is acknowledged", .holds),
    ("time without leader of orders-0 = 0s", .holds),
  ]

  @Test("decides its verdict", arguments: table)
  func verdict(_ expectation: String, _ verdict: Verdict) throws {
    let result = try judged(expectation)
    #expect(result.verdict == verdict, "\(result.observed)")
  }

  @Test("a promise to recover in time is about liveness, others are about safety")
  func liveness() throws {
    let late = "leader of orders-0 is 3 within 5s of leader of orders-0 changes"
    #expect(try judged(late).isLiveness)
    #expect(try !judged("leader of orders-0 is 1 at 15s").isLiveness)
    #expect(try !judged("never leader of orders-0 is 2 within 15s").isLiveness)
  }

  @Test("what was observed is said, with the instant where it counts")
  func words() throws {
    #expect(try judged("leader of orders-0 is 1").observed == "broker 3")
    #expect(try judged("isr of orders-1 is 1").observed == "1, 2, 3")
    #expect(try judged("always leader of orders-0 is 1").observed == "broker 2 at 10s")
    #expect(try judged("leader of orders-0 is 3 at 90s").observed == "the run ended before 90s")
    #expect(
      try judged("leader of orders-0 is 3 when session of broker 1 expires").observed
        == "'session of broker 1 expires' did not happen")
  }

  @Test("time without a leader runs from the crash to the successor's first act")
  func unled() throws {
    var run = try HandMadeRun(
      "time without leader of orders-0 = 7s", "longest time without leader = 7s",
      "time from broker 1 crashes to leader of orders-0 changes = 6s", "orders-0 has a leader",
      "sessions expired of broker 1 = 1", "live brokers = 0")
    let node = run.place.layout.node(of: BrokerID(1))
    run.happen(.process(.processEnded(node: node, how: .crashed)), at: 1_000)
    run.happen(.cluster(.sessionExpired(session: 1, owner: node)), at: 6_000)
    run.happen(
      .partition(
        .leaderElected(
          partition: PartitionID(1), leader: BrokerID(2), epoch: LeaderEpoch(1), isr: [2, 3],
          election: .clean)), at: 7_000)
    run.happen(
      .partition(
        .becameLeader(
          broker: BrokerID(2), partition: PartitionID(1), epoch: LeaderEpoch(1), logEnd: .zero)),
      at: 7_500)
    run.elect(2, epoch: 1, isr: [2, 3], at: 8_000)
    let results = run.finish().results
    #expect(results.filter { $0.verdict != .holds }.map { "\($0.line): \($0.observed)" } == [])
  }

  @Test("a run that reached a bound proves nothing about its end")
  func bound() throws {
    var run = try HandMadeRun("leader of orders-0 is 1")
    let judgement = run.judge.finish(
      at: .zero, reason: .bound("the bound on events"), faultsFired: 0, faultsThatBit: 0,
      in: &run.place)
    #expect(judgement.results.map(\.verdict) == [.undetermined])
    #expect(judgement.floors.contains("the bound on events"))
  }

  @Test("a fault that touched nothing is a floor, unless that is the point")
  func floors() throws {
    var run = try HandMadeRun("no duplicates", timeline: "at 1s crash broker 1")
    run.deliverTen()
    run.read(0, 10, offset: 0)
    #expect(run.finish().floors == ["no line of the timeline touched anything"])
    run = try HandMadeRun("no duplicates", "no fault bites", timeline: "at 1s crash broker 1")
    run.deliverTen()
    run.read(0, 10, offset: 0)
    #expect(run.finish().verdict == .holds)
  }

  @Test("a reader that never got a record is a floor, unless that is the point")
  func nothingRead() throws {
    var run = try HandMadeRun("no duplicates")
    run.deliverTen()
    #expect(run.finish().floors == ["nothing was consumed"])
    run = try HandMadeRun("nothing is consumed by audit")
    run.deliverTen()
    #expect(run.finish().verdict == .holds)
  }
}
