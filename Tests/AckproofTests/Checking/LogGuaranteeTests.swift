import KafkaModel
import Kernel
import Testing

@testable import Ackproof

@Suite("Guarantees about logs and leaders")
struct LogGuaranteeTests {
  @Test("replicas with the same records agree; one without commits proves nothing")
  func agreement() throws {
    var run = try HandMadeRun("replicas agree", "no offset has two values")
    run.deliverTen()
    run.commit(to: 10, on: 2, isLeader: false)
    #expect(run.finish().results.map(\.verdict) == [.holds, .holds])
    var empty = try HandMadeRun("replicas agree", "no offset has two values")
    empty.send(0)
    #expect(empty.finish().results.map(\.verdict) == [.undetermined, .undetermined])
  }

  @Test("a follower with another record below its watermark disagrees")
  func divergence() throws {
    var run = try HandMadeRun("replicas agree", "no offset has two values")
    run.send(0, 5)
    run.append(0, 2, offset: 0, on: [1, 2])
    run.commit(to: 2)
    run.append(0, 1, offset: 0, on: [3])
    run.append(4, 1, offset: 1, on: [3])
    run.commit(to: 2, on: 3, isLeader: false)
    #expect(run.finish().results.map(\.verdict) == [.violated, .holds])
  }

  @Test("a later leader that commits another record at an offset shows two values")
  func twoValues() throws {
    var run = try HandMadeRun("no offset has two values")
    run.send(0, 5)
    run.append(0, 2, offset: 0, on: [1])
    run.commit(to: 2)
    run.append(0, 1, offset: 0, on: [2])
    run.elect(2, epoch: 1, isr: [2], .unclean)
    run.append(3, 1, offset: 1, on: [2], epoch: 1)
    run.commit(to: 2, on: 2)
    #expect(run.verdict() == .violated)
  }

  @Test("a reader that got another record than was committed saw two values")
  func twoValuesRead() throws {
    var run = try HandMadeRun("no offset has two values")
    run.deliverTen()
    run.read(5, offset: 0)
    #expect(run.verdict() == .violated)
  }

  @Test("the end that is shown may not move back")
  func watermark() throws {
    func run(_ ends: [Int64]) throws -> Verdict {
      var run = try HandMadeRun("what was visible stays visible")
      for end in ends {
        run.happen(
          .partition(
            .offsetListed(
              broker: BrokerID(1), client: NodeID(0), partition: PartitionID(0),
              offset: Offset(end), isEnd: true)))
      }
      return run.verdict()
    }
    #expect(try run([3, 5, 5]) == .holds)
    #expect(try run([3, 5, 4]) == .violated)
    #expect(try run([]) == .undetermined)
  }

