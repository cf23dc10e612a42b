/// The metadata quorum and brokers registered with it.
enum BrokerKRaftKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "KRaft", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .known(
      "process.roles", .list, "", .kraft,
      "Whether the process is a broker, a controller or both; unset means ZooKeeper mode."
    ).oneOf("broker", "controller").since(3, 0),
    .known(
      "node.id", .int, "-1", .kraft,
      "The number of the process in a KRaft cluster."
    ).since(3, 0),
    .known(
      "broker.heartbeat.interval.ms", .int, "2000", .kraft,
      "How often a broker reports to the active controller."
    ).since(3, 0),
    .known(
      "broker.session.timeout.ms", .int, "9000", .kraft,
      "After how long without a report a broker is fenced."
    ).since(3, 0),
    .known(
      "initial.broker.registration.timeout.ms", .int, "60000", .kraft,
      "How long a starting broker tries to register."
    ).since(3, 0),
    .known(
      "controller.listener.names", .string, nil, .kraft,
      "The listeners of the controllers."
    ).since(3, 0),
    .known(
      "controller.quorum.voters", .list, "", .kraft,
      "The members of the metadata quorum."
    ).since(3, 0),
    .known(
      "controller.quorum.bootstrap.servers", .list, "", .kraft,
      "Where to find the metadata quorum."
    ).since(3, 9),
    .known(
      "controller.quorum.election.timeout.ms", .int, "1000", .kraft,
      "How long a candidate waits for votes."
    ).since(3, 0),
    .known(
      "controller.quorum.election.backoff.max.ms", .int, "1000", .kraft,
      "The greatest pause before another election."
    ).since(3, 0),
    .known(
      "controller.quorum.fetch.timeout.ms", .int, "2000", .kraft,
      "How long a voter goes without a successful fetch before it stands for election."
    ).since(3, 0),
    .known(
      "controller.quorum.append.linger.ms", .int, "25", .kraft,
      "How long metadata records are gathered before they are written."
    ).since(3, 0),
    .known(
      "controller.quorum.request.timeout.ms", .int, "2000", .kraft,
      "How long a quorum request waits for its answer."
    ).since(3, 0),
    .known(
      "controller.quorum.retry.backoff.ms", .int, "20", .kraft,
      "The pause before a quorum request is repeated."
    ).since(3, 0),
    .known(
      "metadata.log.dir", .string, nil, .kraft,
      "The directory of the metadata log."
    ).since(3, 0),
    .known(
      "metadata.log.max.record.bytes.between.snapshots", .long, "20971520", .kraft,
      "After how many bytes of metadata a snapshot is made."
    ).atLeast(1).since(3, 0),
    .known(
      "metadata.log.max.snapshot.interval.ms", .long, "3600000", .kraft,
      "After how long a snapshot of metadata is made."
    ).atLeast(0).since(3, 4),
    .known(
      "metadata.log.segment.bytes", .int, "1073741824", .kraft,
      "The segment size of the metadata log."
    ).atLeast(12).since(3, 0),
    .known(
      "metadata.log.segment.min.bytes", .int, "8388608", .kraft,
      "The least segment size of the metadata log."
    ).atLeast(12).since(3, 0),
    .known(
      "metadata.log.segment.ms", .long, "604800000", .kraft,
      "The age at which a segment of the metadata log is closed."
    ).since(3, 0),
    .known(
      "metadata.max.retention.bytes", .long, "-1", .kraft,
      "How many bytes of metadata log and snapshots are kept."
    ).then(3, 4, 0, "104857600").since(3, 0),
    .known(
      "metadata.max.retention.ms", .long, "604800000", .kraft,
      "How long metadata log and snapshots are kept."
    ).since(3, 0),
    .known(
      "metadata.max.idle.interval.ms", .int, "500", .kraft,
      "How often an idle controller writes an empty record, which tells observers of commits."
    ).atLeast(0).since(3, 3),
    .known(
      "server.max.startup.time.ms", .long, "9223372036854775807", .kraft,
      "How long a start may take before the process gives up."
    ).atLeast(0).since(3, 5),
    .known(
      "early.start.listeners", .string, nil, .kraft,
      "The listeners that open before authorization is ready."
    ).since(3, 3),
    .known(
      "zookeeper.metadata.migration.enable", .boolean, "false", .kraft,
      "Whether metadata is being moved from ZooKeeper to a quorum."
    ).since(3, 4),
    .known(
      "zookeeper.metadata.migration.min.batch.size", .int, "200", .kraft,
      "How many records one step of that move writes at least."
    ).atLeast(1).since(3, 6),
  ]
}
