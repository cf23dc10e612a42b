import Kernel

/// The path of a znode that Kafka uses, as a value; printed as the path itself.
enum ZNodePath: Hashable, Sendable {
  case brokerIDs
  case broker(BrokerID)
  case topics
  case topic(TopicID)
  case partitionState(PartitionID)
  case controller
  case controllerEpoch
  case isrChanges
  case isrChange(Int32)
  case logDirectoryEvents
  case logDirectoryEvent(Int32)
  case deleteTopics
  case deleteTopic(TopicID)
  case reassignPartitions
  case preferredElection
  case topicConfiguration(TopicID)
  case brokerConfiguration(BrokerID)
  case configurationChanges
  case configurationChange(Int32)
  case producerIDBlock
  case clusterID
  /// Old consumers: /consumers/GROUP/ids, owners, offsets.
  case consumerIDs(GroupID)
  case consumerID(GroupID, member: Int32)
  case consumerOwner(GroupID, PartitionID)
  case consumerOffset(GroupID, PartitionID)
}

/// What a topic's znode says: the assignment, with a reassignment's additions and removals
/// (KIP-455).
struct TopicAssignment: Hashable, Sendable {
  var topic: TopicID
  var partitions: [PartitionAssignment]
}

/// The assigned replicas of one partition.
struct PartitionAssignment: Hashable, Sendable {
  var partition: PartitionID
  var replicas: ReplicaList
  var adding: ReplicaList = []
  var removing: ReplicaList = []
}

/// A znode's data, typed; rendered to Kafka's JSON when the tree is shown.
enum ZNodeData: Hashable, Sendable {
  case empty
  case broker(BrokerID, registeredAt: Int64)
  case topic(TopicAssignment)
  case state(PartitionState)
  case controller(BrokerID, electedAt: Int64)
  case controllerEpoch(ControllerEpoch)
  case partitions([PartitionID])
  case logDirectoryEvent(BrokerID)
  case reassignment([PartitionAssignment])
  case configuration([NamedValue])
  case configurationOfTopic(TopicID)
  case configurationOfBroker(BrokerID)
  case producerIDs(first: Int64, last: Int64, broker: BrokerID)
  case offset(Offset)
  case owner(member: Int32)
  case text(String)
}

/// A configuration entry as text.
public struct NamedValue: Hashable, Sendable {
  /// The key, as Kafka spells it.
  public var name: String
  /// The value, as a properties file writes it.
  public var value: String

  /// An entry.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// One operation on the tree.
enum ZooKeeperOperation: Sendable {
  case create(ZNodePath, ZNodeData, isEphemeral: Bool)
  /// Appends a ten-digit counter of the parent to the path; the reply tells which.
  case createSequential(ZNodePath, ZNodeData)
  /// Version -1 is unconditional.
  case setData(ZNodePath, ZNodeData, version: Int32)
  case delete(ZNodePath, version: Int32)
  case check(ZNodePath, version: Int32)
  case getData(ZNodePath, watch: Bool)
  case exists(ZNodePath, watch: Bool)
  case getChildren(ZNodePath, watch: Bool)
  case multi([ZooKeeperOperation])
}

/// The stat of a znode.
struct ZNodeStat: Hashable, Sendable {
  var version: Int32
  /// The transaction that created the node: a broker's epoch from 2.2.
  var created: Int64
  var modified: Int64
  /// The owning session of an ephemeral, or 0.
  var owner: Int64
}

/// The outcome of one operation.
enum ZooKeeperResult: Sendable {
  case ok
  case created(ZNodePath, ZNodeStat)
  case stat(ZNodeStat)
  case data(ZNodeData, ZNodeStat)
  case children([ZNodePath])
  case multi([ZooKeeperResult])
  case noNode
  case nodeExists
  case badVersion
  /// The session was closed on the server.
  case sessionExpired
  /// The connection broke before an answer: the operation may have been applied.
  case connectionLoss
}

/// What a watch saw.
enum WatchEvent: UInt8, Sendable {
  case nodeCreated, nodeDeleted, nodeDataChanged, nodeChildrenChanged
}

/// What a ZooKeeper client writes, besides pings.
enum ZooKeeperRequest: Sendable {
  /// Opens a session (id 0) or resumes one; `lastSeen` is the newest transaction the client knows.
  case connect(session: Int64, timeout: Duration, lastSeen: Int64)
  /// One operation; `request` ties the reply to it.
  case operation(request: Int32, ZooKeeperOperation)
  /// After a reconnect: the client's watches, so that the server fires those that it missed.
  case setWatches(lastSeen: Int64, [WatchRegistration])
  case closeSession
}

/// A watch as its client remembers it.
struct WatchRegistration: Hashable, Sendable {
  /// What was asked when the watch was set.
  enum Kind: UInt8, Sendable { case data, exists, children }
  var path: ZNodePath
  var kind: Kind
}

/// What a ZooKeeper server answers, besides pongs.
enum ZooKeeperResponse: Sendable {
  /// A negotiated timeout of zero says that the session has expired.
  case connected(session: Int64, timeout: Duration)
  case reply(request: Int32, ZooKeeperResult, transaction: Int64)
  case watch(ZNodePath, WatchEvent)
}
