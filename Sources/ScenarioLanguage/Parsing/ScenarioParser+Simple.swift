/// Statements of one line that are neither timeline nor expectation.
extension ScenarioParser {
  mutating func claims(_ parser: inout PhraseParser) -> Statement.Kind? {
    var claims: [Word] = []
    repeat {
      guard let word = parser.nameWord("a claim's id such as 'A2'") else { return nil }
      claims.append(word)
    } while parser.acceptSilently(.comma)
    return .claim(claims)
  }

  mutating func kafka(_ parser: inout PhraseParser) -> Statement.Kind? {
    guard let token = parser.current, token.kind == .word, ScenarioParser.isVersion(token.text)
    else {
      parser.fail("a Kafka version such as '3.7'")
      return nil
    }
    parser.index += 1
    let version = Word(token.text, at: token.place)
    if parser.isAtEnd { return .kafka(KafkaVersionName(version)) }
    for mode in KafkaVersionName.Mode.allCases where parser.accept(mode.rawValue) {
      return .kafka(KafkaVersionName(version, mode))
    }
    return nil
  }

  private static func isVersion(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return (2...4).contains(parts.count)
      && parts.allSatisfy {
        !$0.isEmpty && $0.count <= 3 && $0.allSatisfy { $0.asciiDigit != nil }
      }
  }

  mutating func seeds(_ parser: inout PhraseParser) -> Statement.Kind? {
    var ranges: [SeedRange] = []
    repeat {
      let start = parser.index
      guard case .count(let drawn) = parser.argument(.counts) else { return nil }
      ranges.append(
        SeedRange(
          drawn.lower.value, (drawn.upper ?? drawn.lower).value, at: parser.place(from: start)))
    } while parser.acceptSilently(.comma)
    return .seeds(ranges)
  }

  mutating func run(_ parser: inout PhraseParser) -> Statement.Kind? {
    if parser.accept("for") { return time(&parser).map { .run(.time($0)) } }
    guard parser.accept("until") else { return nil }
    if parser.accept("quiet") {
      guard parser.accept("within") else { return nil }
      return time(&parser).map { .run(.quiet(within: $0)) }
    }
    return time(&parser).map { .run(.time($0)) }
  }

  func time(_ parser: inout PhraseParser) -> TimeAmount? {
    guard case .time(let drawn) = parser.argument(.time) else { return nil }
    return drawn.lower
  }

  mutating func vary(_ parser: inout PhraseParser) -> Statement.Kind? {
    guard let key = parser.nameWord("a property or setting to vary") else { return nil }
    var subject: Phrase<SubjectID>?
    if parser.current?.kind != .colon {
      guard parser.accept("of") else {
        parser.fail("':'")
        return nil
      }
      subject = parser.phrase(Vocabulary.subjects)
      if subject == nil { return nil }
    }
    guard parser.acceptSilently(.colon) else {
      parser.fail("':'")
      return nil
    }
    var values: [Word] = []
    repeat {
      guard let value = parser.freeValue(until: { $0.kind == .comma }) else { return nil }
      values.append(value)
    } while parser.acceptSilently(.comma)
    return .vary(Vary(key, of: subject, values))
  }

  /// `where acks = 1 and processing = in another thread`; empty when there is no `where`.
  mutating func conditions(_ parser: inout PhraseParser) -> [Condition]? {
    guard parser.accept("where") else { return [] }
    var conditions: [Condition] = []
    repeat {
      guard let key = parser.nameWord("a word that is varied") else { return nil }
      var subject: Phrase<SubjectID>?
      if parser.accept("of") {
        subject = parser.phrase(Vocabulary.subjects)
        if subject == nil { return nil }
      }
      guard let sign = parser.current, sign.text == "=" || sign.text == "!=" || sign.text == "is"
      else {
        parser.fail("'='")
        parser.fail("'!='")
        return nil
      }
      parser.index += 1
      guard let value = parser.freeValue(until: { $0.kind == .word && $0.text == "and" })
      else { return nil }
      conditions.append(Condition(key, of: subject, isNegated: sign.text == "!=", value))
    } while parser.accept("and")
    return conditions
  }
}

extension PhraseParser {
  /// One quoted text, or all tokens up to a stop, with single spaces where any stood.
  mutating func freeValue(until stops: (Token) -> Bool) -> Word? {
    let start = index
    if let token = current, token.kind == .quoted {
      index += 1
      return Word(token.text, at: token.place)
    }
    var text = ""
    while let token = current, !stops(token) {
      if token.kind == .quoted {
        fail("a value in quotes, or one without any")
        return nil
      }
      let isApart = index > start && tokens[index - 1].place.end < token.place.start
      text += (isApart ? " " : "") + token.written
      index += 1
    }
    guard !text.isEmpty else {
      fail("a value")
      return nil
    }
    return Word(text, at: place(from: start))
  }
}
