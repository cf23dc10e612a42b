/// `expect` lines: a body, then scope, seeds and runs in any order.
extension ScenarioParser {
  mutating func expectation(_ parser: inout PhraseParser) -> Statement.Kind? {
    let start = parser.index + (parser.currentWord.map(isModality) == true ? 1 : 0)
    if let understood = understood(&parser) { return understood }
    if let problem = stranger(parser, start) {
      parser.failure = PhraseParser.Failure(index: start, message: problem)
      return nil
    }
    if let message = misplaced(parser) { parser.failure.message = message }
    return nil
  }

  /// What to write for an expectation that begins with words that are not ours.
  private func stranger(_ parser: PhraseParser, _ start: Int) -> String? {
    guard start < parser.tokens.count, parser.tokens[start].kind == .word else { return nil }
    if let (theirs, ours) = Synonyms.expectation(
      parser.tokens[start...].map { $0.text.lowercased() })
    {
      return "'\(theirs)' is written '\(ours)' here"
    }
    // A name that nobody declares was taken for a topic's, and the next word refused.
    let first = parser.tokens[start].text
    let known =
      Vocabulary.measures.firstWords + Vocabulary.guarantees.firstWords
      + Vocabulary.events.firstWords + Vocabulary.roles.firstWords
    guard parser.failure.index > start, !known.contains(first.lowercased()), first != "the",
      first.first?.asciiDigit == nil, first != first.uppercased(), !parser.names.isSubject(first),
      !parser.names.isDeclared(first)
    else { return nil }
    let meant =
      nearest(to: first, among: known + parser.names.topics.sorted())
      .map { "did you mean '\($0)'?" }
    let lists = "see 'ackproof list measures' and 'ackproof list guarantees'"
    return "nothing that is expected begins with '\(first)'; \(meant ?? lists)"
  }

  /// What to write where a word is right and its place is not.
  private func misplaced(_ parser: PhraseParser) -> String? {
    let place = parser.failure.index
    guard place > 0, place < parser.tokens.count, parser.tokens[place].kind == .word else {
      return nil
    }
    let word = parser.tokens[place].text.lowercased()
    if isModality(word), parser.tokens.filter({ isModality($0.text.lowercased()) }).count == 1 {
      return "'\(word)' stands right behind 'expect', or at the end of the line"
    }
    if let ours = Synonyms.often(word) {
      return "'\(word)' is '\(ours)' here, right behind 'expect' or at the end of the line"
    }
    let before = parser.tokens[place - 1].text
    let isOfIt = Vocabulary.measures.forms.contains { $0.pattern.hasPrefix("\(word) of {") }
    guard isOfIt, parser.names.isSubject(before) else { return nil }
    return "'\(word)' comes first, as in '\(word) of \(before)'"
  }

  private mutating func understood(_ parser: inout PhraseParser) -> Statement.Kind? {
    let prefix = modality(&parser)
    let start = parser.index
    if let body = comparison(&parser), let rest = tail(body, prefix, &parser) { return rest }
    parser.index = start
    if let guarantee = parser.phrase(Vocabulary.guarantees),
      let rest = tail(.guarantee(guarantee), prefix, &parser)
    {
      return rest
    }
    parser.index = start
    guard let event = parser.phrase(Vocabulary.events) else { return nil }
    return tail(.event(event), prefix, &parser)
  }

  private func isModality(_ word: String) -> Bool {
    Expectation.Modality.allCases.contains { $0 != .once && $0.rawValue == word }
  }

  private func modality(_ parser: inout PhraseParser) -> Expectation.Modality? {
    let found = Expectation.Modality.allCases.first {
      $0 != .once && parser.currentWord == $0.rawValue
    }
    if found != nil { parser.index += 1 }
    return found
  }

  /// What follows the body, up to the end of the line.
  private mutating func tail(
    _ body: Expectation.Body, _ prefix: Expectation.Modality?, _ parser: inout PhraseParser
  ) -> Statement.Kind? {
    var expectation = Expectation(body)
    var modality = prefix
    while !parser.isAtEnd {
      _ = parser.acceptSilently(.comma)
      if modality == nil, let found = self.modality(&parser) {
        modality = found
      } else if expectation.conditions.isEmpty, parser.currentWord == "where" {
        guard let conditions = conditions(&parser) else { return nil }
        expectation.conditions = conditions
      } else if let quantifier = quantifier(&parser) {
        expectation.quantifier = quantifier
      } else if expectation.window == nil, let window = parser.phrase(Vocabulary.windows) {
        expectation.window = window
      } else {
        parser.fail("the end of the line")
        return nil
      }
    }
    if case .event = body, modality == nil { modality = .sometimes }
    expectation.modality = modality ?? .once
    return .expect(expectation)
  }

