import KafkaModel
import Kernel

/// The pace of a cluster under an even load: so many cells of three brokers, twelve partitions with
/// three replicas, ten producers of a thousand records per second and three readers.
///
/// A producer hands over ten records at once, which make one batch. Each cell has a topic of its
/// own, whose replicas Kafka spreads over all brokers. Events per simulated second grow with the
/// cells; what an event costs should not, but that it finds less in the processor's caches.
enum Steady {
  static func cluster(
    cells: Int = 1, brokers: Int? = nil, interval: Duration = .milliseconds(10)
  ) -> Cluster {
    var cluster = Cluster(brokers: brokers ?? 3 * cells)
    for _ in 0..<cells {
      let topic = cluster.addTopic(partitions: 12)
      var work = SendWorkload(topic: topic, total: .max, interval: interval)
      work.burst = 10
      cluster.addProducers(10, work)
      cluster.addReaders(3, of: topic)
    }
    return cluster
  }

  /// Measures a stretch of such a cluster's life, after a stretch that is not measured.
  static func measure(
    _ cluster: Cluster, after start: Duration, length: Duration, _ stopwatch: inout Stopwatch
  ) -> Work {
    var world = cluster.boot()
    world.run(until: world.origin + start)
    let before = world.eventCount
    stopwatch.measure { world.run(until: world.origin + start + length) }
    return Work(
      events: Int(world.eventCount - before), simulated: length, digest: world.digest.hex)
  }
}

let steadyBenchmarks: [Benchmark] =
  [
    Benchmark(
      name: "steady", summary: "10 000 records a second in batches of ten through 3 brokers"
    ) {
      Steady.measure(Steady.cluster(), after: .zero, length: .seconds(60), &$0)
    }
  ]
  + [3, 30, 300].map { (brokers: Int) in
    Benchmark(name: "brokers/\(brokers)", summary: "the load of steady on \(brokers) brokers") {
      Steady.measure(
        Steady.cluster(brokers: brokers), after: .seconds(2), length: .seconds(30), &$0)
    }
  }
  + [(1, Int64(30_000)), (10, 3_000), (100, 300)].map { cells, length in
    Benchmark(
      name: "cells/\(cells)", summary: "\(cells) times the brokers and the load of steady"
    ) {
      Steady.measure(
        Steady.cluster(cells: cells), after: .seconds(2), length: .milliseconds(length), &$0)
    }
  }
  + [("10K", Int64(100)), ("10M", 100_000)].map { name, start in
    Benchmark(name: "log/\(name)", summary: "100 000 records onto a log of \(name) records") {
      Steady.measure(
        Steady.cluster(interval: .milliseconds(1)), after: .milliseconds(start),
        length: .seconds(1), &$0)
    }
  }
