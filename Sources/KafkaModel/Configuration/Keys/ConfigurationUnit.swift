/// What a configuration value counts.
public enum ConfigurationUnit: String, Sendable {
  /// Thousandths of a second.
  case milliseconds = "ms"
  /// Seconds.
  case seconds = "s"
  /// Minutes.
  case minutes = "min"
  /// Hours.
  case hours = "h"
  /// Bytes.
  case bytes = "bytes"
  /// A share, usually of one.
  case ratio = "ratio"
  /// A plain number of things.
  case count = "count"
  /// Not a number at all.
  case none = ""

  /// The unit that Kafka's habit of naming implies: the last word of the name, for numbers.
  init(nameOfKey name: String, type: ValueType) {
    switch type {
    case .boolean, .string, .list, .class, .password: self = .none
    case .double: self = .ratio
    case .int, .short, .long:
      switch name.split(separator: ".").last ?? "" {
      case "ms": self = .milliseconds
      case "seconds", "secs": self = .seconds
      case "minutes", "mins": self = .minutes
      case "hours": self = .hours
      case "bytes": self = .bytes
      default: self = .count
      }
    }
  }

  /// How many nanoseconds one of it lasts; `nil` for what is no time.
  public var nanoseconds: Int64? {
    switch self {
    case .milliseconds: 1_000_000
    case .seconds: 1_000_000_000
    case .minutes: 60_000_000_000
    case .hours: 3_600_000_000_000
    case .bytes, .ratio, .count, .none: nil
    }
  }
}
