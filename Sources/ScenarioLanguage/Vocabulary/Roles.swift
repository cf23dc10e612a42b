/// Ways to name nodes: by id, by role, by what a label hit.
public enum RoleID: String, FormID {
  case brokers, leader, preferredLeader, aFollower, follower, followers, aReplica, replica, replicas
  case isr, controller, groupCoordinator, transactionCoordinator, groupLeader, groupMembers
  case groupMember, owner, producer, consumer, client, any, every, others, rest, zooKeeper
  case zooKeeperLeader, label, rack
}

/// Directions of traffic between nodes.
public enum LinkID: String, FormID { case fromTo, between, of, from, to }

/// Kinds of messages on their way.
public enum MessageID: String, FormID { case message }

/// Whose configuration a line sets or varies.
public enum SubjectID: String, FormID {
  case topic, brokers, everyBroker, zooKeeper, producer, consumer, declared
}

/// The tables of all constructs that are phrases; the parser, the help and the printer read them.
public enum Vocabulary {
  /// Nodes.
  public static let roles = FormTable<RoleID>(
    "node", expecting: "a node such as 'broker 2' or 'leader of orders-0'",
    [
      Form(
        .brokers, "broker/s {ids}", help: "One broker or several, by id.", example: "brokers 2, 3"),
      Form(
        .leader, "leader of {partition}", help: "The partition's leader at that instant.",
        example: "leader of orders-0"),
      Form(
        .preferredLeader, "preferred leader of {partition}",
        help: "The first replica of the partition's assignment.",
        example: "preferred leader of orders-0"),
      Form(
        .aFollower, "a follower of {partition}", also: ["any follower of {partition}"],
        help: "One of the followers, drawn from the seed.", example: "a follower of orders-0"),
      Form(
        .follower, "follower {number:count} of {partition}",
        help: "The follower at that place of the assignment, the leader left out.",
        example: "follower 2 of orders-0"),
      Form(
        .followers, "followers of {partition}",
        also: ["every follower of {partition}", "all followers of {partition}"],
        help: "All replicas but the leader.", example: "followers of orders-0"),
      Form(
        .aReplica, "a replica of {partition}", also: ["any replica of {partition}"],
        help: "One of the replicas, drawn from the seed.", example: "a replica of orders-0"),
      Form(
        .replica, "replica {number:count} of {partition}",
        help: "The replica at that place of the assignment.", example: "replica 1 of orders-0"),
      Form(
        .replicas, "replicas of {partition}",
        also: ["every replica of {partition}", "all replicas of {partition}"],
        help: "All brokers of the assignment.", example: "replicas of orders-0"),
      Form(
        .isr, "isr of {partition}", help: "The brokers that are in sync at that instant.",
        example: "isr of orders-0"),
      Form(
        .controller, "controller", also: ["active controller"],
        help: "The broker that is the active controller.", example: "controller"),
      Form(
        .groupCoordinator, "coordinator of group {group}",
        help: "The leader of the offsets partition that the group id hashes to.",
        example: "coordinator of group billing"),
      Form(
        .transactionCoordinator, "coordinator of transactional.id {transactional:name}",
        also: ["coordinator of transaction {transactional:name}"],
        help: "The leader of the transaction log's partition for that id.",
        example: "coordinator of transactional.id copier"),
      Form(
        .groupLeader, "leader of group {group}",
        help: "The consumer that computes the group's assignment.",
        example: "leader of group billing"),
      Form(
        .groupMembers, "members of group {group}",
        also: ["every member of group {group}", "all members of group {group}"],
        help: "All consumers of the group.", example: "members of group billing"),
      Form(
        .groupMember, "a member of group {group}", also: ["any member of group {group}"],
        help: "One of the group's consumers, drawn from the seed.",
        example: "a member of group billing"),
      Form(
        .owner, "owner of {partition} in group {group}",
        help: "The group's consumer that has the partition.",
        example: "owner of orders-0 in group billing"),
      Form(
        .producer, "producer {producer}", also: ["producers {producer}"],
        help: "The producers behind a name.", example: "producer web"),
      Form(
        .consumer, "consumer {consumer}", also: ["consumers {consumer}"],
        help: "The consumers behind a name.", example: "consumer worker"),
      Form(.client, "{client}", help: "A producer or consumer by its name alone.", example: "web"),
      Form(
        .any, "any [{count}] {kind=broker/s|producer/s|consumer/s|client/s|node/s}",
        help: "As many nodes of a kind, drawn from the seed.", example: "any 2 brokers"),
      Form(
        .every, "every {kind=broker|producer|consumer|client|node}",
        also: ["all {kind=broker/s|producer/s|consumer/s|client/s|node/s}"],
        help: "All nodes of a kind.", example: "every broker"),
      Form(
        .others, "the other {kind=brokers|nodes|producers|consumers|clients}",
        also: [
          "every other {kind=brokers|nodes|producers|consumers|clients}",
          "other {kind=brokers|nodes|producers|consumers|clients}",
        ],
        help: "All nodes of a kind that the line does not name.", example: "the other brokers"),
      Form(
        .rest, "everything else", also: ["everyone else", "everybody else", "the others"],
        help: "All nodes that the line does not name, ZooKeeper included.",
        example: "everything else"),
      Form(
        .zooKeeper, "zookeeper [{number:count}]",
        help: "The whole ZooKeeper ensemble, or one server of it.", example: "zookeeper 2"),
      Form(
        .zooKeeperLeader, "leader of zookeeper", help: "The server that leads the ensemble.",
        example: "leader of zookeeper"),
      Form(
        .label, "{label}", help: "What the line with that label hit.", example: "@first"),
      Form(
        .rack, "rack {rack:name}", help: "All brokers of a rack.", example: "rack east"),
    ])

