/// A map that keeps its keys in order, in two parallel arrays.
///
/// It replaces the dictionary, whose order differs from process to process. Finding a key takes
/// logarithmic time; inserting or removing one moves what is behind it, which is fast up to some
/// thousands of entries.
@frozen public struct SortedMap<Key: Comparable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline var keyStorage: [Key]
  @usableFromInline var valueStorage: [Value]

  /// A map without entries.
  @inlinable public init() {
    keyStorage = []
    valueStorage = []
  }

  /// The keys, ascending.
  @inlinable public var keys: [Key] { keyStorage }
  /// The values, in the order of their keys.
  @inlinable public var values: [Value] { valueStorage }
  /// How many entries there are.
  @inlinable public var count: Int { keyStorage.count }
  /// Whether there are no entries.
  @inlinable public var isEmpty: Bool { keyStorage.isEmpty }

  /// The value of a key; assigning nil removes the entry.
  @inlinable public subscript(key: Key) -> Value? {
    get {
      let position = lowerBound(key)
      return holds(key, at: position) ? valueStorage[position] : nil
    }
    set {
      let position = lowerBound(key)
      switch (holds(key, at: position), newValue) {
      case (true, let value?): valueStorage[position] = value
      case (true, nil): removeEntry(at: position)
      case (false, let value?): insert(key, value, at: position)
      case (false, nil): break
      }
    }
  }

  /// The value of a key, or what to start from; changing it in place stores it.
  @inlinable public subscript(key: Key, default fallback: @autoclosure () -> Value) -> Value {
    get { self[key] ?? fallback() }
    _modify {
      let position = lowerBound(key)
      if !holds(key, at: position) { insert(key, fallback(), at: position) }
      yield &valueStorage[position]
    }
  }

  /// The position of a key among the entries; nil when it is absent.
  @inlinable public func position(of key: Key) -> Int? {
    let position = lowerBound(key)
    return holds(key, at: position) ? position : nil
  }

  /// The position of the first entry whose key is not below this one.
  @inlinable public func lowerBound(_ key: Key) -> Int {
    var low = 0
    var high = keyStorage.count
    while low < high {
      let middle = (low &+ high) >> 1
      if keyStorage[middle] < key { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// The key at a position.
  @inlinable public func key(at position: Int) -> Key { keyStorage[position] }

  /// The value at a position, which can be changed in place.
  @inlinable public subscript(position position: Int) -> Value {
    get { valueStorage[position] }
    _modify { yield &valueStorage[position] }
  }

  /// Removes the entry of a key and returns its value; nil when it is absent.
  @inlinable @discardableResult
  public mutating func removeValue(forKey key: Key) -> Value? {
    guard let position = position(of: key) else { return nil }
    let value = valueStorage[position]
    removeEntry(at: position)
    return value
  }

  /// Removes the entry at a position.
  @inlinable public mutating func removeEntry(at position: Int) {
    keyStorage.remove(at: position)
    valueStorage.remove(at: position)
  }

  /// Removes every entry, and keeps the memory.
  @inlinable public mutating func removeAll() {
    keyStorage.removeAll(keepingCapacity: true)
    valueStorage.removeAll(keepingCapacity: true)
  }

  /// Calls a closure with every entry, in the order of the keys.
  @inlinable public func forEach(_ body: (Key, Value) throws -> Void) rethrows {
    for position in keyStorage.indices {
      try body(keyStorage[position], valueStorage[position])
    }
  }

  @inlinable func holds(_ key: Key, at position: Int) -> Bool {
    position < keyStorage.count && keyStorage[position] == key
  }

  @inlinable mutating func insert(_ key: Key, _ value: Value, at position: Int) {
    keyStorage.insert(key, at: position)
    valueStorage.insert(value, at: position)
  }
}

extension SortedMap: Equatable where Value: Equatable {}
