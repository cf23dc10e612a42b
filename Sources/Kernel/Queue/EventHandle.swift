/// The name of one scheduled event, which stays unique after the event has fired or was cancelled.
///
/// It holds the event's sequence number above the number of its slot, so that a slot's next tenant
/// has another name.
@frozen public struct EventHandle: Equatable, Sendable {
  @usableFromInline let order: UInt64

  @inlinable init(order: UInt64) { self.order = order }

  /// A handle that names no event, for fields that are filled later.
  @inlinable public static var none: EventHandle { EventHandle(order: .max) }

  /// The event's place in the order of scheduling, from zero.
  @inlinable public var sequence: UInt64 { order >> EventHandle.slotBits }

  /// The bits of a handle that number the slot: sixteen million events may be pending at once.
  @inlinable static var slotBits: UInt64 { 24 }
  /// The bits that are left for the sequence allow half a million million events in a run.
  @inlinable static var sequenceLimit: UInt64 { 1 << 39 }
  /// The highest bit marks a slot as vacant; the bits of the slot then number the next vacant one.
  @inlinable static var vacantMark: UInt64 { 1 << 63 }
  @inlinable static var noSlot: Int { 0xFF_FFFF }

  @inlinable var slot: Int { Int(truncatingIfNeeded: order & 0xFF_FFFF) }
}
