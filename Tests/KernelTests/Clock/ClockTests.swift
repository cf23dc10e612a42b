import Kernel
import Testing

private let tenSeconds = Instant.zero + .seconds(10)

@Test("an exact clock shows the first of January 2024 at the start")
func exactClock() {
  let clock = Clock()
  #expect(clock.wall(at: .zero) == 1_704_067_200_000)
  #expect(clock.wall(at: tenSeconds) == 1_704_067_210_000)
}

@Test("skew, drift and jumps move the wall clock alone")
func faultyClock() {
  var clock = Clock(skew: .milliseconds(-1_500))
  #expect(clock.wall(at: .zero) == 1_704_067_198_500)
  clock.setDrift(partsPerMillion: 100_000, at: tenSeconds)
  #expect(clock.wall(at: tenSeconds) == 1_704_067_208_500)
  #expect(clock.wall(at: tenSeconds + .seconds(10)) == 1_704_067_219_500)
  clock.jump(by: .hours(-1), at: tenSeconds + .seconds(10))
  #expect(clock.wall(at: tenSeconds + .seconds(10)) == 1_704_063_619_500)
  #expect(clock.skew(at: tenSeconds + .seconds(10)) == .milliseconds(-3_600_500))
}

@Test("a clock before 1970 rounds down")
func clockBeforeTheEpoch() {
  let clock = Clock(skew: .milliseconds(-1_704_067_200_000) - .nanoseconds(1))
  #expect(clock.wall(at: .zero) == -1)
}
