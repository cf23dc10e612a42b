import Kernel

/// The hold model in which each event also cancels a timer and arms it anew, a thousand times
/// further ahead.
///
/// It is how Kafka uses time: most timers are set far ahead and never fire.
struct Timers {
  /// What a timer carries; a hold event carries a number below the mark.
  static let timerMark: UInt32 = 0x8000_0000

  var hold: Hold
  var timers: [EventHandle] = []
  var fired = 0
  var peak = 0

  init(pending: Int) {
    hold = Hold(pending: pending)
    for number in 0..<pending {
      let job = Hold.Job(destination: 0, payload: Timers.timerMark | UInt32(number))
      timers.append(hold.queue.schedule(job, at: Instant(nanoseconds: 1_000 << 31)))
    }
  }

  mutating func run() {
    var turn = 0
    for _ in 0..<Hold.pops {
      guard let (at, job) = hold.queue.popLeast() else { return }
      if job.payload >= Timers.timerMark {
        fired += 1
        continue
      }
      let (next, nextJob) = hold.work(at, job)
      hold.queue.schedule(nextJob, at: next)
      hold.queue.cancel(timers[turn])
      let delay = Duration(nanoseconds: (next - at).nanoseconds &* 1_000)
      let timer = Hold.Job(destination: 0, payload: Timers.timerMark | UInt32(turn))
      timers[turn] = hold.queue.schedule(timer, at: at + delay)
      turn += 1
      if turn == timers.count { turn = 0 }
      peak = max(peak, hold.queue.storedKeyCount)
    }
  }
}

let timerBenchmarks: [Benchmark] = [1_024, 65_536, 1_048_576].map { pending in
  Benchmark(
    name: "timers/\(pending)",
    summary: "the hold model with \(pending) events, each of which re-arms a far timer"
  ) {
    var timers = Timers(pending: pending)
    $0.measure { timers.run() }
    let bound = max(4 * pending, 256) + 2
    invariant(timers.peak <= bound, "\(timers.peak) keys lie in a queue of \(2 * pending) events")
    return Work(events: Hold.pops, digest: timers.hold.finished())
  }
}
