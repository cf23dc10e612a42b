extension String {
  /// The text without leading and trailing characters up to the blank, as Java's `trim` does it.
  var trimmedLikeJava: String {
    let blank: UInt32 = 0x20
    let head = unicodeScalars.drop { $0.value <= blank }
    guard let last = head.lastIndex(where: { $0.value > blank }) else { return "" }
    return String(head[...last])
  }

  /// The parts between commas, without the blanks around the commas; an empty part stays.
  var splitAtCommas: [String] {
    split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmedLikeJava }
  }
}

extension Int64 {
  /// Reads a number as Java's `parseLong` does: decimal digits with at most one sign.
  init?(javaDecimal text: String) {
    let digitsMax = 64
    guard text.utf8.count <= digitsMax else { return nil }
    self.init(text, radix: 10)
  }
}

/// An exact quotient, for the few keys of type double; the model has no floating point.
struct Fraction: Comparable, Sendable {
  /// What is divided.
  var numerator: Int64
  /// What it is divided by; positive.
  var denominator: Int64

  /// The quotient of two numbers, the second of them positive.
  init(numerator: Int64, denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Reads a decimal number with an optional exponent, as Java's `parseDouble` does.
  ///
  /// Simplified: at most 18 digits count, a number too great for 64 bits is the greatest of these,
  /// and hexadecimal, `NaN` and `Infinity` are refused.
  init?(javaDouble text: String) {
    let digitsMax = 18
    var digits = Substring(text.lowercased())
    let isNegative = digits.first == "-"
    if let first = digits.first, first == "-" || first == "+" { digits.removeFirst() }
    if let last = digits.last, last == "d" || last == "f" { digits.removeLast() }
    let halves = digits.split(separator: "e", omittingEmptySubsequences: false)
    guard (1...2).contains(halves.count), let mantissa = halves.first else { return nil }
    var exponent: Int64 = 0
    if halves.count == 2 {
      guard let given = Int64(String(halves[1])), (-400...400).contains(given) else { return nil }
      exponent = given
    }
    let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count) else { return nil }
    let whole = String(parts[0])
    let fractional = parts.count == 2 ? String(parts[1]) : ""
    var all = String((whole + fractional).prefix(digitsMax))
    guard !all.isEmpty, all.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
    exponent += Int64(whole.utf8.count - all.utf8.count)
    while all.utf8.count > 1, all.last == "0" {
      all.removeLast()
      exponent += 1
    }
    guard let number = Int64(all) else { return nil }
    self = Fraction.scaled(isNegative ? -number : number, powerOfTen: exponent)
  }

  /// A number times a power of ten, saturating at both ends.
  private static func scaled(_ number: Int64, powerOfTen: Int64) -> Fraction {
    if number == 0 { return Fraction(numerator: 0, denominator: 1) }
    var power: Int64 = 1
    for _ in 0..<min(powerOfTen.magnitude, 18) { power *= 10 }
    if powerOfTen <= 0 { return Fraction(numerator: number, denominator: power) }
    let (product, overflow) = number.multipliedReportingOverflow(by: power)
    let saturated = number < 0 ? Int64.min : Int64.max
    let isExact = !overflow && powerOfTen <= 18
    return Fraction(numerator: isExact ? product : saturated, denominator: 1)
  }

  /// The number in decimal notation.
  var decimalText: String { decimal(numerator, over: denominator) }

  /// Compares exactly, by cross-multiplying in full width.
  static func < (a: Fraction, b: Fraction) -> Bool {
    let left = a.numerator.multipliedFullWidth(by: b.denominator)
    let right = b.numerator.multipliedFullWidth(by: a.denominator)
    return left.high != right.high ? left.high < right.high : left.low < right.low
  }

  /// Whether two quotients are the same number, however written.
  static func == (a: Fraction, b: Fraction) -> Bool { !(a < b) && !(b < a) }
}
