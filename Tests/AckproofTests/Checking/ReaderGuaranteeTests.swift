import KafkaModel
import Kernel
import Testing

@testable import Ackproof

@Suite("Guarantees about readers and groups")
struct ReaderGuaranteeTests {
  private static let delivery = [
    "exactly once for billing", "at least once for billing", "at most once for billing",
  ]

  private func run(_ steps: (inout HandMadeRun) -> Void) throws -> [Verdict] {
    var run = try HandMadeRun(
      Self.delivery[0], Self.delivery[1], Self.delivery[2])
    run.deliverTen()
    steps(&run)
    return run.finish().results.map(\.verdict)
  }

  @Test("everything processed once is exactly once")
  func exactlyOnce() throws {
    let verdicts = try run {
      $0.read(0, 10, offset: 0)
      $0.work(0, 10, offset: 0)
      $0.commitOffset(10)
    }
    #expect(verdicts == [.holds, .holds, .holds])
  }

  @Test("a record processed again is at least once")
  func again() throws {
    let verdicts = try run {
      $0.work(0, 10, offset: 0)
      $0.work(9, 1, offset: 9, by: HandMadeRun.second)
      $0.commitOffset(10)
    }
    #expect(verdicts == [.violated, .holds, .violated])
  }

  @Test("what is committed, not processed and in nobody's hands is never processed")
  func never() throws {
    let verdicts = try run {
      $0.read(0, 10, offset: 0)
      $0.work(0, 8, offset: 0)
      $0.commitOffset(10)
      let node = $0.place.layout.node(of: HandMadeRun.audit)
      $0.happen(.process(.processEnded(node: node, how: .crashed)))
    }
    #expect(verdicts == [.violated, .violated, .holds])
  }

  @Test("what a living member still has in hand is not judged yet")
  func inHand() throws {
    let verdicts = try run {
      $0.read(0, 10, offset: 0)
      $0.work(0, 8, offset: 0)
      $0.commitOffset(10)
    }
    #expect(verdicts == [.undetermined, .undetermined, .holds])
  }

  @Test("nothing processed is undetermined")
  func nothing() throws {
    #expect(try run { _ in } == [.undetermined, .undetermined, .undetermined])
  }

  @Test("counts of what was read and processed")
  func counts() throws {
    var run = try HandMadeRun(
      "records consumed by audit = 6", "records consumed by audit once = 4",
      "records consumed by audit twice = 1", "records consumed by billing never = 3",
      "records processed by audit = 3", "records never processed by billing = 1",
      "lag of billing = 4", "committed offset of billing on orders-0 = 6",
      "backward steps of audit = 1", "records skipped by audit = 1",
      "position of audit on orders-0 = 5")
    run.deliverTen()
    run.read(0, 3, offset: 0)
    run.work(0, 3, offset: 0)
    run.read(4, 1, offset: 4)
    run.happen(
      .consumer(
        .positionReset(
          client: HandMadeRun.audit, partition: PartitionID(0), from: Offset(5), to: Offset(2),
          reason: .committedOffset)))
    run.read(2, 1, offset: 2)
    run.happen(
      .consumer(
        .positionReset(
          client: HandMadeRun.audit, partition: PartitionID(0), from: Offset(3), to: Offset(4),
          reason: .seek)))
    run.read(5, 1, offset: 4)
    run.commitOffset(6, by: HandMadeRun.second)
    run.read(6, 2, offset: 6, by: HandMadeRun.second)
    let node = run.place.layout.node(of: HandMadeRun.second)
    run.happen(.process(.processEnded(node: node, how: .crashed)))
    let results = run.finish().results
    let wrong = results.filter { $0.verdict != .holds }.map { "\($0.line): \($0.observed)" }
    #expect(wrong == [], "what a living member took and may still finish is not lost")
  }

  @Test("a position that jumps over a record, or back, without a reset breaks the rule")
  func positions() throws {
    for (offset, verdict) in [(3, Verdict.holds), (4, .violated), (2, .violated)] {
      var run = try HandMadeRun("no reader skips or goes back")
      run.deliverTen()
      run.read(0, 3, offset: 0)
      run.read(Int64(offset), 1, offset: Int64(offset))
      #expect(run.verdict() == verdict)
    }
    var nothing = try HandMadeRun("no reader skips or goes back")
    #expect(nothing.verdict() == .undetermined)
  }

