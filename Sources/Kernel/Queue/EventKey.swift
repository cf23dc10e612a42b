/// An event's place in the order, without what it carries: sixteen bytes that buckets can move
/// about.
@frozen @usableFromInline struct EventKey: Comparable, Sendable {
  @usableFromInline var instant: UInt64
  /// The sequence number above the slot, as in a handle.
  @usableFromInline var order: UInt64

  @inlinable init(instant: UInt64, order: UInt64) {
    self.instant = instant
    self.order = order
  }

  @inlinable var handle: EventHandle { EventHandle(order: order) }

  @inlinable static func < (left: EventKey, right: EventKey) -> Bool {
    left.instant != right.instant ? left.instant < right.instant : left.order < right.order
  }
}
