import Kernel
import Testing

@testable import KafkaModel

@Suite("Producer sequence numbers")
struct SequenceTests {
  @Test("wrap around behind 2147483647")
  func arithmetic() {
    #expect(SequenceNumber.advance(0, by: 1) == 1)
    #expect(SequenceNumber.advance(2_147_483_647, by: 1) == 0)
    #expect(SequenceNumber.advance(2_147_483_645, by: 5) == 2)
    #expect(SequenceNumber.follows(0, after: 2_147_483_647))
    #expect(!SequenceNumber.follows(0, after: 2_147_483_646))
  }

  @Test("are recognised again across the wrap")
  func wrappedBatch() {
    let fixture = LogFixture()
    fixture.lead(sequenced(first: 2_147_483_646, count: 4))
    #expect(
      fixture.lead(sequenced(first: 2_147_483_646, count: 4))
        == .duplicate(base: .zero, last: Offset(3)))
    #expect(fixture.lead(sequenced(first: 2)) == .appended(base: Offset(4)))
  }

  /// What a partition answers to a batch after a history of batches, release by release.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var version = KafkaVersion.standard
    var history: [RecordBatch]
    var batch: RecordBatch
    var outcome: AppendOutcome

    private static func run(_ sequences: ClosedRange<Int32>) -> [RecordBatch] {
      sequences.map { sequenced(first: $0) }
    }

    static var table: [Case] {
      let aborted = [sequenced(first: 0, [.transactional]), marker(epoch: 1, commits: false)]
      return [
        .init(
          testDescription: "the next number", history: run(0...3), batch: sequenced(first: 4),
          outcome: .appended(base: Offset(4))),
        .init(
          testDescription: "a gap", history: run(0...3), batch: sequenced(first: 5),
          outcome: .refused(.outOfOrderSequenceNumber)),
        .init(
          testDescription: "the fifth last", history: run(0...5), batch: sequenced(first: 1),
          outcome: .duplicate(base: Offset(1), last: Offset(1))),
        .init(
          testDescription: "the sixth last", history: run(0...5), batch: sequenced(first: 0),
          outcome: .refused(.outOfOrderSequenceNumber)),
        .init(
          testDescription: "0.11: the last", version: KafkaVersion(0, 11, 0), history: run(0...3),
          batch: sequenced(first: 3), outcome: .duplicate(base: Offset(3), last: Offset(3))),
        .init(
          testDescription: "0.11: the one before", version: KafkaVersion(0, 11, 0),
          history: run(0...3), batch: sequenced(first: 2),
          outcome: .refused(.outOfOrderSequenceNumber)),
        .init(
          testDescription: "same first number, another length", history: run(0...3),
          batch: sequenced(first: 3, count: 2), outcome: .refused(.outOfOrderSequenceNumber)),
        .init(
          testDescription: "a stranger at zero", history: [], batch: sequenced(first: 0),
          outcome: .appended(base: .zero)),
        .init(
          testDescription: "2.5: a stranger anywhere", version: KafkaVersion(2, 5), history: [],
          batch: sequenced(first: 9), outcome: .appended(base: .zero)),
        .init(
          testDescription: "2.4: a stranger elsewhere", version: KafkaVersion(2, 4), history: [],
          batch: sequenced(first: 9), outcome: .refused(.unknownProducerID)),
        .init(
          testDescription: "0.11: a stranger elsewhere", version: KafkaVersion(0, 11, 0),
          history: [], batch: sequenced(first: 9), outcome: .refused(.outOfOrderSequenceNumber)),
        .init(
          testDescription: "an old epoch", history: [sequenced(epoch: 3, first: 0)],
          batch: sequenced(epoch: 2, first: 1), outcome: .refused(.invalidProducerEpoch)),
        .init(
          testDescription: "a new epoch at zero", history: run(0...3),
          batch: sequenced(epoch: 1, first: 0), outcome: .appended(base: Offset(4))),
        .init(
          testDescription: "a new epoch elsewhere", history: run(0...3),
          batch: sequenced(epoch: 1, first: 4), outcome: .refused(.outOfOrderSequenceNumber)),
        .init(
          testDescription: "a duplicate of an old epoch",
          history: run(0...1) + [sequenced(epoch: 1, first: 0)], batch: sequenced(first: 1),
          outcome: .refused(.invalidProducerEpoch)),
        .init(
          testDescription: "after a marker only, at zero", history: aborted,
          batch: sequenced(epoch: 1, first: 0, [.transactional]),
          outcome: .appended(base: Offset(2))),
        .init(
          testDescription: "after a marker only, elsewhere", history: aborted,
          batch: sequenced(epoch: 1, first: 1, [.transactional]),
          outcome: .refused(.outOfOrderSequenceNumber)),
        .init(
          testDescription: "2.4: after a marker only, elsewhere", version: KafkaVersion(2, 4),
          history: aborted, batch: sequenced(epoch: 1, first: 1, [.transactional]),
          outcome: .refused(.unknownProducerID)),
        .init(
          testDescription: "1.0: after a marker only, elsewhere", version: KafkaVersion(1, 0),
          history: aborted, batch: sequenced(epoch: 1, first: 1, [.transactional]),
          outcome: .refused(.outOfOrderSequenceNumber)),
        .init(
          testDescription: "without a transaction while one is open",
          history: [sequenced(first: 0, [.transactional])], batch: sequenced(first: 1),
          outcome: .refused(.invalidTransactionState)),
      ]
    }
  }

  @Test("are judged as each release does:", arguments: Case.table)
  func judged(_ test: Case) {
    let fixture = LogFixture(test.version)
    for batch in test.history { fixture.lead(batch, batch.isMarker ? .coordinator : .client) }
    #expect(fixture.lead(test.batch) == test.outcome)
  }

  @Test("are learnt by followers, so that a retry to the next leader is recognised")
  func followers() {
    let leader = LogFixture()
    for first: Int32 in 0...5 { leader.lead(sequenced(first: first)) }
    let follower = LogFixture()
    follower.copy(from: leader.log)
    #expect(
      follower.lead(sequenced(first: 5)) == .duplicate(base: Offset(5), last: Offset(5)))
    follower.truncate(to: 5)
    #expect(follower.lead(sequenced(first: 5)) == .appended(base: Offset(5)), "a lost copy")
  }

  @Test("of many producers do not mix")
  func manyProducers() {
    let fixture = LogFixture()
    for producer: Int64 in [5, 1, 9, 3, 7] { fixture.lead(sequenced(producer, first: 0)) }
    for producer: Int64 in [9, 7, 5, 3, 1] { fixture.lead(sequenced(producer, first: 1)) }
    #expect(fixture.log.endOffset == Offset(10))
    #expect(fixture.log.producers.ids == [1, 3, 5, 7, 9])
    #expect(fixture.lead(sequenced(3, first: 0)) == .duplicate(base: Offset(3), last: Offset(3)))
  }

  @Test("are down to the last batch after a clean restart, and complete after a kill")
  func restart() {
    let fixture = LogFixture()
    for first: Int32 in 0...3 { fixture.lead(sequenced(first: first)) }
    fixture.load(clean: false)
    #expect(fixture.lead(sequenced(first: 1)) == .duplicate(base: Offset(1), last: Offset(1)))
    fixture.close()
    fixture.load(clean: true)
    #expect(fixture.lead(sequenced(first: 3)) == .duplicate(base: Offset(3), last: Offset(3)))
    #expect(fixture.lead(sequenced(first: 2)) == .refused(.outOfOrderSequenceNumber))
  }

  @Test("G6: go with the last record until 2.3, and stay until they expire since 2.4")
  func retention() {
    for (version, outcome) in [
      (KafkaVersion(2, 3), AppendOutcome.refused(.unknownProducerID)),
      (KafkaVersion(2, 4), .appended(base: Offset(3))),
    ] {
      let fixture = LogFixture(version)
      for first: Int32 in 0...2 { fixture.lead(sequenced(first: first)) }
      fixture.commit(to: 3)
      fixture.deleteRecords(before: 3)
      #expect(fixture.lead(sequenced(first: 3)) == outcome)
    }
  }

  @Test("G6: are forgotten after producer.id.expiration.ms, and a late copy is appended again")
  func expiry() {
    let fixture = LogFixture { $0.producerExpiration = 1_000 }
    fixture.lead(sequenced(first: 7))
    fixture.log.producers.expire(wall: 1_000_999, after: 1_000)
    #expect(fixture.log.producers.count == 1)
    fixture.log.producers.expire(wall: 1_001_000, after: 1_000)
    #expect(fixture.log.producers.isEmpty)
    #expect(fixture.lead(sequenced(first: 7)) == .appended(base: Offset(1)))
    fixture.wall = 1_002_000
    fixture.load(clean: false)
    #expect(fixture.log.producers.isEmpty, "the idle are not revived by a replay")
  }
}
