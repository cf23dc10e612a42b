/// Addresses, metrics, quotas and plug-ins.
enum BrokerOperationKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(title: "operation", scopes: .broker, rows: rows)

  private static let rows: [ConfigurationKey] = [
    .known(
      "listeners", .string, nil, .addressing,
      "The addresses that the broker listens on."
    ).then(3, 0, 0, "PLAINTEXT://:9092").since(0, 9, 0).dynamic(.perBroker),
    .known(
      "advertised.listeners", .string, nil, .addressing,
      "The addresses that clients are told."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "listener.security.protocol.map",
      .string,
      "PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
      .addressing,
      "The protocol of each listener."
    ).since(0, 10, 2).dynamic(.perBroker),
    .known(
      "host.name", .string, "", .addressing,
      "The address that old releases listened on."
    ).removed(in: 3, 0).deprecated(in: 0, 10, 0, use: "listeners"),
    .known(
      "port", .int, "6667", .addressing,
      "The port that old releases listened on."
    ).then(0, 8, 2, "9092").removed(in: 3, 0).deprecated(in: 0, 10, 0, use: "listeners"),
    .known(
      "advertised.host.name", .string, nil, .addressing,
      "The host that clients of old releases were told."
    ).since(0, 8, 1).removed(in: 3, 0).deprecated(in: 0, 10, 0, use: "advertised.listeners"),
    .known(
      "advertised.port", .int, nil, .addressing,
      "The port that clients of old releases were told."
    ).since(0, 8, 1).removed(in: 3, 0).deprecated(in: 0, 10, 0, use: "advertised.listeners"),
    .known(
      "metric.reporters", .list, "", .metrics,
      "Classes that receive metrics."
    ).since(0, 9, 0).dynamic(),
    .known(
      "metrics.num.samples", .int, "2", .metrics,
      "How many samples a metric remembers."
    ).atLeast(1).since(0, 9, 0),
    .known(
      "metrics.recording.level", .string, "INFO", .metrics,
      "How detailed metrics are."
    ).since(0, 10, 2),
    .known(
      "metrics.sample.window.ms", .long, "30000", .metrics,
      "The length of one sample of a metric."
    ).atLeast(1).since(0, 9, 0),
    .known(
      "kafka.metrics.reporters", .list, "", .metrics,
      "Classes that receive the older kind of metrics."
    ).since(2, 1),
    .known(
      "kafka.metrics.polling.interval.secs", .int, "10", .metrics,
      "How often these classes are called."
    ).atLeast(1).since(2, 1),
    .known(
      "auto.include.jmx.reporter", .boolean, "true", .metrics,
      "Whether metrics go to JMX without asking."
    ).since(3, 4).deprecated(in: 3, 4),
    .known(
      "telemetry.max.bytes", .int, "1048576", .metrics,
      "The greatest report of a client's metrics."
    ).atLeast(1).since(3, 7),
    .known(
      "quota.window.num", .int, "11", .quotas,
      "How many samples a client quota remembers."
    ).atLeast(1).since(0, 9, 0),
    .known(
      "quota.window.size.seconds", .int, "1", .quotas,
      "The length of one sample of a client quota."
    ).atLeast(1).since(0, 9, 0),
    .known(
      "quota.producer.default", .long, "9223372036854775807", .quotas,
      "The bytes a second that a producer may write, by default."
    ).atLeast(1).since(0, 9, 0).removed(in: 3, 0).deprecated(in: 0, 10, 1),
    .known(
      "quota.consumer.default", .long, "9223372036854775807", .quotas,
      "The bytes a second that a consumer may read, by default."
    ).atLeast(1).since(0, 9, 0).removed(in: 3, 0).deprecated(in: 0, 10, 1),
    .known(
      "controller.quota.window.num", .int, "11", .quotas,
      "How many samples the quota of changes to topics remembers."
    ).atLeast(1).since(2, 7),
    .known(
      "controller.quota.window.size.seconds", .int, "1", .quotas,
      "The length of one sample of that quota."
    ).atLeast(1).since(2, 7),
    .known(
      "client.quota.callback.class", .class, nil, .plugins,
      "A class that decides about quotas."
    ).since(2, 0),
    .known(
      "alter.config.policy.class.name", .class, nil, .plugins,
      "A class that may refuse changes of configuration."
    ).since(0, 11, 0),
    .known(
      "create.topic.policy.class.name", .class, nil, .plugins,
      "A class that may refuse new topics."
    ).since(0, 10, 2),
    .known(
      "authorizer.class.name", .string, "", .security,
      "The class that decides who may do what."
    ).since(0, 9, 0),
    .known(
      "principal.builder.class",
      .class,
      "org.apache.kafka.common.security.auth.DefaultPrincipalBuilder",
      .security,
      "The class that names the users of connections."
    )
    .then(1, 0, 0, nil)
    .then(3, 0, 0, "org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder")
    .since(0, 9, 0).dynamic(.perBroker),
    .known(
      "connections.max.reauth.ms", .long, "0", .security,
      "After how long a connection must authenticate again."
    ).since(2, 2),
    .known(
      "delegation.token.expiry.check.interval.ms", .long, "3600000", .security,
      "How often expired tokens are looked for."
    ).atLeast(1).since(1, 1),
    .known(
      "delegation.token.expiry.time.ms", .long, "86400000", .security,
      "How long a token is valid until renewed."
    ).atLeast(1).since(1, 1),
    .known(
      "delegation.token.master.key", .password, nil, .security,
      "The secret behind tokens, under its old name."
    ).since(1, 1).deprecated(in: 2, 8, use: "delegation.token.secret.key"),
    .known(
      "delegation.token.secret.key", .password, nil, .security,
      "The secret behind tokens."
    ).since(2, 8),
    .known(
      "delegation.token.max.lifetime.ms", .long, "604800000", .security,
      "How long a token can be renewed."
    ).atLeast(1).since(1, 1),
    .known(
      "password.encoder.cipher.algorithm", .string, "AES/CBC/PKCS5Padding", .security,
      "How stored passwords are encrypted."
    ).since(1, 1),
    .known(
      "password.encoder.iterations", .int, "4096", .security,
      "How often the key of that encryption is hashed."
    ).atLeast(1024).since(1, 1),
    .known(
      "password.encoder.key.length", .int, "128", .security,
      "The length of that key."
    ).atLeast(8).since(1, 1),
    .known(
      "password.encoder.keyfactory.algorithm", .string, nil, .security,
      "How that key is derived."
    ).since(1, 1),
    .known(
      "password.encoder.old.secret", .password, nil, .security,
      "The former secret of that encryption."
    ).since(1, 1),
    .known(
      "password.encoder.secret", .password, nil, .security,
      "The secret of that encryption."
    ).since(1, 1),
    .known(
      "sasl.enabled.mechanisms", .list, "GSSAPI", .security,
      "The mechanisms that clients may authenticate with."
    ).since(0, 10, 0).dynamic(.perBroker),
    .known(
      "sasl.kerberos.principal.to.local.rules", .list, "DEFAULT", .security,
      "How Kerberos names become user names."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "sasl.mechanism.controller.protocol", .string, "GSSAPI", .security,
      "The mechanism towards controllers."
    ).since(3, 0),
    .known(
      "sasl.mechanism.inter.broker.protocol", .string, "GSSAPI", .security,
      "The mechanism between brokers."
    ).since(0, 10, 0).dynamic(.perBroker),
    .known(
      "sasl.server.callback.handler.class", .class, nil, .security,
      "The class that checks credentials."
    ).since(2, 0),
    .known(
      "sasl.server.max.receive.size", .int, "524288", .security,
      "The greatest message of an authentication."
    ).unit(.bytes).since(2, 8),
    .known(
      "ssl.client.auth", .string, "none", .security,
      "Whether clients must show a certificate."
    ).oneOf("required", "requested", "none").since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.principal.mapping.rules", .string, "DEFAULT", .security,
      "How certificate names become user names."
    ).since(2, 2),
    .known(
      "ssl.allow.dn.changes", .boolean, "false", .security,
      "Whether a renewed certificate may have another name."
    ).since(3, 7),
    .known(
      "ssl.allow.san.changes", .boolean, "false", .security,
      "Whether a renewed certificate may have other alternative names."
    ).since(3, 7),
  ]
}
