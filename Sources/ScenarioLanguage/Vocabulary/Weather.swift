/// What may happen again and again in a `weather` block.
public enum WeatherID: String, FormID {
  case crash, powerOff, stop, bounce, freeze, isolate, cut, cutZooKeeper, lose, delay
  case expireSession, resetConnection, slowDisk, fillDisk, jumpClock, moveLeader
}

extension Vocabulary {
  /// Who is hit: so many at a time, or one.
  private static let victims = """
    (at most {count} {kind=broker/s|producer/s|consumer/s|client/s|node/s} at a time\
    | a {which=broker|producer|consumer|client|node|zookeeper server})
    """

  /// Lines under `weather`.
  public static let weather = FormTable<WeatherID>(
    "weather", expecting: "weather such as 'lose 0%..5% of packets'",
    [
      Form(
        .crash, "crash \(victims) , every {every:duration} , down for {duration}",
        also: ["crash \(victims) every {every:duration} for {duration}"],
        help: "Processes die and come back.",
        example: "crash at most 1 broker at a time, every 5s..20s, down for 1s..30s"),
      Form(
        .powerOff, "power off \(victims) , every {every:duration} , down for {duration}",
        also: ["power off \(victims) every {every:duration} for {duration}"],
        help: "Machines die with what was not flushed, and come back.",
        example: "power off a broker, every 20s..60s, down for 5s"),
      Form(
        .stop, "stop \(victims) , every {every:duration} , down for {duration}",
        also: ["stop \(victims) every {every:duration} for {duration}"],
        help: "Processes stop in order and come back.",
        example: "stop a broker, every 20s, down for 5s"),
      Form(
        .bounce, "bounce \(victims) every {every:duration}",
        help: "Processes die and are back at once.", example: "bounce a broker every 10s..20s"),
      Form(
        .freeze, "freeze \(victims) every {every:duration} for {duration}",
        help: "Processes stand still.", example: "freeze a broker every 20s..40s for 1s..25s"),
      Form(
        .isolate, "isolate \(victims) every {every:duration} for {duration}",
        help: "Nodes are cut from everything.", example: "isolate a broker every 30s for 1s..10s"),
      Form(
        .cut, "cut two {kind=nodes|brokers} every {every:duration} for {duration}",
        help: "No byte passes between two nodes.",
        example: "cut two nodes every 10s..20s for 500ms..15s"),
      Form(
        .cutZooKeeper, "cut a broker from zookeeper every {every:duration} for {duration}",
        help: "A broker and ZooKeeper lose each other.",
        example: "cut a broker from zookeeper every 30s for 1s..20s"),
      Form(
        .lose, "lose {percent} of packets", help: "Packets are lost and sent again late.",
        example: "lose 0%..5% of packets"),
      Form(
        .delay, "delay packets by {by:duration}", help: "Packets take so much longer.",
        example: "delay packets by 0ms..50ms"),
      Form(
        .expireSession, "expire a zookeeper session every {every:duration}",
        help: "ZooKeeper ends a broker's session.",
        example: "expire a zookeeper session every 30s..60s"),
      Form(
        .resetConnection, "reset a connection every {every:duration}",
        help: "An open connection breaks.", example: "reset a connection every 5s..10s"),
      Form(
        .slowDisk, "slow disk of a broker by {factor} every {every:duration} for {duration}",
        help: "A disk takes so many times as long.",
        example: "slow disk of a broker by 20x every 20s for 5s"),
      Form(
        .fillDisk, "fill disk of a broker every {every:duration} for {duration}",
        help: "A disk has no space left.", example: "fill disk of a broker every 60s for 5s"),
      Form(
        .jumpClock, "jump clock of a broker by {shift} every {every:duration}",
        help: "A wall clock is suddenly off.",
        example: "jump clock of a broker by -5s every 30s"),
      Form(
        .moveLeader, "move a leader every {every:duration}",
        help: "Leadership of a partition moves to another replica.",
        example: "move a leader every 10s"),
    ])
}
