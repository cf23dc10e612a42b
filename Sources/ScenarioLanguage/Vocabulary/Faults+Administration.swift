extension Vocabulary {
  /// What an administrator may ask a cluster for.
  static let administration: [Form<FaultID>] = [
    Form(
      .electPreferred, "elect preferred leader [of {partitions}]",
      also: ["elect the preferred leader of {partitions}", "elect preferred leaders"],
      help: "Give leadership back to the first replica of the assignment, of all or some.",
      example: "elect preferred leader of orders-0"),
    Form(
      .electUnclean, "elect unclean leader of {partitions}",
      help: "Let a replica lead that is not in sync.", example: "elect unclean leader of orders-0"),
    Form(
      .moveLeader, "move leader of {partition} to {to:node}",
      also: ["move leadership of {partition} to {to:node}"],
      help: "Put a broker first in the assignment and elect it.",
      example: "move leader of orders-0 to broker 2"),
    Form(
      .reassign, "reassign {partitions} to {ids}",
      help: "Move replicas, as kafka-reassign-partitions.sh does (KIP-455).",
      example: "reassign orders-0 to 2, 3, 4"),
    Form(
      .cancelReassignment, "cancel reassignment of {partitions}",
      help: "Take a running reassignment back.", example: "cancel reassignment of orders-0"),
    Form(
      .createTopic,
      """
      create topic {topic} <with {partitions:count} partition/s\
      |, replication.factor {replication:count}>
      """,
      help: "Create a topic while the cluster runs.",
      example: "create topic late with 3 partitions, replication.factor 2"),
    Form(
      .addPartitions, "add {count} partition/s to {topic}", help: "Give a topic more partitions.",
      example: "add 2 partitions to orders"),
    Form(
      .setPartitions, "set partitions of {topic} to {count}",
      help: "Ask for a number of partitions; fewer than there are is refused, as in Kafka.",
      example: "set partitions of orders to 1"),
    Form(
      .deleteTopic, "delete topic {topic}", help: "Delete a topic and its logs.",
      example: "delete topic orders"),
    Form(
      .deleteRecords, "delete records of {partition} before {offset:count}",
      help: "Move the log's start forward.", example: "delete records of orders-0 before 100"),
    Form(
      .setProperty, "set {key} of {subject} to {value}",
      help: "Change a property while everything runs.",
      example: "set min.insync.replicas of topic orders to 1"),
    Form(
      .deleteGroup, "delete group {group}", help: "Remove an empty group and its offsets.",
      example: "delete group billing"),
    Form(
      .resetOffsets,
      "reset offsets of group {group} to {how=beginning|end|offset} [{offset:count}] [of {target}]",
      help: "Rewrite what an empty group has committed.",
      example: "reset offsets of group billing to beginning"),
  ]

  /// What applications may be told to do.
  static let applications: [Form<FaultID>] = [
    Form(
      .send, "send {count} record/s from {producer} to {target} [with key {key:name}]",
      help: "One burst besides the producer's own workload.",
      example: "send 10 records from web to orders"),
    Form(
      .setRate, "set rate of {producer} to {count} record/s a|per second",
      help: "Change how fast a producer's application sends.",
      example: "set rate of web to 500 records a second"),
    Form(
      .closeClient, "close {nodes} [within {duration}]",
      help: "Close clients, waiting so long for what is unfinished.",
      example: "close producer web within 5s"),
    Form(
      .seek,
      "seek {consumer} to {how=beginning|end|offset} [{offset:count}] [of {target}]",
      also: ["rewind {consumer} to {how=beginning|end|offset} [{offset:count}] [of {target}]"],
      help: "Move a consumer's position.", example: "seek audit to offset 100 of orders-0"),
    Form(
      .pauseReading, "pause reading of {consumer} [on {partitions}]",
      help: "The consumer polls on and gets nothing from these partitions.",
      example: "pause reading of audit on orders-0"),
    Form(
      .resumeReading, "resume reading of {consumer} [on {partitions}]",
      help: "End a pause of reading.", example: "resume reading of audit"),
    Form(
      .subscribe, "subscribe {consumer} to {topics}",
      help: "Change a consumer's subscription.", example: "subscribe worker to orders, payments"),
    Form(
      .assign, "assign {partitions} to {consumer}",
      help: "Give a consumer its partitions by hand.", example: "assign orders-0 to audit"),
    Form(
      .unsubscribe, "unsubscribe {consumer}", help: "The consumer leaves its group.",
      example: "unsubscribe worker"),
    Form(
      .commitOffsets, "commit offsets of {consumer} [{asynchronously?asynchronously}]",
      help: "The application commits its position now.", example: "commit offsets of worker"),
    Form(
      .setProcessing, "set processing time of {consumer} to {duration} [for {time}]",
      help: "Each record takes so long from now on.",
      example: "set processing time of worker to 10s for 1m"),
    Form(
      .transaction, "{how=begin|commit|abort} transaction of {producer}",
      help: "The application begins or ends a transaction by hand.",
      example: "abort transaction of web"),
  ]

  /// Everything that a timeline line may do.
  public static let faults = FormTable<FaultID>(
    "fault", expecting: "what happens, such as 'crash broker 1'",
    processFaults + networkFaults + nodeFaults + administration + applications)
}
