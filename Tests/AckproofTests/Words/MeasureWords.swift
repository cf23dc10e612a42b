import ScenarioLanguage

/// Every measure once, with what it comes to when a leader dies for 39 seconds.
enum MeasureWords {
  /// A cluster whose first broker dies and comes back.
  static let setting = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3
    topic orders
      partitions 2
      assignment 0: 1, 2, 3
      assignment 1: 2, 3, 1
    topic small
      assignment 0: 1, 2
    producer web
      send 200 records to orders, one every 10ms, keyed by 10 keys
    consumer worker
      group.id = billing
      auto.offset.reset = earliest
      subscribe orders
    consumer spare
      group.id = billing
      auto.offset.reset = earliest
      subscribe orders
    consumer audit
      auto.offset.reset = earliest
      assign orders-0
    at 1s   crash broker 1   as first
    at 40s  start @first

    """

  /// A measure, how it compares, and with what: what is stated holds.
  typealias Row = (measure: String, comparison: String, operand: String)

  static let rows: [Row] = [
    ("acknowledged records lost", "=", "0"),
    ("records lost", "=", "0"),
    ("records sent", "=", "200"),
    ("records acknowledged", "=", "200"),
    ("records refused", "=", "0"),
    ("records with unknown outcome", "=", "0"),
    ("refused records found", "=", "0"),
    ("duplicates in orders", "=", "0"),
    ("reordered records in orders", "=", "0"),
    ("skipped sends of web in orders", "=", "0"),
    ("records in orders", "=", "200"),
    ("errors of web", "=", "0"),
    ("NOT_LEADER_OR_FOLLOWER errors of web", "=", "0"),
    ("produce requests from web", ">", "100"),
    ("requests per 1000 records of web", ">", "500"),
    ("batches sent by web", ">", "100"),
    ("records per batch of web", "=", "1"),
    ("longest acknowledgement time of web", ">", "10s"),
    ("longest blocking of web", "<", "1s"),
    ("largest buffer of web", ">", "16KiB"),
    ("producer ids of web", "=", "1"),
    ("producer epoch of web", "=", "0"),
    ("records consumed by audit", ">", "50"),
    ("records consumed by billing once", "=", "200"),
    ("records processed by billing", "=", "200"),
    ("records processed by billing more than once", "=", "0"),
    ("records never processed by billing", "=", "0"),
    ("records processed by two members of billing at once", "=", "0"),
    ("records processed out of order by billing", "=", "0"),
    ("backward steps of audit", "=", "0"),
    ("records skipped by audit", "=", "0"),
    ("median delivery time of billing", ">", "0s"),
    ("lag of billing", "=", "0"),
    ("committed offset of billing on orders-0", ">", "50"),
    ("position of audit on orders-0", ">", "50"),
    ("time until billing has no lag", ">", "1s"),
    ("rebalances of group billing", ">", "0"),
    ("generation of group billing", ">", "0"),
    ("state of group billing", "is", "Stable"),
    ("members of group billing", "=", "2"),
    ("idle members of group billing", "=", "0"),
    ("owner of orders-0 in group billing", "is", "worker"),
    ("partitions owned by worker", "=", "1"),
    ("coordinator of group billing", "is", "3"),
    ("longest pause of billing", "<", "1s"),
    ("partitions read by two members of group billing at once", "=", "0"),
    ("leader of orders-0", "is", "2"),
    ("isr of orders-0", "is", "1, 2, 3"),
    ("size of isr of orders-0", "=", "3"),
    ("replicas of orders-0", "is", "1, 2, 3"),
    ("leader epoch of orders-0", ">", "0"),
    ("high watermark of orders-0", ">", "50"),
    ("log end of orders-0 on broker 1", ">", "50"),
    ("log start of orders-0", "=", "0"),
    ("segments of orders-0 on broker 1", "=", "1"),
    ("bytes on disk of every broker", ">", "10KiB"),
    ("leader changes of orders-0", "=", "1"),
    ("unclean elections", "=", "0"),
    ("isr shrinks of orders-0", "=", "1"),
    ("isr grows of orders-0", "=", "1"),
    ("truncations of orders-0", "=", "0"),
    ("records truncated from orders-0", "=", "0"),
    ("partitions without leader", "=", "0"),
    ("partitions led by broker 1", "=", "0"),
    ("replicas on broker 1", "=", "3"),
    ("under-replicated partitions", "=", "0"),
    ("time without leader of orders-0", ">", "10s"),
    ("partition of key k1 in orders", "=", "0"),
    ("keys in two partitions of orders", "=", "0"),
    ("records of key k1 in orders", ">", "5"),
    ("controller", "is", "3"),
    ("controller epoch", ">", "1"),
    ("controller changes", "=", "1"),
    ("sessions expired of broker 1", "=", "1"),
    ("live brokers", "=", "3"),
    ("longest time without leader", ">", "10s"),
    ("longest metadata lag", ">", "0s"),
    ("bytes sent from broker 1 to broker 2", ">", "1KiB"),
    ("messages sent from web", ">", "100"),
    ("data of /controller_epoch", "is", "2"),
    ("times session of broker 1 expires", "=", "1"),
    ("time from @first to leader of orders-0 changes", ">", "10s"),
    ("faults fired", "=", "2"),
    ("faults that bit", "=", "2"),
  ]

  /// What says the contrary.
  static func contrary(of comparison: String) -> String {
    switch comparison {
    case "=": "!="
    case ">": "<="
    case "<": ">="
    default: "is not"
    }
  }
}
