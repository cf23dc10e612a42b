/// One configuration key of Kafka: what values it takes, since when, with which default, and what
/// for.
///
/// Names, types, ranges and defaults are those of Kafka's own ConfigDef tables; the help is ours.
/// The parser, the help, the suggestions and the settings all read the one table,
/// `ConfigurationTable`.
public struct ConfigurationKey: Sendable {
  /// The key's name, as it is written in a properties file.
  public let name: String
  /// Whose properties may carry the key.
  public internal(set) var scopes: ConfigurationScopes
  /// The type of its values.
  public let type: ValueType
  /// What else must hold for a value of that type.
  public internal(set) var rule: ValueRule = .any
  /// The default of each era, oldest first; `nil` means that the key is unset unless given.
  public private(set) var defaults: [EraDefault]
  /// The first release that has the key.
  public private(set) var firstVersion = KafkaVersion.oldest
  /// The release line that removed the key, if one did.
  public private(set) var removedIn: KafkaVersion?
  /// The release that deprecated the key, and the key to use instead, if there is one.
  public private(set) var deprecation: Deprecation?
  /// Whether a running broker takes a new value (KIP-226); a topic's keys always can.
  public private(set) var update = UpdateMode.restart
  /// For a topic's key: the broker's keys that set its default, in order of precedence.
  public private(set) var brokerDefaults: [BrokerDefault] = []
  /// Whether the key does something here in some release, and if not, why.
  public let treatment: Treatment
  /// The release from which on the key is accepted without effect, and why.
  public private(set) var idleness: Idleness?
  /// What the key does here and what it guards against, in a sentence or two.
  public let help: String
  /// The topic of the table that lists the key.
  public internal(set) var topic: String = ""
  /// The unit when the name does not tell it.
  private var statedUnit: ConfigurationUnit?

  /// How a broker's value can be changed without a restart (KIP-226, 1.1).
  public enum UpdateMode: Sendable {
    /// Not at all.
    case restart
    /// For one broker or for all.
    case clusterWide
    /// For one broker only.
    case perBroker
  }

  /// A default with the release that introduced it.
  public struct EraDefault: Equatable, Sendable {
    /// The first release with this default.
    public let since: KafkaVersion
    /// The default as one would write it in a file; `nil` when the key is unset.
    public let text: String?
  }

  /// A key that should not be used any more.
  public struct Deprecation: Equatable, Sendable {
    /// The first release that warns.
    public let since: KafkaVersion
    /// The key that took its place.
    public let successor: String?
  }

  /// The end of a key's effect while Kafka still has the key.
  public struct Idleness: Equatable, Sendable {
    /// The first release in which it does nothing here.
    public let since: KafkaVersion
    /// Why.
    public let reason: NoEffectReason
  }

  /// A broker's key that a topic's key falls back to.
  public struct BrokerDefault: Equatable, Sendable {
    /// The name of the broker's key.
    public let name: String
    /// How many of the topic's units one unit of the broker's key is: 3 600 000 for hours against
    /// ms.
    public let factor: Int64
  }

  /// Whether a key has an effect in the simulator.
  public enum Treatment: Equatable, Sendable {
    /// A machine of the model reads it.
    case modelled
    /// It is checked, shown and otherwise ignored.
    case withoutEffect(NoEffectReason)
  }

  private init(
    _ name: String, _ type: ValueType, _ standard: String?, _ treatment: Treatment, _ help: String
  ) {
    self.name = name
    self.type = type
    self.treatment = treatment
    self.help = help
    scopes = []
    defaults = [EraDefault(since: .oldest, text: standard)]
  }
}

// The rows of the tables are written with these; each returns a changed copy, so a row is one
// expression.
extension ConfigurationKey {
  /// A row of a key that a machine reads.
  static func modelled(
    _ name: String, _ type: ValueType, _ standard: String?, _ help: String
  ) -> ConfigurationKey {
    ConfigurationKey(name, type, standard, .modelled, help)
  }

  /// A row of a key that is accepted and has no effect here.
  static func known(
    _ name: String, _ type: ValueType, _ standard: String?, _ reason: NoEffectReason,
    _ help: String
  ) -> ConfigurationKey {
    ConfigurationKey(name, type, standard, .withoutEffect(reason), help)
  }

