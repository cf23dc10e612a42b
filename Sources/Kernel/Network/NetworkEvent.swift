/// Something that the network wants to be told at an instant; the world queues it and hands it back
/// when it is due.
@frozen public enum NetworkEvent: Equatable, Sendable {
  /// A connection request reaches the server's machine.
  case handshake(ConnectionID)
  /// The client learns that the connection stands.
  case opened(ConnectionID)
  /// The server learns of a new connection.
  case accepted(ConnectionID)
  /// The client learns that nobody listens.
  case refused(ConnectionID)
  /// The client's kernel has repeated the request as often as it may.
  case connectTimedOut(ConnectionID)
  /// A message reaches the other end.
  case arrived(ConnectionID, toServer: Bool, token: UInt32)
  /// One end learns that the connection is over.
  case closed(ConnectionID, atServer: Bool, reason: CloseReason)
  /// A sender's kernel may have retransmitted for too long; of no concern to the world.
  case gaveUp(ConnectionID, toServer: Bool)

  /// An event with the instant at which it is due.
  @frozen public struct Scheduled: Equatable, Sendable {
    /// When the event is due.
    public let at: Instant
    /// What is due.
    public let event: NetworkEvent

    /// An event due at an instant.
    @inlinable public init(at: Instant, event: NetworkEvent) {
      self.at = at
      self.event = event
    }
  }
}

/// Why one end finds its connection over.
@frozen public enum CloseReason: UInt8, Sendable {
  /// The other end closed it, after everything that it had sent.
  case finished
  /// The other end knows nothing of it, or a fault reset it.
  case reset
  /// Bytes could not be delivered for too long.
  case timedOut
}

/// What the world does with a network event that it has handed back.
@frozen public enum NetworkDelivery: Equatable, Sendable {
  /// The event happens now: the world tells its node.
  case deliver
  /// The network keeps it and will ask for it again: the world does nothing.
  case stalled
  /// It concerns nobody any more: the world does nothing; a token that died is in `discarded`.
  case gone
}
