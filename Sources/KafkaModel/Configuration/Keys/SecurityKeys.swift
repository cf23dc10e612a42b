/// Encryption and authentication, for brokers and clients alike.
enum SecurityKeys {
  /// The topic of the table that these rows make up.
  static let topic = KeyTopic(
    title: "security", scopes: [.broker, .producer, .consumer], rows: rows)

  private static let rows: [ConfigurationKey] = [
    .known(
      "security.providers", .string, nil, .security,
      "Classes that provide security algorithms."
    ).since(2, 4),
    .known(
      "sasl.client.callback.handler.class", .class, nil, .security,
      "The class that supplies credentials."
    ).since(2, 0),
    .known(
      "sasl.jaas.config", .password, nil, .security,
      "The login of this connection."
    ).since(0, 10, 2).dynamic(.perBroker),
    .known(
      "sasl.kerberos.kinit.cmd", .string, "/usr/bin/kinit", .security,
      "The command that renews Kerberos tickets."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "sasl.kerberos.min.time.before.relogin", .long, "60000", .security,
      "The least time between two Kerberos logins."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "sasl.kerberos.service.name", .string, nil, .security,
      "The Kerberos name of the brokers."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "sasl.kerberos.ticket.renew.jitter", .double, "0.05", .security,
      "How much the time of a renewal varies."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "sasl.kerberos.ticket.renew.window.factor", .double, "0.8", .security,
      "After which share of a ticket's life it is renewed."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "sasl.login.callback.handler.class", .class, nil, .security,
      "The class that handles logins."
    ).since(2, 0),
    .known("sasl.login.class", .class, nil, .security, "The class that logs in.").since(2, 0),
    .known(
      "sasl.login.connect.timeout.ms", .int, nil, .security,
      "How long connecting to a login server may take."
    ).since(3, 1),
    .known(
      "sasl.login.read.timeout.ms", .int, nil, .security,
      "How long a login server's answer may take."
    ).since(3, 1),
    .known(
      "sasl.login.refresh.buffer.seconds", .short, "300", .security,
      "How long before its end a credential is renewed."
    ).between(0, 3600).since(2, 0).dynamic(.perBroker),
    .known(
      "sasl.login.refresh.min.period.seconds", .short, "60", .security,
      "The least time between two renewals."
    ).between(0, 900).since(2, 0).dynamic(.perBroker),
    .known(
      "sasl.login.refresh.window.factor", .double, "0.8", .security,
      "After which share of a credential's life it is renewed."
    ).with(.fraction(least: 5, most: 10, of: 10)).since(2, 0).dynamic(.perBroker),
    .known(
      "sasl.login.refresh.window.jitter", .double, "0.05", .security,
      "How much the time of a renewal varies."
    ).with(.fraction(least: 0, most: 25, of: 100)).since(2, 0).dynamic(.perBroker),
    .known(
      "sasl.login.retry.backoff.max.ms", .long, "10000", .security,
      "The greatest pause between failed logins."
    ).since(3, 1),
    .known(
      "sasl.login.retry.backoff.ms", .long, "100", .security,
      "The first pause between failed logins."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.clock.skew.seconds", .int, "30", .security,
      "How far clocks may differ when tokens are checked."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.expected.audience", .list, nil, .security,
      "The audience that tokens must name."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.expected.issuer", .string, nil, .security,
      "The issuer that tokens must name."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.jwks.endpoint.refresh.ms", .long, "3600000", .security,
      "How often the issuer's keys are fetched."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", .long, "10000", .security,
      "The greatest pause between failed fetches of keys."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", .long, "100", .security,
      "The first pause between failed fetches of keys."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.jwks.endpoint.url", .string, nil, .security,
      "Where the issuer's keys are found."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.scope.claim.name", .string, "scope", .security,
      "The claim that holds the scope."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.sub.claim.name", .string, "sub", .security,
      "The claim that holds the user."
    ).since(3, 1),
    .known(
      "sasl.oauthbearer.token.endpoint.url", .string, nil, .security,
      "Where tokens are issued."
    ).since(3, 1),
    .known(
      "ssl.cipher.suites", .list, nil, .security,
      "The cipher suites that may be used."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.enabled.protocols", .list, "TLSv1.2,TLSv1.1,TLSv1", .security,
      "The TLS versions that may be used."
    ).then(2, 6, 0, "TLSv1.2,TLSv1.3").since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.endpoint.identification.algorithm", .string, nil, .security,
      "How host names are checked against certificates."
    ).then(2, 0, 0, "https").since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.engine.factory.class", .class, nil, .security,
      "The class that makes TLS engines."
    ).since(2, 6).dynamic(.perBroker),
    .known(
      "ssl.key.password", .password, nil, .security,
      "The password of the private key."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.keymanager.algorithm", .string, "SunX509", .security,
      "The algorithm of the key manager."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.keystore.certificate.chain", .password, nil, .security,
      "The certificates, as text."
    ).since(2, 7).dynamic(.perBroker),
    .known(
      "ssl.keystore.key", .password, nil, .security,
      "The private key, as text."
    ).since(2, 7).dynamic(.perBroker),
    .known(
      "ssl.keystore.location", .string, nil, .security,
      "The key store file."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.keystore.password", .password, nil, .security,
      "The password of the key store."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.keystore.type", .string, "JKS", .security,
      "The format of the key store."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.protocol", .string, "TLS", .security,
      "The TLS version to start with."
    ).then(2, 6, 0, "TLSv1.3").since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.provider", .string, nil, .security,
      "The provider of TLS."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.secure.random.implementation", .string, nil, .security,
      "The source of random numbers for TLS."
    ).since(0, 10, 1).dynamic(.perBroker),
    .known(
      "ssl.trustmanager.algorithm", .string, "PKIX", .security,
      "The algorithm of the trust manager."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.truststore.certificates", .password, nil, .security,
      "The trusted certificates, as text."
    ).since(2, 7).dynamic(.perBroker),
    .known(
      "ssl.truststore.location", .string, nil, .security,
      "The trust store file."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.truststore.password", .password, nil, .security,
      "The password of the trust store."
    ).since(0, 9, 0).dynamic(.perBroker),
    .known(
      "ssl.truststore.type", .string, "JKS", .security,
      "The format of the trust store."
    ).since(0, 9, 0).dynamic(.perBroker),
  ]
}
