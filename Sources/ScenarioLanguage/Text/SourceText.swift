/// The bytes of one file with its line table. Accepts LF, CRLF and CR, and a leading byte order
/// mark.
public struct SourceText: Sendable {
  /// The file's name as it appears in messages.
  public let file: String
  let bytes: [UInt8]
  let lines: [Range<Int>]

  /// Reads bytes as lines, or says which bound they break or where they are not UTF-8.
  public static func read(file: String, bytes: [UInt8]) -> Result<SourceText, Diagnostic> {
    let start = Place(line: 1, start: 0, end: 0)
    if bytes.count > Bounds.fileBytes {
      return .failure(
        Diagnostic(
          "the file is over the bound of \(Bounds.fileBytes) bytes (1 MiB)", at: start
        ))
    }
    let text = SourceText(file: file, bytes: bytes)
    if text.lines.count > Bounds.lines {
      return .failure(
        Diagnostic("more than \(Bounds.lines) lines, the bound of one file", at: start))
    }
    if let problem = text.firstLongLine ?? text.firstBrokenCharacter ?? text.firstControlCharacter {
      return .failure(problem)
    }
    return .success(text)
  }

  /// Takes bytes as they are; `read` is the way in that checks bounds.
  init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
    lines = SourceText.split(bytes)
  }

  /// How many lines there are.
  public var lineCount: Int { lines.count }

  /// The text of a line, counted from one; empty when there is no such line.
  public func text(ofLine line: Int) -> String {
    guard line >= 1, line <= lines.count else { return "" }
    return String(decoding: bytes[lines[line - 1]], as: UTF8.self)
  }

  /// The column of a place's first character, counted from one in characters, as editors do.
  public func column(of place: Place) -> Int { characters(before: Int(place.start), of: place) + 1 }

  /// How many characters a place covers.
  public func width(of place: Place) -> Int {
    characters(before: Int(place.end), of: place) - characters(before: Int(place.start), of: place)
  }

  private func characters(before byte: Int, of place: Place) -> Int {
    guard place.line >= 1, Int(place.line) <= lines.count else { return 0 }
    let line = lines[Int(place.line) - 1]
    let end = min(line.lowerBound + max(0, byte), line.upperBound)
    return String(decoding: bytes[line.lowerBound..<end], as: UTF8.self).count
  }

  private static func split(_ bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == 0x0A || byte == 0x0D else {
        index += 1
        continue
      }
      lines.append(start..<index)
      let isPair = byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
      index += isPair ? 2 : 1
      start = index
    }
    if start < bytes.count { lines.append(start..<bytes.count) }
    return lines
  }

  private var firstLongLine: Diagnostic? {
    guard let line = lines.firstIndex(where: { $0.count > Bounds.lineBytes }) else { return nil }
    return Diagnostic(
      "a line of \(lines[line].count) bytes is over the bound of \(Bounds.lineBytes) bytes",
      at: Place(line: line + 1, start: 0, end: 1))
  }

  /// The first character that would move a terminal's cursor instead of being read.
  private var firstControlCharacter: Diagnostic? {
    for (index, line) in lines.enumerated() {
      guard let bad = bytes[line].firstIndex(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
      else { continue }
      let digits = String(bytes[bad], radix: 16, uppercase: true)
      let code = String(repeating: "0", count: 4 - digits.count) + digits
      let start = bad - line.lowerBound
      return Diagnostic(
        "a control character (U+\(code)) has no place in a scenario",
        at: Place(line: index + 1, start: start, end: start + 1))
    }
    return nil
  }

  /// The first byte that is not UTF-8, found by decoding line by line.
  private var firstBrokenCharacter: Diagnostic? {
    for (index, line) in lines.enumerated() {
      guard String(validating: bytes[line], as: UTF8.self) == nil else { continue }
      let good = SourceText.validPrefix(of: bytes[line])
      return Diagnostic(
        "this is not UTF-8 text", at: Place(line: index + 1, start: good, end: good + 1))
    }
    return nil
  }

  /// How many leading bytes are whole UTF-8 characters; a line is short, so trying every cut is
  /// fine.
  private static func validPrefix(of line: ArraySlice<UInt8>) -> Int {
    var good = 0
    var index = line.startIndex
    while index < line.endIndex {
      let length = line[index] < 0x80 ? 1 : line[index] < 0xE0 ? 2 : line[index] < 0xF0 ? 3 : 4
      let end = index + length
      guard end <= line.endIndex, String(validating: line[index..<end], as: UTF8.self) != nil
      else { break }
      good += length
      index = end
    }
    return good
  }
}
