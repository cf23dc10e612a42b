/// The life of a small cluster that loses a leader: it forms, a thousand records are sent, the
/// leader is killed, its session expires, another leads, the killed one returns and catches up.
enum Failover {
  static let seeds = 50

  static let scenario = """
    ackproof 1
    title  A leader is killed and returns
    kafka 3.9 zookeeper
    brokers 3
    topic orders
      partitions 1
      replication.factor 3
      min.insync.replicas = 2
    producer web
      send 1000 records to orders, one every 25ms
    consumer audit
      auto.offset.reset = earliest
      assign orders-0
    at 1s   crash leader of orders-0  as first
    at 25s  start @first
    run for 41s
    expect no acknowledged record is lost
    expect replicas agree
    expect no offset has two values
    expect what was visible stays visible
    expect no refused record is visible
    expect nothing fenced changes anything
    expect no duplicates in the log
    expect order is kept
    expect each leader epoch has one leader
    expect leader changes of orders-0 > 0
    expect orders has a full isr  within 15s of start @first

    """
}

let failoverBenchmarks: [Benchmark] = [
  Benchmark(name: "failover", summary: "a leader is killed and returns; every check is on") {
    let variant = Watched.compile(Failover.scenario)
    return $0.measure { Watched.judge(variant, seeds: Failover.seeds) }
  }
]
