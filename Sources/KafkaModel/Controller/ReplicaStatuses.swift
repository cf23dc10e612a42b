import Kernel

/// Where a replica stands in the controller's replica state machine.
///
/// Transitions, from → to, because:
/// - nonExistent → new: its partition was created, or a reassignment adds it
/// - new, online, offline, deletionIneligible → online: its broker is there
/// - new, online, offline, deletionIneligible → offline: its broker or log directory is gone
/// - offline → deletionStarted: its topic or its place in the assignment is being removed
/// - deletionStarted → deletionSuccessful: the broker has deleted it
/// - deletionStarted, offline → deletionIneligible: the broker can't be reached now
/// - deletionSuccessful → nonExistent: every replica of the topic has been deleted
///
/// Models `ReplicaState` of Kafka's ReplicaStateMachine.
enum ReplicaStatus: UInt8, Sendable {
  case nonExistent, new, online, offline
  case deletionStarted, deletionSuccessful, deletionIneligible

  /// Whether the replica state machine allows the step from another status to this one.
  func isLegal(after other: ReplicaStatus) -> Bool {
    switch self {
    case .new: other == .nonExistent
    case .online, .offline:
      other == .new || other == .online || other == .offline || other == .deletionIneligible
    case .deletionStarted: other == .offline
    case .deletionSuccessful: other == .deletionStarted
    case .deletionIneligible: other == .deletionStarted || other == .offline
    case .nonExistent: other == .deletionSuccessful
    }
  }
}

/// The status of each replica of one partition, kept in place as plain data.
///
/// Holds as many brokers as an assignment may name; a broker without an entry is `nonExistent`.
struct ReplicaStatuses: Sendable {
  private var brokers = ReplicaList()
  private var statuses = InlineArray<15, ReplicaStatus>(repeating: .nonExistent)

  /// The status of the broker's replica.
  subscript(broker: BrokerID) -> ReplicaStatus {
    get { brokers.place(of: broker).map { statuses[$0] } ?? .nonExistent }
    set {
      if newValue == .nonExistent { return remove(broker) }
      if let place = brokers.place(of: broker) {
        statuses[place] = newValue
      } else {
        statuses[brokers.count] = newValue
        brokers.append(broker)
      }
    }
  }

  /// Whether some replica of the list has the status.
  func contains(_ status: ReplicaStatus, among replicas: ReplicaList) -> Bool {
    replicas.first { self[$0] == status } != nil
  }

  /// Forgets a broker and closes the gap.
  private mutating func remove(_ broker: BrokerID) {
    guard let gap = brokers.place(of: broker) else { return }
    for place in gap..<(brokers.count - 1) { statuses[place] = statuses[place + 1] }
    brokers = brokers.removing(broker)
  }
}
