import Kernel

/// What a client remembers of a request until its answer comes.
struct ClientRequest: Sendable {
  /// Ties the answer to it.
  var correlation: Int32
  /// What the machine in front of the network wants to know it by.
  var token: Int32
  /// The instant at which the client gives up.
  var deadline: Instant
  /// The instant at which it was handed over.
  var sentAt: Instant

  /// The token of requests that the network half sends for itself: metadata.
  static let metadataToken: Int32 = .min
}

/// A request that will get no answer any more, and why.
struct FailedRequest: Sendable {
  var request: ClientRequest
  /// The connection slot that it was sent on.
  var slot: ClientSlot
  /// NETWORK_EXCEPTION, or REQUEST_TIMED_OUT where the client tells the two apart.
  var error: ErrorCode
}

/// The number of a place for one connection: a role and a broker.
typealias ClientSlot = Int32

/// Why a client keeps a connection; one broker may have one of each.
enum ConnectionRole: Int32, Sendable {
  /// Produce, fetch and everything that goes to a broker by its id.
  case data = 0
  /// The first contact, by address: used until the first metadata arrives.
  case bootstrap = 1
  /// A consumer's connection to its group's coordinator, so that it never waits behind a long poll.
  case coordinator = 2
  static let count: Int32 = 3
}

/// What came out of an event for the machine in front of the network.
enum ClientOutcome: Sendable {
  /// Nothing that concerns it.
  case none
  /// An answer; whoever receives it frees its parts.
  case response(ClientRequest, Message, ClientSlot)
  /// A connection can be used.
  case ready(ClientSlot)
  /// A connection is gone; take what was in flight on it with `takeFailure`.
  case disconnected(ClientSlot)
  /// A pause is over: ask again whether the connection is ready.
  case retry(ClientSlot)
  /// The view of topics and leaders was brought up to date.
  case metadataUpdated
}

/// Timers of the network half of a client.
enum ClientTimer: Sendable {
  /// Something is due on a connection slot: a request, the connection's set-up, or the end of a
  /// pause.
  case slot(ClientSlot)
  /// Metadata may be due.
  case metadata
}
