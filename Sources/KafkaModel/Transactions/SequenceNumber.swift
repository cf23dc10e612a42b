import Kernel

/// The arithmetic of producer sequence numbers: 0 to 2147483647, and then 0 again (KIP-98).
enum SequenceNumber {
  /// The number `count` steps after another.
  @inline(__always)
  static func advance(_ sequence: Int32, by count: Int32) -> Int32 {
    (sequence &+ count) & Int32.max
  }

  /// Whether a number is the one that follows `last`.
  @inline(__always)
  static func follows(_ next: Int32, after last: Int32) -> Bool {
    next == advance(last, by: 1)
  }
}

extension RecordBatch {
  /// The sequence number of its last record.
  @inline(__always)
  var lastSequence: Int32 { SequenceNumber.advance(baseSequence, by: offsetSpan - 1) }

  /// Whether it is a transaction marker.
  @inline(__always)
  var isMarker: Bool { attributes.contains(.control) }

  /// Whether it is part of a transaction and not its end.
  @inline(__always)
  var isTransactionalData: Bool {
    attributes.contains(.transactional) && !attributes.contains(.control)
  }

  /// A marker's coordinator epoch, which markers carry as their payload.
  var coordinatorEpoch: Int32 { payload }
}
