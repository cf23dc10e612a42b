/// What a run is expected to show: a body, when it is looked at, in which seeds and runs.
public struct Expectation: Equatable, Sendable {
  /// What is expected.
  public var body: Body
  /// How often within its scope.
  public var modality: Modality
  /// When; nil for the default, the end (or the whole run, for always, never and sometimes).
  public var window: Phrase<WindowID>?
  /// Whether one seed is enough.
  public var quantifier: Quantifier
  /// In which runs of a `vary` table; empty for all.
  public var conditions: [Condition]

  /// What is looked at.
  public enum Body: Equatable, Sendable {
    /// `duplicates in orders = 1`
    case comparison(Measure, Comparison, Operand)
    /// `no acknowledged record is lost`
    case guarantee(Phrase<GuaranteeID>)
    /// `sometimes session of broker 1 expires`
    case event(EventPhrase)
  }

  /// How often a body must be true within its scope.
  public enum Modality: String, Equatable, Sendable, CaseIterable {
    /// At the instant that the scope names.
    case once
    /// At every instant of the scope.
    case always
    /// At no instant of the scope.
    case never
    /// At one instant of the scope at least.
    case sometimes
  }

  /// In how many seeds a body must hold.
  public enum Quantifier: Equatable, Sendable {
    case everySeed
    case someSeed
  }

  /// An expectation about every run, looked at when it is over, unless stated otherwise.
  public init(
    _ body: Body, _ modality: Modality = .once, window: Phrase<WindowID>? = nil,
    quantifier: Quantifier = .everySeed, conditions: [Condition] = []
  ) {
    self.body = body
    self.modality = modality
    self.window = window
    self.quantifier = quantifier
    self.conditions = conditions
  }
}

/// How a measure is compared.
public enum Comparison: String, Equatable, Sendable, CaseIterable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case `is` = "is"
  case isNot = "is not"
}

/// What a measure is compared with.
public enum Operand: Equatable, Sendable {
  /// One number or several: `3`; `1, 2, 3`.
  case numbers([Int64])
  /// `1..5`, with `=`: within these bounds.
  case range(Int64, Int64)
  case time(TimeAmount)
  /// Two lengths of time, both of them included.
  case times(TimeAmount, TimeAmount)
  case size(ByteSize)
  case percent(Percent)
  /// `none`: no leader, nobody in sync.
  case none
  /// `broker 2`, `@first`
  case nodes([Role])
  /// A state such as `Stable`.
  case word(Word)
  /// Another measure.
  case measure(Measure)
}
