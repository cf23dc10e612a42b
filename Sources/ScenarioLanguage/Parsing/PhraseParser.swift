/// Understands the tokens of one line, and remembers how far the best attempt came.
struct PhraseParser {
  let tokens: [Token]
  let names: Names
  var index = 0
  var failure = Failure()
  /// Where a message points when the line ends too soon.
  let end: Place

  /// What would have been understood at the furthest token that any attempt reached.
  struct Failure {
    var index = -1
    /// Phrases for the message, in the order of the attempts.
    var expected: [String] = []
    /// Words that a typo may be near to.
    var words: [String] = []
    /// A message of its own, when the token is nearly right.
    var message: String?
  }

  init(_ tokens: [Token], names: Names, end: Place) {
    self.tokens = tokens
    self.names = names
    self.end = end
  }

  var current: Token? { index < tokens.count ? tokens[index] : nil }
  /// The current word in lower case; nil for labels, quotes and signs.
  var currentWord: String? { current.flatMap { $0.kind == .word ? $0.text.lowercased() : nil } }
  var isAtEnd: Bool { index >= tokens.count }

  /// The place from a token to the one before the current.
  func place(from start: Int) -> Place {
    guard start < tokens.count else { return end }
    return tokens[start].place.through(tokens[max(start, index - 1)].place)
  }

  /// Notes what would have been understood here; only the furthest place counts.
  mutating func fail(_ expected: String, words: [String] = [], message: String? = nil) {
    if index < failure.index { return }
    if index > failure.index { failure = Failure(index: index) }
    if !failure.expected.contains(expected) { failure.expected.append(expected) }
    failure.words += words
    if failure.message == nil { failure.message = message }
  }

  /// Takes a fixed word if it is next.
  mutating func accept(_ words: String...) -> Bool {
    guard let token = current, token.kind == .word, words.contains(token.text.lowercased()) else {
      fail("'\(words[0])'", words: words)
      return false
    }
    index += 1
    return true
  }

  /// Takes a punctuation mark if it is next, without noting that it would have been welcome.
  mutating func acceptSilently(_ kind: Token.Kind) -> Bool {
    guard current?.kind == kind else { return false }
    index += 1
    return true
  }

  /// `the` may stand before anything.
  mutating func skipThe() {
    if let token = current, token.kind == .word, token.text.lowercased() == "the" { index += 1 }
  }

  /// The problem that stopped this line.
  func diagnostic() -> Diagnostic {
    let token = failure.index < tokens.count && failure.index >= 0 ? tokens[failure.index] : nil
    let place = token?.place ?? end
    if let message = failure.message { return Diagnostic(message, at: place) }
    let found = token.map { ", found '\($0.written)'" } ?? ", but the line ends here"
    let suggestion = token.flatMap { nearest(to: $0.text, among: failure.words) }
    let most = 5
    if failure.expected.isEmpty || failure.expected.count > most, let token {
      return Diagnostic(
        "'\(token.written)' is not understood here", at: place, suggestion: suggestion)
    }
    let options = failure.expected.prefix(most).map { $0 }
    return Diagnostic("expected \(listed(options))\(found)", at: place, suggestion: suggestion)
  }
}

/// `a, b or c`.
func listed(_ options: [String], _ conjunction: String = "or") -> String {
  guard options.count > 1, let last = options.last else { return options.first ?? "something else" }
  return options.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}
