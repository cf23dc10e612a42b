import Kernel

/// Everything a run starts from, besides its seed: the compiled form of a scenario's setting.
///
/// Values only: two runs of one plan with one seed are the same run. What happens later (faults,
/// operator's orders) is given to the world step by step by whoever conducts the run.
public struct WorldPlan: Sendable {
  /// How this version of Kafka behaves.
  public var semantics: Semantics
  /// The ensemble.
  public var zooKeeper: ZooKeeperPlan
  /// The brokers, ids 1, 2, 3….
  public var brokers: [BrokerPlan]
  /// The topics that exist when the run begins, and those that may be made later.
  public var topics: [TopicPlan]
  /// The producers.
  public var producers: [ProducerPlan]
  /// The consumers.
  public var consumers: [ConsumerPlan]
  /// The consumer groups by name; `GroupID` is the place here.
  public var groups: [String]
  /// Every link, unless it has its own profile or a fault changes it.
  public var links: LinkProfile
  /// Links with a profile of their own, one direction each; a later one of the same link wins.
  public var ownLinks: [OwnLink] = []
  /// Whether what goes over each link is counted, for questions about traffic.
  public var countsTraffic = false

  /// A plan with these brokers and nothing on them.
  public init(semantics: Semantics, brokers: [BrokerPlan]) {
    self.semantics = semantics
    self.brokers = brokers
    zooKeeper = ZooKeeperPlan()
    topics = []
    producers = []
    consumers = []
    groups = []
    links = LinkProfile.dataCentre
  }
}

/// One direction between two nodes that behaves otherwise than the rest of the network.
public struct OwnLink: Sendable {
  /// Who sends.
  public var from: NodeID
  /// Who receives.
  public var to: NodeID
  /// How the link behaves.
  public var profile: LinkProfile

  /// A link with its profile.
  public init(from: NodeID, to: NodeID, profile: LinkProfile) {
    self.from = from
    self.to = to
    self.profile = profile
  }
}

/// The ZooKeeper ensemble of a plan.
public struct ZooKeeperPlan: Sendable {
  /// How many servers.
  public var servers = 1
  /// `tickTime`; sessions are negotiated to 2 to 20 of them and expire in buckets of one.
  public var tick: Duration = .milliseconds(3000)
  /// `minSessionTimeout`; nil is two ticks.
  public var sessionTimeoutMin: Duration?
  /// `maxSessionTimeout`; nil is twenty ticks.
  public var sessionTimeoutMax: Duration?

  /// One server with the default tick.
  public init() {}
}

/// One broker of a plan.
public struct BrokerPlan: Sendable {
  /// Its resolved configuration.
  public var settings: BrokerSettings
  /// What it makes of topics that state nothing; nil where topics' settings say that as well.
  public var topicDefaults: TopicSettings?
  /// `broker.rack` as a number of the scenario; 0 is none.
  public var rack: Int16 = 0
  /// How far its wall clock is off when the run begins.
  public var clockOffset: Duration = .zero
  /// How fast its wall clock drifts from then on, in millionths.
  public var clockDrift: Int64 = 0
  /// How many times as long as usual each write takes while nothing else is wrong with the disk.
  public var diskSlowness: Int32 = 1
  /// Whether the process runs when the scenario's time begins.
  public var startsAtOnce = true

  /// A broker with these settings.
  public init(settings: BrokerSettings) { self.settings = settings }
}

/// One topic of a plan.
public struct TopicPlan: Sendable {
  /// Its name.
  public var name: String
  /// How many partitions it begins with.
  public var partitions: Int32
  /// How many replicas each has; ignored where `assignment` says it.
  public var replicationFactor: Int16
  /// Replicas by partition number, or empty: then Kafka's algorithm places them.
  public var assignment: [ReplicaList]
  /// Its resolved configuration; brokers with defaults of their own take only what was stated.
  public var settings: TopicSettings
  /// The part of its configuration that was stated for it, as its znode keeps it.
  public var configuration: [NamedValue] = []
  /// Whether it is there before the scenario's time begins.
  public var existsAtStart: Bool = true

  /// A topic that exists when the scenario's time begins.
  public init(
    name: String, partitions: Int32, replicationFactor: Int16, assignment: [ReplicaList] = [],
    settings: TopicSettings
  ) {
    self.name = name
    self.partitions = partitions
    self.replicationFactor = replicationFactor
    self.assignment = assignment
    self.settings = settings
  }
}

/// One producer of a plan.
public struct ProducerPlan: Sendable {
  /// Its name.
  public var name: String
  /// Its resolved configuration.
  public var settings: ProducerSettings
  /// What its application sends.
  public var workloads: [SendWorkload]
  /// Whether the application sends a record again when its send has failed.
  public var resendsOnError = false
  /// How often the application sends one record again at most.
  public var resendLimit: Int32 = .max
  /// Whether the application gives up sending at the first failed or refused send.
  public var stopsOnError = false
  /// Whether a restarted application sends again what its last life had no word of.
  public var resendsAfterRestart = false
  /// Whether a restarted application begins its work from the start.
  public var startsOverAfterRestart = false
  /// Whether the process runs when the scenario's time begins.
  public var startsAtOnce = true

