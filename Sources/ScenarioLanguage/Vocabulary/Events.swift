/// What history may tell, as triggers and anchors name it.
public enum EventID: String, FormID {
  // Records.
  case appendsOffset, appendsRecord, fetchesOffset, sendsRecord, recordIs, finishesSending,
    getsError, refuses
  // Partitions.
  case leaderChanges, becomesLeader, losesLeader, isrShrinks, isrGrows, isrChanges
  case highWatermarkReaches, logEndReaches, logStartReaches, truncates, rollsSegment
  case reassignmentCompletes, topicIsCreated, topicIsDeleted
  // Nodes.
  case becomesController, controllerChanges, sessionExpires, crashes, stops, starts, freezes, wakes
  case registers, shutsDownLogDirectory, actsDeposed
  // Groups and consumers.
  case groupStartsRebalance, groupCompletesRebalance, joinsGroup, leavesGroup, isAssigned, givesUp
  case handlesOffset, commits, transactionEvent
  // Inside of processes.
  case becomesFollower, isReady, loadsLog, flushes, compacts, noticesFailure, noticesStart, resigns
  case rejectsControl, isrChangeRefused, losesZooKeeper, learnsExpiry, getsProducerID, retries
  case resends, resetsPosition, dies, loadsGroup, losesOffset
  // Messages and lines of the scenario.
  case message, heal, lineFires, lineDone
}

extension Vocabulary {
  private static let recordEvents: [Form<EventID>] = [
    Form(
      .appendsOffset, "{nodes} appends|append offset {offset:count} of {partition}",
      help: "A broker writes that offset to its log, as leader or follower.",
      example: "broker 2 appends offset 51 of orders-0"),
    Form(
      .appendsRecord,
      "{nodes} appends|append record {number:count} [of {producer}]",
      help: "A broker writes the record that a producer sent as its so-manieth.",
      example: "leader of orders-0 appends record 51"),
    Form(
      .fetchesOffset, "{nodes} fetches|fetch offset {offset:count} of {partition}",
      help: "A follower or consumer receives that offset.",
      example: "broker 2 fetches offset 51 of orders-0"),
    Form(
      .sendsRecord, "{nodes} sends|send record {number:count}",
      help: "The application hands over its so-manieth record.", example: "web sends record 100"),
    Form(
      .recordIs,
      """
      record {number:count} of {producer} is \
      {how=sent|appended|acknowledged|refused|committed|consumed|processed} [by {reader}]
      """,
      help: "A record reaches that stage of its life.",
      example: "record 51 of web is acknowledged"),
    Form(
      .finishesSending, "{nodes} finishes|finish sending",
      help: "A producer's workload is done and every outcome is known.",
      example: "web finishes sending"),
    Form(
      .getsError, "{nodes} gets|get error {name:error}",
      help: "A client receives a Kafka error, by its name.",
      example: "web gets error NOT_ENOUGH_REPLICAS"),
    Form(
      .refuses, "{nodes} refuses|refuse a request with {name:error}",
      help: "A broker answers a request with that error, whether or not anybody hears it.",
      example: "broker 1 refuses a request with OUT_OF_ORDER_SEQUENCE_NUMBER"),
  ]

  private static let partitionEvents: [Form<EventID>] = [
    Form(
      .leaderChanges, "leader of {partition} changes [to {to:node}]",
      help: "Another broker is elected.", example: "leader of orders-0 changes to broker 2"),
    Form(
      .becomesLeader, "{nodes} becomes|become leader of {partition}",
      help: "A broker starts to act as leader.", example: "broker 2 becomes leader of orders-0"),
    Form(
      .losesLeader, "{partition} loses its leader", help: "Nobody can be elected.",
      example: "orders-0 loses its leader"),
    Form(
      .isrShrinks, "isr of {partition} shrinks [to {ids}]",
      help: "A replica leaves the in-sync replicas.", example: "isr of orders-0 shrinks to 1"),
    Form(
      .isrGrows, "isr of {partition} grows|expands [to {ids}]",
      help: "A replica joins the in-sync replicas.", example: "isr of orders-0 grows to 1, 2, 3"),
    Form(
      .isrChanges, "isr of {partition} changes",
      help: "The in-sync replicas change, in any direction.", example: "isr of orders-0 changes"),
    Form(
      .highWatermarkReaches, "high watermark of {partition} reaches {offset:count} [on {nodes}]",
      help: "The leader, or the named broker, knows everything below to be committed.",
      example: "high watermark of orders-0 reaches 50"),
    Form(
      .logEndReaches, "log end of {partition} reaches {offset:count} [on {nodes}]",
      also: ["log end offset of {partition} reaches {offset:count} [on {nodes}]"],
      help: "The leader's, or the named broker's, log has grown to there.",
      example: "log end of orders-0 reaches 50 on broker 2"),
    Form(
      .logStartReaches, "log start of {partition} reaches {offset:count}",
      help: "Retention or a deletion has removed everything below.",
      example: "log start of orders-0 reaches 50"),
    Form(
      .truncates, "{nodes} truncates {partition} [to {offset:count}]",
      help: "A follower throws the end of its log away.",
      example: "broker 1 truncates orders-0"),
    Form(
      .rollsSegment, "{nodes} rolls|roll a segment of {partition}",
      help: "The active segment is closed and a new one begun.",
      example: "broker 1 rolls a segment of orders-0"),
    Form(
      .reassignmentCompletes, "reassignment of {partition} completes",
      help: "The new replicas are in sync and the old ones are gone.",
      example: "reassignment of orders-0 completes"),
    Form(
      .topicIsCreated, "topic {topic} is created", help: "The controller knows the topic.",
      example: "topic orders is created"),
    Form(
      .topicIsDeleted, "topic {topic} is deleted", help: "The topic's deletion is complete.",
      example: "topic orders is deleted"),
  ]

