extension ErrorCode {
  /// Whether a client asks for new metadata when it sees this error (InvalidMetadataException).
  var invalidatesMetadata: Bool {
    switch self {
    case .unknownTopicOrPartition, .leaderNotAvailable, .notLeaderOrFollower,
      .replicaNotAvailable, .networkException, .kafkaStorageError, .fencedLeaderEpoch,
      .unknownTopicID, .inconsistentTopicID:
      return true
    default: return false
    }
  }

  /// Whether a client may try the same request again (RetriableException).
  var isRetriable: Bool {
    if invalidatesMetadata { return true }
    switch self {
    case .corruptMessage, .requestTimedOut, .coordinatorLoadInProgress, .coordinatorNotAvailable,
      .notCoordinator, .notEnoughReplicas, .notEnoughReplicasAfterAppend, .concurrentTransactions,
      .fetchSessionIDNotFound, .invalidFetchSessionEpoch, .unknownLeaderEpoch, .offsetNotAvailable,
      .unstableOffsetCommit, .notController:
      return true
    default: return false
    }
  }

  /// Whether an answer with this error leaves open that the broker has the records.
  ///
  /// NOT_LEADER_OR_FOLLOWER does with acks=all: a leader that steps down completes parked produces
  /// with it although it had appended them.
  func leavesProduceOpen(acks: RequiredAcks) -> Bool {
    switch self {
    case .networkException, .requestTimedOut, .notEnoughReplicasAfterAppend, .unknownServerError,
      .kafkaStorageError:
      return true
    case .notLeaderOrFollower: return acks != .leader
    default: return false
    }
  }
}
