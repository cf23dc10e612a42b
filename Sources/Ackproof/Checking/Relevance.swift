import ScenarioLanguage

/// Which facts may change an answer, so that a question is asked again only when it may have
/// another one.
enum Relevance {
  /// The facts that a body depends on. Answers that need whole logs are looked at again only when
  /// something turns: an election, a crash, a truncation's cause.
  static func of(_ body: Expectation.Body) -> FactKinds {
    switch body {
    case .comparison(let measure, _, .measure(let other)): of(measure.id).union(of(other.id))
    case .comparison(let measure, _, _): of(measure.id)
    case .guarantee(let phrase): of(phrase.id)
    case .event: []
    }
  }

  private static func of(_ id: MeasureID) -> FactKinds {
    switch id {
    case .leaderOf, .isrOf, .isrSize, .replicasOf, .leaderEpoch, .leaderChanges,
      .uncleanElections, .isrShrinks, .isrGrows, .partitionsWithoutLeader, .partitionsLed,
      .replicasOn, .underReplicated:
      .partition
    case .controller, .controllerEpoch, .controllerChanges, .sessionsExpired, .liveBrokers:
      .cluster
    case .faultsFired, .faultsThatBit: .process
    case .timeWithoutLeader, .failoverTime: .turns
    case .highWatermark, .logEnd, .logStart, .truncations, .recordsTruncated: .log
    case .segments, .bytesOnDisk: .log
    case .metadataLag: [.cluster, .partition]
    case .errors, .errorsNamed, .batches, .producerID, .producerEpoch: [.producer, .consumer]
    case .rebalances, .generation, .members, .idleMembers, .owner, .partitionsOwned,
      .groupCoordinator, .overlapping, .groupState, .committedOffset, .position, .rereads,
      .processedByTwo:
      .consumer
    default: .turns
    }
  }

  private static func of(_ id: GuaranteeID) -> FactKinds {
    switch id {
    case .oneOwner, .samePartitioning, .offsetsNeverBack, .groupIs: [.consumer, .process]
    case .nodeIs: [.process, .cluster]
    case .oneController: .cluster
    default: .turns
    }
  }
}
