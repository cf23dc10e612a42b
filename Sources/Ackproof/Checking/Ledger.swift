import KafkaModel
import Kernel

/// How many of everything a run has: what a ledger lays its tables out by.
public struct LedgerSetting: Sendable {
  /// Which node is what.
  public var layout: NodeLayout
  /// The group of each consumer, by its place in the plan.
  public var groups: [GroupID]
  /// How many groups there are.
  public var groupCount: Int

  /// A setting of so many processes and groups.
  public init(layout: NodeLayout, groups: [GroupID], groupCount: Int) {
    self.layout = layout
    self.groups = groups
    self.groupCount = groupCount
  }

  /// The setting of a plan.
  public init(_ plan: WorldPlan) {
    self.init(
      layout: NodeLayout(
        zooKeepers: plan.zooKeeper.servers, brokers: plan.brokers.count,
        producers: plan.producers.count, consumers: plan.consumers.count),
      groups: plan.consumers.map(\.group), groupCount: plan.groups.count)
  }
}

/// The fate of every record and the state of every replica, from history and from nothing else.
///
/// Every question that an expectation or an invariant asks is answered from here. Facts about
/// records are kept as runs of batches: a history event costs the same however many records it is
/// about.
public struct Ledger: Sendable {
  /// How many of everything there are.
  public let setting: LedgerSetting
  /// The instant that the scenario calls zero.
  public internal(set) var origin = Instant.zero
  /// The instant of the last event.
  public internal(set) var now = Instant.zero

  var streams: [StreamRecord] = []
  var partitions: [PartitionRecord] = []
  var mirrors: [ReplicaMirror] = []
  /// The place in `mirrors` by partition and broker; -1 where a broker has no replica.
  var mirrorPlaces: [Int32] = []
  var readers: [ReaderRecord] = []
  /// The place in `readers` by consumer and partition; -1 for none.
  var readerPlaces: [[Int32]]
  var groups: [GroupRecord]
  var clients: [ClientRecord]
  var nodes: [NodeRecord]
  var cluster = ClusterRecord()
  /// Records that an application sent again, by the new record: what they repeat.
  var aliases: [RecordAlias] = []

  // Promises found broken while events came in.
  var offsetBreaks: [LogBreak] = []
  var replicaBreaks: [LogBreak] = []
  var durabilityBreaks: [LogBreak] = []
  var shownBreaks: [LogBreak] = []
  var joinBreaks: [LogBreak] = []
  var fenceBreaks: [LogBreak] = []

  /// The most broken promises of one kind that are kept; one is enough for a verdict.
  static let breakLimit = 100

  /// A ledger before the run's first event.
  public init(_ setting: LedgerSetting) {
    self.setting = setting
    readerPlaces = Array(repeating: [], count: setting.layout.consumerCount)
    groups = Array(repeating: GroupRecord(), count: setting.groupCount)
    clients = Array(
      repeating: ClientRecord(),
      count: setting.layout.producerCount + setting.layout.consumerCount)
    nodes = Array(repeating: NodeRecord(), count: setting.layout.nodeCount)
  }

  /// Takes in what happened. What does not concern the ledger passes by.
  public mutating func observe(_ event: borrowing HistoryEvent) {
    now = event.at
    switch event.fact {
    case .producer(let fact): observe(fact, at: event.at, number: event.number)
    case .log(let fact): observe(fact, at: event.at, number: event.number)
    case .consumer(let fact): observe(fact, at: event.at, number: event.number)
    case .partition(let fact): observe(fact, at: event.at, number: event.number)
    case .cluster(let fact): observe(fact, at: event.at, number: event.number)
    case .process(let fact): observe(fact, at: event.at)
    }
  }

  /// The scenario's time begins: what is counted is counted from here.
  public mutating func beginCounting(at instant: Instant) {
    origin = instant
    now = instant
    cluster.beginCounting()
    for place in partitions.indices {
      partitions[place].leaderChanges = 0
      partitions[place].uncleanElections = 0
      partitions[place].isrShrinks = 0
      partitions[place].isrGrows = 0
      partitions[place].unledTotal = .zero
      partitions[place].unledLongest = .zero
      partitions[place].unledSince = instant
    }
    for place in mirrors.indices { mirrors[place].resetCounts() }
    for place in nodes.indices { nodes[place].sessionsExpired = 0 }
  }
}

/// A record that repeats another by the application's own will.
struct RecordAlias: Sendable {
  /// The new record.
  var again: RecordSpan
  /// The one that it repeats; as long as `again`.
  var original: RecordSpan
}

/// What was counted about one client.
struct ClientRecord: Sendable {
  /// Errors that it got, by code.
  var errors: [(code: ErrorCode, count: Int64)] = []
  /// The producer ids that it was given.
  var producerIDs: Int64 = 0
  var lastProducerID = ProducerID.none
  var producerEpoch = ProducerEpoch.none
  /// Whether another producer has taken its transactional id over.
  var isFenced = false
  /// Batches with an outcome, and batches that were put on the wire again.
  var settledBatches: Int64 = 0
  var retriedBatches: Int64 = 0
  /// Sends that the producer itself refused.
  var refusedByProducer: Int64 = 0

  /// One more error, or several.
  mutating func count(_ error: ErrorCode, times: Int64 = 1) {
    if error == .none { return }
    if let place = errors.firstIndex(where: { $0.code == error }) {
      errors[place].count += times
    } else {
      errors.append((error, times))
    }
  }
}

/// Whether a process runs.
struct NodeRecord: Sendable {
  var isUp = false
  var isFrozen = false
  /// Which life of the process this is, from 1.
  var life: UInt32 = 0
  /// ZooKeeper sessions of it that expired.
  var sessionsExpired: Int64 = 0
  /// Whether its registration is known to the cluster (brokers).
  var isRegistered = false
}

/// What was counted about the cluster as a whole.
struct ClusterRecord: Sendable {
  /// The active controller.
  var controller: BrokerID = .none
  /// Its epoch.
  var controllerEpoch = ControllerEpoch.none
  /// Takeovers since the counting began.
  var controllerChanges: Int64 = 0
  /// Two controllers announced the same epoch.
  var controllerEpochsShared: Int64 = 0
  /// Faults of the plan that were carried out, and those that made a difference.
  var faultsFired: Int64 = 0
  var faultsThatBit: Int64 = 0
  /// Lines and weather that found something to act on; most of them inject faults that bite, too.
  var linesThatBit: Int64 = 0
  /// What bit, each once: faults that the history told of, or lines that need no fault.
  var bites: Int64 { max(faultsThatBit, linesThatBit) }
  /// Replicas that came to be in sync outside an election.
  var joinedInSync: Int64 = 0
  /// Two brokers acted as leader in one epoch.
  var leaderEpochsShared: Int64 = 0

  mutating func beginCounting() {
    controllerChanges = 0
    faultsFired = 0
    faultsThatBit = 0
  }
}
