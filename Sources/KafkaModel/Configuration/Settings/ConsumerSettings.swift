import Kernel

/// What a consumer's machine reads from its configuration, typed; plain data.
public struct ConsumerSettings: Equatable, Sendable {
  /// Whether the consumer names a group, and so can commit.
  public var hasGroup: Bool
  /// Whether it is a static member (KIP-345).
  public var isStaticMember: Bool
  /// How long the coordinator waits for a heartbeat.
  public var sessionTimeout: Duration
  /// How often heartbeats are sent.
  public var heartbeatInterval: Duration
  /// How long the application may work between two polls; infinite before 0.10.1.
  public var pollIntervalMax: Duration
  /// How many records one poll hands out.
  public var pollRecordsMax: Int64
  /// Whether positions are committed by the consumer itself.
  public var commitsAutomatically: Bool
  /// How often it does so.
  public var autoCommitInterval: Duration
  /// Where to start without a committed offset.
  public var offsetReset: OffsetReset
  /// Which records are visible.
  public var isolation: Isolation
  /// How many bytes end the wait of a fetch.
  public var fetchBytesMin: Int64
  /// How long a fetch waits for them.
  public var fetchWaitMax: Duration
  /// How many bytes one fetch returns; `nil` before 0.10.1.
  public var fetchBytesMax: Int64?
  /// How many bytes one partition contributes.
  public var partitionFetchBytesMax: Int64
  /// How long the consumer waits for an answer.
  public var requestTimeout: Duration
  /// How long a blocking call such as a commit tries.
  public var apiTimeout: Duration
  /// The pause before a failed request is sent again.
  public var retryBackoff: Duration
  /// The pause that repeated failures grow to; equal to the first before 3.7.
  public var retryBackoffMax: Duration
  /// Connecting, metadata and the like.
  public var connection: ConnectionSettings
  /// The assignment strategies that it offers, the preferred one first.
  public var assignors: AssignorPreference
  /// Whether its questions may create topics.
  public var createsTopics: Bool

  /// How it owns partitions where groups are in ZooKeeper.
  public var zooKeeper: ZooKeeperConsumerSettings?

  /// Where a consumer without a usable committed offset starts.
  public enum OffsetReset: Sendable {
    /// At the start of the log.
    case earliest
    /// At its readable end.
    case latest
    /// Nowhere: it fails.
    case none
  }

  /// Which records a consumer sees (KIP-98).
  public enum Isolation: Sendable {
    /// All below the high watermark.
    case readUncommitted
    /// Those of ended transactions only, below the last stable offset.
    case readCommitted
  }

  /// The settings that a consumer's effective configuration amounts to.
  public init(_ values: EffectiveConfiguration) {
    hasGroup = !(values.text("group.id") ?? "").isEmpty
    isStaticMember = values.text("group.instance.id") != nil
    sessionTimeout = values.period("session.timeout.ms") ?? .infinite
    heartbeatInterval = values.period("heartbeat.interval.ms") ?? .infinite
    pollIntervalMax = values.duration("max.poll.interval.ms") ?? .infinite
    pollRecordsMax = values.number("max.poll.records") ?? .max
    zooKeeper = ZooKeeperConsumerSettings(values)
    commitsAutomatically =
      values.flag(values.name("enable.auto.commit", before09: "auto.commit.enable")) ?? false
    autoCommitInterval = values.period("auto.commit.interval.ms") ?? .infinite
    offsetReset = Self.offsetReset(values.text("auto.offset.reset") ?? "")
    isolation =
      values.text("isolation.level") == "read_committed" ? .readCommitted : .readUncommitted
    fetchBytesMin = values.number("fetch.min.bytes") ?? 1
    fetchWaitMax =
      values.duration(
        values.name("fetch.max.wait.ms", before09: "fetch.wait.max.ms")) ?? .zero
    fetchBytesMax = values.number("fetch.max.bytes")
    partitionFetchBytesMax =
      values.number(
        values.name("max.partition.fetch.bytes", before09: "fetch.message.max.bytes")) ?? .max
    let timeout =
      values.duration(values.name("request.timeout.ms", before09: "socket.timeout.ms"))
      ?? .infinite
    requestTimeout = timeout
    apiTimeout = values.duration("default.api.timeout.ms") ?? timeout
    let backoff = values.duration("retry.backoff.ms") ?? .zero
    retryBackoff = backoff
    retryBackoffMax = values.duration("retry.backoff.max.ms") ?? backoff
    connection = ConnectionSettings(values)
    assignors = AssignorPreference(classes: values.list("partition.assignment.strategy"))
    createsTopics = values.flag("allow.auto.create.topics") ?? true
  }

  /// The meaning of an `auto.offset.reset` word that passed its check.
  private static func offsetReset(_ word: String) -> OffsetReset {
    switch word {
    case "earliest", "smallest": .earliest
    case "none": .none
    default: .latest
    }
  }
}

/// The assignment strategies of a consumer in order of preference, as plain data.
public struct AssignorPreference: Equatable, Sendable {
  /// How a group's leader divides partitions.
  public enum Assignor: UInt8, CaseIterable, Sendable {
    /// Topic by topic, in contiguous ranges.
    case range = 1
    /// All partitions in turn.
    case roundRobin
    /// Balanced, keeping what members have.
    case sticky
    /// As sticky, giving up only what moves (KIP-429).
    case cooperativeSticky

    /// The end of the Java class's name.
    var className: String {
      switch self {
      case .range: "RangeAssignor"
      case .roundRobin: "RoundRobinAssignor"
      case .sticky: "StickyAssignor"
      case .cooperativeSticky: "CooperativeStickyAssignor"
      }
    }
  }

  /// One byte per strategy, the preferred one lowest; zero ends the list.
  private var packed: UInt64 = 0
  /// The most strategies that fit.
  static let countMax = 8

  /// The strategies of a list of Java class names; unknown classes count as range.
  ///
  /// Simplified: assignment classes of users are not run.
  init(classes: [String]) {
    for (place, name) in classes.prefix(Self.countMax).enumerated() {
      let simple = name.split(separator: ".").last ?? ""
      let assignor = Assignor.allCases.first { simple == $0.className } ?? .range
      packed |= UInt64(assignor.rawValue) << UInt64(8 * place)
    }
  }

  /// How many strategies there are.
  public var count: Int { (0..<Self.countMax).prefix { code($0) != 0 }.count }
  /// The strategy at a place of the order.
  public subscript(place: Int) -> Assignor { Assignor(rawValue: code(place)) ?? .range }

  private func code(_ place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: packed >> UInt64(8 * place))
  }
}
