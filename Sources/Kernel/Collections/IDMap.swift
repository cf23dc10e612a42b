/// A map from small dense numbers to values: an array with holes.
@frozen public struct IDMap<Value: Sendable>: Sendable {
  @usableFromInline var storage: [Value?]
  @usableFromInline var present: Int

  /// The highest number that may be used, so that a wild one fails before it takes the memory.
  @inlinable public static var limit: Int { 1 << 24 }

  /// A map without entries.
  @inlinable public init() {
    storage = []
    present = 0
  }

  /// How many entries there are.
  @inlinable public var count: Int { present }
  /// Whether there are no entries.
  @inlinable public var isEmpty: Bool { present == 0 }
  /// One more than the highest number that was ever assigned.
  @inlinable public var bound: Int { storage.count }

  /// The value of a number; assigning nil removes it.
  @inlinable public subscript(id: Int) -> Value? {
    get { id >= 0 && id < storage.count ? storage[id] : nil }
    _modify {
      grow(toHold: id)
      let wasPresent = storage[id] != nil
      defer { present += (storage[id] != nil ? 1 : 0) - (wasPresent ? 1 : 0) }
      yield &storage[id]
    }
  }

  /// The value of a number, or what to start from; changing it in place stores it.
  @inlinable public subscript(id: Int, default fallback: @autoclosure () -> Value) -> Value {
    get { self[id] ?? fallback() }
    set { self[id] = newValue }
  }

  /// Calls a closure with every entry, ascending.
  @inlinable public func forEach(_ body: (Int, Value) throws -> Void) rethrows {
    for id in storage.indices {
      if let value = storage[id] { try body(id, value) }
    }
  }

  /// The numbers that have a value, ascending.
  @inlinable public var ids: [Int] { storage.indices.filter { storage[$0] != nil } }

  @inlinable mutating func grow(toHold id: Int) {
    invariant(id >= 0 && id < Self.limit, "number \(id) is outside 0 ..< \(Self.limit)")
    while storage.count <= id { storage.append(nil) }
  }
}
