import Testing

@testable import KafkaModel

/// One release with the switches that decide most outcomes, as read from its sources.
struct SemanticsRow: CustomTestStringConvertible, Sendable {
  var version: KafkaVersion
  var truncation: ReplicationSemantics.Truncation
  var isrWrite: ReplicationSemantics.ISRWrite
  var isrShrink: ReplicationSemantics.ISRShrink
  var wait: ReplicationSemantics.HighWatermarkWait
  var fencing: ControllerSemantics.Fencing
  var lastMember: ControllerSemantics.LastISRMember
  var rememberedBatches: Int
  var unknownProducer: ProducerStateSemantics.UnknownProducer
  var testDescription: String { "Kafka \(version)" }

  static let table: [SemanticsRow] = [
    .init(
      version: KafkaVersion(0, 8, 0), truncation: .highWatermark, isrWrite: .zooKeeper,
      isrShrink: .stuckOrSlow, wait: .inSync, fencing: .controllerEpochAtBrokers,
      lastMember: .removed, rememberedBatches: 0, unknownProducer: .outOfOrder),
    .init(
      version: KafkaVersion(0, 8, 2, 2), truncation: .highWatermark, isrWrite: .zooKeeper,
      isrShrink: .stuckOrSlow, wait: .inSync, fencing: .controllerEpochAtBrokers,
      lastMember: .retainedUnlessUnclean, rememberedBatches: 0, unknownProducer: .outOfOrder),
    .init(
      version: KafkaVersion(0, 9, 0, 1), truncation: .highWatermark, isrWrite: .zooKeeper,
      isrShrink: .notCaughtUp, wait: .inSync, fencing: .controllerEpochAtBrokers,
      lastMember: .retainedUnlessUnclean, rememberedBatches: 0, unknownProducer: .outOfOrder),
    .init(
      version: KafkaVersion(0, 10, 2, 2), truncation: .highWatermark, isrWrite: .zooKeeper,
      isrShrink: .notCaughtUp, wait: .inSyncOrRecentlyCaughtUp,
      fencing: .controllerEpochAtBrokers, lastMember: .retainedUnlessUnclean,
      rememberedBatches: 0, unknownProducer: .outOfOrder),
    .init(
      version: KafkaVersion(0, 11, 0, 3), truncation: .singleEpoch, isrWrite: .zooKeeper,
      isrShrink: .notCaughtUp, wait: .inSyncOrRecentlyCaughtUp,
      fencing: .controllerEpochAtBrokers, lastMember: .retainedUnlessUnclean,
      rememberedBatches: 1, unknownProducer: .outOfOrder),
    .init(
      version: KafkaVersion(1, 1, 1), truncation: .singleEpoch, isrWrite: .zooKeeper,
      isrShrink: .notCaughtUp, wait: .inSyncOrRecentlyCaughtUp,
      fencing: .controllerEpochAtBrokers, lastMember: .retained, rememberedBatches: 5,
      unknownProducer: .unknownProducerID),
    .init(
      version: KafkaVersion(2, 0, 1), truncation: .commonEpoch, isrWrite: .zooKeeper,
      isrShrink: .notCaughtUp, wait: .inSyncOrRecentlyCaughtUp,
      fencing: .controllerEpochAtBrokers, lastMember: .retained, rememberedBatches: 5,
      unknownProducer: .unknownProducerID),
    .init(
      version: KafkaVersion(2, 1), truncation: .commonEpochFenced, isrWrite: .zooKeeper,
      isrShrink: .notCaughtUpUnlessEqual, wait: .inSyncOrRecentlyCaughtUp,
      fencing: .controllerEpochInZooKeeper, lastMember: .retained, rememberedBatches: 5,
      unknownProducer: .unknownProducerID),
    .init(
      version: KafkaVersion(2, 6, 3), truncation: .commonEpochFenced, isrWrite: .zooKeeper,
      isrShrink: .notCaughtUpUnlessEqual, wait: .inSyncOrRecentlyCaughtUp,
      fencing: .brokerEpochs, lastMember: .retained, rememberedBatches: 5,
      unknownProducer: .accepted),
    .init(
      version: KafkaVersion(2, 8), truncation: .onFetch, isrWrite: .alterPartition,
      isrShrink: .notCaughtUpUnlessEqual, wait: .inSyncOrRecentlyCaughtUp,
      fencing: .brokerEpochs, lastMember: .retained, rememberedBatches: 5,
      unknownProducer: .accepted),
    .init(
      version: KafkaVersion(3, 7, 2), truncation: .onFetch, isrWrite: .alterPartition,
      isrShrink: .notCaughtUpUnlessEqual, wait: .inSyncOrEligible, fencing: .brokerEpochs,
      lastMember: .retained, rememberedBatches: 5, unknownProducer: .accepted),
  ]
}

@Suite("The behaviour of a release")
struct SemanticsTests {
  @Test("is the documented one", arguments: SemanticsRow.table)
  func switches(_ row: SemanticsRow) {
    let semantics = Semantics(version: row.version, mode: .zookeeper)
    #expect(semantics.replication.truncation == row.truncation)
    #expect(semantics.replication.isrWrite == row.isrWrite)
    #expect(semantics.replication.isrShrink == row.isrShrink)
    #expect(semantics.replication.highWatermarkWait == row.wait)
    #expect(semantics.controller.fencing == row.fencing)
    #expect(semantics.controller.lastISRMember == row.lastMember)
    #expect(semantics.producerState.rememberedBatches == row.rememberedBatches)
    #expect(semantics.producerState.unknownProducer == row.unknownProducer)
  }

