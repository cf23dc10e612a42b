import Kernel

/// A consumer's side of its group: where the coordinator is, and how far the membership has got.
///
/// unjoined → preparing: a rebalance is due; the commit before it is under way
/// preparing → joining: JoinGroup is sent
/// joining → syncing: the generation is known; SyncGroup is sent
/// syncing → stable: the assignment has arrived
/// syncing, stable → preparing: the coordinator announced a rebalance, or the topics changed
/// any → unjoined: the coordinator does not know this member or generation
///
/// Models AbstractCoordinator and ConsumerCoordinator.
struct ConsumerMembership: Sendable {
  enum State: UInt8, Sendable { case unjoined, preparing, joining, syncing, stable }

  var state = State.unjoined
  var coordinator = BrokerID.none
  var isFinding = false
  /// No request of a rebalance goes out before this instant.
  var restsUntil = Instant.zero
  /// Pauses in a row.
  var failures: Int32 = 0
  var generation: Int32 = -1
  var member = MemberID.none
  var leader = MemberID.none
  var strategy = AssignorPreference.Assignor.range
  /// Whether the next poll begins a rebalance.
  var needsRejoin = true
  /// Whether this rebalance's commit and revocation are done.
  var isPrepared = false
  /// When the commit before a rebalance is given up.
  var preparationDeadline = Instant.distantFuture
  /// The slot of that commit, while it is under way.
  var preparationCommit: Int32 = -1
  /// What the coordinator assigned, until the next poll takes it over.
  var received: [PartitionID]?
  /// Members to divide partitions among, until their topics are known here.
  var undivided: [JoinedMember] = []
  /// The partition counts that the last division was made from, in the order of `watchedTopics`.
  var dividedCounts: [Int] = []
  var watchedTopics: [TopicID] = []
  /// What the sticky assignor remembers.
  var lastAssignment: [PartitionID] = []
  var lastGeneration: Int32 = -1

  // Liveness.
  var heartbeatTimer: EventHandle = .none
  var isHeartbeating = false
  var isHeartbeatUnderWay = false
  /// Whether a heartbeat is due that must wait for the polling thread (before KIP-62).
  var owesHeartbeat = false
  /// Without a good answer until here, the coordinator is looked for anew.
  var sessionDeadline = Instant.distantFuture
  /// Until here the application must have polled again.
  var pollDeadline = Instant.distantFuture
  var pollTimer: EventHandle = .none

  // Automatic commits.
  var autoCommitAt = Instant.distantFuture
  var autoCommitTimerAt = Instant.distantFuture
  /// An error that the next poll throws.
  var fatal: ErrorCode?

  /// Whether the coordinator has been given a generation that this member may use.
  var hasGeneration: Bool { generation >= 0 && member != .none }
}

/// A commit that a consumer has asked for.
struct ConsumerCommit: Sendable {
  /// Who waits for it.
  enum Purpose: UInt8, Sendable {
    /// Nobody: the timer of automatic commits.
    case automatic
    /// Nobody: `commitAsync`.
    case asynchronous
    /// The application's thread: `commitSync`.
    case synchronous
    /// Nobody: a scenario's line asked for it.
    case ordered
    /// The rebalance that is about to begin.
    case preparation
    /// The closing consumer.
    case closing
  }

  /// Numbers commits in the order in which they were asked for.
  var serial: Int64
  var purpose: Purpose
  var offsets: [CommittedOffset]
  var deadline: Instant
  /// Whether a request is under way.
  var isSent = false
  /// No attempt before this instant.
  var restsUntil = Instant.zero
  var failures: Int32 = 0
}
