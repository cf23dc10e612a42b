import Kernel
import Testing

@testable import KafkaModel

/// A log as a plain array of batches, which answers every question by looking at all of them.
private struct NaiveLog {
  var batches: [RecordBatch] = []
  var start: Int64 = 0
  var end: Int64 = 0
  var highWatermark: Int64 = 0
  /// Everything below is flushed.
  var durable: Int64 = 0
  /// The high watermark in the checkpoint file.
  var filedWatermark: Int64 = 0
  var filedStart: Int64 = 0

  /// Cuts off what reaches beyond an offset that is a batch's end.
  mutating func truncate(to target: Int64) {
    batches.removeAll { $0.nextOffset.value > target }
    end = target
    highWatermark = min(highWatermark, end)
    durable = min(durable, end)
  }

  /// The end of an epoch, by the records that are there.
  func endOffset(of epoch: Int32) -> [Int64] {
    let readable = batches.filter { $0.nextOffset.value > start }
    guard epoch >= 0, let last = readable.last, last.leaderEpoch.value >= epoch else {
      return [-1, -1]
    }
    if last.leaderEpoch.value == epoch { return [Int64(epoch), end] }
    let above = readable.first { $0.leaderEpoch.value > epoch }
    let below = readable.last { $0.leaderEpoch.value <= epoch }
    let bound = max(start, above?.baseOffset.value ?? end)
    return [Int64(below?.leaderEpoch.value ?? epoch), bound]
  }

  /// The newest batch of a producer.
  func last(of producer: Int64) -> RecordBatch? {
    batches.last { $0.producerID.value == producer }
  }
}

/// Both logs side by side, and the operations that are applied to both.
private struct Pair {
  let fixture: LogFixture
  var naive = NaiveLog()
  var random: RandomStream

  init(seed: UInt64) {
    random = RandomStream(runSeed: seed, stream: "log model")
    let segmentBytes = 300 + 100 * Int64(random.below(5))
    fixture = LogFixture { $0.segmentBytes = segmentBytes }
  }

  mutating func step() {
    switch random.below(16) {
    case 0..<7: append()
    case 7: retry()
    case 8: fixture.epoch = LeaderEpoch(fixture.epoch.value + Int32(random.below(3)))
    case 9: truncate()
    case 10: commit()
    case 11: deleteRecords()
    case 12: crash()
    case 13: losePower()
    case 14: flush()
    default: retain()
    }
  }

  private mutating func append() {
    let producer = Int64(random.below(4))
    let count = Int32(random.below(3)) + 1
    var batch = fixture.batch(count, bytes: 60 + Int32(random.below(100)))
    if producer < 3 {
      batch.producerID = ProducerID(producer)
      batch.producerEpoch = ProducerEpoch(0)
      // A producer of which retention left nothing is remembered nevertheless.
      let known = fixture.log.producers.entry(of: batch.producerID)?.lastBatch.lastSequence
      batch.baseSequence = (naive.last(of: producer)?.lastSequence ?? known ?? -1) + 1
    }
    #expect(fixture.lead(batch) == .appended(base: Offset(naive.end)))
    batch.baseOffset = Offset(naive.end)
    batch.leaderEpoch = fixture.epoch
    naive.batches.append(batch)
    naive.end += Int64(count)
  }

  private mutating func retry() {
    guard let last = naive.last(of: Int64(random.below(3))) else { return }
    #expect(fixture.lead(last) == .duplicate(base: last.baseOffset, last: last.lastOffset))
  }

  private mutating func truncate() {
    guard naive.end > naive.start, !naive.batches.isEmpty else { return }
    let base = naive.batches[random.pick(from: naive.batches.count)].baseOffset.value
    let target = max(base, naive.start)
    guard naive.batches.contains(where: { $0.baseOffset.value == target }) else { return }
    fixture.truncate(to: target)
    naive.truncate(to: target)
  }

  private mutating func commit() {
    let target = random.between(naive.highWatermark, naive.end)
    fixture.commit(to: target)
    naive.highWatermark = target
    if random.below(2) == 0 {
      fixture.log.fileHighWatermark()
      naive.filedWatermark = target
    }
  }

  private mutating func deleteRecords() {
    let target = random.between(naive.start, naive.highWatermark)
    fixture.deleteRecords(before: target)
    fixture.log.fileLogStart()
    naive.start = target
    naive.filedStart = target
  }

  private mutating func crash() {
    fixture.load(clean: false)
    naive.highWatermark = max(naive.start, min(naive.filedWatermark, naive.end))
    dropCutStart()
  }

  private mutating func losePower() {
    let kept = random.between(naive.durable, naive.end)
    fixture.losePower(.keptBelow(Offset(kept)))
    let whole = naive.batches.last { $0.nextOffset.value <= max(kept, naive.durable) }
    let lowest = naive.batches.first?.baseOffset.value ?? naive.end
    naive.truncate(to: whole?.nextOffset.value ?? min(naive.end, lowest))
    naive.durable = naive.end
    crash()
  }

  /// A log that ends below its start begins again there.
  private mutating func dropCutStart() {
    guard naive.end < naive.start else { return }
    naive.batches = []
    naive.end = naive.start
    naive.durable = naive.start
    naive.highWatermark = naive.start
  }

  private mutating func flush() {
    fixture.log.flush(to: fixture.log.endOffset, wall: fixture.wall)
    naive.durable = naive.end
  }

  private mutating func retain() {
    fixture.rules.retentionBytes = 500
    for move in fixture.log.applyRetention(wall: fixture.wall, rules: fixture.rules) {
      naive.start = move.to.value
    }
    fixture.log.fileLogStart()
    let first = fixture.log.firstSegmentBase.value
    naive.batches.removeAll { $0.nextOffset.value <= first }
    naive.durable = max(naive.durable, first)
  }

  /// Compares everything that can be asked.
  mutating func compare() {
    let log = fixture.log
    log.checkInvariants()
    #expect(log.startOffset.value == naive.start)
    #expect(log.endOffset.value == naive.end)
    #expect(log.highWatermark.value == naive.highWatermark)
    #expect(log.durableEnd.value == naive.durable)
    let from = random.between(naive.start, naive.end)
    let place = log.firstPlace(reaching: Offset(from))
    let expected = naive.batches.filter { $0.nextOffset.value > from }
    #expect((place..<log.batches.endIndex).map { log.batches[$0] } == expected)
    // An epoch that was entered for a batch that turned out to be a duplicate has no records.
    guard let last = naive.batches.last, last.leaderEpoch == log.latestEpoch else { return }
    if last.nextOffset.value <= naive.start { return }
    for epoch in -1...(fixture.epoch.value + 1) {
      let end = log.endOffset(of: LeaderEpoch(epoch), rules: fixture.rules)
      #expect([Int64(end.epoch.value), end.endOffset.value] == naive.endOffset(of: epoch))
    }
  }
}

@Suite("A log and a plain array of batches")
struct LogModelTests {
  @Test("answer alike through thousands of random operations", arguments: 1...40)
  func agree(_ seed: Int) {
    var pair = Pair(seed: UInt64(seed))
    for _ in 0..<150 {
      pair.step()
      pair.compare()
    }
  }
}
