import Kernel

/// A znode: its data and its stat.
struct ZNode: Hashable, Sendable {
  /// What clients have written.
  var data: ZNodeData
  /// What the server counts.
  var stat: ZNodeStat
}

/// The znodes that Kafka uses, as every server of the ensemble would show them.
///
/// DataTree of ZooKeeper: versions that count the changes of a node, transactions that count the
/// changes of the tree, and a counter of created children per directory, from which sequential
/// nodes take their ten digits. State znodes lie in chunks by `PartitionID`, because a cluster has
/// a hundred thousand of them and a fork must not copy them all.
struct ZooKeeperTree: Sendable {
  /// The newest transaction, ZooKeeper's zxid; failed writes take a number too.
  private(set) var lastTransaction: Int64 = 0
  private var states = ChunkedArray<StateSlot>()
  private var topics = IDMap<ZNode>()
  private var others = SortedMap<UInt64, ZNodeEntry>()
  private var directories = SortedMap<UInt64, Directory>()

  /// A state znode in place; plain old data.
  private struct StateSlot: Sendable {
    var state: PartitionState
    var stat: ZNodeStat
    var exists: Bool
    static let vacant = StateSlot(
      state: PartitionState(
        leader: .none, leaderEpoch: .none, isr: [], controllerEpoch: .none),
      stat: .fresh, exists: false)
  }

  /// A znode with its path, for the kinds that are few.
  private struct ZNodeEntry: Sendable {
    var path: ZNodePath
    var node: ZNode
  }

  /// What a directory counts.
  struct Directory: Hashable, Sendable {
    /// The transaction that last added or removed a child.
    var childrenModified: Int64 = 0
    /// How many children were ever created; the next sequential number.
    var created: Int32 = 0
  }

  /// The node at a path; directories exist without anybody creating them.
  func node(at path: ZNodePath) -> ZNode? {
    switch path {
    case .partitionState(let partition):
      guard partition.index < states.count, states[partition.index].exists else { return nil }
      let slot = states[partition.index]
      return ZNode(data: .state(slot.state), stat: slot.stat)
    case .topic(let topic): return topics[Int(topic.value)]
    default:
      if let entry = others[path.key] { return entry.node }
      return path.isDirectory ? ZNode(data: .empty, stat: .fresh) : nil
    }
  }

  /// The registered state of a partition with its version, without building a node.
  func state(of partition: PartitionID) -> (state: PartitionState, epoch: PartitionEpoch)? {
    guard partition.index < states.count, states[partition.index].exists else { return nil }
    let slot = states[partition.index]
    return (slot.state, PartitionEpoch(slot.stat.version))
  }

  /// The registered assignment of a partition; a look through the topics, whose partitions ascend.
  func assignment(of partition: PartitionID) -> PartitionAssignment? {
    for topic in 0..<topics.bound {
      guard case .topic(let assignment)? = topics[topic]?.data,
        let first = assignment.partitions.first, first.partition <= partition
      else { continue }
      if let found = assignment.partitions.first(where: { $0.partition == partition }) {
        return found
      }
    }
    return nil
  }

  /// What a directory counts.
  func directory(at path: ZNodePath) -> Directory { directories[path.key] ?? Directory() }

  /// The children of a directory, by id or by number.
  ///
  /// ZooKeeper promises no order, and Kafka sorts where it matters.
  func children(of path: ZNodePath) -> [ZNodePath] {
    if path == .topics { return topics.ids.map { .topic(TopicID(Int32($0))) } }
    let keys = path.childKeys
    var found: [ZNodePath] = []
    var position = others.lowerBound(keys.lowerBound)
    while position < others.count, others.key(at: position) < keys.upperBound {
      found.append(others[position: position].path)
      position += 1
    }
    return found
  }

  /// Every node that holds data or was created, in the order of kinds and ids.
  func forEachNode(_ body: (ZNodePath, ZNode) -> Void) {
    topics.forEach { body(.topic(TopicID(Int32($0))), $1) }
    for place in 0..<states.count where states[place].exists {
      let slot = states[place]
      body(
        .partitionState(PartitionID(Int32(place))),
        ZNode(data: .state(slot.state), stat: slot.stat))
    }
    others.forEach { body($1.path, $1.node) }
  }

  /// Begins a transaction and returns its number.
  mutating func beginTransaction() -> Int64 {
    lastTransaction += 1
    return lastTransaction
  }

  /// Puts a node at a path, or takes it away; counts nothing and fires nothing.
  mutating func put(_ node: ZNode?, at path: ZNodePath) {
    switch path {
    case .partitionState(let partition): put(node, for: partition)
    case .topic(let topic): topics[Int(topic.value)] = node
    default: others[path.key] = node.map { ZNodeEntry(path: path, node: $0) }
    }
  }

  /// Sets what a directory counts.
  mutating func setDirectory(_ directory: Directory, at path: ZNodePath) {
    directories[path.key] = directory
  }

  private mutating func put(_ node: ZNode?, for partition: PartitionID) {
    invariant(
      partition.index >= 0 && partition.index < Catalog.partitionLimit,
      "partition \(partition) is beyond the limit of \(Catalog.partitionLimit)")
    while states.count <= partition.index { states.append(.vacant) }
    guard let node, case .state(let state) = node.data else {
      states[partition.index].exists = false
      return
    }
    states[partition.index] = StateSlot(state: state, stat: node.stat, exists: true)
  }
}

extension ZNodeStat {
  /// The stat of a node that no client created.
  static let fresh = ZNodeStat(version: 0, created: 0, modified: 0, owner: 0)
}
