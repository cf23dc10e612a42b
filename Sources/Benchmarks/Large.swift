import KafkaModel
import Kernel

/// A hundred brokers with twenty thousand partitions, under a light load, one of which dies.
enum Large {
  /// Copies per repetition of `fork`; a copy costs ten times what is printed per event.
  static let forks = 50

  static func cluster() -> Cluster {
    var cluster = Cluster(brokers: 100)
    for place in 0..<20 {
      let topic = cluster.addTopic(partitions: 1_000)
      guard place < 10 else { continue }
      cluster.addProducers(1, SendWorkload(topic: topic, total: .max, interval: .milliseconds(10)))
      cluster.addReaders(1, of: topic)
    }
    return cluster
  }

  /// Runs up to an instant of scenario time, at which a fault may be injected.
  private static func reach(_ time: Duration, _ world: inout World) {
    world.appoint(0, at: world.origin + time)
    while world.step() == .handled { world.clearHistory() }
  }

  /// Thirty seconds, in the second of which a broker dies.
  static func run(_ world: inout World) {
    reach(.seconds(1), &world)
    world.inject(.crash(world.layout.node(of: BrokerID(7))))
    world.run(until: world.origin + .seconds(30))
  }
}

let largeBenchmarks: [Benchmark] = [
  Benchmark(name: "large", summary: "100 brokers with 20 000 partitions, one of which dies") {
    var world = Large.cluster().boot()
    let before = world.eventCount
    $0.measure { Large.run(&world) }
    return Work(
      events: Int(world.eventCount - before), simulated: .seconds(30), digest: world.digest.hex)
  },
  Benchmark(name: "fork", summary: "a copy of the world of large, and its next ten steps") {
    var world = Large.cluster().boot()
    world.run(until: world.origin + .seconds(1))
    var digest = Digest()
    $0.measure {
      for _ in 0..<Large.forks {
        var copy = world.fork()
        for _ in 0..<10 { copy.step() }
        digest = copy.digest
      }
    }
    return Work(events: 10 * Large.forks, digest: digest.hex)
  },
]
