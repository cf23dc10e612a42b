/// The examples that the language was designed around; they have to be understood as they stand.
enum Examples {
  static let all = [failureAndTwin, betweenTwoSteps, badWeather, consumers]

  /// A failure and its twin.
  static let failureAndTwin = """
    ackproof 1
    title  Acknowledged by the leader alone, then the leader dies
    claim  A2, A3

    kafka 3.7 zookeeper
    brokers 3

    topic orders
      partitions 1
      assignment 0: 1, 2, 3
      min.insync.replicas = 2

    producer web
      retries = 0
      enable.idempotence = false
      send 200 records to orders, one every 5ms

    consumer audit
      group.id = audit
      auto.offset.reset = earliest
      subscribe orders

    vary acks of web: 1, all

    at 500ms  cut broker 1 from brokers 2, 3
    at 800ms  crash leader of orders-0       as first
    at 1s     heal
    at 40s    start @first

    expect acknowledged records of web lost > 0    where acks = 1
    expect no acknowledged record is lost          where acks = all
    expect leader of orders-0 is 2                 at 30s
    expect isr of orders-0 is 1, 2, 3              within 30s of start @first
    expect records consumed by audit twice = 0
    """ + "\n"

  /// A fault that lands between two steps.
  static let betweenTwoSteps = """
    ackproof 1
    title  The acknowledgement is lost, the retry is stored again
    claim  D1, D3

    kafka 3.7 zookeeper
    brokers 3
    topic orders
      partitions 1

    producer web
      acks = all
      retries = 5
      send 50 records to orders, one every 20ms

    vary enable.idempotence of web: false, true

    on the 10th produce response from leader of orders-0 to web   drop it and reset the connection

    expect duplicates in orders = 1   where enable.idempotence = false
    expect no duplicates              where enable.idempotence = true
    expect order is kept
    """ + "\n"

  /// Everything at once, many seeds.
  static let badWeather = """
    ackproof 1
    title  A safe configuration stays safe in bad weather

    kafka 3.7 zookeeper
    brokers 5
    properties ../config/server.properties

    topic orders
      partitions 6
      replication.factor 3
      min.insync.replicas = 2
      unclean.leader.election.enable = false

    producers web 3
      properties ../config/producer.properties
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
      expire a ZooKeeper session every 30s..60s

    heal at 60s
    seeds 1..200

    expect no acknowledged record is lost
    expect no duplicates in the log
    expect at least once for billing
    expect order is kept
    expect every partition has a leader and a full isr   within 60s of heal
    expect leader changes > 0                            in some seed
    """ + "\n"

  /// Consumers.
  static let consumers = """
    ackproof 1
    title  Committed, not processed, crashed
    claim  C2

    kafka 3.7 zookeeper
    brokers 3
    topic orders
      partitions 1

    producer web
      send 300 records to orders, one every 50ms

    consumer worker
      group.id = billing
      enable.auto.commit = true
      auto.commit.interval.ms = 1000
      auto.offset.reset = earliest
      process each record in 100ms       # so work falls behind reading
      subscribe orders

    vary processing of worker: in the poll loop, in another thread

    at 10s  crash consumer worker
    at 11s  start consumer worker        # a new member; the dead one holds its partitions \
    until its session ends

    expect records never processed by billing > 0     where processing = in another thread
    expect records never processed by billing = 0     where processing = in the poll loop
    """ + "\n"
}
