/// An array that grows at the end, shrinks at both, and shares its middle with its copies.
///
/// Elements lie in chunks of sixty-four. After a copy, the next append copies one chunk instead of
/// the whole array, which is what makes a fork of a long log cheap. Indices are absolute: dropping
/// the front does not renumber the rest.
@frozen public struct ChunkedArray<Element: Sendable>: Sendable {
  @usableFromInline var chunks: [[Element]]
  @usableFromInline var firstChunk: Int
  /// The index of the first element that is still there.
  @usableFromInline var start: Int
  @usableFromInline var end: Int

  @inlinable static var chunkShift: Int { 6 }
  @inlinable static var chunkSize: Int { 64 }

  /// An array without elements, whose first one will have index zero.
  @inlinable public init() {
    chunks = []
    firstChunk = 0
    start = 0
    end = 0
  }

  /// The index of the first element.
  @inlinable public var startIndex: Int { start }
  /// The index that the next appended element gets.
  @inlinable public var endIndex: Int { end }
  /// The indices of all elements, ascending.
  @inlinable public var indices: Range<Int> { start..<end }
  /// How many elements there are.
  @inlinable public var count: Int { end &- start }
  /// Whether there are no elements.
  @inlinable public var isEmpty: Bool { start == end }
  /// The first element.
  @inlinable public var first: Element? { isEmpty ? nil : self[start] }
  /// The last element.
  @inlinable public var last: Element? { isEmpty ? nil : self[end &- 1] }

  /// The element at an index, which must be there.
  @inlinable public subscript(index: Int) -> Element {
    get {
      invariant(index >= start && index < end, "index \(index) is outside \(start) ..< \(end)")
      return chunks[(index >> Self.chunkShift) &- firstChunk][index & (Self.chunkSize &- 1)]
    }
    _modify {
      invariant(index >= start && index < end, "index \(index) is outside \(start) ..< \(end)")
      yield &chunks[(index >> Self.chunkShift) &- firstChunk][index & (Self.chunkSize &- 1)]
    }
  }

  /// Adds an element at the end.
  @inlinable public mutating func append(_ element: Element) {
    let chunk = (end >> Self.chunkShift) &- firstChunk
    if chunk == chunks.count {
      var fresh: [Element] = []
      fresh.reserveCapacity(Self.chunkSize)
      // An array that starts anew may begin inside a chunk: the places before it are never read.
      for _ in 0..<(end & (Self.chunkSize &- 1)) { fresh.append(element) }
      chunks.append(fresh)
    }
    chunks[chunk].append(element)
    end &+= 1
  }

  /// Removes elements from the end until so many are left below this index.
  @inlinable public mutating func removeLast(downTo index: Int) {
    let target = max(start, min(index, end))
    if target == end { return }
    end = target
    let lastChunk = (end &+ Self.chunkSize &- 1) >> Self.chunkShift
    if chunks.count > lastChunk &- firstChunk {
      chunks.removeLast(chunks.count &- (lastChunk &- firstChunk))
    }
    let rest = end & (Self.chunkSize &- 1)
    if rest > 0, let size = chunks.last?.count, size > rest {
      chunks[chunks.count &- 1].removeLast(size &- rest)
    }
  }

  /// Drops so many elements from the front; the rest keep their indices.
  @inlinable public mutating func removeFirst(_ count: Int) {
    start = min(end, start &+ max(0, count))
    let whole = min(chunks.count, (start >> Self.chunkShift) &- firstChunk)
    if whole > 0 {
      chunks.removeFirst(whole)
      firstChunk &+= whole
    }
  }

  /// Drops every element; the next one appended gets this index.
  @inlinable public mutating func removeAll(startingAt index: Int) {
    invariant(index >= 0, "an array cannot start at \(index)")
    chunks = []
    firstChunk = index >> Self.chunkShift
    start = index
    end = index
  }

  /// The first index whose element satisfies a predicate that is false, then true, along the array.
  @inlinable public func partitioningIndex(where belongsToRest: (Element) -> Bool) -> Int {
    var low = start
    var high = end
    while low < high {
      let middle = (low &+ high) >> 1
      if belongsToRest(self[middle]) { high = middle } else { low = middle &+ 1 }
    }
    return low
  }

  /// Calls a closure with each element, first to last.
  @inlinable public func forEach(_ body: (Element) throws -> Void) rethrows {
    for index in start..<end { try body(self[index]) }
  }
}