  @Test("committed offsets may not fall, nor vanish")
  func commits() throws {
    var run = try HandMadeRun("committed offsets never go back for billing")
    #expect(run.verdict() == .undetermined)
    run = try HandMadeRun("committed offsets never go back for billing")
    run.commitOffset(5)
    run.commitOffset(7)
    #expect(run.verdict() == .holds)
    run = try HandMadeRun("committed offsets never go back")
    run.commitOffset(5)
    run.commitOffset(4)
    #expect(run.verdict() == .violated)
    run = try HandMadeRun("committed offsets never go back")
    run.commitOffset(5)
    run.happen(
      .consumer(
        .positionReset(
          client: HandMadeRun.audit, partition: PartitionID(0), from: .unknown, to: .zero,
          reason: .noCommittedOffset)))
    #expect(run.verdict() == .violated)
  }

  @Test("a member that was given its partition before others committed is no witness")
  func lateWitness() throws {
    for (commitsFirst, verdict) in [(false, Verdict.holds), (true, .violated)] {
      var run = try HandMadeRun("committed offsets never go back")
      if commitsFirst { run.commitOffset(5) }
      run.assign(HandMadeRun.second, 1)
      run.assign(HandMadeRun.audit, 2)
      if !commitsFirst { run.commitOffset(5) }
      run.happen(
        .consumer(
          .positionReset(
            client: HandMadeRun.second, partition: PartitionID(0), from: .unknown, to: .zero,
            reason: .noCommittedOffset)))
      #expect(run.verdict() == verdict)
    }
  }

  /// A partition of the offsets topic.
  private static let offsets = PartitionID(3)

  @Test("who hears of its election when another leads already has not read the group")
  func lateLoad() throws {
    for (leader, verdict) in [(BrokerID(2), Verdict.holds), (BrokerID(1), .violated)] {
      var run = try HandMadeRun(
        "group billing is stable", "members of group billing = 2",
        "committed offsets never go back for billing")
      run.happen(
        .partition(
          .leaderElected(
            partition: Self.offsets, leader: leader, epoch: LeaderEpoch(1), isr: [1, 2, 3],
            election: .clean)))
      run.happen(
        .consumer(
          .groupLoaded(
            group: HandMadeRun.billing, generation: 3, members: 2, broker: leader,
            partition: Self.offsets)))
      run.commitOffset(5)
      run.happen(
        .consumer(
          .groupLoaded(
            group: HandMadeRun.billing, generation: 0, members: 0, broker: BrokerID(1),
            partition: Self.offsets)))
      #expect(run.finish().results.map(\.verdict) == [verdict, verdict, verdict])
    }
  }

  @Test("a former coordinator's word about a group does not count")
  func formerCoordinator() throws {
    let former = BrokerID(1)
    let facts: [ConsumerFact] = [
      .groupStateChanged(group: HandMadeRun.billing, state: .preparingRebalance, broker: former),
      .memberRemoved(
        client: HandMadeRun.audit, group: HandMadeRun.billing, reason: .sessionTimeout,
        broker: former),
      .generationStarted(group: HandMadeRun.billing, generation: 9, members: 1, broker: former),
    ]
    let texts = [
      "group billing is stable", "members of group billing = 2",
      "generation of group billing = 3", "coordinator of group billing is 2",
    ]
    for (newest, verdict) in [(BrokerID(2), Verdict.holds), (former, .violated)] {
      var run = try HandMadeRun(texts[0], texts[1], texts[2], texts[3])
      run.happen(
        .consumer(
          .groupLoaded(
            group: HandMadeRun.billing, generation: 3, members: 2, broker: newest,
            partition: Self.offsets)))
      for fact in facts { run.happen(.consumer(fact)) }
      #expect(run.finish().results.map(\.verdict) == [verdict, verdict, verdict, verdict])
    }
  }

  @Test("an offset that a new coordinator does not find has vanished; one that expired has not")
  func reloads() throws {
    func load(_ run: inout HandMadeRun, _ offset: Int64?) {
      if let offset {
        run.happen(
          .consumer(
            .offsetLoaded(
              group: HandMadeRun.billing, partition: PartitionID(0), offset: Offset(offset))))
      }
      run.happen(
        .consumer(
          .groupLoaded(
            group: HandMadeRun.billing, generation: 1, members: 1, broker: BrokerID(2),
            partition: Self.offsets)))
    }
    for (found, verdict) in [(5, Verdict.holds), (7, .holds), (4, .violated), (nil, .violated)]
      as [(Int64?, Verdict)]
    {
      var run = try HandMadeRun("committed offsets never go back for billing")
      run.commitOffset(5)
      load(&run, found)
      #expect(run.verdict() == verdict)
    }
    var run = try HandMadeRun(
      "committed offsets never go back for billing", "committed offset of billing on orders-0 = 2")
    run.commitOffset(5)
    run.happen(
      .consumer(
        .offsetAltered(
          group: HandMadeRun.billing, partition: PartitionID(0), offset: .unknown,
          reason: .expired)))
    load(&run, nil)
    run.commitOffset(2)
    #expect(run.finish().results.map(\.verdict) == [.holds, .holds])
  }

