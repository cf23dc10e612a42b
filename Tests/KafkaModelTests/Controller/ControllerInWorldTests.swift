import Kernel
import Testing

@testable import KafkaModel

/// A world that is run for a while, with the facts that concern controllers and leaders.
///
/// A class, because the testing library copies what it looks at, and a world can't be copied.
private final class ControlledWorld {
  private var world: World
  /// Facts since the scenario's zero, with their instants.
  var facts: [(at: Instant, fact: HistoryFact)] = []

  init(version: KafkaVersion, partitions: Int32, brokers: Int = 3, seed: UInt64 = 1) throws {
    let plan = SmallCluster.plan(version: version, brokers: brokers, partitions: partitions)
    world = World(plan: plan, seed: seed)
    try world.boot()
  }

  func run(for length: Duration) {
    let end = world.now + length
    while let next = world.nextInstant, next <= end {
      world.step()
      for event in world.history.pending { facts.append((event.at, event.fact)) }
      world.clearHistory()
    }
  }

  func inject(_ fault: Fault) { _ = world.inject(fault) }

  func order(_ operation: AdminOperation, number: Int32) {
    world.order(operation, number: number)
  }

  var controller: BrokerID? { world.controller }
  var layout: NodeLayout { world.layout }
  var controllerNode: NodeID { world.layout.node(of: world.controller ?? BrokerID(1)) }
  func isUp(_ node: NodeID) -> Bool { world.isUp(node) }
  func isr(_ partition: Int32) -> ReplicaList? { world.isr(of: PartitionID(partition)) }
  func replicas(_ partition: Int32) -> ReplicaList? { world.replicas(of: PartitionID(partition)) }

  /// Partitions whose registered leader is that broker, or that have none.
  func led(by broker: BrokerID?, of count: Int32) -> Int {
    (0..<count).filter { world.leader(of: PartitionID($0)) == broker }.count
  }

  func isWhole(_ count: Int32, replicas: Int) -> Bool {
    (0..<count).allSatisfy { world.isr(of: PartitionID($0))?.count == replicas }
  }

  var elections: [String] {
    facts.compactMap { entry in
      switch entry.fact {
      case .cluster(.controllerElected(_, let epoch)): "elected in \(epoch)"
      case .cluster(.controllerResigned(_, let epoch)): "resigned of \(epoch)"
      default: nil
      }
    }
  }
}

@Suite("In a whole cluster the controller")
struct ControllerInWorldTests {
  static let versions = [
    KafkaVersion(0, 8, 2, 2), KafkaVersion(0, 11, 0, 3), KafkaVersion(1, 1, 1),
    KafkaVersion(2, 1, 1), KafkaVersion(2, 6, 3), KafkaVersion(3, 9, 1),
  ]

  @Test("is replaced when it crashes, and its partitions with it", arguments: versions)
  func crash(_ version: KafkaVersion) throws {
    let run = try ControlledWorld(version: version, partitions: 6)
    let dead = run.controller
    let node = run.controllerNode
    #expect(run.led(by: dead, of: 6) == 2)
    run.inject(.crash(node))
    run.run(for: .seconds(40))
    #expect(run.controller != dead)
    #expect(run.led(by: dead, of: 6) == 0)
    #expect(run.led(by: nil, of: 6) == 0)
    #expect(run.isWhole(6, replicas: 2))
    #expect(run.elections == ["elected in 2"])
    run.inject(.start(node))
    run.run(for: .seconds(40))
    #expect(run.isWhole(6, replicas: 3), "the restarted broker has caught up")
  }

  @Test("that slept through its session learns of its successor and resigns", arguments: versions)
  func zombie(_ version: KafkaVersion) throws {
    let run = try ControlledWorld(version: version, partitions: 6)
    let node = run.controllerNode
    run.inject(.freeze(node))
    run.run(for: .seconds(40))
    #expect(run.elections == ["elected in 2"])
    run.inject(.thaw(node))
    run.run(for: .seconds(60))
    #expect(run.elections == ["elected in 2", "resigned of 1"])
    #expect(run.isWhole(6, replicas: 3))
  }

  @Test("moves leaders off a broker that stops in order, without waiting for its session")
  func stop() throws {
    let run = try ControlledWorld(version: KafkaVersion(3, 9, 1), partitions: 6)
    let layout = run.layout
    let other = layout.brokers.first { $0 != run.controller } ?? BrokerID(1)
    run.inject(.stop(layout.node(of: other)))
    run.run(for: .seconds(3))
    #expect(!run.isUp(layout.node(of: other)))
    #expect(run.led(by: other, of: 6) == 0)
    #expect(run.isWhole(6, replicas: 2))
  }

  @Test("takes longer to take over the more partitions there are")
  func failoverGrows() throws {
    var lengths: [Int64] = []
    for count in [20, 200] as [Int32] {
      let run = try ControlledWorld(version: KafkaVersion(1, 0, 2), partitions: count)
      run.inject(.crash(run.controllerNode))
      run.run(for: .seconds(30))
      let start = run.facts.first {
        if case .cluster(.controllerElected) = $0.fact { true } else { false }
      }
      let end = run.facts.last {
        if case .partition(.leaderElected(_, _, _, _, .clean)) = $0.fact { true } else { false }
      }
      guard let start, let end else {
        Issue.record("no failover with \(count) partitions")
        return
      }
      lengths.append((end.at - start.at).nanoseconds)
    }
    #expect(lengths[1] > lengths[0] * 6, "\(lengths)")
    #expect(lengths[1] < lengths[0] * 14, "\(lengths)")
  }

  @Test("carries out an operator's orders")
  func orders() throws {
    let run = try ControlledWorld(version: KafkaVersion(3, 9, 1), partitions: 2, brokers: 4)
    let target = run.replicas(0)?.removing(BrokerID(1)) ?? []
    run.order(.createPartitions(TopicID(0), total: 1, assignment: []), number: 1)
    run.order(.createPartitions(TopicID(0), total: 3, assignment: []), number: 2)
    run.run(for: .seconds(5))
    run.order(.reassign([(PartitionID(0), target)]), number: 3)
    run.run(for: .seconds(20))
    let answers = run.facts.compactMap { entry -> String? in
      guard case .cluster(.adminAnswered(let number, let error)) = entry.fact else { return nil }
      return "\(number) \(error)"
    }
    #expect(answers.sorted() == ["1 invalidPartitions", "2 none", "3 none"])
    #expect(run.isr(2)?.count == 4)
    #expect(run.replicas(0) == target)
    run.order(.deleteTopic(TopicID(0)), number: 4)
    run.run(for: .seconds(10))
    #expect(run.isr(0) == nil)
  }
}
