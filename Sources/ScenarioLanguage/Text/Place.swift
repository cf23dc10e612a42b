/// Where in a text something stands. Two places are always equal, so that syntax compares by
/// meaning.
public struct Place: Sendable, Hashable {
  /// The line, counted from one.
  public var line: Int32
  /// The first byte within the line, counted from zero.
  public var start: Int32
  /// The byte after the last one.
  public var end: Int32

  /// A stretch of one line.
  public init(line: Int, start: Int, end: Int) {
    self.line = Int32(clamping: line)
    self.start = Int32(clamping: start)
    self.end = Int32(clamping: end)
  }

  /// For syntax that no text was written for yet, such as a generated scenario.
  public static let nowhere = Place(line: 0, start: 0, end: 0)

  /// Always true: what is written counts, not where.
  public static func == (_: Place, _: Place) -> Bool { true }

  /// Adds nothing, as equality ignores places.
  public func hash(into hasher: inout Hasher) {}

  /// From the start of this place to the end of another on the same line.
  public func through(_ last: Place) -> Place {
    guard last.line == line, last.end >= start else { return self }
    return Place(line: Int(line), start: Int(start), end: Int(last.end))
  }

  /// Whether this place comes earlier in the text than another.
  public func precedes(_ other: Place) -> Bool { (line, start) < (other.line, other.start) }
}
