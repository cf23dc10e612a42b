/// An error of the Kafka protocol, with its wire number; `none` is success.
///
/// Errors are values that travel in responses. Names follow Kafka's `Errors` as of 3.9; version
/// differences in what an old client calls them (NOT_LEADER_FOR_PARTITION) are a matter of
/// printing.
public enum ErrorCode: Int16, Sendable, CaseIterable {
  case unknownServerError = -1
  case none = 0
  case offsetOutOfRange = 1
  case corruptMessage = 2
  case unknownTopicOrPartition = 3
  case leaderNotAvailable = 5
  case notLeaderOrFollower = 6
  case requestTimedOut = 7
  case brokerNotAvailable = 8
  case replicaNotAvailable = 9
  case messageTooLarge = 10
  case staleControllerEpoch = 11
  case networkException = 13
  case coordinatorLoadInProgress = 14
  case coordinatorNotAvailable = 15
  case notCoordinator = 16
  case invalidTopicException = 17
  case recordListTooLarge = 18
  case notEnoughReplicas = 19
  case notEnoughReplicasAfterAppend = 20
  case invalidRequiredAcks = 21
  case illegalGeneration = 22
  case inconsistentGroupProtocol = 23
  case invalidGroupID = 24
  case unknownMemberID = 25
  case invalidSessionTimeout = 26
  case rebalanceInProgress = 27
  case invalidCommitOffsetSize = 28
  case groupAuthorizationFailed = 30
  case invalidTimestamp = 32
  case unsupportedVersion = 35
  case topicAlreadyExists = 36
  case invalidPartitions = 37
  case invalidReplicationFactor = 38
  case invalidReplicaAssignment = 39
  case invalidConfig = 40
  case notController = 41
  case invalidRequest = 42
  case unsupportedForMessageFormat = 43
  case policyViolation = 44
  case outOfOrderSequenceNumber = 45
  case duplicateSequenceNumber = 46
  case invalidProducerEpoch = 47
  case invalidTransactionState = 48
  case invalidProducerIDMapping = 49
  case invalidTransactionTimeout = 50
  case concurrentTransactions = 51
  case transactionCoordinatorFenced = 52
  case operationNotAttempted = 55
  case kafkaStorageError = 56
  case unknownProducerID = 59
  case reassignmentInProgress = 60
  case nonEmptyGroup = 68
  case groupIDNotFound = 69
  case fetchSessionIDNotFound = 70
  case invalidFetchSessionEpoch = 71
  case topicDeletionDisabled = 73
  case fencedLeaderEpoch = 74
  case unknownLeaderEpoch = 75
  case staleBrokerEpoch = 77
  case offsetNotAvailable = 78
  case memberIDRequired = 79
  case preferredLeaderNotAvailable = 80
  case groupMaxSizeReached = 81
  case fencedInstanceID = 82
  case eligibleLeadersNotAvailable = 83
  case electionNotNeeded = 84
  case noReassignmentInProgress = 85
  case invalidRecord = 87
  case unstableOffsetCommit = 88
  case producerFenced = 90
  case invalidUpdateVersion = 95
  case unknownTopicID = 100
  case duplicateBrokerRegistration = 101
  case brokerIDNotRegistered = 102
  case inconsistentTopicID = 103
  case ineligibleReplica = 107
  case newLeaderElected = 108
  case transactionAbortable = 120

  /// The constant's name as Kafka spells it, such as NOT_ENOUGH_REPLICAS.
  public var kafkaName: String {
    switch self {
    case .invalidGroupID: return "INVALID_GROUP_ID"
    case .unknownMemberID: return "UNKNOWN_MEMBER_ID"
    case .groupIDNotFound: return "GROUP_ID_NOT_FOUND"
    case .invalidTransactionState: return "INVALID_TXN_STATE"
    case .invalidProducerIDMapping: return "INVALID_PRODUCER_ID_MAPPING"
    case .invalidTransactionTimeout: return "INVALID_TRANSACTION_TIMEOUT"
    case .unknownProducerID: return "UNKNOWN_PRODUCER_ID"
    case .fetchSessionIDNotFound: return "FETCH_SESSION_ID_NOT_FOUND"
    case .memberIDRequired: return "MEMBER_ID_REQUIRED"
    case .fencedInstanceID: return "FENCED_INSTANCE_ID"
    case .unknownTopicID: return "UNKNOWN_TOPIC_ID"
    case .brokerIDNotRegistered: return "BROKER_ID_NOT_REGISTERED"
    case .inconsistentTopicID: return "INCONSISTENT_TOPIC_ID"
    default: return Self.upperSnake("\(self)")
    }
  }

  /// `notEnoughReplicas` becomes `NOT_ENOUGH_REPLICAS`; the exceptions are spelled out above.
  private static func upperSnake(_ camel: String) -> String {
    var words = ""
    for character in camel {
      if character.isUppercase { words.append("_") }
      words.append(character.uppercased())
    }
    return words
  }

  /// Whether the code reports success.
  @inlinable public var isSuccess: Bool { self == .none }
}