  private func quantifier(_ parser: inout PhraseParser) -> Expectation.Quantifier? {
    let start = parser.index
    if parser.accept("in") {
      if parser.accept("every", "each"), parser.accept("seed") { return .everySeed }
      if parser.accept("some", "a"), parser.accept("seed") { return .someSeed }
    }
    parser.index = start
    return nil
  }

  private func comparison(_ parser: inout PhraseParser) -> Expectation.Body? {
    guard let measure = parser.phrase(Vocabulary.measures) else { return nil }
    guard var comparison = self.sign(&parser) else { return nil }
    let value = Vocabulary.measures[measure.id].value
    // Numbers are compared by signs, nodes and states by `is`, however it was written.
    let isIdentity = value == .node || value == .nodes || value == .word
    switch comparison {
    case .equal: comparison = isIdentity ? .is : .equal
    case .is: comparison = isIdentity ? .is : .equal
    case .notEqual, .isNot: comparison = isIdentity ? .isNot : .notEqual
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if isIdentity {
        parser.index -= 1
        parser.fail(
          "'is'", message: "nodes and states are compared with 'is' and 'is not'")
        return nil
      }
    }
    return operand(value, &parser).map { .comparison(measure, comparison, $0) }
  }

  private func sign(_ parser: inout PhraseParser) -> Comparison? {
    if let token = parser.current, token.kind == .comparison {
      parser.index += 1
      return Comparison(rawValue: token.text)
    }
    switch parser.currentWord {
    case "is":
      parser.index += 1
      if parser.currentWord == "not" {
        parser.index += 1
        return .isNot
      }
      return bound(&parser) ?? .is
    case "exactly":
      parser.index += 1
      return .equal
    default:
      if let bound = bound(&parser) { return bound }
      parser.fail("a comparison such as '=', '>=' or 'is'", words: ["is", "exactly"])
      return nil
    }
  }

  /// `at least` and `at most`, which are not to be mistaken for `at 20s`.
  private func bound(_ parser: inout PhraseParser) -> Comparison? {
    guard parser.currentWord == "at", parser.index + 1 < parser.tokens.count else {
      return nil
    }
    switch parser.tokens[parser.index + 1].text.lowercased() {
    case "least":
      parser.index += 2
      return .greaterOrEqual
    case "most":
      parser.index += 2
      return .lessOrEqual
    default: return nil
    }
  }

  private func operand(_ value: MeasuredValue, _ parser: inout PhraseParser) -> Operand? {
    let start = parser.index
    if let literal = literal(value, &parser) { return literal }
    parser.index = start
    guard let measure = parser.phrase(Vocabulary.measures),
      Vocabulary.measures[measure.id].value == value
    else { return nil }
    return .measure(measure)
  }

  private func literal(_ value: MeasuredValue, _ parser: inout PhraseParser) -> Operand? {
    switch value {
    case .nothing: return nil
    case .number:
      if parser.accept("none") { return .numbers([0]) }
      guard case .count(let drawn) = parser.argument(.counts) else { return nil }
      return drawn.upper.map { .range(drawn.lower.value, $0.value) }
        ?? .numbers([drawn.lower.value])
    case .time:
      guard case .time(let time) = parser.argument(.duration) else { return nil }
      return time.upper.map { .times(time.lower, $0) } ?? .time(time.lower)
    case .size:
      guard case .size(let size) = parser.argument(.size) else { return nil }
      return size.upper == nil ? .size(size.lower) : nil
    case .share:
      guard case .percent(let share) = parser.argument(.percent) else { return nil }
      return share.upper == nil ? .percent(share.lower) : nil
    case .node, .nodes:
      if parser.accept("none") { return Operand.none }
      if parser.current?.text.first?.asciiDigit != nil {
        guard case .ids(let ids) = parser.argument(.ids) else { return nil }
        return .numbers(ids.map(Int64.init))
      }
      return parser.nodes(allowingAnd: true).map(Operand.nodes)
    case .word: return parser.valueWord().map(Operand.word)
    }
  }
}
