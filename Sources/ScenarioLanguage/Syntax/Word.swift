/// A name or other word of the author's own, with the place where it stands.
public struct Word: Equatable, Hashable, Sendable, CustomStringConvertible {
  /// The word as written.
  public var text: String
  /// Where it was written.
  public var place: Place

  /// A word at a place; without one when it was never written.
  public init(_ text: String, at place: Place = .nowhere) {
    self.text = text
    self.place = place
  }

  /// The word alone.
  public var description: String { text }
}

/// A topic's partition, written `orders-0`.
public struct PartitionName: Equatable, Hashable, Sendable, CustomStringConvertible {
  /// The topic.
  public var topic: String
  /// The partition's number.
  public var partition: Int
  /// Where the two were written, as one word.
  public var place: Place

  /// A partition of a topic.
  public init(_ topic: String, _ partition: Int, at place: Place = .nowhere) {
    self.topic = topic
    self.partition = partition
    self.place = place
  }

  /// `orders-0`.
  public var description: String { "\(topic)-\(partition)" }

  /// Splits at the last hyphen; nil when no number follows it.
  init?(_ text: String, at place: Place) {
    guard let hyphen = text.lastIndex(of: "-"), hyphen > text.startIndex else { return nil }
    let number = text[text.index(after: hyphen)...]
    guard !number.isEmpty, number.count <= 7, number.allSatisfy({ $0.asciiDigit != nil }),
      let partition = Int(number), String(partition) == number
    else { return nil }
    self.init(String(text[..<hyphen]), partition, at: place)
  }
}
