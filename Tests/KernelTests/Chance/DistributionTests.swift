import Testing

@testable import Kernel

@Test(
  "the integer logarithm is right to a few parts in a hundred thousand",
  arguments: [
    (0, 44_361_420), (1 << 32, 22_180_710), (1 << 63, 693_147), (UInt64.max, 0),
    (0x1234_5678_9ABC_DEF0, 2_643_512),
  ] as [(UInt64, Int64)])
func logarithm(word: UInt64, millionths: Int64) {
  let measured = Int64((negativeLogarithm(word) * 1_000_000) >> 30)
  #expect(abs(measured - millionths) <= 20)
}

@Test("an exponential length has its mean, and never less than its base")
func exponentialMean() {
  let distribution = Distribution.exponential(base: .microseconds(200), mean: .microseconds(50))
  var stream = RandomStream(runSeed: 11, stream: "tests")
  var sum: Int64 = 0
  for _ in 0..<100_000 {
    let length = distribution.sample(&stream)
    #expect(length >= .microseconds(200))
    sum += length.nanoseconds
  }
  #expect(sum / 100_000 > 249_400 && sum / 100_000 < 250_600)
}

@Test("a uniform length stays within its bounds, and a constant one takes no draw")
func uniformBounds() {
  var stream = RandomStream(runSeed: 11, stream: "tests")
  #expect(Distribution.constant(.seconds(1)).sample(&stream) == .seconds(1))
  #expect(stream.draws == 0)
  for _ in 0..<1_000 {
    let length = Distribution.uniform(.nanoseconds(5), .nanoseconds(8)).sample(&stream)
    #expect(length >= .nanoseconds(5) && length <= .nanoseconds(8))
  }
}

@Test("a ratio multiplies without overflow on the way, and compares by value")
func ratios() {
  #expect(Ratio(1, 3).applied(to: 10) == 3)
  #expect(Ratio(-1, 3).applied(to: 10) == -3)
  #expect(Ratio(999_999, 1_000_000).applied(to: Int64.max) == 9_223_362_813_482_738_952)
  #expect(Ratio(3, 1).applied(to: Int64.max) == Int64.max)
  #expect(Ratio(1, 2) == Ratio(2, 4))
  #expect(Ratio(1, 3) < Ratio(34, 100))
  #expect(Ratio.percent(5).description == "5/100")
}
