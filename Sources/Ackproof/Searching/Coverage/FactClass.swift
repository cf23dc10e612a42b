import KafkaModel

/// The kinds of facts as small numbers, for the table of which followed which.
enum FactClass {
  /// How many there are room for.
  static let count = 57

  /// The number of a fact; elections, refusals and ends are told apart by kind where it matters.
  static func number(of fact: HistoryFact) -> Int {
    switch fact {
    case .producer(let fact): number(of: fact)
    case .consumer(let fact): number(of: fact)
    case .log(let fact): number(of: fact)
    case .partition(let fact): number(of: fact)
    case .cluster(let fact): number(of: fact)
    case .process(let fact): number(of: fact)
    }
  }

  private static func number(of fact: ProducerFact) -> Int {
    switch fact {
    case .sent: 0
    case .acknowledged: 1
    case .sendFailed(_, _, _, _, let isCertain): isCertain ? 2 : 3
    case .resentByApplication: 4
    case .producerIdentified: 5
    case .producerRefused: 6
    case .retried: 7
    case .finishedSending: 56
    }
  }

  private static func number(of fact: ConsumerFact) -> Int {
    switch fact {
    case .consumed: 8
    case .processed, .workBegan: 9
    case .positionReset, .offsetLoaded, .offsetAltered: 10
    case .offsetCommitted: 11
    case .commitRefused: 12
    case .generationStarted, .groupLoaded: 13
    case .partitionAssigned: 14
    case .partitionRevoked: 15
    case .memberRemoved, .memberAdded, .groupStateChanged: 16
    case .coordinatorLoaded: 17
    case .applicationFailed: 18
    }
  }

  private static func number(of fact: LogFact) -> Int {
    switch fact {
    case .appended(_, _, _, _, _, _, let byLeader): byLeader ? 19 : 20
    case .highWatermarkMoved(_, _, _, _, let onLeader): onLeader ? 21 : 22
    case .truncated(_, _, _, let to, let watermark): to < watermark ? 23 : 24
    case .restartedLog: 25
    case .logStartMoved, .segmentRolled, .compacted, .compactedAway: 26
    case .flushed: 27
    case .logLoaded(_, _, _, _, let lost, let isClean): lost > 0 ? 28 : isClean ? 29 : 30
    case .logDirectoryFailed: 31
    }
  }

  private static func number(of fact: PartitionFact) -> Int {
    switch fact {
    case .leaderElected(_, let leader, _, _, let election):
      leader == .none ? 32 : election == .unclean ? 33 : election == .clean ? 34 : 35
    case .isrChanged(_, _, _, let isShrink): isShrink ? 36 : 37
    case .isrChangeRefused: 38
    case .becameLeader: 39
    case .becameFollower: 40
    case .assigned, .replicaDeleted: 41
    case .refused: 42
    case .offsetListed: 43
    }
  }

  private static func number(of fact: ClusterFact) -> Int {
    switch fact {
    case .controllerElected, .controllerResigned: 44
    case .brokerRegistered: 45
    case .brokerFailureNoticed, .brokerStartNoticed: 46
    case .controlRequestFenced, .controllerWriteFenced, .controllerWriteLate: 47
    case .metadataApplied: 48
    case .sessionOpened, .sessionConnection: 49
    case .sessionExpired, .sessionExpiryLearned: 50
    case .adminAnswered: 51
    }
  }

  private static func number(of fact: ProcessFact) -> Int {
    switch fact {
    case .processStarted, .brokerReady: 52
    case .processEnded: 53
    case .frozen, .thawed: 54
    case .faultInjected, .faultBit: 55
    }
  }
}
