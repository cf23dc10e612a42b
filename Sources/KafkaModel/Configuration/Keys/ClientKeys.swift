/// Connections and metadata of producers and consumers alike.
enum ClientKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "client", scopes: [.producer, .consumer], rows: rows)

  private static let rows: [ConfigurationKey] = [
    .modelled(
      "metadata.max.age.ms", .long, "300000",
      """
      The age at which metadata is asked for again: how late a new partition is noticed without \
      errors.
      """
    ).atLeast(0),
    .modelled(
      "reconnect.backoff.ms", .long, "10",
      "The pause before a lost connection is tried again."
    ).then(0, 9, 0, "50").atLeast(0),
    .modelled(
      "reconnect.backoff.max.ms", .long, "1000",
      "The pause that repeated failures grow to."
    ).atLeast(0).since(0, 11, 0),
    .known(
      "connections.max.idle.ms", .long, "540000", .idleConnections,
      "After how long an idle connection is closed."
    ).since(0, 9, 0),
    .modelled(
      "socket.connection.setup.timeout.ms", .long, "10000",
      "How long opening a connection may take at first (KIP-601)."
    ).since(2, 7),
    .modelled(
      "socket.connection.setup.timeout.max.ms", .long, "127000",
      "How long opening a connection may take after repeated failures."
    ).then(2, 8, 0, "30000").since(2, 7),
    .known(
      "metadata.recovery.strategy", .string, "none", .addressing,
      """
      Whether a client that can reach none of its known brokers goes back to its first addresses \
      (KIP-899).
      """
    ).oneOfAnyCase("REBOOTSTRAP", "NONE").since(3, 8),
    .known("bootstrap.servers", .list, "", .addressing, "The first brokers to ask."),
    .known(
      "client.dns.lookup", .string, "default", .addressing,
      "How addresses are looked up."
    )
    .then(2, 6, 0, "use_all_dns_ips")
    .oneOf("default", "use_all_dns_ips", "resolve_canonical_bootstrap_servers_only").since(2, 1),
    .known(
      "send.buffer.bytes", .int, "131072", .addressing,
      "The socket's send buffer."
    ).atLeast(-1),
    .known("client.id", .string, "", .identity, "A name for the brokers' logs and quotas."),
    .known(
      "enable.metrics.push", .boolean, "true", .metrics,
      "Whether metrics go to the brokers."
    ).since(3, 7),
    .known(
      "auto.include.jmx.reporter", .boolean, "true", .metrics,
      "Whether metrics go to JMX without asking."
    ).since(3, 4).deprecated(in: 3, 4),
    .known("metric.reporters", .list, "", .metrics, "Classes that receive metrics."),
    .known(
      "metrics.num.samples", .int, "2", .metrics,
      "How many samples a metric remembers."
    ).atLeast(1),
    .known(
      "metrics.recording.level", .string, "INFO", .metrics,
      "How detailed metrics are."
    ).oneOf("INFO", "DEBUG", "TRACE").since(0, 10, 2),
    .known(
      "metrics.sample.window.ms", .long, "30000", .metrics,
      "The length of one sample of a metric."
    ).atLeast(0),
    .known(
      "security.protocol", .string, "PLAINTEXT", .security,
      "Whether connections are encrypted and authenticated."
    ).oneOfAnyCase("SASL_SSL", "PLAINTEXT", "SSL", "SASL_PLAINTEXT").since(0, 9, 0),
    .known(
      "sasl.mechanism", .string, "GSSAPI", .security,
      "The mechanism to authenticate with."
    ).since(0, 10, 0),
    .known(
      "sasl.oauthbearer.header.urlencode", .boolean, "false", .security,
      "Whether credentials are encoded for the token request."
    ).since(3, 9),
  ]
}
