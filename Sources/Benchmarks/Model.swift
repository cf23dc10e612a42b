import Ackproof
import KafkaModel
import Kernel

/// Benchmarks of whole clusters: each is a scenario in the language, compiled as a user's would be.
enum ModelScenario {
  /// Compiles a scenario's text and returns its only variant.
  static func variant(_ text: String) -> Variant {
    switch Compiler.compile(file: "benchmark", bytes: Array(text.utf8), load: { _ in nil }) {
    case .success(let plan): return plan.variants[0]
    case .failure(let failure): fatalError(failure.rendered)
    }
  }

  /// A world whose cluster has formed, ready for the clients.
  static func booted(_ variant: Variant, seed: UInt64 = 1) -> World {
    var world = World(plan: variant.world, seed: seed)
    do { try world.boot() } catch { fatalError("the cluster did not form: \(error)") }
    return world
  }

  static func steady(brokers: Int, seconds: Int) -> String {
    """
    ackproof 1
    kafka 3.7 zookeeper
    brokers \(brokers)

    topic orders
      partitions \(brokers * 4)
      replication.factor 3
      min.insync.replicas = 2

    producers load 10
      acks = all
      linger.ms = 5
      send 10 records to orders, one burst every 10ms, for \(seconds)s

    consumers reader 3
      assign orders

    run for \(seconds + 5)s
    expect no acknowledged record is lost
    """
  }

  static let idle = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3

    topic orders
      partitions 12
      replication.factor 3

    run for 10m
    expect nothing is sent
    """
}
