import Kernel

/// A pause that clients make before they try again, which may grow with each failure.
///
/// Models ExponentialBackoff (KIP-144 for connections, KIP-580 for requests): doubling from the
/// initial pause to the cap, times a factor drawn from 0.8 up to 1.2. Where pauses do not grow they
/// are constant and take no draw. Simplified: the jitter of a retry is drawn once per attempt, not
/// at each look at the clock.
struct ClientBackoff: Equatable, Sendable {
  /// The pause after the first failure.
  var initial: Duration
  /// No pause is longer than this.
  var cap: Duration

  /// A pause that grows from one length to another; equal lengths make it constant.
  init(initial: Duration, cap: Duration) {
    self.initial = initial
    self.cap = cap
  }

  /// The same pause each time.
  init(constant: Duration) {
    self.init(initial: constant, cap: constant)
  }

  /// The pause after `failures` earlier failures, in whole milliseconds as Kafka counts them.
  func pause(after failures: Int32, random: inout RandomStream) -> Duration {
    guard cap > initial, initial > .zero else { return min(initial, cap) }
    let term = mean(after: failures)
    let jittered = Ratio(Int64(random.below(1 << 22)) + (1 << 23), 10 << 20)
      .applied(to: term.wholeMilliseconds)
    return min(.milliseconds(jittered), cap)
  }

  /// The pause without its jitter.
  func mean(after failures: Int32) -> Duration {
    var term = initial
    var left = max(0, failures)
    // Doubling stops at the cap, which is reached within 63 steps whatever the lengths are.
    while left > 0 && term < cap {
      term = min(term * 2, cap)
      left -= 1
    }
    return min(term, cap)
  }
}
