/// Walks the bytes of a properties file once.
struct PropertiesReader {
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private(set) var problems: [Diagnostic] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func read() -> [PropertiesFile.Entry] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      problems.append(
        Diagnostic(
          "the file starts with a byte order mark, which Java reads as part of the first key",
          at: Place(line: 1, start: 0, end: 0), severity: .warning))
    }
    var entries: [PropertiesFile.Entry] = []
    while skipToEntry() {
      let (startLine, start) = (line, index - lineStart)
      var (text, isMark) = logicalLine()
      let end = startLine == line ? index - lineStart : start + 1
      let place = Place(line: startLine, start: start, end: max(start + 1, end))
      let keyEnd = text.indices.first { !isMark[$0] && PropertiesReader.endsKey(text[$0]) }
      var valueStart = keyEnd ?? text.count
      while valueStart < text.count, PropertiesReader.isBlank(text[valueStart]), !isMark[valueStart]
      {
        valueStart += 1
      }
      if valueStart < text.count, !isMark[valueStart], PropertiesReader.isSign(text[valueStart]) {
        valueStart += 1
        while valueStart < text.count, PropertiesReader.isBlank(text[valueStart]),
          !isMark[valueStart]
        { valueStart += 1 }
      }
      let key = String(decoding: text[..<(keyEnd ?? text.count)], as: UTF16.self)
      let value = String(decoding: text[valueStart...], as: UTF16.self)
      text.removeAll()
      isMark.removeAll()
      entries.append(PropertiesFile.Entry(key, value, at: place))
    }
    return entries
  }

  /// Skips blank lines, comments and indentation; false at the end of the file.
  private mutating func skipToEntry() -> Bool {
    while index < bytes.count {
      let byte = bytes[index]
      if PropertiesReader.isBlank(UInt16(byte)) {
        index += 1
      } else if PropertiesReader.endsLine(byte) {
        passLineEnd()
      } else if byte == UInt8(ascii: "#") || byte == UInt8(ascii: "!") {
        while index < bytes.count, !PropertiesReader.endsLine(bytes[index]) { index += 1 }
      } else {
        return true
      }
    }
    return false
  }

  /// One logical line as UTF-16, as Java holds it, with a mark on what was escaped.
  private mutating func logicalLine() -> (text: [UInt16], isMark: [Bool]) {
    var text: [UInt16] = []
    var isMark: [Bool] = []
    while index < bytes.count, !PropertiesReader.endsLine(bytes[index]) {
      guard bytes[index] == UInt8(ascii: "\\") else {
        text.append(UInt16(bytes[index]))
        isMark.append(false)
        index += 1
        continue
      }
      index += 1
      guard index < bytes.count else { break }
      if PropertiesReader.endsLine(bytes[index]) {
        passLineEnd()
        while index < bytes.count, PropertiesReader.isBlank(UInt16(bytes[index])) { index += 1 }
        continue
      }
      text.append(escaped())
      isMark.append(true)
    }
    return (text, isMark)
  }

  /// What stands behind a backslash.
  private mutating func escaped() -> UInt16 {
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "u"): return unicode()
    default: return UInt16(byte)
    }
  }

  private mutating func unicode() -> UInt16 {
    let digits = bytes[index..<min(index + 4, bytes.count)]
    let text = String(decoding: digits, as: Unicode.ASCII.self)
    guard digits.count == 4, text.allSatisfy(\.isHexDigit), let value = UInt16(text, radix: 16)
    else {
      let start = index - 2 - lineStart
      problems.append(
        Diagnostic(
          "'\\u' needs four hexadecimal digits; Java refuses the file",
          at: Place(line: line, start: start, end: start + 2)))
      return 0xFFFD
    }
    index += 4
    return value
  }

  private mutating func passLineEnd() {
    let isPair =
      bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
    index += isPair ? 2 : 1
    line += 1
    lineStart = index
  }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func isBlank(_ unit: UInt16) -> Bool {
    unit == 0x20 || unit == 0x09 || unit == 0x0C
  }

  private static func isSign(_ unit: UInt16) -> Bool { unit == 0x3D || unit == 0x3A }

  private static func endsKey(_ unit: UInt16) -> Bool { isSign(unit) || isBlank(unit) }
}
