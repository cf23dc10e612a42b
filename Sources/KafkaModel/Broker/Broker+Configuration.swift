import Kernel

/// Configuration that changes while brokers run (`ZkConfigManager`, `TopicConfigHandler`).
///
/// Whoever changes a topic's or a broker's configuration writes its znode and then a notice under
/// /config/changes. Brokers watch for notices, and read the configuration that a new one names.
/// Simplified: notices are never deleted, so that a broker that was away catches up by them.
extension Broker {
  /// The ticket number of reading the list of notices; a notice itself has its own number plus
  /// this.
  private static let noticesTicket: Int32 = 0
  /// Ticket numbers of topics' configurations count down from here, those of brokers from far
  /// below.
  private static let topicTicket: Int32 = -1
  private static let brokerTicket: Int32 = -1_000_000_000
  private static let allBrokersTicket: Int32 = -1_000_000_001

  /// Looks at the notices, and asks to be told of the next one.
  mutating func watchConfiguration(turn: inout Turn) {
    readConfiguration(
      .getChildren(.configurationChanges, watch: true), Self.noticesTicket, turn: &turn)
  }

  private mutating func readConfiguration(
    _ operation: ZooKeeperOperation, _ number: Int32, turn: inout Turn
  ) {
    process.zooKeeper.submit(
      operation, ticket: ZooKeeperTicket(owner: .configuration, number: number), turn: &turn)
  }

  /// ZooKeeper has answered a step: the list of notices, a notice, or a configuration.
  mutating func receiveConfiguration(
    _ result: ZooKeeperResult, _ number: Int32, turn: inout Turn
  ) {
    switch result {
    case .children(let paths):
      var newest = lastConfigurationNotice
      for case .configurationChange(let notice) in paths where notice > lastConfigurationNotice {
        readConfiguration(
          .getData(.configurationChange(notice), watch: false), notice + 1, turn: &turn)
        newest = max(newest, notice)
      }
      lastConfigurationNotice = newest
    case .data(.configurationOfTopic(let topic), _):
      readConfiguration(
        .getData(.topicConfiguration(topic), watch: false), Self.topicTicket - topic.value,
        turn: &turn)
    case .data(.configurationOfBroker(let broker), _):
      guard broker == id || broker == .none else { return }
      readConfiguration(
        .getData(.brokerConfiguration(broker), watch: false),
        broker == id ? Self.brokerTicket : Self.allBrokersTicket, turn: &turn)
    case .data(.configuration(let values), _):
      switch number {
      case Self.brokerTicket: valuesOfThisBroker = values
      case Self.allBrokersTicket: valuesOfAllBrokers = values
      default: configure(TopicID(Self.topicTicket - number), values, turn.semantics)
      }
      if number <= Self.brokerTicket { configureBroker(turn.semantics) }
      configurationChanged(turn: &turn)
    case .data, .ok, .created, .stat, .multi, .noNode, .nodeExists, .badVersion, .sessionExpired,
      .connectionLoss:
      break
    }
  }

  /// A topic's own configuration, as its znode has it now, holds from here on.
  private mutating func configure(
    _ topic: TopicID, _ values: [NamedValue], _ semantics: Semantics
  ) {
    guard let last = topics.last else { return }
    let place = Int(topic.value)
    while topics.count <= place {
      topics.append(last)
      statedTopicKeys.append([])
    }
    let broker = EffectiveConfiguration.standard(.broker, in: semantics.version)
    let stated = TopicSettings(
      EffectiveConfiguration.resolveTopic(assignments(values), on: broker).configuration)
    statedTopicKeys[place] = values.map(\.name)
    adopt(stated, place, semantics)
  }

  /// What was set for brokers holds for topics that do not say otherwise (KIP-226).
  private mutating func configureBroker(_ semantics: Semantics) {
    let values = valuesOfAllBrokers + valuesOfThisBroker
    if values.contains(where: { $0.name == "unclean.leader.election.enable" }) {
      allowsUncleanElections = changedDefaults(semantics).uncleanElectionIsAllowed
    }
    for place in topics.indices { adopt(topics[place].settings, place, semantics) }
  }

  /// Makes a topic's rules of what it states, over what the broker's file and later changes say.
  private mutating func adopt(_ stated: TopicSettings, _ place: Int, _ semantics: Semantics) {
    let changed = (valuesOfAllBrokers + valuesOfThisBroker).map {
      TopicSettings.topicName(of: $0.name)
    }
    let settings = (plan.topicDefaults ?? topics[place].settings)
      .adopting(changed, from: changedDefaults(semantics))
      .adopting(statedTopicKeys[place], from: stated)
    topics[place] = TopicRules(settings, broker: plan.settings, semantics: semantics)
  }

  /// What the changes of brokers amount to, over the release's defaults.
  private func changedDefaults(_ semantics: Semantics) -> TopicSettings {
    let broker = EffectiveConfiguration.resolve(
      .broker, in: semantics.version, assignments(valuesOfAllBrokers + valuesOfThisBroker))
    return TopicSettings(
      EffectiveConfiguration.resolveTopic([], on: broker.configuration).configuration)
  }

  private func assignments(_ values: [NamedValue]) -> [PropertyAssignment] {
    values.map { PropertyAssignment($0.name, $0.value, PropertyOrigin(file: "/config", line: 0)) }
  }

  /// What waits may be decided otherwise under the new rules.
  private mutating func configurationChanged(turn: inout Turn) {
    for replica in process.partitions.indices where process.partitions[replica].role == .leader {
      raiseHighWatermark(replica, turn: &turn)
    }
  }
}
