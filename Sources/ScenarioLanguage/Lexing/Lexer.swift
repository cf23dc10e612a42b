/// Cuts the content of one line into tokens, in one pass over its bytes.
struct Lexer {
  private let line: Line
  private var index: Int
  private(set) var problem: Diagnostic?

  /// The tokens of a line, and what could not be one.
  static func tokens(of line: Line) -> (tokens: [Token], problem: Diagnostic?) {
    var lexer = Lexer(line)
    var tokens: [Token] = []
    while let token = lexer.next() { tokens.append(token) }
    return (tokens, lexer.problem)
  }

  private init(_ line: Line) {
    self.line = line
    index = line.content.lowerBound
  }

  private func byte(_ at: Int) -> UInt8? {
    at < line.content.upperBound ? line.bytes[line.bytes.startIndex + at] : nil
  }

  private mutating func next() -> Token? {
    while let space = byte(index), Line.isSpace(space) { index += 1 }
    guard let first = byte(index) else { return nil }
    switch first {
    case UInt8(ascii: ","): return symbol(.comma, 1)
    case UInt8(ascii: ":"): return symbol(.colon, 1)
    case UInt8(ascii: "="): return symbol(.comparison, 1)
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"):
      let isTwo = byte(index + 1) == UInt8(ascii: "=")
      if first == UInt8(ascii: "!"), !isTwo { return word() }
      return symbol(.comparison, isTwo ? 2 : 1)
    case UInt8(ascii: "\""): return quoted()
    case UInt8(ascii: "@"):
      var label = word()
      label.kind = .label
      label.text = String(label.text.dropFirst())
      return label
    default: return word()
    }
  }

  private mutating func symbol(_ kind: Token.Kind, _ length: Int) -> Token {
    let range = index..<(index + length)
    index += length
    return Token(kind: kind, text: line.text(range), place: line.place(range))
  }

  private mutating func word() -> Token {
    let start = index
    index += 1
    while let next = byte(index), !Lexer.endsWord(next) {
      if next == UInt8(ascii: "!"), byte(index + 1) == UInt8(ascii: "=") { break }
      index += 1
    }
    let range = start..<index
    return Token(kind: .word, text: line.text(range), place: line.place(range))
  }

  /// Text in quotes; in it `\"` is a quote and `\\` a backslash, any other backslash is itself.
  private mutating func quoted() -> Token {
    let start = index
    index += 1
    var text = ""
    var plain = index
    while let next = byte(index), next != UInt8(ascii: "\"") {
      if next == UInt8(ascii: "\\"),
        let escaped = byte(index + 1), Lexer.isEscapable(escaped)
      {
        text += line.text(plain..<index)
        plain = index + 1
        index += 1
      }
      index += 1
    }
    text += line.text(plain..<index)
    if byte(index) == nil {
      problem = Diagnostic("this quote is never closed", at: line.place(start..<index))
    } else {
      index += 1
    }
    return Token(kind: .quoted, text: text, place: line.place(start..<index))
  }

  private static func isEscapable(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "\""):
      true
    default: Line.isSpace(byte)
    }
  }
}
