/// Runs in which history events happen: a setting, and what happens in it.
struct EventRun: Sendable {
  var setting: String
  var events: [String]

  static let all = [failover, retries, zombie, deposed, order, late]

  /// A leader dies and comes back; topics, sessions and groups change.
  static let failover = EventRun(
    setting: """
      ackproof 1
      kafka 3.7 zookeeper
      brokers 3
        log.segment.bytes = 16384
        log.flush.interval.messages = 10
        log.retention.check.interval.ms = 5000
      topic orders
        partitions 2
        assignment 0: 1, 2, 3
        assignment 1: 2, 3, 1
      topic gone
      topic late
        created at 500ms
      producer web
        send 200 records to orders-0, one every 10ms, sized 1000B
      producer keys
        starts at 50ms
        send 100 records to table, one every 20ms, keyed by 5 keys
      topic table
        assignment 0: 2, 3
        cleanup.policy = compact
        segment.ms = 1000
        min.cleanable.dirty.ratio = 0.01
      consumer worker
        group.id = billing
        auto.offset.reset = earliest
        process each record in 1ms, then commit every 10 records
        subscribe orders
      consumer tail
        auto.offset.reset = earliest
        assign orders-0
      consumer thrower
        group.id = other
        auto.offset.reset = earliest
        fail on offset 50 of orders-0
        subscribe orders
      at 1s   crash broker 1  as first
      at 3s   delete topic gone
      at 5s   delete records of orders-0 before 20
      at 40s  start @first
      at 45s  reassign orders-1 to 1, 2
      at 50s  freeze web for 1s
      at 60s  stop broker 3
      at 70s  start broker 3
      at 75s  cut broker 3 from zookeeper for 15s
      at 95s  heal
      at 100s expire session of controller
      at 120s stop consumer worker
      run for 140s

      """,
    events: [
      "broker 2 appends offset 51 of orders-0",
      "leader of orders-0 appends record 51",
      "broker 2 fetches offset 51 of orders-0",
      "web sends record 100",
      "record 51 of web is sent",
      "record 51 of web is appended",
      "record 51 of web is acknowledged",
      "record 51 of web is committed",
      "record 51 of web is consumed by tail",
      "record 51 of web is processed by billing",
      "web finishes sending",
      "leader of orders-0 changes",
      "broker 2 becomes leader of orders-0",
      "isr of orders-0 shrinks",
      "isr of orders-0 grows to 1, 2, 3",
      "isr of orders-0 changes",
      "high watermark of orders-0 reaches 50",
      "log end of orders-0 reaches 50 on broker 2",
      "log start of orders-0 reaches 20",
      "broker 2 rolls a segment of orders-0",
      "reassignment of orders-1 completes",
      "topic late is created",
      "topic gone is deleted",
      "brokers 2, 3 become controller",
      "controller changes",
      "session of broker 1 expires",
      "broker 1 crashes",
      "broker 3 stops",
      "broker 1 starts",
      "web freezes",
      "web wakes",
      "broker 1 registers",
      "group billing starts a rebalance",
      "group billing completes a rebalance",
      "worker joins group billing",
      "worker leaves group billing",
      "worker is assigned orders-0",
      "worker gives up orders-0",
      "worker polls offset 20 of orders-0",
      "worker starts processing offset 20 of orders-0",
      "worker processes offset 20 of orders-0",
      "worker commits offset 30 of orders-0",
      "worker commits offsets",
      "produce response from broker 1 to web",
      "heal",
      "@first",
      "start @first",
      "broker 3 becomes follower of orders-0",
      "broker 1 is ready",
      "broker 1 loads its log of orders-0",
      "broker 2 flushes orders-0",
      "broker 2 compacts table-0",
      "controller notices that broker 3 is gone",
      "controller notices that broker 1 is back",
      "brokers 1, 2, 3 resign as controller",
      "broker 3 loses its connection to zookeeper",
      "keys gets a producer id",
      "worker resets its position in orders-0",
      "thrower throws an exception",
      "broker 2 loads group billing",
    ])

