import Kernel

/// Which simulated process is what: ZooKeeper servers first, then brokers, clients, and the
/// operator.
public struct NodeLayout: Hashable, Sendable {
  /// How many ZooKeeper servers there are.
  public let zooKeeperCount: Int
  /// How many brokers there are; their ids are 1 to this.
  public let brokerCount: Int
  /// How many producers there are.
  public let producerCount: Int
  /// How many consumers there are.
  public let consumerCount: Int

  /// What a node is.
  public enum Role: Hashable, Sendable {
    case zooKeeper(Int)
    case broker(BrokerID)
    /// A producer, by its place in the plan.
    case producer(Int)
    /// A consumer, by its place in the plan.
    case consumer(Int)
    case `operator`

    /// Whether it is a server of the ensemble.
    public var isZooKeeper: Bool {
      if case .zooKeeper = self { return true }
      return false
    }
  }

  /// Lays out a plan's processes.
  public init(zooKeepers: Int, brokers: Int, producers: Int, consumers: Int) {
    zooKeeperCount = zooKeepers
    brokerCount = brokers
    producerCount = producers
    consumerCount = consumers
  }

  /// All processes together.
  public var nodeCount: Int {
    zooKeeperCount + brokerCount + producerCount + consumerCount + 1
  }

  /// What the node is.
  public func role(of node: NodeID) -> Role {
    var place = node.place
    if place < zooKeeperCount { return .zooKeeper(place) }
    place -= zooKeeperCount
    if place < brokerCount { return .broker(BrokerID(Int32(place + 1))) }
    place -= brokerCount
    if place < producerCount { return .producer(place) }
    place -= producerCount
    return place < consumerCount ? .consumer(place) : .operator
  }

  /// The node of a ZooKeeper server.
  public func node(ofZooKeeper server: Int) -> NodeID { NodeID(index: server) }
  /// The node of a broker.
  public func node(of broker: BrokerID) -> NodeID {
    NodeID(index: zooKeeperCount + Int(broker.value) - 1)
  }
  /// The node of a producer, by its place in the plan.
  public func node(ofProducer place: Int) -> NodeID {
    NodeID(index: zooKeeperCount + brokerCount + place)
  }
  /// The node of a consumer, by its place in the plan.
  public func node(ofConsumer place: Int) -> NodeID {
    NodeID(index: zooKeeperCount + brokerCount + producerCount + place)
  }
  /// The operator's node.
  public var operatorNode: NodeID { NodeID(index: nodeCount - 1) }

  /// The broker on a node, if it is one.
  public func broker(at node: NodeID) -> BrokerID? {
    guard case .broker(let id) = role(of: node) else { return nil }
    return id
  }

  /// The node of a client; clients are numbered producers first, then consumers.
  public func node(of client: ClientID) -> NodeID {
    NodeID(index: zooKeeperCount + brokerCount + Int(client.value))
  }
  /// The client on a node, which must be one.
  public func client(at node: NodeID) -> ClientID {
    ClientID(Int32(node.place - zooKeeperCount - brokerCount))
  }

  /// The brokers, in order of their ids.
  public var brokers: [BrokerID] { (0..<brokerCount).map { BrokerID(Int32($0 + 1)) } }
}
