import KafkaModel
import Kernel
import ScenarioLanguage

/// What a judge asks the run that it watches: names, numbers, and who a role is at this instant.
///
/// The conductor's stage answers it; tests answer it from tables.
protocol Surroundings: ~Copyable {
  /// Which node is what.
  var layout: NodeLayout { get }
  /// Names of topics and partitions.
  var catalog: Catalog { get }
  /// Who sends what, with the keys of records.
  var recordStreams: RecordStreams { get }
  /// The processes behind roles, now.
  mutating func nodes(_ roles: [Role]) -> [NodeID]
  /// Whether an event is what the words describe; lines and messages are reported otherwise.
  mutating func matches(_ phrase: EventPhrase, _ event: HistoryEvent) -> Bool
  /// What a node of ZooKeeper's tree holds; nil when there is no such node.
  func znode(_ path: String) -> String?
  /// A figure that no history tells; nil where there is none.
  func figure(_ figure: Figure) -> Int64?
  /// A node's name, as reports write it.
  func name(of node: NodeID) -> String
  /// Which of its producer's records a record is, counted from 1 over all partitions.
  func ordinal(stream: Int32, place: Int64) -> Int64?
}

/// What only the machines know: sizes, waits and traffic.
enum Figure: Sendable {
  /// Segments of a partition's log on a broker.
  case segments(PartitionID, BrokerID)
  /// Bytes of all logs of a broker.
  case bytesOnDisk(BrokerID)
  /// The most of its buffer that a producer has used.
  case largestBuffer(NodeID)
  /// Nanoseconds that a producer's send has waited at most.
  case longestBlocking(NodeID)
  /// Messages from one node to another.
  case messages(from: NodeID, to: NodeID)
  /// Bytes from one node to another.
  case bytes(from: NodeID, to: NodeID)
  /// 1 where a broker knows a partition's leader epoch, or a later one; else 0.
  case knows(LeaderEpoch, PartitionID, BrokerID)
}

extension Surroundings where Self: ~Copyable {
  /// Nothing is known of the machines where there are none.
  func figure(_ figure: Figure) -> Int64? { nil }
}

/// The kinds of facts, for readers that care about some of them only.
struct FactKinds: OptionSet, Sendable {
  let rawValue: UInt8
  static let producer = FactKinds(rawValue: 1)
  static let consumer = FactKinds(rawValue: 2)
  static let log = FactKinds(rawValue: 4)
  static let partition = FactKinds(rawValue: 8)
  static let cluster = FactKinds(rawValue: 16)
  static let process = FactKinds(rawValue: 32)
  static let all = FactKinds(rawValue: 63)
  /// What changes seldom, and at which questions that read whole logs are asked again.
  static let turns: FactKinds = [.partition, .cluster, .process]

  /// The kind of a fact.
  @inline(__always)
  static func of(_ fact: borrowing HistoryFact) -> FactKinds {
    switch fact {
    case .producer: .producer
    case .consumer: .consumer
    case .log: .log
    case .partition: .partition
    case .cluster: .cluster
    case .process: .process
    }
  }
}
