import Kernel
import Testing

@testable import KafkaModel

@Suite("A log that is cut")
struct TruncationTests {
  @Test("loses whole batches and segments above the cut, and what was filed about them")
  func cut() {
    let fixture = LogFixture { $0.segmentBytes = 300 }
    fixture.lead(batches: 5)
    fixture.epoch = LeaderEpoch(2)
    fixture.lead(batches: 5)
    fixture.commit(to: 9)
    fixture.completePendingFlush()
    fixture.log.fileRecoveryPoint()
    fixture.log.filed.cleaner = Offset(8)
    let outcome = fixture.log.truncate(to: Offset(5), wall: fixture.wall, rules: fixture.rules)
    #expect(
      outcome == TruncationOutcome(from: Offset(10), to: Offset(5), highWatermark: Offset(9)))
    #expect(fixture.segmentBases == [0, 3])
    #expect(fixture.log.endOffset == Offset(5))
    #expect(fixture.log.highWatermark == Offset(5), "records below the high watermark may go")
    #expect(fixture.log.recoveryPoint == Offset(5))
    #expect(fixture.log.filed.recoveryPoint == Offset(5))
    #expect(fixture.log.filed.cleaner == Offset(3), "where the active segment begins now")
    #expect(fixture.log.latestEpoch == LeaderEpoch(0))
    #expect(fixture.log.byteCount == 500)
    fixture.log.checkInvariants()
  }

  @Test("at or beyond its end stays as it is")
  func beyond() {
    let fixture = LogFixture()
    fixture.lead(batches: 5)
    let outcome = fixture.log.truncate(to: Offset(6), wall: 0, rules: fixture.rules)
    #expect(outcome == nil)
    #expect(fixture.log.endOffset == Offset(5))
  }

  @Test("below its first segment begins again, empty, at the cut")
  func belowFirst() {
    let fixture = LogFixture()
    fixture.log.restart(at: Offset(100), wall: 0)
    fixture.lead(batches: 3)
    fixture.truncate(to: 40)
    #expect(fixture.log.startOffset == Offset(40))
    #expect(fixture.log.endOffset == Offset(40))
    #expect(fixture.content.isEmpty)
    fixture.lead(batches: 1)
    #expect(fixture.log.batches.last?.baseOffset == Offset(40))
    fixture.log.checkInvariants()
  }

  @Test("below its start moves the start")
  func belowStart() {
    let fixture = LogFixture()
    fixture.lead(batches: 9)
    fixture.commit(to: 9)
    fixture.deleteRecords(before: 6)
    fixture.truncate(to: 4)
    #expect(fixture.log.startOffset == Offset(4))
    fixture.log.checkInvariants()
  }

  @Test("S1: to the high watermark drops a committed record; to an epoch's end it does not")
  func losesCommitted() {
    for (version, end) in [(KafkaVersion(0, 10, 2), 1), (KafkaVersion(0, 11, 0), 2)] {
      let leader = LogFixture(version)
      leader.lead(batches: 2)
      leader.commit(to: 2)
      let follower = LogFixture(version)
      follower.copy(from: leader.log)
      follower.commit(to: 1)
      let answer = leader.log.endOffset(of: follower.log.latestEpoch, rules: leader.rules)
      let target =
        answer.endOffset == .unknown ? follower.log.highWatermark : answer.endOffset
      follower.truncate(to: target.value)
      #expect(follower.log.endOffset == Offset(Int64(end)))
    }
  }

  @Test("S2: after a power loss diverges by high watermark and agrees by epoch")
  func divergence() {
    for (version, agrees) in [(KafkaVersion(0, 10, 2), false), (KafkaVersion(0, 11, 0), true)] {
      let kept = LogFixture(version)
      kept.lead(batches: 2)
      let torn = LogFixture(version)
      torn.copy(from: kept.log)
      kept.commit(to: 2)
      kept.log.fileHighWatermark()
      torn.losePower(.keptBelow(Offset(1)))
      torn.load(clean: false)
      torn.epoch = LeaderEpoch(1)
      torn.lead(sequenced(first: 0))
      kept.load(clean: false)
      let answer = torn.log.endOffset(of: kept.log.latestEpoch, rules: torn.rules)
      let target = answer.endOffset == .unknown ? kept.log.highWatermark : answer.endOffset
      kept.truncate(to: target.value)
      kept.copy(from: torn.log)
      #expect((kept.content == torn.content) == agrees)
    }
  }

  @Test("S3: one question about epochs keeps a diverging tail that repeated questions find")
  func repeatedQuestions() {
    // The leader has epochs 0 and 2, the follower 0 and 1: epoch 1 left no trace at the leader.
    func pair(_ version: KafkaVersion) -> (leader: LogFixture, follower: LogFixture) {
      let leader = LogFixture(version)
      leader.lead(batches: 2)
      let follower = LogFixture(version)
      follower.copy(from: leader.log)
      leader.epoch = LeaderEpoch(2)
      leader.lead(batches: 3)
      follower.epoch = LeaderEpoch(1)
      follower.lead(batches: 2)
      return (leader, follower)
    }
    let (oldLeader, oldFollower) = pair(KafkaVersion(1, 1))
    let old = oldLeader.log.endOffset(of: oldFollower.log.latestEpoch, rules: oldLeader.rules)
    #expect(old == EpochEnd(epoch: .none, endOffset: Offset(2)))
    let (leader, follower) = pair(KafkaVersion(2, 0))
    let answer = leader.log.endOffset(of: follower.log.latestEpoch, rules: leader.rules)
    #expect(answer == EpochEnd(epoch: LeaderEpoch(0), endOffset: Offset(2)))
    let own = follower.log.endOffset(of: answer.epoch, rules: follower.rules)
    #expect(own == EpochEnd(epoch: LeaderEpoch(0), endOffset: Offset(2)))
  }

  @Test("remembers one batch per producer from the newest snapshot, and what came after it")
  func producersAreRebuilt() {
    let fixture = LogFixture { $0.segmentBytes = 400 }
    for first: Int32 in 0..<8 { fixture.lead(sequenced(first: first)) }
    #expect(fixture.segmentBases == [0, 4])
    fixture.truncate(to: 6)
    #expect(fixture.lead(sequenced(first: 5)) == .duplicate(base: Offset(5), last: Offset(5)))
    #expect(fixture.lead(sequenced(first: 3)) == .duplicate(base: Offset(3), last: Offset(3)))
    #expect(fixture.lead(sequenced(first: 2)) == .refused(.outOfOrderSequenceNumber))
    #expect(fixture.lead(sequenced(first: 6)) == .appended(base: Offset(6)))
  }
}
