extension Vocabulary {
  /// Measures of partitions.
  static let partitionMeasures: [Form<MeasureID>] = [
    Form(
      .leaderOf, "leader of {partition}", value: .node, help: "The partition's leader, or none.",
      example: "leader of orders-0"),
    Form(
      .isrOf, "isr of {partition}", value: .nodes, help: "The in-sync replicas.",
      example: "isr of orders-0"),
    Form(
      .isrSize, "size of isr of {partition}", value: .number, help: "How many are in sync.",
      example: "size of isr of orders-0"),
    Form(
      .replicasOf, "replicas of {partition}", also: ["assignment of {partition}"], value: .nodes,
      help: "The partition's assignment, in its order.", example: "replicas of orders-0"),
    Form(
      .leaderEpoch, "leader epoch of {partition}", value: .number,
      help: "How often a leader was elected.", example: "leader epoch of orders-0"),
    Form(
      .highWatermark, "high watermark of {partition} [on {nodes}]", value: .number,
      help: "The offset below which everything is committed.",
      example: "high watermark of orders-0"),
    Form(
      .logEnd, "log end of {partition} [on {nodes}]",
      also: ["log end offset of {partition} [on {nodes}]"], value: .number,
      help: "The offset that comes next.", example: "log end of orders-0 on broker 2"),
    Form(
      .logStart, "log start of {partition} [on {nodes}]",
      also: ["log start offset of {partition} [on {nodes}]"], value: .number,
      help: "The first offset that can be read.", example: "log start of orders-0"),
    Form(
      .segments, "segments of {partition} [on {nodes}]", value: .number,
      help: "Files that the log is cut into.", example: "segments of orders-0 on broker 1"),
    Form(
      .bytesOnDisk, "bytes on disk of {nodes}", value: .size,
      help: "What the logs of these brokers take.", example: "bytes on disk of every broker"),
    Form(
      .leaderChanges, "leader changes [of {targets}]", value: .number,
      help: "Elections of another broker.", example: "leader changes of orders-0"),
    Form(
      .uncleanElections, "unclean elections [of {targets}]", value: .number,
      help: "Elections of a replica that was not in sync.", example: "unclean elections"),
    Form(
      .isrShrinks, "isr shrinks [of {targets}]", value: .number,
      help: "How often a replica left the in-sync replicas.", example: "isr shrinks of orders-0"),
    Form(
      .isrGrows, "isr grows [of {targets}]", also: ["isr expansions [of {targets}]"],
      value: .number,
      help: "How often a replica joined the in-sync replicas.", example: "isr grows of orders-0"),
    Form(
      .truncations, "truncations [of {targets}] [on {nodes}]", value: .number,
      help: "How often a log's end was thrown away.", example: "truncations of orders-0"),
    Form(
      .recordsTruncated, "records truncated [from {targets}] [on {nodes}]", value: .number,
      help: "Records that were thrown away with a log's end.",
      example: "records truncated from orders-0"),
    Form(
      .partitionsWithoutLeader, "partitions without leader", value: .number,
      help: "Partitions that nobody leads.", example: "partitions without leader"),
    Form(
      .partitionsLed, "partitions led by {nodes}", value: .number,
      help: "Partitions that these brokers lead.", example: "partitions led by broker 1"),
    Form(
      .replicasOn, "replicas on {nodes}", value: .number, help: "Replicas that these brokers hold.",
      example: "replicas on broker 1"),
    Form(
      .underReplicated, "under-replicated partitions", value: .number,
      help: "Partitions whose in-sync replicas are fewer than their replicas.",
      example: "under-replicated partitions"),
    Form(
      .timeWithoutLeader, "time without leader of {partition}", value: .time,
      help: "How long nobody could be written to, in all.",
      example: "time without leader of orders-0"),
    Form(
      .partitionOf, "partition of key {key:name} in {topic}", value: .number,
      help: "Where the last record of a key went.", example: "partition of key k1 in orders"),
    Form(
      .keysMoved, "keys in two partitions of {topic}", value: .number,
      help: "Keys whose records are not all in one partition.",
      example: "keys in two partitions of orders"),
    Form(
      .offsetsOfKey, "records of key {key:name} in {target}", value: .number,
      help: "Records with that key that a full read finds.",
      example: "records of key k1 in orders"),
  ]

  /// Measures of the cluster and of the run itself.
  static let clusterMeasures: [Form<MeasureID>] = [
    Form(
      .controller, "controller", value: .node, help: "The active controller.",
      example: "controller"),
    Form(
      .controllerEpoch, "controller epoch", value: .number,
      help: "How often a controller was elected.", example: "controller epoch"),
    Form(
      .controllerChanges, "controller changes", value: .number,
      help: "How often another controller took over.", example: "controller changes"),
    Form(
      .sessionsExpired, "sessions expired [of {nodes}]", value: .number,
      help: "ZooKeeper sessions that ended by expiry.", example: "sessions expired of broker 1"),
    Form(
      .liveBrokers, "live brokers", value: .number, help: "Registered brokers.",
      example: "live brokers"),
    Form(
      .failoverTime, "longest time without leader", value: .time,
      help: "The longest that any partition had no working leader.",
      example: "longest time without leader"),
    Form(
      .metadataLag, "longest metadata lag", value: .time,
      help: "From an election until the last live broker knew of it.",
      example: "longest metadata lag"),
    Form(
      .bytesSent, "bytes sent <from {from:side}|to {to:side}>", value: .size,
      help: "What went over these links.", example: "bytes sent from broker 1 to broker 2"),
    Form(
      .messages, "messages sent <from {from:side}|to {to:side}>", value: .number,
      help: "Requests and responses on these links.", example: "messages sent from web"),
    Form(
      .znode, "data of {znode}", value: .word, help: "What a node of ZooKeeper's tree holds.",
      example: "data of /controller_epoch"),
    Form(
      .times, "times {event}", value: .number, help: "How often something happened.",
      example: "times session of broker 1 expires"),
    Form(
      .timeBetween, "time from {from:event} to {to:event}", value: .time,
      help: "From the first of one thing to the first later one of another.",
      example: "time from @first to leader of orders-0 changes"),
    Form(
      .faultsFired, "faults fired", value: .number, help: "Timeline lines and weather that fired.",
      example: "faults fired"),
    Form(
      .faultsThatBit, "faults that bit", value: .number,
      help: "Faults that touched a message, a file or a running process.",
      example: "faults that bit"),
  ]

  /// Everything that can be measured.
  public static let measures = FormTable<MeasureID>(
    "measure", expecting: "a measure such as 'duplicates in orders'",
    producing + consuming + partitionMeasures + clusterMeasures)
}
