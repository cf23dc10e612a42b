import KafkaModel
import Kernel

/// The life of a small cluster that loses a leader: it forms, a thousand records are sent, the
/// leader is killed, its session expires, another leads, the killed one returns and catches up.
enum Failover {
  static let seeds = 20

  static func cluster() -> Cluster {
    var cluster = Cluster(brokers: 3)
    let topic = cluster.addTopic(partitions: 1)
    let work = SendWorkload(topic: topic, total: 1_000, interval: .milliseconds(25))
    cluster.addProducers(1, work)
    cluster.addReaders(1, of: topic)
    return cluster
  }

  /// One seed, from the first breath to the full in-sync set.
  static func run(_ cluster: Cluster, seed: UInt64) -> World {
    var world = cluster.boot(seed: seed)
    let partition = PartitionID(0)
    reach(.seconds(1), &world)
    guard let leader = world.leader(of: partition) else { return world }
    let node = world.layout.node(of: leader)
    world.inject(.crash(node))
    reach(.seconds(25), &world)
    invariant(world.leader(of: partition) != leader, "seed \(seed) has elected nobody")
    world.inject(.start(node))
    world.run(until: world.origin + .seconds(40))
    invariant(world.isr(of: partition)?.count == 3, "seed \(seed) has not healed")
    return world
  }

  /// Runs up to an instant of scenario time, at which a fault may be injected.
  static func reach(_ time: Duration, _ world: inout World) {
    world.appoint(0, at: world.origin + time)
    while world.step() == .handled { world.clearHistory() }
  }
}

let failoverBenchmarks: [Benchmark] = [
  Benchmark(name: "failover", summary: "a leader is killed and returns, one seed after another") {
    let cluster = Failover.cluster()
    var digest = Digest()
    var events = 0
    $0.measure {
      for seed in 1...Failover.seeds {
        let world = Failover.run(cluster, seed: UInt64(seed))
        digest.combine(world.digest.value)
        events += Int(world.eventCount)
      }
    }
    return Work(
      events: events, simulated: .seconds(Int64(40 * Failover.seeds)), seeds: Failover.seeds,
      digest: digest.hex)
  }
]
