/// The types of configuration values, as ConfigDef has them.
public enum ValueType: String, Sendable {
  /// `true` or `false`, in any case of letters.
  case boolean
  /// Any text, without surrounding blanks.
  case string
  /// A number of 32 bits.
  case int
  /// A number of 16 bits.
  case short
  /// A number of 64 bits.
  case long
  /// A decimal fraction.
  case double
  /// Words separated by commas.
  case list
  /// The name of a Java class.
  case `class`
  /// Text that is never shown.
  case password

  /// The numbers that fit the type.
  var range: ClosedRange<Int64> {
    switch self {
    case .short: Int64(Int16.min)...Int64(Int16.max)
    case .int: Int64(Int32.min)...Int64(Int32.max)
    case .long, .boolean, .string, .double, .list, .class, .password: Int64.min...Int64.max
    }
  }
}

/// A configuration value after parsing.
public enum ConfigurationValue: Equatable, Sendable {
  /// A boolean.
  case boolean(Bool)
  /// A number of any integer type.
  case integer(Int64)
  /// A decimal fraction, as an exact quotient.
  case fraction(numerator: Int64, denominator: Int64)
  /// A text, class name or password.
  case text(String)
  /// A list of texts.
  case list([String])
}

/// What must hold for a value beyond its type, with the wording of Kafka's validators.
public enum ValueRule: Sendable {
  /// Nothing more.
  case any
  /// At least so much.
  case atLeast(Int64)
  /// At least and at most so much.
  case between(Int64, Int64)
  /// A fraction between two tenths, hundredths and so on: numerators over one denominator.
  case fraction(least: Int64, most: Int64, of: Int64)
  /// One of these words; for a list, each of its words.
  case oneOf([String])
  /// One of these words in any case of letters.
  case oneOfAnyCase([String])
  /// Any text but the empty one.
  case nonEmpty
  /// `all`, or a number of acknowledgements; above one only before 0.9.
  case acknowledgements
  /// Where a consumer without a committed offset starts; `smallest` and `largest` before 0.9.
  case offsetReset
  /// Where a Scala consumer commits to.
  case offsetStorage
  /// A gzip level: 1 to 9, or -1 for the default.
  case gzipLevel
  /// A list of replicas to throttle: `partition:broker` pairs or a star.
  case throttledReplicas
  /// Unlimited (-1), or at least one.
  case unlimitedOrPositive
  /// The default of another key (-1), or at least one.
  case fallbackOrPositive
  /// A release, as in `3.7` or `3.7-IV4`.
  case release

  /// The rule in the words of Kafka's documentation, for help and `explain`.
  public var summary: String? {
    switch self {
    case .any: nil
    case .atLeast(let least): "[\(least),...]"
    case .between(let least, let most): "[\(least),...,\(most)]"
    case .fraction(let least, let most, let whole):
      "[\(decimal(least, over: whole)),...,\(decimal(most, over: whole))]"
    case .oneOf(let words): "[\(words.joined(separator: ", "))]"
    case .oneOfAnyCase(let words): "(case insensitive) [\(words.joined(separator: ", "))]"
    case .nonEmpty: "non-empty string"
    case .acknowledgements: "[all, -1, 0, 1]"
    case .offsetReset: "[latest, earliest, none], before 0.9 [smallest, largest]"
    case .offsetStorage: "[zookeeper, kafka]"
    case .gzipLevel: "[1,...,9] or -1"
    case .throttledReplicas: "[partitionId]:[brokerId],[partitionId]:[brokerId],..."
    case .unlimitedOrPositive, .fallbackOrPositive: "-1 or [1,...]"
    case .release: "a release, as in 3.7 or 3.7-IV4"
    }
  }
}

/// A decimal fraction in its shortest form, with at least one digit after the point, as Java prints
/// it.
func decimal(_ numerator: Int64, over denominator: Int64) -> String {
  let whole = numerator / denominator
  var rest = (numerator % denominator).magnitude
  var digits = ""
  let digitsMax = 18
  while rest != 0 && digits.utf8.count < digitsMax {
    let (product, overflow) = rest.multipliedReportingOverflow(by: 10)
    if overflow { break }
    digits += String(product / denominator.magnitude)
    rest = product % denominator.magnitude
  }
  let sign = numerator < 0 && whole == 0 ? "-" : ""
  return "\(sign)\(whole).\(digits.isEmpty ? "0" : digits)"
}
