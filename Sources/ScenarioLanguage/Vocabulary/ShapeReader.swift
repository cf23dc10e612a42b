/// Reads the text of a shape. The texts are ours, so a mistake in one is a broken promise and
/// stops.
struct ShapeReader {
  private let text: [Character]
  private var index = 0

  static func read(_ text: String) -> Shape {
    var reader = ShapeReader(text: Array(text))
    let pieces = reader.pieces()
    if reader.index < reader.text.count {
      fatalError("shape '\(text)' closes what it never opened")
    }
    return Shape(pieces: pieces)
  }

  private init(text: [Character]) { self.text = text }

  private mutating func pieces() -> [Shape.Piece] {
    var pieces: [Shape.Piece] = []
    while index < text.count {
      switch text[index] {
      case " ": index += 1
      case "[": pieces.append(optional())
      case "<": pieces.append(.bag(groups(until: ">")))
      case "(": pieces.append(.either(groups(until: ")")))
      case "{": pieces.append(slot(inside("}")))
      case "]", ">", ")", "|": return pieces
      default: pieces.append(.literal(ShapeReader.literal(word())))
      }
    }
    return pieces
  }

  private mutating func word() -> String {
    let start = index
    while index < text.count, !" []<>{}()".contains(text[index]) {
      // Between letters the sign joins spellings; elsewhere it separates clauses.
      if text[index] == "|", index + 1 == text.count || !text[index + 1].isLetter { break }
      index += 1
    }
    return String(text[start..<index])
  }

  /// What stands between the opening sign here and its closing one.
  private mutating func inside(_ close: Character) -> String {
    guard let end = text[index...].firstIndex(of: close) else {
      fatalError("shape '\(String(text))' never closes what it opened at \(index)")
    }
    defer { index = end + 1 }
    return String(text[(index + 1)..<end])
  }

  private mutating func optional() -> Shape.Piece {
    if index + 1 < text.count, text[index + 1] == "!" {
      return .noise(ShapeReader.literals(String(inside("]").dropFirst())))
    }
    index += 1
    let group = pieces()
    close("]")
    return .optional(group)
  }

  private mutating func groups(until sign: Character) -> [[Shape.Piece]] {
    var groups: [[Shape.Piece]] = []
    repeat {
      index += 1
      groups.append(pieces())
    } while index < text.count && text[index] == "|"
    close(sign)
    return groups
  }

  private mutating func close(_ sign: Character) {
    guard index < text.count, text[index] == sign else {
      fatalError("shape '\(String(text))' lacks a '\(sign)'")
    }
    index += 1
  }

  private func slot(_ inner: String) -> Shape.Piece {
    if let sign = inner.firstIndex(of: "?") {
      return .flag(
        name(inner[..<sign]), ShapeReader.literals(String(inner[inner.index(after: sign)...])))
    }
    if let sign = inner.firstIndex(of: "=") {
      let options = inner[inner.index(after: sign)...].split(separator: "|")
      return .choice(name(inner[..<sign]), options.map { ShapeReader.literals(String($0)) })
    }
    let parts = inner.split(separator: ":")
    guard let last = parts.last, let type = SlotType(rawValue: String(last)) else {
      fatalError("shape '\(String(text))' has no slot type '\(inner)'")
    }
    return .slot(name(parts[0]), type)
  }

  private func name(_ text: Substring) -> Slot {
    guard let slot = Slot(rawValue: String(text)) else {
      fatalError("shape '\(String(self.text))' has no slot '\(text)'")
    }
    return slot
  }

  private static func literals(_ text: String) -> [Shape.Literal] {
    text.split(separator: " ").map { literal(String($0)) }
  }

  private static func literal(_ text: String) -> Shape.Literal {
    if text.hasSuffix("/s") {
      let base = String(text.dropLast(2))
      return Shape.Literal(words: [base, base + "s"], isPlural: true)
    }
    return Shape.Literal(words: text.split(separator: "|").map(String.init), isPlural: false)
  }
}
