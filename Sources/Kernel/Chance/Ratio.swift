/// An exact fraction of two integers, used wherever others would use a floating-point rate.
@frozen public struct Ratio: Comparable, Hashable, Sendable {
  /// The part.
  public let numerator: Int64
  /// The whole, which is always above zero.
  public let denominator: Int64

  /// The fraction of a part and a whole; a whole of zero or less is a broken invariant.
  @inlinable public init(_ numerator: Int64, _ denominator: Int64) {
    invariant(denominator > 0, "the denominator of \(numerator)/\(denominator) must be above 0")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Nothing.
  @inlinable public static var zero: Ratio { Ratio(0, 1) }
  /// All of it.
  @inlinable public static var one: Ratio { Ratio(1, 1) }
  /// So many hundredths.
  @inlinable public static func percent(_ count: Int64) -> Ratio { Ratio(count, 100) }
  /// So many millionths.
  @inlinable public static func partsPerMillion(_ count: Int64) -> Ratio { Ratio(count, 1_000_000) }

  /// Whether the fraction is zero.
  @inlinable public var isZero: Bool { numerator == 0 }

  /// An integer times this fraction, rounded towards zero, without overflow on the way and
  /// saturating at the end.
  @inlinable public func applied(to value: Int64) -> Int64 {
    let product = value.magnitude.multipliedFullWidth(by: numerator.magnitude)
    let isNegative = (value < 0) != (numerator < 0)
    if product.high >= denominator.magnitude { return isNegative ? .min : .max }
    let quotient = denominator.magnitude.dividingFullWidth(product).quotient
    if quotient > UInt64(Int64.max) { return isNegative ? .min : .max }
    return isNegative ? -Int64(quotient) : Int64(quotient)
  }

  /// Compares two fractions by their values, so that 1/2 equals 2/4.
  @inlinable public static func == (left: Ratio, right: Ratio) -> Bool {
    let (a, b) = crossProducts(left, right)
    return a.high == b.high && a.low == b.low
  }
  /// Orders two fractions by their values.
  @inlinable public static func < (left: Ratio, right: Ratio) -> Bool {
    let (a, b) = crossProducts(left, right)
    return a.high != b.high ? a.high < b.high : a.low < b.low
  }

  @usableFromInline typealias Wide = (high: Int64, low: UInt64)

  @inlinable static func crossProducts(_ left: Ratio, _ right: Ratio) -> (Wide, Wide) {
    (
      left.numerator.multipliedFullWidth(by: right.denominator),
      right.numerator.multipliedFullWidth(by: left.denominator)
    )
  }

  /// Feeds the fraction in lowest terms, so that equal fractions agree.
  public func hash(into hasher: inout Hasher) {
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = Int64(clamping: a)
    hasher.combine(numerator / divisor)
    hasher.combine(denominator / divisor)
  }
}

extension Ratio: CustomStringConvertible {
  /// The fraction as it was given, such as `1/100`.
  public var description: String { "\(numerator)/\(denominator)" }
}
