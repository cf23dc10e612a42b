import Kernel

/// What a consumer keeps of one partition that is assigned to it.
///
/// initializing → fetching: a committed position was found
/// initializing → awaitingReset: there is none, or the reader belongs to no group
/// awaitingReset → fetching: the leader told where to begin
/// fetching → awaitingReset: out of range, truncated beyond what is known, or a lazy seek
/// fetching → awaitingValidation: another leader epoch than the position's (KIP-320)
/// awaitingValidation → fetching: the position is on the new leader's log, or was cut back to it
///
/// Models TopicPartitionState of SubscriptionState with the CompletedFetch that is being drained.
struct ConsumerPartition: Sendable {
  enum State: UInt8, Sendable { case initializing, awaitingReset, awaitingValidation, fetching }

  // What every look for something to fetch asks lies close together.

  let id: PartitionID
  var state = State.initializing
  /// `pause()`: stays assigned, is not read.
  var isPaused = false
  /// Whether it must not be handed out, because a rebalance is about to take it away (KAFKA-9065).
  var isBeingRevoked = false
  /// Whether it waits in the queue of partitions with buffered records.
  var isQueued = false
  /// The next partition in the order of fetching.
  var next: Int32 = -1
  /// The leader that fetches go to, and its epoch, as metadata last told.
  var leader = BrokerID.none
  var leaderEpoch = LeaderEpoch.none
  /// A replica nearer than the leader, until it fails or is too old (KIP-392).
  var preferredReplica = BrokerID.none
  var preferredUntil = Instant.zero
  /// Records that arrived and were not handed out yet.
  var buffer = ListRef()
  /// The offset of the next record to hand out; unknown before the first position.
  var position = Offset.unknown
  /// Not asked for before this instant, after a failure.
  var restsUntil = Instant.zero
  /// The previous partition in the order of fetching.
  var previous: Int32 = -1
  /// The leader epoch of the last record handed out, or of the committed offset.
  var positionEpoch = LeaderEpoch.none
  /// Where a reset leads and why it happens.
  var resetTarget = ResetTarget.latest
  var resetReason = ResetReason.noCommittedOffset
  /// Whether a ListOffsets, OffsetsForLeaderEpoch or OffsetFetch for it is under way.
  var isAsking = false
  /// Aborted transactions of the buffered range that are still ahead, and those that are open.
  var abortedAhead = ListRef()
  var abortedOpen = ListRef()

  init(id: PartitionID) { self.id = id }

  /// Whether it may be asked for: it has a valid position, and nobody holds it back.
  @inline(__always)
  var isFetchable: Bool { state == .fetching && !isPaused && !isBeingRevoked }

  /// The replica that its next fetch goes to.
  @inline(__always)
  func source(now: Instant) -> BrokerID {
    preferredReplica != .none && preferredUntil > now ? preferredReplica : leader
  }
}

/// Where a consumer without a usable position begins.
enum ResetTarget: Equatable, Sendable {
  case earliest
  case latest
  /// At the first record that is not older, in milliseconds of the wall clock.
  case timestamp(Int64)

  /// The timestamp that ListOffsets carries for it.
  var wireTimestamp: Int64 {
    switch self {
    case .latest: -1
    case .earliest: -2
    case .timestamp(let milliseconds): milliseconds
    }
  }
}

/// What a consumer remembers of a request by its token.
enum ConsumerRequest: Equatable, Sendable {
  case fetch(BrokerID)
  case listOffsets(PartitionID)
  case epochEnd(PartitionID)
  case findCoordinator
  case join
  case sync
  case heartbeat
  case leave
  /// A commit, by the slot of what it carries.
  case commit(Int32)
  case offsetFetch

  private static let shift: Int32 = 24
  private static let mask: Int32 = (1 << 24) - 1

  /// The number that travels with the request.
  var token: Int32 {
    switch self {
    case .fetch(let broker): broker.value
    case .listOffsets(let partition): 1 << Self.shift | partition.value
    case .epochEnd(let partition): 2 << Self.shift | partition.value
    case .findCoordinator: 3 << Self.shift
    case .join: 4 << Self.shift
    case .sync: 5 << Self.shift
    case .heartbeat: 6 << Self.shift
    case .leave: 7 << Self.shift
    case .commit(let slot): 8 << Self.shift | slot
    case .offsetFetch: 9 << Self.shift
    }
  }

  /// The request of a token that `token` gave.
  init(token: Int32) {
    let number = token & Self.mask
    switch token >> Self.shift {
    case 0: self = .fetch(BrokerID(number))
    case 1: self = .listOffsets(PartitionID(number))
    case 2: self = .epochEnd(PartitionID(number))
    case 3: self = .findCoordinator
    case 4: self = .join
    case 5: self = .sync
    case 6: self = .heartbeat
    case 7: self = .leave
    case 8: self = .commit(number)
    default: self = .offsetFetch
    }
  }
}
