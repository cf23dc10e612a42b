/// How one construct is written: its fixed words and the places to fill in, read from a short text.
///
/// The text of a shape is a small language of its own:
/// `word`, `one|other` (the first is canonical), `record/s` (agrees with its number), `{slot}` or
/// `{slot:type}`, `{slot?fixed words}` (a flag), `{slot=words|other words}` (a choice),
/// `[optional]`, `(this | that)`, `[!words nobody prints]`, and `<, one | , other>` (optional, in
/// any order).
struct Shape: Sendable {
  var pieces: [Piece]

  /// One step of a shape.
  indirect enum Piece: Sendable {
    case literal(Literal)
    case noise([Literal])
    case slot(Slot, SlotType)
    case flag(Slot, [Literal])
    case choice(Slot, [[Literal]])
    case optional([Piece])
    case either([[Piece]])
    case bag([[Piece]])
  }

  /// A fixed word with its other spellings.
  struct Literal: Sendable {
    /// The spellings; the first is printed.
    var words: [String]
    /// Whether the second spelling is the plural of the first.
    var isPlural: Bool

    var base: String { words[0] }

    func matches(_ text: String) -> Bool { words.contains(text) }
  }

  /// The slots in the order in which they are printed.
  var slots: [(slot: Slot, type: SlotType)] { Shape.slots(of: pieces) }

  /// The words that this shape may start with; empty when it starts with something to fill in.
  var firstWords: [String] {
    if case .literal(let literal) = pieces.first { return literal.words }
    return []
  }

  private static func slots(of pieces: [Piece]) -> [(slot: Slot, type: SlotType)] {
    pieces.flatMap { piece -> [(slot: Slot, type: SlotType)] in
      switch piece {
      case .literal, .noise: []
      case .slot(let slot, let type): [(slot, type)]
      case .flag(let slot, _): [(slot, .flag)]
      case .choice(let slot, _): [(slot, .choice)]
      case .optional(let group): slots(of: group)
      case .bag(let groups), .either(let groups): groups.flatMap { slots(of: $0) }
      }
    }
  }
}
