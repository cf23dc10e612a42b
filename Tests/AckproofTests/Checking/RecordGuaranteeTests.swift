@testable import KafkaModel
import Kernel
import Testing

@testable import Ackproof

@Suite("Guarantees about records")
struct RecordGuaranteeTests {
  @Test("acknowledged records that a full read finds are not lost")
  func found() throws {
    var run = try HandMadeRun(
      "no acknowledged record is lost", "no record is lost", "acknowledged records lost = 0",
      "records in orders = 10")
    run.deliverTen()
    #expect(run.finish().results.map(\.verdict) == [.holds, .holds, .holds, .holds])
  }

  @Test("a send that waits for ever is stuck, unless who sent it has died or is frozen")
  func waiting() throws {
    func verdict(_ happens: [ProcessFact]) throws -> Verdict {
      var run = try HandMadeRun("the cluster recovers")
      run.send(0, 10)
      for fact in happens { run.happen(.process(fact), at: 1_000) }
      run.happen(.process(.brokerReady(broker: BrokerID(1))), at: 59_000)
      return run.verdict()
    }
    let web = try HandMadeRun("the cluster recovers").place.layout.node(of: HandMadeRun.web)
    #expect(try verdict([]) == .violated)
    #expect(try verdict([.frozen(node: web)]) == .holds)
    #expect(try verdict([.frozen(node: web), .thawed(node: web)]) == .violated)
    #expect(try verdict([.processEnded(node: web, how: .crashed)]) == .holds)
    #expect(
      try verdict([
        .processEnded(node: web, how: .crashed), .processStarted(node: web, incarnation: 2),
      ]) == .holds)
  }

  @Test("a new leader without the last three records has lost them, and they are named")
  func lost() throws {
    var run = try HandMadeRun(
      "no acknowledged record is lost", "acknowledged records of web lost = 3",
      "no record is lost")
    run.send(0, 10)
    run.append(0, 7, offset: 0)
    run.append(7, 3, offset: 7, on: [1])
    run.commit(to: 7)
    run.commit(to: 7, on: 2, isLeader: false)
    run.acknowledge(0, 10, offset: 0, acks: .leader)
    run.elect(2, epoch: 1, isr: [2, 3])
    let judgement = run.finish()
    #expect(judgement.results.map(\.verdict) == [.violated, .holds, .violated])
    #expect(judgement.results[0].records == ["records 8 to 10 of web (orders-0, offsets 7 to 9)"])
    #expect(judgement.results[0].observed == "3 acknowledged records were lost")
  }

  @Test("what a new leader holds above its high watermark is hidden, and not lost")
  func hidden() throws {
    var run = try HandMadeRun("no acknowledged record is lost", "records in orders = 7")
    run.send(0, 10)
    run.append(0, 10, offset: 0)
    run.commit(to: 10)
    run.commit(to: 7, on: 2, isLeader: false)
    run.acknowledge(0, 10, offset: 0)
    run.elect(2, epoch: 1, isr: [2])
    #expect(run.finish().results.map(\.verdict) == [.holds, .holds])
  }

  @Test("without an acknowledgement nothing is known about loss")
  func nothingAcknowledged() throws {
    var run = try HandMadeRun("no acknowledged record is lost")
    run.send(0, 10)
    let judgement = run.finish()
    #expect(judgement.results.map(\.verdict) == [.undetermined])
    #expect(judgement.floors == ["no record was acknowledged"])
  }

  @Test("records that retention removed are not lost")
  func retention() throws {
    var run = try HandMadeRun("no acknowledged record is lost", "records in orders-0 = 6")
    run.deliverTen()
    run.happen(
      .log(
        .logStartMoved(
          broker: BrokerID(1), partition: PartitionID(0), from: .zero, to: Offset(4),
          reason: .retentionTime)))
    #expect(run.finish().results.map(\.verdict) == [.holds, .holds])
  }

  @Test("a copy beyond the first is a duplicate")
  func duplicates() throws {
    var run = try HandMadeRun(
      "no duplicates", "duplicates in orders = 2", "order is kept", "duplicates in orders-1 = 0")
    run.deliverTen()
    run.append(8, 2, offset: 10)
    run.commit(to: 12, from: 10)
    #expect(run.finish().results.map(\.verdict) == [.violated, .holds, .holds, .holds])
  }

  @Test("an empty log proves nothing about duplicates or order")
  func emptyLog() throws {
    var run = try HandMadeRun("no duplicates", "order is kept", "order is kept per key")
    run.send(0, 10)
    #expect(run.finish().results.map(\.verdict) == [.undetermined, .undetermined, .undetermined])
  }

  @Test("a record that an application sends again by itself is the same record")
  func resent() throws {
    var run = try HandMadeRun("duplicates in orders = 1", "no record is lost")
    run.deliverTen()
    run.send(0, 1, stream: 2)
    run.happen(
      .producer(
        .resentByApplication(
          client: HandMadeRun.web, original: HandMadeRun.range(9, 1),
          again: HandMadeRun.range(0, 1, stream: 2))))
    run.append(0, 1, offset: 10, stream: 2)
    run.commit(to: 11, from: 10)
    #expect(run.finish().results.map(\.verdict) == [.holds, .holds])
  }

  @Test("a record behind a later one is out of order")
  func order() throws {
    var run = try HandMadeRun("order is kept", "records out of order of web = 2")
    run.send(0, 4)
    run.append(2, 2, offset: 0)
    run.append(0, 2, offset: 2)
    run.commit(to: 4)
    let judgement = run.finish()
    #expect(judgement.results.map(\.verdict) == [.violated, .holds])
    #expect(judgement.results[0].records == ["records 1 to 2 of web (orders-0, offsets 2 to 3)"])
  }

  @Test("a send is skipped where something stands between it and the one before")
  func skippedSends() throws {
    var run = try HandMadeRun(
      "skipped sends of web = 2", "skipped sends in orders-1 = 0", "skipped sends = 1")
    run.send(0, 6)
    // The log holds 1 2 5 3 4 2 6: between 2 and 3 stands 5, and between 5 and 6 stand three. 5
    // stands before 4, which is out of order and no skip.
    run.append(0, 2, offset: 0)
    run.append(4, 1, offset: 2)
    run.append(2, 2, offset: 3)
    run.append(1, 1, offset: 5)
    run.append(5, 1, offset: 6)
    run.commit(to: 7)
    #expect(run.finish().results.map(\.verdict) == [.holds, .holds, .violated])
  }

  @Test("order per key is broken only by records of one key")
  func orderPerKey() throws {
    for (keys, verdict) in [([1, 2], Verdict.holds), ([1, 1], .violated)] as [([Int32], Verdict)] {
      var run = try HandMadeRun("order is kept per key")
      _ = run.place.recordStreams.open(
        client: HandMadeRun.web, incarnation: 1, partition: PartitionID(0))
      for (place, key) in keys.enumerated() {
        run.place.recordStreams.note(key: key, of: Int64(place), in: 0)
      }
      run.send(0, 2)
      run.append(1, 1, offset: 0)
      run.append(0, 1, offset: 1)
      run.commit(to: 2)
      #expect(run.verdict() == verdict)
    }
  }

  @Test("per key, only records of the same key are late or stand between")
  func perKey() throws {
    // Of the records 1 to 5 the fourth has another key. Read as 1 4 2 3 5, it alone is in the way;
    // read as 1 3 4 2 5, the key's own third record stands before its second.
    for (read, late, skipped) in [([0, 3, 1, 2, 4], 0, 0), ([0, 2, 3, 1, 4], 1, 2)]
      as [([Int64], Int, Int)]
    {
      var run = try HandMadeRun(
        "records out of order per key = \(late)", "skipped sends per key of web = \(skipped)",
        "records out of order > \(late)", "skipped sends = 2")
      _ = run.place.recordStreams.open(
        client: HandMadeRun.web, incarnation: 1, partition: PartitionID(0))
      for (place, key) in ([7, 7, 7, 8, 7] as [Int32]).enumerated() {
        run.place.recordStreams.note(key: key, of: Int64(place), in: 0)
      }
      run.send(0, 5)
      for (offset, place) in read.enumerated() { run.append(place, 1, offset: Int64(offset)) }
      run.commit(to: 5)
      let verdicts = run.finish().results.map(\.verdict)
      #expect(verdicts == [.holds, .holds, late == 0 ? .holds : .violated, .holds])
    }
  }

  @Test("a key in two partitions has moved")
  func keysMoved() throws {
    var run = try HandMadeRun(
      "each key stays in one partition of orders", "keys in two partitions of orders = 1",
      "records of key k7 in orders = 1", "partition of key k7 in orders = 1")
    for stream: Int32 in 0...1 {
      _ = run.place.recordStreams.open(
        client: HandMadeRun.web, incarnation: 1, partition: PartitionID(stream))
      run.place.recordStreams.note(key: 7, of: 0, in: stream)
      run.send(0, at: Int64(stream), stream: stream)
    }
    run.append(0, offset: 0)
    run.commit(to: 1)
    #expect(run.finish().results.map(\.verdict) == [.violated, .holds, .holds, .holds])
  }

  @Test("a refused record may not be visible")
  func refused() throws {
    var run = try HandMadeRun(
      "no refused record is visible", "refused records found = 2", "records refused = 2",
      "records with unknown outcome of web = 1", "REQUEST_TIMED_OUT errors of web = 2",
      "errors of web = 2")
    run.send(0, 2)
    run.append(0, 2, offset: 0)
    run.commit(to: 2)
    run.fail(0, isCertain: true)
    run.fail(1, isCertain: false)
    let verdicts = run.finish().results.map(\.verdict)
    #expect(verdicts == [.violated, .holds, .holds, .holds, .holds, .holds])
  }

  @Test("times of acknowledgement count every record")
  func acknowledgementTimes() throws {
    var run = try HandMadeRun(
      "median acknowledgement time of web = 10ms", "longest acknowledgement time of web = 40ms",
      "shortest acknowledgement time of web is 10ms", "records per batch of web = 2",
      "batches sent by web = 2")
    run.send(0, 3, at: 0)
    run.send(3, 1, at: 5)
    run.acknowledge(0, 3, offset: 0, at: 10)
    run.acknowledge(3, 1, offset: 3, at: 45)
    let verdicts = run.finish().results.map(\.verdict)
    #expect(verdicts == [.holds, .holds, .holds, .holds, .holds])
  }
}
