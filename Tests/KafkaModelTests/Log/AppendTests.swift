import Kernel
import Testing

@testable import KafkaModel

@Suite("A leader's log")
struct AppendTests {
  @Test("gives consecutive offsets, whatever the batches hold")
  func offsets() {
    let fixture = LogFixture()
    #expect(fixture.lead(fixture.batch(3)) == .appended(base: Offset(0)))
    #expect(fixture.lead(fixture.batch(1)) == .appended(base: Offset(3)))
    #expect(fixture.lead(fixture.batch(10)) == .appended(base: Offset(4)))
    #expect(fixture.log.endOffset == Offset(14))
    #expect(fixture.log.highWatermark == .zero)
    #expect(fixture.log.batches[2].leaderEpoch == LeaderEpoch(0))
    fixture.log.checkInvariants()
  }

  /// One batch that is refused: what is special, and the error.
  struct Refusal: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var adjust: @Sendable (inout LogRules) -> Void = { _ in }
    var batch: RecordBatch
    var origin = AppendOrigin.client
    var error: ErrorCode?

    static var table: [Refusal] {
      let fixture = LogFixture()
      var control = fixture.batch()
      control.attributes = [.control]
      var unsequenced = fixture.batch()
      unsequenced.producerID = ProducerID(4)
      unsequenced.producerEpoch = ProducerEpoch(0)
      var old = fixture.batch()
      old.maxTimestamp = 1_000_000 - 60_001
      var new = fixture.batch()
      new.maxTimestamp = 1_000_000 + 60_001
      var timeless = fixture.batch()
      timeless.maxTimestamp = -1
      let skew: @Sendable (inout LogRules) -> Void = {
        $0.timestampBeforeMax = 60_000
        $0.timestampAfterMax = 60_000
      }
      let large = fixture.batch(bytes: 2_000)
      return [
        .init(
          testDescription: "larger than max.message.bytes", adjust: { $0.batchBytesMax = 1_999 },
          batch: large, error: .messageTooLarge),
        .init(
          testDescription: "as large as max.message.bytes", adjust: { $0.batchBytesMax = 2_000 },
          batch: large),
        .init(
          testDescription: "larger than a segment", adjust: { $0.segmentBytes = 1_999 },
          batch: large, error: .recordListTooLarge),
        .init(
          testDescription: "without key on a compacted topic", adjust: { $0.compacts = true },
          batch: fixture.batch(), error: .invalidRecord),
        .init(
          testDescription: "with key on a compacted topic", adjust: { $0.compacts = true },
          batch: fixture.batch(key: 5)),
        .init(
          testDescription: "a client's control batch", batch: control, error: .invalidRecord),
        .init(
          testDescription: "a producer id without sequence", batch: unsequenced,
          error: .invalidRecord),
        .init(
          testDescription: "the same from a coordinator", batch: unsequenced,
          origin: .coordinator),
        .init(
          testDescription: "too old", adjust: skew, batch: old, error: .invalidTimestamp),
        .init(
          testDescription: "too new", adjust: skew, batch: new, error: .invalidTimestamp),
        .init(testDescription: "without a time", adjust: skew, batch: timeless),
        .init(
          testDescription: "too old, but dated by the leader",
          adjust: {
            skew(&$0)
            $0.datesAtAppend = true
          }, batch: old),
      ]
    }
  }

  @Test("refuses a batch, or not:", arguments: Refusal.table)
  func refusals(_ refusal: Refusal) {
    let fixture = LogFixture(.standard, refusal.adjust)
    let outcome = fixture.lead(refusal.batch, refusal.origin)
    if let error = refusal.error {
      #expect(outcome == .refused(error))
      #expect(fixture.log.endOffset == .zero)
    } else {
      #expect(outcome == .appended(base: .zero))
    }
  }

  @Test("checks the size before the content, and the content before the producer")
  func order() {
    let fixture = LogFixture {
      $0.batchBytesMax = 50
      $0.compacts = true
    }
    #expect(fixture.lead(sequenced(first: 3)) == .refused(.messageTooLarge))
    fixture.rules.batchBytesMax = 1_000
    #expect(fixture.lead(sequenced(first: 3)) == .refused(.invalidRecord))
  }

  @Test("dates records itself with message.timestamp.type=LogAppendTime")
  func logAppendTime() {
    let fixture = LogFixture { $0.datesAtAppend = true }
    var batch = fixture.batch()
    batch.maxTimestamp = 5
    fixture.wall = 2_000_000
    fixture.lead(batch)
    #expect(fixture.log.batches[0].maxTimestamp == 2_000_000)
    #expect(fixture.log.batches[0].attributes == [.logAppendTime])
  }

  @Test("keeps the offsets and epochs of copied batches on a follower")
  func follower() {
    let leader = LogFixture()
    leader.lead(batches: 2)
    leader.epoch = LeaderEpoch(4)
    leader.lead(batches: 2)
    let follower = LogFixture()
    follower.copy(from: leader.log)
    #expect(follower.content == [[0, 0], [1, 1], [2, 2], [3, 3]])
    #expect(follower.log.latestEpoch == LeaderEpoch(4))
    #expect(follower.log.epochs.entries.map(\.start.value) == [0, 2])
  }

  @Test("refuses a copy that overlaps, and takes one that leaves a gap")
  func misplaced() {
    let leader = LogFixture()
    leader.lead(leader.batch(5))
    leader.lead(leader.batch(5))
    let follower = LogFixture()
    follower.copy(from: leader.log)
    let again = follower.log.appendAsFollower(
      leader.log.batches[1], wall: 0, rules: follower.rules)
    #expect(again == .misplaced)
    #expect(follower.log.endOffset == Offset(10))
    var far = leader.log.batches[1]
    far.baseOffset = Offset(20)
    #expect(follower.log.appendAsFollower(far, wall: 0, rules: follower.rules) == .appended)
    #expect(follower.log.endOffset == Offset(25))
    follower.log.checkInvariants()
  }

  @Test("takes a whole batch again of which a truncation had cut the end")
  func cutBatch() {
    let leader = LogFixture()
    leader.lead(leader.batch(5))
    leader.lead(leader.batch(5))
    let follower = LogFixture()
    follower.copy(from: leader.log)
    follower.truncate(to: 7)
    #expect(follower.log.endOffset == Offset(7))
    #expect(follower.content.count == 5, "the batch 5 ..< 10 is gone")
    follower.copy(from: leader.log)
    #expect(follower.log.endOffset == Offset(10))
    #expect(follower.content.count == 10)
    follower.log.checkInvariants()
  }
}
