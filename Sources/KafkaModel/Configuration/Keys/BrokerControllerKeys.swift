/// The ZooKeeper session, the controller, and stopping in order.
enum BrokerControllerKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "controller and ZooKeeper", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "zookeeper.session.timeout.ms", .int, "6000",
      """
      The session timeout that a broker asks of ZooKeeper. After so long a silence the broker \
      counts as dead and its partitions move; a pause that is longer makes a zombie of a leader.
      """
    ).then(2, 5, 0, "18000"),
    .modelled(
      "zookeeper.connection.timeout.ms", .int, nil,
      "How long a starting broker tries to reach ZooKeeper; the session timeout when unset."
    ),
    .modelled(
      "zookeeper.max.in.flight.requests", .int, "10",
      """
      How many requests a broker pipelines to ZooKeeper; it bounds how fast a new controller reads \
      the cluster.
      """
    ).atLeast(1).since(1, 1),
    .known(
      "zookeeper.connect", .string, nil, .addressing,
      "The addresses of the ZooKeeper servers."
    ),
    .known(
      "zookeeper.sync.time.ms", .int, "2000", .addressing,
      "How far a ZooKeeper follower may be behind; no broker reads it any more."
    ).removed(in: 3, 2),
    .known(
      "zookeeper.set.acl", .boolean, "false", .security,
      "Whether znodes are created with access control."
    ).since(0, 9, 0),
    .known(
      "zookeeper.clientCnxnSocket", .string, nil, .security,
      "The socket class of the ZooKeeper client, needed for TLS."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.client.enable", .boolean, "false", .security,
      "Whether ZooKeeper is spoken to over TLS."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.cipher.suites", .list, nil, .security,
      "The cipher suites for TLS to ZooKeeper."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.crl.enable", .boolean, "false", .security,
      "Whether revocation lists are consulted for ZooKeeper's certificates."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.enabled.protocols", .list, nil, .security,
      "The TLS versions allowed towards ZooKeeper."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.endpoint.identification.algorithm", .string, "HTTPS", .security,
      "How ZooKeeper's host names are checked against certificates."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.keystore.location", .string, nil, .security,
      "The key store for TLS to ZooKeeper."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.keystore.password", .password, nil, .security,
      "The password of that key store."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.keystore.type", .string, nil, .security,
      "The format of that key store."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.ocsp.enable", .boolean, "false", .security,
      "Whether certificates of ZooKeeper are checked online."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.protocol", .string, "TLSv1.2", .security,
      "The TLS version used towards ZooKeeper."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.truststore.location", .string, nil, .security,
      "The trust store for TLS to ZooKeeper."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.truststore.password", .password, nil, .security,
      "The password of that trust store."
    ).since(2, 5),
    .known(
      "zookeeper.ssl.truststore.type", .string, nil, .security,
      "The format of that trust store."
    ).since(2, 5),
    .modelled(
      "controller.socket.timeout.ms", .int, "30000",
      """
      How long the controller waits for a broker to accept its connection, and before 0.9 for the \
      answer too.
      """
    ),
    .modelled(
      "controlled.shutdown.enable", .boolean, "false",
      """
      Whether a stopping broker first asks the controller to move its leaderships. Without it \
      every orderly stop is a small failure.
      """
    ).then(0, 8, 2, "true"),
    .modelled(
      "controlled.shutdown.max.retries", .int, "3",
      "How often a stopping broker asks again before it stops regardless."
    ),
    .modelled(
      "controlled.shutdown.retry.backoff.ms", .long, "5000",
      "The pause between two such requests."
    ),
    .modelled(
      "broker.id", .int, "-1",
      """
      The broker's number; here the scenario numbers its brokers, and a configured number is only \
      checked.
      """
    ),
    .modelled(
      "broker.id.generation.enable", .boolean, "true",
      """
      Whether a broker without a number gets one above reserved.broker.max.id; it decides which \
      numbers are legal.
      """
    ).since(0, 9, 0),
    .modelled(
      "reserved.broker.max.id", .int, "1000",
      "The greatest number that may be configured by hand while numbers are also generated."
    ).atLeast(0).since(0, 9, 0),
    .modelled(
      "broker.rack", .string, nil,
      "The rack of the broker: replicas are spread over racks, and consumers may read in their own."
    ).since(0, 10, 0),
    .known(
      "control.plane.listener.name", .string, nil, .addressing,
      "The listener that only the controller's requests use."
    ).since(2, 2).deprecated(in: 3, 7),
    .known(
      "security.inter.broker.protocol", .string, "PLAINTEXT", .security,
      "The protocol between brokers."
    ).oneOf("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL").since(0, 9, 0),
    .known(
      "inter.broker.listener.name", .string, nil, .addressing,
      "The listener that brokers use among themselves."
    ).since(0, 10, 2),
    .known(
      "inter.broker.protocol.version", .string, "0.9.0.X", .conversion,
      """
      The protocol version that brokers speak to each other; here always the release's own, so no \
      half-upgraded cluster is simulated.
      """
    ).with(.release)
      .then(0, 10, 0, "0.10.0-IV1").then(0, 10, 1, "0.10.1-IV2").then(0, 10, 2, "0.10.2-IV0")
      .then(0, 11, 0, "0.11.0-IV2").then(1, 0, 0, "1.0-IV0").then(1, 1, 0, "1.1-IV0")
      .then(2, 0, 0, "2.0-IV1").then(2, 1, 0, "2.1-IV2").then(2, 2, 0, "2.2-IV1")
      .then(2, 3, 0, "2.3-IV1").then(2, 4, 0, "2.4-IV1").then(2, 5, 0, "2.5-IV0")
      .then(2, 6, 0, "2.6-IV0").then(2, 7, 0, "2.7-IV2").then(2, 8, 0, "2.8-IV1")
      .then(3, 0, 0, "3.0-IV1").then(3, 1, 0, "3.1-IV0").then(3, 2, 0, "3.2-IV0")
      .then(3, 3, 0, "3.3-IV3").then(3, 4, 0, "3.4-IV0").then(3, 5, 0, "3.5-IV2")
      .then(3, 6, 0, "3.6-IV2").then(3, 7, 0, "3.7-IV4").then(3, 8, 0, "3.8-IV0")
      .then(3, 9, 0, "3.9-IV0").since(0, 9, 0),
  ]
}
