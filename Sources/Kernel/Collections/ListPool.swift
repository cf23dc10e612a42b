/// A list inside a `ListPool`: twelve plain bytes, which a message can carry without owning memory.
///
/// A copy of a reference is not a copy of the list. Whoever holds the last one frees it.
@frozen public struct ListRef: Equatable, Sendable {
  /// The cursor of the first element, or `ListRef.end`.
  public var head: Int32
  /// The cursor of the last element, or `ListRef.end`.
  public var tail: Int32
  /// How many elements the list has.
  public var count: Int32

  /// The list without elements.
  @inlinable public init() {
    head = ListRef.end
    tail = ListRef.end
    count = 0
  }

  /// The list without elements.
  @inlinable public static var empty: ListRef { ListRef() }
  /// The cursor past the last element.
  @inlinable public static var end: Int32 { -1 }
  /// Whether the list has no elements.
  @inlinable public var isEmpty: Bool { count == 0 }
}

/// Many short, singly linked lists in one array.
///
/// It keeps messages plain old data: a fetch for forty partitions names its forty entries by a
/// `ListRef`, and neither sending nor forking it counts a reference. Walk a list with `first`,
/// `next` and the subscript:
///
///     var cursor = pool.first(list)
///     while cursor != ListRef.end { use(pool[cursor]); cursor = pool.next(cursor) }
///
/// `count` is the number of elements in all lists, so that a leak shows as a number that does not
/// return to zero.
@frozen public struct ListPool<Element: Sendable>: Sendable {
  @usableFromInline var nodes: Table<Node>
  @usableFromInline var firstVacancy: Int32
  @usableFromInline var liveCount: Int

  @frozen @usableFromInline struct Node: Sendable {
    @usableFromInline var element: Element
    @usableFromInline var next: Int32
    @inlinable init(element: Element, next: Int32) {
      self.element = element
      self.next = next
    }
  }

  /// A pool without lists.
  @inlinable public init() {
    nodes = []
    firstVacancy = ListRef.end
    liveCount = 0
  }

  /// How many elements all lists hold together.
  @inlinable public var count: Int { liveCount }

  /// Says that the pool is about to be copied.
  @inlinable public func prepareFork() { nodes.prepareFork() }

  /// Adds an element at the end of a list.
  @inlinable public mutating func append(_ element: Element, to list: inout ListRef) {
    let cursor: Int32
    let tail = list.count == 0 ? ListRef.end : list.tail
    invariant(Int(tail) < nodes.count, "a list ends at \(tail) in a pool of \(nodes.count)")
    if firstVacancy != ListRef.end {
      let vacancy = firstVacancy
      cursor = vacancy
      firstVacancy = nodes[Int(vacancy)].next
      nodes[Int(vacancy)] = Node(element: element, next: ListRef.end)
      if tail != ListRef.end { nodes[Int(tail)].next = vacancy }
    } else {
      invariant(nodes.count < Int(Int32.max), "a pool holds at most \(Int32.max) elements")
      cursor = Int32(truncatingIfNeeded: nodes.count)
      nodes.append(Node(element: element, next: ListRef.end))
      if tail != ListRef.end { nodes[Int(tail)].next = cursor }
    }
    if tail == ListRef.end { list.head = cursor }
    list.tail = cursor
    list.count &+= 1
    liveCount &+= 1
  }

  /// Takes the first element off a list; nil when it is empty.
  @inlinable public mutating func popFirst(_ list: inout ListRef) -> Element? {
    if list.count == 0 { return nil }
    let cursor = list.head
    let element = nodes[Int(cursor)].element
    list.head = nodes[Int(cursor)].next
    list.count &-= 1
    if list.count == 0 { list.tail = ListRef.end }
    nodes[Int(cursor)].next = firstVacancy
    firstVacancy = cursor
    liveCount &-= 1
    return element
  }

  /// Makes an element the last of its list; `previous` is the one before it, or `ListRef.end`.
  @inlinable public mutating func moveToEnd(
    _ cursor: Int32, after previous: Int32, in list: inout ListRef
  ) {
    if list.tail == cursor { return }
    if previous == ListRef.end {
      list.head = nodes[Int(cursor)].next
    } else {
      nodes[Int(previous)].next = nodes[Int(cursor)].next
    }
    nodes[Int(list.tail)].next = cursor
    nodes[Int(cursor)].next = ListRef.end
    list.tail = cursor
  }

  /// Gives all elements of a list back; the reference and its copies must not be used again.
  @inlinable public mutating func free(_ list: ListRef) {
    if list.count == 0 { return }
    nodes[Int(list.tail)].next = firstVacancy
    firstVacancy = list.head
    liveCount &-= Int(list.count)
    invariant(liveCount >= 0, "a list was freed twice: \(liveCount) elements are left")
  }

  /// The cursor of a list's first element, or `ListRef.end`.
  @inlinable public func first(_ list: ListRef) -> Int32 { list.head }

  /// The cursor of the element after this one, or `ListRef.end`.
  @inlinable public func next(_ cursor: Int32) -> Int32 { nodes[Int(cursor)].next }

  /// The element at a cursor.
  @inlinable public subscript(cursor: Int32) -> Element {
    get { nodes[Int(cursor)].element }
    _modify { yield &nodes[Int(cursor)].element }
  }

  /// Calls a closure with each element of a list, first to last.
  @inlinable public func forEach(_ list: ListRef, _ body: (Element) -> Void) {
    var cursor = list.head
    var left = list.count
    while left > 0 {
      body(nodes[Int(cursor)].element)
      cursor = nodes[Int(cursor)].next
      left &-= 1
    }
  }

  /// A second list with the same elements, to be freed on its own.
  @inlinable public mutating func copy(_ list: ListRef) -> ListRef {
    var result = ListRef()
    var cursor = list.head
    var left = list.count
    while left > 0 {
      append(nodes[Int(cursor)].element, to: &result)
      cursor = nodes[Int(cursor)].next
      left &-= 1
    }
    return result
  }

  /// The elements of a list as an array, for tests and reports.
  @inlinable public func array(_ list: ListRef) -> [Element] {
    var result: [Element] = []
    forEach(list) { result.append($0) }
    return result
  }
}
