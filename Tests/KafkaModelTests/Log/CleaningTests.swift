import Kernel
import Testing

@testable import KafkaModel

@Suite("Compaction")
struct CleaningTests {
  /// A compacted log whose segments hold two batches.
  private func compacted(
    _ version: KafkaVersion = .standard, _ adjust: (inout LogRules) -> Void = { _ in }
  ) -> LogFixture {
    LogFixture(version) {
      $0.deletes = false
      $0.compacts = true
      $0.segmentBytes = 200
      $0.tombstoneRetention = 1_000
      adjust(&$0)
    }
  }

  private func append(_ keys: [Int32], to fixture: LogFixture) {
    for key in keys { fixture.lead(fixture.batch(key: key)) }
    fixture.log.setHighWatermark(fixture.log.endOffset)
  }

  @discardableResult
  private func clean(_ fixture: LogFixture) -> CleaningOutcome? {
    guard
      let candidate = fixture.log.cleaningCandidate(wall: fixture.wall, rules: fixture.rules)
    else { return nil }
    let outcome = fixture.log.clean(candidate, wall: fixture.wall, rules: fixture.rules) {
      _, place in
      Int32(place % 3) + 1
    }
    fixture.log.checkInvariants()
    return outcome
  }

  private func offsets(_ fixture: LogFixture) -> [Int64] { fixture.content.map { $0[0] } }

  @Test("keeps the last record of each key, at its offset, and the active segment whole")
  func lastOfKey() {
    let fixture = compacted()
    append([1, 2, 1, 3, 1, 2, 1], to: fixture)
    let outcome = clean(fixture)
    #expect(outcome?.below == Offset(6))
    #expect(outcome?.removed == 3)
    #expect(outcome?.gaps == [CompactionGap(first: .zero, end: Offset(3))])
    #expect(offsets(fixture) == [3, 4, 5, 6])
    #expect(fixture.log.endOffset == Offset(7))
    #expect(fixture.log.startOffset == .zero)
    #expect(fixture.log.filed.cleaner == Offset(6))
  }

  @Test("merges small segments up to segment.bytes")
  func merging() {
    let fixture = compacted { $0.segmentBytes = 200 }
    append([1, 1, 1, 1, 1, 1, 2, 2, 9], to: fixture)
    clean(fixture)
    #expect(fixture.segmentBases == [0, 2, 4, 6, 8], "sizes before a cleaning decide")
    clean(fixture)
    #expect(fixture.segmentBases == [0, 8])
    #expect(offsets(fixture) == [5, 7, 8])
  }

  @Test("is due by the dirty share, strictly above the ratio, or by the age of a dirty record")
  func eligibility() {
    let fixture = compacted()
    append([1, 2, 3, 4, 5], to: fixture)
    var candidate = fixture.log.cleaningCandidate(wall: fixture.wall, rules: fixture.rules)
    #expect(candidate?.dirtyBytes == 400)
    #expect(candidate?.isEligible(fixture.rules) == true)
    fixture.log.filed.cleaner = Offset(2)
    candidate = fixture.log.cleaningCandidate(wall: fixture.wall, rules: fixture.rules)
    #expect(candidate?.cleanBytes == 200)
    #expect(candidate?.dirtyBytes == 200)
    #expect(candidate?.isEligible(fixture.rules) == false, "one half is not above one half")
    fixture.rules.compactionLagMax = 500
    candidate = fixture.log.cleaningCandidate(wall: fixture.wall + 501, rules: fixture.rules)
    #expect(candidate?.isOverdue == true)
    #expect(candidate?.isEligible(fixture.rules) == true)
    #expect(LogFixture().log.cleaningCandidate(wall: 0, rules: LogFixture().rules) == nil)
  }

  @Test("chooses the dirtiest log, overdue or not")
  func choice() {
    func candidate(_ clean: Int64, _ dirty: Int64, _ isOverdue: Bool) -> CleaningCandidate {
      CleaningCandidate(
        firstDirty: .zero, firstUncleanable: .zero, cleanBytes: clean, dirtyBytes: dirty,
        isOverdue: isOverdue)
    }
    #expect(!candidate(10, 1, true).precedes(candidate(1, 10, false)))
    #expect(candidate(10, 20, false).precedes(candidate(10, 19, false)))
    #expect(!candidate(10, 20, false).precedes(candidate(10, 20, false)))
  }

  @Test("leaves young segments alone, and since 3.1 what is not stable")
  func bounds() {
    let fixture = compacted { $0.compactionLagMin = 1_000 }
    append([1, 1], to: fixture)
    fixture.wall += 1_000
    append([1, 1, 1], to: fixture)
    #expect(clean(fixture)?.below == Offset(2))
    for (version, below) in [
      (KafkaVersion(3, 7), 2), (KafkaVersion(3, 1), 2), (KafkaVersion(3, 0), 4),
      (KafkaVersion(0, 10, 2), 4),
    ] {
      let bounded = compacted(version)
      append([1, 1, 1, 1, 1], to: bounded)
      bounded.log.highWatermark = Offset(3)
      #expect(clean(bounded)?.below == Offset(Int64(below)), "\(version)")
    }
  }

  @Test("stops at an open transaction since 0.11, whatever is committed")
  func openTransactions() {
    for (version, below) in [(KafkaVersion(3, 0), 2), (KafkaVersion(0, 11, 0), 2)] {
      let bounded = compacted(version)
      append([1, 1], to: bounded)
      var open = sequenced(first: 0, [.transactional])
      open.key = 1
      bounded.lead(open)
      append([1, 1, 1], to: bounded)
      #expect(clean(bounded)?.below == Offset(Int64(below)), "\(version)")
    }
  }

