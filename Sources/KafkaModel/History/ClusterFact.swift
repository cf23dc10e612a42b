import Kernel

/// Controllers, registrations and sessions.
public enum ClusterFact: Sendable {
  /// A broker became the controller.
  case controllerElected(broker: BrokerID, epoch: ControllerEpoch)
  /// A controller ended its term.
  case controllerResigned(broker: BrokerID, epoch: ControllerEpoch)
  /// A broker's znode was created.
  case brokerRegistered(broker: BrokerID, epoch: BrokerEpoch)
  /// The controller noticed that a broker is gone.
  case brokerFailureNoticed(broker: BrokerID)
  /// The controller noticed that a broker is there.
  case brokerStartNoticed(broker: BrokerID)
  /// A broker rejected a control request of an older controller, or one meant for its earlier life.
  case controlRequestFenced(broker: BrokerID, kind: MessageKind, error: ErrorCode)
  /// A controller's write to ZooKeeper was refused because a newer controller exists (2.1+).
  case controllerWriteFenced(broker: BrokerID, epoch: ControllerEpoch)
  /// A broker has taken in an UpdateMetadata request.
  case metadataApplied(broker: BrokerID, partitions: Int32, controllerEpoch: ControllerEpoch)
  /// ZooKeeper registered a new leadership of a partition that a controller decided whose successor
  /// had been registered before (possible up to 2.0).
  case controllerWriteLate(
    broker: BrokerID, partition: PartitionID, epoch: ControllerEpoch, current: ControllerEpoch)
  /// ZooKeeper opened a session.
  case sessionOpened(session: Int64, owner: NodeID, timeout: Duration)
  /// ZooKeeper expired a session; its ephemerals are gone.
  case sessionExpired(session: Int64, owner: NodeID)
  /// A session's client lost its connection, or has it again.
  case sessionConnection(session: Int64, isConnected: Bool)
  /// A session's client learned that the session had expired.
  case sessionExpiryLearned(session: Int64)
  /// An operator's request was answered.
  case adminAnswered(request: Int32, error: ErrorCode)
}

extension ClusterFact {
  /// Feeds the case and all of its fields to a digest.
  func combine(into digest: inout Digest) {
    switch self {
    case .controllerElected(let broker, let epoch):
      digest.combine(37, Int64(broker.value), Int64(epoch.value))
    case .controllerResigned(let broker, let epoch):
      digest.combine(38, Int64(broker.value), Int64(epoch.value))
    case .brokerRegistered(let broker, let epoch):
      digest.combine(39, Int64(broker.value), epoch.value)
    case .brokerFailureNoticed(let broker):
      digest.combine(40, Int64(broker.value))
    case .brokerStartNoticed(let broker):
      digest.combine(41, Int64(broker.value))
    case .controlRequestFenced(let broker, let kind, let error):
      digest.combine(42, Int64(broker.value), Int64(kind.rawValue), Int64(error.rawValue))
    case .controllerWriteFenced(let broker, let epoch):
      digest.combine(43, Int64(broker.value), Int64(epoch.value))
    case .metadataApplied(let broker, let partitions, let controllerEpoch):
      digest.combine(44, Int64(broker.value), Int64(partitions), Int64(controllerEpoch.value))
    case .sessionOpened(let session, let owner, let timeout):
      digest.combine(45, session, Int64(owner.index), timeout.nanoseconds)
    case .sessionExpired(let session, let owner):
      digest.combine(46, session, Int64(owner.index))
    case .sessionConnection(let session, let isConnected):
      digest.combine(47, session, isConnected ? 1 : 0)
    case .sessionExpiryLearned(let session):
      digest.combine(48, session)
    case .adminAnswered(let request, let error):
      digest.combine(49, Int64(request), Int64(error.rawValue))
    case .controllerWriteLate(let broker, let partition, let epoch, let current):
      digest.combine(
        57, Int64(broker.value), Int64(partition.value), Int64(epoch.value), Int64(current.value))
    }
  }
}