  @Test("a group's state is what its coordinator told last")
  func states() throws {
    let texts = [
      "group billing is rebalancing", "group billing is stable", "state of group billing is Stable",
    ]
    var run = try HandMadeRun(texts[0], texts[1], texts[2])
    #expect(
      run.finish().results.map(\.verdict) == [.undetermined, .undetermined, .undetermined])
    for (state, verdicts) in [
      (GroupState.preparingRebalance, [Verdict.holds, .violated, .violated]),
      (.completingRebalance, [.holds, .violated, .violated]),
      (.stable, [.violated, .holds, .holds]),
    ] {
      run = try HandMadeRun(texts[0], texts[1], texts[2])
      run.happen(
        .consumer(
          .groupStateChanged(group: HandMadeRun.billing, state: state, broker: BrokerID(1))))
      #expect(run.finish().results.map(\.verdict) == verdicts)
    }
  }

  @Test("records that are finished after a later one are out of order")
  func late() throws {
    var run = try HandMadeRun("records processed out of order by billing = 2")
    run.deliverTen()
    run.read(0, 10, offset: 0)
    run.work(0, 2, offset: 0)
    run.work(4, 1, offset: 4)
    run.work(2, 2, offset: 2)
    run.work(5, 5, offset: 5)
    #expect(run.verdict() == .holds)
  }

  @Test("two members may not have a partition in one generation, nor believe so at once")
  func owners() throws {
    let texts = [
      "each partition has one owner per generation in group billing",
      "partitions read by two members of group billing at once = 0",
      "owner of orders-0 in group billing is second", "idle members of group billing = 1",
    ]
    for (generation, verdicts) in [
      (2, [Verdict.holds, .violated, .holds, .violated]),
      (1, [.violated, .violated, .holds, .violated]),
    ] as [(Int32, [Verdict])] {
      var run = try HandMadeRun(texts[0], texts[1], texts[2], texts[3])
      run.happen(
        .consumer(
          .generationStarted(
            group: HandMadeRun.billing, generation: 1, members: 2, broker: BrokerID(1))))
      run.assign(HandMadeRun.audit, 1)
      run.assign(HandMadeRun.second, generation)
      #expect(run.finish().results.map(\.verdict) == verdicts)
    }
  }

  @Test("a record that a second member takes up while the first has it is shared")
  func shared() throws {
    var run = try HandMadeRun(
      "nobody processes what another has in group billing",
      "records processed by two members of billing at once = 2")
    run.deliverTen()
    run.read(0, 5, offset: 0)
    run.work(0, 3, offset: 0)
    run.read(3, 7, offset: 3, by: HandMadeRun.second)
    #expect(run.finish().results.map(\.verdict) == [.violated, .holds])
  }

  @Test(
    "a reader may jump over what compaction took out of the leader's log, and over nothing else")
  func compactedGap() throws {
    func run(_ gaps: [(Int64, Int64)]) throws -> (Verdict, Int64) {
      var run = try HandMadeRun("no reader skips or goes back")
      run.deliverTen()
      for (from, to) in gaps {
        run.happen(
          .log(
            .compactedAway(
              broker: BrokerID(1), partition: PartitionID(0), from: Offset(from), to: Offset(to))))
      }
      run.happen(
        .log(
          .compacted(
            broker: BrokerID(1), partition: PartitionID(0), below: Offset(9), removed: 5)))
      run.read(0, 2, offset: 0)
      run.read(4, 1, offset: 4)
      run.read(8, 2, offset: 8)
      return (run.verdict(), run.judge.ledger.recordsIn([PartitionID(0)], on: [BrokerID(1)]))
    }
    #expect(try run([(2, 4), (5, 8)]) == (.holds, 5))
    #expect(try run([(2, 3), (5, 8)]) == (.violated, 6))
    #expect(try run([(0, 1), (2, 4), (5, 6), (7, 8)]) == (.violated, 5))
  }
}