  @Test("who joins the in-sync replicas needs what is committed, and nothing more")
  func joining() throws {
    func run(_ prepare: (inout HandMadeRun) -> Void) throws -> Verdict {
      var run = try HandMadeRun("who is in sync has what is committed")
      run.send(0, 5)
      run.append(0, 3, offset: 0, on: [1])
      run.append(0, 2, offset: 0, on: [2])
      run.elect(1, epoch: 1, isr: [1])
      run.commit(to: 2)
      prepare(&run)
      return run.verdict()
    }
    #expect(try run { $0.join([1, 2]) } == .holds)
    #expect(try run { $0.join([1, 3]) } == .violated)
    // Another record at an offset that is committed.
    #expect(
      try run { run in
        run.append(0, 1, offset: 0, on: [3])
        run.append(4, 1, offset: 1, on: [3])
        run.join([1, 3])
      } == .violated)
    // The leader of the next term does not know yet what was committed before.
    #expect(
      try run { run in
        run.append(0, 2, offset: 0, on: [3])
        run.elect(2, epoch: 2, isr: [2])
        run.join([2, 3], epoch: 2)
      } == .holds)
    #expect(
      try run { run in
        run.append(0, 1, offset: 0, on: [3])
        run.elect(2, epoch: 2, isr: [2])
        run.join([2, 3], epoch: 2)
      } == .violated)
    // What the next leader does not have is lost, and no follower needs it.
    #expect(
      try run { run in
        run.append(0, 1, offset: 0, on: [3])
        run.elect(3, epoch: 2, isr: [3], .unclean)
        run.elect(3, epoch: 3, isr: [3])
        run.join([3, 2], epoch: 2)
      } == .holds)
    // What it stores instead is not committed yet.
    #expect(
      try run { run in
        run.append(0, 1, offset: 0, on: [3])
        run.elect(3, epoch: 2, isr: [3], .unclean)
        run.append(4, 1, offset: 1, on: [3], epoch: 2)
        run.join([3, 2], epoch: 3)
      } == .holds)
    // Who is in sync already is asked no more.
    #expect(
      try run { run in
        run.elect(1, epoch: 2, isr: [1, 3])
        run.join([1, 3, 2], epoch: 3)
      } == .holds)
    // A follower whose log begins later needs nothing from before.
    #expect(
      try run { run in
        run.happen(
          .log(
            .logStartMoved(
              broker: BrokerID(3), partition: PartitionID(0), from: .zero, to: Offset(2),
              reason: .leaderStart)))
        run.append(2, 1, offset: 2, on: [3])
        run.join([1, 3])
      } == .holds)
    #expect(try run { _ in } == .undetermined)
  }

  @Test("a leader that was replaced makes nothing visible that its successor lacks")
  func fencing() throws {
    func run(_ copied: Bool) throws -> Verdict {
      var run = try HandMadeRun("nothing fenced changes anything")
      run.send(0, 5)
      run.append(0, 2, offset: 0, on: [1])
      if copied { run.append(0, 2, offset: 0, on: [2]) }
      run.elect(2, epoch: 1, isr: [2, 3])
      run.commit(to: 2, on: 1)
      return run.verdict()
    }
    #expect(try run(true) == .holds)
    #expect(try run(false) == .violated)
    var quiet = try HandMadeRun("nothing fenced changes anything")
    quiet.deliverTen()
    #expect(quiet.verdict() == .undetermined)
  }

  @Test("news of an election that comes late breaks nothing and changes nothing")
  func lateNews() throws {
    var run = try HandMadeRun("nothing fenced changes anything", "leader of orders-0 is 2")
    run.elect(2, epoch: 2, isr: [2, 3])
    run.elect(3, epoch: 1, isr: [1, 3], acts: false)
    #expect(run.finish().results.map(\.verdict) == [.holds, .holds])
  }

  @Test("a controller's write behind its successor's back is a broken fence")
  func lateWrite() throws {
    var run = try HandMadeRun("nothing fenced changes anything")
    run.elect(2, epoch: 1, isr: [2, 3])
    run.happen(
      .cluster(
        .controllerWriteLate(
          broker: BrokerID(1), partition: PartitionID(0), epoch: ControllerEpoch(1),
          current: ControllerEpoch(2))))
    #expect(run.verdict() == .violated)
    let answer = Checks.judge(.fencing, run.judge.ledger)
    #expect(answer.remark == "broker 1 acted after it had been replaced")
  }

  @Test("a producer whose transactional id was taken over appends nothing")
  func fencedProducer() throws {
    func run(_ epoch: Int16) throws -> Verdict {
      let second = "producer late\n  send 1 records to orders\n"
      var run = try HandMadeRun(
        "nothing fenced changes anything", frame: HandMadeRun.frame + second)
      run.elect(2, epoch: 1, isr: [2, 3])
      for (client, of) in [(HandMadeRun.web, Int16(0)), (ClientID(1), epoch)] {
        run.happen(
          .producer(
            .producerIdentified(
              client: client, producer: ProducerID(7), epoch: ProducerEpoch(of))))
      }
      run.send(0, 5)
      run.append(0, 5, offset: 0, on: [2, 3])
      return run.verdict()
    }
    #expect(try run(0) == .holds)
    #expect(try run(1) == .violated)
  }

  @Test("a member whose partition went to another one in a later generation commits nothing")
  func fencedMember() throws {
    func run(_ generations: [Int32]) throws -> Verdict {
      var run = try HandMadeRun("nothing fenced changes anything")
      run.elect(2, epoch: 1, isr: [2, 3])
      for (client, generation) in zip([HandMadeRun.audit, HandMadeRun.second], generations) {
        run.happen(
          .consumer(
            .partitionAssigned(
              client: client, group: HandMadeRun.billing, partition: PartitionID(0),
              generation: generation)))
      }
      run.commitOffset(5, by: HandMadeRun.second)
      run.commitOffset(6, by: HandMadeRun.audit)
      return run.verdict()
    }
    #expect(try run([3, 2]) == .holds)
    #expect(try run([1, 2]) == .violated)
  }

  @Test("I-DUR: a later leader without an acknowledged record breaks it, even if it comes back")
  func durability() throws {
    var run = try HandMadeRun("no acknowledged record is lost")
    run.deliverTen()
    run.happen(
      .log(
        .truncated(
          broker: BrokerID(3), partition: PartitionID(0), from: Offset(10), to: Offset(8),
          highWatermark: Offset(8))))
    run.elect(3, epoch: 1, isr: [3])
    run.elect(1, epoch: 2, isr: [1])
    #expect(run.verdict() == .holds)
    let answer = Checks.judge(.durability, run.judge.ledger)
    #expect(answer.value == .holds(false))
    #expect(answer.remark == "broker 3 was elected without 2 records")
  }

  @Test("each invariant is undetermined before anything happened", arguments: InvariantID.allCases)
  func nothing(_ id: InvariantID) throws {
    let layout = NodeLayout(zooKeepers: 1, brokers: 3, producers: 1, consumers: 1)
    let ledger = Ledger(LedgerSetting(layout: layout, groups: [GroupID(0)], groupCount: 1))
    #expect(Checks.judge(id, ledger).truth == nil)
  }

  @Test("each invariant holds for ten records that were delivered and read")
  func everythingHolds() throws {
    var run = try HandMadeRun("no duplicates")
    run.deliverTen()
    run.commit(to: 10, on: 2, isLeader: false)
    run.read(0, 10, offset: 0)
    run.commitOffset(10)
    run.elect(2, epoch: 1, isr: [2, 1], .preferred)
    run.join([2, 1, 3])
    for check in Checks.all where check.id != .leaderDurability {
      #expect(check.judge(run.judge.ledger).value == .holds(true), "\(check.id.rawValue)")
    }
    #expect(Checks.judge(.leaderDurability, run.judge.ledger).truth == nil)
  }

  @Test("one leader per epoch, one controller per epoch")
  func epochs() throws {
    var run = try HandMadeRun(
      "each leader epoch has one leader", "each controller epoch has one controller")
    run.happen(
      .partition(
        .becameLeader(
          broker: BrokerID(2), partition: PartitionID(0), epoch: .first, logEnd: .zero)))
    run.happen(.cluster(.controllerElected(broker: BrokerID(1), epoch: ControllerEpoch(1))))
    run.happen(.cluster(.controllerElected(broker: BrokerID(2), epoch: ControllerEpoch(2))))
    #expect(run.finish().results.map(\.verdict) == [.violated, .holds])
  }
}
