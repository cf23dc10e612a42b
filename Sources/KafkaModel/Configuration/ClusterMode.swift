/// Who keeps the cluster's metadata and elects leaders: a ZooKeeper ensemble, or Kafka's own
/// quorum.
public enum ClusterMode: String, CaseIterable, Sendable {
  /// Controller elected through an ephemeral znode; the only mode up to 2.8, gone in 4.0.
  case zookeeper
  /// Controller quorum with a Raft log (KIP-500); production-ready since 3.3.
  case kraft

  /// Why a version cannot be run in a mode.
  public enum Refusal: Equatable, Sendable {
    /// The version is older than the mode, or the mode was removed before it.
    case modeDoesNotExist(oldest: KafkaVersion, newest: KafkaVersion)
    /// Kafka has it, this simulator has not yet.
    case notSimulatedYet
  }

  /// A sentence about a version that cannot be run in this mode, for a diagnostic.
  public func message(for refusal: Refusal, in version: KafkaVersion) -> String {
    switch refusal {
    case .modeDoesNotExist(let oldest, let newest):
      "Kafka \(version.line) has no \(rawValue) mode; "
        + "it exists from \(oldest.line) to \(newest.line)"
    case .notSimulatedYet: "\(rawValue) mode is not simulated yet"
    }
  }

  /// Nil when this mode exists in `version` and is simulated.
  ///
  /// Simplified: KRaft is known to the tables, and refused by the simulator until its machines
  /// exist.
  public func refusal(in version: KafkaVersion) -> Refusal? {
    switch self {
    case .zookeeper:
      version > .newestWithZooKeeper
        ? .modeDoesNotExist(oldest: .oldest, newest: .newestWithZooKeeper) : nil
    case .kraft:
      version < .firstWithKRaft
        ? .modeDoesNotExist(oldest: .firstWithKRaft, newest: .newest) : .notSimulatedYet
    }
  }
}
