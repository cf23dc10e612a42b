import Kernel

/// The connection of a client to one broker in one role, and what is in flight on it.
///
/// disconnected → connecting: it is wanted and its pause is over
/// connecting → ready: the handshake is done
/// connecting → disconnected: refused, or the set-up took too long
/// ready → disconnected: closed by the broker or the network, or a request is overdue
///
/// Models NodeConnectionState of ClusterConnectionStates with the queue of InFlightRequests.
/// Simplified: no ApiVersions exchange, and a request counts as written to the socket at once.
struct ConnectionSlot: Sendable {
  enum State: UInt8, Sendable { case disconnected, connecting, ready }

  /// Whose connection it is.
  let broker: BrokerID
  var state: State = .disconnected
  var connection: ConnectionID?
  /// Failed attempts in a row, for the pause before the next.
  var failures: Int32 = 0
  /// Attempts in a row that did not come about, for the growing set-up limit.
  var setupFailures: Int32 = 0
  /// The earliest instant for the next attempt.
  var retryAt: Instant = .zero
  /// The instant of the last attempt.
  var lastAttemptAt: Instant = .zero
  /// The instant at which a set-up has taken too long.
  var setupDeadline: Instant = .distantFuture
  /// Whether somebody waits for the pause to end.
  var isAwaited = false
  /// Requests without an answer, oldest first.
  var inFlight = RingQueue<ClientRequest>()
  /// Numbers requests on this slot.
  var nextCorrelation: Int32 = 0
  /// The pending timer and the instant it was set for.
  var timer: EventHandle = .none
  var timerAt: Instant = .distantFuture

  init(broker: BrokerID) { self.broker = broker }

  /// The instant at which this slot wants to be looked at.
  var nextDue: Instant {
    switch state {
    case .disconnected: return isAwaited ? retryAt : .distantFuture
    case .connecting: return setupDeadline
    case .ready:
      var due = Instant.distantFuture
      for place in 0..<inFlight.count { due = min(due, inFlight[place].deadline) }
      return due
    }
  }
}
