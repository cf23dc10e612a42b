/// A number with its unit, as one word of text.
public protocol Amount: Equatable, Sendable {
  /// Reads one word; the error says what such a word looks like.
  static func read(_ word: Substring) -> Result<Self, AmountProblem>
  /// The word that reads back as this amount.
  var written: String { get }
  /// What two amounts of one kind are compared by.
  var magnitude: Int64 { get }
}

/// Why a word is not an amount of the wanted kind.
public struct AmountProblem: Error, Equatable, Sendable {
  /// One phrase for the diagnostic.
  public var message: String
}

/// A fixed amount, or one that the seed draws between two bounds, both included.
public struct Drawn<Value: Amount>: Equatable, Sendable {
  /// The amount, or the least that may be drawn.
  public var lower: Value
  /// The largest that may be drawn; nil when the amount is fixed.
  public var upper: Value?

  /// A fixed amount, or a range when an upper bound is given.
  public init(_ lower: Value, _ upper: Value? = nil) {
    self.lower = lower
    self.upper = upper
  }

  /// The text that reads back as this.
  public var written: String { upper.map { "\(lower.written)..\($0.written)" } ?? lower.written }

  /// Reads `2s` or `1s..5s`.
  static func read(_ text: String) -> Result<Drawn, AmountProblem> {
    guard let dots = Drawn.dots(in: text) else {
      return Value.read(Substring(text)).map { Drawn($0) }
    }
    let (left, right) = (text[..<dots], text[text.index(dots, offsetBy: 2)...])
    switch (Value.read(left), Value.read(right)) {
    case (.failure(let problem), _), (_, .failure(let problem)): return .failure(problem)
    case (.success(let lower), .success(let upper)):
      if lower.magnitude > upper.magnitude {
        return .failure(AmountProblem(message: "the range '\(text)' is upside down"))
      }
      return .success(Drawn(lower, upper))
    }
  }

  private static func dots(in text: String) -> String.Index? {
    var previous: String.Index?
    for index in text.indices {
      if text[index] == ".", let before = previous, text[before] == "." { return before }
      previous = index
    }
    return nil
  }
}

/// A decimal number that is cut from the front of a word, as an integer of thousandths or finer.
struct Decimal {
  var digits: Int64
  var decimals: Int
  var rest: Substring

  /// Digits, at most one point with digits behind it, and what follows; nil without a leading digit
  /// and when the number is larger than any that can be meant.
  init?(_ text: Substring) {
    var value: Int64 = 0
    var decimals = 0
    var isFraction = false
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if let digit = character.asciiDigit {
        guard value <= Bounds.timeNanoseconds else { return nil }
        value = value * 10 + Int64(digit)
        decimals += isFraction ? 1 : 0
      } else if character == ".", !isFraction, index > text.startIndex,
        text[text.index(after: index)...].first?.asciiDigit != nil
      {
        isFraction = true
      } else {
        break
      }
      index = text.index(after: index)
    }
    guard index > text.startIndex else { return nil }
    digits = value
    self.decimals = decimals
    rest = text[index...]
  }

  /// The number times a scale, when that is whole and within bounds.
  func scaled(by scale: Int64, bound: Int64) -> Int64? {
    var (value, decimals) = (digits, decimals)
    while decimals > 0, value % 10 == 0 {
      value /= 10
      decimals -= 1
    }
    var scale = scale
    while decimals > 0 {
      guard scale % 10 == 0 else { return nil }
      scale /= 10
      decimals -= 1
    }
    let (product, overflow) = value.multipliedReportingOverflow(by: scale)
    return overflow || product > bound ? nil : product
  }
}

extension Character {
  /// The value of an ASCII digit; other scripts' digits are no numbers here.
  var asciiDigit: UInt8? {
    guard let ascii = asciiValue, ascii >= 48, ascii <= 57 else { return nil }
    return ascii - 48
  }
}
