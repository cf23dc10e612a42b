import KafkaModel
import Kernel
import ScenarioLanguage

@testable import Ackproof

/// Runs in which guarantees hold and are violated: a setting, and the verdict of each.
struct GuaranteeRun: Sendable {
  var setting: String
  var held: [String]
  var violated: [String]

  static let topic = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3
    topic orders
      partitions 3
      assignment 0: 1, 2, 3
      assignment 1: 2, 3, 1
      assignment 2: 3, 1, 2

    """

  /// Nothing but a short pause.
  static let calm = GuaranteeRun(
    setting: topic + """
      producer web
        send 200 records to orders, one every 10ms, keyed by 10 keys
      consumer worker
        group.id = billing
        auto.offset.reset = earliest
        subscribe orders
      at 3s  freeze broker 3 for 1s

      """,
    held: [
      "no acknowledged record is lost",
      "no record is lost",
      "replicas agree",
      "no offset has two values",
      "what was visible stays visible",
      "no refused record is visible",
      "no duplicates",
      "order is kept",
      "order is kept per key",
      "each key stays in one partition of orders",
      "exactly once for billing",
      "at least once for billing",
      "at most once for billing",
      "no reader skips or goes back",
      "committed offsets never go back",
      "each partition has one owner per generation",
      "nobody processes what another has",
      "each leader epoch has one leader",
      "each controller epoch has one controller",
      "every partition has a leader and a full isr",
      "orders-0 has a leader",
      "orders has a full isr",
      "the cluster recovers",
      "broker 2 is up",
      "group billing is stable",
      "leaders of orders are spread evenly",
      "preferred leaders lead",
      "topic orders exists",
      "/controller exists",
      #"/controller contains "\"version\":2,\"brokerid\":""#,
      #"/controller does not contain "\"version\":1""#,
    ],
    violated: [
      "orders-0 has no leader",
      "nothing is sent",
      "nothing is acknowledged",
      "nothing is consumed",
      "no fault bites",
    ])

  /// One broker after the other dies.
  static let ruins = GuaranteeRun(
    setting: topic + """
      topic late
        created at 2m
      producer web
        send 20 records to orders
      at 1s   crash broker 1
      at 3s   crash broker 2
      at 40s  crash broker 3

      """,
    held: [
      "orders-0 has no leader"
    ],
    violated: [
      "every partition has a leader",
      "orders-0 has a leader",
      "orders has a full isr",
      "the cluster recovers",
      "broker 1 is up",
      "leaders of orders are spread evenly",
      "preferred leaders lead",
      "topic late exists",
      "/none exists",
      #"/brokers/topics/orders does not contain partitions"#,
    ])

  /// The leader alone acknowledges.
  static let lossy = GuaranteeRun(
    setting: topic + """
      producer web
        acks = 1
        retries = 0
        enable.idempotence = false
        send 100 records to orders-0, one every 10ms
      at 500ms  cut broker 1 from brokers 2, 3
      at 800ms  crash broker 1

      """,
    held: ["nothing fenced changes anything"],
    violated: [
      "no acknowledged record is lost",
      "no record is lost",
    ])

  /// A follower comes back.
  static let returned = GuaranteeRun(
    setting: topic + """
      producer web
        send 100 records to orders-0, one every 10ms
      at 500ms  restart broker 3, down for 2s

      """,
    held: ["who is in sync has what is committed"],
    violated: [])

  /// An acknowledgement is lost.
  static let repeated = GuaranteeRun(
    setting: topic + """
      producer web
        enable.idempotence = false
        send 100 records to orders-0, one every 10ms, with key k1
      on the 10th produce request from web to broker 1  drop it and reset the connection
      on the 30th produce response from broker 1 to web  drop it and reset the connection

      """,
    held: [
      "order is kept",
      "order is kept per key",
    ],
    violated: [
      "no duplicates"
    ])

  /// What is handed over dies.
  static let handedOver = GuaranteeRun(
    setting: topic + """
      producer web
        send 300 records to orders, one every 50ms
      consumer worker
        group.id = billing
        auto.commit.interval.ms = 1000
        auto.offset.reset = earliest
        process each record in 100ms, in another thread
        subscribe orders
      at 10s  crash consumer worker
      at 11s  start consumer worker

      """,
    held: [],
    violated: [
      "at least once for billing"
    ])

  /// A configuration that Kafka refuses.
  static let refused = GuaranteeRun(
    setting: topic + """
      producer web
        acks = 1
        enable.idempotence = true
        send 10 records to orders

      """,
    held: [
      "configuration of web is refused",
      "nothing is sent",
      "nothing is acknowledged",
    ],
    violated: [])

  /// Nobody sends.
  static let idle = GuaranteeRun(
    setting: topic + """
      producer web
        starts stopped
      consumer worker
        group.id = billing
        subscribe orders
      at 3s  send 1 record from web to orders

      """,
    held: [
      "nothing is sent",
      "nothing is acknowledged",
      "nothing is consumed",
      "no fault bites",
      "group billing is stable",
    ],
    violated: [
      "configuration of web is refused"
    ])

  static let all = [calm, ruins, lossy, returned, repeated, handedOver, refused, idle]
}
