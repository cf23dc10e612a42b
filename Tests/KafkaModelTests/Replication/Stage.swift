import Kernel
import Testing

@testable import KafkaModel

/// A booted cluster of three brokers with one partition, driven by instants and faults.
struct Stage {
  var world: WorldState
  /// Values of the record streams that were acknowledged: stream and place, in order.
  var acknowledged: [(stream: Int32, first: Int64, count: Int32)] = []
  /// Kinds of facts that a test may want to count.
  var truncations: [(broker: Int32, from: Int64, to: Int64)] = []
  var elections: [(leader: Int32, kind: ElectionKind)] = []
  var failures: [ErrorCode] = []
  var halted: Int = 0

  static let partition = PartitionID(0)

  init(
    _ version: KafkaVersion, seed: UInt64 = 1, minISR: Int64 = 1, records: Int64 = 0,
    every interval: Duration = .milliseconds(5), partitions: Int32 = 1,
    producer: [(String, String)] = [("acks", "all")], unclean: Bool = false,
    assignment: [ReplicaList] = [[1, 2, 3]], brokers: Int = 3, controller: Int32? = nil
  ) throws {
    let written = producer.map {
      PropertyAssignment($0.0, $0.1, PropertyOrigin(file: "test", line: 1))
    }
    var plan = SmallCluster.plan(
      version: version, brokers: brokers, partitions: partitions, records: records,
      producer: written)
    plan.topics[0].assignment =
      partitions == 1 ? assignment : Array(repeating: assignment[0], count: Int(partitions))
    plan.topics[0].settings.minInSyncReplicas = minISR
    plan.topics[0].settings.uncleanElectionIsAllowed = unclean
    for place in plan.producers.indices {
      plan.producers[place].workloads[0].interval = interval
    }
    // Whoever registers first is the controller; some seed has it where the test wants it.
    var booted: WorldState?
    for attempt in seed..<seed + 60 where booted == nil {
      var booting = World(plan: plan, seed: attempt)
      try booting.boot()
      if controller == nil || booting.controller?.value == controller { booted = booting.state }
    }
    world = try #require(booted)
  }

  /// Runs on for so long after the scenario's zero.
  mutating func run(to time: Duration) {
    let end = world.turn.origin + time
    while let next = world.turn.queue.nextInstant, next <= end {
      _ = world.step()
      read()
    }
    world.turn.queue.schedule(.appointment(0), at: end)
    while world.turn.now < end { _ = world.step() }
    read()
  }

  mutating func inject(_ fault: Fault) {
    _ = world.inject(fault)
    read()
  }

  private mutating func read() {
    for event in world.turn.history.pending {
      switch event.fact {
      case .producer(.acknowledged(_, _, let records, _, _)):
        acknowledged.append((records.stream, records.first, records.count))
      case .producer(.sendFailed(_, _, _, let error, _)): failures.append(error)
      case .log(.truncated(let broker, _, let from, let to, _)):
        truncations.append((broker.value, from.value, to.value))
      case .partition(.leaderElected(_, let leader, _, _, let kind)):
        elections.append((leader.value, kind))
      case .process(.processEnded(_, .halted)): halted += 1
      default: break
      }
    }
    world.turn.history.clear()
  }

  // MARK: Nodes and faults

  func node(_ broker: Int32) -> NodeID { world.turn.layout.node(of: BrokerID(broker)) }
  var zooKeeper: NodeID { world.turn.layout.node(ofZooKeeper: 0) }

  mutating func heal() { inject(.healAll) }
  mutating func losePower(_ broker: Int32, _ survival: Fault.Survival = .flushedOnly) {
    inject(.losePower(node(broker), survival))
  }
  mutating func crash(_ broker: Int32) { inject(.crash(node(broker))) }
  mutating func start(_ broker: Int32) { inject(.start(node(broker))) }
  mutating func cut(_ one: NodeID, _ other: NodeID) {
    inject(.cut(from: one, to: other))
    inject(.cut(from: other, to: one))
  }

  // MARK: What is registered

  var leader: Int32? { world.zooKeeper.partitionState(Self.partition)?.leader.value }
  var isr: ReplicaList? { world.zooKeeper.partitionState(Self.partition)?.isr }
  func isUp(_ broker: Int32) -> Bool { world.processes[Int(node(broker).index)].status != .down }

  /// How many records the producers were told are stored.
  var acknowledgedCount: Int { acknowledged.reduce(0) { $0 + Int($1.count) } }

  // MARK: Logs

  func log(_ broker: Int32) -> PartitionLog? {
    let machine = world.brokers[Int(broker) - 1]
    let slot = machine.disk.slot(of: Self.partition)
    return slot < 0 ? nil : machine.disk.logs[Int(slot)]
  }
  func end(_ broker: Int32) -> Int64 { log(broker)?.endOffset.value ?? -1 }
  func watermark(_ broker: Int32) -> Int64 { log(broker)?.highWatermark.value ?? -1 }

  /// The records of a replica's log in order: stream and place of each.
  func records(_ broker: Int32) -> [String] {
    guard let log = log(broker) else { return [] }
    var result: [String] = []
    for place in log.batches.startIndex..<log.batches.endIndex {
      let batch = log.batches[place]
      for record in 0..<Int64(batch.records.count) {
        result.append("\(batch.records.stream):\(batch.records.first + record)")
      }
    }
    return result
  }

  /// Acknowledged records that a replica's log does not hold.
  func missing(from broker: Int32) -> [String] {
    let held = records(broker)
    var missing: [String] = []
    for range in acknowledged {
      for record in 0..<Int64(range.count) {
        let name = "\(range.stream):\(range.first + record)"
        if !held.contains(name) { missing.append(name) }
      }
    }
    return missing
  }

  /// Whether all replicas hold the same records.
  var logsAgree: Bool { records(1) == records(2) && records(2) == records(3) }
}
