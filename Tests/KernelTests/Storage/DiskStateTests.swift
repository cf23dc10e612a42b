import Kernel
import Testing

private let profile = DiskProfile(
  writeLatency: .constant(.microseconds(10)), flushLatency: .constant(.milliseconds(1)),
  bandwidth: 1_000_000, capacity: 10_000)

@Test("operations on one disk follow each other")
func diskQueues() {
  var random = RandomStream(runSeed: 1, stream: "disk")
  var disk = DiskState(profile: profile)
  #expect(disk.write(1_000, now: .zero, random: &random) == .done(after: .microseconds(10)))
  #expect(disk.flush(now: .zero, random: &random) == .done(after: .microseconds(2_010)))
  #expect(disk.flush(now: .zero, random: &random) == .done(after: .microseconds(3_010)))
  let later = Instant.zero + .seconds(1)
  #expect(disk.write(1, now: later, random: &random) == .done(after: .microseconds(10)))
}

@Test("a full disk refuses writes and a failed one everything")
func diskFaults() {
  var random = RandomStream(runSeed: 1, stream: "disk")
  var disk = DiskState(profile: profile)
  #expect(disk.write(10_001, now: .zero, random: &random) == .full)
  #expect(disk.write(10_000, now: .zero, random: &random) == .done(after: .microseconds(10)))
  #expect(disk.isFull)
  #expect(disk.write(1, now: .zero, random: &random) == .full)
  disk.free(5_000)
  #expect(!disk.isFull)
  disk.fill()
  #expect(disk.write(1, now: .zero, random: &random) == .full)
  disk.fail()
  #expect(disk.write(1, now: .zero, random: &random) == .failed)
  #expect(disk.flush(now: .zero, random: &random) == .failed)
  disk.repair()
  disk.wipe()
  #expect(disk.used == 0)
  disk.slow(by: Ratio(100, 1))
  let later = Instant.zero + .seconds(1)
  #expect(disk.write(1, now: later, random: &random) == .done(after: .milliseconds(1)))
}

@Test("after a loss of power every length between durable and written is met")
func survivors() {
  var random = RandomStream(runSeed: 1, stream: "disk")
  var seen = [0, 0, 0, 0, 0, 0]
  for _ in 0..<600 {
    let length = DiskState.survivingSuffix(written: 15, durable: 10, random: &random)
    seen[Int(length) - 10] += 1
  }
  for count in seen { #expect(count > 60) }
  #expect(DiskState.survivingSuffix(written: 10, durable: 10, random: &random) == 10)
}
