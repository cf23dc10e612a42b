import Kernel

/// The classic hold model: pop the least of P pending events, do a little work, schedule one more.
///
/// The workload, its generator and its digest are fixed to the bit, so that queues in any language
/// can be compared.
struct Hold {
  /// What an event of this workload carries.
  struct Job: Sendable {
    var destination: UInt32
    var payload: UInt32
  }

  var queue = EventQueue<Job>()
  var random = SplitMix(state: 42)
  var counts: [UInt64]
  var hashes: [UInt64]
  var digest: UInt64 = 0xCBF2_9CE4_8422_2325
  let processes: UInt64

  /// Events popped in one repetition.
  static let pops = 1_000_000

  init(pending: Int) {
    processes = UInt64(pending / 16)
    counts = Array(repeating: 0, count: pending / 16)
    hashes = counts
    for number in 0..<pending {
      _ = random.next()
      let job = Job(destination: UInt32(number / 16), payload: UInt32(number))
      queue.schedule(job, at: Instant(nanoseconds: Int64(1 + (random.next() >> 33))))
    }
  }

  /// Takes the least event, and does the little work that the model asks for.
  @inline(__always)
  mutating func work(_ at: Instant, _ job: Job) -> (Instant, Job) {
    let time = UInt64(bitPattern: at.nanoseconds)
    let place = Int(job.destination)
    counts[place] &+= 1
    hashes[place] = hashes[place] &* 31 &+ (time ^ UInt64(job.payload))
    let mark = time &+ UInt64(job.destination) &* 0x9E37_79B9_7F4A_7C15
    digest = (digest ^ mark) &* 0x0000_0100_0000_01B3
    let destination = ((random.next() >> 32) &* processes) >> 32
    let delay = 1 + (random.next() >> 33)
    let next = Job(destination: UInt32(truncatingIfNeeded: destination), payload: job.payload)
    return (Instant(nanoseconds: Int64(bitPattern: time &+ delay)), next)
  }

  mutating func run() {
    for _ in 0..<Hold.pops {
      guard let (at, job) = queue.popLeast() else { return }
      let (next, nextJob) = work(at, job)
      queue.schedule(nextJob, at: next)
    }
  }

  /// The digest of the whole run, its processes included.
  func finished() -> String {
    var result = digest
    for place in counts.indices {
      result = (result ^ hashes[place] ^ counts[place]) &* 0x0000_0100_0000_01B3
    }
    return hexadecimal(result)
  }
}

let holdBenchmarks: [Benchmark] = [1_024, 65_536, 1_048_576].map { pending in
  Benchmark(name: "phold/\(pending)", summary: "the hold model with \(pending) pending events") {
    var hold = Hold(pending: pending)
    $0.measure { hold.run() }
    return Work(events: Hold.pops, digest: hold.finished())
  }
}
