/// The pending events of a run, in the total order of instant and then sequence.
@frozen public struct EventQueue<Payload: Sendable>: Sendable {
  @usableFromInline var keys: [Key]
  @usableFromInline var slots: [Slot]
  @usableFromInline var vacancies: [UInt32]
  @usableFromInline var stale: Int
  /// The sequence number that the next scheduled event gets.
  @usableFromInline var nextSequence: UInt64
  @usableFromInline var popped: Instant

  @frozen @usableFromInline struct Key: Sendable {
    @usableFromInline var instant: Int64
    @usableFromInline var order: UInt64
    @inlinable init(instant: Int64, order: UInt64) {
      self.instant = instant
      self.order = order
    }
    @inlinable static func < (a: Key, b: Key) -> Bool {
      a.instant != b.instant ? a.instant < b.instant : a.order < b.order
    }
  }
  @frozen @usableFromInline struct Slot: Sendable {
    @usableFromInline var order: UInt64
    @usableFromInline var payload: Payload
    @inlinable init(order: UInt64, payload: Payload) {
      self.order = order
      self.payload = payload
    }
  }

  /// A queue without events, at the start of the run.
  @inlinable public init() {
    keys = []
    slots = []
    vacancies = []
    stale = 0
    nextSequence = 0
    popped = .zero
  }

  /// How many events are pending.
  @inlinable public var count: Int { keys.count - stale }
  /// How many keys lie inside, those of cancelled events included; it stays in proportion to
  /// `count`.
  @inlinable public var storedKeyCount: Int { keys.count }
  /// Whether nothing is pending.
  @inlinable public var isEmpty: Bool { count == 0 }
  /// How many events have been scheduled since the start.
  @inlinable public var sequence: UInt64 { nextSequence }
  /// The instant of the event that was popped last; nothing can be scheduled before it.
  @inlinable public var lastInstant: Instant { popped }
  /// The instant of the least pending event.
  @inlinable public var nextInstant: Instant? {
    keys.first.map { Instant(nanoseconds: $0.instant) }
  }

  /// Adds an event; two events at one instant fire in the order in which they were scheduled.
  @inlinable @discardableResult
  public mutating func schedule(_ payload: Payload, at instant: Instant) -> EventHandle {
    invariant(instant >= popped, "an event at \(instant) is scheduled in the past of \(popped)")
    let slot: Int
    if let vacancy = vacancies.popLast() {
      slot = Int(vacancy)
    } else {
      slot = slots.count
      slots.append(Slot(order: 0, payload: payload))
    }
    let order = nextSequence << EventHandle.slotBits | UInt64(slot)
    nextSequence += 1
    slots[slot] = Slot(order: order, payload: payload)
    keys.append(Key(instant: instant.nanoseconds, order: order))
    siftUp(keys.count - 1)
    return EventHandle(order: order)
  }

  /// Whether the event with this name is still pending.
  @inlinable public func isScheduled(_ handle: EventHandle) -> Bool {
    handle.slot < slots.count && slots[handle.slot].order == handle.order
  }

  /// Removes a pending event and returns what it carried; nil when it has fired or was cancelled
  /// already.
  @inlinable @discardableResult
  public mutating func cancel(_ handle: EventHandle) -> Payload? {
    guard isScheduled(handle) else { return nil }
    slots[handle.slot].order = .max
    vacancies.append(UInt32(handle.slot))
    stale += 1
    let payload = slots[handle.slot].payload
    if stale > 64 && stale * 2 > keys.count { sweep() }
    dropStaleHead()
    return payload
  }

  /// Removes and returns the least event, which moves the queue's time forward.
  @inlinable public mutating func popLeast() -> (at: Instant, payload: Payload)? {
    guard let least = keys.first else { return nil }
    removeHead()
    let handle = EventHandle(order: least.order)
    slots[handle.slot].order = .max
    vacancies.append(UInt32(handle.slot))
    popped = Instant(nanoseconds: least.instant)
    let payload = slots[handle.slot].payload
    dropStaleHead()
    return (popped, payload)
  }

  /// Removes and returns the least event if it is due by then.
  @inlinable public mutating func popLeast(
    notAfter limit: Instant
  ) -> (at: Instant, payload: Payload)? {
    guard let next = nextInstant, next <= limit else { return nil }
    return popLeast()
  }

  @inlinable mutating func dropStaleHead() {
    while let least = keys.first, !isScheduled(EventHandle(order: least.order)) {
      removeHead()
      stale -= 1
    }
  }

  @inlinable mutating func sweep() {
    let live = keys.filter { isScheduled(EventHandle(order: $0.order)) }
    keys = live.sorted(by: <)
    stale = 0
  }

  @inlinable mutating func removeHead() {
    let last = keys.removeLast()
    if keys.isEmpty { return }
    keys[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      if child >= keys.count { return }
      if child + 1 < keys.count && keys[child + 1] < keys[child] { child += 1 }
      if !(keys[child] < keys[parent]) { return }
      keys.swapAt(child, parent)
      parent = child
    }
  }

  @inlinable mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      if !(keys[child] < keys[parent]) { return }
      keys.swapAt(child, parent)
      child = parent
    }
  }
}
