import Kernel
import Testing

@testable import KafkaModel

@Suite("Compression lets more records into a batch, by an estimate")
struct CompressionTests {
  @Test(
    "the estimate falls slowly and rises fast, in thousandths",
    arguments: [
      (1000, 400, 995), (402, 400, 400), (400, 400, 400), (500, 520, 550), (500, 700, 700),
    ] as [(Int32, Int32, Int32)])
  func estimate(before: Int32, observed: Int32, after: Int32) {
    var estimate = CompressionEstimate(thousandths: before)
    estimate.learn(observed)
    #expect(estimate.thousandths == after)
  }

  @Test(
    "a record has room while 1.05 times the estimate leaves room for it uncompressed",
    arguments: [
      (0, 114, 143), (1000, 114, 136), (400, 114, 339), (1000, 16_324, 0), (1000, 16_323, 1),
    ] as [(Int32, Int32, Int32)])
  func room(thousandths: Int32, size: Int32, count: Int32) {
    let estimate = CompressionEstimate(thousandths: thousandths)
    #expect(estimate.room(for: size, behind: 0, in: 16_384 - 61) == count)
  }

  @Test("batches grow as the producer learns how well its records compress")
  func learning() {
    var cluster = FakeCluster(
      .plain { $0.compresses = true },
      [ProducerSendingTests.work(300, every: .seconds(1), burst: 150) { $0.packing = 400 }])
    cluster.run(for: .seconds(3))
    #expect(cluster.logs[0].map(\.records.count) == [141, 9, 143, 7])
    // 141 records are 15446 bytes, of which two fifths remain, and a header of 61.
    #expect(cluster.logs[0].first?.byteCount == 6239)
    #expect(cluster.producer.accumulator.estimate(of: 0).thousandths == 980)
  }

  @Test("a batch that was too large lets the producer expect no compression at all")
  func tooLarge() {
    var cluster = FakeCluster(
      .plain {
        $0.compresses = true
        $0.isIdempotent = true
        $0.requestsInFlightMax = 1
      },
      [ProducerSendingTests.work(500, every: .seconds(1), burst: 500) { $0.packing = 400 }])
    cluster.checksSequences = true
    cluster.start()
    cluster.producer.accumulator.estimates = [CompressionEstimate(thousandths: 300)]
    cluster.reply = { count, _, _ in count == 1 ? .refuse(.messageTooLarge) : .store }
    cluster.run(for: .seconds(3))
    #expect(cluster.acknowledgedCount == 500)
    // 469 records are split by 142 each.
    #expect(cluster.storedFirsts() == [0, 142, 284, 426, 469])
    #expect(cluster.storedSequences() == [0, 142, 284, 426, 469])
    #expect(cluster.producer.accumulator.freeBytes == 33_554_432)
  }
}
