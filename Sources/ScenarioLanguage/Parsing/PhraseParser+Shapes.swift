/// Matching tokens against the shapes of a table.
extension PhraseParser {
  /// The longest phrase of a table that starts here.
  mutating func phrase<ID: FormID>(_ table: FormTable<ID>) -> Phrase<ID>? {
    if let phrase = longest(table) { return phrase }
    guard let token = current, token.text.lowercased() == "the" else { return nil }
    index += 1
    return longest(table)
  }

  private mutating func longest<ID: FormID>(_ table: FormTable<ID>) -> Phrase<ID>? {
    let start = index
    let before = failure
    var best: (phrase: Phrase<ID>, end: Int)?
    let word = current.map { $0.kind == .word ? $0.text.lowercased() : "" } ?? ""
    for candidate in table.candidates(word) {
      index = start
      let form = table.forms[candidate.form]
      var arguments: [Filled] = []
      guard match(form.shapes[candidate.shape].pieces[...], &arguments) else { continue }
      if let found = best, found.end >= index { continue }
      let phrase = Phrase(
        form.id, PhraseParser.sorted(arguments, like: form), at: place(from: start))
      best = (phrase, index)
    }
    guard let best else {
      index = start
      // Nothing was recognised at all: say what the whole thing is, not each word it may start
      // with.
      if failure.index <= start {
        failure = before
        fail(table.expectation, words: table.firstWords)
      }
      return nil
    }
    index = best.end
    return best.phrase
  }

  /// Clauses may be written in any order; they are kept in the form's own.
  private static func sorted<ID: FormID>(_ arguments: [Filled], like form: Form<ID>) -> [Filled] {
    let order = form.shapes[0].slots.map(\.slot)
    func rank(_ filled: Filled) -> Int { order.firstIndex(of: filled.slot) ?? order.count }
    return arguments.sorted { rank($0) < rank($1) }
  }

  /// Matches all pieces in turn; on failure the index may stand anywhere.
  mutating func match(_ pieces: ArraySlice<Shape.Piece>, _ arguments: inout [Filled]) -> Bool {
    for piece in pieces where !match(piece, &arguments) { return false }
    return true
  }

  private mutating func match(_ piece: Shape.Piece, _ arguments: inout [Filled]) -> Bool {
    switch piece {
    case .literal(let literal): return match(literal)
    case .noise(let words):
      _ = attempt(&arguments) { parser, _ in parser.match(words) }
      return true
    case .slot(let slot, let type):
      let start = index
      guard let argument = argument(type) else { return false }
      arguments.append(Filled(slot, argument, at: place(from: start)))
      return true
    case .flag(let slot, let words):
      let start = index
      guard match(words) else { return false }
      arguments.append(Filled(slot, .flag, at: place(from: start)))
      return true
    case .choice(let slot, let options): return match(options, slot, &arguments)
    case .optional(let group):
      _ = attempt(&arguments) { parser, arguments in parser.match(group[...], &arguments) }
      return true
    case .either(let groups):
      return groups.contains { group in
        attempt(&arguments) { parser, arguments in parser.match(group[...], &arguments) }
      }
    case .bag(let groups):
      matchBag(groups, &arguments)
      return true
    }
  }

  /// Tries something, and takes everything back when it fails.
  private mutating func attempt(
    _ arguments: inout [Filled], _ body: (inout PhraseParser, inout [Filled]) -> Bool
  ) -> Bool {
    let (start, count) = (index, arguments.count)
    if body(&self, &arguments) { return true }
    index = start
    arguments.removeSubrange(count...)
    return false
  }

  private mutating func match(_ literal: Shape.Literal) -> Bool {
    switch literal.base {
    // Commas between clauses help the reader; nothing depends on them.
    case ",":
      _ = acceptSilently(.comma)
      return true
    case ":":
      if acceptSilently(.colon) { return true }
      fail("':'")
      return false
    default: break
    }
    if let token = current, token.kind == .word, literal.matches(token.text.lowercased()) {
      index += 1
      return true
    }
    if let next = tokens.dropFirst(index + 1).first, currentWord == "the",
      literal.matches(next.text.lowercased())
    {
      index += 2
      return true
    }
    fail("'\(literal.base)'", words: literal.words)
    return false
  }

  private mutating func match(_ words: [Shape.Literal]) -> Bool {
    for word in words where !match(word) { return false }
    return true
  }

  /// The longest option that stands here.
  private mutating func match(
    _ options: [[Shape.Literal]], _ slot: Slot, _ arguments: inout [Filled]
  ) -> Bool {
    let start = index
    var best: (text: String, end: Int)?
    for option in options {
      index = start
      guard match(option) else { continue }
      if let found = best, found.end >= index { continue }
      best = (Shape.text(of: option), index)
    }
    guard let best else {
      index = start
      return false
    }
    index = best.end
    arguments.append(Filled(slot, .choice(best.text), at: place(from: start)))
    return true
  }

  /// Optional clauses in any order, each once.
  private mutating func matchBag(_ groups: [[Shape.Piece]], _ arguments: inout [Filled]) {
    var open = Array(groups.indices)
    while true {
      let before = index
      let matched = open.firstIndex { position in
        attempt(&arguments) { parser, arguments in
          parser.match(groups[position][...], &arguments)
        }
      }
      guard let matched, index > before else { return }
      open.remove(at: matched)
    }
  }
}

extension Shape {
  /// The canonical words of an option, by which it is known.
  static func text(of option: [Literal]) -> String {
    option.map(\.base).joined(separator: " ")
  }
}
