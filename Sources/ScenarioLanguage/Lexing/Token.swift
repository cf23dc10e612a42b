/// The least meaningful stretch of a line.
struct Token: Equatable, Sendable {
  enum Kind: Sendable {
    /// Anything without spaces: a keyword, a name, a number with its unit.
    case word
    /// `@first`; the text is the name alone.
    case label
    /// Text in double quotes; the text is what stands between them.
    case quoted
    case comma
    case colon
    /// `=`, `!=`, `<`, `<=`, `>` or `>=`.
    case comparison
  }

  var kind: Kind
  var text: String
  var place: Place

  /// As it was written, for messages.
  var written: String {
    switch kind {
    case .label: "@\(text)"
    case .quoted: Token.inQuotes(text)
    case .word, .comma, .colon, .comparison: text
    }
  }

  /// Text as it stands between quotes, with `\"` and `\\` for what would end it.
  static func inQuotes(_ text: String) -> String {
    var result = "\""
    for character in text {
      if character == "\"" || character == "\\" { result += "\\" }
      result.append(character)
    }
    return result + "\""
  }
}
