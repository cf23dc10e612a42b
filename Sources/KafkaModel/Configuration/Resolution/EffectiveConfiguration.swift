import Kernel

/// The value of every key of one broker, topic or client, with where each came from.
///
/// Settings structs are made from it, and `--show-configuration` prints it.
public struct EffectiveConfiguration: Sendable {
  /// Whose values these are.
  public let scope: ConfigurationScopes
  /// The release whose defaults apply.
  public let version: KafkaVersion
  /// One entry per key that exists in the release, ordered by name.
  public internal(set) var entries: [Entry]

  /// One key's effective value.
  public struct Entry: Sendable {
    /// The key.
    public let key: ConfigurationKey
    /// The value as one would write it; `nil` when the key is unset.
    public internal(set) var text: String?
    /// The value, parsed; `nil` when the key is unset.
    public internal(set) var value: ConfigurationValue?
    /// Where the value came from.
    public internal(set) var origin: ValueOrigin

    /// The key's name.
    public var name: String { key.name }
    /// The value as a list of values shows it: passwords hidden, unset keys as `null`.
    public var shown: String {
      guard let text else { return "null" }
      return key.type == .password ? "[hidden]" : text
    }
  }

  /// The entry of a key, or `nil` when the release has no such key.
  public func entry(_ name: String) -> Entry? {
    index(of: name).map { entries[$0] }
  }

  /// The place of a key's entry, found by halving.
  func index(of name: String) -> Int? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = low + (high - low) / 2
      if entries[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].name == name ? low : nil
  }

  /// Whether somebody wrote a value for the key.
  public func isWritten(_ name: String) -> Bool { entry(name)?.origin.isWritten ?? false }

  /// Replaces a value because of another key.
  mutating func imply(_ name: String, _ text: String, _ value: ConfigurationValue, by: String) {
    guard let index = index(of: name) else { return }
    entries[index].text = text
    entries[index].value = value
    entries[index].origin = .implied(by: by)
  }
}

// Typed reading. Each answers `nil` for a key that is unset or that the release does not have, and
// breaks our own promise for a name that is in no table at all.
extension EffectiveConfiguration {
  /// A number.
  public func number(_ name: String) -> Int64? {
    guard case .integer(let number) = value(name) else { return nil }
    return number
  }

  /// A length of time; one that overflows is infinite, and a negative one is none at all.
  public func duration(_ name: String) -> Duration? {
    guard let entry = known(name), case .integer(let number) = entry.value else { return nil }
    let unit = entry.key.unit.nanoseconds
    invariant(unit != nil, "\(name) is a time, but its unit is \(entry.key.unit)")
    return Duration(counting: max(0, number), ofNanoseconds: unit ?? 1)
  }

  /// The length of a timer's period; a millisecond at least, because a timer of zero stops time.
  ///
  /// Simplified: Kafka's scheduler refuses some periods of zero and spins on others.
  public func period(_ name: String) -> Duration? {
    duration(name).map { max($0, .milliseconds(1)) }
  }

  /// A yes or no.
  public func flag(_ name: String) -> Bool? {
    guard case .boolean(let flag) = value(name) else { return nil }
    return flag
  }

  /// A text.
  public func text(_ name: String) -> String? {
    guard case .text(let text) = value(name) else { return nil }
    return text
  }

  /// The words of a list; empty when unset.
  public func list(_ name: String) -> [String] { value(name)?.words ?? [] }

  /// A fraction.
  public func ratio(_ name: String) -> Ratio? {
    guard case .fraction(let numerator, let denominator) = value(name) else { return nil }
    return Ratio(numerator, denominator)
  }

  private func value(_ name: String) -> ConfigurationValue? { known(name)?.value }

  /// The entry of a name that must be in the table for this scope.
  private func known(_ name: String) -> Entry? {
    if let entry = entry(name) { return entry }
    let isInTable = ConfigurationTable.key(name, in: scope) != nil
    invariant(isInTable, "no key \(name) in the table of \(scope.words)")
    return nil
  }
}

extension Duration {
  /// So many units of time, or the infinite duration where that is more than can be told.
  init(counting number: Int64, ofNanoseconds unit: Int64) {
    let (nanoseconds, overflow) = number.multipliedReportingOverflow(by: unit)
    self = overflow ? .infinite : .nanoseconds(nanoseconds)
  }
}
