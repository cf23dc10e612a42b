import Kernel

/// A group as its coordinator knows it.
///
/// empty → preparing: a member joins
/// preparing → completing: all members have joined, or the rebalance timeout is over
/// preparing → empty: everybody has left
/// completing → stable: the leader's assignment is in the log
/// completing → preparing: a member joined, left or died, or the assignment could not be written
/// stable → preparing: a member joined, left or died, or its subscription changed
/// any → gone: the coordinator resigned, or nothing is left of the group
///
/// Models GroupMetadata. Members are kept in the order of their joining.
struct CoordinatedGroup: Sendable {
  enum State: UInt8, Sendable {
    case empty, preparing, completing, stable

    /// What the coordinator tells whoever asks.
    var told: GroupState {
      switch self {
      case .empty: .empty
      case .preparing: .preparingRebalance
      case .completing: .completingRebalance
      case .stable: .stable
      }
    }
  }

  let id: GroupID
  var state = State.empty
  var generation: Int32 = 0
  /// The strategy of this generation.
  var strategy: AssignorPreference.Assignor?
  /// Whether members have ever joined; a group that only stores offsets is "simple".
  var hasProtocol = false
  var leader = MemberID.none
  var members: [GroupMember] = []
  /// Ids that were given away and have not come back yet (KIP-394).
  var pending: [PendingMember] = []
  /// Committed offsets.
  var offsets = SortedMap<PartitionID, StoredOffset>()
  /// Commits that are being written.
  var pendingCommits = 0
  /// Numbers members for their timers.
  var nextSerial: Int32 = 1
  /// The wait for members to join, and the wait for them to ask for their assignment.
  var joinTimer: EventHandle = .none
  var syncTimer: EventHandle = .none
  /// The initial wait: how much more may be added, or nil in later rebalances.
  var initialRemaining: Duration?
  /// Whether somebody new came during the initial wait.
  var newMemberAdded = false
  /// When it became empty, by the coordinator's wall clock.
  var emptySince: Int64 = 0

  init(id: GroupID) { self.id = id }

  /// The place of a member.
  func place(of member: MemberID) -> Int? { members.firstIndex { $0.id == member } }

  /// The place of a static member by its instance.
  func place(of instance: InstanceID) -> Int? {
    instance == .none ? nil : members.firstIndex { $0.instance == instance }
  }

  /// The longest rebalance timeout of all members.
  var rebalanceTimeout: Duration { members.map(\.rebalanceTimeout).max() ?? .zero }

  /// Whether every member waits with a join, and nobody is expected besides.
  var isJoinComplete: Bool {
    pending.isEmpty && members.allSatisfy { $0.parkedJoin != nil }
  }

  /// Whether all present members know one of these strategies.
  func supports(_ protocols: AssignorPreference) -> Bool {
    if members.isEmpty { return protocols.count > 0 }
    return (0..<protocols.count).contains { place in
      members.allSatisfy { $0.protocols.contains(protocols[place]) }
    }
  }

  /// The strategy that most members prefer among those that all know.
  ///
  /// Simplified: a tie goes to the strategy that comes first in Kafka's alphabet of names.
  var electedStrategy: AssignorPreference.Assignor {
    var best = AssignorPreference.Assignor.range
    var bestVotes = -1
    for candidate in AssignorPreference.Assignor.allCases
    where members.allSatisfy({ $0.protocols.contains(candidate) }) {
      let votes = members.count { member in
        let first = (0..<member.protocols.count).first { place in
          members.allSatisfy { $0.protocols.contains(member.protocols[place]) }
        }
        return first.map { member.protocols[$0] == candidate } ?? false
      }
      if votes > bestVotes { (best, bestVotes) = (candidate, votes) }
    }
    return best
  }

  /// What the log is told about the group.
  func snapshot(wall: Int64) -> GroupSnapshot {
    GroupSnapshot(
      group: id, generation: generation, strategy: members.isEmpty ? nil : strategy,
      leader: leader, members: members.map(\.snapshot), writtenAt: wall)
  }
}

/// One member of a group.
struct GroupMember: Sendable {
  var id: MemberID
  var instance: InstanceID
  var client: ClientID
  var sessionTimeout: Duration
  var rebalanceTimeout: Duration
  var protocols: AssignorPreference
  var subscription: MemberSubscription
  var assignment: [PartitionID] = []
  /// Its JoinGroup or SyncGroup that waits for the others.
  var parkedJoin: RequestTicket?
  var parkedSync: RequestTicket?
  /// Whether it has asked for its assignment in this generation.
  var hasSynced = false
  /// Whether its first join has not been answered yet.
  var isNew = true
  /// Names it in timers.
  var serial: Int32
  var sessionTimer: EventHandle = .none

  /// The member as the log keeps it.
  var snapshot: SnapshotMember {
    SnapshotMember(
      id: id, instance: instance, client: client, sessionTimeout: sessionTimeout,
      rebalanceTimeout: rebalanceTimeout, protocols: protocols, subscription: subscription,
      assignment: assignment)
  }
}

/// An id that waits for its owner's second JoinGroup.
struct PendingMember: Sendable {
  var id: MemberID
  var serial: Int32
  var timer: EventHandle
}

/// A committed offset in the coordinator's memory.
struct StoredOffset: Sendable {
  var offset: Offset
  var leaderEpoch: LeaderEpoch
  /// When it was committed, by the coordinator's wall clock.
  var committedAt: Int64
  /// Where its record lies: the later record wins, whatever it says.
  var logOffset: Offset
}

extension AssignorPreference {
  /// Whether a strategy is among them.
  func contains(_ assignor: Assignor) -> Bool {
    (0..<count).contains { self[$0] == assignor }
  }

  /// A preference of these strategies, the preferred one first.
  init(_ assignors: [Assignor]) {
    self.init(classes: assignors.map(\.className))
  }
}
