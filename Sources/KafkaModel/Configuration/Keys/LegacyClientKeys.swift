/// Keys of the Scala producer, which 0.8 shipped and 2.0 removed.
enum LegacyProducerKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "Scala producer", scopes: .producer, rows: rows)

  private static let rows: [ConfigurationKey] = [
    legacy("metadata.broker.list", .string, nil, "The first brokers to ask."),
    legacy("request.required.acks", .short, "0", "The acks of the Scala producer."),
    legacy("producer.type", .string, "sync", "Whether sends wait or go through a queue."),
    legacy(
      "serializer.class", .string, "kafka.serializer.DefaultEncoder", "Turns values to bytes."),
    legacy("key.serializer.class", .string, nil, "Turns keys to bytes."),
    legacy("compression.codec", .string, "none", "The compression of messages."),
    legacy("compressed.topics", .string, nil, "The topics to compress."),
    legacy("message.send.max.retries", .int, "3", "How often a failed send is repeated."),
    legacy(
      "topic.metadata.refresh.interval.ms", .int, "600000",
      "How often metadata is asked for; a keyless record's partition changes as often."),
    legacy("queue.buffering.max.ms", .int, "5000", "How long messages wait in the queue."),
    legacy("queue.buffering.max.messages", .int, "10000", "How many messages may wait."),
    legacy("queue.enqueue.timeout.ms", .int, "-1", "How long a send waits for a full queue."),
    legacy("batch.num.messages", .int, "200", "How many queued messages are sent at a time."),
  ]
}

/// Keys of the Scala consumer, which kept its membership in ZooKeeper and which 2.0 removed.
///
/// Before 0.9 consumers here are Scala consumers, later they are Java consumers.
enum LegacyConsumerKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "Scala consumer", scopes: .consumer, rows: rows)

  private static let rows: [ConfigurationKey] = [
    legacy("zookeeper.connect", .string, nil, "The addresses of the ZooKeeper servers."),
    scala(
      "zookeeper.session.timeout.ms", .int, "6000",
      "How long the partitions of a silent member stand still before others may own them."),
    legacy("zookeeper.connection.timeout.ms", .int, nil, "How long connecting may take."),
    scala(
      "zookeeper.sync.time.ms", .int, "2000",
      "How far a ZooKeeper follower may be behind; the pause between tries to own partitions."),
    legacy("consumer.id", .string, nil, "The member's name; generated when unset."),
    scala(
      "auto.commit.enable", .boolean, "true",
      """
      Whether a timer commits what was handed out, done or not; without it only the application \
      commits.
      """),
    legacy("consumer.timeout.ms", .int, "-1", "How long a read waits for a message."),
    scala(
      "fetch.message.max.bytes", .int, "1048576",
      "The bytes per partition of a fetch; a greater message stops the consumer."),
    scala("fetch.wait.max.ms", .int, "100", "How long a fetch waits for its bytes."),
    legacy("num.consumer.fetchers", .int, "1", "How many threads fetch."),
    legacy("queued.max.message.chunks", .int, "2", "How many fetched chunks may wait."),
    scala(
      "rebalance.max.retries", .int, "4",
      """
      How often taking partitions is tried; a member that has failed so often reads nothing until \
      the group changes.
      """),
    scala(
      "rebalance.backoff.ms", .int, nil,
      """
      The pause between two such tries, zookeeper.sync.time.ms if unset. Retries times pause must \
      outlast the session timeout, or a crashed member's partitions stay without an owner.
      """),
    legacy("refresh.leader.backoff.ms", .int, "200", "The pause before a new leader is sought."),
    scala(
      "socket.timeout.ms", .int, "30000",
      "How long an answer may take before the connection is broken."),
    legacy("socket.receive.buffer.bytes", .int, "65536", "The socket's receive buffer."),
    scala(
      "offsets.storage", .string, "zookeeper",
      "Whether commits go to ZooKeeper or Kafka; only ZooKeeper is simulated, and kafka refused."
    ).with(.offsetStorage),
    legacy("dual.commit.enabled", .boolean, nil, "Whether commits to Kafka go to ZooKeeper too."),
    legacy("offsets.channel.backoff.ms", .int, "1000", "The pause before a commit is repeated."),
    legacy("offsets.channel.socket.timeout.ms", .int, "10000", "How long a commit may take."),
    legacy("offsets.commit.max.retries", .int, "5", "How often a commit is repeated."),
  ]

  /// A row of a key that the Scala consumers here read, and that later consumers ignore.
  private static func scala(
    _ name: String, _ type: ValueType, _ standard: String?, _ help: String
  ) -> ConfigurationKey {
    .modelled(name, type, standard, help).removed(in: 2, 0).idle(from: 0, 9, .javaConsumers)
  }
}

/// A row of a key that only the Scala clients read, and only for what is not simulated.
private func legacy(
  _ name: String, _ type: ValueType, _ standard: String?, _ help: String
) -> ConfigurationKey {
  .known(name, type, standard, .legacyClients, help).removed(in: 2, 0)
}
