import Kernel

/// A request that waits for something other than records or replication.
struct DelayedOperation: Sendable {
  /// What it waits for.
  enum Wait: Sendable {
    /// A block of producer ids.
    case producerID
    /// The log starts of all live replicas (DeleteRecords, KIP-107).
    case deleteRecords(PartitionID, start: Offset)
  }

  /// Who asks.
  var ticket: RequestTicket
  /// What it waits for.
  var wait: Wait
  /// When it is given up, if ever.
  var timer: EventHandle?
}

/// A request that met a partition whose leader is writing its in-sync set to ZooKeeper (until 2.6).
struct BlockedRequest: Sendable {
  /// Who asks.
  var ticket: RequestTicket
  /// The request, untouched.
  var message: Message
}
