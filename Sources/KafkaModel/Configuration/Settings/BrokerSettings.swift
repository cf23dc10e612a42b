import Kernel

/// What a broker's machines read from its configuration, typed; plain data, one value per broker.
public struct BrokerSettings: Equatable, Sendable {
  /// Replication, seen from both ends.
  public var replication: ReplicationSettings
  /// Answering requests.
  public var requests: RequestSettings
  /// The controller, registration and shutdown.
  public var controller: ControllerSettings
  /// The timers of the log manager.
  public var logs: LogManagerSettings
  /// Groups and committed offsets.
  public var groups: GroupSettings
  /// Transactions and producer ids.
  public var transactions: TransactionSettings

  /// The settings that a broker's effective configuration amounts to.
  public init(_ values: EffectiveConfiguration) {
    replication = ReplicationSettings(values)
    requests = RequestSettings(values)
    controller = ControllerSettings(values)
    logs = LogManagerSettings(values)
    groups = GroupSettings(values)
    transactions = TransactionSettings(values)
  }
}

/// The settings of followers and leaders towards each other.
public struct ReplicationSettings: Equatable, Sendable {
  /// How long a follower may be behind before it leaves the in-sync set.
  public var replicaLagTimeMax: Duration
  /// How many records a follower may be behind; `nil` where the release does not count them.
  public var replicaLagRecordsMax: Int64?
  /// How long a leader holds a follower's fetch that finds nothing.
  public var fetchWaitMax: Duration
  /// How many bytes end that wait.
  public var fetchBytesMin: Int64
  /// How many bytes a follower asks for per partition.
  public var fetchBytesMax: Int64
  /// How many bytes a follower asks for per fetch; `nil` before 0.10.1.
  public var fetchResponseBytesMax: Int64?
  /// The pause of a partition after a failed fetch.
  public var fetchBackoff: Duration
  /// How long a follower waits for an answer or a connection.
  public var socketTimeout: Duration
  /// How many fetcher threads a follower has for each leader broker.
  public var fetcherCount: Int64
  /// How often high watermarks are written to disk.
  public var highWatermarkCheckpointInterval: Duration
  /// Which replica a consumer is sent to.
  public var readReplica: ReadReplica

  /// Who serves a consumer's fetches.
  public enum ReadReplica: Sendable {
    /// The partition leader.
    case leader
    /// An in-sync replica in the consumer's rack, if there is one (KIP-392).
    case sameRack
  }

  /// The part of an effective configuration that these settings read.
  init(_ values: EffectiveConfiguration) {
    replicaLagTimeMax = values.period("replica.lag.time.max.ms") ?? .infinite
    replicaLagRecordsMax = values.number("replica.lag.max.messages")
    fetchWaitMax = values.duration("replica.fetch.wait.max.ms") ?? .zero
    fetchBytesMin = values.number("replica.fetch.min.bytes") ?? 1
    fetchBytesMax = values.number("replica.fetch.max.bytes") ?? .max
    fetchResponseBytesMax = values.number("replica.fetch.response.max.bytes")
    fetchBackoff = values.duration("replica.fetch.backoff.ms") ?? .zero
    socketTimeout = values.duration("replica.socket.timeout.ms") ?? .infinite
    fetcherCount = max(1, values.number("num.replica.fetchers") ?? 1)
    highWatermarkCheckpointInterval =
      values.period("replica.high.watermark.checkpoint.interval.ms") ?? .infinite
    let selector = values.text("replica.selector.class") ?? ""
    readReplica = selector.hasSuffix("RackAwareReplicaSelector") ? .sameRack : .leader
  }
}

/// The settings of a broker that answers requests.
public struct RequestSettings: Equatable, Sendable {
  /// How long one broker waits for another's answer.
  public var requestTimeout: Duration
  /// The greatest request that is read at all.
  public var requestBytesMax: Int64
  /// How many bytes a fetch may return; `nil` before 2.5.
  public var fetchBytesMax: Int64?

