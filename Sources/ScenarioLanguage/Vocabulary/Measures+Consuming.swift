extension Vocabulary {
  /// Measures of what consumers and groups read and processed.
  static let consuming: [Form<MeasureID>] = [
    Form(
      .consumed, "records consumed by {reader} [from {targets}]", value: .number,
      help: "Records that polls returned, each return counted.",
      example: "records consumed by audit"),
    Form(
      .consumedTimes,
      "records consumed by {reader} {how=never|once|twice|more than once} [from {targets}]",
      also: ["records {how=never|once|twice|more than once} consumed by {reader} [from {targets}]"],
      value: .number, help: "Records in the log that polls returned so many times.",
      example: "records consumed by audit twice"),
    Form(
      .processed, "records processed by {reader} [from {targets}]", value: .number,
      help: "Records that the application finished, each time counted.",
      example: "records processed by billing"),
    Form(
      .processedTimes,
      "records processed by {reader} {how=once|twice|more than once} [from {targets}]",
      also: ["records {how=once|twice|more than once} processed by {reader} [from {targets}]"],
      value: .number, help: "Records that the application finished so many times.",
      example: "records processed by billing more than once"),
    Form(
      .neverProcessed, "records never processed by {reader} [from {targets}]",
      also: ["records processed by {reader} never [from {targets}]"], value: .number,
      help: "Records in the log that were never finished and that no member will get again.",
      example: "records never processed by billing"),
    Form(
      .processedByTwo, "records processed by two members of {reader} at once", value: .number,
      help: "Records that two members worked on at the same time.",
      example: "records processed by two members of billing at once"),
    Form(
      .processedOutOfOrder, "records processed out of order by {reader}", value: .number,
      help: "Records that were finished after a later one of their producer and partition.",
      example: "records processed out of order by billing"),
    Form(
      .rereads, "backward steps of {reader}", value: .number,
      help: "How often a position went back without a seek.", example: "backward steps of audit"),
    Form(
      .skipped, "records skipped by {reader} [from {targets}]", value: .number,
      help: "Readable records that a position passed over.", example: "records skipped by audit"),
    Form(
      .deliveryTime,
      "{which=median|longest|shortest|99th percentile} delivery time of {reader}",
      value: .time, help: "From handing a record over until a poll returns it.",
      example: "median delivery time of audit"),
    Form(
      .lag, "lag of {reader} [on {target}]", value: .number,
      help: "Log end minus committed offset, summed.", example: "lag of billing"),
    Form(
      .committedOffset, "committed offset of {reader} on|in|for {partition}", value: .number,
      help: "What the group has committed.",
      example: "committed offset of billing on orders-0"),
    Form(
      .position, "position of {consumer} on {partition}", value: .number,
      help: "The offset that the consumer asks for next.",
      example: "position of audit on orders-0"),
    Form(
      .timeToDrain, "time until {reader} has no lag", value: .time,
      help: "From the last send until the group has committed everything.",
      example: "time until billing has no lag"),
    Form(
      .rebalances, "rebalances of group {group}", also: ["rebalances of {group}"], value: .number,
      help: "Completed rebalances.", example: "rebalances of group billing"),
    Form(
      .generation, "generation of group {group}", value: .number,
      help: "The group's generation.", example: "generation of group billing"),
    Form(
      .members, "members of group {group}", value: .number, help: "How many members it has.",
      example: "members of group billing"),
    Form(
      .idleMembers, "idle members of group {group}", value: .number,
      help: "Members without a partition.", example: "idle members of group billing"),
    Form(
      .owner, "owner of {partition} in group {group}", value: .node,
      help: "The member that has the partition.", example: "owner of orders-0 in group billing"),
    Form(
      .partitionsOwned, "partitions owned by {nodes}", value: .number,
      help: "How many partitions these members have.", example: "partitions owned by worker"),
    Form(
      .groupState, "state of group {group}", value: .word,
      help: "Empty, PreparingRebalance, CompletingRebalance, Stable or Dead.",
      example: "state of group billing"),
    Form(
      .groupCoordinator, "coordinator of group {group}", value: .node,
      help: "The broker that coordinates the group.", example: "coordinator of group billing"),
    Form(
      .timeWithoutReading, "longest pause of {reader}", value: .time,
      help: "The longest time in which no poll returned anything although records were there.",
      example: "longest pause of billing"),
    Form(
      .overlapping, "partitions read by two members of group {group} at once", value: .number,
      help: "Partitions that two members believed to be theirs at the same time.",
      example: "partitions read by two members of group billing at once"),
    Form(
      .transactions, "transactions {how=committed|aborted} [by {producer}]", value: .number,
      help: "Transactions that ended so.", example: "transactions committed by web"),
    Form(
      .visibleHalf, "torn transactions seen by {reader}", value: .number,
      help: "Transactions of which a reader saw a part.",
      example: "torn transactions seen by audit"),
  ]
}
