/// Statements by their first word.
extension ScenarioParser {
  /// Takes the line, and the block under it if there is one.
  mutating func statement(_ line: Line) -> Statement? {
    index += 1
    let trivia = takeTrivia(line)
    let kind: Statement.Kind?
    if let property = property(line) {
      kind = property.map(Statement.Kind.property)
    } else {
      guard var parser = words(of: line), let first = parser.current else { return nil }
      kind = self.kind(of: line, first, &parser)
    }
    return kind.map { Statement($0, trivia: trivia, at: line.place) }
  }

  private mutating func kind(
    of line: Line, _ first: Token, _ parser: inout PhraseParser
  ) -> Statement.Kind? {
    let word = first.kind == .word ? first.text.lowercased() : ""
    switch word {
    case "title": return .title(rest(of: line, after: first))
    case "properties": return include(line, first).map(Statement.Kind.include)
    case "at", "every", "when", "on": return timeline(&parser)
    case "brokers", "broker", "zookeeper", "network", "topic", "producer", "producers",
      "consumer", "consumers", "weather":
      return block(word, &parser)
    case "claim", "claims", "kafka", "seed", "seeds", "run", "vary", "expect":
      parser.index += 1
      return simple(word, &parser)
    default: break
    }
    if first.text.first?.asciiDigit != nil { return timeline(&parser) }
    if Vocabulary.faults.firstWords.contains(word) { return timelineFromAction(&parser) }
    problems.append(unknown(first, line))
    return nil
  }

  private mutating func simple(_ word: String, _ parser: inout PhraseParser) -> Statement.Kind? {
    let kind: Statement.Kind? =
      switch word {
      case "kafka": kafka(&parser)
      case "seed", "seeds": seeds(&parser)
      case "run": run(&parser)
      case "vary": vary(&parser)
      case "expect": expectation(&parser)
      default: claims(&parser)
      }
    guard let kind else {
      report(parser)
      return nil
    }
    return isFinished(&parser) ? kind : nil
  }

  /// A line that starts with no word of the language.
  private func unknown(_ first: Token, _ line: Line) -> Diagnostic {
    if let problem = ScenarioParser.lacksIndent(first) { return problem }
    let after = Int(first.place.end)
    let hasColon =
      after < line.content.upperBound
      && line.bytes[line.bytes.startIndex + after] == UInt8(ascii: ":")
    if first.text.contains(".") || hasColon, Reserved.isName(first.text) {
      return Diagnostic(
        "a property needs a '=', as in '\(first.text) = …'", at: first.place)
    }
    let words = Vocabulary.statementWords.sorted() + Vocabulary.faults.firstWords
    return Diagnostic(
      "unknown statement '\(first.written)'", at: first.place,
      suggestion: Synonyms.fault(first.text) ?? nearest(to: first.text, among: words))
  }

  /// A word that belongs under a header stands at the left margin.
  static func lacksIndent(_ first: Token) -> Diagnostic? {
    let word = first.text.lowercased()
    let owners = blockWords.filter { $0.words.contains(word) }.map { "'\($0.header)'" }
    if owners.isEmpty { return nil }
    return Diagnostic(
      "'\(first.written)' has to be indented under its \(listed(owners))", at: first.place)
  }

  /// Everything behind a line's first word, as it stands.
  private func rest(of line: Line, after first: Token) -> String {
    var start = Int(first.place.end)
    while start < line.content.upperBound, Line.isSpace(line.bytes[line.bytes.startIndex + start]) {
      start += 1
    }
    return line.text(start..<line.content.upperBound)
  }

  /// `properties PATH`; the path is everything behind the word.
  mutating func include(_ line: Line, _ first: Token) -> Include? {
    let path = rest(of: line, after: first)
    if path.isEmpty {
      problems.append(Diagnostic("'properties' needs the path of a file", at: first.place))
      return nil
    }
    let start = line.content.upperBound - path.utf8.count
    return Include(Word(path, at: line.place(start..<line.content.upperBound)))
  }

  /// A `key = value` line; nil when the line is none, and an inner nil when it is a broken one.
  mutating func property(_ line: Line) -> Property?? {
    let base = line.bytes.startIndex
    func byte(_ at: Int) -> UInt8? { at < line.content.upperBound ? line.bytes[base + at] : nil }
    var keyEnd = line.content.lowerBound
    while let next = byte(keyEnd), !Line.isSpace(next), next != UInt8(ascii: "=") { keyEnd += 1 }
    var sign = keyEnd
    while let next = byte(sign), Line.isSpace(next) { sign += 1 }
    guard byte(sign) == UInt8(ascii: "=") else { return .none }
    var start = sign + 1
    while let next = byte(start), Line.isSpace(next) { start += 1 }
    let (key, value) = (
      line.content.lowerBound..<keyEnd,
      min(start, line.content.upperBound)..<line.content.upperBound
    )
    if key.isEmpty {
      problems.append(Diagnostic("a property needs a name before its '='", at: line.place))
      return .some(nil)
    }
    let text = line.text(value)
    if text.hasSuffix("\\") {
      problems.append(
        Diagnostic(
          "a property is one line here; values of several lines belong in a properties file",
          at: line.place(value)))
      return .some(nil)
    }
    return Property(
      Word(line.text(key), at: line.place(key)),
      Word(text, at: text.isEmpty ? line.place(sign..<(sign + 1)) : line.place(value)))
  }
}
