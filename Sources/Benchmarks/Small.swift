/// Worlds so small that forming the cluster is most of the work: what a search runs by the
/// thousand.
enum Small {
  static let seeds = 100

  static let scenario = """
    ackproof 1
    title  Twenty seconds of a small cluster
    kafka 3.9 zookeeper
    brokers 3
    topic orders
      partitions 1
      replication.factor 3
      min.insync.replicas = 2
    producer web
      send records to orders, one every 100ms, until 20s
    consumer audit
      auto.offset.reset = earliest
      assign orders-0
    run for 20s
    expect no acknowledged record is lost
    expect no duplicates in the log
    expect order is kept

    """
}

/// A large group that loses a member.
enum Group {
  static let scenario = """
    ackproof 1
    title  A hundred members share a thousand partitions
    kafka 3.9 zookeeper
    brokers 3
    topic orders
      partitions 1000
      replication.factor 3
    producer web
      send records to orders, one every 100ms, until 20s
    consumers billing 100
      group.id = billing
      subscribe orders
    at 10s  crash consumer billing-7
    run for 70s
    expect each partition has one owner per generation
    expect rebalances of group billing > 1
    expect group billing is stable

    """
}

let smallBenchmarks: [Benchmark] = [
  Benchmark(name: "small", summary: "3 brokers, 1 partition, 1 producer, 1 reader for 20 s") {
    let variant = Watched.compile(Small.scenario)
    return $0.measure { Watched.judge(variant, seeds: Small.seeds) }
  },
  Benchmark(name: "group", summary: "100 members on 1 000 partitions, one of which dies") {
    let variant = Watched.compile(Group.scenario)
    return $0.measure { Watched.judge(variant, seeds: 1) }
  },
]
