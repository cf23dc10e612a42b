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
        .getData(.brokerConfiguration(broker), watch: false), Self.brokerTicket, turn: &turn)
    case .data(.configuration(let values), _):
      if number == Self.brokerTicket {
        configureBroker(values, turn.semantics)
      } else {
        configure(TopicID(Self.topicTicket - number), values, turn.semantics)
      }
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
    while topics.count <= Int(topic.value) { topics.append(last) }
    let broker = EffectiveConfiguration.standard(.broker, in: semantics.version)
    let resolved = TopicSettings(
      EffectiveConfiguration.resolveTopic(assignments(values), on: broker).configuration)
    var settings = topics[Int(topic.value)].settings
    for value in values { settings.adopt(value.name, from: resolved) }
    topics[Int(topic.value)] = TopicRules(settings, broker: plan.settings, semantics: semantics)
  }

  /// A broker's configuration holds for its topics (KIP-226).
  ///
  /// Simplified: it overrides what topics say themselves, and only keys that are topics' too
  /// change.
  private mutating func configureBroker(_ values: [NamedValue], _ semantics: Semantics) {
    let broker = EffectiveConfiguration.resolve(.broker, in: semantics.version, assignments(values))
    let resolved = TopicSettings(
      EffectiveConfiguration.resolveTopic([], on: broker.configuration).configuration)
    if values.contains(where: { $0.name == "unclean.leader.election.enable" }) {
      allowsUncleanElections = resolved.uncleanElectionIsAllowed
    }
    for place in topics.indices {
      var settings = topics[place].settings
      for value in values {
        settings.adopt(TopicSettings.topicName(of: value.name), from: resolved)
      }
      topics[place] = TopicRules(settings, broker: plan.settings, semantics: semantics)
    }
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

extension TopicSettings {
  /// Takes over the value of one key, by its name among topics' keys; others stay.
  mutating func adopt(_ name: String, from other: TopicSettings) {
    switch name {
    case "min.insync.replicas": minInSyncReplicas = other.minInSyncReplicas
    case "unclean.leader.election.enable":
      uncleanElectionIsAllowed = other.uncleanElectionIsAllowed
    case "cleanup.policy": cleanup = other.cleanup
    case "retention.ms": retention = other.retention
    case "retention.bytes": retentionBytes = other.retentionBytes
    case "segment.bytes": segmentBytes = other.segmentBytes
    case "segment.ms": segmentAgeMax = other.segmentAgeMax
    case "segment.jitter.ms": segmentAgeJitter = other.segmentAgeJitter
    case "flush.messages": flushRecords = other.flushRecords
    case "flush.ms": flushInterval = other.flushInterval
    case "max.message.bytes": batchBytesMax = other.batchBytesMax
    case "message.timestamp.type": timestamps = other.timestamps
    case "min.cleanable.dirty.ratio": dirtyRatioMin = other.dirtyRatioMin
    case "min.compaction.lag.ms": compactionLagMin = other.compactionLagMin
    case "max.compaction.lag.ms": compactionLagMax = other.compactionLagMax
    case "delete.retention.ms": tombstoneRetention = other.tombstoneRetention
    default: break
    }
  }

  /// A topic key's name for a broker key that is its default.
  static func topicName(of brokerName: String) -> String {
    switch brokerName {
    case "log.cleanup.policy": "cleanup.policy"
    case "log.retention.ms", "log.retention.minutes", "log.retention.hours": "retention.ms"
    case "log.retention.bytes": "retention.bytes"
    case "log.segment.bytes": "segment.bytes"
    case "log.roll.ms", "log.roll.hours": "segment.ms"
    case "log.flush.interval.messages": "flush.messages"
    case "log.flush.interval.ms": "flush.ms"
    case "message.max.bytes": "max.message.bytes"
    case "log.message.timestamp.type": "message.timestamp.type"
    case "log.cleaner.min.cleanable.ratio": "min.cleanable.dirty.ratio"
    case "log.cleaner.delete.retention.ms": "delete.retention.ms"
    default: brokerName
    }
  }
}
