import Testing

@testable import Ackproof

@Suite("Simpler values")
struct SimplerValueTests {
  @Test("an odd instant is tried as whole seconds first, the smallest first")
  func odd() {
    let tried = ShrinkPass.times(simplerThan: 20_137_000_000).map { $0 / 1_000_000 }
    #expect(tried.prefix(6) == [1_000, 2_000, 3_000, 5_000, 10_000, 11_000])
    #expect(tried.contains(15_000))
    #expect(tried.contains(20_000))
    #expect(tried.contains(21_000))
    #expect(tried.contains(20_200))
  }

  @Test("a second is shortened to tenths only")
  func second() {
    let tried = ShrinkPass.times(simplerThan: 1_000_000_000).map { $0 / 1_000_000 }
    #expect(tried == [100, 200, 500, 750])
  }

  @Test(
    "rounding goes down and up",
    arguments: [
      (20_137, 1, [20_000, 30_000]), (20_137, 2, [20_000, 21_000]), (20_137, 3, [20_100, 20_200]),
      (500, 2, [500]), (7, 1, [7]),
    ] as [(Int64, Int, [Int64])])
  func rounding(number: Int64, digits: Int, expected: [Int64]) {
    #expect(ShrinkPass.rounded(number, to: digits) == expected)
  }

  @Test("whole seconds are easier to read than tenths, and those than anything else")
  func ranks() {
    #expect(timeRank(60_000_000_000) < timeRank(500_000_000))
    #expect(timeRank(500_000_000) < timeRank(512_000_000))
    #expect(timeRank(512_000_000) < timeRank(512_000_001))
    #expect(timeRank(1_000_000_000) < timeRank(2_000_000_000))
  }
}
