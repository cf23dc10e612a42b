import Kernel

/// Names a request that waits for its answer: the connection it came on and its correlation number.
///
/// While it waits, its connection is muted (a Kafka server takes one request of a connection at a
/// time), so a ticket is answered once or dies with the connection.
struct RequestTicket: Hashable, Sendable {
  var connection: ConnectionID
  var correlation: Int32
  /// The server's place for the connection, or -1 for what it asks of itself.
  var slot: Int32 = -1
}