  /// A yes-or-no switch with the first release that has it, checked just before and just at it.
  struct Turn: CustomTestStringConvertible, Sendable {
    var name: String
    var before: KafkaVersion
    var first: KafkaVersion
    var isOn: @Sendable (Semantics) -> Bool
    var testDescription: String { name }
  }

  static let turns: [Turn] = [
    Turn(
      name: "the high watermark waits for min ISR", before: KafkaVersion(3, 6, 2),
      first: KafkaVersion(3, 7)
    ) { $0.replication.highWatermarkNeedsMinISR },
    Turn(
      name: "min ISR is capped by the replication factor", before: KafkaVersion(3, 6, 2),
      first: KafkaVersion(3, 7)
    ) { $0.replication.minISRIsCappedByReplicationFactor },
    Turn(
      name: "a joining replica must reach the epoch start", before: KafkaVersion(2, 0, 0),
      first: KafkaVersion(2, 0, 1)
    ) { $0.replication.isrJoinNeedsEpochStart },
    Turn(
      name: "an election leaves its epoch in the cache", before: KafkaVersion(2, 0, 0),
      first: KafkaVersion(2, 0, 1)
    ) { $0.replication.epochEntry == .onElection },
    Turn(
      name: "a follower that missed an epoch truncates", before: KafkaVersion(2, 0, 0),
      first: KafkaVersion(2, 0, 1)
    ) { $0.replication.followerKeeps != .sameLeader },
    Turn(
      name: "a controlled shutdown goes by the assignment", before: KafkaVersion(0, 9, 0, 1),
      first: KafkaVersion(0, 10, 0)
    ) { $0.controller.shutdownChoice == .assignmentOrder },
    Turn(
      name: "a fetch of a stranger is not an error of the server",
      before: KafkaVersion(0, 11, 0, 3),
      first: KafkaVersion(1, 0)
    ) { $0.replication.unassignedFetch != .serverError },
    Turn(
      name: "a fetcher pauses once", before: KafkaVersion(3, 0, 2), first: KafkaVersion(3, 1)
    ) { $0.replication.fetcherPause == .once },
    Turn(
      name: "readers above the bound do not wait", before: KafkaVersion(3, 7, 2),
      first: KafkaVersion(3, 8)
    ) { $0.requests.aboveBoundNeverWaits },
    Turn(
      name: "ISR members must be alive", before: KafkaVersion(3, 3, 0),
      first: KafkaVersion(3, 3, 1)
    ) { $0.replication.isrNeedsLiveMembers },
    Turn(
      name: "bounced brokers are seen", before: KafkaVersion(2, 1, 1), first: KafkaVersion(2, 2)
    ) { $0.controller.seesBouncedBrokers },
    Turn(
      name: "offsets may be unavailable", before: KafkaVersion(2, 1, 1),
      first: KafkaVersion(2, 2)
    ) { $0.requests.offsetNotAvailableExists },
    Turn(
      name: "a coordinator loads to the log end", before: KafkaVersion(0, 10, 2, 2),
      first: KafkaVersion(0, 11, 0)
    ) { $0.coordinators.loadBound == .logEnd },
    Turn(
      name: "a follower beyond the leader truncates", before: KafkaVersion(2, 0, 0),
      first: KafkaVersion(2, 0, 1)
    ) { $0.replication.beyondLeaderLogEnd == .truncates },
    Turn(
      name: "a disk failure spares the broker", before: KafkaVersion(0, 11, 0, 3),
      first: KafkaVersion(1, 0)
    ) { $0.log.diskFailure == .failsDirectory },
    Turn(
      name: "the ISR task runs twice per lag time", before: KafkaVersion(0, 10, 1, 1),
      first: KafkaVersion(0, 10, 2)
    ) { $0.replication.isrTaskPeriodDivisor == 2 },
    Turn(
      name: "producer state outlives its records", before: KafkaVersion(2, 3, 1),
      first: KafkaVersion(2, 4)
    ) { !$0.producerState.goesWithLastRecord },
    Turn(
      name: "consumers validate positions", before: KafkaVersion(2, 2, 2),
      first: KafkaVersion(2, 3)
    ) { $0.clients.validatesPosition },
  ]

  @Test("turns in one release and not before", arguments: turns)
  func turn(_ turn: Turn) {
    #expect(!turn.isOn(Semantics(version: turn.before, mode: .zookeeper)))
    #expect(turn.isOn(Semantics(version: turn.first, mode: .zookeeper)))
    #expect(turn.isOn(Semantics(version: .newestWithZooKeeper, mode: .zookeeper)))
  }

  @Test("completed parked follower fetches early in 2.4 and 2.5 only")
  func parkedFetch() {
    let versions = [
      KafkaVersion(2, 3, 1), KafkaVersion(2, 4), KafkaVersion(2, 5, 1), KafkaVersion(2, 6),
    ]
    let isOn = versions.map {
      Semantics(version: $0, mode: .zookeeper).replication.highWatermarkCompletesFollowerFetch
    }
    #expect(isOn == [false, true, true, false])
  }

  @Test("can be changed switch by switch")
  func override() {
    var semantics = Semantics(version: KafkaVersion(3, 7), mode: .zookeeper)
    semantics.replication.highWatermarkNeedsMinISR = false
    #expect(semantics != Semantics(version: KafkaVersion(3, 7), mode: .zookeeper))
  }
}
