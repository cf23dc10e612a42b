/// Answering requests: limits, timeouts, and the insides of a broker.
enum BrokerRequestKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "requests", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "request.timeout.ms", .int, "30000",
      "How long one broker waits for another's answer, and the controller for a broker's."
    ).since(0, 9, 0),
    .modelled(
      "socket.request.max.bytes", .int, "104857600",
      "The greatest request that a broker reads; a longer one breaks the connection."
    ).atLeast(1),
    .known(
      "queued.max.requests", .int, "500", .processInternals,
      """
      How many requests wait for a handler before sockets are no longer read: the bound behind \
      which a frozen disk makes all clients wait.
      """
    ).atLeast(1),
    .known(
      "queued.max.request.bytes", .long, "-1", .processInternals,
      "How many bytes of requests wait before sockets are no longer read."
    ).since(1, 0),
    .known(
      "num.io.threads", .int, "8", .processInternals,
      "How many handlers work on requests at a time."
    ).atLeast(1).dynamic(),
    .known(
      "num.network.threads", .int, "3", .processInternals,
      "How many threads read and write sockets."
    ).atLeast(1).dynamic(),
    .known(
      "background.threads", .int, "4", .processInternals,
      "How many threads do periodic work."
    ).then(0, 8, 2, "10").atLeast(1).since(0, 8, 1).dynamic(),
    .modelled(
      "fetch.max.bytes", .int, "57671680",
      "How many bytes a broker puts into one fetch answer, whatever the client allows."
    ).atLeast(1024).since(2, 5),
    .known(
      "max.incremental.fetch.session.cache.slots", .int, "1000", .processInternals,
      """
      How many incremental fetch sessions a broker keeps (KIP-227); without a slot every fetch \
      names all its partitions.
      """
    ).atLeast(0).since(1, 1),
    .known(
      "connections.max.idle.ms", .long, "600000", .idleConnections,
      "After how long an idle connection is closed."
    ).since(0, 8, 2),
    .known(
      "socket.connection.setup.timeout.ms", .long, "10000", .connectionWaits,
      "How long opening a connection to another broker may take at first (KIP-601)."
    ).since(2, 7),
    .known(
      "socket.connection.setup.timeout.max.ms", .long, "127000", .connectionWaits,
      "How long opening a connection may take after repeated failures."
    ).then(2, 8, 0, "30000").since(2, 7),
    .known(
      "socket.receive.buffer.bytes", .int, "102400", .addressing,
      "The receive buffer of a server socket."
    ),
    .known(
      "socket.send.buffer.bytes", .int, "102400", .addressing,
      "The send buffer of a server socket."
    ),
    .known(
      "socket.listen.backlog.size", .int, "50", .addressing,
      "How many connections may wait to be accepted."
    ).atLeast(1).since(3, 2),
    .known(
      "max.connections", .int, "2147483647", .processInternals,
      "How many connections a broker accepts."
    ).atLeast(0).since(2, 3).dynamic(),
    .known(
      "max.connections.per.ip", .int, "2147483647", .processInternals,
      "How many connections a broker accepts from one address."
    ).atLeast(0).since(0, 8, 2).dynamic(),
    .known(
      "max.connections.per.ip.overrides", .string, "", .processInternals,
      "Other limits for single addresses."
    ).since(0, 8, 2).dynamic(),
    .known(
      "max.connection.creation.rate", .int, "2147483647", .processInternals,
      "How many connections a broker accepts in a second."
    ).atLeast(0).since(2, 7).dynamic(),
    .known(
      "max.request.partition.size.limit", .int, "2000", .processInternals,
      "How many partitions one request for topic descriptions may cover."
    ).atLeast(1).since(3, 8),
    .known(
      "producer.purgatory.purge.interval.requests", .int, "10000", .processInternals,
      "After how many finished produces the waiting list is swept."
    ).then(0, 8, 2, "1000"),
    .known(
      "fetch.purgatory.purge.interval.requests", .int, "10000", .processInternals,
      "After how many finished fetches the waiting list is swept."
    ).then(0, 8, 2, "1000"),
    .known(
      "delete.records.purgatory.purge.interval.requests", .int, "1", .processInternals,
      "After how many finished record deletions the waiting list is swept."
    ).since(0, 11, 0),
    .known(
      "connection.failed.authentication.delay.ms", .int, "100", .security,
      "How long a connection that failed to authenticate is kept open before it is closed."
    ).atLeast(0).since(2, 1),
    .known(
      "compression.type", .string, "producer", .compression,
      "The compression of the log, or the producer's own."
    ).oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer").since(0, 9, 0).dynamic(),
    .known(
      "compression.gzip.level", .int, "-1", .compression,
      "The effort of gzip."
    ).with(.gzipLevel).since(3, 8).dynamic(),
    .known(
      "compression.lz4.level", .int, "9", .compression,
      "The effort of lz4."
    ).between(1, 17).since(3, 8).dynamic(),
    .known(
      "compression.zstd.level", .int, "3", .compression,
      "The effort of zstd."
    ).between(-131_072, 22).since(3, 8).dynamic(),
    .known(
      "unstable.api.versions.enable", .boolean, "false", .conversion,
      "Whether request versions still in development may be used."
    ).since(3, 5),
    .known(
      "unstable.feature.versions.enable", .boolean, "false", .conversion,
      "Whether feature versions still in development may be used."
    ).since(3, 8),
  ]
}
