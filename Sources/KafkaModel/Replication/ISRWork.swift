import Kernel

/// What a broker has under way about in-sync sets: its periodic task, its notifications, its
/// requests to the controller.
struct ISRWork: Sendable {
  // MARK: Until 2.6: writes to ZooKeeper

  /// How many partitions are blocked by a write that ZooKeeper has not answered.
  var writesInFlight = 0
  /// The slot whose write the periodic task waits for, or -1: one thread does them one after
  /// another.
  var taskWaitsFor: Int32 = -1
  /// Where the task goes on when that write is answered.
  var taskCursor = 0
  /// Partitions with changes that the controller has not been told of (0.9 to 2.6).
  var unpublished: [PartitionID] = []
  /// When the last of them changed.
  var lastChange: Instant = .longAgo
  /// When changes were last published.
  var lastPublication: Instant = .longAgo

  // MARK: Since 2.7: AlterPartition

  /// Changes that wait to be sent, at most one per partition.
  var queue: [Change] = []
  /// Changes in the request that is under way.
  var inFlight: [Change] = []
  /// Whether 2.7's send timer is set.
  var isSendScheduled = false

  /// A change of one replica's in-sync set, by the number it has there.
  struct Change: Sendable {
    var replica: Int32
    var number: Int32
  }

  /// Nothing is under way.
  init() {}
}
