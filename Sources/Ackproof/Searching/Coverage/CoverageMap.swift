import KafkaModel

/// Which number stands for which situation: the sections of the coverage table, and their words.
enum CoverageMap {
  /// A part of the table with the words for its situations.
  struct Section: Sendable {
    /// What the situations are.
    let name: String
    /// The words, in the order of the numbers.
    let words: [String]
    /// The first number.
    let base: Int

    /// The numbers.
    var range: Range<Int> { base..<(base + words.count) }
  }

  /// What can be seen of elections.
  static let elections = section(
    after: nil, "elections",
    ElectionKind.allCases.map { kind in
      kind == .none ? "nobody electable" : kind == .controlledShutdown ? "shutdown" : "\(kind)"
    })
  /// What can be seen of replicas and their logs.
  static let logs = section(after: elections, "logs", LogSituation.allCases.map(\.rawValue))
  /// What can be seen of replicas that live in different epochs.
  static let epochs = section(after: logs, "epochs", EpochSituation.allCases.map(\.rawValue))
  /// What can be seen of controllers and sessions.
  static let cluster = section(
    after: epochs, "cluster", ClusterSituation.allCases.map(\.rawValue))
  /// What can be seen of groups and positions.
  static let groups = section(
    after: cluster, "groups", GroupSituation.allCases.map(\.rawValue))
  /// Errors that somebody was given.
  static let errors = section(after: groups, "errors", ErrorCode.allCases.map(\.kafkaName))
  /// How which processes ended.
  static let ends = section(
    after: errors, "ends",
    NodeKind.allCases.flatMap { node in
      ProcessEnd.allCases.map { "\(node.rawValue) \($0 == .lostPower ? "lost power" : "\($0)")" }
    })
  /// Faults that made a difference.
  static let faults = section(after: ends, "faults", FaultKind.allCases.map { "\($0)" })
  /// Which fault came in which state of the cluster.
  static let pairs = section(
    after: faults, "faults by state",
    FaultKind.allCases.flatMap { fault in ClusterState.allCases.map { "\(fault) \($0.rawValue)" } })
  /// Which combinations of beliefs and logs the replicas of one partition were in.
  static let replicas = section(
    after: pairs, "replica states", (0..<ReplicaWatcher.stateCount).map { "state \($0)" })
  /// Which kind of fact followed which in one process.
  static let transitions = section(
    after: replicas, "transitions",
    (0..<(FactClass.count * FactClass.count)).map {
      "\($0 / FactClass.count) \($0 % FactClass.count)"
    })

  /// Sections whose words are worth telling a person.
  static let named = [elections, logs, epochs, cluster, groups, errors, ends, faults]
  /// All sections.
  static let all = named + [pairs, replicas, transitions]
  /// What steering counts: everything but which fact followed which, where something new is found
  /// in almost every run.
  static let counted = 0..<replicas.range.upperBound
  /// The size of the table.
  static let size = transitions.range.upperBound

  private static func section(after last: Section?, _ name: String, _ words: [String]) -> Section {
    Section(name: name, words: words, base: last?.range.upperBound ?? 0)
  }
}

/// Situations of replicas and their logs.
enum LogSituation: String, CaseIterable, Sendable {
  case truncatedAbove = "truncated above the watermark"
  case truncatedBelow = "truncated below the watermark"
  case restartedElsewhere = "log restarted elsewhere"
  case loadedClean = "loaded clean"
  case loadedUnclean = "loaded after a crash"
  case loadedLossy = "loaded with a lost tail"
  case directoryFailed = "log directory failed"
  case rolled = "segment rolled"
  case compacted = "compacted"
  case startMoved = "log start moved"
  case shrunk = "isr shrunk"
  case shrunkToOne = "isr shrunk to one"
  case grown = "isr grown"
  case changeRefused = "isr change refused"
  case reassigned = "replicas reassigned"
  case deleted = "replica deleted"
}

/// Situations of controllers, brokers and sessions.
enum ClusterSituation: String, CaseIterable, Sendable {
  case controllerElected = "controller elected"
  case controllerResigned = "controller resigned"
  case requestFenced = "control request fenced"
  case writeFenced = "controller write fenced"
  case failureNoticed = "broker failure noticed"
  case startNoticed = "broker start noticed"
  case sessionExpired = "session expired"
  case sessionLostConnection = "session without a connection"
  case expiryLearned = "expiry learned"
}

/// Situations of groups, members and their positions.
enum GroupSituation: String, CaseIterable, Sendable {
  case empty = "group empty"
  case one = "one member"
  case several = "several members"
  case left = "member left"
  case sessionTimeout = "session timeout"
  case pollTimeout = "poll timeout"
  case rebalanceTimeout = "rebalance timeout"
  case replaced = "member replaced"
  case fenced = "member fenced"
  case loaded = "coordinator loaded"
  case groupLoaded = "group loaded"
  case revoked = "partition revoked"
  case lost = "partition lost"
  case commitRefused = "commit refused"
  case resetToCommitted = "position from a commit"
  case resetWithout = "position without a commit"
  case resetOutOfRange = "position out of range"
  case resetByTruncation = "position behind a truncation"
  case applicationFailed = "application died of an exception"
}

/// What kind of process a node is.
enum NodeKind: String, CaseIterable, Sendable {
  case zooKeeper = "zookeeper"
  case broker, producer, consumer
}

/// What a cluster is going through when a fault comes.
enum ClusterState: String, CaseIterable, Sendable {
  case calm = "in calm"
  case electing = "while a partition has no leader"
  case justElected = "just after an election"
  case shrunk = "with a shrunk isr"
  case alone = "with an isr of one"
  case truncating = "just after a truncation"
  case brokerDown = "with a broker down"
  case brokersDown = "with several brokers down"
  case frozen = "with a frozen process"
  case noController = "without a controller"
  case rebalancing = "just after a rebalance"
  case expired = "just after an expiry"
}
