/// The outcome of laying written properties over a release's defaults.
public struct Resolution: Sendable {
  /// The effective values; keys whose written value was refused keep their default.
  public var configuration: EffectiveConfiguration
  /// What is wrong or worth knowing, in the order of the written properties.
  public var problems: [ConfigurationProblem]
}

extension EffectiveConfiguration {
  /// The values of a broker, producer, consumer or ZooKeeper server; later properties override
  /// earlier.
  ///
  /// Kafka ignores names that it does not know; here they are errors, because a misspelt safety
  /// setting is exactly what a user wants to hear of.
  public static func resolve(
    _ scope: ConfigurationScopes, in version: KafkaVersion, _ written: [PropertyAssignment]
  ) -> Resolution {
    var resolution = Resolution(
      configuration: standard(scope, in: version), problems: [])
    resolution.lay(written)
    resolution.applyRules()
    return resolution
  }

  /// The values of a topic on a broker: its own properties over that broker's over the defaults.
  public static func resolveTopic(
    _ written: [PropertyAssignment], on broker: EffectiveConfiguration
  ) -> Resolution {
    var configuration = standard(.topic, in: broker.version)
    for index in configuration.entries.indices {
      configuration.entries[index].inheritDefault(from: broker)
    }
    var resolution = Resolution(configuration: configuration, problems: [])
    resolution.lay(written)
    resolution.applyRules()
    return resolution
  }

  /// A release's defaults alone.
  public static func standard(_ scope: ConfigurationScopes, in version: KafkaVersion)
    -> EffectiveConfiguration
  {
    let keys = ConfigurationTable.keys.filter {
      $0.scopes.contains(scope) && $0.exists(in: version)
    }
    let entries = keys.map { key in
      let text = key.standard(in: version)
      return Entry(
        key: key, text: text, value: text.flatMap { try? key.value(of: $0, in: version) },
        origin: .standard)
    }
    return EffectiveConfiguration(scope: scope, version: version, entries: entries)
  }
}

extension EffectiveConfiguration.Entry {
  /// Takes a topic key's default from the broker: the first of its keys that is set.
  mutating func inheritDefault(from broker: EffectiveConfiguration) {
    for source in key.brokerDefaults {
      guard let entry = broker.entry(source.name), let given = entry.value else { continue }
      if case .integer(let number) = given, source.factor != 1 {
        // A negative number of hours means without end, whatever the unit.
        let (scaled, overflow) = number.multipliedReportingOverflow(by: source.factor)
        let inherited = number < 0 ? number : overflow ? Int64.max : scaled
        text = "\(inherited)"
        value = .integer(inherited)
      } else {
        text = entry.text
        value = given
      }
      origin = entry.origin == .standard ? .standard : .broker(key: source.name, entry.origin)
      return
    }
  }
}

extension Resolution {
  /// Lays written properties over the values, and notes every problem.
  fileprivate mutating func lay(_ written: [PropertyAssignment]) {
    for property in written {
      guard let index = configuration.index(of: property.name) else {
        note(absence(of: property.name), property)
        continue
      }
      let key = configuration.entries[index].key
      do {
        let value = try key.value(of: property.value, in: configuration.version)
        configuration.entries[index].text = property.value.trimmedLikeJava
        configuration.entries[index].value = value
        configuration.entries[index].origin = .written(property.origin)
      } catch {
        note(.invalid(error.message), property)
      }
      if let deprecation = key.deprecation, configuration.version >= deprecation.since {
        note(.deprecated(since: deprecation.since, successor: deprecation.successor), property)
      }
      if case .withoutEffect(let reason) = key.treatment(in: configuration.version) {
        note(.withoutEffect(reason), property)
      }
    }
  }

  /// Why a name has no entry among the effective values.
  private func absence(of name: String) -> ConfigurationProblem.Kind {
    let scope = configuration.scope
    if let key = ConfigurationTable.key(name, in: scope) {
      return .notInVersion(
        configuration.version, first: key.firstVersion, removedIn: key.removedIn)
    }
    if scope != .topic, ConfigurationTable.isOpenEnded(name) { return .openEnded }
    let elsewhere = ConfigurationTable.keys(named: name)
    guard !elsewhere.isEmpty else { return .unknown }
    let words = elsewhere.flatMap(\.scopes.words)
    return .otherScope(of: words, counterpart: counterpart(of: name, in: scope))
  }

  /// The key of a scope that does what a key of another scope does there.
  private func counterpart(of name: String, in scope: ConfigurationScopes) -> String? {
    switch scope {
    case .topic:
      ConfigurationTable.keys.first {
        $0.scopes == .topic && $0.brokerDefaults.contains { $0.name == name }
      }?.name
    case .broker:
      ConfigurationTable.key(name, in: .topic)?.brokerDefaults.first?.name
    default: nil
    }
  }

  /// Adds a problem of a written property.
  private mutating func note(
    _ kind: ConfigurationProblem.Kind, _ property: PropertyAssignment
  ) {
    problems.append(
      ConfigurationProblem(kind: kind, name: property.name, origin: property.origin))
  }

  /// Adds a contradiction, and blames the first of the keys that somebody wrote.
  mutating func conflict(_ names: [String], _ sentence: String) {
    let blamed = names.first(where: configuration.isWritten) ?? names[0]
    var place: PropertyOrigin?
    if case .written(let origin)? = configuration.entry(blamed)?.origin { place = origin }
    problems.append(
      ConfigurationProblem(kind: .conflict(sentence), name: blamed, origin: place))
  }

  /// Applies the rules between keys that Kafka checks when the process starts.
  fileprivate mutating func applyRules() {
    switch configuration.scope {
    case .broker: applyBrokerRules()
    case .topic: applyTopicRules()
    case .producer: applyProducerRules()
    case .consumer: applyConsumerRules()
    default: break
    }
  }
}
