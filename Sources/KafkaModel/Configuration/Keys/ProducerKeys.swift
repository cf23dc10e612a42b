/// What a producer promises, and how it sends.
enum ProducerKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "producer", scopes: .producer, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "acks", .string, "1",
      """
      Which acknowledgement makes a send succeed: 0 none, 1 the leader's, all that of every \
      in-sync replica. With 0 and 1 a leader's death loses records that the application believes \
      safe.
      """
    ).then(3, 0, 0, "all").with(.acknowledgements),
    .modelled(
      "retries", .int, "0",
      """
      How often a failed batch is sent again. Without retries errors reach the application; with \
      them, and without idempotence, records may repeat and change places.
      """
    ).then(2, 1, 0, "2147483647").between(0, 2_147_483_647),
    .modelled(
      "enable.idempotence", .boolean, "false",
      """
      Whether batches carry sequence numbers, by which a leader recognises repetitions and gaps. \
      It guards against the duplicates and reorderings of retries within one producer's life.
      """
    ).then(3, 0, 0, "true").since(0, 11, 0),
    .modelled(
      "max.in.flight.requests.per.connection", .int, "5",
      """
      How many requests may be unanswered on a connection. Above 1, retries without idempotence \
      change the order of records.
      """
    ).atLeast(1),
    .modelled(
      "delivery.timeout.ms", .int, "120000",
      """
      The age at which a batch fails for good, whatever the retries; the broker may still store it \
      afterwards.
      """
    ).atLeast(0).since(2, 1),
    .modelled(
      "request.timeout.ms", .int, "30000",
      """
      How long the producer waits for an answer before it breaks the connection and retries, and \
      how long the leader waits for its followers.
      """
    ).atLeast(0).since(0, 9, 0),
    .modelled(
      "linger.ms", .long, "0",
      "How long a batch waits for more records before it is sent."
    ).then(4, 0, 0, "5").atLeast(0),
    .modelled(
      "batch.size", .int, "16384",
      "The size of a full batch, in bytes; 0 sends every record alone."
    ).unit(.bytes).atLeast(0),
    .modelled(
      "buffer.memory", .long, "33554432",
      "The memory for records not yet sent; when it is full, sends block."
    ).unit(.bytes).atLeast(0),
    .modelled(
      "max.block.ms", .long, "60000",
      "How long a send may block for metadata or memory before it fails."
    ).atLeast(0).since(0, 9, 0),
    .modelled(
      "block.on.buffer.full", .boolean, "true",
      "Whether a send waits without end for memory instead of failing."
    ).then(0, 9, 0, "false").removed(in: 0, 11, 0).deprecated(in: 0, 9, 0, use: "max.block.ms"),
    .modelled(
      "metadata.fetch.timeout.ms", .long, "60000",
      "How long the first send to a topic may block for metadata."
    ).atLeast(0).removed(in: 0, 11, 0).deprecated(in: 0, 9, 0, use: "max.block.ms"),
    .modelled(
      "timeout.ms", .int, "30000",
      "How long the leader waits for its followers on behalf of the producer."
    ).atLeast(0).removed(in: 0, 11, 0).deprecated(in: 0, 9, 0, use: "request.timeout.ms"),
    .modelled(
      "max.request.size", .int, "1048576",
      "The greatest request, and so the greatest record."
    ).unit(.bytes).atLeast(0),
    .modelled(
      "retry.backoff.ms", .long, "100",
      "The pause before a batch is sent again."
    ).atLeast(0),
    .modelled(
      "retry.backoff.max.ms", .long, "1000",
      "The pause that repeated failures grow to (KIP-580)."
    ).atLeast(0).since(3, 7),
    .modelled(
      "metadata.max.idle.ms", .long, "300000",
      "After how long without sends a topic's metadata is dropped."
    ).atLeast(5000).since(2, 5),
    .known(
      "transactional.id", .string, nil, .transactions,
      """
      The name under which a producer's transactions survive its restarts; a newer instance of the \
      same name fences the older.
      """
    ).nonEmpty().since(0, 11, 0),
    .known(
      "transaction.timeout.ms", .int, "60000", .transactions,
      """
      How long a transaction may stay open before the coordinator ends it; until then it blocks \
      readers of committed data.
      """
    ).since(0, 11, 0),
    .modelled(
      "partitioner.class", .class, "org.apache.kafka.clients.producer.internals.DefaultPartitioner",
      "How partitions are chosen: the release's own rule, or RoundRobinPartitioner."
    ).then(3, 3, 0, nil).since(0, 9, 0),
    .modelled(
      "partitioner.adaptive.partitioning.enable", .boolean, "true",
      "Whether records without a key prefer partitions whose brokers answer faster (KIP-794)."
    ).since(3, 3),
    .modelled(
      "partitioner.availability.timeout.ms", .long, "0",
      "After how long a partition whose broker takes no requests is left out; 0 for never."
    ).atLeast(0).since(3, 3),
    .modelled(
      "partitioner.ignore.keys", .boolean, "false",
      "Whether keys are ignored when partitions are chosen, which gives up the order per key."
    ).since(3, 3),
    .modelled(
      "compression.type", .string, "none",
      "The compression of batches, which lets more records into one."
    ).oneOf("none", "gzip", "snappy", "lz4", "zstd"),
    .known(
      "compression.gzip.level", .int, "-1", .compression,
      "The effort of gzip."
    ).with(.gzipLevel).since(3, 8),
    .known(
      "compression.lz4.level", .int, "9", .compression,
      "The effort of lz4."
    ).between(1, 17).since(3, 8),
    .known(
      "compression.zstd.level", .int, "3", .compression,
      "The effort of zstd."
    ).between(-131_072, 22).since(3, 8),
    .known("key.serializer", .class, nil, .plugins, "The class that turns keys into bytes."),
    .known("value.serializer", .class, nil, .plugins, "The class that turns values into bytes."),
    .known(
      "interceptor.classes", .list, nil, .plugins,
      "Classes that see every record before it is sent."
    ).then(1, 1, 0, "").since(0, 10, 0),
    .known(
      "receive.buffer.bytes", .int, "32768", .addressing,
      "The socket's receive buffer."
    ).atLeast(-1),
    .known(
      "internal.auto.downgrade.txn.commit", .boolean, "false", .conversion,
      "Whether offsets are sent to older coordinators without proof of membership."
    ).since(2, 6),
  ]
}
