import KafkaModel
import Kernel

let idleBenchmarks: [Benchmark] = [Int32(0), 12].map { partitions in
  Benchmark(
    name: "idle/\(partitions)", summary: "3 brokers with \(partitions) partitions that nobody uses"
  ) {
    var cluster = Cluster(brokers: 3)
    if partitions > 0 { _ = cluster.addTopic(partitions: partitions) }
    return Steady.measure(cluster, after: .zero, length: .hours(3), &$0)
  }
}