  /// Directions.
  public static let links = FormTable<LinkID>(
    "link", expecting: "'from', 'between' or 'of'",
    [
      Form(
        .fromTo, "from {from:side} to {to:side}", help: "One direction only.",
        example: "from broker 1 to broker 2"),
      Form(
        .between, "between {from:side} and {to:side}", help: "Both directions.",
        example: "between broker 1 and broker 2"),
      Form(
        .of, "of {nodes}", also: ["at {nodes}", "around {nodes}"],
        help: "Everything to and from these nodes.", example: "of broker 1"),
      Form(.from, "from {from:side}", help: "Everything that they send.", example: "from broker 1"),
      Form(.to, "to {to:side}", help: "Everything that they receive.", example: "to broker 1"),
    ])

  /// Messages.
  public static let messages = FormTable<MessageID>(
    "message", expecting: "a message such as 'produce response from broker 1 to web'",
    [
      Form(
        .message,
        """
        {api} {direction=request/s|response/s|message/s} \
        <from {from:side}|to {to:side}|for {target}>
        """,
        help: "A request or response of Kafka's protocol, by name, ends and topic.",
        example: "produce response from leader of orders-0 to web")
    ])

  /// Subjects.
  public static let subjects = FormTable<SubjectID>(
    "subject", expecting: "a topic, a client, 'every broker' or 'broker 2'",
    [
      Form(.topic, "topic {topic}", help: "A topic's settings.", example: "topic orders"),
      Form(.brokers, "broker/s {ids}", help: "Some brokers' settings.", example: "broker 2"),
      Form(
        .everyBroker, "every broker", also: ["all brokers", "brokers"],
        help: "The settings of all brokers.", example: "every broker"),
      Form(.zooKeeper, "zookeeper", help: "ZooKeeper's settings.", example: "zookeeper"),
      Form(
        .producer, "producer {producer}", also: ["producers {producer}"],
        help: "A producer's settings.", example: "producer web"),
      Form(
        .consumer, "consumer {consumer}", also: ["consumers {consumer}"],
        help: "A consumer's settings.", example: "consumer worker"),
      Form(
        .declared, "{name:declared}", help: "A topic or client by its name alone.", example: "web"),
    ])
}
