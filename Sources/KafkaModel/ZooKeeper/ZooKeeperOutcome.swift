import Kernel

/// Names an operation at its owner, so that the answer finds back to whoever asked.
struct ZooKeeperTicket: Hashable, Sendable {
  /// The part of a process that asked.
  enum Owner: UInt8, Sendable {
    case lifecycle, controller, isr, producerIDs, configuration, consumer
  }
  /// Who asked.
  var owner: Owner
  /// The owner's own number.
  var number: Int32
}

/// What a ZooKeeper client tells the parts of its process.
enum ZooKeeperOutcome: Sendable {
  /// The session is connected: opened, or found again after a loss of the connection.
  case connected
  /// The connection is lost; the session may live on. Kafka does nothing about it.
  case disconnected
  /// The session is over, and everything ephemeral with it; `openNewSession` begins another.
  case expired
  /// An operation was answered, or ended with its session.
  case result(ZooKeeperTicket, ZooKeeperResult)
  /// A watch has fired; reading again sets it again.
  case watch(ZNodePath, WatchEvent)
}

/// How a process uses ZooKeeper.
struct ZooKeeperClientSettings: Sendable {
  /// `zookeeper.session.timeout.ms`, which the server clamps to 2 to 20 ticks.
  var sessionTimeout: Duration
  /// `zookeeper.connection.timeout.ms`: the process ends itself without a first session by then.
  var connectionTimeout: Duration
  /// `zookeeper.max.in.flight.requests`.
  var inFlightMax: Int
  /// Whether operations and watches outlive their session, as in the zkclient library (until 1.0).
  ///
  /// KafkaZkClient (1.1) gives up at expiry; zkclient waits for the next session, repeats what was
  /// asked, and fires every watch.
  var outlivesSessions: Bool
}
