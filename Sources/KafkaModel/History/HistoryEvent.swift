import Kernel

/// The place of an event in a run's history, from 1; `none` is "no cause": the scenario itself.
public struct HistoryNumber: ClusterNumber {
  /// The bare number.
  public let value: UInt32
  /// Wraps a bare number.
  @inlinable public init(_ value: UInt32) { self.value = value }
  /// No event: what the plan does of itself.
  public static let none = HistoryNumber(0)
}

/// One thing that happened in a run, where, when and because of what.
///
/// Following `cause` backwards gives the chain from an outcome to the scenario's line: messages and
/// timers carry the number of the last event that their sender had announced or was caused by.
public struct HistoryEvent: Sendable {
  /// The simulated instant.
  public var at: Instant
  /// Its place in the history.
  public var number: HistoryNumber
  /// The event that led to it.
  public var cause: HistoryNumber
  /// The process in which it happened.
  public var node: NodeID
  /// What happened.
  public var fact: HistoryFact
}

/// The stream of history: numbers events, digests them, and keeps those that no reader has taken
/// yet.
public struct HistoryStream: Sendable {
  /// Events since the last time a reader took them.
  public private(set) var pending: [HistoryEvent] = []
  /// Covers every event of the run: equal digests are equal runs.
  public private(set) var digest = Digest()
  /// How many events there were.
  public private(set) var count: UInt32 = 0
  /// What the events and messages of the present turn are caused by.
  var cause: HistoryNumber = .none
  /// The instant of the present turn.
  var now: Instant = .zero
  /// The node of the present turn.
  var node = NodeID(0)

  /// Records a fact of the present turn; what follows in the turn is caused by it.
  mutating func append(_ fact: HistoryFact) {
    count += 1
    let number = HistoryNumber(count)
    pending.append(
      HistoryEvent(at: now, number: number, cause: cause, node: node, fact: fact))
    digest.combine(UInt64(bitPattern: now.nanoseconds))
    digest.combine(UInt64(truncatingIfNeeded: node.index) << 32 | UInt64(cause.value))
    fact.combine(into: &digest)
    cause = number
  }

  /// Swaps the pending events with an emptied buffer, so that neither side allocates.
  mutating func take(_ buffer: inout [HistoryEvent]) {
    if !buffer.isEmpty { buffer.removeAll(keepingCapacity: true) }
    swap(&buffer, &pending)
  }

  /// Forgets the events that every reader has seen.
  public mutating func clear() {
    if !pending.isEmpty { pending.removeAll(keepingCapacity: true) }
  }
}
