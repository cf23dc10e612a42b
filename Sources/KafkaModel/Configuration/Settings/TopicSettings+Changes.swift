/// Values that take other settings' place one by one, as brokers take them while they run.
extension TopicSettings {
  /// These settings with the values of some topic keys from others; keys without effect are passed
  /// over.
  func adopting(_ names: [String], from other: TopicSettings) -> TopicSettings {
    var settings = self
    for name in names { settings.adopt(name, from: other) }
    return settings
  }

  /// Whether a running broker takes a change of a topic key here.
  public static func canAdopt(_ name: String, in version: KafkaVersion) -> Bool {
    var settings = TopicSettings(EffectiveConfiguration.standard(.topic, in: version))
    return settings.adopt(name, from: settings)
  }

  /// A topic key's name for a broker key that is its default; other names stay.
  public static func topicName(of brokerName: String) -> String {
    ConfigurationTable.keys.first { key in
      key.scopes == .topic && key.brokerDefaults.contains { $0.name == brokerName }
    }?.name ?? brokerName
  }

  /// Takes over the value of one key; says whether there is one.
  @discardableResult
  private mutating func adopt(_ name: String, from other: TopicSettings) -> Bool {
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
    case "segment.index.bytes": indexBytesMax = other.indexBytesMax
    case "index.interval.bytes": indexIntervalBytes = other.indexIntervalBytes
    case "flush.messages": flushRecords = other.flushRecords
    case "flush.ms": flushInterval = other.flushInterval
    case "max.message.bytes": batchBytesMax = other.batchBytesMax
    case "message.timestamp.type": timestamps = other.timestamps
    case "message.timestamp.before.max.ms": timestampBeforeMax = other.timestampBeforeMax
    case "message.timestamp.after.max.ms": timestampAfterMax = other.timestampAfterMax
    case "message.timestamp.difference.max.ms":
      timestampBeforeMax = other.timestampBeforeMax
      timestampAfterMax = other.timestampAfterMax
    case "min.cleanable.dirty.ratio": dirtyRatioMin = other.dirtyRatioMin
    case "min.compaction.lag.ms": compactionLagMin = other.compactionLagMin
    case "max.compaction.lag.ms": compactionLagMax = other.compactionLagMax
    case "delete.retention.ms": tombstoneRetention = other.tombstoneRetention
    default: return false
    }
    return true
  }
}
