/// A named stream of numbered draws, the only source of chance in a run.
///
/// The algorithm is frozen: xoshiro256** by Blackman and Vigna, its four words filled by splitmix64
/// from a mixture of the run's seed, the FNV-1a hash of the stream's name, and an index. Golden
/// vectors in the tests hold it in place, because a seed that was reported once must mean the same
/// run for ever. Streams are independent, so a further draw from one leaves the others as they
/// were, and neighbouring seeds share nothing.
@frozen public struct RandomStream: Sendable {
  @usableFromInline var a: UInt64
  @usableFromInline var b: UInt64
  @usableFromInline var c: UInt64
  @usableFromInline var d: UInt64
  @usableFromInline var drawn: UInt64

  /// How many 64-bit words have been drawn so far.
  @inlinable public var draws: UInt64 { drawn }

  /// The stream of that name in the run with that seed.
  public init(runSeed: UInt64, stream: String) {
    self.init(runSeed: runSeed, stream: stream, index: 0)
  }

  /// One of a family of streams with the same name, such as one for each broker.
  public init(runSeed: UInt64, stream: String, index: UInt64) {
    var mixture = SplitMix(state: runSeed)
    mixture.state = mixture.next() ^ fingerprint(of: stream)
    mixture.state = mixture.next() &+ index
    a = mixture.next()
    b = mixture.next()
    c = mixture.next()
    d = mixture.next()
    drawn = 0
  }

  /// Draws the next 64-bit word.
  @inlinable public mutating func next() -> UInt64 {
    let result = rotated(b &* 5, 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotated(d, 45)
    drawn &+= 1
    return result
  }

  @inlinable @inline(__always) func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    (word << count) | (word >> (64 &- count))
  }
}

extension RandomStream {
  /// Draws an integer from zero up to, but not including, a limit above zero, without bias
  /// (Lemire's method).
  @inlinable public mutating func below(_ limit: UInt64) -> UInt64 {
    invariant(limit > 0, "a draw below \(limit) has no outcome")
    var product = next().multipliedFullWidth(by: limit)
    if _slowPath(product.low < limit) {
      let threshold = (0 &- limit) % limit
      while product.low < threshold {
        product = next().multipliedFullWidth(by: limit)
      }
    }
    return product.high
  }

  /// Draws an integer between two bounds, both included.
  @inlinable public mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
    invariant(low <= high, "a draw between \(low) and \(high) has no outcome")
    let span = UInt64(bitPattern: high &- low)
    if _slowPath(span == .max) { return Int64(bitPattern: next()) }
    return low &+ Int64(bitPattern: below(span + 1))
  }

  /// Draws a length between two bounds, both included, to the nanosecond.
  @inlinable public mutating func duration(in range: ClosedRange<Duration>) -> Duration {
    Duration(
      nanoseconds: between(range.lowerBound.nanoseconds, range.upperBound.nanoseconds))
  }

  /// Draws yes or no; an impossible or certain outcome takes no draw.
  @inlinable public mutating func chance(_ ratio: Ratio) -> Bool {
    if ratio.numerator <= 0 { return false }
    if ratio.numerator >= ratio.denominator { return true }
    return below(UInt64(bitPattern: ratio.denominator)) < UInt64(bitPattern: ratio.numerator)
  }

  /// Draws an index into a collection of so many elements, at least one.
  @inlinable public mutating func pick(from count: Int) -> Int {
    invariant(count > 0, "a pick from \(count) elements has no outcome")
    return Int(truncatingIfNeeded: below(UInt64(count)))
  }
}

/// The splitmix64 generator, whose only use is to fill the state of better ones.
@frozen public struct SplitMix: Sendable {
  /// The counter from which the next word is mixed.
  public var state: UInt64

  /// A generator that starts from a counter.
  @inlinable public init(state: UInt64) { self.state = state }

  /// Draws the next 64-bit word.
  @inlinable public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// The FNV-1a hash of a name's UTF-8 bytes, equal in every process and on every machine.
public func fingerprint(of name: String) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in name.utf8 {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
  return hash
}
