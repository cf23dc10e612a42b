import Kernel

/// The identity that a coordinator gives to one membership: the random part of Kafka's
/// "<client id>-<uuid>".
///
/// Simplified: members of a group have the same client id, so that the random part decides their
/// order, as it does for consumers with the default client id.
public struct MemberID: ClusterNumber {
  /// The bare number.
  public let value: UInt64
  /// Wraps a bare number.
  @inlinable public init(_ value: UInt64) { self.value = value }
  /// A member that has no identity yet, Kafka's empty text.
  public static let none = MemberID(0)
}

/// A `group.instance.id` (KIP-345) as a number that sorts as the text does.
public struct InstanceID: ClusterNumber {
  /// The bare number.
  public let value: Int32
  /// Wraps a bare number.
  @inlinable public init(_ value: Int32) { self.value = value }
  /// A dynamic member.
  public static let none = InstanceID(0)
}

/// FindCoordinator: which broker looks after this group?
struct FindCoordinatorRequest: Sendable {
  var group: GroupID
}

/// FindCoordinator response.
struct FindCoordinatorResponse: Sendable {
  var error: ErrorCode
  var coordinator: BrokerID
}

/// What a member tells the group's leader about itself (ConsumerProtocolSubscription).
struct MemberSubscription: Equatable, Sendable {
  /// The topics that it wants a share of.
  var topics: [TopicID]
  /// What it owned before (KIP-429), or remembers as the sticky assignor's user data.
  var owned: [PartitionID] = []
  /// The generation in which it owned them.
  var generation: Int32 = -1
}

/// JoinGroup.
struct JoinGroupRequest: Sendable {
  var group: GroupID
  var member: MemberID
  var instance: InstanceID
  /// Who it is, for reports and for the leader's sake.
  var client: ClientID
  var sessionTimeout: Duration
  /// `max.poll.interval.ms`; the session timeout before 0.10.1.
  var rebalanceTimeout: Duration
  var protocols: AssignorPreference
  var subscription: MemberSubscription
}

/// One member as the group's leader sees it.
struct JoinedMember: Equatable, Sendable {
  var member: MemberID
  var instance: InstanceID
  var subscription: MemberSubscription
}

/// JoinGroup response.
struct JoinGroupResponse: Sendable {
  var error: ErrorCode
  var generation: Int32 = -1
  var strategy = AssignorPreference.Assignor.range
  var leader = MemberID.none
  var member = MemberID.none
  /// All members, for the leader only.
  var members: [JoinedMember] = []
  /// A leader that came back and must not assign anew (KIP-814).
  var skipsAssignment = false
}

/// What a leader gives to one member.
struct MemberAssignment: Equatable, Sendable {
  var member: MemberID
  var partitions: [PartitionID]
}

/// SyncGroup; only the leader's carries assignments.
struct SyncGroupRequest: Sendable {
  var group: GroupID
  var generation: Int32
  var member: MemberID
  var instance: InstanceID
  var assignments: [MemberAssignment]
}

/// SyncGroup response.
struct SyncGroupResponse: Sendable {
  var error: ErrorCode
  var partitions: [PartitionID]
}

/// Heartbeat of a member in its generation.
struct HeartbeatRequest: Sendable {
  var group: GroupID
  var generation: Int32
  var member: MemberID
  var instance: InstanceID
}

/// LeaveGroup of one member.
struct LeaveGroupRequest: Sendable {
  var group: GroupID
  var member: MemberID
  var instance: InstanceID
  /// Whether the member was idle for too long, and not closed.
  var isForPollTimeout: Bool
}

/// A committed offset: the next offset to read.
struct CommittedOffset: Equatable, Sendable {
  var partition: PartitionID
  var offset: Offset
  /// The leader epoch of the last record before it, or none (KIP-320).
  var leaderEpoch: LeaderEpoch
}

/// OffsetCommit; generation -1 and no member is a commit without membership.
struct OffsetCommitRequest: Sendable {
  var group: GroupID
  var generation: Int32
  var member: MemberID
  var instance: InstanceID
  /// Who it is, for reports.
  var client: ClientID
  var offsets: [CommittedOffset]
}

/// OffsetCommit response, an error per partition in the order of the request.
struct OffsetCommitResponse: Sendable {
  var errors: [ErrorCode]
}

/// OffsetFetch.
struct OffsetFetchRequest: Sendable {
  var group: GroupID
  var partitions: [PartitionID]
}

/// OffsetFetch response; an unknown offset is "none committed".
struct OffsetFetchResponse: Sendable {
  var error: ErrorCode
  var offsets: [CommittedOffset]
}
