/// Values that are added one by one, looked at in order, and dropped all at once.
///
/// Dropping them only resets a count, so that filling it again costs one write each. A vacant place
/// keeps its old value until it is reused: put plain data in.
@frozen public struct Outbox<Element: Sendable>: Sendable {
  @usableFromInline var places: Table<Element>
  @usableFromInline var filled: Int

  /// An outbox without values.
  @inlinable public init() {
    places = []
    filled = 0
  }

  /// Adds a value behind the others.
  @inlinable public mutating func append(_ element: Element) {
    if filled < places.count {
      places[filled] = element
    } else {
      places.append(element)
    }
    filled &+= 1
  }

  /// Says that the outbox is about to be copied.
  @inlinable public func prepareFork() { places.prepareFork() }

  /// Drops all values, and keeps the memory.
  @inlinable public mutating func removeAll() { filled = 0 }
}

extension Outbox: RandomAccessCollection {
  /// The place of the first value.
  @inlinable public var startIndex: Int { 0 }
  /// The place behind the last value.
  @inlinable public var endIndex: Int { filled }

  /// The value at a place.
  @inlinable public subscript(place: Int) -> Element {
    invariant(place >= 0 && place < filled, "place \(place) of an outbox of \(filled)")
    return places[place]
  }
}
