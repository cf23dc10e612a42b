/// The version switches of a leader that answers produces, fetches and offset queries.
public struct RequestSemantics: Equatable, Sendable {
  /// What a produce with acks=all waits for.
  public enum ProduceWait: Sendable {
    /// Every in-sync replica's log end reaches the records (0.8.0 and 0.8.1).
    case isrLogEnds
    /// The high watermark passes the records (0.8.2).
    case highWatermark
  }
  /// The completion rule of DelayedProduce.
  public var produceWait: ProduceWait
  /// Whether acks may count replicas above one; refused with INVALID_REQUIRED_ACKS since 0.9.
  public var acksMayCountReplicas: Bool
  /// Whether min.insync.replicas exists, and with it NOT_ENOUGH_REPLICAS (0.8.2).
  public var minISRExists: Bool
  /// Whether each follower fetch re-examines waiting produces, not only a moved high watermark (to
  /// 2.3).
  public var everyFetchChecksProduces: Bool

  /// How a fetch between the readable bound and the log end is answered.
  public enum AboveBound: Sendable {
    /// UNKNOWN_SERVER_ERROR, from an argument check (0.8 and 0.9).
    case serverError
    /// No records and no error (0.10.0).
    case empty
  }
  /// The answer to a consumer whose position is above what it may read.
  public var aboveBound: AboveBound
  /// Whether a fetch above the readable bound never waits (3.8); before, it does unless the bound
  /// lies in an older segment.
  ///
  /// A reader that is ahead of a new leader's high watermark asks again and again meanwhile.
  public var aboveBoundNeverWaits: Bool
  /// Whether any replica serves a consumer's fetch (KIP-392, fetch version 11, 2.4), even a deposed
  /// leader.
  public var anyReplicaServesConsumers: Bool
  /// How many kinds of requests tell a replica that lives elsewhere from one that does not exist.
  public enum KnowsElsewhere: Int, Comparable, Sendable {
    /// None: UNKNOWN_TOPIC_OR_PARTITION for whatever is not hosted here (up to 1.1).
    case nowhere
    /// Produces, fetches and lists of offsets say NOT_LEADER (2.0).
    case requests
    /// Also questions about epochs (2.1).
    case epochQueries
    /// Also produces that are parked when their replica goes (2.4).
    case parkedProduces

    /// Orders by reach.
    public static func < (a: KnowsElsewhere, b: KnowsElsewhere) -> Bool { a.rawValue < b.rawValue }
  }

  /// Where `ReplicaManager` asks its metadata about a replica that it does not host.
  public var knowsElsewhere: KnowsElsewhere
  /// Whether a first batch above all byte limits is returned whole (KIP-74, 0.10.1), so nobody gets
  /// stuck.
  public var oversizedFirstBatchIsReturned: Bool
  /// Whether a new leader refuses to tell the latest offset until it caught up (KIP-207, 2.2).
  public var offsetNotAvailableExists: Bool
  /// Whether offsets are found by the timestamps of records (KIP-79, 0.10.1), not by the times at
  /// which segments were written last.
  public var findsOffsetsByTimestamp: Bool
  /// Whether incremental fetch sessions exist (KIP-227, 1.1).
  public var fetchSessionsExist: Bool
  /// Whether read_committed and the last stable offset exist (KIP-98, 0.11).
  public var lastStableOffsetExists: Bool
  /// Whether error answers may carry the new leader (KIP-951, 3.7).
  public var errorsCarryNewLeader: Bool
  /// Whether DeleteRecords and a movable log start exist (KIP-107, 0.11).
  public var deleteRecordsExists: Bool

  /// The switches of an unmodified release.
  init(version: KafkaVersion) {
    produceWait = version >= KafkaVersion(0, 8, 2) ? .highWatermark : .isrLogEnds
    acksMayCountReplicas = version < KafkaVersion(0, 9, 0)
    minISRExists = version >= KafkaVersion(0, 8, 2)
    everyFetchChecksProduces = version < KafkaVersion(2, 4)
    aboveBound = version >= KafkaVersion(0, 10, 0) ? .empty : .serverError
    aboveBoundNeverWaits = version >= KafkaVersion(3, 8)
    anyReplicaServesConsumers = version >= KafkaVersion(2, 4)
    knowsElsewhere =
      version >= KafkaVersion(2, 4)
      ? .parkedProduces
      : version >= KafkaVersion(2, 1)
        ? .epochQueries : version >= KafkaVersion(2, 0) ? .requests : .nowhere
    oversizedFirstBatchIsReturned = version >= KafkaVersion(0, 10, 1)
    offsetNotAvailableExists = version >= KafkaVersion(2, 2)
    findsOffsetsByTimestamp = version >= KafkaVersion(0, 10, 1)
    fetchSessionsExist = version >= KafkaVersion(1, 1)
    lastStableOffsetExists = version >= KafkaVersion(0, 11, 0)
    errorsCarryNewLeader = version >= KafkaVersion(3, 7)
    deleteRecordsExists = version >= KafkaVersion(0, 11, 0)
  }
}
