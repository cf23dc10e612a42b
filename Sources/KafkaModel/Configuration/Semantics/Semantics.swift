/// Every rule of behaviour that differs between Kafka releases, as one value that machines consult.
///
/// A machine never compares version numbers: it asks a named switch, so that a reader sees the rule
/// and a test or a planted bug can turn a single one. Groups follow the machines that read them.
public struct Semantics: Equatable, Sendable {
  /// The release that the switches were chosen for.
  public var version: KafkaVersion
  /// Who elects leaders.
  public var mode: ClusterMode
  /// How followers copy, how the in-sync set changes, and when records count as committed.
  public var replication: ReplicationSemantics
  /// How a leader answers produces and fetches.
  public var requests: RequestSemantics
  /// How logs roll, expire, recover and fail.
  public var log: LogSemantics
  /// What a partition remembers of each idempotent producer.
  public var producerState: ProducerStateSemantics
  /// How the controller elects, fences and is fenced.
  public var controller: ControllerSemantics
  /// How group and transaction coordinators behave.
  public var coordinators: CoordinatorSemantics
  /// How the Java clients of that release behave.
  public var clients: ClientSemantics

  /// The behaviour of an unmodified release whose inter-broker protocol is its own.
  ///
  /// Simplified: `inter.broker.protocol.version` is taken to be the version itself; mixed clusters
  /// in the middle of a rolling upgrade are not modelled.
  public init(version: KafkaVersion, mode: ClusterMode) {
    self.version = version
    self.mode = mode
    replication = ReplicationSemantics(version: version, mode: mode)
    requests = RequestSemantics(version: version)
    log = LogSemantics(version: version)
    producerState = ProducerStateSemantics(version: version)
    controller = ControllerSemantics(version: version, mode: mode)
    coordinators = CoordinatorSemantics(version: version)
    clients = ClientSemantics(version: version)
  }
}
