import Kernel

/// One replica as its broker's process sees it: the role it plays and all that dies with the
/// process.
///
/// Kafka's `Partition`. Its number in the broker is also that of its log on the disk. Roles change
/// so:
///
/// - vacant → dormant: a start found a log on the disk; or → idle, leader, follower: the first
///   LeaderAndIsr.
/// - dormant → idle: LeaderAndIsr names no leader, or one that the metadata cache does not know.
/// - dormant, idle, follower, leader → leader or follower: LeaderAndIsr with a newer leader epoch.
/// - any → offline: its log directory failed. Only a restart ends that.
/// - any → vacant: StopReplica with deletion.
struct HostedPartition: Sendable {
  /// What the replica is to its partition.
  enum Role: UInt8, Sendable { case vacant, dormant, idle, leader, follower, offline }

  /// How far a change of the in-sync set has got.
  enum ISRChange: UInt8, Sendable {
    /// Nothing is under way.
    case none
    /// ZooKeeper has been asked; nothing counts, and nothing else happens here, until it answers
    /// (to 2.6).
    case writing
    /// ZooKeeper refused for a version; the registered state is being read (to 2.6).
    case readingBack
    /// The controller was asked to let somebody join; the maximal set names it already.
    case expanding
    /// The controller was asked to let somebody go; the maximal set still names it.
    case shrinking
  }

  /// What a follower does next about its leader.
  enum FetchPhase: UInt8, Sendable {
    /// It belongs to no fetcher thread.
    case none
    /// It must ask where its epoch ends on the leader's log.
    case truncating
    /// It fetches.
    case fetching
    /// Its fetch was out of range: it must ask for the leader's log end.
    case askingLogEnd
    /// The leader's log begins behind its end: it must ask for the leader's log start.
    case askingLogStart
  }

  /// The partition.
  var partition: PartitionID
  /// Its topic.
  var topic: TopicID
  /// The present role.
  var role: Role

  // MARK: What the controller said last

  /// The leader, or none.
  var leader: BrokerID = .none
  /// The leader epoch that this replica acts in.
  var leaderEpoch: LeaderEpoch = .none
  /// The version of the registered state; the znode's version until AlterPartition.
  var partitionEpoch = PartitionEpoch(-1)
  /// The controller epoch of the last LeaderAndIsr, which an ISR write to ZooKeeper repeats.
  var controllerEpoch: ControllerEpoch = .none
  /// Whether the partition came from an unclean election that is not settled yet (3.2+).
  var isRecovering = false

  // MARK: As leader

  /// The change under way.
  var isrChange = ISRChange.none
  /// Distinguishes changes, so that an answer to an abandoned one is recognised.
  var isrChangeNumber: Int32 = 0
  /// Whether the change was answered with an error that only newer metadata resolves.
  var isrChangeIsStuck = false
  /// The log end when this leader took its epoch (KIP-207, KAFKA-7128).
  var epochStart: Offset = .zero
  /// What it knows of its followers, in the order of the assignment.
  var followers = ListRef()
  /// The first part of a delayed produce that waits here, or -1.
  var firstProduceWatch: Int32 = -1
  /// The last part of a delayed produce that waits here, or -1.
  var lastProduceWatch: Int32 = -1
  /// The first delayed fetch that watches this replica, or -1.
  var firstFetchWatch: Int32 = -1
  /// The last delayed fetch that watches this replica, or -1.
  var lastFetchWatch: Int32 = -1
  /// Requests that cannot go on until an ISR write to ZooKeeper is answered (until 2.6).
  var blocked = ListRef()

  // MARK: As follower

  /// The fetcher thread that copies it, or -1.
  var fetcher: Int32 = -1
  /// The next replica of the same thread, or -1.
  var nextOfFetcher: Int32 = -1
  /// The previous replica of the same thread, or -1.
  var previousOfFetcher: Int32 = -1
  /// What it does next.
  var phase = FetchPhase.none
  /// Not before this instant, after an error.
  var delayedUntil: Instant = .zero
  /// The epoch it asked about last while truncating.
  var askedEpoch: LeaderEpoch = .none
  /// The leader epoch that its last request to the leader carried.
  var sentEpoch: LeaderEpoch = .none
  /// Whether an unexpected error took it off its thread (KIP-461).
  var hasFetchFailed = false

  // MARK: Lists of brokers, behind what every fetch asks

  /// The assigned replicas.
  var replicas = ReplicaList()
  /// The in-sync set as registered, as far as this leader knows.
  var isr = ReplicaList()
  /// The set that a change under way would bring.
  var proposedISR = ReplicaList()

  /// A replica in a role, with nothing else known.
  init(partition: PartitionID, topic: TopicID, role: Role) {
    self.partition = partition
    self.topic = topic
    self.role = role
  }

  /// Whether this broker has a `Partition` object: requests find something to talk to.
  var isHosted: Bool {
    switch role {
    case .vacant, .dormant: false
    case .idle, .leader, .follower, .offline: true
    }
  }

  /// Whether requests for this partition must wait for ZooKeeper: its lock is held
  /// (`leaderIsrUpdateLock`).
  var isBlocked: Bool { isrChange == .writing || isrChange == .readingBack }

  /// The set whose every member must have a record before it counts as committed.
  var maximalISR: ReplicaList { isrChange == .expanding ? proposedISR : isr }
}
