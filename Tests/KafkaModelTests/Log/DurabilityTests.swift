import Kernel
import Testing

@testable import KafkaModel

@Suite("What is on the disk of a log")
struct DurabilityTests {
  /// Ten records, the first four flushed.
  private func halfFlushed(_ version: KafkaVersion = .standard) -> LogFixture {
    let fixture = LogFixture(version)
    fixture.lead(batches: 4)
    fixture.log.flush(to: Offset(4), wall: fixture.wall)
    fixture.lead(batches: 6)
    fixture.commit(to: 10)
    return fixture
  }

  /// One way in which power goes: the fate, the end of the log, how many offsets are gone.
  struct Loss: Sendable {
    var fate: UnflushedFate
    var end: Int64
    var lost: Int64

    static let table: [Loss] = [
      .init(fate: .kept, end: 10, lost: 0),
      .init(fate: .lost, end: 4, lost: 6),
      .init(fate: .keptBelow(Offset(7)), end: 7, lost: 3),
      .init(fate: .keptBelow(Offset(2)), end: 4, lost: 6),
      .init(fate: .keptBelow(Offset(50)), end: 10, lost: 0),
    ]
  }

  @Test("outlives a loss of power as far as it was flushed or fate allows", arguments: Loss.table)
  func power(_ loss: Loss) {
    let fixture = halfFlushed()
    #expect(fixture.losePower(loss.fate) == loss.lost)
    let outcome = fixture.load(clean: false)
    #expect(outcome.lost == loss.lost)
    #expect(fixture.log.endOffset == Offset(loss.end))
    #expect(fixture.content.count == Int(loss.end))
    #expect(fixture.log.durableEnd == Offset(loss.end), "what was read back is on the disk")
    fixture.log.checkInvariants()
  }

  @Test("is drawn evenly between the last flush and the end")
  func drawn() {
    var ends = Array(repeating: 0, count: 11)
    var random = RandomStream(runSeed: 3, stream: "disk")
    for _ in 0..<700 {
      let fixture = halfFlushed()
      fixture.log.losePower(.drawn, random: &random)
      ends[Int(fixture.log.endOffset.value)] += 1
    }
    #expect(ends[0..<4].allSatisfy { $0 == 0 })
    #expect(ends[4...10].allSatisfy { $0 > 60 && $0 < 140 })
  }

  @Test("ends with a whole batch: a torn one is trimmed")
  func torn() {
    let fixture = LogFixture()
    fixture.lead(fixture.batch(5))
    fixture.lead(fixture.batch(5))
    #expect(fixture.losePower(.keptBelow(Offset(8))) == 5)
    #expect(fixture.log.endOffset == Offset(5))
  }

  @Test("is complete after a kill, except for progress of the high watermark")
  func kill() {
    let fixture = halfFlushed()
    fixture.commit(to: 6)
    fixture.log.fileHighWatermark()
    fixture.commit(to: 9)
    fixture.log.loseProcess()
    let outcome = fixture.load(clean: false)
    #expect(outcome == LoadOutcome(scannedBytes: 1_000, lost: 0, isRestarted: false))
    #expect(fixture.log.endOffset == Offset(10))
    #expect(fixture.log.highWatermark == Offset(6))
    #expect(fixture.log.durableEnd == Offset(4), "surviving a kill flushes nothing")
  }

  @Test("clamps a checkpointed high watermark to the log that is left")
  func clampedWatermark() {
    let fixture = halfFlushed()
    fixture.log.fileHighWatermark()
    fixture.losePower(.lost)
    fixture.load(clean: false)
    #expect(fixture.log.highWatermark == Offset(4))
    #expect(fixture.log.epochs.entries.count == 1)
  }

  @Test("drops epochs that the file knew and the lost tail had")
  func epochsAhead() {
    let fixture = halfFlushed()
    fixture.epoch = LeaderEpoch(9)
    fixture.lead(batches: 1)
    fixture.losePower(.keptBelow(Offset(10)))
    #expect(fixture.log.latestEpoch == LeaderEpoch(9), "the file was flushed")
    fixture.load(clean: false)
    #expect(fixture.log.latestEpoch == LeaderEpoch(0))
  }