  /// States a newer default, by the numbers of the release that brought it.
  func then(_ major: Int64, _ minor: Int64, _ patch: Int64, _ text: String?)
    -> ConfigurationKey
  {
    then(from: KafkaVersion(major, minor, patch), text)
  }

  /// States a newer default.
  func then(from version: KafkaVersion, _ text: String?) -> ConfigurationKey {
    var copy = self
    copy.defaults.append(EraDefault(since: version, text: text))
    return copy
  }

  /// States the first release that has the key.
  func since(_ major: Int64, _ minor: Int64, _ patch: Int64 = 0) -> ConfigurationKey {
    var copy = self
    copy.firstVersion = KafkaVersion(major, minor, patch)
    return copy
  }

  /// States the release line that no longer has the key.
  func removed(in major: Int64, _ minor: Int64, _ patch: Int64 = 0) -> ConfigurationKey {
    var copy = self
    copy.removedIn = KafkaVersion(major, minor, patch)
    return copy
  }

  /// States the release that deprecated the key, and its successor.
  func deprecated(
    in major: Int64, _ minor: Int64, _ patch: Int64 = 0, use successor: String? = nil
  ) -> ConfigurationKey {
    var copy = self
    copy.deprecation = Deprecation(
      since: KafkaVersion(major, minor, patch), successor: successor)
    return copy
  }

  /// States the release from which on the key does nothing here.
  func idle(from major: Int64, _ minor: Int64, _ reason: NoEffectReason) -> ConfigurationKey {
    var copy = self
    copy.idleness = Idleness(since: KafkaVersion(major, minor), reason: reason)
    return copy
  }

  /// States that a running broker takes a new value.
  func dynamic(_ mode: UpdateMode = .clusterWide) -> ConfigurationKey {
    var copy = self
    copy.update = mode
    return copy
  }

  /// Adds a rule: the least value, or both bounds.
  func atLeast(_ least: Int64) -> ConfigurationKey { with(.atLeast(least)) }
  /// Adds a rule: the least and the greatest value.
  func between(_ least: Int64, _ most: Int64) -> ConfigurationKey { with(.between(least, most)) }
  /// Adds a rule: the words that are allowed, spelled exactly so.
  func oneOf(_ words: String...) -> ConfigurationKey { with(.oneOf(words)) }
  /// Adds a rule: the words that are allowed, in any case of letters.
  func oneOfAnyCase(_ words: String...) -> ConfigurationKey { with(.oneOfAnyCase(words)) }
  /// Adds a rule: the text must not be empty.
  func nonEmpty() -> ConfigurationKey { with(.nonEmpty) }

  /// Adds any rule.
  func with(_ rule: ValueRule) -> ConfigurationKey {
    var copy = self
    copy.rule = rule
    return copy
  }

  /// States the unit of a key whose name does not tell it.
  func unit(_ unit: ConfigurationUnit) -> ConfigurationKey {
    var copy = self
    copy.statedUnit = unit
    return copy
  }

  /// Names a broker's key that gives a topic's default; may be used several times, first wins.
  func fromBroker(_ name: String, times factor: Int64 = 1) -> ConfigurationKey {
    var copy = self
    copy.brokerDefaults.append(BrokerDefault(name: name, factor: factor))
    return copy
  }
}

extension ConfigurationKey {
  /// Whether a release has the key.
  public func exists(in version: KafkaVersion) -> Bool {
    guard version >= firstVersion else { return false }
    return removedIn.map { version < $0 } ?? true
  }

  /// Whether the key does something here in one release, and if not, why.
  public func treatment(in version: KafkaVersion) -> Treatment {
    guard let idleness, version >= idleness.since else { return treatment }
    return .withoutEffect(idleness.reason)
  }

  /// Whether the key can be set while the cluster of a release runs.
  public func canChangeAtRunTime(in version: KafkaVersion) -> Bool {
    if scopes == .topic { return true }
    let firstWithDynamicBrokers = KafkaVersion(1, 1)
    return update != .restart && version >= firstWithDynamicBrokers
  }

  /// The default in a release, as one would write it; `nil` when the key is unset there.
  public func standard(in version: KafkaVersion) -> String? {
    defaults.last { $0.since <= version }?.text
  }

  /// The unit of a number, which Kafka's names carry as their last word.
  public var unit: ConfigurationUnit {
    statedUnit ?? ConfigurationUnit(nameOfKey: name, type: type)
  }
}
