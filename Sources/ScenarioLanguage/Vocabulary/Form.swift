/// An identity that a table gives to each of its forms, so that the compiler's switch is
/// exhaustive.
public protocol FormID: Hashable, Sendable, CaseIterable, RawRepresentable
where RawValue == String {}

/// One construct of the language: how it is written, what it means in one sentence, an example.
public struct Form<ID: FormID>: Sendable {
  /// Which construct.
  public let id: ID
  /// The canonical shape in its own small language.
  public let pattern: String
  /// One sentence for `list`, `explain` and the reference.
  public let help: String
  /// A line that uses it, in the canonical form.
  public let example: String
  /// What kind of value a measure has; nothing for other constructs.
  public let value: MeasuredValue

  /// The canonical shape first, then other accepted spellings of the same.
  let shapes: [Shape]

  init(
    _ id: ID, _ pattern: String, also others: [String] = [], value: MeasuredValue = .nothing,
    help: String, example: String
  ) {
    self.id = id
    self.pattern = pattern
    self.help = help
    self.example = example
    self.value = value
    shapes = ([pattern] + others).map { ShapeReader.read($0) }
  }
}

/// What a measure yields, and so what it may be compared with.
public enum MeasuredValue: String, Sendable {
  /// No value: not a measure.
  case nothing
  /// How many.
  case number
  /// How long.
  case time
  /// How many bytes.
  case size
  /// A share.
  case share
  /// One node or none, compared with `is`.
  case node
  /// A list of brokers, compared with `is`.
  case nodes
  /// A word such as a group's state, compared with `is`.
  case word
}

/// All constructs of one kind. The parser, the help, the suggestions and the printer read this.
public struct FormTable<ID: FormID>: Sendable {
  /// What an entry is called in messages: `fault`, `measure`.
  public let noun: String
  /// What is expected where none is recognised: `a node such as 'broker 2'`.
  let expectation: String
  /// The rows, in the order of the reference.
  public let forms: [Form<ID>]

  private let positions: [ID: Int]
  private let byFirstWord: [String: [Candidate]]
  private let open: [Candidate]

  /// A spelling to try: which row, which of its shapes.
  struct Candidate: Sendable {
    var form: Int
    var shape: Int
  }

  init(_ noun: String, expecting expectation: String, _ forms: [Form<ID>]) {
    self.noun = noun
    self.expectation = expectation
    self.forms = forms
    var positions: [ID: Int] = [:]
    var byFirstWord: [String: [Candidate]] = [:]
    var open: [Candidate] = []
    for (index, form) in forms.enumerated() {
      positions[form.id] = index
      for (number, shape) in form.shapes.enumerated() {
        let candidate = Candidate(form: index, shape: number)
        for word in shape.firstWords { byFirstWord[word, default: []].append(candidate) }
        if shape.firstWords.isEmpty { open.append(candidate) }
      }
    }
    self.positions = positions
    self.byFirstWord = byFirstWord
    self.open = open
  }

  /// The row of a construct; every identity has one, which a test watches.
  public subscript(id: ID) -> Form<ID> {
    guard let position = positions[id] else {
      fatalError("no \(noun) '\(id.rawValue)' in its table")
    }
    return forms[position]
  }

  /// The spellings that may start with a word.
  func candidates(_ word: String) -> [Candidate] { (byFirstWord[word] ?? []) + open }

  /// Every word that starts a form, sorted.
  public var firstWords: [String] { byFirstWord.keys.sorted() }
}
