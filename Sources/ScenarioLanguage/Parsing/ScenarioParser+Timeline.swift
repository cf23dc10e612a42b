/// Timeline lines: a trigger, an action, a label, and the runs it is about.
extension ScenarioParser {
  mutating func timeline(_ parser: inout PhraseParser) -> Statement.Kind? {
    guard let trigger = trigger(&parser) else {
      report(parser)
      return nil
    }
    // A comma or colon between when and what is what many people write.
    if !parser.acceptSilently(.comma) { _ = parser.acceptSilently(.colon) }
    let start = parser.index
    guard let action = parser.phrase(Vocabulary.faults) else {
      problems.append(unknownFault(parser, start))
      return nil
    }
    return timelineEnd(trigger, action, &parser)
  }

  /// `heal at 60s`: the action first.
  mutating func timelineFromAction(_ parser: inout PhraseParser) -> Statement.Kind? {
    let first = parser.current
    let action = parser.phrase(Vocabulary.faults)
    if let first, parser.currentWord != "at", let problem = ScenarioParser.lacksIndent(first) {
      problems.append(problem)
      return nil
    }
    guard let action else {
      report(parser)
      return nil
    }
    guard parser.currentWord == "at" || !parser.isAtEnd else {
      problems.append(
        Diagnostic(
          "this line lacks its time, as in 'at 2s \(action.written)'", at: action.place))
      return nil
    }
    guard parser.accept("at") else {
      report(parser)
      return nil
    }
    guard case .time(let time) = parser.argument(.duration) else {
      report(parser)
      return nil
    }
    return timelineEnd(.at(time), action, &parser)
  }

  private mutating func timelineEnd(
    _ trigger: Trigger, _ action: Action, _ parser: inout PhraseParser
  ) -> Statement.Kind? {
    var label: Word?
    if parser.accept("as") {
      // Both `as first` and `as @first` are understood.
      if let token = parser.current, token.kind == .label, Reserved.isName(token.text) {
        parser.index += 1
        label = Word(token.text, at: token.place)
      } else {
        label = parser.nameWord("a label's name")
      }
      if label == nil {
        report(parser)
        return nil
      }
    }
    guard let conditions = conditions(&parser) else {
      report(parser)
      return nil
    }
    guard isFinished(&parser) else { return nil }
    return .timeline(TimelineLine(trigger, action, label: label, conditions: conditions))
  }

  /// A first word that no fault has is named as such.
  private func unknownFault(_ parser: PhraseParser, _ start: Int) -> Diagnostic {
    guard parser.failure.index == start, parser.failure.message == nil, let token = parser.current,
      token.kind == .word
    else { return parser.diagnostic() }
    return Diagnostic(
      "unknown fault '\(token.text)'", at: token.place,
      suggestion: Synonyms.fault(token.text)
        ?? nearest(to: token.text, among: Vocabulary.faults.firstWords))
  }

  private mutating func trigger(_ parser: inout PhraseParser) -> Trigger? {
    switch parser.currentWord {
    case "at":
      parser.index += 1
      guard case .time(let time) = parser.argument(.duration) else { return nil }
      return .at(time)
    case "every":
      parser.index += 1
      return every(&parser)
    case "when":
      parser.index += 1
      return parser.phrase(Vocabulary.events).map { .on(.first, $0) }
    case "on":
      parser.index += 1
      parser.skipThe()
      guard let occurrence = occurrence(&parser) else {
        parser.fail("an occurrence such as 'the 3rd' or 'every'")
        return nil
      }
      return parser.phrase(Vocabulary.events).map { .on(occurrence, $0) }
    default:
      guard case .time(let delay) = parser.argument(.duration), parser.accept("after") else {
        return nil
      }
      let occurrence = occurrence(&parser) ?? .first
      return parser.phrase(Vocabulary.events).map { .after(delay, occurrence, $0) }
    }
  }

  private mutating func every(_ parser: inout PhraseParser) -> Trigger? {
    guard case .time(let period) = parser.argument(.duration) else { return nil }
    var from: TimeAmount?
    var until: TimeAmount?
    var times: Int?
    if parser.accept("from") {
      from = time(&parser)
      if from == nil { return nil }
    }
    if parser.accept("until", "to") {
      until = time(&parser)
      if until == nil { return nil }
    }
    let before = parser.index
    _ = parser.acceptSilently(.comma)
    if case .count(let count) = parser.argument(.count), parser.accept("times", "time") {
      times = Int(count.lower.value)
    } else {
      parser.index = before
    }
    return .every(period, from: from, until: until, times: times)
  }

  private func occurrence(_ parser: inout PhraseParser) -> Occurrence? {
    let start = parser.index
    parser.skipThe()
    var occurrence: Occurrence?
    if let word = parser.currentWord {
      if word == "every" || word == "each" {
        occurrence = ScenarioParser.startsRole(parser) ? nil : .every
      } else if let number = ScenarioParser.ordinals[word] {
        occurrence = .nth(number)
      } else if let number = ScenarioParser.ordinal(word) {
        occurrence = .nth(number)
      }
    }
    guard let occurrence else {
      parser.index = start
      return nil
    }
    parser.index += 1
    _ = parser.accept("time")
    return occurrence
  }

  /// Whether `every` here belongs to a role, as in `every broker crashes`.
  private static func startsRole(_ parser: PhraseParser) -> Bool {
    let kinds = ["broker", "producer", "consumer", "client", "node", "other"]
    let next = parser.tokens.dropFirst(parser.index + 1)
    guard let kind = next.first?.text.lowercased(), kinds.contains(kind) else { return false }
    guard let last = next.dropFirst().first?.text else { return true }
    return last.first?.asciiDigit == nil && !parser.names.isClient(last)
  }

  private static let ordinals = [
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
  ]

  /// `10th`; the ending has to be one of the four, but need not be the right one.
  private static func ordinal(_ word: String) -> Int? {
    guard let number = Decimal(Substring(word)), number.decimals == 0, number.digits >= 1,
      number.digits <= Bounds.number, ["st", "nd", "rd", "th"].contains(number.rest)
    else { return nil }
    return Int(number.digits)
  }
}