  /// Answers get lost; the in-sync replicas become too few; a disk dies.
  static let retries = EventRun(
    setting: """
      ackproof 1
      kafka 3.7 zookeeper
      brokers 3
      topic orders
        assignment 0: 1, 2, 3
      producer web
        acks = all
        send 50 records to orders, one every 20ms
      producer once
        retries = 0
        send 50 records to orders, one every 20ms
        resend on error up to 3 times
      consumer worker
        group.id = billing
        auto.offset.reset = earliest
        subscribe orders
      on the 10th produce response from leader of orders-0 to web   drop it and reset the connection
      on the 10th produce response from leader of orders-0 to once  drop it and reset the connection
      at 4s  set min.insync.replicas of topic orders to 3
      at 5s  crash broker 3
      at 6s  send 1 record from web to orders
      at 40s  stop consumer worker
      at 50s  delete group billing
      at 60s  fail disk of broker 2
      run for 90s

      """,
    events: [
      "once gets error NETWORK_EXCEPTION",
      "record 10 of once is refused",
      "web retries a batch",
      "once resends records",
      "group billing loses an offset",
      "broker 1 refuses a request with NOT_ENOUGH_REPLICAS",
      "broker 2 loses a log directory",
    ])

  /// A leader is deposed without knowing it.
  static let zombie = EventRun(
    setting: """
      ackproof 1
      kafka 3.7 zookeeper
      brokers 3
      topic orders
        assignment 0: 1, 2, 3
        unclean.leader.election.enable = true
      producer web
        acks = 1
        send 50 records a second to orders, for 30s
      at 2s   cut broker 1 from zookeeper
      at 40s  heal
      at 50s  crash broker 1
      at 51s  stop broker 2
      at 90s  crash broker 3
      run for 130s

      """,
    events: [
      "broker 1 truncates orders-0",
      "broker 1 learns that its session has expired",
      "orders-0 loses its leader",
    ])

  /// A controller goes on after its session, as it could until 1.0.
  static let deposed = EventRun(
    setting: """
      ackproof 1
      kafka 1.0 zookeeper
      brokers 4
      topic orders
        assignment 0: 2, 3, 4
      producer web
        acks = all
        retries = 1000
        send 50 records a second to orders, for 40s
      at 2s                                   crash broker 2
      1ms after session of broker 2 expires   cut broker 1 from zookeeper for 20s
      50ms after session of broker 2 expires  start broker 2
      run for 60s

      """,
    events: [
      "broker 1 acts as a deposed controller",
      "broker 3 rejects a control request",
    ])

  /// A controller's order arrives after its term.
  static let order = EventRun(
    setting: """
      ackproof 1
      kafka 2.4 zookeeper
      brokers 4
      topic orders
        assignment 0: 2, 3, 4
      producer web
        send 1000 records to orders, one every 100ms
      at 2s   reassign orders-0 to 2, 3, 1
      on the 1st stop replica request from controller to broker 4  hold it for 60s
      at 20s  expire session of controller
      at 30s  reassign orders-0 to 2, 3, 4

      """,
    events: [
      "broker 4 rejects a control request"
    ])

  /// A leader that has been replaced asks for smaller in-sync replicas.
  static let late = EventRun(
    setting: """
      ackproof 1
      kafka 2.4 zookeeper
      brokers 3
      topic orders
        assignment 0: 1, 2, 3
      producer web
        acks = 1
        send 50 records a second to orders, for 60s
      at 2s  expire session of broker 1
      at 5s elect preferred leader of orders-0
      at 10s cut broker 1 from brokers 2, 3
      at 12s reassign orders-0 to 2, 3, 1
      at 14s elect preferred leader of orders-0
      at 60s heal

      """,
    events: [
      "isr change of orders-0 is refused",
      "broker 1 truncates orders-0",
    ])

  /// The same names, and nobody does anything with them.
  static let calm = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 4
    topic orders
      partitions 2
      assignment 0: 1, 2, 3
      assignment 1: 2, 3, 1
    topic gone
    topic late
      created at 1h
    topic table
      assignment 0: 2, 3
    producer web
      starts stopped
      send 1 record to orders
    producer once
      starts stopped
      send 1 record to orders
    producer keys
      starts stopped
      send 1 record to table
    consumer worker
      group.id = billing
      starts stopped
      subscribe orders
    consumer tail
      starts stopped
      assign orders-0
    consumer thrower
      group.id = other
      starts stopped
      subscribe orders
    run for 10s

    """
}
