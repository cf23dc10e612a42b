/// How a length of time is drawn: always the same, evenly between two bounds, or with an
/// exponential tail.
@frozen public enum Distribution: Equatable, Sendable {
  /// Always this length; takes no draw.
  case constant(Duration)
  /// Evenly between two bounds, both included.
  case uniform(Duration, Duration)
  /// A fixed base plus an exponential length with this mean: the usual shape of a network or disk
  /// latency.
  case exponential(base: Duration, mean: Duration)

  /// Draws one length; never less than zero.
  @inlinable public func sample(_ stream: inout RandomStream) -> Duration {
    switch self {
    case .constant(let length): return length
    case .uniform(let low, let high):
      return Duration(nanoseconds: stream.between(low.nanoseconds, high.nanoseconds))
    case .exponential(let base, let mean):
      return base + exponentialLength(mean: mean, word: stream.next())
    }
  }

  /// The least length that can be drawn.
  @inlinable public var least: Duration {
    switch self {
    case .constant(let length): return length
    case .uniform(let low, _): return low
    case .exponential(let base, _): return base
    }
  }

  /// The same spread, this much later.
  public func shifted(by length: Duration) -> Distribution {
    switch self {
    case .constant(let base): .constant(base + length)
    case .uniform(let low, let high): .uniform(low + length, high + length)
    case .exponential(let base, let mean): .exponential(base: base + length, mean: mean)
    }
  }

  /// The distribution of this one's lengths times a ratio.
  public func scaled(by ratio: Ratio) -> Distribution {
    switch self {
    case .constant(let length): .constant(length.scaled(by: ratio))
    case .uniform(let low, let high): .uniform(low.scaled(by: ratio), high.scaled(by: ratio))
    case .exponential(let base, let mean):
      .exponential(base: base.scaled(by: ratio), mean: mean.scaled(by: ratio))
    }
  }
}

/// The exponential length with this mean that one random word stands for, at most 45 times the
/// mean.
@inlinable func exponentialLength(mean: Duration, word: UInt64) -> Duration {
  let logarithm = negativeLogarithm(word)
  let product = mean.nanoseconds.magnitude.multipliedFullWidth(by: logarithm)
  let length = (product.high << 34) | (product.low >> 30)
  return Duration(nanoseconds: Int64(clamping: length))
}

/// The natural logarithm of 2^64 over a word, in units of 2^-30; exact to about one part in fifty
/// thousand.
///
/// The exponent comes from the leading zeros, the mantissa from a quartic that is exact at both
/// ends, so the result is monotone across powers of two. Integers only: a floating-point logarithm
/// differs between C libraries.
@inlinable func negativeLogarithm(_ word: UInt64) -> UInt64 {
  let odd = word | 1
  let zeros = odd.leadingZeroBitCount
  let fraction = Int64(((odd << UInt64(zeros)) << 1) >> 34)
  let one: Int64 = 1 << 30
  var series: Int64 = -47_506_356
  series = 157_860_203 + ((series * fraction) >> 30)
  series = -286_191_152 + ((series * fraction) >> 30)
  series = 474_417_655 + ((series * fraction) >> 30)
  let bend = (((fraction * (one - fraction)) >> 30) * series) >> 30
  let binary = (Int64(zeros) + 1) * one - fraction - bend
  // 744261118 is the natural logarithm of two in units of 2^-30.
  let product = UInt64(max(0, binary)).multipliedFullWidth(by: 744_261_118)
  return (product.high << 34) | (product.low >> 30)
}
