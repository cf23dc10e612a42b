import Kernel

/// Where a partition stands in the controller's partition state machine.
///
/// Transitions, from → to, because:
/// - nonExistent → new: its topic was created, or it was added to its topic
/// - new → online: its first leader was registered
/// - online → offline: its leader is gone
/// - online, offline → online: a leader was elected
/// - offline → nonExistent: its topic is being deleted
///
/// Models `PartitionState` of Kafka's PartitionStateMachine.
enum PartitionStatus: UInt8, Sendable {
  case nonExistent, new, online, offline
}

/// What the active controller knows of one partition; plain data, found by `PartitionID`.
struct PartitionContext: Sendable {
  /// Its place in the partition state machine.
  var status: PartitionStatus = .nonExistent
  /// The assigned replicas, those of a running reassignment included.
  var replicas = ReplicaList()
  /// Replicas that a running reassignment adds (KIP-455).
  var adding = ReplicaList()
  /// Replicas that a running reassignment will remove (KIP-455).
  var removing = ReplicaList()
  /// Replicas that their brokers reported as lying on a failed log directory (KIP-112).
  var offlineDirectories = ReplicaList()
  /// Each replica's place in the replica state machine.
  var statuses = ReplicaStatuses()
  /// Whether `state` holds what ZooKeeper said last.
  var hasState = false
  /// The registered state as the controller knows it; it may be older than ZooKeeper's.
  var state = PartitionState(
    leader: .none, leaderEpoch: .none, isr: [], controllerEpoch: .none)
  /// The version of that state's znode.
  var epoch = PartitionEpoch.first
  /// Whether the partition is in the set of reassignments that the controller drives.
  var isReassigning = false

  /// Whether the assignment names replicas that come or go.
  var isBeingReassigned: Bool { !adding.isEmpty || !removing.isEmpty }
  /// The assignment that the reassignment leads to.
  var target: ReplicaList { replicas.removing(removing) }
  /// The assignment from which the reassignment started.
  var origin: ReplicaList { replicas.removing(adding) }
}

/// What the active controller knows of one topic, found by `TopicID`.
struct TopicContext: Sendable {
  /// How far the deletion of a topic has come.
  enum Deletion: UInt8, Sendable {
    case none
    /// In /admin/delete_topics; nothing was done yet.
    case queued
    /// Brokers were told, and replicas are being deleted.
    case started
  }

  /// Whether the controller has seen the topic in ZooKeeper.
  var isKnown = false
  /// How far its deletion has come.
  var deletion = Deletion.none
  /// Whether the deletion must wait: a replica is away, or a reassignment is running.
  var isIneligibleForDeletion = false

  /// Whether a deletion was asked for.
  var isBeingDeleted: Bool { deletion != .none }
}

/// What the active controller knows of one broker.
struct BrokerContext: Sendable {
  /// Whether it is registered and not yet seen gone.
  var isPresent = false
  /// Whether a controlled shutdown of it is under way.
  var isShuttingDown = false
  /// The generation of its registration.
  var epoch = BrokerEpoch.unknown

  /// Whether Kafka counts it among `liveBrokerIds`.
  var isLive: Bool { isPresent && !isShuttingDown }
}
