/// The version switches of followers, in-sync sets and the high watermark.
public struct ReplicationSemantics: Equatable, Sendable {
  /// Where a new follower cuts its log before it copies.
  public enum Truncation: Sendable {
    /// At its own high watermark (up to 0.10.2): may cut committed records, may keep divergent
    /// ones.
    case highWatermark
    /// At the end offset that the leader gives for the follower's last epoch (KIP-101, 0.11).
    case singleEpoch
    /// By as many questions as it takes to find the last common epoch (KIP-279, 2.0).
    case commonEpoch
    /// As `commonEpoch`, with the leader epoch in every request so that stale pairs refuse
    /// (KIP-320, 2.1).
    case commonEpochFenced
    /// No question at all: fetches name the last epoch and the leader reports divergence (2.8).
    case onFetch
  }
  /// Truncation of a new follower (KIP-101, KIP-279, KIP-320, KIP-595's fetch change).
  public var truncation: Truncation

  /// Whether a report of divergence is acted on before the high watermark beside it (3.4.1,
  /// KAFKA-14704).
  ///
  /// Before, a deposed leader could show records to consumers that it was about to cut off.
  public var truncatesBeforeHighWatermark: Bool

  /// When a leader epoch enters the leader's own epoch cache.
  public enum EpochEntry: Sendable {
    /// There is no such cache before 0.11.
    case never
    /// With the first record of that epoch (0.11 to 2.0.0): one without records leaves no trace.
    case onFirstAppend
    /// On taking the leadership (2.0.1, KAFKA-7415).
    case onElection
  }
  /// The moment at which LeaderEpochFileCache learns of a new leader's epoch.
  public var epochEntry: EpochEntry

  /// Whether assigning an epoch removes conflicting later entries; since 2.0.1 (KAFKA-7415).
  ///
  /// Before, an assignment that was not above the latest entry in both epoch and offset was
  /// ignored.
  public var epochAssignmentReplacesConflicts: Bool

  /// How a leader makes a change of its in-sync set known.
  public enum ISRWrite: Sendable {
    /// It writes the partition's state znode itself, compare-and-set on the version (up to 2.6).
    case zooKeeper
    /// It asks the controller and goes on meanwhile (AlterIsr, KIP-497, 2.7).
    case alterPartition
  }
  /// The path of in-sync set changes.
  public var isrWrite: ISRWrite

  /// Whether queued in-sync changes wait for a 50 ms timer (2.7 only) instead of leaving at once
  /// (2.8).
  public var alterPartitionWaitsForTimer: Bool
  /// Whether leader and controller refuse dead or fenced replicas as ISR members (KIP-841; 3.3.1).
  public var isrNeedsLiveMembers: Bool
  /// Whether AlterPartition names each member's broker epoch, against fast restarts (KIP-903, KRaft
  /// 3.5).
  public var isrChangeCarriesBrokerEpochs: Bool

  /// What makes a leader drop a follower from the in-sync set.
  public enum ISRShrink: Sendable {
    /// No fetch for the lag time, or more records behind than `replica.lag.max.messages` (0.8).
    case stuckOrSlow
    /// Not caught up for the lag time (0.9, KAFKA-1546), even when nothing is left to copy.
    case notCaughtUp
    /// Not caught up for the lag time, unless its log end equals the leader's (2.1).
    case notCaughtUpUnlessEqual
  }
  /// The rule of `Partition.maybeShrinkIsr`.
  public var isrShrink: ISRShrink
  /// The lag time is divided by this to give the period of the shrink task: 1, or 2 since 0.10.2.
  public var isrTaskPeriodDivisor: Int64

  /// When a fetch proves that a follower is caught up.
  public enum CaughtUp: Sendable {
    /// The idea does not exist; any fetch counts as life (0.8).
    case anyFetch
    /// The fetch offset reaches the leader's log end (0.9 to 0.10.1).
    case atLogEnd
    /// Or it reaches what was the log end at the previous fetch, dated to that fetch (0.10.2).
    case atPreviousLogEnd
  }
  /// The rule of `Replica.updateFetchState`.
  public var caughtUp: CaughtUp
  /// Whether a follower's progress is noted although the read failed; until 2.3 (KAFKA-8400).
  public var failedReadUpdatesFollower: Bool

