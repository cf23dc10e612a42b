/// The memory of a table: a flag, and room for elements behind it.
///
/// It is an object only so that the memory is freed when the last table that knows it is gone.
/// Nothing reaches it but `Table`.
@usableFromInline final class TableMemory<Element> {
  @usableFromInline let base: UnsafeMutablePointer<Element>
  @usableFromInline let capacity: Int
  /// How many elements there are to destroy in the end; kept for elements that need it.
  @usableFromInline var count = 0

  /// Room for so many elements, none of which exists yet.
  @inlinable init(capacity: Int) {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: Self.flagDistance + capacity * MemoryLayout<Element>.stride,
      alignment: Self.flagDistance)
    memory.initializeMemory(as: Bool.self, repeating: false, count: 1)
    base = (memory + Self.flagDistance).bindMemory(to: Element.self, capacity: capacity)
    self.capacity = capacity
  }

  deinit {
    if !_isPOD(Element.self) { base.deinitialize(count: count) }
    (UnsafeMutableRawPointer(base) - Self.flagDistance).deallocate()
  }

  /// How far the flag lies in front of the elements, which keeps them aligned.
  @inlinable static var flagDistance: Int { max(16, MemoryLayout<Element>.alignment) }

  /// Where a table without memory has its elements.
  @inlinable static var nowhere: UnsafeMutablePointer<Element> {
    UnsafeMutablePointer(bitPattern: flagDistance).unsafelyUnwrapped
  }
}
