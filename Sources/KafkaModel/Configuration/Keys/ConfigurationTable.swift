/// The one table of configuration keys; parser, help, suggestions and settings read it.
public enum ConfigurationTable {
  /// Every key, ordered by name, then by scope.
  public static let keys: [ConfigurationKey] = topics.flatMap(\.labelled)
    .sorted { ($0.name, $0.scopes.rawValue) < ($1.name, $1.scopes.rawValue) }

  /// The topics of the table in reading order, each with its rows.
  static let topics: [KeyTopic] = [
    BrokerReplicationKeys.topic, BrokerControllerKeys.topic, BrokerRequestKeys.topic,
    BrokerLogKeys.topic, BrokerCleanerKeys.topic, BrokerGroupKeys.topic,
    BrokerTransactionKeys.topic, BrokerKRaftKeys.topic, BrokerTieredStorageKeys.topic,
    BrokerNewGroupKeys.topic, BrokerOperationKeys.topic, BrokerSpecialKeys.topic, TopicKeys.topic,
    ProducerKeys.topic, ConsumerKeys.topic, ClientKeys.topic, SecurityKeys.topic,
    LegacyProducerKeys.topic, LegacyConsumerKeys.topic, ZooKeeperServerKeys.topic,
  ]

  /// The key of that name in a scope, whatever the version; `nil` for a name that Kafka never had.
  public static func key(_ name: String, in scope: ConfigurationScopes) -> ConfigurationKey? {
    range(of: name).lazy.map { keys[$0] }.first { $0.scopes.contains(scope) }
  }

  /// Every key of that name: one per group of scopes in which it means the same.
  public static func keys(named name: String) -> [ConfigurationKey] {
    range(of: name).map { keys[$0] }
  }

  /// The names of a scope's keys in a release, in order: what suggestions are taken from.
  public static func names(in scope: ConfigurationScopes, version: KafkaVersion) -> [String] {
    keys.filter { $0.scopes.contains(scope) && $0.exists(in: version) }.map(\.name)
  }

  /// The rows of a name, found by halving.
  private static func range(of name: String) -> Range<Int> {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = low + (high - low) / 2
      if keys[middle].name < name { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < keys.count, keys[end].name == name { end += 1 }
    return low..<end
  }

  /// Whether a name is of a family whose members Kafka hands on to plugins or listeners unchecked.
  ///
  /// `listener.name.internal.ssl.keystore.type` sets a security key for one listener, and the
  /// prefixes of remote storage and of configuration providers belong to classes that users supply.
  public static func isOpenEnded(_ name: String) -> Bool {
    openPrefixes.contains { name.hasPrefix($0) && name.utf8.count > $0.utf8.count }
  }

  /// The prefixes of names that Kafka does not list.
  static let openPrefixes = [
    "config.providers.", "listener.name.", "metrics.context.", "rlmm.config.", "rsm.config.",
    "server.",
  ]
}

/// Rows of the key table that belong together, for one group of scopes.
struct KeyTopic: Sendable {
  /// What the rows are about.
  let title: String
  /// Whose properties may carry them.
  let scopes: ConfigurationScopes
  /// The rows.
  let rows: [ConfigurationKey]

  /// The rows, each knowing its scopes and its topic.
  var labelled: [ConfigurationKey] {
    rows.map { row in
      var copy = row
      copy.scopes = scopes
      copy.topic = title
      return copy
    }
  }
}
