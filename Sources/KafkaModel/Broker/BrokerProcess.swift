import Kernel

/// Everything of a broker that dies with its process.
///
/// A crash replaces it by a fresh value. Wide tables are arrays of plain data; requests that wait
/// are linked through slabs, so that neither serving nor forking counts references per partition.
struct BrokerProcess: Sendable {
  /// How far the process has got; see `Broker+Lifecycle`.
  enum Stage: UInt8, Sendable {
    /// It does not run.
    case down
    /// It waits for its first ZooKeeper session.
    case connecting
    /// It loads its logs and recovers those that need it.
    case loading
    /// It registers itself.
    case registering
    /// It serves requests.
    case serving
    /// It asks the controller to take over its leaderships.
    case handingOver
    /// It has ended itself.
    case ended
  }

  /// How far the process has got.
  var stage = Stage.down
  /// The epoch of its registration, unknown before (KIP-380).
  var brokerEpoch: BrokerEpoch = .unknown
  /// The largest controller epoch seen in a control request.
  var controllerEpoch: ControllerEpoch = .none
  /// What it believes about the cluster.
  var metadata = MetadataCache()

  // MARK: Replicas

  /// The replicas, by the slot of their log.
  var partitions = Table<HostedPartition>()
  /// What leaders know of their followers.
  var followers = ListPool<FollowerProgress>()
  /// The ISR task, its notifications and its requests.
  var isrWork = ISRWork()
  /// Whether the timers that begin with the first LeaderAndIsr run.
  var hasSeenLeaderAndISR = false
  /// Log directories that failed in this life, or were broken when it began.
  var offlineDirectories = DirectorySet()

  // MARK: Requests that wait

  /// Produce requests that wait for replication.
  var produces = Slab<DelayedProduce>()
  /// Their parts.
  var produceParts = Slab<DelayedProducePart>()
  /// Fetch requests that wait for records.
  var fetches = Slab<DelayedFetch>()
  /// The partitions they watch.
  var fetchWatches = Slab<FetchWatch>()
  /// The fetches of one replica that are being looked at.
  var wakes = Table<ParkedWatch>()
  /// How many fetches were parked.
  var parkCount: UInt64 = 0
  /// Requests that wait until a partition's ISR write is answered.
  var blocked = ListPool<BlockedRequest>()
  /// Such requests whose partition is free again.
  var resumed = RingQueue<BlockedRequest>()
  /// Writes that a slow disk keeps waiting: produces, and answers to this follower's fetches.
  var slowed = RingQueue<BlockedRequest>()
  /// When a slow disk has finished what it was given.
  var diskIsBusyUntil: Instant = .zero
  /// Other requests that wait for something: an id block, a topic, other replicas' log starts.
  var delayedOperations = Slab<DelayedOperation>()

  // MARK: Connections

  /// The connections on which it is the server.
  var connections = ServerConnections()
  /// Its fetcher threads.
  var fetchers = Table<FetcherThread>()
  /// Its connections to the controller, by purpose.
  var channels = ControllerChannel.Purpose.allCases.map { _ in ControllerChannel() }

  // MARK: Parts with machines of their own

  /// The session with ZooKeeper.
  var zooKeeper: ZooKeeperClient
  /// The controller, active or in waiting.
  var controller: Controller
  /// The group coordinator.
  var groups: GroupCoordinator
  /// When the offsets topic was last asked for.
  var offsetsTopicAskedAt = Instant.zero
  /// The producer ids that this broker may still give away.
  var producerIDs = ProducerIDBlock()
  /// The progress of registering in ZooKeeper.
  var registration = Registration()
  /// Topics that clients asked for and the controller was asked to create.
  var topicsAskedFor: [TopicID] = []
  /// How often a controlled shutdown was asked for.
  var shutdownAttempts: Int64 = 0

  /// A process that has not been started.
  init(zooKeeper: ZooKeeperClient, controller: Controller, groups: GroupCoordinator) {
    self.zooKeeper = zooKeeper
    self.controller = controller
    self.groups = groups
  }

  /// Says that the process is about to be copied.
  func prepareFork() {
    partitions.prepareFork()
    followers.prepareFork()
    produces.prepareFork()
    produceParts.prepareFork()
    fetches.prepareFork()
    fetchWatches.prepareFork()
    wakes.prepareFork()
    blocked.prepareFork()
    delayedOperations.prepareFork()
    connections.prepareFork()
    fetchers.prepareFork()
    groups.prepareFork()
  }
}
