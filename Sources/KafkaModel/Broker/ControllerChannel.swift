import Kernel

/// A broker's own connection to the controller (`BrokerToControllerChannelManager`): one request at
/// a time.
///
/// The controller is looked up in the metadata cache before each request; a request without an
/// answer is repeated.
struct ControllerChannel: Sendable {
  /// What the channel is for; Kafka has one per purpose, so that they do not wait for each other.
  enum Purpose: Int, Sendable, CaseIterable {
    case alterPartition
    /// Controlled shutdown, blocks of producer ids, and what operators and clients ask of the
    /// controller.
    case control
  }

  /// A request of the control channel.
  enum Request: Sendable {
    case controlledShutdown
    case allocateProducerIDs
    /// A topic that a client's metadata request shall create; nobody waits for the answer.
    case createTopic(TopicID)
    /// A topic of Kafka's own.
    case createInternalTopic(TopicID, partitions: Int32, replicas: Int16)
  }

  /// The most requests that may wait.
  static let queueLimit = 10_000
  /// The pause before a request is repeated, or the controller is looked for again.
  static let retryPause = Duration.milliseconds(100)

  /// The connection, once there is one.
  var connection: ConnectionID?
  /// Whether it is established.
  var isOpen = false
  /// The broker at its other end.
  var target: BrokerID = .none
  /// Whether a request awaits its answer.
  var isAwaiting = false
  /// The number of the request under way.
  var correlation: Int32 = 0
  /// The pause or the deadline that is set.
  var timer: EventHandle?
  /// What waits; the first is under way if `isAwaiting`. Unused for AlterPartition, whose queue is
  /// `ISRWork`.
  var queue = RingQueue<Request>()

  /// A channel without a connection.
  init() {}
}
