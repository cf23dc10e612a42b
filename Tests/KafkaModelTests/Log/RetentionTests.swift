import Kernel
import Testing

@testable import KafkaModel

@Suite("Retention")
struct RetentionTests {
  /// Segments of two records and 200 bytes each, a second apart; all committed.
  private func log(
    _ version: KafkaVersion = .standard, segments: Int = 5,
    _ adjust: (inout LogRules) -> Void
  ) -> LogFixture {
    let fixture = LogFixture(version) {
      $0.segmentBytes = 200
      $0.retentionAge = .max
      adjust(&$0)
    }
    for _ in 0..<segments {
      fixture.lead(batches: 2)
      fixture.wall += 1_000
    }
    fixture.commit(to: Int64(segments * 2))
    return fixture
  }

  private func moves(_ fixture: LogFixture) -> [[Int64]] {
    fixture.log.applyRetention(wall: fixture.wall, rules: fixture.rules).map {
      [$0.from.value, $0.to.value, Int64($0.reason.rawValue)]
    }
  }

  @Test("deletes whole segments beyond retention.bytes, never below it")
  func size() {
    let fixture = log { $0.retentionBytes = 500 }
    #expect(moves(fixture) == [[0, 4, 1]])
    #expect(fixture.segmentBases == [4, 6, 8])
    #expect(fixture.log.byteCount == 600)
    #expect(moves(fixture).isEmpty)
    fixture.rules.retentionBytes = 400
    #expect(moves(fixture) == [[4, 6, 1]])
    fixture.log.checkInvariants()
  }

  @Test("deletes segments whose newest record is older than retention.ms")
  func time() {
    let fixture = log { $0.retentionAge = 3_000 }
    // Newest records at 0, 1000, 2000, ...; the clock shows 5000.
    #expect(moves(fixture) == [[0, 4, 0]])
    #expect(fixture.segmentBases == [4, 6, 8])
  }

  @Test("rolls first when every segment is too old, and leaves an empty one")
  func all() {
    let fixture = log { $0.retentionAge = 3_000 }
    fixture.wall += 100_000
    #expect(moves(fixture) == [[0, 10, 0]])
    #expect(fixture.segmentBases == [10])
    #expect(fixture.log.startOffset == Offset(10))
    #expect(fixture.log.endOffset == Offset(10))
    #expect(moves(fixture).isEmpty)
    fixture.lead(batches: 1)
    #expect(fixture.content == [[10, 10]])
    fixture.log.checkInvariants()
  }

  @Test("stops at a segment with a record from the future, and so at all behind it")
  func future() {
    let fixture = LogFixture {
      $0.segmentBytes = 100
      $0.retentionAge = 1_000
    }
    fixture.lead(batches: 1)
    var future = fixture.batch()
    future.maxTimestamp = 9_000_000
    fixture.lead(future)
    fixture.lead(batches: 2)
    fixture.commit(to: 4)
    fixture.wall += 5_000
    #expect(moves(fixture) == [[0, 1, 0]])
    #expect(fixture.segmentBases == [1, 2, 3])
  }

  @Test("goes by file times before 0.10.1")
  func fileTimes() {
    let fixture = LogFixture(KafkaVersion(0, 10, 0)) {
      $0.segmentBytes = 100
      $0.retentionAge = 1_000
    }
    var future = fixture.batch()
    future.maxTimestamp = 9_000_000
    fixture.lead(future)
    fixture.wall += 1_001
    fixture.lead(batches: 1)
    #expect(moves(fixture) == [[0, 1, 0]])
  }

  @Test("spares what is not committed, since 0.11")
  func uncommitted() {
    let new = log { $0.retentionBytes = 0 }
    new.log.highWatermark = Offset(5)
    #expect(moves(new) == [[0, 4, 1]])
    let old = log(KafkaVersion(0, 10, 2)) { $0.retentionBytes = 200 }
    old.log.highWatermark = Offset(5)
    #expect(moves(old) == [[0, 8, 1]])
    old.log.checkInvariants()
  }

  @Test("deletes files below a start that was moved by hand, even of compacted topics")
  func startPass() {
    let fixture = log { _ in }
    #expect(
      fixture.deleteRecords(before: 5)
        == .done(from: .zero, to: Offset(5)))
    fixture.rules.deletes = false
    #expect(fixture.segmentBases == [0, 2, 4, 6, 8])
    #expect(moves(fixture).isEmpty, "the start stays where it is")
    #expect(fixture.segmentBases == [4, 6, 8])
    #expect(fixture.log.startOffset == Offset(5))
    fixture.log.checkInvariants()
  }

  @Test("runs size before time since 3.0, and time before size until then")
  func order() {
    for (version, expected) in [
      (KafkaVersion(3, 0), [[0, 2, 1], [2, 4, 0]]), (KafkaVersion(2, 8), [[0, 4, 0]]),
    ] as [(KafkaVersion, [[Int64]])] {
      let fixture = log(version) {
        $0.retentionBytes = 800
        $0.retentionAge = 3_000
      }
      #expect(moves(fixture) == expected)
    }
  }

  @Test("by hand refuses what is not committed, and topics that are not deleted from")
  func deleteRecords() {
    let fixture = log { _ in }
    fixture.log.highWatermark = Offset(7)
    #expect(
      fixture.deleteRecords(before: 8) == .refused(.offsetOutOfRange))
    #expect(
      fixture.deleteRecords(before: -1)
        == .done(from: .zero, to: Offset(7)))
    #expect(
      fixture.deleteRecords(before: 3)
        == .done(from: Offset(7), to: Offset(7)))
    fixture.rules.deletes = false
    #expect(
      fixture.deleteRecords(before: 7)
        == .refused(.policyViolation))
  }

  @Test("of the leader moves a follower's start, as far as the follower is committed")
  func leaderStart() {
    let fixture = log { _ in }
    fixture.log.highWatermark = Offset(5)
    #expect(
      fixture.log.adoptLogStart(Offset(8), rules: fixture.rules)
        == LogStartMove(from: .zero, to: Offset(5), reason: .leaderStart))
    #expect(fixture.log.adoptLogStart(Offset(3), rules: fixture.rules) == nil)
    #expect(fixture.log.epochs.entries == [.init(epoch: LeaderEpoch(0), start: Offset(5))])
  }

  @Test("survives a crash: a moved start is as old as its checkpoint")
  func filedStart() {
    let fixture = log { _ in }
    fixture.deleteRecords(before: 3)
    fixture.log.fileLogStart()
    fixture.deleteRecords(before: 5)
    fixture.load(clean: false)
    #expect(fixture.log.startOffset == Offset(3))
  }
}
