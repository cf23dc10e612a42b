/// Tiered storage.
enum BrokerTieredStorageKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "tiered storage", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .known(
      "remote.log.storage.system.enable", .boolean, "false", .tieredStorage,
      "Whether the broker has tiered storage at all."
    ).since(3, 6),
    .known(
      "remote.log.storage.manager.class.name", .string, nil, .tieredStorage,
      "The class that stores segments remotely."
    ).nonEmpty().since(3, 6),
    .known(
      "remote.log.storage.manager.class.path", .string, nil, .tieredStorage,
      "Where that class is found."
    ).since(3, 6),
    .known(
      "remote.log.storage.manager.impl.prefix", .string, "rsm.config.", .tieredStorage,
      "The prefix of that class's own keys."
    ).nonEmpty().since(3, 6),
    .known(
      "remote.log.metadata.manager.class.name",
      .string,
      "org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager",
      .tieredStorage,
      "The class that keeps track of remote segments."
    ).nonEmpty().since(3, 6),
    .known(
      "remote.log.metadata.manager.class.path", .string, nil, .tieredStorage,
      "Where that class is found."
    ).since(3, 6),
    .known(
      "remote.log.metadata.manager.impl.prefix", .string, "rlmm.config.", .tieredStorage,
      "The prefix of that class's own keys."
    ).nonEmpty().since(3, 6),
    .known(
      "remote.log.metadata.manager.listener.name", .string, nil, .tieredStorage,
      "The listener that that class connects to."
    ).nonEmpty().since(3, 6),
    .known(
      "remote.log.metadata.custom.metadata.max.bytes", .int, "128", .tieredStorage,
      "The greatest extra metadata of a remote segment."
    ).atLeast(0).since(3, 6),
    .known(
      "remote.log.index.file.cache.total.size.bytes", .long, "1073741824", .tieredStorage,
      "The disk space for indexes of remote segments."
    ).atLeast(1).since(3, 7).dynamic(),
    .known(
      "remote.log.manager.thread.pool.size", .int, "10", .tieredStorage,
      "How many threads copy and expire remote segments."
    ).atLeast(1).since(3, 6),
    .known(
      "remote.log.manager.copier.thread.pool.size", .int, "-1", .tieredStorage,
      "How many threads copy segments."
    ).with(.fallbackOrPositive).since(3, 9),
    .known(
      "remote.log.manager.expiration.thread.pool.size", .int, "-1", .tieredStorage,
      "How many threads expire remote segments."
    ).with(.fallbackOrPositive).since(3, 9),
    .known(
      "remote.log.manager.task.interval.ms", .long, "30000", .tieredStorage,
      "How often remote work is looked for."
    ).atLeast(1).since(3, 6),
    .known(
      "remote.log.manager.task.retry.backoff.ms", .long, "500", .tieredStorage,
      "The first pause after failed remote work."
    ).atLeast(1).since(3, 6),
    .known(
      "remote.log.manager.task.retry.backoff.max.ms", .long, "30000", .tieredStorage,
      "The greatest pause after failed remote work."
    ).atLeast(1).since(3, 6),
    .known(
      "remote.log.manager.task.retry.jitter", .double, "0.2", .tieredStorage,
      "How much that pause varies."
    ).with(.fraction(least: 0, most: 5, of: 10)).since(3, 6),
    .known(
      "remote.log.manager.copy.max.bytes.per.second", .long, "9223372036854775807", .tieredStorage,
      "How fast segments are copied away."
    ).atLeast(1).since(3, 8).dynamic(),
    .known(
      "remote.log.manager.copy.quota.window.num", .int, "11", .tieredStorage,
      "How many samples the quota of copying remembers."
    ).atLeast(1).since(3, 8),
    .known(
      "remote.log.manager.copy.quota.window.size.seconds", .int, "1", .tieredStorage,
      "The length of one sample of that quota."
    ).atLeast(1).since(3, 8),
    .known(
      "remote.log.manager.fetch.max.bytes.per.second", .long, "9223372036854775807", .tieredStorage,
      "How fast remote segments are read."
    ).atLeast(1).since(3, 8).dynamic(),
    .known(
      "remote.log.manager.fetch.quota.window.num", .int, "11", .tieredStorage,
      "How many samples the quota of remote reading remembers."
    ).atLeast(1).since(3, 8),
    .known(
      "remote.log.manager.fetch.quota.window.size.seconds", .int, "1", .tieredStorage,
      "The length of one sample of that quota."
    ).atLeast(1).since(3, 8),
    .known(
      "remote.log.reader.threads", .int, "10", .tieredStorage,
      "How many threads read remote segments."
    ).atLeast(1).since(3, 6),
    .known(
      "remote.log.reader.max.pending.tasks", .int, "100", .tieredStorage,
      "How many remote reads may wait."
    ).atLeast(1).since(3, 6),
    .known(
      "remote.fetch.max.wait.ms", .int, "500", .tieredStorage,
      "How long a fetch waits for remote data."
    ).atLeast(1).since(3, 8).dynamic(),
    .known(
      "log.local.retention.ms", .long, "-2", .tieredStorage,
      "How long records stay on local disks besides remote ones."
    ).atLeast(-2).since(3, 6).dynamic(),
    .known(
      "log.local.retention.bytes", .long, "-2", .tieredStorage,
      "How many bytes stay on local disks besides remote ones."
    ).atLeast(-2).since(3, 6).dynamic(),
  ]
}
