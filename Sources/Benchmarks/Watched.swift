import Ackproof
import KafkaModel
import Kernel

/// Scenarios as a user writes them, compiled and run with every check.
enum Watched {
  /// `steady` in the scenario language, with the guarantees that such a cluster gives.
  static let steady = """
    ackproof 1
    title  Ten thousand records a second
    kafka 3.9 zookeeper
    brokers 3
    topic orders
      partitions 12
      replication.factor 3
      min.insync.replicas = 2
    producers web 10
      send 600000 records to orders, in bursts of 10 every 10ms
    consumers audit 3
      auto.offset.reset = earliest
      assign orders-0, orders-1, orders-2, orders-3, orders-4, orders-5, orders-6, orders-7, \
      orders-8, orders-9, orders-10, orders-11
    run for 60s
    expect no acknowledged record is lost
    expect no duplicates in the log
    expect order is kept

    """

  /// The scenario of many faults and seeds in the language's reference.
  static let weather = """
    ackproof 1
    title  A safe configuration stays safe in bad weather
    kafka 3.7 zookeeper
    brokers 5
    topic orders
      partitions 6
      replication.factor 3
      min.insync.replicas = 2
      unclean.leader.election.enable = false
    producers web 3
      send 20 records a second each to orders, keyed, for 60s
    consumers billing 2
      group.id = billing
      enable.auto.commit = false
      auto.offset.reset = earliest
      process each record in 1ms..20ms, then commit
      subscribe orders
    weather from 5s to 60s
      crash at most 1 broker at a time, every 5s..20s, down for 1s..30s
      freeze a broker every 20s..40s for 1s..25s
      cut two nodes every 10s..20s for 500ms..15s
      lose 0%..5% of packets
      expire a zookeeper session every 30s..60s
    at 60s  heal
    seeds 1..200
    expect no acknowledged record is lost
    expect no duplicates in the log
    expect at least once for billing
    expect order is kept
    expect every partition has a leader and a full isr   within 60s of heal
    expect leader changes > 0                            in some seed

    """

  static func compile(_ text: String) -> Variant {
    switch Compiler.compile(file: "benchmark", bytes: Array(text.utf8), load: { _ in nil }) {
    case .success(let plan): return plan.variants[0]
    case .failure(let failure):
      brokenInvariant({ "a scenario is refused: \(failure.rendered)" }, file: #fileID, line: #line)
    }
  }

  /// Conducts seeds from 1 on with every check.
  ///
  /// Each must hold, unless the scenario expects something of the seeds together.
  static func judge(_ variant: Variant, seeds: Int, eachHolds: Bool = true) -> Work {
    var digest = Digest()
    var events = 0
    for seed in 1...seeds {
      let result = Conductor(variant: variant, seed: UInt64(seed)).run()
      let verdict = result.judgement.verdict
      invariant(verdict == .holds || !eachHolds, "seed \(seed) of a benchmark is \(verdict)")
      digest.combine(result.digest.value)
      events += Int(result.eventCount)
    }
    return Work(events: events, seeds: seeds, digest: digest.hex)
  }

  /// The plan's world from its first breath to the end of the scenario, with nobody watching.
  static func runUnwatched(_ variant: Variant) -> World {
    var world = World(plan: variant.world, seed: 1)
    do {
      try world.boot()
    } catch {
      brokenInvariant({ "a scenario did not begin: \(error)" }, file: #fileID, line: #line)
    }
    world.run(until: world.origin + variant.length.latest)
    return world
  }
}

let watchedBenchmarks: [Benchmark] = [
  Benchmark(name: "checks/off", summary: "ten thousand records a second, nobody watches") {
    let variant = Watched.compile(Watched.steady)
    return $0.measure {
      let world = Watched.runUnwatched(variant)
      return Work(
        events: Int(world.eventCount), simulated: variant.length.latest, digest: world.digest.hex)
    }
  },
  Benchmark(name: "checks/on", summary: "the same with history and three guarantees checked") {
    let variant = Watched.compile(Watched.steady)
    return $0.measure {
      let result = Conductor(variant: variant, seed: 1).run()
      return Work(
        events: Int(result.eventCount), simulated: variant.length.latest,
        digest: result.digest.hex)
    }
  },
  Benchmark(name: "weather", summary: "crashes, freezes, cuts, losses, expiries; all checks on") {
    let variant = Watched.compile(Watched.weather)
    return $0.measure { Watched.judge(variant, seeds: 5, eachHolds: false) }
  },
]
