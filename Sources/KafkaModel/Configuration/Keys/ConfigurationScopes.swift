/// Whose properties a key belongs to; security keys belong to several.
public struct ConfigurationScopes: OptionSet, Hashable, Sendable {
  /// One bit per scope.
  public let rawValue: UInt8
  /// The set with the given bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A broker's `server.properties`.
  public static let broker = ConfigurationScopes(rawValue: 1)
  /// A topic's own configuration.
  public static let topic = ConfigurationScopes(rawValue: 2)
  /// A producer's properties.
  public static let producer = ConfigurationScopes(rawValue: 4)
  /// A consumer's properties.
  public static let consumer = ConfigurationScopes(rawValue: 8)
  /// A ZooKeeper server's `zoo.cfg`.
  public static let zooKeeper = ConfigurationScopes(rawValue: 16)

  /// Every single scope with the word that messages use for it.
  public static let named: [(scope: ConfigurationScopes, word: String)] = [
    (.broker, "broker"), (.topic, "topic"), (.producer, "producer"), (.consumer, "consumer"),
    (.zooKeeper, "zookeeper"),
  ]

  /// The words of the scopes in this set, in their fixed order.
  public var words: [String] { Self.named.filter { contains($0.scope) }.map(\.word) }
}
