import KafkaModel
import ScenarioLanguage

/// Properties while everything runs: what they are by default, and what may be set.
extension VariantAssembly {
  /// What a broker's configuration makes of topics that state nothing.
  mutating func topicDefaults(
    of values: EffectiveConfiguration, _ list: [PropertyAssignment]
  ) -> TopicSettings {
    if let known = lastTopicDefaults, known.list == list { return known.settings }
    let resolution = EffectiveConfiguration.resolveTopic([], on: values)
    let settings = TopicSettings(resolution.configuration)
    lastTopicDefaults = (list, settings)
    return settings
  }

  /// A line that sets a property: Kafka must know it, let it change, and take the value.
  mutating func checkChange(_ action: Action) {
    guard let key = action.name(.key), let value = action.value(.value),
      let subject = action.subject(.subject)
    else { return }
    let name = (subject.name(.topic) ?? subject.name(.name))?.text
    switch subject.id {
    case .topic: checkChange(of: .topic, key, value)
    case .declared where declares(topic: name): checkChange(of: .topic, key, value)
    case .everyBroker: checkChange(of: .broker, key, value)
    case .brokers:
      if (subject.ids(.ids) ?? []).count > 1 {
        fail("set it of one broker at a time, or of every broker", at: subject.place)
      }
      checkChange(of: .broker, key, value)
    case .zooKeeper, .producer, .consumer, .declared:
      fail("only topics and brokers take new properties while they run", at: subject.place)
    }
  }

  private func declares(topic name: String?) -> Bool {
    statements.contains { statement in
      switch statement.kind {
      case .topic(let word, _): word.text == name
      case .timeline(let line):
        line.action.id == .createTopic && line.action.name(.topic)?.text == name
      default: false
      }
    }
  }

  private mutating func checkChange(of scope: ConfigurationScopes, _ key: Word, _ value: Word) {
    var list: [PropertyAssignment] = []
    collector.add(Property(key, value), to: &list)
    let standard = EffectiveConfiguration.standard(.broker, in: version)
    let resolution =
      scope == .topic
      ? EffectiveConfiguration.resolveTopic(list, on: standard)
      : EffectiveConfiguration.resolve(scope, in: version, list)
    for problem in resolution.problems {
      collector.note(problem, in: scope, version, fallback: key.place)
    }
    guard !resolution.problems.contains(where: { $0.name == key.text }),
      let known = ConfigurationTable.key(key.text, in: scope)
    else { return }
    if !known.canChangeAtRunTime(in: version) {
      let reason =
        version < KafkaVersion(1, 1)
        ? "Kafka \(version) takes no new properties of a broker that runs; 1.1 does (KIP-226)"
        : "Kafka takes '\(key.text)' only when a broker starts"
      fail(reason, at: key.place)
    } else if !TopicSettings.canAdopt(TopicSettings.topicName(of: key.text), in: version) {
      fail("setting '\(key.text)' while brokers run is not simulated yet", at: key.place)
    }
  }
}
