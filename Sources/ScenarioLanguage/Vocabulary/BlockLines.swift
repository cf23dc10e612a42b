/// Our own words in a `topic` block.
public enum TopicLineID: String, FormID {
  case partitions, replicationFactor, assignment, createdAt
}

/// Our own words in a `brokers` or `broker` block.
public enum BrokerLineID: String, FormID {
  case racks, rack, disk, clockOff, clockDrifts, startsAt, startsStopped
}

/// Our own words in a `zookeeper` block: none, as it has properties only.
public enum ZooKeeperLineID: FormID {
  /// No word is one.
  public init?(rawValue: String) { nil }

  /// Never asked for, as there is none.
  public var rawValue: String { switch self {} }
}

/// The words of a `network` block.
public enum NetworkLineID: String, FormID { case latency, bandwidth, loss }

extension Vocabulary {
  /// Lines under `topic`.
  public static let topicLines = FormTable<TopicLineID>(
    "topic setting", expecting: "a property, or 'partitions', 'replication.factor', 'assignment'",
    [
      Form(
        .partitions, "partitions|partition {count}", help: "How many partitions.",
        example: "partitions 6"),
      Form(
        .replicationFactor, "replication.factor {count}", also: ["replication factor {count}"],
        help: "How many replicas each partition has.", example: "replication.factor 3"),
      Form(
        .assignment, "assignment {number:count} : {ids}",
        help: "The replicas of one partition, the preferred leader first.",
        example: "assignment 0: 1, 2, 3"),
      Form(
        .createdAt, "created at {time}", also: ["create at {time}"],
        help: "The topic does not exist before.", example: "created at 10s"),
    ])

  /// Lines under `brokers` and `broker`.
  public static let brokerLines = FormTable<BrokerLineID>(
    "broker setting", expecting: "a property, or 'rack', 'disk', 'clock', 'starts'",
    [
      Form(
        .racks, "rack {rack:name} : {ids}", help: "Which brokers a rack holds.",
        example: "rack east: 1, 2"),
      Form(.rack, "rack {rack:name}", help: "The broker's rack.", example: "rack east"),
      Form(
        .disk, "disk writes in {time}",
        help: "How long one write takes; otherwise that costs no time.",
        example: "disk writes in 5ms"),
      Form(
        .clockOff, "clock off by {shift}", help: "The wall clock is wrong from the start.",
        example: "clock off by +3s"),
      Form(
        .clockDrifts, "clock drifts by {drift}", help: "The wall clock runs too fast or too slow.",
        example: "clock drifts by +200ppm"),
      Form(
        .startsAt, "starts|start at {time}", help: "The broker is down before.",
        example: "starts at 10s"),
      Form(
        .startsStopped, "starts|start stopped|down", help: "Down until a line starts it.",
        example: "starts stopped"),
    ])

  /// Lines under `zookeeper`.
  public static let zooKeeperLines = FormTable<ZooKeeperLineID>(
    "ZooKeeper setting", expecting: "a property such as 'tickTime = 2000'", [])

  /// Lines under `network`.
  public static let networkLines = FormTable<NetworkLineID>(
    "network setting", expecting: "'latency', 'bandwidth' or 'loss'",
    [
      Form(
        .latency, "latency {duration} [{link}]", help: "How long a packet takes, one way.",
        example: "latency 200us..2ms between broker 1 and broker 2"),
      Form(
        .bandwidth, "bandwidth {size} a|per second [{link}]",
        help: "How much a link carries in a second.", example: "bandwidth 100MiB a second"),
      Form(
        .loss, "loss {percent} [{link}]", help: "Which share of packets is lost and sent again.",
        example: "loss 0.1%"),
    ])
}
