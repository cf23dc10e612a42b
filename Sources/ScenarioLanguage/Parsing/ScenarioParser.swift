/// Reads a scenario: a tree of all that was understood, and every problem of the text, in one pass.
public struct ScenarioParser {
  let lines: [Line]
  let names: Names
  var index = 0
  var problems: [Diagnostic] = []
  var pending = Trivia()

  /// Reads text. The tree lacks the lines that have problems; with problems nothing may run.
  public static func parse(_ source: SourceText) -> (
    scenario: Scenario, problems: [Diagnostic]
  ) {
    let (scenario, _, problems) = parseWithNames(source)
    return (scenario, problems)
  }

  static func parseWithNames(_ source: SourceText) -> (
    scenario: Scenario, names: Names, problems: [Diagnostic]
  ) {
    var parser = ScenarioParser(source)
    let scenario = parser.scenario()
    return (scenario, parser.names, parser.problems)
  }

  private init(_ source: SourceText) {
    lines = source.lines.enumerated().map { Line(number: $0 + 1, bytes: source.bytes[$1]) }
    names = Names(lines: lines)
  }

  init(lines: [Line], names: Names) {
    self.lines = lines
    self.names = names
  }

  private mutating func scenario() -> Scenario {
    var scenario = Scenario()
    guard let first = nextLine() else {
      problems.append(
        Diagnostic(
          "the file says nothing; the first line is 'ackproof 1'",
          at: Place(line: 1, start: 0, end: 0)))
      scenario.closing = pending.comments
      return scenario
    }
    if readVersion(first) {
      index += 1
      scenario.trivia = takeTrivia(first)
    }
    while let line = nextLine() {
      if let statement = statement(line) { scenario.statements.append(statement) }
    }
    scenario.closing = pending.comments
    return scenario
  }

  /// Whether the first line is a version line, understood or not.
  private mutating func readVersion(_ line: Line) -> Bool {
    let tokens = Lexer.tokens(of: line).tokens
    guard tokens.first?.text.lowercased() == "ackproof" else {
      problems.append(Diagnostic("the first line has to be 'ackproof 1'", at: line.place))
      return false
    }
    if tokens.count == 2, tokens[1].text == String(Scenario.currentVersion) { return true }
    let place =
      tokens.count > 1 ? tokens[1].place.through(tokens[tokens.count - 1].place) : line.place
    let found = tokens.dropFirst().map(\.written).joined(separator: " ")
    problems.append(
      Diagnostic(
        found.isEmpty
          ? "the first line lacks the language's version, as in 'ackproof 1'"
          : "version '\(found)' of the language is unknown; this is version 1", at: place))
    return true
  }

  /// The next line with content, without taking it; comments on the way are kept for it.
  mutating func nextLine() -> Line? {
    while index < lines.count {
      let line = lines[index]
      if !line.isEmpty { return line }
      if let comment = line.comment {
        pending.comments.append(comment)
      } else if pending.comments.isEmpty {
        pending.hasBlankBefore = true
      }
      index += 1
    }
    return nil
  }

  /// The comments that belong to a line.
  mutating func takeTrivia(_ line: Line) -> Trivia {
    defer { pending = Trivia() }
    var trivia = pending
    trivia.trailing = line.comment
    return trivia
  }

  /// A parser for one line's words; nil, with the problem noted, when they cannot even be cut.
  mutating func words(of line: Line) -> PhraseParser? {
    let (tokens, problem) = Lexer.tokens(of: line)
    if let problem {
      problems.append(problem)
      return nil
    }
    let end = line.content.upperBound
    return PhraseParser(tokens, names: names, end: line.place(end..<end))
  }

  /// Notes what stopped a line.
  mutating func report(_ parser: PhraseParser) { problems.append(parser.diagnostic()) }

  /// Checks that a line is over; otherwise notes what else would have been understood.
  mutating func isFinished(_ parser: inout PhraseParser) -> Bool {
    if parser.isAtEnd { return true }
    parser.fail("the end of the line")
    report(parser)
    return false
  }
}
