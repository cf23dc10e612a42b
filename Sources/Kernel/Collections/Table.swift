/// An array for the state of a simulation, whose writes do not ask who else knows its memory.
///
/// A Swift array asks the runtime before every write, and the hot path writes some forty times an
/// event. A simulation is copied in one place only, where a world is forked, so the fork says it
/// instead: it calls `prepareFork()`, which raises a flag in each of the world's tables, and the
/// first write that finds a raised flag takes memory of its own, unless the copy is gone. A flag
/// lies in front of the elements: a write costs one compare. Preparing costs one store, so that
/// forks stay as cheap as with arrays.
///
/// The price is a rule: **a table is copied by a fork, or it is not written to any more.** Two
/// guards keep it. Debug builds ask the runtime after all, at every write, and stop where memory is
/// shared that nobody has flagged. And a test looks through a whole forked world for tables that
/// `prepareFork()` has missed.
///
/// All of the house's unsafe code is in this file and in `TableMemory`; every place is checked
/// against the length.
@frozen public struct Table<Element: Sendable>: @unchecked Sendable {
  /// The first element; behind the flag.
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var length: Int
  @usableFromInline var capacity: Int
  /// Who frees the memory, when the last copy of the table is gone.
  @usableFromInline var memory: TableMemory<Element>?

  /// A table without elements, which needs no memory.
  @inlinable public init() {
    base = TableMemory<Element>.nowhere
    length = 0
    capacity = 0
    memory = nil
  }

  /// A table of so many equal elements.
  @inlinable public init(repeating element: Element, count: Int) {
    self.init()
    reserve(count)
    for _ in 0..<count { append(element) }
  }

  /// A table of these elements.
  @inlinable public init(_ elements: some Sequence<Element>) {
    self.init()
    reserve(elements.underestimatedCount)
    for element in elements { append(element) }
  }

  /// How many elements there are.
  @inlinable public var count: Int { length }

  /// The element at a place, which must be there.
  @inlinable public subscript(place: Int) -> Element {
    @inline(__always) unsafeAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: length), "no such place in a table")
      return UnsafePointer(base + place)
    }
    @inline(__always) unsafeMutableAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: length), "no such place in a table")
      own()
      return base + place
    }
  }

  /// Adds an element at the end; now and then the memory doubles.
  @inlinable public mutating func append(_ element: Element) {
    if _slowPath(length == capacity) { grow(to: capacity == 0 ? 4 : capacity &* 2) }
    own()
    (base + length).initialize(to: element)
    length &+= 1
    noteLength()
  }

  /// Takes the last element, which must be there.
  @inlinable @discardableResult
  public mutating func removeLast() -> Element {
    precondition(length > 0, "nothing to remove from a table")
    own()
    length &-= 1
    noteLength()
    return (base + length).move()
  }

  /// Drops all elements behind the first so many, and keeps the memory.
  @inlinable public mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= length, "a table can't be cut there")
    if count == length { return }
    own()
    (base + count).deinitialize(count: length &- count)
    length = count
    noteLength()
  }

  /// Drops the first so many elements; the rest move up.
  @inlinable public mutating func removeFirst(_ count: Int) {
    for place in count..<length { self[place &- count] = self[place] }
    truncate(to: length &- count)
  }

  /// Moves the last element to a place; what was there and behind it moves up by one.
  @inlinable public mutating func moveLast(to place: Int) {
    precondition(place >= 0 && place < length, "no such place in a table")
    own()
    let behind = length &- 1 &- place
    if behind == 0 { return }
    let last = (base + (length &- 1)).move()
    (base + place + 1).moveInitialize(from: base + place, count: behind)
    (base + place).initialize(to: last)
  }

  /// Drops every element, and keeps the memory.
  @inlinable public mutating func removeAll() { truncate(to: 0) }

  /// Sees to it that so many elements find room.
  @inlinable public mutating func reserve(_ count: Int) {
    if count > capacity { grow(to: count) }
  }

  /// Says that the table is about to be copied: both copies then ask before they write.
  @inlinable public func prepareFork() {
    if memory != nil && !isShared { flag.pointee = true }
  }
}

extension Table: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral {
  /// The place of the first element.
  @inlinable public var startIndex: Int { 0 }
  /// The place behind the last element.
  @inlinable public var endIndex: Int { length }
  /// A table of the elements that are written down.
  @inlinable public init(arrayLiteral elements: Element...) { self.init(elements) }
}

/// What a test asks of every table in a world, whatever its elements are.
protocol AnyTable {
  /// Whether a copy made now would be noticed by the next write.
  var isReadyForFork: Bool { get }
}

extension Table: AnyTable {
  var isReadyForFork: Bool { memory == nil || isShared }
}

extension Table {
  /// Whether the memory may be known to another table.
  @inlinable var flag: UnsafeMutablePointer<Bool> {
    @inline(__always) get {
      (UnsafeMutableRawPointer(base) - TableMemory<Element>.flagDistance)
        .assumingMemoryBound(to: Bool.self)
    }
  }

  @inlinable var isShared: Bool {
    @inline(__always) get { flag.pointee }
  }

  /// Makes sure that nobody else knows the memory, which is not empty.
  @inlinable @inline(__always)
  mutating func own() {
    if _slowPath(isShared) { separate() }
    exhaustiveInvariant(
      isKnownUniquelyReferenced(&memory), "a table of \(length) is written to that was copied")
  }

  /// Takes memory of its own, if the memory is still known elsewhere.
  @inlinable @inline(never) mutating func separate() {
    if isKnownUniquelyReferenced(&memory) {
      flag.pointee = false
      return
    }
    let own = TableMemory<Element>(capacity: capacity)
    own.base.initialize(from: base, count: length)
    adopt(own)
  }

  /// Goes on in larger memory of its own.
  @inlinable @inline(never) mutating func grow(to capacity: Int) {
    let larger = TableMemory<Element>(capacity: capacity)
    larger.base.initialize(from: base, count: length)
    adopt(larger)
  }

  @inlinable mutating func adopt(_ memory: TableMemory<Element>) {
    memory.count = length
    base = memory.base
    capacity = memory.capacity
    self.memory = memory
  }

  /// Tells the memory how much it must tidy up in the end; plain data needs no tidying.
  @inlinable @inline(__always)
  func noteLength() {
    if !_isPOD(Element.self) { memory?.count = length }
  }
}
