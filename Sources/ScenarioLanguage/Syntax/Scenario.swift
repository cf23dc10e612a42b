/// A scenario file as a tree: statements in the order in which they were written.
public struct Scenario: Equatable, Sendable {
  /// The language's version, from the first line.
  public var version: Int
  /// The comments above the first line and behind it.
  public var trivia: Trivia
  /// Everything after the first line.
  public var statements: [Statement]
  /// Comments after the last statement.
  public var closing: [String]

  /// A scenario in the current version of the language.
  public init(_ statements: [Statement] = [], trivia: Trivia = Trivia(), closing: [String] = []) {
    version = Scenario.currentVersion
    self.trivia = trivia
    self.statements = statements
    self.closing = closing
  }

  /// The version that this parser reads and writes.
  public static let currentVersion = 1
}

/// Comments that belong to a line, and whether a blank line separates it from the one before.
public struct Trivia: Equatable, Sendable {
  /// Comment lines above, without their signs.
  public var comments: [String]
  /// The comment behind the line.
  public var trailing: String?
  /// Layout only, and so no part of equality.
  public var hasBlankBefore: Bool

  /// No comment by default.
  public init(comments: [String] = [], trailing: String? = nil, hasBlankBefore: Bool = false) {
    self.comments = comments
    self.trailing = trailing
    self.hasBlankBefore = hasBlankBefore
  }

  /// Compares comments; blank lines are layout.
  public static func == (a: Trivia, b: Trivia) -> Bool {
    a.comments == b.comments && a.trailing == b.trailing
  }
}

/// One fact of a scenario, or a block of facts about one thing.
public struct Statement: Equatable, Sendable {
  /// What it says.
  public var kind: Kind
  /// Its comments.
  public var trivia: Trivia
  /// Its first line.
  public var place: Place

  /// A statement, perhaps not written yet.
  public init(_ kind: Kind, trivia: Trivia = Trivia(), at place: Place = .nowhere) {
    self.kind = kind
    self.trivia = trivia
    self.place = place
  }

  /// The kinds of statements.
  public enum Kind: Equatable, Sendable {
    /// `title …`
    case title(String)
    /// `claim A2, A3`
    case claim([Word])
    /// `kafka 3.7 zookeeper`
    case kafka(KafkaVersionName)
    /// `brokers 3` with what holds for all of them.
    case brokers(Int, at: Place, Block<BrokerLineID>)
    /// `broker 2` with what holds for this one.
    case broker(Int, at: Place, Block<BrokerLineID>)
    /// `zookeeper 3`
    case zooKeeper(Int, at: Place, Block<ZooKeeperLineID>)
    /// `network`
    case network(Block<NetworkLineID>)
    /// `topic orders`
    case topic(Word, Block<TopicLineID>)
    /// `producer web`, or `producers web 3`
    case producer(Clients, Block<ProducerLineID>)
    /// `consumer audit`, or `consumers billing 2`
    case consumer(Clients, Block<ConsumerLineID>)
    /// A property of all brokers, outside of any block.
    case property(Property)
    /// `properties server.properties`, outside of any block: for all brokers.
    case include(Include)
    /// `vary acks of web: 1, all`
    case vary(Vary)
    /// `at 2s  crash broker 1`
    case timeline(TimelineLine)
    /// `weather from 5s to 60s`
    case weather(from: TimeAmount, to: TimeAmount, Block<WeatherID>)
    /// `seeds 1..200`
    case seeds([SeedRange])
    /// `run for 120s`
    case run(RunLength)
    /// `expect …`
    case expect(Expectation)
  }
}
