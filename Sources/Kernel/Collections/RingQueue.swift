/// A first-in first-out queue in one array that wraps around.
@frozen public struct RingQueue<Element: Sendable>: Sendable {
  @usableFromInline var storage: [Element?]
  @usableFromInline var head: Int
  @usableFromInline var length: Int

  /// A queue without elements.
  @inlinable public init() {
    storage = []
    head = 0
    length = 0
  }

  /// How many elements are waiting.
  @inlinable public var count: Int { length }
  /// Whether nothing is waiting.
  @inlinable public var isEmpty: Bool { length == 0 }
  /// The element that leaves next.
  @inlinable public var first: Element? { length == 0 ? nil : storage[head] }
  /// The element that came last.
  @inlinable public var last: Element? { length == 0 ? nil : storage[position(length &- 1)] }

  /// Adds an element at the end; now and then the array doubles.
  @inlinable public mutating func append(_ element: Element) {
    if length == storage.count { grow() }
    storage[position(length)] = element
    length &+= 1
  }

  /// Takes the element that has waited longest; nil when nothing waits.
  @inlinable @discardableResult
  public mutating func popFirst() -> Element? {
    if length == 0 { return nil }
    let element = storage[head]
    storage[head] = nil
    head = position(1)
    length &-= 1
    return element
  }

  /// The element that is so many places from the front.
  @inlinable public subscript(offset: Int) -> Element {
    get {
      guard offset >= 0, offset < length, let element = storage[position(offset)] else {
        brokenInvariant({ "place \(offset) of a queue of \(length)" }, file: #fileID, line: #line)
      }
      return element
    }
    set {
      invariant(offset >= 0 && offset < length, "place \(offset) of a queue of \(length)")
      storage[position(offset)] = newValue
    }
  }

  /// Removes everything, and keeps the memory.
  @inlinable public mutating func removeAll() {
    while popFirst() != nil {}
    head = 0
  }

  /// Calls a closure with each element, front to back.
  @inlinable public func forEach(_ body: (Element) throws -> Void) rethrows {
    for offset in 0..<length { try body(self[offset]) }
  }

  @inlinable func position(_ offset: Int) -> Int { (head &+ offset) & (storage.count &- 1) }

  @inlinable mutating func grow() {
    var larger: [Element?] = []
    larger.reserveCapacity(max(4, storage.count * 2))
    for offset in 0..<length { larger.append(storage[position(offset)]) }
    while larger.count < max(4, storage.count * 2) { larger.append(nil) }
    storage = larger
    head = 0
  }
}
