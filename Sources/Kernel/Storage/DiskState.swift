/// How fast a disk is when nothing is wrong with it.
@frozen public struct DiskProfile: Equatable, Sendable {
  /// How long a write into the page cache takes before its bytes.
  public var writeLatency: Distribution
  /// How long a flush takes once the bytes are on their way.
  public var flushLatency: Distribution
  /// Bytes per second that a flush carries to the medium; zero means that bytes take no time.
  public var bandwidth: Int64
  /// Bytes that fit.
  public var capacity: Int64

  /// A profile of its four figures.
  @inlinable public init(
    writeLatency: Distribution, flushLatency: Distribution, bandwidth: Int64, capacity: Int64
  ) {
    self.writeLatency = writeLatency
    self.flushLatency = flushLatency
    self.bandwidth = bandwidth
    self.capacity = capacity
  }

  /// A plain solid-state disk: 20 us to write, 2 ms to flush, 500 MB a second, 1 TiB.
  @inlinable public static var usual: DiskProfile {
    DiskProfile(
      writeLatency: .constant(.microseconds(20)), flushLatency: .constant(.milliseconds(2)),
      bandwidth: 500_000_000, capacity: 1 << 40)
  }
}

/// What comes of an operation on a disk.
@frozen public enum DiskOutcome: Equatable, Sendable {
  /// It completes after this length of time.
  case done(after: Duration)
  /// No space is left on the device.
  case full
  /// The device answers with an input or output error.
  case failed
}

/// One log directory's disk: its speed and its ailments, but not its contents.
///
/// What is written and what is durable is known to the log that owns the bytes; this type says how
/// long an operation takes, whether it succeeds, and how much of an unflushed suffix outlives a
/// loss of power. Operations on one disk follow each other. Simplified: reads are free, as they
/// come from the page cache.
@frozen public struct DiskState: Equatable, Sendable {
  /// The figures of the healthy disk.
  public var profile: DiskProfile
  /// How many times slower than healthy everything is.
  public var slowness: Ratio
  /// Whether every write is refused for want of space, whatever is used.
  public var isFilled: Bool
  /// Whether every operation fails.
  public var isFailed: Bool
  /// Bytes in use.
  public var used: Int64
  /// Bytes that were written and not flushed yet.
  public var unflushed: Int64
  /// When the operation that is under way will be over.
  @usableFromInline var busyUntil: Instant

  /// A healthy, empty disk.
  @inlinable public init(profile: DiskProfile = .usual) {
    self.profile = profile
    slowness = .one
    isFilled = false
    isFailed = false
    used = 0
    unflushed = 0
    busyUntil = .zero
  }

  /// Whether a write would find no space.
  @inlinable public var isFull: Bool { isFilled || used >= profile.capacity }

  /// Writes bytes into the page cache; they are not durable.
  @inlinable public mutating func write(
    _ bytes: Int64, now: Instant, random: inout RandomStream
  ) -> DiskOutcome {
    if isFailed { return .failed }
    if isFilled || saturatingSum(used, bytes) > profile.capacity { return .full }
    used += bytes
    unflushed += bytes
    return occupy(profile.writeLatency.sample(&random), now: now)
  }

  /// Makes what was written durable.
  @inlinable public mutating func flush(
    now: Instant, random: inout RandomStream
  ) -> DiskOutcome {
    if isFailed { return .failed }
    var length = profile.flushLatency.sample(&random)
    if profile.bandwidth > 0 {
      length += Duration(
        nanoseconds: Ratio(1_000_000_000, profile.bandwidth).applied(to: unflushed))
    }
    unflushed = 0
    return occupy(length, now: now)
  }

  /// Gives space back when log segments are deleted or truncated.
  @inlinable public mutating func free(_ bytes: Int64) {
    used = max(0, used - bytes)
    unflushed = min(unflushed, used)
  }

  @inlinable mutating func occupy(_ length: Duration, now: Instant) -> DiskOutcome {
    let start = max(now, busyUntil)
    let scaled = slowness == .one ? length : length.scaled(by: slowness)
    busyUntil = start + scaled
    return .done(after: busyUntil - now)
  }
}
