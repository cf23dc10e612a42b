import Glibc

/// Measures the part of a repetition that counts.
struct Stopwatch {
  /// The nanoseconds measured so far.
  private(set) var elapsed: Int64 = 0

  /// Runs a closure on the clock.
  mutating func measure<Result>(_ body: () -> Result) -> Result {
    let start = Stopwatch.now()
    let result = body()
    elapsed += Stopwatch.now() - start
    return result
  }

  /// Runs a closure on the clock of the processes that it starts and waits for.
  mutating func measureChildren(_ body: () -> Void) {
    let start = Stopwatch.childrenNow()
    body()
    elapsed += Stopwatch.childrenNow() - start
  }

  /// The time that children of this process have spent on a processor, in nanoseconds.
  private static func childrenNow() -> Int64 {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    let seconds = Int64(usage.ru_utime.tv_sec) + Int64(usage.ru_stime.tv_sec)
    let microseconds = Int64(usage.ru_utime.tv_usec) + Int64(usage.ru_stime.tv_usec)
    return seconds * 1_000_000_000 + microseconds * 1_000
  }

  /// The time that this process has spent on a processor, in nanoseconds.
  ///
  /// Nothing here waits for anything, so on an idle machine that is the time on the wall; on a busy
  /// one it leaves out what others used.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// The most memory that this process ever held, in bytes.
  static func peakMemory() -> Int64 {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int64(usage.ru_maxrss) * 1024
  }
}
