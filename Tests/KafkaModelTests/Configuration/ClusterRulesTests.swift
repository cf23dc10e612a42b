import Kernel
import Testing

@testable import KafkaModel

@Suite("A rule between processes")
struct ClusterRulesTests {
  @Test("bounds session timeouts of members by the brokers' limits")
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
  }
}
