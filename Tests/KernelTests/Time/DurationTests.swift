import Kernel
import Testing

@Test(
  "a duration is written in the largest fitting unit, exactly",
  arguments: [
    (0, "0s"), (1, "1ns"), (999, "999ns"), (1_000, "1us"), (1_500, "1.5us"),
    (350_000_000, "350ms"), (1_250_000_000, "1.25s"), (1_000_000_001, "1.000000001s"),
    (900_000_000_000, "900s"), (-20_000_000, "-20ms"), (Int64.max, "infinite"),
  ] as [(Int64, String)])
func durationDescription(nanoseconds: Int64, text: String) {
  #expect(Duration(nanoseconds: nanoseconds).description == text)
}

@Test("units agree with each other")
func durationUnits() {
  #expect(Duration.milliseconds(3).nanoseconds == 3_000_000)
  #expect(Duration.microseconds(7).nanoseconds == 7_000)
  #expect(Duration.minutes(15) == .seconds(900))
  #expect(Duration.hours(2) == .minutes(120))
  #expect(Duration.milliseconds(1_999).wholeSeconds == 1)
  #expect(Duration.microseconds(2_999).wholeMilliseconds == 2)
  #expect(Duration.seconds(9) / .milliseconds(2_000) == 4)
}

@Test("infinity survives arithmetic, and sums saturate")
func durationInfinity() {
  #expect(Duration.infinite + .seconds(1) == .infinite)
  #expect(Duration.infinite - .seconds(1) == .infinite)
  #expect(Duration.infinite * 2 == .infinite)
  #expect(Duration.infinite / 2 == .infinite)
  #expect(Duration.infinite.scaled(by: Ratio(1, 2)) == .infinite)
  #expect(Duration.hours(9_000_000_000) == .infinite)
  #expect(Instant.zero + .infinite == .distantFuture)
  #expect(Instant.distantFuture - .seconds(1) == .distantFuture)
  #expect(Instant.distantFuture - .zero == Duration.infinite)
}

@Test("instants subtract to durations")
func instants() {
  let start = Instant.zero + .milliseconds(1_250)
  #expect(start.description == "1.25s")
  #expect(start - Instant.zero == .milliseconds(1_250))
  #expect(start - .seconds(1) == Instant(nanoseconds: 250_000_000))
  #expect(Instant.distantFuture.description == "never")
}