  /// How a leader answers a fetch from a broker that is not an assigned replica.
  public enum UnassignedFetch: Sendable {
    /// The whole request fails with UNKNOWN_SERVER_ERROR (up to 0.11).
    case serverError
    /// An empty answer and a warning in the log (1.0 to 3.2).
    case empty
    /// UNKNOWN_LEADER_EPOCH, or NOT_LEADER_OR_FOLLOWER without an epoch in the request (3.3).
    case refusedByEpoch
  }
  /// The answer to a fetch of a broker that the leader does not know as a replica.
  public var unassignedFetch: UnassignedFetch

  /// Which replicas can hold the high watermark back.
  public enum HighWatermarkWait: Sendable {
    /// The in-sync set only (up to 0.10.1).
    case inSync
    /// Also replicas caught up within the lag time, which may join at any moment (0.10.2).
    case inSyncOrRecentlyCaughtUp
    /// The same, but of the latter only those that are allowed to join (3.6).
    case inSyncOrEligible
  }
  /// The rule of `Partition.maybeIncrementLeaderHW` about waiting.
  public var highWatermarkWait: HighWatermarkWait
  /// Whether the high watermark stands still below min.insync.replicas (3.7, KAFKA-15583 for
  /// KIP-966).
  public var highWatermarkNeedsMinISR: Bool
  /// Whether min.insync.replicas above the replication factor counts as that factor (3.7,
  /// KAFKA-15583).
  public var minISRIsCappedByReplicationFactor: Bool
  /// Whether a returning follower must also reach the start of the leader's epoch (2.0.1,
  /// KAFKA-7128).
  public var isrJoinNeedsEpochStart: Bool

  /// What a leader forgets about its followers when it takes a LeaderAndIsr as leader.
  public enum ProgressReset: Sendable {
    /// Log ends only; the time of being caught up is not refreshed (up to 0.10.1).
    case keepingCaughtUpTime
    /// Everything, with every LeaderAndIsr (0.10.2 to 3.2).
    case always
    /// Everything, when the leader epoch grew (3.3).
    case onNewLeaderEpoch
  }
  /// The rule of `Partition.makeLeader` about remote replicas.
  public var progressReset: ProgressReset

  /// When a LeaderAndIsr leaves a follower's fetching alone.
  public enum FollowerKeeps: Sendable {
    /// The leader is the same broker, whatever the epoch (up to 2.0.0): a new epoch brings no
    /// truncation.
    case sameLeader
    /// The leader is the same and the epoch is the old one or the next (2.0.1).
    case sameLeaderWithinOneEpoch
    /// The epoch is the same (2.1).
    case sameEpoch
  }
  /// The rule of `Partition.makeFollower` about not restarting the fetcher.
  public var followerKeeps: FollowerKeeps

  /// Whether fetches carry the leader epoch, so that old leaders and followers refuse (KIP-320,
  /// 2.1).
  public var fetchesCarryLeaderEpoch: Bool
  /// Whether a parked follower fetch ends when the high watermark moves: 2.4 and 2.5 only
  /// (KAFKA-9952).
  public var highWatermarkCompletesFollowerFetch: Bool

  /// What a follower does when its fetch offset lies beyond the leader's log end.
  public enum BeyondLeaderLogEnd: Sendable {
    /// It halts the whole broker, unless unclean election is enabled for the topic (up to 2.0.0).
    case haltsUnlessUnclean
    /// It truncates to the leader's log end (2.0.1).
    case truncates
  }
  /// The answer of a follower to OFFSET_OUT_OF_RANGE above the leader's log.
  public var beyondLeaderLogEnd: BeyondLeaderLogEnd
  /// Whether a follower below the leader's log start always wipes its log (0.8), even when it is
  /// ahead.
  public var belowLogStartAlwaysWipes: Bool

  /// What an unexpected exception in a fetcher thread does.
  public enum FetcherFailure: Sendable {
    /// It kills the thread: all its partitions stop replicating until a restart (up to 2.2).
    case killsThread
    /// It marks one partition as failed until the next LeaderAndIsr (2.3, KIP-461).
    case failsPartition
  }
  /// The blast radius of an unexpected error while following.
  public var fetcherFailure: FetcherFailure

