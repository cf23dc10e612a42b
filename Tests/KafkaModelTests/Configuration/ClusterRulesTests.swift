import Kernel
import Testing

@testable import KafkaModel

@Suite("A rule about the whole cluster")
struct ClusterRulesTests {
  @Test("bounds the replicas of a topic by the brokers")
  func replicationFactor() {
    #expect(ClusterRules.refusal(ofReplicationFactor: 3, brokerCount: 3) == nil)
    #expect(
      ClusterRules.refusal(ofReplicationFactor: 3, brokerCount: 2)
        == "Replication factor: 3 larger than available brokers: 2.")
    #expect(
      ClusterRules.refusal(ofReplicationFactor: 0, brokerCount: 2)
        == "Replication factor must be larger than 0.")
  }

  @Test("caps min ISR by the replicas since 3.7")
  func minInSyncReplicas() {
    func effective(_ version: KafkaVersion) -> Int64 {
      ClusterRules.effectiveMinInSyncReplicas(
        3, replicationFactor: 2, Semantics(version: version, mode: .zookeeper).replication)
    }
    #expect(effective(v36) == 3)
    #expect(effective(v37) == 2)
  }

  @Test("bounds session and transaction timeouts by the brokers' limits")
  func timeouts() {
    let broker = BrokerSettings(.standard(.broker, in: v37))
    func consumer(_ milliseconds: String) -> ConsumerSettings {
      ConsumerSettings(
        EffectiveConfiguration.resolve(
          .consumer, in: v37, properties(("group.id", "g"), ("session.timeout.ms", milliseconds))
        ).configuration)
    }
    #expect(ClusterRules.refusal(ofSession: consumer("6000"), by: broker.groups) == nil)
    #expect(
      ClusterRules.refusal(ofSession: consumer("5999"), by: broker.groups)
        == "session.timeout.ms is outside of group.min.session.timeout.ms and "
        + "group.max.session.timeout.ms of the brokers: INVALID_SESSION_TIMEOUT")
    func producer(_ milliseconds: String) -> ProducerSettings {
      ProducerSettings(
        EffectiveConfiguration.resolve(
          .producer, in: v37,
          properties(("transactional.id", "t"), ("transaction.timeout.ms", milliseconds))
        ).configuration)
    }
    #expect(
      ClusterRules.refusal(ofTransactions: producer("900000"), by: broker.transactions) == nil)
    #expect(
      ClusterRules.refusal(ofTransactions: producer("900001"), by: broker.transactions)
        == "transaction.timeout.ms is above transaction.max.timeout.ms of the brokers: "
        + "INVALID_TRANSACTION_TIMEOUT")
  }
}