  /// A producer with this configuration and work.
  public init(name: String, settings: ProducerSettings, workloads: [SendWorkload]) {
    self.name = name
    self.settings = settings
    self.workloads = workloads
  }
}

/// One consumer of a plan.
public struct ConsumerPlan: Sendable {
  /// Its name.
  public var name: String
  /// Its resolved configuration.
  public var settings: ConsumerSettings
  /// Its group, or none for a reader that assigns partitions to itself.
  public var group: GroupID = .none
  /// The topics it subscribes to, or reads all partitions of.
  public var topics: [TopicID]
  /// What its application does with the records.
  public var work = ConsumerWork()
  /// The partitions that a reader without a group assigns to itself; empty takes all of its topics.
  public var assignment: [PlannedPartition] = []
  /// Whether the application assigns partitions to itself although it names a group: it commits,
  /// and is no member.
  public var assignsItself = false
  /// Where the application seeks to when it gets partitions for the first time in a life.
  public var seeks: [PlannedSeek] = []
  /// Records at which the application throws.
  public var failures: [PlannedFailure] = []
  /// Where the application sends on what it has processed.
  public var forward: PlannedForward?
  /// `client.rack` as a number of the scenario; 0 is none.
  public var rack: Int16 = 0
  /// `group.instance.id` as a number whose order is that of the ids; two consumers may share one.
  public var instance = InstanceID.none
  /// Whether the process runs when the scenario's time begins.
  public var startsAtOnce = true

  /// A consumer with this configuration.
  public init(name: String, settings: ConsumerSettings, topics: [TopicID]) {
    self.name = name
    self.settings = settings
    self.topics = topics
  }
}

/// A partition of a plan, where partitions have no numbers of their own yet.
public struct PlannedPartition: Equatable, Sendable {
  /// Its topic.
  public var topic: TopicID
  /// Its number in the topic.
  public var number: Int32

  /// Partition `number` of a topic.
  public init(topic: TopicID, number: Int32) {
    self.topic = topic
    self.number = number
  }
}

/// Where an application sends each record that it has processed.
public struct PlannedForward: Sendable {
  /// The topic that gets them.
  public var topic: TopicID
  /// The producer that sends them, by its place in the plan.
  public var producer: Int

  /// Through one producer to one topic.
  public init(to topic: TopicID, through producer: Int) {
    self.topic = topic
    self.producer = producer
  }
}

/// Where an application seeks to at its start.
public struct PlannedSeek: Sendable {
  /// The partition, or nil for all.
  public var at: PlannedPartition?
  /// Where to.
  public var target: ClientCommand.SeekTarget

  /// A seek of one partition, or of all.
  public init(at partition: PlannedPartition?, target: ClientCommand.SeekTarget) {
    at = partition
    self.target = target
  }
}

/// A record at which an application throws an exception, which ends it.
public struct PlannedFailure: Sendable {
  /// Its partition.
  public var at: PlannedPartition
  /// Its offset.
  public var offset: Offset
  /// Whether the application throws whenever it sees the record, or once in the run.
  public var isEveryTime: Bool

  /// An exception at one record.
  public init(at partition: PlannedPartition, offset: Offset, isEveryTime: Bool) {
    at = partition
    self.offset = offset
    self.isEveryTime = isEveryTime
  }
}

/// What the application behind a consumer does with what it reads.
public struct ConsumerWork: Sendable {
  /// Where the work is done.
  public enum Place: Sendable, Equatable {
    /// Between two polls.
    case pollLoop
    /// In one other thread; polling goes on.
    case otherThread
    /// In a pool of threads.
    case pool(threads: Int32)
  }

  /// Who commits, and when.
  public enum Commit: Sendable, Equatable {
    /// `enable.auto.commit`, or nobody.
    case automatic
    case beforeBatch
    case beforeEachRecord
    case afterEachRecord
    case afterBatch
    /// After so many records, counted over all polls; what is left over waits for the next ones.
    case afterRecords(Int32)
    /// Results and offsets in one external store; the position is read from it at assignment.
    case externalStore
  }

  /// Where the work is done.
  public var place: Place = .pollLoop
  /// Who commits, and when.
  public var commit: Commit = .automatic
  /// Whether it commits without waiting for the answer (`commitAsync`).
  public var commitsAsynchronously = false
  /// The time that one record takes at least.
  public var workMin: Duration = .zero
  /// The time that one record takes at most.
  public var workMax: Duration = .zero
  /// Whether that is the time of a whole batch.
  public var isPerBatch = false
  /// The least time from one poll that returned records to the next.
  public var pollInterval: Duration = .zero
  /// The pace at which the application commits its positions by itself, besides `commit`.
  public var commitInterval: Duration = .infinite
  /// Whether it does that without waiting for the answer.
  public var commitsIntervalAsynchronously = false

  /// Work that takes no time, in the poll loop.
  public init() {}
}