  /// How long a fetcher pauses after a failed fetch.
  public enum FetcherPause: Sendable {
    /// Not at all (0.8).
    case none
    /// Twice the back-off: the thread sleeps, and then its partitions are delayed (0.9 to 3.0).
    case twice
    /// The back-off, once (3.1).
    case once
  }
  /// The pause of ReplicaFetcherThread after an error.
  public var fetcherPause: FetcherPause
}

extension ReplicationSemantics {
  /// The switches of an unmodified release.
  init(version: KafkaVersion, mode: ClusterMode) {
    truncation = Self.truncation(of: version)
    truncatesBeforeHighWatermark = version >= KafkaVersion(3, 4, 1)
    epochEntry =
      version >= KafkaVersion(2, 0, 1)
      ? .onElection : version >= KafkaVersion(0, 11, 0) ? .onFirstAppend : .never
    epochAssignmentReplacesConflicts = version >= KafkaVersion(2, 0, 1)
    isrWrite = version >= KafkaVersion(2, 7) ? .alterPartition : .zooKeeper
    alterPartitionWaitsForTimer = version.line == "2.7"
    isrNeedsLiveMembers = version >= KafkaVersion(3, 3, mode == .kraft ? 0 : 1)
    isrChangeCarriesBrokerEpochs = mode == .kraft && version >= KafkaVersion(3, 5)
    isrShrink =
      version >= KafkaVersion(2, 1)
      ? .notCaughtUpUnlessEqual : version >= KafkaVersion(0, 9, 0) ? .notCaughtUp : .stuckOrSlow
    isrTaskPeriodDivisor = version >= KafkaVersion(0, 10, 2) ? 2 : 1
    caughtUp =
      version >= KafkaVersion(0, 10, 2)
      ? .atPreviousLogEnd : version >= KafkaVersion(0, 9, 0) ? .atLogEnd : .anyFetch
    failedReadUpdatesFollower = version < KafkaVersion(2, 4)
    unassignedFetch =
      version >= KafkaVersion(3, 3)
      ? .refusedByEpoch : version >= KafkaVersion(1, 0) ? .empty : .serverError
    highWatermarkWait =
      version >= KafkaVersion(3, 6)
      ? .inSyncOrEligible
      : version >= KafkaVersion(0, 10, 2) ? .inSyncOrRecentlyCaughtUp : .inSync
    highWatermarkNeedsMinISR = version >= KafkaVersion(3, 7)
    minISRIsCappedByReplicationFactor = version >= KafkaVersion(3, 7)
    isrJoinNeedsEpochStart = version >= KafkaVersion(2, 0, 1)
    progressReset =
      version >= KafkaVersion(3, 3)
      ? .onNewLeaderEpoch
      : version >= KafkaVersion(0, 10, 2) ? .always : .keepingCaughtUpTime
    followerKeeps =
      version >= KafkaVersion(2, 1)
      ? .sameEpoch : version >= KafkaVersion(2, 0, 1) ? .sameLeaderWithinOneEpoch : .sameLeader
    fetchesCarryLeaderEpoch = version >= KafkaVersion(2, 1)
    highWatermarkCompletesFollowerFetch = version.line == "2.4" || version.line == "2.5"
    beyondLeaderLogEnd = version >= KafkaVersion(2, 0, 1) ? .truncates : .haltsUnlessUnclean
    belowLogStartAlwaysWipes = version < KafkaVersion(0, 9, 0)
    fetcherFailure = version >= KafkaVersion(2, 3) ? .failsPartition : .killsThread
    fetcherPause =
      version >= KafkaVersion(3, 1) ? .once : version >= KafkaVersion(0, 9, 0) ? .twice : .none
  }

  /// The era of a release in `Truncation`'s terms.
  private static func truncation(of version: KafkaVersion) -> Truncation {
    if version >= KafkaVersion(2, 8) { return .onFetch }
    if version >= KafkaVersion(2, 1) { return .commonEpochFenced }
    if version >= KafkaVersion(2, 0) { return .commonEpoch }
    return version >= KafkaVersion(0, 11, 0) ? .singleEpoch : .highWatermark
  }
}
