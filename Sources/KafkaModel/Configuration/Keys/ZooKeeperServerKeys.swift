/// The keys of a ZooKeeper server's own configuration file, with ZooKeeper's defaults.
enum ZooKeeperServerKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "ZooKeeper server", scopes: .zooKeeper, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "tickTime", .int, "3000",
      """
      The unit of ZooKeeper's time: sessions expire on multiples of it, so a dead broker is \
      noticed up to one tick late. ZooKeeper's code says 3000, its usual sample file 2000.
      """
    ).unit(.milliseconds).atLeast(1),
    .modelled(
      "minSessionTimeout", .int, "-1",
      "The shortest session that a client is granted; -1 for two ticks."
    ).unit(.milliseconds),
    .modelled(
      "maxSessionTimeout", .int, "-1",
      """
      The longest session that a client is granted; -1 for twenty ticks. A broker's \
      zookeeper.session.timeout.ms above it is cut to it in silence.
      """
    ).unit(.milliseconds),
    .known(
      "initLimit", .int, "10", .processInternals, "How many ticks a follower may take to join."),
    .known("syncLimit", .int, "5", .processInternals, "How many ticks a follower may be behind."),
    .known("dataDir", .string, nil, .fileLayout, "The directory of snapshots."),
    .known("dataLogDir", .string, nil, .fileLayout, "The directory of the transaction log."),
    .known("clientPort", .int, "2181", .addressing, "The port for clients."),
    .known("clientPortAddress", .string, nil, .addressing, "The address for clients."),
    .known("secureClientPort", .int, nil, .security, "The port for clients with TLS."),
    .known(
      "maxClientCnxns", .int, "60", .processInternals, "How many connections one host may open."),
    .known("snapCount", .int, "100000", .fileLayout, "How many transactions make a snapshot."),
    .known("autopurge.snapRetainCount", .int, "3", .fileLayout, "How many snapshots are kept."),
    .known(
      "autopurge.purgeInterval", .int, "0", .fileLayout, "How often old snapshots are removed."),
    .known("admin.enableServer", .boolean, "true", .metrics, "Whether the admin server runs."),
    .known("admin.serverPort", .int, "8080", .metrics, "The port of the admin server."),
    .known(
      "4lw.commands.whitelist", .list, "srvr", .metrics,
      "The four-letter commands that are answered."
    ),
  ]
}
