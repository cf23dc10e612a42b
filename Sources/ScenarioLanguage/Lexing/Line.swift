/// One line of a scenario, cut into indentation, content and comment.
struct Line: Sendable {
  /// The line's number, counted from one.
  var number: Int
  var isIndented: Bool
  /// The line's bytes without its end.
  var bytes: ArraySlice<UInt8>
  /// The bytes between indentation and comment, as offsets within the line, without spaces around.
  var content: Range<Int>
  /// The comment's text without its sign and the spaces around it.
  var comment: String?

  var isEmpty: Bool { content.isEmpty }

  init(number: Int, bytes: ArraySlice<UInt8>) {
    self.number = number
    self.bytes = bytes
    let base = bytes.startIndex
    let start = bytes.firstIndex { !Line.isSpace($0) } ?? bytes.endIndex
    isIndented = start > base
    var end = bytes.endIndex
    var isAfterSpace = true
    for index in start..<bytes.endIndex {
      // A sign inside a word is part of the word; only one after a space starts a comment.
      if bytes[index] == UInt8(ascii: "#"), isAfterSpace {
        comment = Line.trimmed(bytes[(index + 1)...])
        end = index
        break
      }
      isAfterSpace = Line.isSpace(bytes[index])
    }
    while end > start, Line.isSpace(bytes[end - 1]) { end -= 1 }
    content = (start - base)..<(end - base)
  }

  /// The bytes of a stretch of this line as text.
  func text(_ range: Range<Int>) -> String {
    let base = bytes.startIndex
    return String(
      decoding: bytes[(base + range.lowerBound)..<(base + range.upperBound)], as: UTF8.self)
  }

  func place(_ range: Range<Int>) -> Place {
    Place(line: number, start: range.lowerBound, end: range.upperBound)
  }

  /// All of the content.
  var place: Place { place(content) }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0C || byte == 0x0B
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
