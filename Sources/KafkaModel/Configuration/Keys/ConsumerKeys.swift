/// What a consumer reads, remembers and belongs to.
enum ConsumerKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "consumer", scopes: .consumer, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "group.id", .string, "",
      """
      The group that the consumer shares partitions and commits with; without it nothing is \
      committed.
      """
    ).then(2, 2, 0, nil),
    .modelled(
      "group.instance.id", .string, nil,
      """
      A lasting name that makes the consumer a static member: a restart within the session timeout \
      moves no partitions (KIP-345).
      """
    ).nonEmpty().since(2, 3),
    .modelled(
      "session.timeout.ms", .int, "30000",
      """
      How long the coordinator waits for a heartbeat before it gives a member's partitions away: \
      the time that a crashed member's partitions stand still.
      """
    ).then(0, 10, 1, "10000").then(3, 0, 0, "45000"),
    .modelled(
      "heartbeat.interval.ms", .int, "3000",
      "How often a member reports, and learns of a rebalance."
    ),
    .modelled(
      "max.poll.interval.ms", .int, "300000",
      """
      How long the application may work between two polls before its consumer leaves the group; \
      its commit then fails and the work is done again elsewhere.
      """
    ).atLeast(1).since(0, 10, 1),
    .modelled(
      "max.poll.records", .int, "2147483647",
      "How many records one poll hands out."
    ).then(0, 10, 1, "500").atLeast(1).since(0, 10, 0),
    .modelled(
      "enable.auto.commit", .boolean, "true",
      """
      Whether positions are committed by polling itself. It commits what was handed out, so work \
      given to other threads can be lost.
      """
    ),
    .modelled(
      "auto.commit.interval.ms", .int, "60000",
      "How often positions are committed automatically: the most that is read again after a crash."
    ).then(0, 9, 0, "5000").atLeast(0),
    .modelled(
      "auto.offset.reset", .string, "latest",
      """
      Where to start without a usable committed offset: latest skips what was written meanwhile, \
      earliest repeats, none fails.
      """
    ).with(.offsetReset),
    .modelled(
      "isolation.level", .string, "read_uncommitted",
      "Whether records of open and aborted transactions are hidden (read_committed)."
    ).oneOf("read_committed", "read_uncommitted").since(0, 11, 0),
    .modelled(
      "fetch.min.bytes", .int, "1",
      "How many bytes a fetch waits for."
    ).then(0, 9, 0, "1024").then(from: KafkaVersion(0, 9, 0, 1), "1").atLeast(0),
    .modelled("fetch.max.wait.ms", .int, "100", "How long a fetch waits for them.")
      .then(0, 9, 0, "500").atLeast(0),
    .modelled(
      "fetch.max.bytes", .int, "52428800",
      "How many bytes one fetch returns; a single greater batch still comes."
    ).atLeast(0).since(0, 10, 1),
    .modelled(
      "max.partition.fetch.bytes", .int, "1048576",
      """
      How many bytes one partition contributes to a fetch; before 0.10.1 a greater batch stopped \
      the consumer.
      """
    ).atLeast(0),
    .modelled(
      "partition.assignment.strategy", .list, "org.apache.kafka.clients.consumer.RangeAssignor",
      """
      How a group's leader divides partitions, in order of preference: range, round robin, sticky, \
      cooperative sticky.
      """
    )
    .then(
      3, 0, 0,
      "org.apache.kafka.clients.consumer.RangeAssignor,"
        + "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
    ),
    .modelled(
      "request.timeout.ms", .int, "40000",
      "How long the consumer waits for an answer before it breaks the connection."
    ).then(0, 10, 1, "305000").then(2, 0, 0, "30000").atLeast(0),
    .modelled(
      "default.api.timeout.ms", .int, "60000",
      "How long a blocking call such as a commit tries before it fails."
    ).atLeast(0).since(2, 0),
    .modelled(
      "retry.backoff.ms", .long, "100",
      "The pause before a failed request is sent again."
    ).atLeast(0),
    .modelled(
      "retry.backoff.max.ms", .long, "1000",
      "The pause that repeated failures grow to (KIP-580)."
    ).atLeast(0).since(3, 7),
    .modelled(
      "allow.auto.create.topics", .boolean, "true",
      "Whether a subscription may create a missing topic, if the broker permits it."
    ).since(2, 3),
    .modelled(
      "client.rack", .string, "",
      "The consumer's rack, for reading from a near replica (KIP-392)."
    ).since(2, 3),
    .known(
      "exclude.internal.topics", .boolean, "true", .identity,
      "Whether patterns leave out Kafka's own topics."
    ).since(0, 10, 0),
    .known(
      "check.crcs", .boolean, "true", .processInternals,
      "Whether checksums are compared; stored records do not rot here."
    ),
    .known(
      "group.protocol", .string, "classic", .newGroupProtocol,
      "Which group protocol the consumer speaks."
    ).oneOfAnyCase("CONSUMER", "CLASSIC").since(3, 7),
    .known(
      "group.remote.assignor", .string, nil, .newGroupProtocol,
      "The broker's assignment strategy that the consumer wants."
    ).since(3, 7),
    .known("key.deserializer", .class, nil, .plugins, "The class that reads keys."),
    .known("value.deserializer", .class, nil, .plugins, "The class that reads values."),
    .known(
      "interceptor.classes", .list, nil, .plugins,
      "Classes that see every record before the application."
    ).then(1, 1, 0, "").since(0, 10, 0),
    .known(
      "receive.buffer.bytes", .int, "32768", .addressing,
      "The socket's receive buffer."
    ).then(0, 10, 0, "65536").atLeast(-1),
    .known(
      "internal.leave.group.on.close", .boolean, "true", .conversion,
      "Whether a closing consumer leaves its group; stream applications switch it off."
    ).since(0, 11, 0),
    .known(
      "internal.throw.on.fetch.stable.offset.unsupported", .boolean, "false", .conversion,
      "Whether an old coordinator that cannot wait for transactions is an error."
    ).since(2, 5),
  ]
}
