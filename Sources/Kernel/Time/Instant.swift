/// A point of simulated time, counted in nanoseconds from the start of the run.
///
/// Points and lengths are different types: two instants subtract to a `Duration` and never add.
@frozen public struct Instant: Comparable, Hashable, Sendable {
  /// The nanoseconds that have passed since the start of the run.
  public var nanoseconds: Int64

  /// The point so many nanoseconds after the start of the run.
  @inlinable public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The start of the run.
  @inlinable public static var zero: Instant { Instant(nanoseconds: 0) }
  /// Later than everything that happens; the place of whatever is never due.
  @inlinable public static var distantFuture: Instant { Instant(nanoseconds: .max) }

  /// How long after the start of the run this is.
  @inlinable public var sinceStart: Duration { Duration(nanoseconds: nanoseconds) }

  /// Which of two points comes first.
  @inlinable public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
  /// The point so much later, at most the distant future.
  @inlinable public static func + (instant: Instant, length: Duration) -> Instant {
    Instant(nanoseconds: saturatingSum(instant.nanoseconds, length.nanoseconds))
  }
  /// The point so much earlier; the distant future stays where it is.
  @inlinable public static func - (instant: Instant, length: Duration) -> Instant {
    if instant == .distantFuture { return instant }
    return Instant(nanoseconds: saturatingDifference(instant.nanoseconds, length.nanoseconds))
  }
  /// The length from the right point to the left one.
  @inlinable public static func - (left: Instant, right: Instant) -> Duration {
    if left == .distantFuture { return .infinite }
    return Duration(nanoseconds: saturatingDifference(left.nanoseconds, right.nanoseconds))
  }
  /// Moves this point later in place.
  @inlinable public static func += (instant: inout Instant, length: Duration) {
    instant = instant + length
  }
}

extension Instant: CustomStringConvertible {
  /// The time since the start, written as a length: `1.25s`.
  public var description: String { self == .distantFuture ? "never" : sinceStart.description }
}
