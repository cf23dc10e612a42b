import Kernel

/// What the network half of a client is configured with, whatever kind of client it is.
struct ClientSettings: Equatable, Sendable {
  /// The pause before a broker is tried again (`reconnect.backoff.ms`, `reconnect.backoff.max.ms`).
  var reconnectBackoff: ClientBackoff
  /// The pause before metadata or a request is asked for again (`retry.backoff.ms`).
  var retryBackoff: ClientBackoff
  /// How long a connection may take to come about; grows like a back-off (KIP-601, 2.7+).
  var connectionSetup: ClientBackoff
  /// How long an answer may take (`request.timeout.ms`).
  var requestTimeout: Duration
  /// The age at which metadata is asked for again (`metadata.max.age.ms`).
  var metadataMaxAge: Duration
  /// How long an unused topic stays in the metadata (`metadata.max.idle.ms`).
  var metadataMaxIdle: Duration
  /// Requests on their way per connection (`max.in.flight.requests.per.connection`; 100 in
  /// consumers).
  var maxInFlight: Int32
  /// Whether metadata requests may create topics (`allow.auto.create.topics`).
  var mayCreateTopics: Bool
  /// Whether older leader epochs in metadata are ignored (KIP-320).
  var metadataIsMonotonic: Bool
  /// Whether pauses grow while metadata brings nothing new (KIP-580, 3.7+).
  var metadataBackoffGrows: Bool
  /// Whether a request that timed out is told from a broken connection (3.5+).
  var timeoutHasOwnError: Bool

  /// Whether a connection attempt has a time limit of its own.
  var limitsConnectionSetup: Bool { !connectionSetup.initial.isInfinite }

  /// The settings that all kinds of client share, with the pauses of the release.
  init(
    connection: ConnectionSettings, requestTimeout: Duration, retryBackoff: Duration,
    retryBackoffMax: Duration, maxInFlight: Int32, mayCreateTopics: Bool, clients: ClientSemantics
  ) {
    reconnectBackoff =
      clients.reconnectBackoffGrows
      ? ClientBackoff(initial: connection.reconnectBackoff, cap: connection.reconnectBackoffMax)
      : ClientBackoff(constant: connection.reconnectBackoff)
    self.retryBackoff =
      clients.retryBackoffGrows
      ? ClientBackoff(initial: retryBackoff, cap: retryBackoffMax)
      : ClientBackoff(constant: retryBackoff)
    connectionSetup =
      clients.connectionSetupTimeoutExists
      ? ClientBackoff(initial: connection.setupTimeout, cap: connection.setupTimeoutMax)
      : ClientBackoff(constant: .infinite)
    self.requestTimeout = requestTimeout
    metadataMaxAge = connection.metadataAgeMax
    metadataMaxIdle = .infinite
    self.maxInFlight = maxInFlight
    self.mayCreateTopics = mayCreateTopics
    metadataIsMonotonic = clients.metadataIsMonotonic
    metadataBackoffGrows = clients.retryBackoffGrows
    timeoutHasOwnError = clients.timeoutHasOwnError
  }

  /// The settings of a producer; it may create topics by asking for them.
  init(_ producer: ProducerSettings, clients: ClientSemantics) {
    self.init(
      connection: producer.connection, requestTimeout: producer.requestTimeout,
      retryBackoff: producer.retryBackoff, retryBackoffMax: producer.retryBackoffMax,
      maxInFlight: Int32(clamping: producer.requestsInFlightMax), mayCreateTopics: true,
      clients: clients)
    metadataMaxIdle = producer.metadataIdleMax
  }

  /// The settings of a consumer, whose requests in flight are bounded by 100 per connection.
  init(_ consumer: ConsumerSettings, clients: ClientSemantics) {
    self.init(
      connection: consumer.connection, requestTimeout: consumer.requestTimeout,
      retryBackoff: consumer.retryBackoff, retryBackoffMax: consumer.retryBackoffMax,
      maxInFlight: 100, mayCreateTopics: consumer.createsTopics, clients: clients)
  }
}
