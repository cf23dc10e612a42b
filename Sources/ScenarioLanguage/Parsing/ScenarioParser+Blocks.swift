/// Headers and the lines under them.
extension ScenarioParser {
  /// Which words belong under which header; for telling that a line lacks its indentation.
  static let blockWords: [(header: String, words: [String])] = [
    ("topic", Vocabulary.topicLines.firstWords),
    ("producer", Vocabulary.producerLines.firstWords),
    ("consumer", Vocabulary.consumerLines.firstWords),
    ("brokers", Vocabulary.brokerLines.firstWords),
    ("network", Vocabulary.networkLines.firstWords),
  ]

  /// A header and its block. The block is read even when the header is broken, so that its own
  /// problems are told in the same pass.
  mutating func block(_ word: String, _ parser: inout PhraseParser) -> Statement.Kind? {
    parser.index += 1
    switch word {
    case "topic":
      let name = header(&parser) { $1.nameWord("the topic's name") }
      let block = lines(Vocabulary.topicLines)
      return name.map { .topic($0, block) }
    case "producer", "producers":
      let clients = header(&parser) { $0.clients(word == "producers", &$1) }
      let block = lines(Vocabulary.producerLines)
      return clients.map { .producer($0, block) }
    case "consumer", "consumers":
      let clients = header(&parser) { $0.clients(word == "consumers", &$1) }
      let block = lines(Vocabulary.consumerLines)
      return clients.map { .consumer($0, block) }
    case "weather":
      let span = header(&parser) { $0.weatherSpan(&$1) }
      let block = lines(Vocabulary.weather)
      return span.map { .weather(from: $0.0, to: $0.1, block) }
    default: return clusterBlock(word, &parser)
    }
  }

  private mutating func clusterBlock(
    _ word: String, _ parser: inout PhraseParser
  ) -> Statement.Kind? {
    switch word {
    case "zookeeper":
      let count = header(&parser) { $0.number(&$1) }
      let block = lines(Vocabulary.zooKeeperLines)
      return count.map { .zooKeeper($0.value, at: $0.place, block) }
    case "network":
      let isHeader: Bool? = header(&parser) { _, _ in true }
      let block = lines(Vocabulary.networkLines)
      return isHeader.map { _ in .network(block) }
    case "broker":
      let id = header(&parser) { $0.number(&$1) }
      let block = lines(Vocabulary.brokerLines)
      return id.map { .broker($0.value, at: $0.place, block) }
    default:
      let count = header(&parser) { $0.number(&$1) }
      let block = lines(Vocabulary.brokerLines)
      return count.map { .brokers($0.value, at: $0.place, block) }
    }
  }

  /// Reads the rest of a header line, and reports it when it is broken.
  private mutating func header<Value>(
    _ parser: inout PhraseParser, _ read: (ScenarioParser, inout PhraseParser) -> Value?
  ) -> Value? {
    guard let value = read(self, &parser) else {
      report(parser)
      return nil
    }
    return isFinished(&parser) ? value : nil
  }

  private func number(_ parser: inout PhraseParser) -> (place: Place, value: Int)? {
    let token = parser.current
    guard case .count(let count) = parser.argument(.count), let token else { return nil }
    return (token.place, Int(count.lower.value))
  }

  private func clients(_ isPlural: Bool, _ parser: inout PhraseParser) -> Clients? {
    guard let name = parser.nameWord("the client's name") else { return nil }
    guard isPlural else {
      if let token = parser.current, case .success = Count.read(Substring(token.text)) {
        let several = "\(parser.tokens[0].text.lowercased())s \(name.text) \(token.text)"
        parser.fail(
          "the end of the line", message: "several that share a name are '\(several)'")
        return nil
      }
      return Clients(name)
    }
    guard case .count(let count) = parser.argument(.count) else { return nil }
    return Clients(name, count: Int(count.lower.value))
  }

  private func weatherSpan(_ parser: inout PhraseParser) -> (TimeAmount, TimeAmount)? {
    guard parser.accept("from"), let from = time(&parser), parser.accept("to", "until"),
      let to = time(&parser)
    else { return nil }
    return (from, to)
  }

  /// The indented lines that follow.
  private mutating func lines<ID: FormID>(_ table: FormTable<ID>) -> Block<ID> {
    var block = Block<ID>()
    let words = Set(table.firstWords)
    while let line = nextLine(), line.isIndented, !startsStatement(line, unless: words) {
      index += 1
      let trivia = takeTrivia(line)
      guard let kind = kind(of: line, table) else { continue }
      block.lines.append(BlockLine(kind, trivia: trivia, at: line.place))
    }
    return block
  }

  /// Indentation never changes meaning: an indented `at 2s …` is still a line of the timeline.
  private func startsStatement(_ line: Line, unless words: Set<String>) -> Bool {
    guard let first = Lexer.tokens(of: line).tokens.first, first.kind == .word else { return false }
    let word = first.text.lowercased()
    return word != "properties" && Vocabulary.statementWords.contains(word) && !words.contains(word)
  }

  private mutating func kind<ID: FormID>(
    of line: Line, _ table: FormTable<ID>
  ) -> BlockLine<ID>.Kind? {
    if let property = property(line) { return property.map(BlockLine.Kind.property) }
    guard var parser = words(of: line), let first = parser.current else { return nil }
    if first.text.lowercased() == "properties" {
      return include(line, first).map(BlockLine.Kind.include)
    }
    guard let phrase = parser.phrase(table) else {
      if parser.failure.index <= 0, first.text.contains("."), Reserved.isName(first.text) {
        problems.append(
          Diagnostic("a property needs a '=', as in '\(first.text) = …'", at: first.place))
      } else if parser.failure.index <= 0 {
        problems.append(unknown(parser.tokens, table))
      } else {
        report(parser)
      }
      return nil
    }
    return isFinished(&parser) ? .words(phrase) : nil
  }

  /// A line whose first word no line of its block has.
  private func unknown<ID: FormID>(_ tokens: [Token], _ table: FormTable<ID>) -> Diagnostic {
    let first = tokens[0]
    let suggestion =
      Synonyms.setting(first.text, table.noun)
      ?? nearest(to: first.text, among: table.firstWords + ["properties"])
    var message = "unknown \(table.noun) '\(first.written)'"
    // Two words alone are how a property is written by who forgets its sign.
    if suggestion == nil, tokens.count == 2, Reserved.isName(first.text) {
      message += "; a property needs a '=', as in '\(first.written) = \(tokens[1].written)'"
    }
    return Diagnostic(message, at: first.place, suggestion: suggestion)
  }
}
