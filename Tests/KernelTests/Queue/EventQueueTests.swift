import Testing

@testable import Kernel

/// The obviously correct queue: an array that is searched for its least entry.
private struct ModelQueue {
  var entries: [(instant: Instant, sequence: Int, payload: Int, handle: EventHandle)] = []

  mutating func popLeast() -> (Instant, Int)? {
    guard
      let least = entries.indices.min(by: {
        (entries[$0].instant, entries[$0].sequence) < (entries[$1].instant, entries[$1].sequence)
      })
    else { return nil }
    let entry = entries.remove(at: least)
    return (entry.instant, entry.payload)
  }
}

@Test("events at one instant fire in the order of scheduling")
func tiesBreakBySequence() {
  var queue = EventQueue<String>()
  queue.schedule("c", at: Instant(nanoseconds: 5))
  queue.schedule("a", at: Instant(nanoseconds: 3))
  queue.schedule("d", at: Instant(nanoseconds: 5))
  queue.schedule("b", at: Instant(nanoseconds: 3))
  var order = ""
  while let event = queue.popLeast() { order += event.payload }
  #expect(order == "abcd")
  #expect(queue.lastInstant == Instant(nanoseconds: 5))
  #expect(queue.sequence == 4)
}

@Test("a handle cancels once, and never the next tenant of its slot")
func cancelIsGenerationChecked() {
  var queue = EventQueue<Int>()
  let first = queue.schedule(1, at: Instant(nanoseconds: 10))
  #expect(queue.isScheduled(first))
  #expect(queue.cancel(first) == 1)
  #expect(queue.cancel(first) == nil)
  let second = queue.schedule(2, at: Instant(nanoseconds: 20))
  #expect(queue.cancel(first) == nil)
  #expect(queue.nextInstant == Instant(nanoseconds: 20))
  #expect(queue.popLeast()?.payload == 2)
  #expect(queue.cancel(second) == nil)
  #expect(!queue.isScheduled(second))
  #expect(queue.cancel(.none) == nil)
  #expect(queue.popLeast() == nil)
  #expect(queue.isEmpty)
}

@Test("an event that is due later than the limit stays")
func popNotAfter() {
  var queue = EventQueue<Int>()
  queue.schedule(1, at: Instant(nanoseconds: 10))
  #expect(queue.popLeast(notAfter: Instant(nanoseconds: 9)) == nil)
  #expect(queue.popLeast(notAfter: Instant(nanoseconds: 10))?.payload == 1)
}

@Test("a copy goes its own way")
func copiesAreIndependent() {
  var queue = EventQueue<Int>()
  for number in 0..<100 { queue.schedule(number, at: Instant(nanoseconds: Int64(number))) }
  queue.prepareFork()
  var copy = queue
  #expect(copy.popLeast()?.payload == 0)
  copy.schedule(1_000, at: Instant(nanoseconds: 1))
  #expect(queue.count == 100)
  #expect(queue.popLeast()?.payload == 0)
  #expect(queue.popLeast()?.payload == 1)
  #expect(queue.popLeast()?.payload == 2)
  #expect(copy.popLeast()?.payload == 1)
  #expect(copy.popLeast()?.payload == 1_000)
}

/// How far ahead events are scheduled, as the exponents of a random power of two.
struct Spread: Sendable {
  let name: String
  let exponents: ClosedRange<Int64>
}

@Test(
  "the queue agrees with a searched array over random operations",
  arguments: [
    Spread(name: "ties", exponents: 0...1), Spread(name: "near", exponents: 0...6),
    Spread(name: "network", exponents: 16...20), Spread(name: "all", exponents: 0...61),
    Spread(name: "timers", exponents: 20...34),
  ], [1, 2, 3, 4] as [UInt64])
func agreesWithModel(spread: Spread, seed: UInt64) {
  var random = RandomStream(runSeed: seed, stream: spread.name)
  var queue = EventQueue<Int>()
  var model = ModelQueue()
  var now = Instant.zero
  for step in 0..<4_000 {
    // Growth and shrinkage take turns, so that all sizes up to some hundreds are met.
    let isGrowing = (step / 400) % 2 == 0
    switch random.below(10) {
    case 0...(seed % 2 == 0 ? 3 : 0) where !model.entries.isEmpty:
      let victim = model.entries.remove(at: random.pick(from: model.entries.count))
      #expect(queue.cancel(victim.handle) == victim.payload)
    case 1...(isGrowing ? 7 : 3):
      let reach =
        Int64(1) << random.between(spread.exponents.lowerBound, spread.exponents.upperBound)
      let instant = now + .nanoseconds(random.between(0, reach))
      let handle = queue.schedule(step, at: instant)
      model.entries.append((instant, step, step, handle))
    default:
      let next = queue.nextInstant
      let expected = model.popLeast()
      let popped = queue.popLeast()
      #expect(next == expected?.0)
      #expect(popped?.at == expected?.0)
      #expect(popped?.payload == expected?.1)
      now = popped?.at ?? now
    }
    #expect(queue.count == model.entries.count)
  }
  while let expected = model.popLeast() { #expect(queue.popLeast()?.payload == expected.1) }
  #expect(queue.popLeast() == nil)
}

@Test("timers that are armed and cancelled for ever leave nothing behind")
func rearmedTimersLeaveNothing() {
  var queue = EventQueue<Int>()
  var timers: [EventHandle] = []
  for timer in 0..<10 { timers.append(queue.schedule(timer, at: Instant(nanoseconds: 1 << 40))) }
  queue.schedule(-1, at: .zero)
  for step in 0..<20_000 {
    let popped = queue.popLeast()
    #expect(popped?.payload == -1)
    let now = popped?.at ?? .zero
    queue.schedule(-1, at: now + .microseconds(1))
    queue.cancel(timers[step % 10])
    timers[step % 10] = queue.schedule(step, at: now + .seconds(9))
    #expect(queue.count == 11)
  }
  #expect(queue.storedKeyCount <= 256)
}

@Test("a burst at one instant is taken in order and in linear time")
func burstAtOneInstant() {
  var queue = EventQueue<Int>()
  for number in 0..<50_000 { queue.schedule(number, at: Instant(nanoseconds: 7)) }
  queue.schedule(-1, at: Instant(nanoseconds: 8))
  for number in 0..<50_000 {
    #expect(queue.popLeast()?.payload == number)
    if number < 1_000 { queue.schedule(50_000 + number, at: Instant(nanoseconds: 7)) }
  }
  for number in 0..<1_000 { #expect(queue.popLeast()?.payload == 50_000 + number) }
  #expect(queue.popLeast()?.payload == -1)
}

@Test("sweeping cancelled events out keeps every other one, in order")
func sweepKeepsTheLiving() {
  var random = RandomStream(runSeed: 4, stream: "sweep")
  var queue = EventQueue<Int>()
  var handles: [EventHandle] = []
  for number in 0..<5_000 {
    // Two clusters of equal and near instants, so that some buckets are long.
    let instant = random.between(0, 1) * 1_000_000_000_000 + random.between(0, 50)
    handles.append(queue.schedule(number, at: Instant(nanoseconds: instant)))
  }
  for (number, handle) in handles.enumerated() where number % 7 != 3 { queue.cancel(handle) }
  #expect(queue.count == 714)
  #expect(queue.storedKeyCount < 1_500)
  var last = (at: Instant.zero, payload: -1)
  var seen = 0
  while let event = queue.popLeast() {
    #expect(event.payload % 7 == 3)
    #expect(event.at > last.at || event.at == last.at && event.payload > last.payload)
    last = event
    seen += 1
  }
  #expect(seen == 714)
}
