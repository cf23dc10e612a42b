/// `vary acks of web: 1, all`: each value is a run of its own; several lines combine.
public struct Vary: Equatable, Sendable {
  /// A property, a setting of ours, or a word of the author's that only `where` reads.
  public var key: Word
  /// Whose; nil for the scenario's own settings and the author's own words.
  public var subject: Phrase<SubjectID>?
  /// At least one value.
  public var values: [Word]

  /// What varies, whose, and over which values.
  public init(_ key: Word, of subject: Phrase<SubjectID>? = nil, _ values: [Word]) {
    self.key = key
    self.subject = subject
    self.values = values
  }
}

/// `1..200`, or one seed.
public struct SeedRange: Equatable, Sendable {
  /// The first seed.
  public var first: Int64
  /// The last seed, included.
  public var last: Int64
  /// Where it was written.
  public var place: Place

  /// Seeds from first to last.
  public init(_ first: Int64, _ last: Int64, at place: Place = .nowhere) {
    self.first = first
    self.last = last
    self.place = place
  }
}

/// When a run ends.
public enum RunLength: Equatable, Sendable {
  /// `run for 120s`
  case time(TimeAmount)
  /// `run until quiet within 120s`: when nobody has anything left to do.
  case quiet(within: TimeAmount)
}
