import Kernel

/// What went over each link of a run, retransmissions of packets not counted again.
struct Traffic: Sendable {
  /// Requests and responses, by sender and receiver.
  private(set) var messages: [Int64]
  /// Their bytes.
  private(set) var bytes: [Int64]
  private let nodeCount: Int

  /// No traffic yet between so many nodes.
  init(nodeCount: Int) {
    self.nodeCount = nodeCount
    messages = Array(repeating: 0, count: nodeCount * nodeCount)
    bytes = messages
  }

  /// Adds a message.
  mutating func add(_ size: Int64, from: NodeID, to: NodeID) {
    let place = from.place * nodeCount + to.place
    messages[place] += 1
    bytes[place] += size
  }

  /// The place of a link in both tables.
  func place(from: NodeID, to: NodeID) -> Int { from.place * nodeCount + to.place }
}

extension WorldState {
  /// Notes a message that is put on its connection.
  mutating func countTraffic(_ bytes: Int64, on connection: ConnectionID, fromServer: Bool) {
    let client = turn.network.client(of: connection)
    let server = turn.network.server(of: connection)
    traffic?.add(
      bytes, from: fromServer ? server : client, to: fromServer ? client : server)
  }
}

/// Figures that no history tells, for measures that ask for the state of machines.
extension World {
  /// Messages sent from one node to another since the run began; nil unless the plan counts them.
  public func messagesSent(from: NodeID, to: NodeID) -> Int64? {
    state.traffic.map { $0.messages[$0.place(from: from, to: to)] }
  }

  /// Bytes sent from one node to another since the run began; nil unless the plan counts them.
  public func bytesSent(from: NodeID, to: NodeID) -> Int64? {
    state.traffic.map { $0.bytes[$0.place(from: from, to: to)] }
  }

  /// How many segments a broker's log of a partition has; nil where it has no such log.
  public func segments(of partition: PartitionID, on broker: BrokerID) -> Int64? {
    let disk = state.brokers[Int(broker.value) - 1].disk
    let slot = disk.slot(of: partition)
    return slot < 0 ? nil : Int64(disk.logs[Int(slot)].segmentCount)
  }

  /// The records of the batches that a broker's log of a partition holds between two offsets; none
  /// where it has no such log.
  public func records(
    of partition: PartitionID, on broker: BrokerID, from: Offset, to: Offset
  ) -> [RecordRange] {
    let disk = state.brokers[Int(broker.value) - 1].disk
    let slot = disk.slot(of: partition)
    guard slot >= 0 else { return [] }
    let batches = disk.logs[Int(slot)].batches
    var found: [RecordRange] = []
    var place = batches.firstPlace(reaching: from)
    while place < batches.endIndex, batches[place].baseOffset < to {
      found.append(batches[place].records)
      place += 1
    }
    return found
  }

  /// What the logs of a broker take on its disk; indexes and checkpoint files are not counted.
  public func bytesOnDisk(of broker: BrokerID) -> Int64 {
    let disk = state.brokers[Int(broker.value) - 1].disk
    return disk.logs.indices.reduce(0) { sum, slot in
      disk.isLive(Int32(slot)) ? sum + disk.logs[slot].byteCount : sum
    }
  }

  /// The most of `buffer.memory` that a producer has ever used; nil for a node that is none.
  public func largestBuffer(of node: NodeID) -> Int64? {
    guard case .producer(let place) = layout.role(of: node) else { return nil }
    return state.producers[place].largestBuffer
  }

  /// The longest that a send kept the application waiting, one that still waits included.
  public func longestBlocking(of node: NodeID) -> Duration? {
    guard case .producer(let place) = layout.role(of: node) else { return nil }
    return state.producers[place].longestBlocking(now: now)
  }

  /// The profile that a link has while no fault changes it.
  public func ownProfile(from: NodeID, to: NodeID) -> LinkProfile {
    state.ownProfile(from: from, to: to)
  }

  /// Whether a broker knows that a partition is led in that epoch, or a later one.
  public func knows(
    _ epoch: LeaderEpoch, of partition: PartitionID, _ broker: BrokerID
  ) -> Bool {
    let known = state.brokers[Int(broker.value) - 1].process.metadata[partition]
    return known.map { $0.state.leaderEpoch >= epoch } ?? false
  }
}

extension WorldState {
  func ownProfile(from: NodeID, to: NodeID) -> LinkProfile {
    plan.ownLinks.last { $0.from == from && $0.to == to }?.profile ?? plan.links
  }
}
