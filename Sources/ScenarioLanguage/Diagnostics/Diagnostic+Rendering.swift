extension Diagnostic {
  /// `file:line:column: error: …`, the source line, a caret under the text, and the likely fix.
  public func rendered(in source: SourceText, gutterWidth: Int = 0) -> String {
    guard place.line >= 1, Int(place.line) <= source.lineCount else {
      return "\(file ?? source.file): \(severity.rawValue): \(message)\(hint(", "))"
    }
    let line = Int(place.line)
    let text = Diagnostic.printable(source.text(ofLine: line))
    let column = source.column(of: place)
    let gutter = String(repeating: " ", count: max(gutterWidth, String(line).count))
    let number = String(repeating: " ", count: gutter.count - String(line).count) + String(line)
    // Tabs stay tabs, so that the caret stays under its word at any tab width.
    let indent = String(text.prefix(column - 1).map { $0 == "\t" ? "\t" : " " })
    let missing = String(repeating: " ", count: max(0, column - 1 - text.count))
    let underline = "^" + String(repeating: "~", count: max(0, source.width(of: place) - 1))
    return """
      \(file ?? source.file):\(line):\(column): \(severity.rawValue): \(message)
      \(gutter) |
      \(number) | \(text)
      \(gutter) | \(indent)\(missing)\(underline)\(hint(" "))
      """
  }

  /// All problems of one file in their order, with one gutter width for all.
  public static func rendered(_ problems: [Diagnostic], in source: SourceText) -> String {
    let shown = problems.prefix(Bounds.diagnostics)
    let width = shown.map { String($0.place.line).count }.max() ?? 1
    var parts = shown.map { $0.rendered(in: source, gutterWidth: width) }
    if problems.count > shown.count {
      parts.append("\(source.file): \(problems.count - shown.count) more problems are not shown")
    }
    return parts.joined(separator: "\n")
  }

  private func hint(_ separator: String) -> String {
    suggestion.map { "\(separator)did you mean '\($0)'?" } ?? ""
  }

  /// Control characters would move a terminal's cursor; they are shown as the replacement
  /// character.
  private static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F })
    else { return text }
    return String(
      text.map { character in
        character.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }
          ? "\u{FFFD}" : character
      })
  }
}
