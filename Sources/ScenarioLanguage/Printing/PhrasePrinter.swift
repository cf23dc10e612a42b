/// Writes a phrase in its form's canonical shape.
struct PhrasePrinter {
  private var words: [String] = []
  private let arguments: [Filled]
  /// The number that `record/s` agrees with: the one before it, or else the first in the phrase.
  private var governor: Int?

  static func text<ID: FormID>(of phrase: Phrase<ID>, in table: FormTable<ID>) -> String {
    var printer = PhrasePrinter(arguments: phrase.arguments)
    printer.print(table[phrase.id].shapes[0].pieces)
    return printer.text
  }

  private init(arguments: [Filled]) {
    self.arguments = arguments
    governor = arguments.lazy.compactMap { PhrasePrinter.quantity(of: $0.argument) }.first
  }

  private var text: String {
    var text = ""
    for word in words {
      if !text.isEmpty, word != ",", word != ":" { text += " " }
      text += word
    }
    return text
  }

  private static func quantity(of argument: Argument) -> Int? {
    switch argument {
    case .count(let count): count.upper == nil && count.lower.value == 1 ? 1 : 2
    case .ids(let ids): ids.count
    default: nil
    }
  }

  private mutating func print(_ pieces: [Shape.Piece]) {
    for piece in pieces {
      switch piece {
      case .literal(let literal): print(literal)
      case .noise: break
      case .slot(let slot, _):
        guard let argument = argument(slot) else { break }
        if case .count = argument { governor = PhrasePrinter.quantity(of: argument) }
        words.append(argument.written)
      case .flag(_, let literals): literals.forEach { print($0) }
      case .choice(let slot, let options):
        guard case .choice(let text) = argument(slot) else { break }
        let option = options.first { Shape.text(of: $0) == text } ?? []
        option.forEach { print($0) }
      case .optional(let group): if isPresent(group) { print(group) }
      case .either(let groups), .bag(let groups):
        for group in groups where isPresent(group) { print(group) }
      }
    }
  }

  private mutating func print(_ literal: Shape.Literal) {
    let isMany = literal.isPlural && (governor ?? 1) != 1
    words.append(isMany ? literal.words[1] : literal.base)
  }

  private func argument(_ slot: Slot) -> Argument? { arguments.first { $0.slot == slot }?.argument }

  /// Whether anything of a group was filled in.
  private func isPresent(_ pieces: [Shape.Piece]) -> Bool {
    pieces.contains { piece in
      switch piece {
      case .literal, .noise: false
      case .slot(let slot, _), .flag(let slot, _), .choice(let slot, _): argument(slot) != nil
      case .optional(let group): isPresent(group)
      case .either(let groups), .bag(let groups): groups.contains { isPresent($0) }
      }
    }
  }
}

extension Argument {
  /// The text that reads back as this argument.
  var written: String {
    switch self {
    case .nodes(let roles): roles.map(\.written).joined(separator: ", ")
    case .time(let value): value.written
    case .count(let value): value.written
    case .percent(let value): value.written
    case .size(let value): value.written
    case .shift(let value): value.written
    case .drift(let value): value.written
    case .factor(let value): value.written
    case .ids(let ids): ids.map(String.init).joined(separator: ", ")
    case .partitions(let partitions): partitions.map(\.description).joined(separator: ", ")
    case .targets(let targets): targets.map(\.written).joined(separator: ", ")
    case .name(.label, let words): words.map { "@\($0.text)" }.joined(separator: ", ")
    case .name(_, let words): words.map(\.text).joined(separator: ", ")
    case .value(let word): ScenarioPrinter.oneWord(word.text)
    case .subject(let subject): subject.written
    case .link(let link): link.written
    case .message(let message): message.written
    case .event(let event): event.written
    case .flag: ""
    case .choice(let text): text
    }
  }
}

extension Phrase where ID == RoleID {
  /// As the author would write it.
  public var written: String { PhrasePrinter.text(of: self, in: Vocabulary.roles) }
}

extension Phrase where ID == SubjectID {
  /// As the author would write it.
  public var written: String { PhrasePrinter.text(of: self, in: Vocabulary.subjects) }
}

extension Phrase where ID == LinkID {
  /// As the author would write it.
  public var written: String { PhrasePrinter.text(of: self, in: Vocabulary.links) }
}

extension Phrase where ID == MessageID {
  /// As the author would write it.
  public var written: String { PhrasePrinter.text(of: self, in: Vocabulary.messages) }
}

extension Phrase where ID == EventID {
  /// As the author would write it.
  public var written: String { PhrasePrinter.text(of: self, in: Vocabulary.events) }
}

extension Phrase where ID == FaultID {
  /// As the author would write it.
  public var written: String { PhrasePrinter.text(of: self, in: Vocabulary.faults) }
}

extension Phrase where ID == MeasureID {
  /// As the author would write it.
  public var written: String { PhrasePrinter.text(of: self, in: Vocabulary.measures) }
}

extension Phrase where ID == GuaranteeID {
  /// As the author would write it.
  public var written: String { PhrasePrinter.text(of: self, in: Vocabulary.guarantees) }
}

extension Phrase where ID == WindowID {
  /// As the author would write it.
  public var written: String { PhrasePrinter.text(of: self, in: Vocabulary.windows) }
}
