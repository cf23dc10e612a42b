/// The wall clock of one machine: simulated time as that machine would tell it.
///
/// Timeouts use the monotonic clock, which is the run's own time; timestamps and retention use the
/// wall clock, which may be skewed, drift, and jump. Simplified: the monotonic clocks of all
/// machines run at the same rate.
@frozen public struct Clock: Equatable, Sendable {
  /// The instant from which the present rate counts.
  @usableFromInline var anchor: Instant
  /// What the wall showed at the anchor, in nanoseconds since 1970.
  @usableFromInline var anchorWall: Int64
  /// How many millionths of a second the wall gains per second.
  @usableFromInline var driftRate: Int64

  /// What an exact clock shows at the start of every run: midnight of 1 January 2024, in
  /// milliseconds since 1970.
  @inlinable public static var startOfRun: Int64 { 1_704_067_200_000 }

  /// A clock that is ahead of the exact one by a skew and gains so many millionths per second.
  @inlinable public init(skew: Duration = .zero, driftPartsPerMillion: Int64 = 0) {
    anchor = .zero
    anchorWall = saturatingSum(Clock.startOfRun * 1_000_000, skew.nanoseconds)
    driftRate = driftPartsPerMillion
  }

  /// The milliseconds since 1970 that the wall clock shows.
  @inlinable public func wall(at instant: Instant) -> Int64 {
    let nanoseconds = wallNanoseconds(at: instant)
    let quotient = nanoseconds / 1_000_000
    return nanoseconds % 1_000_000 < 0 ? quotient - 1 : quotient
  }

  /// How far the wall clock is ahead of an exact one.
  public func skew(at instant: Instant) -> Duration {
    let exact = saturatingSum(Clock.startOfRun * 1_000_000, instant.nanoseconds)
    return Duration(nanoseconds: saturatingDifference(wallNanoseconds(at: instant), exact))
  }

  /// Sets the wall clock forward, or back when the length is negative.
  public mutating func jump(by length: Duration, at instant: Instant) {
    anchorWall = saturatingSum(wallNanoseconds(at: instant), length.nanoseconds)
    anchor = instant
  }

  /// Lets the wall clock gain so many millionths of a second per second from now on.
  public mutating func setDrift(partsPerMillion: Int64, at instant: Instant) {
    anchorWall = wallNanoseconds(at: instant)
    anchor = instant
    driftRate = partsPerMillion
  }

  @inlinable func wallNanoseconds(at instant: Instant) -> Int64 {
    let elapsed = instant.nanoseconds &- anchor.nanoseconds
    let shown = saturatingSum(anchorWall, elapsed)
    if driftRate == 0 { return shown }
    return saturatingSum(shown, Ratio.partsPerMillion(driftRate).applied(to: elapsed))
  }
}
