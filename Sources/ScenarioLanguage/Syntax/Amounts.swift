/// A length of simulated time with the unit it was written in, so that formatting keeps `60s` as
/// it is.
public struct TimeAmount: Amount {
  /// A unit of time; the largest first, as that is how generated amounts choose.
  public enum Unit: String, CaseIterable, Sendable {
    case d, h, m, s, ms, us, ns

    /// How long one of them is.
    public var nanoseconds: Int64 {
      switch self {
      case .d: 86_400_000_000_000
      case .h: 3_600_000_000_000
      case .m: 60_000_000_000
      case .s: 1_000_000_000
      case .ms: 1_000_000
      case .us: 1_000
      case .ns: 1
      }
    }
  }

  /// How many units.
  public var count: Int64
  /// The unit as written.
  public var unit: Unit

  /// How to write a bare number and the word behind it, when that is a unit of time.
  static func joined(_ number: String, _ word: String) -> String? {
    guard let decimal = Decimal(Substring(number)), decimal.rest.isEmpty,
      let unit = Unit(rawValue: word) ?? Unit(spoken: word)
    else { return nil }
    return "\(number)\(unit.rawValue)"
  }

  /// An amount as a person would write it.
  public init(_ count: Int64, _ unit: Unit) {
    self.count = count
    self.unit = unit
  }

  /// The shortest writing of a number of nanoseconds, in seconds at most.
  public init(nanoseconds: Int64) {
    let units: [Unit] = [.s, .ms, .us, .ns]
    let unit = units.first { nanoseconds % $0.nanoseconds == 0 } ?? .ns
    self.init(nanoseconds / unit.nanoseconds, nanoseconds == 0 ? .s : unit)
  }

  /// The length itself.
  public var nanoseconds: Int64 { count * unit.nanoseconds }
  /// Lengths compare by nanoseconds, whatever their units.
  public var magnitude: Int64 { nanoseconds }
  /// `350ms`.
  public var written: String { "\(count)\(unit.rawValue)" }

  /// Reads `350ms` or `1.5s`, which becomes `1500ms`.
  public static func read(_ word: Substring) -> Result<TimeAmount, AmountProblem> {
    guard let number = Decimal(word) else { return notATime(word) }
    if number.rest.isEmpty {
      return .failure(
        AmountProblem(message: "a time needs a unit, as in '\(word)ms' or '\(word)s'"))
    }
    guard let unit = Unit(rawValue: String(number.rest)) else { return notATime(word) }
    guard let total = number.scaled(by: unit.nanoseconds, bound: Bounds.timeNanoseconds) else {
      return .failure(
        AmountProblem(message: "'\(word)' is over the bound of ten years, or too fine"))
    }
    if number.decimals == 0 { return .success(TimeAmount(total / unit.nanoseconds, unit)) }
    return .success(TimeAmount(nanoseconds: total))
  }

  private static func notATime(_ word: Substring) -> Result<TimeAmount, AmountProblem> {
    if let number = Decimal(word), let unit = Unit(spoken: String(number.rest)) {
      let digits = word.dropLast(number.rest.count)
      return .failure(
        AmountProblem(message: "'\(word)' is no time; write '\(digits)\(unit.rawValue)'"))
    }
    return .failure(
      AmountProblem(
        message: "'\(word)' is no time; write a number and ns, us, ms, s, m, h or d"))
  }
}

extension TimeAmount.Unit {
  /// The unit that a word of everyday language means.
  init?(spoken word: String) {
    switch word.lowercased() {
    case "day", "days": self = .d
    case "hour", "hours", "hr", "hrs": self = .h
    case "minute", "minutes", "min", "mins": self = .m
    case "second", "seconds", "sec", "secs": self = .s
    case "millisecond", "milliseconds", "millis", "msec": self = .ms
    case "microsecond", "microseconds", "micros", "usec": self = .us
    default: return nil
    }
  }
}

/// A time difference with a sign, for clocks: `+3s`, `-200ms`.
public struct TimeShift: Amount {
  /// How far.
  public var amount: TimeAmount
  /// Whether the clock is set back.
  public var isBack: Bool

  /// A shift forward, or back.
  public init(_ amount: TimeAmount, isBack: Bool) {
    self.amount = amount
    self.isBack = isBack
  }

  /// The signed length.
  public var magnitude: Int64 { isBack ? -amount.nanoseconds : amount.nanoseconds }
  /// `+3s`.
  public var written: String { (isBack ? "-" : "+") + amount.written }

  /// Reads a time with an optional sign.
  public static func read(_ word: Substring) -> Result<TimeShift, AmountProblem> {
    let hasSign = word.first == "+" || word.first == "-"
    return TimeAmount.read(hasSign ? word.dropFirst() : word)
      .map { TimeShift($0, isBack: word.first == "-") }
  }
}

/// A bare number: how many of something, or which.
public struct Count: Amount {
  /// The number.
  public var value: Int64

  /// How many, or which.
  public init(_ value: Int64) { self.value = value }

  /// The number itself.
  public var magnitude: Int64 { value }
  /// Plain digits.
  public var written: String { String(value) }

  /// Reads digits only.
  public static func read(_ word: Substring) -> Result<Count, AmountProblem> {
    guard let number = Decimal(word), number.rest.isEmpty, number.decimals == 0 else {
      return .failure(AmountProblem(message: "'\(word)' is no whole number"))
    }
    guard number.digits <= Bounds.number else {
      return .failure(AmountProblem(message: "'\(word)' is over the bound of \(Bounds.number)"))
    }
    return .success(Count(number.digits))
  }
}

