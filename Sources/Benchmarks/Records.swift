import KafkaModel
import Kernel

/// One million records of a hundred bytes through three brokers, until all of them are read.
enum Records {
  static let total: Int64 = 1_000_000

  /// Producers that share the total, and one reader.
  static func cluster(
    producers: Int, burst: Int32, interval: Duration, batchBytes: String
  ) -> Cluster {
    var cluster = Cluster(brokers: 3)
    let topic = cluster.addTopic(partitions: 4)
    var work = SendWorkload(topic: topic, total: total / Int64(producers), interval: interval)
    work.burst = burst
    cluster.addProducers(producers, work, ["batch.size": batchBytes])
    cluster.addReaders(1, of: topic)
    return cluster
  }

  /// Runs until every record is acknowledged and read; that is checked by counting.
  static func measure(_ cluster: Cluster, _ stopwatch: inout Stopwatch) -> Work {
    var world = cluster.boot()
    let before = world.eventCount
    var acknowledged: Int64 = 0
    var consumed: Int64 = 0
    stopwatch.measure {
      let end = world.origin + .minutes(10)
      while acknowledged < total || consumed < total, let next = world.nextInstant, next < end {
        world.step()
        count(world.history.pending, &acknowledged, &consumed)
        world.clearHistory()
      }
    }
    invariant(
      acknowledged == total && consumed == total,
      "\(acknowledged) records were acknowledged and \(consumed) read of \(total)")
    return Work(
      events: Int(world.eventCount - before), simulated: world.now - world.origin,
      records: Int(total), digest: world.digest.hex)
  }

  private static func count(
    _ events: [HistoryEvent], _ acknowledged: inout Int64, _ consumed: inout Int64
  ) {
    for event in events {
      switch event.fact {
      case .producer(.acknowledged(_, _, let records, _, _)): acknowledged += Int64(records.count)
      case .consumer(.consumed(_, _, let records, _, _)): consumed += Int64(records.count)
      default: continue
      }
    }
  }
}

let recordBenchmarks: [Benchmark] = [
  Benchmark(name: "records/batched", summary: "1 M records in batches of 1 000, all read") {
    Records.measure(
      Records.cluster(
        producers: 1, burst: 1_000, interval: .milliseconds(1), batchBytes: "110000"), &$0)
  },
  Benchmark(name: "records/single", summary: "1 M records, one per request, all read") {
    Records.measure(
      Records.cluster(producers: 10, burst: 1, interval: .milliseconds(1), batchBytes: "1"), &$0)
  },
]
