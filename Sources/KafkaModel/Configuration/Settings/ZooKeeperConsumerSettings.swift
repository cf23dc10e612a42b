import Kernel

/// What only the Scala consumer reads from its configuration: how it owns partitions in ZooKeeper.
///
/// Names and defaults are those of kafka.consumer.ConsumerConfig and kafka.utils.ZKConfig of 0.8.2.
public struct ZooKeeperConsumerSettings: Equatable, Sendable {
  /// How long its znodes outlive its last sign of life.
  public var sessionTimeout: Duration
  /// How often it tries to own its partitions before it gives up.
  public var triesMax: Int64
  /// The pause after a try that failed.
  public var backoff: Duration

  /// The settings that a consumer's effective configuration amounts to; `nil` where consumers are
  /// the Java consumers.
  init?(_ values: EffectiveConfiguration) {
    guard values.version < Self.firstJavaConsumer else { return nil }
    sessionTimeout = values.period("zookeeper.session.timeout.ms") ?? .infinite
    triesMax = values.number("rebalance.max.retries") ?? 0
    backoff =
      values.period("rebalance.backoff.ms") ?? values.period("zookeeper.sync.time.ms")
      ?? .infinite
  }

  /// The release from which on consumers here are the Java consumers.
  static let firstJavaConsumer = KafkaVersion(0, 9)
}

extension EffectiveConfiguration {
  /// The name under which a consumer's setting is to be read: the Scala consumer's before 0.9,
  /// unless somebody wrote the later one.
  func name(_ later: String, before09 scala: String) -> String {
    version < ZooKeeperConsumerSettings.firstJavaConsumer && !isWritten(later) ? scala : later
  }
}