  private static let nodeEvents: [Form<EventID>] = [
    Form(
      .becomesController, "{nodes} becomes|become controller",
      help: "A broker wins the controller's election.", example: "broker 2 becomes controller"),
    Form(
      .controllerChanges, "controller changes", help: "Another controller takes over.",
      example: "controller changes"),
    Form(
      .sessionExpires, "session of {nodes} expires",
      help: "ZooKeeper ends a node's session.", example: "session of broker 1 expires"),
    Form(.crashes, "{nodes} crashes", help: "A process dies.", example: "broker 1 crashes"),
    Form(
      .stops, "{nodes} stops", help: "A process has stopped in order.",
      example: "broker 1 stops"),
    Form(.starts, "{nodes} starts", help: "A process starts.", example: "broker 1 starts"),
    Form(
      .freezes, "{nodes} freezes", help: "A process stands still.", example: "web freezes"),
    Form(
      .wakes, "{nodes} wakes [!up]", also: ["{nodes} thaws"],
      help: "A frozen process goes on.", example: "broker 1 wakes"),
    Form(
      .registers, "{nodes} registers|register", also: ["{nodes} is back"],
      help: "A broker has registered itself with the cluster.", example: "broker 1 registers"),
    Form(
      .shutsDownLogDirectory, "{nodes} loses|lose a log directory",
      help: "A log directory is taken offline.", example: "broker 1 loses a log directory"),
    Form(
      .actsDeposed, "{nodes} acts|act as a deposed controller",
      help: "ZooKeeper takes an election from a controller although it knows the next one.",
      example: "broker 1 acts as a deposed controller"),
  ]

  private static let clientEvents: [Form<EventID>] = [
    Form(
      .groupStartsRebalance, "group {group} starts a rebalance", also: ["group {group} rebalances"],
      help: "The coordinator asks the members to join again.",
      example: "group billing starts a rebalance"),
    Form(
      .groupCompletesRebalance, "group {group} completes a rebalance",
      also: ["group {group} finishes a rebalance", "group {group} becomes stable"],
      help: "Every member has its assignment.", example: "group billing completes a rebalance"),
    Form(
      .joinsGroup, "{nodes} joins|join group {group}",
      help: "The coordinator accepts a member.", example: "worker joins group billing"),
    Form(
      .leavesGroup, "{nodes} leaves|leave group {group}",
      also: ["{nodes} is thrown out of group {group}"],
      help: "A member leaves, or is removed by the coordinator.",
      example: "worker leaves group billing"),
    Form(
      .isAssigned, "{nodes} is assigned {partition}",
      help: "A member learns that the partition is its own.",
      example: "worker is assigned orders-0"),
    Form(
      .givesUp, "{nodes} gives|give up {partition}",
      help: "A member's partition is revoked or lost.",
      example: "worker gives up orders-0"),
    Form(
      .handlesOffset,
      """
      {nodes} {how=polls|starts processing|processes|commits} offset {offset:count} \
      of {partition}
      """,
      help: "A consumer gets, begins, ends or commits that offset.",
      example: "worker processes offset 20 of orders-0"),
    Form(
      .commits, "{nodes} commits offsets", help: "A consumer's commit has succeeded.",
      example: "worker commits offsets"),
    Form(
      .transactionEvent, "{nodes} {how=begins|commits|aborts} a transaction",
      help: "A producer's transaction begins or ends.", example: "web commits a transaction"),
    Form(
      .message, "{message} [{how=is sent|arrives}]",
      help: "A message leaves its sender; or, if said so, arrives. Before 'to', say which.",
      example: "produce response from leader of orders-0 to web"),
    Form(.heal, "heal", help: "The scenario heals what it broke.", example: "heal"),
    Form(
      .lineFires, "{label} [{end?ends}]", help: "The labelled line fires, or what it did ends.",
      example: "@first"),
    Form(
      .lineDone, "{how=start|stop|crash|power off|freeze|thaw|heal} {label}",
      help: "A line does that to what the labelled line hit.", example: "start @first"),
  ]

  /// What history may tell.
  public static let events = FormTable<EventID>(
    "history event", expecting: "a history event such as 'leader of orders-0 changes'",
    recordEvents + partitionEvents + nodeEvents + brokerEvents + applicationEvents + clientEvents)
}
