import Kernel
import Testing

@testable import KafkaModel

@Suite("A read")
struct ReadingTests {
  /// Batches of 3, 1, 4, 1, 5 records: offsets 0, 3, 4, 8, 9, end 14; 100 bytes each.
  private func log(segmentBytes: Int64 = 10_000) -> LogFixture {
    let fixture = LogFixture { $0.segmentBytes = segmentBytes }
    for count: Int32 in [3, 1, 4, 1, 5] { fixture.lead(fixture.batch(count)) }
    fixture.commit(to: 14)
    return fixture
  }

  /// One read: from, bound, byte limit, whether the first batch comes whole, and the bases read.
  struct Case: Sendable {
    var from: Int64
    var bound: Int64
    var maxBytes: Int64 = 10_000
    var whole = true
    var bases: [Int64]

    static let table: [Case] = [
      .init(from: 0, bound: 14, bases: [0, 3, 4, 8, 9]),
      .init(from: 3, bound: 14, bases: [3, 4, 8, 9]),
      .init(from: 5, bound: 14, bases: [4, 8, 9]),
      .init(from: 13, bound: 14, bases: [9]),
      .init(from: 14, bound: 14, bases: []),
      .init(from: 0, bound: 8, bases: [0, 3, 4]),
      .init(from: 0, bound: 7, bases: [0, 3]),
      .init(from: 8, bound: 4, bases: []),
      .init(from: 0, bound: 14, maxBytes: 299, bases: [0, 3]),
      .init(from: 0, bound: 14, maxBytes: 300, bases: [0, 3, 4]),
      .init(from: 0, bound: 14, maxBytes: 50, bases: [0]),
      .init(from: 0, bound: 14, maxBytes: 50, whole: false, bases: []),
    ]
  }

  @Test("returns whole batches from an offset up to a bound", arguments: Case.table)
  func table(_ test: Case) {
    let fixture = log()
    let read = fixture.read(
      from: test.from, upTo: test.bound, maxBytes: test.maxBytes, whole: test.whole)
    #expect(fixture.store.batches.array(read.batches).map(\.baseOffset.value) == test.bases)
    #expect(read.byteCount == Int64(test.bases.count * 100))
    #expect(read.isFirstBatchTooLarge == !test.whole)
    fixture.store.batches.free(read.batches)
    #expect(fixture.store.batches.count == 0)
  }

  @Test("that is parked counts whole batches, no further than it must")
  func available() {
    let fixture = log()
    for (from, bound, limit, bytes) in [
      (0, 14, 1_000, 500), (0, 14, 150, 150), (5, 14, 1_000, 300), (0, 7, 1_000, 200),
      (14, 14, 1_000, 0), (9, 14, 1, 1), (9, 13, 1, 0), (0, 14, 0, 0),
    ] as [(Int64, Int64, Int64, Int64)] {
      #expect(fixture.availableBytes(from: from, upTo: bound, limit: limit) == bytes)
    }
  }

  @Test("ends with its segment")
  func segments() {
    let fixture = log(segmentBytes: 250)
    #expect(fixture.segmentBases == [0, 4, 9])
    for (from, bases) in [(0, [0, 3]), (3, [3]), (4, [4, 8]), (9, [9])] as [(Int64, [Int64])] {
      let read = fixture.read(from: from, upTo: 14)
      #expect(fixture.store.batches.array(read.batches).map(\.baseOffset.value) == bases)
    }
    #expect(fixture.areInDifferentSegments(3, 4))
    #expect(!fixture.areInDifferentSegments(4, 8))
    #expect(!fixture.areInDifferentSegments(9, 14))
    #expect(fixture.areInDifferentSegments(3, 13))
  }

  @Test("finds its place as a full scan does, in logs of every length")
  func search() {
    for length in 0..<70 {
      let fixture = LogFixture()
      for _ in 0..<length { fixture.lead(fixture.batch(2)) }
      for offset in 0...(2 * length) {
        #expect(fixture.log.firstPlace(reaching: Offset(Int64(offset))) == offset / 2)
      }
    }
  }

  @Test("may begin anywhere between the start and the end of the log")
  func range() {
    let fixture = log()
    fixture.deleteRecords(before: 4)
    #expect(!fixture.log.covers(Offset(3)))
    #expect(fixture.log.covers(Offset(4)))
    #expect(fixture.log.covers(Offset(14)))
    #expect(!fixture.log.covers(Offset(15)))
  }

  @Test("by time finds the first record that is not older, even if times do not ascend")
  func timestamps() {
    let fixture = LogFixture { $0.segmentBytes = 200 }
    for time: Int64 in [10, 50, 20, 60, 40] {
      var batch = fixture.batch(2)
      batch.maxTimestamp = time
      fixture.lead(batch)
    }
    func first(_ time: Int64) -> Int64? {
      fixture.log.firstOffset(atOrAfter: time)?.offset.value
    }
    #expect(first(0) == 0)
    #expect(first(11) == 2)
    #expect(first(50) == 2)
    #expect(first(51) == 6)
    #expect(first(61) == nil)
    #expect(
      fixture.log.offsetOfLargestTimestamp()
        == TimestampedOffset(offset: Offset(6), timestamp: 60))
    fixture.commit(to: 10)
    fixture.deleteRecords(before: 3)
    #expect(first(0) == 3)
    #expect(LogFixture().log.offsetOfLargestTimestamp() == nil)
  }

  @Test("by time knew only segments and their files before 0.10.1")
  func oldTimestamps() {
    let fixture = LogFixture(KafkaVersion(0, 9, 0)) { $0.segmentBytes = 200 }
    for _ in 0..<3 {
      fixture.lead(batches: 2)
      fixture.wall += 1_000
    }
    fixture.commit(to: 6)
    let log = fixture.log
    #expect(log.segmentBase(notWrittenAfter: 999_999) == nil)
    #expect(log.segmentBase(notWrittenAfter: 1_001_500)?.value == 2)
    #expect(log.segmentBase(notWrittenAfter: 1_002_000)?.value == 4)
    #expect(log.segmentBase(notWrittenAfter: -1)?.value == 6)
    #expect(log.segmentBase(notWrittenAfter: -2)?.value == 0)
  }

  @Test("of a copied log does not see what is appended to the original")
  func forks() {
    let fixture = LogFixture()
    fixture.lead(batches: 100)
    let fork = fixture.log
    fixture.lead(batches: 100)
    fixture.truncate(to: 50)
    #expect(fork.endOffset == Offset(100))
    #expect(fork.batches.count == 100)
    #expect(fork.batches[99].baseOffset == Offset(99))
  }
}
