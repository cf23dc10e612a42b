import Kernel

/// The connections on which a broker is the server, and the requests that wait on them.
///
/// A Kafka server takes one request of a connection at a time: the channel is muted until the
/// answer has been sent (`SocketServer`, `Selector.mute`). Requests that arrive meanwhile wait
/// here, in order; in Kafka they wait in the socket's buffers. A connection whose client has gone
/// is served to the end of its queue, because bytes that arrived before the end of a stream are
/// read before it: a request may be executed after its sender has given up.
struct ServerConnections: Sendable {
  /// One accepted connection.
  struct Entry: Sendable {
    /// The connection, as the network names it.
    var connection: ConnectionID
    /// The process at the other end.
    var peer: NodeID
    /// Whether a request is in service.
    var isBusy = false
    /// Whether the other side closed, or the link broke.
    var isGone = false
    /// Whether it waits in `ready`.
    var isReady = false
    /// The requests that wait, oldest first.
    var queue = ListRef()
    /// The session of the follower that fetches on it, or -1.
    var fetchSession: Int32 = -1
  }

  /// The most requests that may wait on one connection; a client has far fewer in flight.
  static let queueLimit = 10_000

  private var entries = Slab<Entry>()
  private var waiting = ListPool<Message>()
  /// Connections that may take their next request, in order of becoming free.
  private var ready = RingQueue<Int32>()

  /// A table without connections.
  init() {}

  /// Says that the table is about to be copied.
  func prepareFork() {
    entries.prepareFork()
    waiting.prepareFork()
  }

  /// Enters a connection that somebody has opened to this broker.
  mutating func accept(_ connection: ConnectionID, from peer: NodeID, turn: inout Turn) {
    let slot = entries.insert(Entry(connection: connection, peer: peer))
    turn.network.setTag(slot, of: connection, atServer: true)
  }

  /// The entry's slot of a connection, or nil when it is not one of the server's.
  ///
  /// The network keeps the slot beside the connection. What the broker asks of itself has none.
  @inline(__always)
  func slot(of connection: ConnectionID, _ network: borrowing Network) -> Int32? {
    let slot = network.tag(of: connection, atServer: true)
    guard entries.contains(slot), entries[slot].connection == connection else { return nil }
    return slot
  }

  /// The entry's slot of the connection on which a request came, or nil when it is over.
  @inline(__always)
  private func slot(of ticket: RequestTicket) -> Int32? {
    guard entries.contains(ticket.slot), entries[ticket.slot].connection == ticket.connection
    else { return nil }
    return ticket.slot
  }

  /// The process that sent a request, if it is known still.
  func peer(of ticket: RequestTicket) -> NodeID? {
    slot(of: ticket).map { entries[$0].peer }
  }

  /// The session of fetches on a request's connection, or -1.
  @inline(__always)
  func fetchSession(of ticket: RequestTicket) -> Int32 {
    slot(of: ticket).map { entries[$0].fetchSession } ?? -1
  }

  /// The session of fetches on a connection, or -1.
  func fetchSession(at slot: Int32) -> Int32 { entries[slot].fetchSession }

  /// Notes the session of fetches on a connection.
  mutating func setFetchSession(_ session: Int32, at slot: Int32) {
    entries[slot].fetchSession = session
  }

  /// Notes the session of fetches on a request's connection.
  mutating func setFetchSession(_ session: Int32, of ticket: RequestTicket) {
    guard let slot = slot(of: ticket) else { return }
    entries[slot].fetchSession = session
  }

  /// Takes a request in: true when it may be served at once, false when it waits its turn.
  @inline(__always)
  mutating func admit(_ message: Message, at slot: Int32) -> Bool {
    if !entries[slot].isBusy && entries[slot].queue.isEmpty {
      entries[slot].isBusy = true
      return true
    }
    invariant(
      Int(entries[slot].queue.count) < Self.queueLimit,
      "more than \(Self.queueLimit) requests wait on one connection")
    waiting.append(message, to: &entries[slot].queue)
    return false
  }

  /// Queues a request although the connection is free, because the broker does not serve yet.
  mutating func postpone(_ message: Message, at slot: Int32) {
    waiting.append(message, to: &entries[slot].queue)
  }

  /// Marks a request as answered; the next one of its connection becomes ready. False when nobody
  /// is there any more.
  @inline(__always)
  mutating func finish(_ ticket: RequestTicket, messages: inout MessageStore) -> Bool {
    guard let slot = slot(of: ticket) else { return false }
    entries[slot].isBusy = false
    let isGone = entries[slot].isGone
    if entries[slot].queue.isEmpty {
      if isGone { forget(slot, messages: &messages) }
      return !isGone
    }
    makeReady(slot)
    return !isGone
  }

  /// The next request of a connection that has become free.
  mutating func nextReady() -> (RequestTicket, Message)? {
    while let slot = ready.popFirst() {
      guard entries.contains(slot), entries[slot].isReady else { continue }
      entries[slot].isReady = false
      guard !entries[slot].isBusy, let message = waiting.popFirst(&entries[slot].queue) else {
        continue
      }
      entries[slot].isBusy = true
      let ticket = RequestTicket(
        connection: entries[slot].connection, correlation: message.correlation, slot: slot)
      return (ticket, message)
    }
    return nil
  }

  /// Whether a request waits on a free connection.
  var hasReady: Bool { !ready.isEmpty }

  /// Makes every free connection with waiting requests ready: the broker begins to serve.
  mutating func makeAllReady() {
    for slot in entries.liveSlots where !entries[slot].isBusy && !entries[slot].queue.isEmpty {
      makeReady(slot)
    }
  }

  /// The other side has closed: what waits is still served, unless nothing does.
  mutating func peerClosed(_ connection: ConnectionID, turn: inout Turn) {
    guard let slot = slot(of: connection, turn.network) else { return }
    entries[slot].isGone = true
    if !entries[slot].isBusy && entries[slot].queue.isEmpty {
      forget(slot, messages: &turn.messages)
    }
  }

  /// This side closes: whatever waits is lost.
  mutating func close(_ ticket: RequestTicket, messages: inout MessageStore) {
    guard let slot = slot(of: ticket) else { return }
    forget(slot, messages: &messages)
  }

  /// Every connection, for a server that closes them all.
  var all: [ConnectionID] { entries.liveSlots.map { entries[$0].connection } }

  /// Gives the waiting messages' parts back; the process is ending.
  mutating func releaseAll(messages: inout MessageStore) {
    for slot in entries.liveSlots { forget(slot, messages: &messages) }
  }

  private mutating func makeReady(_ slot: Int32) {
    if entries[slot].isReady { return }
    entries[slot].isReady = true
    ready.append(slot)
  }

  private mutating func forget(_ slot: Int32, messages: inout MessageStore) {
    var entry = entries.remove(slot)
    while let message = waiting.popFirst(&entry.queue) { messages.free(message.body) }
  }
}
