/// One operation of a history in the form of Jepsen's Kafka workload, an invocation or its
/// completion (`jepsen.tests.kafka`).
public struct JepsenOperation: Sendable, Equatable {
  /// `:type`.
  public enum Kind: String, Sendable {
    case invoke, ok, fail, info
  }

  /// `:f`, what is done.
  public enum Function: String, Sendable {
    case assign, subscribe, send, poll, crash
  }

  /// `:value`.
  public enum Value: Sendable, Equatable {
    case none
    /// Partitions, of `assign` and `subscribe`.
    case keys([String])
    case sends([Send])
    /// A poll that has not returned.
    case poll
    case polled([Polled])
  }

  /// `[:send k v]`, or `[:send k [offset v]]` once it has returned.
  public struct Send: Sendable, Equatable {
    /// The partition.
    public var key: String
    /// The record.
    public var value: Int64
    /// Whether the operation has returned, so that an offset is due.
    public var isAnswered: Bool
    /// Where it was stored, if the producer was told.
    public var offset: Int64?
  }

  /// What a poll returned of one partition.
  public struct Polled: Sendable, Equatable {
    /// The partition.
    public var key: String
    /// Offsets and records, in the order in which they were handed out.
    public var records: [(offset: Int64, value: Int64)]

    /// Whether two say the same.
    public static func == (a: Polled, b: Polled) -> Bool {
      a.key == b.key && a.records.elementsEqual(b.records) { $0 == $1 }
    }
  }

  /// A change of assignment since the poll before.
  public struct Rebalance: Sendable, Equatable {
    /// `assigned`, `revoked` or `lost`.
    public var type: String
    /// The partitions.
    public var keys: [String]
  }

  /// Nanoseconds from the scenario's zero.
  public var time: Int64
  /// The logical process; never used again after an unknown outcome.
  public var process: Int
  /// Invocation or completion.
  public var kind: Kind
  /// What is done.
  public var function: Function
  /// With what, and what came of it.
  public var value: Value
  /// Kafka's error, where there was one.
  public var error: String?
  /// Whether an assignment starts from the beginning.
  public var seeksToBeginning = false
  /// What happened to the assignment inside the operation.
  public var rebalances: [Rebalance] = []
}

extension JepsenOperation {
  /// The operation as one EDN map on one line.
  public func edn(index: Int) -> String {
    var text = "{:index \(index), :time \(time), :process \(process), :type :\(kind.rawValue), "
    text += ":f :\(function.rawValue), :value \(value.edn)"
    if seeksToBeginning { text += ", :seek-to-beginning? true" }
    if !rebalances.isEmpty {
      let log = rebalances.map { "{:type :\($0.type), :keys \(Value.keys($0.keys).edn)}" }
      text += ", :rebalance-log [\(log.joined(separator: " "))]"
    }
    if let error { text += ", :error :\(error)" }
    return text + "}"
  }
}

extension JepsenOperation.Value {
  /// The value as EDN.
  var edn: String {
    switch self {
    case .none: "nil"
    case .keys(let keys): "[\(keys.map(Self.quoted).joined(separator: " "))]"
    case .sends(let sends): "[\(sends.map(Self.text).joined(separator: " "))]"
    case .poll: "[[:poll]]"
    case .polled(let parts): "[[:poll {\(parts.map(Self.text).joined(separator: ", "))}]]"
    }
  }

  private static func text(_ send: JepsenOperation.Send) -> String {
    guard send.isAnswered else { return "[:send \(quoted(send.key)) \(send.value)]" }
    let offset = send.offset.map { String($0) } ?? "nil"
    return "[:send \(quoted(send.key)) [\(offset) \(send.value)]]"
  }

  private static func text(_ part: JepsenOperation.Polled) -> String {
    let pairs = part.records.map { "[\($0.offset) \($0.value)]" }
    return "\(quoted(part.key)) [\(pairs.joined(separator: " "))]"
  }

  /// A key as an EDN string; topics have no characters that need an escape.
  private static func quoted(_ key: String) -> String { "\"\(key)\"" }
}
