/// Rules between the keys of different processes.
public enum ClusterRules {
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
}
