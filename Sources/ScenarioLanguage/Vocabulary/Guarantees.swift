extension Vocabulary {
  private static let recordGuarantees: [Form<GuaranteeID>] = [
    Form(
      .noAcknowledgedLost, "no acknowledged record [of {producer}] is lost",
      also: ["no acknowledged record is lost [of {producer}]"],
      help: "Every record whose callback reported success is found by a full read.",
      example: "no acknowledged record is lost"),
    Form(
      .noRecordLost, "no record [of {producer}] is lost",
      help: "Every record that was sent is found by a full read.", example: "no record is lost"),
    Form(
      .replicasAgree, "replicas agree",
      help: "Any two replicas hold the same records below the lesser high watermark.",
      example: "replicas agree"),
    Form(
      .oneValuePerOffset, "no offset has two values",
      help: "Whoever reads an offset, whenever, gets the same record.",
      example: "no offset has two values"),
    Form(
      .watermarkKept, "what was visible stays visible",
      help: "The end that readers see never moves back.",
      example: "what was visible stays visible"),
    Form(
      .inSyncComplete, "who is in sync has what is committed",
      help: "Whoever joins the in-sync replicas has all that is committed of its leader's log.",
      example: "who is in sync has what is committed"),
    Form(
      .noRefusedVisible, "no refused record is visible",
      help: "No record that failed for certain is ever read.",
      example: "no refused record is visible"),
    Form(
      .fencedChangesNothing, "nothing fenced changes anything",
      help: "Once a newer leader, controller, producer or member acts, the older one is powerless.",
      example: "nothing fenced changes anything"),
    Form(
      .noDuplicates, "no duplicates [of {producer}] [in {which=the log}] [in {targets}]",
      help: "Every record that was sent once is stored at most once.",
      example: "no duplicates in the log"),
    Form(
      .orderKept, "order is kept [for {producer}] [in {targets}]",
      help: "Records of one producer in one partition stand in the order in which they were sent.",
      example: "order is kept"),
    Form(
      .orderKeptPerKey, "order is kept per key [in {targets}]",
      help: "Records of one key are read in the order in which they were sent.",
      example: "order is kept per key"),
    Form(
      .sameKeySamePartition, "each key stays in one partition [of {topic}]",
      help: "All records of a key went to the same partition.",
      example: "each key stays in one partition of orders"),
  ]

  private static let deliveryGuarantees: [Form<GuaranteeID>] = [
    Form(
      .exactlyOnce, "exactly once [for {reader}]",
      help: "Every committed record is processed once, no more and no less.",
      example: "exactly once for billing"),
    Form(
      .atLeastOnce, "at least once [for {reader}]",
      help: "Every committed record is processed, perhaps repeatedly.",
      example: "at least once for billing"),
    Form(
      .atMostOnce, "at most once [for {reader}]",
      help: "No record is processed twice.", example: "at most once for billing"),
    Form(
      .readersNeverSkip, "no reader skips or goes back",
      help: "Within one assignment a position neither passes over a record nor returns.",
      example: "no reader skips or goes back"),
    Form(
      .offsetsNeverBack, "committed offsets never go back [for {reader}]",
      help: "A group's committed offset neither falls nor vanishes within its retention.",
      example: "committed offsets never go back"),
    Form(
      .oneOwner, "each partition has one owner per generation [in group {group}]",
      help: "No two members of one generation have the same partition.",
      example: "each partition has one owner per generation"),
    Form(
      .samePartitioning, "nobody processes what another has [in group {group}]",
      help: "No two members work on one partition at the same time.",
      example: "nobody processes what another has in group billing"),
    Form(
      .transactionsAtomic, "transactions are atomic [for {reader}]",
      help: "Of each transaction a reader sees all or nothing.",
      example: "transactions are atomic for audit"),
    Form(
      .noAbortedRead, "no aborted record is read [by {reader}]",
      help: "Nobody gets a record of a transaction that was aborted.",
      example: "no aborted record is read by audit"),
  ]

  private static let clusterGuarantees: [Form<GuaranteeID>] = [
    Form(
      .oneLeaderPerEpoch, "each leader epoch has one leader",
      help: "No two brokers act as leader of one partition in the same epoch.",
      example: "each leader epoch has one leader"),
    Form(
      .oneController, "each controller epoch has one controller",
      help: "No two controllers act in the same epoch.",
      example: "each controller epoch has one controller"),
    Form(
      .everyPartitionHealthy, "every partition has a leader [{all?and a full isr}]",
      help: "Every partition is led, and, if said so, all its replicas are in sync.",
      example: "every partition has a leader and a full isr"),
    Form(
      .partitionHasLeader, "{targets} has|have a leader", help: "These partitions are led.",
      example: "orders-0 has a leader"),
    Form(
      .partitionHasNoLeader, "{targets} has|have no leader",
      help: "Nobody leads these partitions.", example: "orders-0 has no leader"),
    Form(
      .partitionFullISR, "{targets} has|have a full isr",
      help: "All replicas of these partitions are in sync.", example: "orders has a full isr"),
    Form(
      .recovers, "the cluster recovers",
      help: "Leaders, in-sync replicas, groups, sends and reads all work again.",
      example: "the cluster recovers"),
    Form(
      .nodeIs, "{nodes} is|are {how=up|down|frozen|fenced}", help: "The state of some nodes.",
      example: "broker 2 is up"),
    Form(
      .groupIs, "group {group} is {how=stable|empty|rebalancing|dead}",
      help: "The state of a group.", example: "group billing is stable"),
    Form(
      .spreadEvenly, "{how=leaders|replicas} of {topic} are spread evenly",
      help: "Counts per broker differ by one at most.",
      example: "leaders of orders are spread evenly"),
    Form(
      .preferredLeadersLead, "preferred leaders lead [in {targets}]",
      help: "Every partition is led by the first replica of its assignment.",
      example: "preferred leaders lead"),
    Form(
      .topicExists, "topic {topic} {how=exists|does not exist}",
      help: "Whether the cluster has it.",
      example: "topic orders exists"),
    Form(
      .znodeExists, "{znode} {how=exists|does not exist}",
      help: "Whether ZooKeeper's tree has that node.", example: "/controller exists"),
    Form(
      .znodeContains, "{znode} {how=contains|does not contain} {value}",
      help: "Whether that node's text, as Kafka writes it, has this in it.",
      example: #"/controller contains "\"brokerid\":1""#),
    Form(
      .configurationRefused, "configuration of {nodes} is refused",
      help: "The client refuses to be made, as Kafka's does, and that is the point.",
      example: "configuration of web is refused"),
    Form(
      .nothingSent, "nothing is sent", help: "No record is sent, and that is the point.",
      example: "nothing is sent"),
    Form(
      .nothingAcknowledged, "nothing is acknowledged [to {producer}]",
      help: "No acknowledgement, and that is the point.", example: "nothing is acknowledged"),
    Form(
      .nothingConsumed, "nothing is consumed [by {reader}]",
      help: "No record is consumed, and that is the point.", example: "nothing is consumed by audit"
    ),
    Form(
      .noFaultBites, "no fault bites",
      help: "The faults touch nothing, and that is the point.", example: "no fault bites"),
  ]

  /// Promises with a name.
  public static let guarantees = FormTable<GuaranteeID>(
    "guarantee", expecting: "a guarantee such as 'no acknowledged record is lost'",
    recordGuarantees + deliveryGuarantees + clusterGuarantees)
}
