/// Why one turns a key: what it guards against, or what it trades for what.
public enum KeyPurpose: Equatable, Sendable {
  /// A failure that the key, set well, prevents.
  case against(String)
  /// Two goods of which a value gives more of one and less of the other.
  case trades(String)

  /// The word in front of the text.
  public var word: String {
    switch self {
    case .against: "against"
    case .trades: "trades"
    }
  }

  /// The text, without its first word.
  public var text: String {
    switch self {
    case .against(let text), .trades(let text): text
    }
  }
}

/// A row of the table of purposes.
struct PurposeRow: Sendable {
  var name: String
  /// Whose key; all that have the name where it is empty.
  var scopes: ConfigurationScopes
  var purpose: KeyPurpose

  static func against(
    _ name: String, of scopes: ConfigurationScopes = [], _ text: String
  ) -> PurposeRow {
    PurposeRow(name: name, scopes: scopes, purpose: .against(text))
  }

  static func trades(
    _ name: String, of scopes: ConfigurationScopes = [], _ text: String
  ) -> PurposeRow {
    PurposeRow(name: name, scopes: scopes, purpose: .trades(text))
  }
}

extension ConfigurationKey {
  private static let purposes = LogPurposes.rows + ClientPurposes.rows + BrokerPurposes.rows

  /// What the key guards against, or what it trades; every modelled key has an answer.
  ///
  /// A broker's default of a topic's key is there for what the topic's key is there for.
  public var purpose: KeyPurpose? {
    let found = Self.purposes.filter { $0.name == name }
    if let own = found.first(where: { !$0.scopes.isDisjoint(with: scopes) })
      ?? found.first(where: { $0.scopes.isEmpty })
    {
      return own.purpose
    }
    guard scopes.contains(.broker) else { return nil }
    let topicKey = ConfigurationTable.keys.first { key in
      key.scopes.contains(.topic) && key.brokerDefaults.contains { $0.name == name }
    }
    return topicKey.flatMap { key in
      Self.purposes.first { $0.name == key.name }?.purpose
    }
  }
}
