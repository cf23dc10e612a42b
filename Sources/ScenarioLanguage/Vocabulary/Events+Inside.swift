/// What happens inside of processes: what they learn, load, write and give up.
extension Vocabulary {
  static let brokerEvents: [Form<EventID>] = [
    Form(
      .becomesFollower, "{nodes} becomes|become follower of {partition}",
      help: "A broker starts to follow, as it believes.",
      example: "broker 2 becomes follower of orders-0"),
    Form(
      .isReady, "{nodes} is ready", help: "A broker has finished its start and serves requests.",
      example: "broker 1 is ready"),
    Form(
      .loadsLog, "{nodes} loads|load its log of {partition}",
      help: "A start has found a log on disk and read it.",
      example: "broker 1 loads its log of orders-0"),
    Form(
      .flushes, "{nodes} flushes {partition}",
      help: "A log is safe from a loss of power, up to its end.",
      example: "broker 1 flushes orders-0"),
    Form(
      .compacts, "{nodes} compacts {partition}",
      help: "The cleaner has kept the last value of each key.",
      example: "broker 1 compacts orders-0"),
    Form(
      .noticesFailure, "controller notices that {nodes} is|are gone",
      help: "The controller knows that a broker's registration has vanished.",
      example: "controller notices that broker 1 is gone"),
    Form(
      .noticesStart, "controller notices that {nodes} is|are back",
      help: "The controller knows that a broker has registered.",
      example: "controller notices that broker 1 is back"),
    Form(
      .resigns, "{nodes} resigns|resign as controller",
      help: "A controller has learned that it is none any more.",
      example: "broker 1 resigns as controller"),
    Form(
      .rejectsControl, "{nodes} rejects|reject a control request",
      help: "A broker does not obey: the controller, or what it knows of the broker, is outdated.",
      example: "broker 2 rejects a control request"),
    Form(
      .isrChangeRefused, "isr change of {partition} is refused",
      help: "A leader's wish to change the in-sync replicas came too late.",
      example: "isr change of orders-0 is refused"),
    Form(
      .losesZooKeeper, "{nodes} loses|lose its connection to zookeeper",
      help: "A session has no connection any more, and time to find another.",
      example: "broker 1 loses its connection to zookeeper"),
    Form(
      .learnsExpiry, "{nodes} learns|learn that its session has expired",
      help: "A node is told that it has no session; ZooKeeper may have known for long.",
      example: "broker 1 learns that its session has expired"),
  ]

  static let applicationEvents: [Form<EventID>] = [
    Form(
      .getsProducerID, "{nodes} gets|get a producer id",
      help: "A producer has an identity, and may send idempotently.",
      example: "web gets a producer id"),
    Form(
      .retries, "{nodes} retries|retry a batch",
      help: "A producer puts a batch on the wire again.", example: "web retries a batch"),
    Form(
      .resends, "{nodes} resends|resend records",
      help: "An application sends records again, as new records.",
      example: "web resends records"),
    Form(
      .resetsPosition, "{nodes} resets|reset its position in {partition}",
      help: "A consumer goes where auto.offset.reset says, for want of a valid offset.",
      example: "worker resets its position in orders-0"),
    Form(
      .dies, "{nodes} throws|throw an exception",
      help: "An application's loop ends, and its consumer is closed.",
      example: "worker throws an exception"),
    Form(
      .loadsGroup, "{nodes} loads|load group {group}",
      help: "A new coordinator has read what is committed, and who is a member.",
      example: "broker 2 loads group billing"),
    Form(
      .losesOffset, "group {group} loses an offset",
      help: "A committed offset is removed: its time was over, or somebody deleted the group.",
      example: "group billing loses an offset"),
  ]
}
