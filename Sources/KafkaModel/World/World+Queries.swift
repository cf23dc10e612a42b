import Kernel

/// What a conductor may ask a world between two steps: to resolve roles, and to show its state.
extension World {
  /// The instant of the last event.
  public var now: Instant { state.turn.now }
  /// The instant that the scenario calls zero.
  public var origin: Instant { state.turn.origin }
  /// When the next event is due.
  public var nextInstant: Instant? { state.turn.queue.nextInstant }
  /// Messages delivered and timers fired so far.
  public var eventCount: UInt64 { state.eventCount }
  /// How many faults were injected so far; the next one gets this number.
  public var faultCount: Int32 { state.faultCount }
  /// Covers every event of the history so far.
  public var digest: Digest { state.turn.history.digest }
  /// Which node is what.
  public var layout: NodeLayout { state.turn.layout }
  /// Names of topics and partitions.
  public var catalog: Catalog { state.turn.catalog }
  /// Whose records are whose.
  public var recordStreams: RecordStreams { state.turn.recordStreams }
  /// The plan it was made from.
  public var plan: WorldPlan { state.plan }
  /// Events that no reader has taken yet.
  public var history: HistoryStream { state.turn.history }

  /// Hands the events over that nobody has taken; the buffer's old content is dropped.
  public mutating func takeHistory(_ buffer: inout [HistoryEvent]) {
    state.turn.history.take(&buffer)
  }

  /// Forgets the events that every reader has seen.
  public mutating func clearHistory() { state.turn.history.clear() }

  /// The registered leader of a partition; none while it is offline.
  public func leader(of partition: PartitionID) -> BrokerID? {
    state.zooKeeper.partitionState(partition).flatMap { $0.leader == .none ? nil : $0.leader }
  }
  /// The registered ISR.
  public func isr(of partition: PartitionID) -> ReplicaList? {
    state.zooKeeper.partitionState(partition)?.isr
  }
  /// The registered leader epoch.
  public func leaderEpoch(of partition: PartitionID) -> LeaderEpoch? {
    state.zooKeeper.partitionState(partition)?.leaderEpoch
  }
  /// The assigned replicas of a partition, as registered.
  public func replicas(of partition: PartitionID) -> ReplicaList? {
    state.zooKeeper.assignment(of: partition)
  }
  /// The broker whose id is in /controller.
  public var controller: BrokerID? { state.zooKeeper.controller }
  /// Whether a process is running (a frozen one is).
  public func isUp(_ node: NodeID) -> Bool { state.processes[node.place].status != .down }
  /// Whether a process is frozen.
  public func isFrozen(_ node: NodeID) -> Bool { state.processes[node.place].status == .frozen }
  /// Whether bytes of one direction stall.
  public func isCut(from: NodeID, to: NodeID) -> Bool {
    state.turn.network.isCut(from: from, to: to)
  }
  /// How one direction between two nodes behaves at present.
  public func linkProfile(from: NodeID, to: NodeID) -> LinkProfile {
    state.turn.network.profile(from: from, to: to)
  }
  /// Whether a broker's disk is slow, full or failed.
  public func hasDiskFault(_ node: NodeID) -> Bool {
    guard let broker = layout.broker(at: node) else { return false }
    return state.brokers[Int(broker.value) - 1].hasDiskFault
  }
  /// ZooKeeper's tree as text, in the order of paths.
  public func znodes(groups: [String]) -> [ZNodeText] {
    state.zooKeeper.dump(
      ZNodeNames(catalog: catalog, groups: groups, version: plan.semantics.version))
  }
  /// The ZooKeeper server that leads the ensemble.
  public var zooKeeperLeader: Int? { state.zooKeeper.leader }
  /// How many messages and connection requests have met a cut so far.
  public var cutCount: Int { state.turn.network.cutCount() }

  /// Asks to be woken: `step` returns `.appointment(number)` at that instant.
  public mutating func appoint(_ number: Int32, at instant: Instant) {
    state.turn.queue.schedule(.appointment(number), at: max(instant, state.turn.now))
  }

  /// Has the operator ask something of the cluster; the history tells the answer by the number.
  public mutating func order(_ operation: AdminOperation, number: Int32) {
    state.turn.begin(node: layout.operatorNode, at: state.turn.now, cause: .none)
    state.admin.submit(
      AdminRequest(operation: operation, timeout: .seconds(60)), number: number, turn: &state.turn)
    state.interpretEffects(of: layout.operatorNode)
  }

  /// Has a client's application do something; false when its process is not running.
  @discardableResult
  public mutating func command(_ node: NodeID, _ command: ClientCommand) -> Bool {
    guard state.processes[node.place].status == .running else { return false }
    state.dispatch(.command(.client(command)), to: node, at: state.turn.now, cause: .none)
    return true
  }

  /// The names behind a node, as reports write it.
  public func name(of node: NodeID) -> String {
    switch layout.role(of: node) {
    case .zooKeeper(let place): layout.zooKeeperCount == 1 ? "zookeeper" : "zookeeper \(place + 1)"
    case .broker(let id): "broker \(id)"
    case .producer(let place): plan.producers[place].name
    case .consumer(let place): plan.consumers[place].name
    case .operator: "operator"
    }
  }
}

extension World {
  /// How much history may pile up where nobody reads it.
  private static var unreadMax: Int { 64 }

  /// Handles every event up to an instant without readers: what a benchmark measures.
  public mutating func run(until end: Instant) {
    while let (instant, event) = state.turn.queue.popLeast(notAfter: end) {
      _ = state.carryOut(event, at: instant)
      if state.turn.history.pending.count >= Self.unreadMax { state.turn.history.clear() }
    }
    state.turn.history.clear()
  }
}
