import Kernel

/// The producer ids that a broker may give away, a block at a time (`ProducerIdManager`, KIP-98).
struct ProducerIDBlock: Sendable {
  /// How many ids a block has.
  static let size: Int64 = 1000

  /// The next id.
  var next: Int64 = 0
  /// The end of the block.
  var end: Int64 = 0
  /// Whether another block was asked for.
  var isAwaited = false
  /// The block that is being written to ZooKeeper (until 2.8).
  var proposed: Int64 = 0

  /// No ids yet.
  init() {}

  /// Whether an id is left.
  var isEmpty: Bool { next >= end }
}
