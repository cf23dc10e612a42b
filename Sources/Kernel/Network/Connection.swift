/// What one end of a connection knows of it.
@frozen @usableFromInline enum EndState: UInt8, Sendable {
  /// It has never heard of the connection.
  case unaware
  /// It has asked for the connection.
  case connecting
  /// It may send and receive.
  case open
  /// It is done with the connection, or has died.
  case closed
}

/// The two ends of a connection.
@frozen @usableFromInline struct Connection: Sendable {
  @usableFromInline let client: NodeID
  @usableFromInline let server: NodeID
  /// What each end has noted of the connection for itself; -1 is nothing.
  @usableFromInline var clientTag: Int32 = -1
  @usableFromInline var serverTag: Int32 = -1
  @usableFromInline var clientState: EndState = .unaware
  @usableFromInline var serverState: EndState = .unaware
  /// How many times the connection request was repeated.
  @usableFromInline var repetitions: Int64 = 0
  /// When the first connection request was sent.
  @usableFromInline var askedAt: Instant = .zero

  @inlinable init(client: NodeID, server: NodeID) {
    self.client = client
    self.server = server
  }

  @inlinable func node(atServer: Bool) -> NodeID { atServer ? server : client }
  @inlinable func state(atServer: Bool) -> EndState { atServer ? serverState : clientState }

  /// Neither end can learn anything from it any more.
  @inlinable var isOver: Bool {
    (clientState == .closed || clientState == .unaware)
      && (serverState == .closed || serverState == .unaware)
  }
}

/// A message between its sending and its delivery.
@frozen @usableFromInline struct InFlight: Sendable {
  @usableFromInline let token: UInt32
  @usableFromInline let bytes: UInt32

  @inlinable init(token: UInt32, bytes: UInt32) {
    self.token = token
    self.bytes = bytes
  }

  /// The token that stands for the end of the stream.
  @inlinable static var finish: UInt32 { .max }
}

/// One direction of a connection: the messages under way, and what holds them up.
///
/// Every message in `queue` has exactly one event outstanding, except the first `waiting` ones:
/// those have arrived, but something stood in their way. Of these at most the first has an event
/// outstanding, when `isResuming`. Order holds by construction, since only the head of the queue
/// can be delivered.
@frozen @usableFromInline struct Direction: Sendable {
  @usableFromInline var queue = ListRef()
  @usableFromInline var waiting: Int32 = 0
  /// When the last message sent will arrive; none that is sent later arrives earlier.
  @usableFromInline var lastArrival: Instant = .zero
  /// When the connection will have put the bytes sent so far on the wire.
  @usableFromInline var busyUntil: Instant = .zero
  /// When the head of the queue was first lost to a cut; the distant future when it was not.
  @usableFromInline var blockedSince: Instant = .distantFuture
  /// How many messages can still be delivered: without bound until the sender is out of the
  /// picture.
  @usableFromInline var reach: Int32 = .max
  @usableFromInline var generation: UInt32
  @usableFromInline var profile: Int32
  @usableFromInline var canSend = false
  @usableFromInline var isReceiverGone = false
  @usableFromInline var isResuming = false

  @inlinable init(generation: UInt32, profile: Int32) {
    self.generation = generation
    self.profile = profile
  }

  /// Nothing is in the way that would need a closer look.
  @inlinable var isPlain: Bool { waiting == 0 && !isReceiverGone && reach == .max }
}
