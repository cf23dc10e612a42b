import Kernel

/// A fault on single messages: which ones, the how-maniest, and what becomes of them.
///
/// Roles are looked up when a message is sent, so that "the leader of orders-0" is whoever is
/// registered at that instant.
public struct Interceptor: Sendable {
  /// One end of the messages meant.
  public enum End: Sendable, Equatable {
    case anybody
    case node(NodeID)
    case nodes([NodeID])
    case anyBroker
    case leader(of: PartitionID)
    /// A replica of the partition that does not lead it.
    case follower(of: PartitionID)
    case controller
  }

  /// What becomes of a message that is meant.
  public enum Action: Sendable, Equatable {
    /// Never arrives; TCP cannot lose one message alone, so its connection is reset.
    case dropAndReset
    /// Its packets are lost once and sent again.
    case loseOnce
    case delay(Duration)
    /// Waits, with everything behind it, until the conductor releases it.
    case hold
    /// Nothing; the conductor is told by an appointment with this number.
    case tell(Int32)
  }

  /// The kind of message.
  public var kind: MessageKind
  /// Who sends it.
  public var from: End
  /// Who is to receive it.
  public var to: End
  /// A partition that a produce or fetch must concern; none for any.
  public var partition: PartitionID?
  /// Whether a fetch response must carry records to count.
  public var mustCarryRecords = false
  /// The first occurrence that is meant, counting from 1.
  public var occurrence: Int32 = 1
  /// How many occurrences from there on are meant.
  public var times: Int32 = 1
  /// Messages before this instant do not count.
  public var activeFrom: Instant = .zero
  /// Messages from this instant on do not count.
  public var activeUntil: Instant = .distantFuture
  /// What becomes of it.
  public var action: Action

  /// Every message of a kind between two ends; the first is meant.
  public init(kind: MessageKind, from: End, to: End, action: Action) {
    self.kind = kind
    self.from = from
    self.to = to
    self.action = action
  }
}

/// The interceptors of a run, with their counts and the messages that they hold.
struct Interceptors: Sendable {
  /// An interceptor, how often it was met, and what it holds.
  struct Entry: Sendable {
    var interceptor: Interceptor
    var met: Int32 = 0
    var hits: Int32 = 0
    var held: [UInt32] = []
    var isLifted = false
  }
  var entries: [Entry] = []
  var isEmpty: Bool { entries.isEmpty }
}

extension World {
  /// Lays out a message fault and returns its number.
  public mutating func lay(_ interceptor: Interceptor) -> Int {
    state.interceptors.entries.append(.init(interceptor: interceptor))
    return state.interceptors.entries.count - 1
  }

  /// Releases what an interceptor holds, and ends it; returns how many messages that were.
  @discardableResult
  public mutating func lift(_ number: Int) -> Int {
    state.interceptors.entries[number].isLifted = true
    let held = state.interceptors.entries[number].held
    state.interceptors.entries[number].held = []
    for token in held {
      state.turn.network.release(token, now: state.turn.now, out: &state.networkSchedule)
    }
    state.flushSchedule()
    return held.count
  }

  /// How many messages an interceptor has acted on.
  public func hits(of interceptor: Int) -> Int32 {
    state.interceptors.entries[interceptor].hits
  }
}

extension WorldState {
  /// Shows a message that was just sent to the interceptors.
  mutating func intercept(_ message: Message, token: UInt32, on connection: ConnectionID) {
    let kind = message.kind
    for number in interceptors.entries.indices {
      let entry = interceptors.entries[number]
      guard entry.interceptor.kind == kind, !entry.isLifted,
        turn.now >= entry.interceptor.activeFrom, turn.now < entry.interceptor.activeUntil,
        isMeant(message, by: entry.interceptor, on: connection)
      else { continue }
      interceptors.entries[number].met += 1
      let place = interceptors.entries[number].met - entry.interceptor.occurrence
      guard place >= 0, place < entry.interceptor.times else { continue }
      interceptors.entries[number].hits += 1
      act(entry.interceptor.action, number: number, token: token)
    }
  }

  private mutating func act(_ action: Interceptor.Action, number: Int, token: UInt32) {
    switch action {
    case .dropAndReset: turn.network.drop(token)
    case .loseOnce: turn.network.loseOnce(token)
    case .delay(let length): turn.network.delay(token, by: length)
    case .hold:
      turn.network.hold(token)
      interceptors.entries[number].held.append(token)
    case .tell(let appointment):
      turn.queue.schedule(.appointment(appointment), at: turn.now)
    }
    switch action {
    case .dropAndReset, .loseOnce: note(.dropMessage)
    case .delay: note(.delayMessage)
    case .hold: note(.holdMessage)
    case .tell: break
    }
  }

  /// Tells the history of a message fault; what the message then causes is not caused by it.
  private mutating func note(_ kind: FaultKind) {
    let cause = turn.history.cause
    turn.announce(.faultInjected(fault: faultCount, kind: kind, target: turn.node))
    turn.announce(.faultBit(fault: faultCount))
    faultCount += 1
    turn.history.cause = cause
  }

  private func isMeant(
    _ message: Message, by interceptor: Interceptor, on connection: ConnectionID
  ) -> Bool {
    let client = turn.network.client(of: connection)
    let server = turn.network.server(of: connection)
    let isRequest = message.kind.isRequest
    guard matches(interceptor.from, isRequest ? client : server),
      matches(interceptor.to, isRequest ? server : client)
    else { return false }
    if let partition = interceptor.partition, !concerns(message, partition) { return false }
    return !interceptor.mustCarryRecords || carriesRecords(message)
  }

  private func matches(_ end: Interceptor.End, _ node: NodeID) -> Bool {
    switch end {
    case .anybody: return true
    case .node(let wanted): return wanted == node
    case .nodes(let wanted): return wanted.contains(node)
    case .anyBroker: return turn.layout.broker(at: node) != nil
    case .controller:
      return zooKeeper.controller.map { turn.layout.node(of: $0) == node } ?? false
    case .leader(let partition):
      guard let leader = zooKeeper.partitionState(partition)?.leader, leader != .none else {
        return false
      }
      return turn.layout.node(of: leader) == node
    case .follower(let partition):
      guard let broker = turn.layout.broker(at: node),
        zooKeeper.assignment(of: partition)?.contains(broker) == true
      else { return false }
      return zooKeeper.partitionState(partition)?.leader != broker
    }
  }

  private func concerns(_ message: Message, _ partition: PartitionID) -> Bool {
    switch message.body {
    case .produce(let request):
      return turn.messages.produceParts.array(request.parts).contains { $0.partition == partition }
    case .produced(let response):
      return turn.messages.produceResults.array(response.results)
        .contains { $0.partition == partition }
    case .fetch(let request):
      return turn.messages.fetchParts.array(request.parts).contains { $0.partition == partition }
    case .fetched(let response):
      return turn.messages.fetchedParts.array(response.parts)
        .contains { $0.partition == partition }
    case .listOffsets(let request): return request.partition == partition
    case .offsetsListed(let response): return response.partition == partition
    case .epochEnd(let request): return request.partition == partition
    case .epochEnded(let response): return response.partition == partition
    case .zooKeeperPing, .zooKeeperPong, .cold: return true
    }
  }

  private func carriesRecords(_ message: Message) -> Bool {
    guard case .fetched(let response) = message.body else { return true }
    return turn.messages.fetchedParts.array(response.parts).contains { $0.batches.count > 0 }
  }
}