  @Test("forgets a tombstone only delete.retention.ms after its first cleaning (3.1)")
  func deleteHorizon() {
    let fixture = compacted()
    append([1, CompactionKey.tombstone(of: 1), 9], to: fixture)
    fixture.wall += 1_000_000
    clean(fixture)
    #expect(offsets(fixture) == [1, 2], "the value is gone, the tombstone tells of it")
    fixture.wall += 999
    clean(fixture)
    #expect(offsets(fixture) == [1, 2])
    fixture.wall += 1
    clean(fixture)
    #expect(offsets(fixture) == [2])
    #expect(fixture.log.deleteHorizons.isEmpty)
  }

  @Test("forgot a tombstone by file times until 3.0, so that quiet topics kept them")
  func fileTimes() {
    let fixture = compacted(KafkaVersion(3, 0))
    append([1, CompactionKey.tombstone(of: 1), 9], to: fixture)
    clean(fixture)
    fixture.wall += 1_000_000
    clean(fixture)
    #expect(offsets(fixture) == [1, 2], "nothing newer was cleaned")
    append([9, 9, 9], to: fixture)
    clean(fixture)
    #expect(offsets(fixture) == [1, 3, 4, 5], "old, but no younger file was clean before")
    append([8, 8], to: fixture)
    clean(fixture)
    #expect(!offsets(fixture).contains(1))
  }

  @Test("splits a batch with keys of its own into runs of survivors, without moving offsets")
  func multiRecordBatches() {
    let fixture = compacted { $0.segmentBytes = 300 }
    // Records 0 to 5 have keys 1 2 3 1 2 3; the next batch holds only key 2 (record 7).
    fixture.lead(fixture.batch(6, bytes: 240, key: CompactionKey.perRecord))
    _ = fixture.batch(1)
    fixture.lead(fixture.batch(1, bytes: 50, key: 2))
    fixture.lead(fixture.batch(1, bytes: 50, key: 7))
    fixture.commit(to: 8)
    #expect(fixture.segmentBases == [0, 7])
    #expect(clean(fixture)?.removed == 4)
    #expect(fixture.content == [[3, 3], [5, 5], [6, 7], [7, 8]])
    let spans = fixture.log.batches.indices.map { place -> [Int64] in
      let batch = fixture.log.batches[place]
      return [batch.baseOffset.value, Int64(batch.offsetSpan), Int64(batch.records.count)]
    }
    #expect(spans == [[3, 2, 1], [5, 1, 1], [6, 1, 1], [7, 1, 1]])
    #expect(fixture.log.batches[fixture.log.batches.startIndex].byteCount == 61)
  }

  @Test("keeps the last batch of a producer without its records")
  func emptyBatch() {
    let fixture = compacted()
    var batch = sequenced(first: 0, count: 1)
    batch.key = 1
    fixture.lead(batch)
    append([1, 9], to: fixture)
    clean(fixture)
    #expect(offsets(fixture) == [1, 2])
    let first = fixture.log.batches[fixture.log.batches.startIndex]
    #expect(first.records.count == 0)
    #expect(first.nextOffset == Offset(1))
    fixture.load(clean: false)
    #expect(fixture.lead(batch) == .duplicate(base: .zero, last: .zero))
  }

  @Test("removes aborted records at once and their marker after its own delay")
  func aborted() {
    let fixture = compacted { $0.segmentBytes = 10_000 }
    for (first, key) in [(0, 1), (1, 2)] as [(Int32, Int32)] {
      var batch = sequenced(first: first, [.transactional])
      batch.key = key
      fixture.lead(batch)
    }
    fixture.lead(marker(commits: false), .coordinator)
    append([3], to: fixture)
    fixture.log.roll(at: Offset(4), wall: fixture.wall, fixture.rules)
    clean(fixture)
    let kept = fixture.log.batches.indices.map { fixture.log.batches[$0].records.count }
    #expect(offsets(fixture) == [2, 3])
    #expect(kept == [0, 1, 1], "the producer's last batch stays for its sequence")
    fixture.wall += 5_000
    clean(fixture)
    #expect(offsets(fixture) == [2, 3], "the emptied batch still shows the transaction")
  }

  @Test("goes on where a full map stopped")
  func mapBound() {
    let fixture = compacted { $0.cleanerKeysMax = 2 }
    append([1, 1, 1, 1, 1], to: fixture)
    #expect(clean(fixture)?.below == Offset(2))
    #expect(offsets(fixture) == [1, 2, 3, 4])
    #expect(clean(fixture)?.below == Offset(4))
    #expect(offsets(fixture) == [3, 4])
  }

  @Test("begins again at the start when its checkpoint lies outside the log")
  func checkpoint() {
    let fixture = compacted()
    append([1, 1, 1, 1, 1], to: fixture)
    clean(fixture)
    fixture.truncate(to: 4)
    #expect(fixture.log.filed.cleaner == Offset(4))
    fixture.truncate(to: 3)
    #expect(fixture.log.filed.cleaner == Offset(2), "the segment is active again")
    fixture.log.filed.cleaner = Offset(99)
    let candidate = fixture.log.cleaningCandidate(wall: fixture.wall, rules: fixture.rules)
    #expect(candidate?.firstDirty == .zero)
  }
}
