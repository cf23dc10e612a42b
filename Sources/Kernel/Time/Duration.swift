/// A length of simulated time, in whole nanoseconds; it may be negative.
///
/// It shadows the standard library's type of the same name on purpose: that one is sixteen bytes
/// wide and converts through 128-bit division, which the inner loop cannot afford. Sums saturate,
/// so that `.infinite` stays infinite.
@frozen public struct Duration: Comparable, Hashable, Sendable {
  /// The length in nanoseconds.
  public var nanoseconds: Int64

  /// A length of so many nanoseconds, for use where the argument label says it all.
  @inlinable public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// No time at all.
  @inlinable public static var zero: Duration { Duration(nanoseconds: 0) }
  /// Longer than every run; adding to it, or it to an instant, changes nothing further.
  @inlinable public static var infinite: Duration { Duration(nanoseconds: .max) }

  /// So many nanoseconds.
  @inlinable public static func nanoseconds(_ count: Int64) -> Duration {
    Duration(nanoseconds: count)
  }
  /// So many microseconds.
  @inlinable public static func microseconds(_ count: Int64) -> Duration {
    Duration(nanoseconds: saturatingProduct(count, 1_000))
  }
  /// So many milliseconds.
  @inlinable public static func milliseconds(_ count: Int64) -> Duration {
    Duration(nanoseconds: saturatingProduct(count, 1_000_000))
  }
  /// So many seconds.
  @inlinable public static func seconds(_ count: Int64) -> Duration {
    Duration(nanoseconds: saturatingProduct(count, 1_000_000_000))
  }
  /// So many minutes.
  @inlinable public static func minutes(_ count: Int64) -> Duration {
    Duration(nanoseconds: saturatingProduct(count, 60_000_000_000))
  }
  /// So many hours.
  @inlinable public static func hours(_ count: Int64) -> Duration {
    Duration(nanoseconds: saturatingProduct(count, 3_600_000_000_000))
  }

  /// Whether this is the sentinel that never ends.
  @inlinable public var isInfinite: Bool { nanoseconds == .max }
  /// The whole milliseconds in this length, rounded towards zero.
  @inlinable public var wholeMilliseconds: Int64 { nanoseconds / 1_000_000 }
  /// The whole seconds in this length, rounded towards zero.
  @inlinable public var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }

  /// Which of two lengths is the shorter.
  @inlinable public static func < (left: Duration, right: Duration) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension Duration {
  /// The sum, which saturates at the ends of the range.
  @inlinable public static func + (left: Duration, right: Duration) -> Duration {
    Duration(nanoseconds: saturatingSum(left.nanoseconds, right.nanoseconds))
  }
  /// The difference; the infinite length minus a finite one stays infinite.
  @inlinable public static func - (left: Duration, right: Duration) -> Duration {
    if left.isInfinite { return left }
    return Duration(nanoseconds: saturatingDifference(left.nanoseconds, right.nanoseconds))
  }
  /// The same length in the other direction.
  @inlinable public static prefix func - (length: Duration) -> Duration {
    Duration(nanoseconds: saturatingDifference(0, length.nanoseconds))
  }
  /// A length repeated so many times, which saturates.
  @inlinable public static func * (length: Duration, count: Int64) -> Duration {
    if length.isInfinite && count > 0 { return length }
    return Duration(nanoseconds: saturatingProduct(length.nanoseconds, count))
  }
  /// A length divided into equal parts, rounded towards zero; the infinite length stays infinite.
  @inlinable public static func / (length: Duration, parts: Int64) -> Duration {
    length.isInfinite ? length : Duration(nanoseconds: length.nanoseconds / parts)
  }
  /// How many times one length fits into another, rounded towards zero.
  @inlinable public static func / (length: Duration, unit: Duration) -> Int64 {
    length.nanoseconds / unit.nanoseconds
  }
  /// Lengthens this length in place.
  @inlinable public static func += (left: inout Duration, right: Duration) { left = left + right }
  /// Shortens this length in place.
  @inlinable public static func -= (left: inout Duration, right: Duration) { left = left - right }

  /// This length times an integer ratio, rounded towards zero; the infinite length stays infinite.
  @inlinable public func scaled(by ratio: Ratio) -> Duration {
    isInfinite ? self : Duration(nanoseconds: ratio.applied(to: nanoseconds))
  }
}

extension Duration: CustomStringConvertible {
  /// The shortest exact decimal in the largest fitting unit up to seconds, such as `1.25s` or
  /// `350ms`.
  public var description: String {
    if isInfinite { return "infinite" }
    let magnitude = nanoseconds.magnitude
    let sign = nanoseconds < 0 ? "-" : ""
    switch magnitude {
    case 0: return "0s"
    case 1_000_000_000...: return sign + decimal(magnitude, unit: 1_000_000_000) + "s"
    case 1_000_000...: return sign + decimal(magnitude, unit: 1_000_000) + "ms"
    case 1_000...: return sign + decimal(magnitude, unit: 1_000) + "us"
    default: return "\(sign)\(magnitude)ns"
    }
  }
}

/// Writes a magnitude in a unit of a power of ten, without trailing zeros.
private func decimal(_ magnitude: UInt64, unit: UInt64) -> String {
  let whole = magnitude / unit
  var rest = magnitude % unit
  if rest == 0 { return "\(whole)" }
  var digits = ""
  var place = unit / 10
  while rest > 0 {
    digits += "\(rest / place)"
    rest %= place
    place /= 10
  }
  return "\(whole).\(digits)"
}
