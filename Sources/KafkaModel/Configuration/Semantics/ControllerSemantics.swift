/// The version switches of the controller, of broker registration and of elections.
public struct ControllerSemantics: Equatable, Sendable {
  /// Who stops a controller that does not know it was replaced.
  public enum Fencing: Int, Comparable, Sendable {
    /// Brokers that heard from the newer one, by the controller epoch (up to 2.0).
    case controllerEpochAtBrokers
    /// Also ZooKeeper: every write checks the epoch znode's version (KAFKA-6082, 2.1).
    case controllerEpochInZooKeeper
    /// Also each broker's own generation, against requests to a former life (KIP-380, 2.2).
    case brokerEpochs

    /// Orders by strength.
    public static func < (a: Fencing, b: Fencing) -> Bool { a.rawValue < b.rawValue }
  }
  /// The defence against zombie controllers and stale requests.
  public var fencing: Fencing
  /// Whether winning the election and raising the epoch are one ZooKeeper transaction (2.1).
  public var electionIsAtomic: Bool
  /// Whether a fast restart is seen as failure and return, by the registration's czxid (KIP-380,
  /// 2.2).
  public var seesBouncedBrokers: Bool

  /// What becomes of the in-sync set when its last member goes.
  public enum LastISRMember: Sendable {
    /// The set becomes empty (0.8.0 and 0.8.1).
    case removed
    /// It stays when unclean election is disabled for the topic (0.8.2 to 1.0).
    case retainedUnlessUnclean
    /// It always stays (1.1): only that replica can lead cleanly again.
    case retained
  }
  /// The rule of the controller about removing the last in-sync replica.
  public var lastISRMember: LastISRMember
  /// Whether unclean.leader.election.enable exists (0.8.2); before, unclean elections always
  /// happen.
  public var uncleanElectionIsConfigurable: Bool
  /// Whether the death of any broker lets a leader that is shutting down count as gone (1.0).
  public var stoppingLeaderIsOffline: Bool
  /// Whether switching unclean election on at run time retries offline partitions at once (1.1).
  public var uncleanElectionIsDynamic: Bool

  /// Whether an unclean leader must commit its ISR anew before it grows (`leader_recovery_state`,
  /// 3.2).
  public var recoveryStateExists: Bool

  /// Whom a controlled shutdown moves leadership to.
  public enum ShutdownChoice: Sendable {
    /// The first of the remaining in-sync list, in that list's own order (0.8, 0.9).
    case isrOrder
    /// The first in assignment order that is in sync (0.10.0).
    case assignmentOrder
  }
  /// The choice of ControlledShutdownLeaderSelector.
  public var shutdownChoice: ShutdownChoice

  /// How a broker's registration meets an existing znode of its id.
  public enum Registration: Sendable {
    /// It waits out the old session if the content is its own (0.8).
    case waitsForOldSession
    /// It fails, which ends a starting broker (0.9 to 2.1).
    case failsIfExists
    /// It replaces a znode of its own former session, and fails otherwise (2.2).
    case replacesOwn
  }
  /// The conflict rule of registration in ZooKeeper.
  public var registration: Registration

  /// How the controller reads and writes ZooKeeper.
  public enum ZooKeeperAccess: Sendable {
    /// One round trip per partition, one after another (up to 1.0).
    case sequential
    /// Pipelined batches of requests (KAFKA-5642, 1.1).
    case pipelined
  }
  /// The cost model of a controller failover.
  public var zooKeeperAccess: ZooKeeperAccess
  /// Whether leaders publish ISR changes as znodes for the controller to spread (0.9 to 2.6).
  public var isrNotificationsExist: Bool
  /// Whether reassignments are incremental and can be cancelled (KIP-455, 2.4).
  public var reassignmentIsIncremental: Bool
  /// Whether admin requests can force an unclean election (KIP-460, 2.4).
  public var electLeadersExists: Bool
  /// Whether StopReplica carries the leader epoch (KIP-570, 2.6).
  public var stopReplicaCarriesLeaderEpoch: Bool
  /// Whether a pure in-sync shrink by the KRaft controller raises the leader epoch (before 3.6).
  public var shrinkRaisesLeaderEpoch: Bool
  /// Whether eligible leader replicas are tracked (KIP-966; off by default through 4.0).
  public var tracksEligibleLeaders: Bool
  /// Whether producer id blocks come from the controller (3.0), not from a znode.
  public var allocatesProducerIDs: Bool

  /// The switches of an unmodified release.
  init(version: KafkaVersion, mode: ClusterMode) {
    fencing =
      version >= KafkaVersion(2, 2)
      ? .brokerEpochs
      : version >= KafkaVersion(2, 1) ? .controllerEpochInZooKeeper : .controllerEpochAtBrokers
    electionIsAtomic = version >= KafkaVersion(2, 1)
    seesBouncedBrokers = version >= KafkaVersion(2, 2)
    lastISRMember =
      version >= KafkaVersion(1, 1)
      ? .retained : version >= KafkaVersion(0, 8, 2) ? .retainedUnlessUnclean : .removed
    uncleanElectionIsConfigurable = version >= KafkaVersion(0, 8, 2)
    stoppingLeaderIsOffline = version >= KafkaVersion(1, 0)
    uncleanElectionIsDynamic = version >= KafkaVersion(1, 1)
    recoveryStateExists = version >= KafkaVersion(3, 2)
    shutdownChoice = version >= KafkaVersion(0, 10, 0) ? .assignmentOrder : .isrOrder
    registration =
      version >= KafkaVersion(2, 2)
      ? .replacesOwn : version >= KafkaVersion(0, 9, 0) ? .failsIfExists : .waitsForOldSession
    zooKeeperAccess = version >= KafkaVersion(1, 1) ? .pipelined : .sequential
    isrNotificationsExist = version >= KafkaVersion(0, 9, 0) && version < KafkaVersion(2, 7)
    reassignmentIsIncremental = version >= KafkaVersion(2, 4)
    electLeadersExists = version >= KafkaVersion(2, 4)
    stopReplicaCarriesLeaderEpoch = version >= KafkaVersion(2, 6)
    shrinkRaisesLeaderEpoch = mode == .zookeeper || version < KafkaVersion(3, 6)
    tracksEligibleLeaders = false
    allocatesProducerIDs = version >= KafkaVersion(3, 0)
  }
}
