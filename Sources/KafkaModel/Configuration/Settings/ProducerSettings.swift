import Kernel

/// What a producer's machine reads from its configuration, typed; plain data.
public struct ProducerSettings: Equatable, Sendable {
  /// Which acknowledgement makes a send succeed.
  public var acks: Acknowledgement
  /// How often a failed batch is sent again.
  public var retries: Int64
  /// The age at which a batch fails for good; infinite before 2.1.
  public var deliveryTimeout: Duration
  /// How long the producer waits for an answer, and the leader for its followers.
  public var requestTimeout: Duration
  /// How long a batch waits for more records.
  public var linger: Duration
  /// The size of a full batch.
  public var batchBytes: Int64
  /// The memory for records that are not yet sent.
  public var bufferBytes: Int64
  /// How long a send may block for metadata or memory.
  public var blockMax: Duration
  /// Whether a send waits for memory without end (0.8.2) instead of failing.
  public var blocksOnFullBuffer: Bool
  /// The greatest request.
  public var requestBytesMax: Int64
  /// How many requests may be unanswered on one connection.
  public var requestsInFlightMax: Int64
  /// The pause before a batch is sent again.
  public var retryBackoff: Duration
  /// The pause that repeated failures grow to; equal to the first before 3.7.
  public var retryBackoffMax: Duration
  /// Connecting, metadata and the like.
  public var connection: ConnectionSettings
  /// After how long an unused topic's metadata is dropped.
  public var metadataIdleMax: Duration
  /// Whether batches carry sequences by which the leader recognises repetitions.
  public var isIdempotent: Bool
  /// How partitions are chosen.
  public var partitioner: Partitioner
  /// Whether slow partitions get fewer records (KIP-794).
  public var partitioningIsAdaptive: Bool
  /// After how long a partition that takes no requests is left out; zero for never.
  public var partitionAvailabilityTimeout: Duration
  /// Whether keys are ignored when partitions are chosen.
  public var ignoresKeys: Bool
  /// Whether batches are compressed; how well is the workload's affair, whatever the codec.
  public var compresses: Bool

  /// The acknowledgement that a producer asks for.
  public enum Acknowledgement: Equatable, Sendable {
    /// None: a send succeeds when its bytes are written.
    case none
    /// The leader's.
    case leader
    /// That of all in-sync replicas.
    case all
    /// That of so many replicas (0.8 only).
    case replicas(Int64)
  }

  /// How partitions are chosen.
  public enum Partitioner: Sendable {
    /// The rule of the release.
    case standard
    /// Round robin for all records (RoundRobinPartitioner).
    case roundRobin
    /// One partition after another for all records, keys ignored (UniformStickyPartitioner).
    case uniformSticky
  }

  /// The settings that a producer's effective configuration amounts to.
  public init(_ values: EffectiveConfiguration) {
    acks = Self.acknowledgement(values.text("acks") ?? "1")
    retries = values.number("retries") ?? 0
    deliveryTimeout = values.duration("delivery.timeout.ms") ?? .infinite
    // The Java producer of 0.8.2 had no timeout of its own; the leader's wait was `timeout.ms`.
    requestTimeout =
      values.duration("request.timeout.ms") ?? values.duration("timeout.ms") ?? .infinite
    linger = values.duration("linger.ms") ?? .zero
    batchBytes = values.number("batch.size") ?? 0
    bufferBytes = values.number("buffer.memory") ?? .max
    blockMax =
      values.duration("max.block.ms") ?? values.duration("metadata.fetch.timeout.ms")
      ?? .infinite
    blocksOnFullBuffer = values.flag("block.on.buffer.full") ?? false
    requestBytesMax = values.number("max.request.size") ?? .max
    requestsInFlightMax = values.number("max.in.flight.requests.per.connection") ?? 1
    let backoff = values.duration("retry.backoff.ms") ?? .zero
    retryBackoff = backoff
    retryBackoffMax = values.duration("retry.backoff.max.ms") ?? backoff
    connection = ConnectionSettings(values)
    metadataIdleMax = values.duration("metadata.max.idle.ms") ?? .minutes(5)
    isIdempotent = values.flag("enable.idempotence") ?? false
    partitioner = Self.partitioner(values.text("partitioner.class") ?? "")
    partitioningIsAdaptive = values.flag("partitioner.adaptive.partitioning.enable") ?? false
    partitionAvailabilityTimeout =
      values.duration("partitioner.availability.timeout.ms") ?? .zero
    ignoresKeys = values.flag("partitioner.ignore.keys") ?? false
    compresses = (values.text("compression.type") ?? "none") != "none"
  }

  /// The meaning of an `acks` word that passed its check.
  private static func acknowledgement(_ word: String) -> Acknowledgement {
    switch word {
    case "0": .none
    case "1": .leader
    case "all", "-1": .all
    default: .replicas(Int64(word) ?? 1)
    }
  }

  /// The partitioner of a class name.
  ///
  /// Simplified: a class of the user's own is taken for the standard one.
  private static func partitioner(_ name: String) -> Partitioner {
    if name.hasSuffix(".RoundRobinPartitioner") { return .roundRobin }
    return name.hasSuffix(".UniformStickyPartitioner") ? .uniformSticky : .standard
  }
}

/// The settings that producers and consumers share: connections and metadata.
public struct ConnectionSettings: Equatable, Sendable {
  /// The pause before a lost connection is tried again.
  public var reconnectBackoff: Duration
  /// The pause that repeated failures grow to; equal to the first before 0.11.
  public var reconnectBackoffMax: Duration
  /// The limit of opening a connection; infinite before 2.7.
  public var setupTimeout: Duration
  /// The limit that repeated attempts grow to.
  public var setupTimeoutMax: Duration
  /// The age at which metadata is asked for again.
  public var metadataAgeMax: Duration

  /// The part of an effective configuration that these settings read.
  init(_ values: EffectiveConfiguration) {
    let backoff = values.duration("reconnect.backoff.ms") ?? .zero
    reconnectBackoff = backoff
    reconnectBackoffMax = max(backoff, values.duration("reconnect.backoff.max.ms") ?? backoff)
    setupTimeout = values.duration("socket.connection.setup.timeout.ms") ?? .infinite
    setupTimeoutMax = values.duration("socket.connection.setup.timeout.max.ms") ?? .infinite
    metadataAgeMax = values.duration("metadata.max.age.ms") ?? .infinite
  }
}
