/// When something is done, what is done, and under which label others refer to it.
public struct TimelineLine: Equatable, Sendable {
  /// When.
  public var trigger: Trigger
  /// What.
  public var action: Action
  /// The name after `as`.
  public var label: Word?
  /// In which runs of a `vary` table; empty for all.
  public var conditions: [Condition]

  /// A line of the timeline.
  public init(
    _ trigger: Trigger, _ action: Action, label: Word? = nil, conditions: [Condition] = []
  ) {
    self.trigger = trigger
    self.action = action
    self.label = label
    self.conditions = conditions
  }
}

/// The instant, or instants, at which a timeline line fires.
public enum Trigger: Equatable, Sendable {
  /// `at 2s`, `at 1s..5s`
  case at(Drawn<TimeAmount>)
  /// `every 10s`, `every 5s..10s from 20s until 60s, 3 times`
  case every(Drawn<TimeAmount>, from: TimeAmount?, until: TimeAmount?, times: Int?)
  /// `when leader of orders-0 changes`, `on the 3rd …`, `on every …`
  case on(Occurrence, EventPhrase)
  /// `500ms after leader of orders-0 changes`, `500ms after the 2nd …`
  case after(Drawn<TimeAmount>, Occurrence, EventPhrase)
}

/// Which of several occurrences of an event counts.
public enum Occurrence: Equatable, Sendable {
  /// The first one: the plain `when`.
  case first
  /// The one with that number, counted from one.
  case nth(Int)
  /// Each of them.
  case every
}

/// `acks = 1` behind `where`: the runs of a `vary` table that a line is about.
public struct Condition: Equatable, Sendable {
  /// The word that is varied.
  public var key: Word
  /// Whose, when several vary the same word.
  public var subject: Phrase<SubjectID>?
  /// Whether the value has to differ.
  public var isNegated: Bool
  /// One of the varied values, as written there.
  public var value: Word

  /// A condition on a varied word.
  public init(
    _ key: Word, of subject: Phrase<SubjectID>? = nil, isNegated: Bool = false, _ value: Word
  ) {
    self.key = key
    self.subject = subject
    self.isNegated = isNegated
    self.value = value
  }
}
