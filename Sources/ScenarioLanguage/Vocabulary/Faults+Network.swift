extension Vocabulary {
  /// Faults of the network, and of single messages on it.
  static let networkFaults: [Form<FaultID>] = [
    Form(
      .cut, "cut {nodes:side} from {other:side} [for {duration}]",
      also: [
        "cut {nodes:side} and {other:side} [for {duration}]",
        "cut between {nodes:side} and {other:side} [for {duration}]",
      ],
      help: "No byte passes between the two sides, either way.",
      example: "cut broker 1 from brokers 2, 3"),
    Form(
      .cutOneWay, "cut {nodes:side} to {other:side} [for {duration}]",
      also: ["cut from {nodes:side} to {other:side} [for {duration}]"],
      help: "No byte passes from the first to the second; the other way still works.",
      example: "cut broker 1 to broker 2"),
    Form(
      .isolate, "isolate {nodes} [for {duration}]", also: ["cut off {nodes} [for {duration}]"],
      help: "Cut these nodes from everything else.", example: "isolate broker 1 for 30s"),
    Form(
      .heal, "heal [{nodes}]",
      help: "End cuts, loss, delays, freezes and disk faults: all, or a label's, or some nodes'.",
      example: "heal"),
    Form(
      .lose, "lose {percent} of packets [{link}] [for {duration}]",
      help: "Packets are lost and sent again late, as TCP does; too many break the connection.",
      example: "lose 5% of packets between broker 1 and broker 2 for 10s"),
    Form(
      .delay, "delay packets [{link}] by {by:duration} [for {duration}]",
      also: [
        "delay traffic [{link}] by {by:duration} [for {duration}]",
        "delay messages [{link}] by {by:duration} [for {duration}]",
      ],
      help: "Everything on these links takes so much longer.",
      example: "delay packets from broker 1 to broker 2 by 2s"),
    Form(
      .limit, "limit bandwidth [{link}] to {rate:size} a|per second [for {duration}]",
      help: "These links carry so many bytes in a second and no more.",
      example: "limit bandwidth of broker 1 to 1MiB a second"),
    Form(
      .resetConnections, "reset connections [{link}]", also: ["reset connection [{link}]"],
      help: "Break open connections; both ends learn at once.",
      example: "reset connections between broker 1 and web"),
    Form(
      .dropIt, "drop it [{reset?and reset the connection}]",
      help: "The message that triggered the line never arrives.",
      example: "drop it and reset the connection"),
    Form(
      .holdIt, "hold it [for {duration}]",
      help: "The message waits until it is released, and what stands behind it, too.",
      example: "hold it for 30s"),
    Form(
      .delayIt, "delay it by {by:duration}", help: "The message arrives so much later.",
      example: "delay it by 2s"),
    Form(
      .hold, "hold {message} [for {duration}]",
      help: "Messages of this kind wait from now on, until they are released.",
      example: "hold fetch response from broker 1 to broker 2"),
    Form(
      .drop, "drop {message} [for {duration}]",
      help: "Messages of this kind never arrive from now on, until it heals.",
      example: "drop produce response from broker 1 to web for 2s"),
    Form(
      .release, "release {label}", also: ["release what {label} holds"],
      help: "What the labelled line holds goes on its way.", example: "release @late"),
  ]

  /// Faults of ZooKeeper sessions, clocks and disks.
  static let nodeFaults: [Form<FaultID>] = [
    Form(
      .expireSession, "expire session of {nodes}",
      also: ["expire zookeeper session of {nodes}", "expire sessions of {nodes}"],
      help: "ZooKeeper ends the node's session now.", example: "expire session of broker 2"),
    Form(
      .jumpClock, "jump clock of {nodes} by {shift}",
      also: ["skew clock of {nodes} by {shift}", "set clock of {nodes} by {shift}"],
      help: "The wall clock is suddenly off; timeouts use the other clock and do not notice.",
      example: "jump clock of broker 2 by -5s"),
    Form(
      .driftClock, "drift clock of {nodes} by {drift}",
      help: "The wall clock runs too fast or too slow from now on.",
      example: "drift clock of broker 2 by +200ppm"),
    Form(
      .slowDisk, "slow disk of {nodes} by {factor} [for {duration}]",
      help: "Every read, write and flush takes so many times as long.",
      example: "slow disk of broker 1 by 20x for 30s"),
    Form(
      .stallDisk, "stall disk of {nodes} for {duration}",
      help: "No write comes back before that time is over.",
      example: "stall disk of broker 1 for 5s"),
    Form(
      .fillDisk, "fill disk of {nodes} [for {duration}]",
      help: "Every write fails for want of space.", example: "fill disk of broker 1"),
    Form(
      .failDisk, "fail disk [{number:count}] of {nodes} [for {duration}]",
      also: ["fail log directory [{number:count}] of {nodes} [for {duration}]"],
      help: "A log directory, or all of them, answers with input and output errors.",
      example: "fail disk of broker 1"),
    Form(
      .repairDisk, "repair disk of {nodes}", help: "End slow, stalled, full and failing disks.",
      example: "repair disk of broker 1"),
    Form(
      .flush, "flush {partition} on {nodes}",
      help: "Make what is written durable, now.", example: "flush orders-0 on broker 1"),
    Form(
      .truncateLog, "truncate {partition} on {nodes} to {offset:count}",
      help: "Cut a stopped broker's log file, as an operator with an editor would.",
      example: "truncate orders-0 on broker 2 to 50"),
  ]
}
