/// Values in numbered slots, where a removed value's slot is given to the next one inserted.
///
/// Slots are plain 32-bit numbers, so that events and messages can name a value without owning it.
/// Reuse is last in, first out, hence the same in every run. A vacant slot keeps its old value
/// until it is reused: put plain data in. Every operation takes constant time, but an insertion now
/// and then grows the array.
@frozen public struct Slab<Element: Sendable>: Sendable {
  @usableFromInline var slots: Table<Slot>
  @usableFromInline var firstVacancy: Int32
  @usableFromInline var liveCount: Int

  /// A value, or a link of the chain of vacant slots: one write frees a slot or fills it.
  @frozen @usableFromInline struct Slot: Sendable {
    @usableFromInline var element: Element
    @usableFromInline var nextVacancy: Int32
    @inlinable init(element: Element) {
      self.element = element
      nextVacancy = Slot.live
    }
    @inlinable static var live: Int32 { -2 }
    @inlinable var isLive: Bool { nextVacancy == Slot.live }
  }

  /// A slab without values.
  @inlinable public init() {
    slots = []
    firstVacancy = -1
    liveCount = 0
  }

  /// How many values are inside.
  @inlinable public var count: Int { liveCount }
  /// Whether no value is inside.
  @inlinable public var isEmpty: Bool { liveCount == 0 }
  /// One more than the highest slot that was ever used.
  @inlinable public var slotCount: Int { slots.count }

  /// Says that the slab is about to be copied.
  @inlinable public func prepareFork() { slots.prepareFork() }

  /// Stores a value and returns the number of its slot.
  @inlinable public mutating func insert(_ element: Element) -> Int32 {
    liveCount &+= 1
    let slot = firstVacancy
    if slot >= 0 {
      firstVacancy = slots[Int(slot)].nextVacancy
      slots[Int(slot)] = Slot(element: element)
      return slot
    }
    invariant(slots.count < Int(Int32.max), "a slab holds at most \(Int32.max) values")
    slots.append(Slot(element: element))
    return Int32(truncatingIfNeeded: slots.count - 1)
  }

  /// Takes the value out of a slot, which must hold one.
  @inlinable @discardableResult
  public mutating func remove(_ slot: Int32) -> Element {
    invariant(slots[Int(slot)].isLive, "slot \(slot) is removed twice")
    slots[Int(slot)].nextVacancy = firstVacancy
    firstVacancy = slot
    liveCount &-= 1
    return slots[Int(slot)].element
  }

  /// Whether a slot holds a value.
  @inlinable public func contains(_ slot: Int32) -> Bool {
    slot >= 0 && Int(slot) < slots.count && slots[Int(slot)].isLive
  }

  /// The value in a slot, which must hold one.
  @inlinable public subscript(slot: Int32) -> Element {
    get {
      invariant(slots[Int(slot)].isLive, "slot \(slot) is read after its removal")
      return slots[Int(slot)].element
    }
    _modify {
      invariant(slots[Int(slot)].isLive, "slot \(slot) is changed after its removal")
      yield &slots[Int(slot)].element
    }
  }

  /// The numbers of the slots that hold a value, ascending.
  @inlinable public var liveSlots: [Int32] {
    slots.indices.filter { slots[$0].isLive }.map { Int32(truncatingIfNeeded: $0) }
  }
}
