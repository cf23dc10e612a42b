import Kernel

/// What one repetition of a benchmark did, without how long it took.
struct Work {
  /// Messages delivered and timers fired: nothing else counts as an event.
  var events: Int
  /// How much simulated time passed, where the workload has any.
  var simulated: Duration?
  /// Runs with a seed of their own, where the workload has any.
  var seeds: Int?
  /// Records that were sent and read, where the workload counts them.
  var records: Int?
  /// What took how much simulated time, where that is the point.
  var delays: [(name: String, length: Duration)] = []
  /// The fingerprint of what happened: equal in every repetition, or there is no figure.
  var digest: String
}

/// A workload that can be measured: it prepares outside the clock and works inside it.
struct Benchmark: Sendable {
  /// The name on the command line; cases of one benchmark share what is before the slash.
  let name: String
  /// One sentence about the workload.
  let summary: String
  /// Whether it runs where no benchmark is named; the largest sizes are for those who ask.
  var isStandard = true
  /// Does the work once; what must be measured goes through the stopwatch.
  let run: @Sendable (inout Stopwatch) -> Work

  /// The name of the family to which the case belongs.
  var family: String { String(name.prefix { $0 != "/" }) }
}

/// Every benchmark there is, in the order in which they run.
let allBenchmarks: [Benchmark] =
  holdBenchmarks + timerBenchmarks + meshBenchmarks + steadyBenchmarks + recordBenchmarks
  + idleBenchmarks + failoverBenchmarks + smallBenchmarks + largeBenchmarks + watchedBenchmarks
  + startBenchmarks + controllerBenchmarks