  /// The part of an effective configuration that these settings read.
  init(_ values: EffectiveConfiguration) {
    // Before 0.9 requests between brokers were bounded by the socket's timeout alone.
    requestTimeout =
      values.duration("request.timeout.ms") ?? values.duration("controller.socket.timeout.ms")
      ?? .infinite
    requestBytesMax = values.number("socket.request.max.bytes") ?? .max
    fetchBytesMax = values.number("fetch.max.bytes")
  }
}

/// The settings of the controller, of registration, and of stopping in order.
public struct ControllerSettings: Equatable, Sendable {
  /// The ZooKeeper session timeout that a broker asks for.
  public var zooKeeperSessionTimeout: Duration
  /// How long a starting broker waits for ZooKeeper.
  public var zooKeeperConnectionTimeout: Duration
  /// How many requests to ZooKeeper may be under way; one before 1.1.
  public var zooKeeperRequestsInFlightMax: Int64
  /// How long the controller waits for a connection or an answer of a broker.
  public var socketTimeout: Duration
  /// How many requests to one broker may wait; `nil` without bound.
  public var requestQueueMax: Int64?
  /// Whether a stopping broker asks the controller to move its leaderships away first.
  public var controlledShutdownIsEnabled: Bool
  /// How often it asks before it stops anyway.
  public var controlledShutdownRetries: Int64
  /// The pause between two such requests.
  public var controlledShutdownRetryBackoff: Duration
  /// Whether leadership returns to preferred replicas by itself.
  public var preferredLeadersReturn: Bool
  /// Whether replicas outside the ISR may lead where a topic does not say (always up to 0.8.1).
  public var uncleanElectionIsAllowed: Bool
  /// How often the imbalance is looked at.
  public var imbalanceCheckInterval: Duration
  /// The imbalance, in percent of a broker's partitions, above which leaders are moved.
  public var imbalancePercentageMax: Int64
  /// Whether topics can be deleted.
  public var topicsCanBeDeleted: Bool
  /// Whether a client's question for an unknown topic creates it.
  public var topicsAreCreatedOnDemand: Bool
  /// The partitions of such a topic.
  public var partitionCount: Int64
  /// The replicas of such a topic's partitions.
  public var replicationFactor: Int64

  /// The part of an effective configuration that these settings read.
  init(_ values: EffectiveConfiguration) {
    let session = values.duration("zookeeper.session.timeout.ms") ?? .infinite
    zooKeeperSessionTimeout = session
    zooKeeperConnectionTimeout = values.duration("zookeeper.connection.timeout.ms") ?? session
    zooKeeperRequestsInFlightMax = values.number("zookeeper.max.in.flight.requests") ?? 1
    socketTimeout = values.duration("controller.socket.timeout.ms") ?? .infinite
    requestQueueMax = values.number("controller.message.queue.size")
    controlledShutdownIsEnabled = values.flag("controlled.shutdown.enable") ?? false
    controlledShutdownRetries = values.number("controlled.shutdown.max.retries") ?? 0
    controlledShutdownRetryBackoff =
      values.duration("controlled.shutdown.retry.backoff.ms") ?? .zero
    uncleanElectionIsAllowed = values.flag("unclean.leader.election.enable") ?? true
    preferredLeadersReturn = values.flag("auto.leader.rebalance.enable") ?? false
    imbalanceCheckInterval =
      values.period("leader.imbalance.check.interval.seconds") ?? .infinite
    imbalancePercentageMax = values.number("leader.imbalance.per.broker.percentage") ?? 100
    topicsCanBeDeleted = values.flag("delete.topic.enable") ?? false
    topicsAreCreatedOnDemand = values.flag("auto.create.topics.enable") ?? false
    partitionCount = values.number("num.partitions") ?? 1
    replicationFactor = max(1, values.number("default.replication.factor") ?? 1)
  }
}