/// A share of a whole, to the ten-thousandth of a percent.
public struct Percent: Amount {
  /// Parts per million; 1 % is 10 000.
  public var millionths: Int64

  /// A share in parts per million.
  public init(millionths: Int64) { self.millionths = millionths }

  /// Parts per million.
  public var magnitude: Int64 { millionths }
  /// `5%` or `0.25%`.
  public var written: String { decimalText(millionths, scale: 10_000) + "%" }

  /// Reads `5%` or `0.25%`.
  public static func read(_ word: Substring) -> Result<Percent, AmountProblem> {
    guard let number = Decimal(word), number.rest == "%" else {
      return .failure(AmountProblem(message: "'\(word)' is no percentage such as '5%'"))
    }
    guard let millionths = number.scaled(by: 10_000, bound: 1_000_000) else {
      return .failure(AmountProblem(message: "'\(word)' is over 100%, or finer than 0.0001%"))
    }
    return .success(Percent(millionths: millionths))
  }
}

/// A number of bytes with its unit.
public struct ByteSize: Amount {
  /// A unit of size, each 1024 of the one before.
  public enum Unit: String, CaseIterable, Sendable {
    case GiB, MiB, KiB, B

    /// How many bytes one of them has.
    public var bytes: Int64 {
      switch self {
      case .GiB: 1 << 30
      case .MiB: 1 << 20
      case .KiB: 1 << 10
      case .B: 1
      }
    }
  }

  /// How many units.
  public var count: Int64
  /// The unit as written.
  public var unit: Unit

  /// A size as a person would write it.
  public init(_ count: Int64, _ unit: Unit) {
    self.count = count
    self.unit = unit
  }

  /// The size itself.
  public var bytes: Int64 { count * unit.bytes }
  /// Sizes compare by bytes.
  public var magnitude: Int64 { bytes }
  /// `16KiB`.
  public var written: String { "\(count)\(unit.rawValue)" }

  /// Reads `16KiB`; `16KB` is refused, because nobody agrees what it means.
  public static func read(_ word: Substring) -> Result<ByteSize, AmountProblem> {
    guard let number = Decimal(word), number.decimals == 0, !number.rest.isEmpty else {
      return .failure(AmountProblem(message: "'\(word)' is no size such as '16KiB'"))
    }
    guard let unit = Unit(rawValue: String(number.rest)) else {
      return .failure(
        AmountProblem(message: "'\(number.rest)' is no unit of size; write B, KiB, MiB or GiB"))
    }
    guard number.scaled(by: unit.bytes, bound: 1 << 50) != nil else {
      return .failure(AmountProblem(message: "'\(word)' is over the bound of 1024 TiB"))
    }
    return .success(ByteSize(number.digits, unit))
  }
}

/// How many times as much: `10x`, `2.5x`.
public struct Factor: Amount {
  /// The factor in thousandths.
  public var thousandths: Int64

  /// A factor in thousandths.
  public init(thousandths: Int64) { self.thousandths = thousandths }

  /// Thousandths.
  public var magnitude: Int64 { thousandths }
  /// `2.5x`.
  public var written: String { decimalText(thousandths, scale: 1_000) + "x" }

  /// Reads `10x`.
  public static func read(_ word: Substring) -> Result<Factor, AmountProblem> {
    guard let number = Decimal(word), number.rest == "x" else {
      return .failure(AmountProblem(message: "'\(word)' is no factor such as '10x'"))
    }
    guard let value = number.scaled(by: 1_000, bound: 1_000_000_000) else {
      return .failure(AmountProblem(message: "'\(word)' is over a million, or finer than 0.001x"))
    }
    return .success(Factor(thousandths: value))
  }
}

/// How fast a clock runs away: `200ppm` is 200 microseconds gained per second.
public struct Drift: Amount {
  /// Parts per million, negative for a slow clock.
  public var millionths: Int64

  /// A drift in parts per million.
  public init(millionths: Int64) { self.millionths = millionths }

  /// Parts per million.
  public var magnitude: Int64 { millionths }
  /// `+200ppm`.
  public var written: String { (millionths < 0 ? "" : "+") + "\(millionths)ppm" }

  /// Reads `200ppm` with an optional sign; at most a tenth of real time.
  public static func read(_ word: Substring) -> Result<Drift, AmountProblem> {
    let hasSign = word.first == "+" || word.first == "-"
    guard let number = Decimal(hasSign ? word.dropFirst() : word), number.rest == "ppm",
      number.decimals == 0
    else { return .failure(AmountProblem(message: "'\(word)' is no drift such as '+200ppm'")) }
    guard number.digits <= 100_000 else {
      return .failure(AmountProblem(message: "'\(word)' is over the bound of 100000ppm"))
    }
    return .success(Drift(millionths: word.first == "-" ? -number.digits : number.digits))
  }
}

/// An integer of fractions as a decimal without trailing zeros.
private func decimalText(_ value: Int64, scale: Int64) -> String {
  let (whole, part) = (value / scale, value % scale)
  if part == 0 { return String(whole) }
  var digits = String(part)
  digits = String(repeating: "0", count: String(scale).count - 1 - digits.count) + digits
  while digits.hasSuffix("0") { digits.removeLast() }
  return "\(whole).\(digits)"
}
