import KafkaModel

/// What of the known situations a campaign has seen, and what it never reached.
public struct CoverageReport: Sendable {
  /// What one section has.
  public struct Section: Sendable {
    /// What its situations are.
    public var name: String
    /// How many were seen.
    public var seen: Int
    /// How many there are.
    public var total: Int
    /// Those that were never reached, in words; empty where they are too many to tell.
    public var missing: [String]
  }

  /// The sections, in the order of reports.
  public let sections: [Section]

  /// The report on a table.
  public init(_ table: CoverageTable) {
    sections = CoverageMap.all.map { section in
      let expected = section.range.filter { !Self.isOutOfReach(section, $0) }
      let missing = expected.filter { !table.contains($0) }
      let isNamed = CoverageMap.named.contains { $0.base == section.base }
      return Section(
        name: section.name, seen: expected.count - missing.count, total: expected.count,
        missing: isNamed ? missing.map { section.words[$0 - section.base] } : [])
    }
  }

  /// Errors and faults that nothing in the simulator can give.
  private static func isOutOfReach(_ section: CoverageMap.Section, _ number: Int) -> Bool {
    let place = number - section.base
    if section.base == CoverageMap.errors.base {
      return neverGiven.contains(ErrorCode.allCases[place])
    }
    if section.base == CoverageMap.faults.base {
      return neverBiting.contains(FaultKind.allCases[place])
    }
    if section.base == CoverageMap.pairs.base {
      return neverDrawn.contains(FaultKind.allCases[place / ClusterState.allCases.count])
    }
    return false
  }

  /// Kinds that no generated line has.
  private static let neverDrawn: [FaultKind] = [
    .releaseMessage, .repairDisk, .clockSkew, .zooKeeperLoss, .zooKeeperRestart,
  ]
  /// Kinds of which the history does not say when they make a difference.
  private static let neverBiting: [FaultKind] = neverDrawn + [.packetLoss, .bandwidth]

  /// Errors of Kafka that the simulator's machines never give, or that need what no schedule asks
  /// for, and success.
  private static let neverGiven: [ErrorCode] = [
    .none, .corruptMessage, .groupAuthorizationFailed, .invalidConfig, .unsupportedForMessageFormat,
    .invalidProducerIDMapping, .invalidTransactionTimeout, .concurrentTransactions, .nonEmptyGroup,
    .fetchSessionIDNotFound, .invalidFetchSessionEpoch, .unstableOffsetCommit, .producerFenced,
    .duplicateBrokerRegistration, .transactionAbortable, .invalidTopicException,
    .recordListTooLarge, .messageTooLarge, .invalidRequiredAcks, .inconsistentGroupProtocol,
    .invalidGroupID, .invalidSessionTimeout, .invalidCommitOffsetSize, .invalidTimestamp,
    .unsupportedVersion, .topicAlreadyExists, .invalidPartitions, .invalidReplicationFactor,
    .policyViolation, .invalidTransactionState, .transactionCoordinatorFenced,
    .topicDeletionDisabled, .groupMaxSizeReached, .fencedInstanceID, .invalidRecord,
    .unknownTopicID, .brokerIDNotRegistered, .inconsistentTopicID, .invalidRequest,
    .noReassignmentInProgress, .brokerNotAvailable, .replicaNotAvailable, .unknownServerError,
  ]
}
