import Kernel

/// One order of the operator on its way through the cluster: a command line tool that runs once.
///
/// States, from → to, because:
/// - pausing → asking: the pause is over, a broker is asked for metadata
/// - asking → ordering: the metadata named the controller, or the leader of the partition
/// - asking, ordering → pausing: the connection failed, the answer was late, or the wrong broker
/// was   asked
/// - asking, ordering, pausing → done: it was answered, or its time is over
struct AdminTask: Sendable {
  /// What the task waits for.
  enum Phase: UInt8, Sendable {
    case pausing
    /// For metadata from any broker.
    case asking
    /// For the answer to its order.
    case ordering
  }

  /// The number that the history will name.
  var number: Int32
  /// The order.
  var request: AdminRequest
  /// What it waits for.
  var phase = Phase.pausing
  /// The broker that it talks to.
  var broker = BrokerID.none
  /// The connection to it.
  var connection = ConnectionID.none
  /// The end of a pause, or of its patience with this broker.
  var timer: EventHandle?
  /// When the order is given up.
  var deadline: Instant
}
