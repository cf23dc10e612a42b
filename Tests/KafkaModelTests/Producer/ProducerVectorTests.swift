import Kernel
import Testing

@testable import KafkaModel

@Suite("A producer counts as Kafka's does")
struct ProducerVectorTests {
  @Test(
    "murmur2 of known keys",
    arguments: [
      ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
      ("a-little-bit-longer-string", -1_486_304_829),
      ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("", 275_646_681),
      ("a", -1_563_381_124), ("b", -1_853_091_852), ("c", -1_877_468_854),
      ("key-0", 29_210_041), ("key-1", 193_331_640), ("key-2", 852_269_702),
      ("order-42", 501_153_024), ("user-1001", -1_052_335_918), ("héllo", 614_509_002),
      ("abc", 479_470_107),
    ] as [(String, Int32)])
  func murmur(key: String, hash: Int32) {
    #expect(Int32(bitPattern: Murmur2.hash(Array(key.utf8))) == hash)
  }

  @Test("the sign is masked, not negated")
  func mask() {
    #expect(Murmur2.positive(Array("b".utf8)) % 3 == 2)
    #expect(Murmur2.positive(Array("user-1001".utf8)) % 50 == 30)
    #expect(Murmur2.positive(Array("key-1".utf8)) % 12 == 0)
    #expect(Murmur2.positive(RecordKey.bytes(2)) % 6 == 2)
  }

  @Test(
    "a batch of 16384 bytes holds so many records",
    arguments: [
      (5, 100, 142, 16_327), (-1, 100, 148, 16_277), (-1, 1000, 16, 16_205),
      (8, 20, 455, 16_377), (-1, 20_000, 1, 20_072),
    ] as [(Int32, Int32, Int32, Int32)])
  func capacity(key: Int32, value: Int32, count: Int32, bytes: Int32) {
    let sizes = RecordSizes(isVersion2: true)
    let fit = sizes.fitting(
      RecordShape(keyBytes: key, valueBytes: value), limit: 1000, held: 0, written: 0,
      capacity: 16_384, timestampDelta: 0)
    #expect(fit.count == count)
    #expect(fit.bytes + 61 == bytes)
  }

  @Test("a record of 5 and 100 bytes takes one more from place 64 on")
  func recordSize() {
    let sizes = RecordSizes(isVersion2: true)
    let shape = RecordShape(keyBytes: 5, valueBytes: 100)
    #expect(sizes.record(shape, offsetDelta: 63, timestampDelta: 0) == 114)
    #expect(sizes.record(shape, offsetDelta: 64, timestampDelta: 0) == 115)
    #expect(sizes.record(shape, offsetDelta: 8191, timestampDelta: 0) == 115)
  }

  @Test("records added one by one fill a batch like records added together")
  func oneByOne() {
    let sizes = RecordSizes(isVersion2: true)
    let shape = RecordShape(keyBytes: 5, valueBytes: 100)
    var count: Int32 = 0
    var written: Int32 = 0
    while true {
      let fit = sizes.fitting(
        shape, limit: 1, held: count, written: written, capacity: 16_384, timestampDelta: 0)
      if fit.count == 0 { break }
      count += 1
      written += fit.bytes
    }
    #expect(count == 142)
    #expect(written == 16_266)
  }

  @Test(
    "retry pauses double up to their cap",
    arguments: [(0, 100), (1, 200), (2, 400), (3, 800), (4, 1000), (5, 1000), (60, 1000)]
      as [(Int32, Int64)])
  func backoff(failures: Int32, mean: Int64) {
    let backoff = ClientBackoff(initial: .milliseconds(100), cap: .milliseconds(1000))
    #expect(backoff.mean(after: failures) == .milliseconds(mean))
    var random = RandomStream(runSeed: 7, stream: "test")
    for _ in 0..<200 {
      let pause = backoff.pause(after: failures, random: &random).wholeMilliseconds
      #expect(pause >= mean * 8 / 10 && pause < max(mean * 12 / 10, 1001) && pause <= 1000)
    }
  }

  @Test("a constant pause takes no draw")
  func constantBackoff() {
    var random = RandomStream(runSeed: 7, stream: "test")
    let backoff = ClientBackoff(constant: .milliseconds(100))
    #expect(backoff.pause(after: 9, random: &random) == .milliseconds(100))
    #expect(random.draws == 0)
  }

  @Test("sequences go from 2147483647 to 0, and back")
  func sequences() {
    #expect(Sequences.advanced(2_147_483_645, by: 2) == 2_147_483_647)
    #expect(Sequences.advanced(2_147_483_645, by: 3) == 0)
    #expect(Sequences.advanced(0, by: 2) == 2)
    #expect(Sequences.advanced(0, by: -1) == 2_147_483_647)
  }
}
