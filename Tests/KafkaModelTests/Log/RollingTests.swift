import Kernel
import Testing

@testable import KafkaModel

@Suite("A segment ends")
struct RollingTests {
  @Test("when the next batch would not fit")
  func size() {
    let fixture = LogFixture { $0.segmentBytes = 250 }
    fixture.lead(batches: 5, bytes: 100)
    #expect(fixture.segmentBases == [0, 2, 4])
    fixture.lead(batches: 1, bytes: 150)
    #expect(fixture.segmentBases == [0, 2, 4], "250 bytes fit")
    fixture.log.checkInvariants()
  }

  @Test("by record time since 0.10.1, whatever the clock says")
  func recordTime() {
    let fixture = LogFixture { $0.segmentAgeMax = 1_000 }
    fixture.lead(batches: 1)
    fixture.wall += 50_000
    var late = fixture.batch()
    late.maxTimestamp = 1_001_000
    fixture.lead(late)
    #expect(fixture.segmentBases == [0], "1000 ms of record time are not more than segment.ms")
    late.maxTimestamp = 1_001_001
    fixture.lead(late)
    #expect(fixture.segmentBases == [0, 2])
  }

  @Test("by the age of its file before 0.10.1")
  func fileTime() {
    let fixture = LogFixture(KafkaVersion(0, 10, 0)) { $0.segmentAgeMax = 1_000 }
    fixture.lead(batches: 1)
    fixture.wall += 1_000
    fixture.lead(batches: 1)
    #expect(fixture.segmentBases == [0])
    fixture.wall += 1
    fixture.lead(batches: 1)
    #expect(fixture.segmentBases == [0, 2])
  }

  @Test("sooner by its jitter, which each segment draws")
  func jitter() {
    let fixture = LogFixture {
      $0.segmentAgeMax = 1_000
      $0.segmentAgeJitter = 1_000
    }
    var random = RandomStream(runSeed: 1, stream: "test")
    fixture.log.drawJitter(fixture.rules, random: &random)
    #expect((0...1_000).contains(fixture.log.active.jitter))
    #expect(random.draws == 1)
    fixture.log.active.jitter = 400
    fixture.lead(batches: 1)
    fixture.wall += 601
    fixture.lead(batches: 1)
    #expect(fixture.segmentBases == [0, 1])
  }

  @Test("when its index is full")
  func index() {
    let fixture = LogFixture {
      $0.indexIntervalBytes = 150
      $0.indexEntriesMax = 2
    }
    fixture.lead(batches: 8, bytes: 100)
    // Entries are due when more than 150 bytes were written since the last: at batches 2 and 4.
    #expect(fixture.segmentBases == [0, 5])
  }

  @Test("when its offsets would not fit into 32 bits")
  func offsets() {
    let fixture = LogFixture()
    fixture.lead(batches: 1)
    var far = fixture.batch()
    far.baseOffset = Offset(2_147_483_648)
    _ = fixture.log.appendAsFollower(far, wall: 0, rules: fixture.rules)
    #expect(fixture.segmentBases == [0, 2_147_483_648])
  }

  @Test("never by itself, however old it is")
  func idle() {
    let fixture = LogFixture { $0.segmentAgeMax = 1_000 }
    fixture.lead(batches: 3)
    fixture.wall += 1_000_000
    _ = fixture.log.applyRetention(wall: fixture.wall, rules: fixture.rules)
    #expect(fixture.segmentBases == [0])
  }

  @Test("and is flushed afterwards, which alone moves the recovery point by default")
  func flush() {
    let fixture = LogFixture { $0.segmentBytes = 250 }
    fixture.lead(batches: 5, bytes: 100)
    #expect(fixture.log.durableEnd == .zero)
    #expect(fixture.log.pendingFlush == Offset(4))
    #expect(fixture.completePendingFlush())
    #expect(fixture.log.durableEnd == Offset(4))
    #expect(fixture.log.recoveryPoint == Offset(4))
    #expect(!fixture.completePendingFlush())
  }

  @Test("but flush.messages flushes with the append, and flush.ms when it is due")
  func flushSettings() {
    let fixture = LogFixture { $0.flushRecords = 3 }
    fixture.lead(batches: 2)
    #expect(fixture.log.durableEnd == .zero)
    fixture.lead(batches: 1)
    #expect(fixture.log.durableEnd == Offset(3))
    fixture.rules.flushRecords = .max
    fixture.rules.flushInterval = 500
    fixture.lead(batches: 1)
    #expect(!fixture.log.isFlushDue(wall: fixture.wall + 499, rules: fixture.rules))
    #expect(fixture.log.isFlushDue(wall: fixture.wall + 500, rules: fixture.rules))
    fixture.log.flush(to: fixture.log.endOffset, wall: fixture.wall)
    #expect(!fixture.log.isFlushDue(wall: fixture.wall + 500, rules: fixture.rules))
  }

  @Test("in time for compaction, if max.compaction.lag.ms asks for it (2.3)")
  func compactionLag() {
    var topic = TopicSettings(EffectiveConfiguration.standard(.topic, in: .standard))
    topic.cleanup = [.compact]
    topic.compactionLagMax = .seconds(5)
    func age(_ version: KafkaVersion) -> Int64 {
      LogRules(
        topic: topic, producerExpiration: .hours(1), cleanerBufferBytes: 100,
        semantics: Semantics(version: version, mode: .zookeeper)
      ).segmentAgeMax
    }
    #expect(age(KafkaVersion(2, 3)) == 5_000)
    #expect(age(KafkaVersion(2, 2)) == 604_800_000)
  }
}