  @Test("needs no scan after an orderly close, and loses nothing to a later loss of power")
  func cleanClose() {
    let fixture = halfFlushed()
    fixture.close()
    fixture.log.fileHighWatermark()
    #expect(fixture.losePower(.lost) == 0)
    #expect(fixture.load(clean: true).scannedBytes == 0)
    #expect(fixture.log.highWatermark == Offset(10))
    #expect(fixture.log.recoveryPoint == Offset(10))
  }

  @Test("is scanned from the segment that holds the checkpointed recovery point")
  func scannedBytes() {
    let fixture = LogFixture { $0.segmentBytes = 300 }
    fixture.lead(batches: 10, bytes: 100)
    fixture.completePendingFlush()
    #expect(fixture.segmentBases == [0, 3, 6, 9])
    fixture.log.filed.recoveryPoint = Offset(6)
    #expect(fixture.load(clean: false).scannedBytes == 400)
    fixture.log.filed.recoveryPoint = Offset(5)
    #expect(fixture.load(clean: false).scannedBytes == 700)
  }

  @Test("was trusted unflushed by recovery until 2.8")
  func trust() {
    let old = halfFlushed(KafkaVersion(2, 8))
    old.log.fileRecoveryPoint()
    old.load(clean: false)
    #expect(old.log.recoveryPoint == Offset(10))
    #expect(old.log.durableEnd == Offset(4))
    let new = halfFlushed(KafkaVersion(3, 0))
    new.log.fileRecoveryPoint()
    new.load(clean: false)
    #expect(new.log.recoveryPoint == Offset(4))
  }

  @Test("begins again at the checkpointed start when it ends below it")
  func belowStart() {
    let fixture = halfFlushed()
    fixture.log.filed.logStart = Offset(8)
    fixture.losePower(.lost)
    #expect(fixture.load(clean: false).isRestarted)
    #expect(fixture.log.startOffset == Offset(8))
    #expect(fixture.log.endOffset == Offset(8))
    #expect(fixture.content.isEmpty)
  }

  @Test("F1: keeps of each replica what its own flushes and luck left")
  func massPowerLoss() {
    let ends = [900, 950, 920].map { kept -> Int64 in
      let replica = LogFixture()
      replica.lead(batches: 1_000)
      replica.losePower(.keptBelow(Offset(Int64(kept))))
      replica.load(clean: false)
      return replica.log.endOffset.value
    }
    #expect(ends == [900, 950, 920])
    let flushed = LogFixture { $0.flushRecords = 1 }
    flushed.lead(batches: 1_000)
    #expect(flushed.losePower(.lost) == 0)
  }
}

@Suite("A directory's marker of an orderly shutdown")
struct LogDirectoryTests {
  private let new = Semantics(version: KafkaVersion(3, 7), mode: .zookeeper).log
  private let old = Semantics(version: KafkaVersion(2, 7), mode: .zookeeper).log

  @Test("spares the next start the recovery, once")
  func marker() {
    var directory = LogDirectory()
    let first = directory.beginLoading(new)
    directory.endLoading()
    directory.close()
    let second = directory.beginLoading(new)
    directory.endLoading()
    directory.loseProcess()
    let third = directory.beginLoading(new)
    #expect([first, second, third] == [false, true, false])
  }

  @Test("survives a crash while loading before 2.8 only")
  func crashWhileLoading() {
    for (semantics, isBelieved) in [(new, false), (old, true)] {
      var directory = LogDirectory()
      directory.close()
      let first = directory.beginLoading(semantics)
      directory.loseProcess()
      let second = directory.beginLoading(semantics)
      #expect([first, second] == [true, isBelieved])
    }
  }

  @Test("is not written by a shutdown that interrupts a recovery")
  func interrupted() {
    var directory = LogDirectory()
    _ = directory.beginLoading(new)
    directory.close()
    #expect(!directory.hasCleanMarker)
    _ = directory.beginLoading(new)
    directory.endLoading()
    directory.close()
    _ = directory.beginLoading(new)
    directory.close()
    #expect(directory.hasCleanMarker, "nothing had to be recovered")
  }
}
