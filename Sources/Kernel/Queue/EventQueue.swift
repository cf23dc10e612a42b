/// The pending events of a run, in the total order of instant and then sequence.
///
/// Time never goes back, and that buys the speed: what is due soon lies in a short sorted `front`,
/// everything else in a wheel of buckets that are sorted only when their turn comes. An event costs
/// a few sequential moves of a sixteen-byte key, at any number of pending events and any mixture of
/// delays, where a heap pays a cache miss per level. Payloads stay in numbered slots; the slot
/// freed last is used next, so it is still in the cache.
///
/// A cancelled event's key stays behind until it is met, or until such keys outnumber the live ones
/// and are swept out. Hence timers that are armed far ahead and cancelled for ever cost constant
/// time and space. A vacant slot keeps its old payload until it is reused: put plain data in. A
/// copy copies six flat arrays when it is first changed.
@frozen public struct EventQueue<Payload: Sendable>: Sendable {
  /// The keys below `frontEnd`, ascending from `frontHead` on.
  @usableFromInline var front: Table<EventKey>
  @usableFromInline var frontHead: Int
  @usableFromInline var frontEnd: UInt64
  @usableFromInline var wheel: EventWheel
  @usableFromInline var slots: Table<Slot>
  @usableFromInline var firstVacancy: Int
  @usableFromInline var live: Int
  @usableFromInline var stale: Int
  @usableFromInline var nextSequence: UInt64
  @usableFromInline var popped: Instant
  /// The name of the event that was popped last; it is not scheduled any more.
  public var lastPopped = EventHandle.none

  /// What one event carries, with the name of the event that lives here.
  @frozen @usableFromInline struct Slot: Sendable {
    @usableFromInline var order: UInt64
    @usableFromInline var payload: Payload
    @inlinable init(order: UInt64, payload: Payload) {
      self.order = order
      self.payload = payload
    }
  }

  /// A bucket of at most so many keys is sorted into the front; a larger one is spread first.
  @inlinable static var frontLoad: Int { 32 }
  /// A front of more keys gives its later half back to the wheel.
  @inlinable static var frontMax: Int { 96 }
  /// So many stale keys are borne, however few live ones there are.
  @inlinable static var staleMin: Int { 64 }

  /// A queue without events, at the start of the run.
  @inlinable public init() {
    front = []
    frontHead = 0
    frontEnd = 0
    wheel = EventWheel()
    slots = []
    firstVacancy = EventHandle.noSlot
    live = 0
    stale = 0
    nextSequence = 0
    popped = .zero
  }

  /// Says that the queue is about to be copied.
  @inlinable public func prepareFork() {
    front.prepareFork()
    wheel.prepareFork()
    slots.prepareFork()
  }

  /// Adds an event; two events at one instant fire in the order in which they were scheduled.
  @inlinable @discardableResult
  public mutating func schedule(_ payload: Payload, at instant: Instant) -> EventHandle {
    invariant(instant >= popped, "an event at \(instant) is scheduled in the past of \(popped)")
    invariant(nextSequence < EventHandle.sequenceLimit, "\(nextSequence) events are too many")
    let slot = firstVacancy
    let name = nextSequence &<< EventHandle.slotBits
    nextSequence &+= 1
    let handle: EventHandle
    if slot != EventHandle.noSlot {
      firstVacancy = EventHandle(order: slots[slot].order).slot
      handle = EventHandle(order: name | UInt64(truncatingIfNeeded: slot))
      slots[slot] = Slot(order: handle.order, payload: payload)
    } else {
      invariant(
        slots.count < EventHandle.noSlot, "\(slots.count) events are pending, which is the limit")
      handle = EventHandle(order: name | UInt64(truncatingIfNeeded: slots.count))
      slots.append(Slot(order: handle.order, payload: payload))
    }
    live &+= 1
    let key = EventKey(instant: UInt64(bitPattern: instant.nanoseconds), order: handle.order)
    if key.instant < frontEnd { insertIntoFront(key) } else { wheel.insert(key) }
    return handle
  }

  /// Removes and returns the least event, which moves the queue's time forward.
  @inlinable public mutating func popLeast() -> (at: Instant, payload: Payload)? {
    while true {
      if frontHead == front.count && !refill() { return nil }
      if let event = popFront() { return event }
    }
  }

  /// Removes and returns the least event if it is due by then; cheaper than asking for
  /// `nextInstant` first.
  @inlinable public mutating func popLeast(
    notAfter limit: Instant
  ) -> (at: Instant, payload: Payload)? {
    let bound = UInt64(bitPattern: limit.nanoseconds)
    while true {
      if frontHead == front.count {
        guard let (level, digit) = wheel.leastPlace,
          wheel.start(level: level, digit: digit) <= bound, refill()
        else { return nil }
      }
      if front[frontHead].instant > bound { return nil }
      if let event = popFront() { return event }
    }
  }

  /// Takes the first key of the front, and its event unless that was cancelled.
  @inlinable @inline(__always)
  mutating func popFront() -> (at: Instant, payload: Payload)? {
    let key = front[frontHead]
    frontHead &+= 1
    if frontHead == front.count {
      front.removeAll()
      frontHead = 0
    }
    let slot = key.handle.slot
    if _slowPath(slots[slot].order != key.order) {
      stale &-= 1
      return nil
    }
    vacate(slot)
    live &-= 1
    popped = Instant(nanoseconds: Int64(bitPattern: key.instant))
    lastPopped = key.handle
    return (popped, slots[slot].payload)
  }

  @inlinable mutating func vacate(_ slot: Int) {
    slots[slot].order = EventHandle.vacantMark | UInt64(truncatingIfNeeded: firstVacancy)
    firstVacancy = slot
  }
}
