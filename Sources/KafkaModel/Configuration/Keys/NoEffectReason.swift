/// Why a key of Kafka has no effect in the simulator; reports show the sentence once per reason.
public enum NoEffectReason: String, CaseIterable, Sendable {
  /// Encryption, authentication, authorization.
  case security
  /// Threads, buffers and queues of a process.
  case processInternals
  /// Sockets and addresses.
  case addressing
  /// Metrics and telemetry.
  case metrics
  /// Tiered storage.
  case tieredStorage
  /// Rates and quotas.
  case quotas
  /// Classes that users supply.
  case plugins
  /// The metadata quorum.
  case kraft
  /// Consumer groups of KIP-848.
  case newGroupProtocol
  /// Share groups of KIP-932.
  case shareGroups
  /// Compression.
  case compression
  /// The layout of files.
  case fileLayout
  /// Converting records between formats.
  case conversion
  /// Identity that only names a process.
  case identity
  /// Closing connections that nobody uses.
  case idleConnections
  /// How long brokers wait for a connection.
  case connectionWaits
  /// Transactions and their coordinators.
  case transactions
  /// The text that may go with a committed offset.
  case commitMetadata
  /// When deleted files leave the disk.
  case fileDeletion
  /// What only the Scala clients had.
  case legacyClients
  /// The Scala consumer, which Kafka shipped long after the Java consumer had come.
  case javaConsumers

  /// The sentence that a report and `explain` print.
  public var sentence: String {
    switch self {
    case .security: "connections here are neither encrypted nor authenticated"
    case .processInternals: "work inside a process takes simulated time, not threads or buffers"
    case .addressing: "nodes are connected by the scenario, not by address"
    case .metrics: "what happens is read from the history, not from metrics"
    case .tieredStorage: "logs are local only"
    case .quotas: "nobody is throttled"
    case .plugins: "code that users supply is not run"
    case .kraft: "the metadata quorum is not simulated yet"
    case .newGroupProtocol: "groups follow the classic protocol"
    case .shareGroups: "share groups are not simulated"
    case .compression: "records keep the size that the scenario gives them"
    case .fileLayout: "files have no inner layout here"
    case .conversion: "all nodes speak the same record format"
    case .identity: "nodes and clients have the names of the scenario"
    case .idleConnections: "idle connections stay open"
    case .connectionWaits: "brokers wait for a connection as long as for an answer"
    case .transactions: "transactions are not simulated yet"
    case .commitMetadata: "commits carry no text"
    case .fileDeletion: "deleted files are gone at once"
    case .legacyClients: "what it sets in the Scala clients is not simulated"
    case .javaConsumers: "from 0.9 on consumers here are the Java consumers, which ignore it"
    }
  }
}
