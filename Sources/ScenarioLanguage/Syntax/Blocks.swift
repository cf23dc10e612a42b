/// The lines under a header.
public struct Block<ID: FormID>: Equatable, Sendable {
  /// In the order of the file; later properties override earlier ones.
  public var lines: [BlockLine<ID>]

  /// An empty block by default.
  public init(_ lines: [BlockLine<ID>] = []) { self.lines = lines }
}

/// One line under a header: a property, a file of properties, or our own words.
public struct BlockLine<ID: FormID>: Equatable, Sendable {
  /// What the line says.
  public enum Kind: Equatable, Sendable {
    case property(Property)
    case include(Include)
    case words(Phrase<ID>)
  }

  /// What the line says.
  public var kind: Kind
  /// Its comments.
  public var trivia: Trivia
  /// Where it was written.
  public var place: Place

  /// A line, perhaps not written yet.
  public init(_ kind: Kind, trivia: Trivia = Trivia(), at place: Place = .nowhere) {
    self.kind = kind
    self.trivia = trivia
    self.place = place
  }
}

/// `key = value`, exactly as in Kafka's own files.
public struct Property: Equatable, Sendable {
  /// The property's name.
  public var key: Word
  /// Everything behind the sign, without spaces around; may be empty.
  public var value: Word

  /// A property and its value.
  public init(_ key: Word, _ value: Word) {
    self.key = key
    self.value = value
  }
}

/// `properties PATH`: a real file, relative to the scenario.
public struct Include: Equatable, Sendable {
  /// The path as written.
  public var path: Word

  /// A file to include.
  public init(_ path: Word) { self.path = path }
}

/// `kafka 3.7 zookeeper`: what chooses semantics and defaults.
public struct KafkaVersionName: Equatable, Sendable {
  /// The version as written.
  public var version: Word
  /// Who keeps the metadata; nil when the file does not say.
  public var mode: Mode?

  /// Where the cluster's metadata lives.
  public enum Mode: String, Equatable, Sendable, CaseIterable {
    case zookeeper, kraft
  }

  /// A version, with its mode if stated.
  public init(_ version: Word, _ mode: Mode? = nil) {
    self.version = version
    self.mode = mode
  }
}

/// A client's name, and how many share it.
public struct Clients: Equatable, Sendable {
  /// The name.
  public var name: Word
  /// How many, for `producers web 3`; nil for a single `producer web`.
  public var count: Int?

  /// One client, or several with one name.
  public init(_ name: Word, count: Int? = nil) {
    self.name = name
    self.count = count
  }
}
