/// Rules that need to know the cluster, not only the keys.
public enum ClusterRules {
  /// Why a topic cannot have so many replicas, in the controller's words; `nil` when it can.
  ///
  /// AdminUtils refuses such a topic with INVALID_REPLICATION_FACTOR at its creation.
  public static func refusal(ofReplicationFactor factor: Int64, brokerCount: Int64) -> String? {
    if factor < 1 { return "Replication factor must be larger than 0." }
    if factor > brokerCount {
      return "Replication factor: \(factor) larger than available brokers: \(brokerCount)."
    }
    return nil
  }

  /// The in-sync replicas that acks=all needs in fact, given a topic's replicas.
  ///
  /// Since 3.7 a value above the replication factor counts as that factor; before, no write could
  /// succeed.
  public static func effectiveMinInSyncReplicas(
    _ configured: Int64, replicationFactor: Int64, _ semantics: ReplicationSemantics
  ) -> Int64 {
    semantics.minISRIsCappedByReplicationFactor
      ? min(configured, replicationFactor) : configured
  }

  /// Why a group member's session timeout is refused by the coordinator; `nil` when it is not.
  public static func refusal(ofSession consumer: ConsumerSettings, by broker: GroupSettings)
    -> String?
  {
    guard consumer.hasGroup else { return nil }
    let allowed = broker.sessionTimeoutMin...max(broker.sessionTimeoutMin, broker.sessionTimeoutMax)
    if allowed.contains(consumer.sessionTimeout) { return nil }
    return "session.timeout.ms is outside of group.min.session.timeout.ms and "
      + "group.max.session.timeout.ms of the brokers: INVALID_SESSION_TIMEOUT"
  }

  /// Why a producer's transaction timeout is refused by the coordinator; `nil` when it is not.
  public static func refusal(
    ofTransactions producer: ProducerSettings, by broker: TransactionSettings
  ) -> String? {
    guard producer.isTransactional, producer.transactionTimeout > broker.timeoutMax else {
      return nil
    }
    return "transaction.timeout.ms is above transaction.max.timeout.ms of the brokers: "
      + "INVALID_TRANSACTION_TIMEOUT"
  }
}
