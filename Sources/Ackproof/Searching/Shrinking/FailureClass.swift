import ScenarioLanguage

/// What went wrong, told so that two runs can be asked whether the same went wrong in both.
///
/// The expectation by its canonical text, the way in which it was violated, and what had been done
/// to the disks before. A smaller scenario counts only if its class is the same, or the same with
/// less harm; findings are grouped by it.
public struct FailureClass: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The expectation, as the canonical form writes it, without the word `expect`.
  public var expectation: String
  /// In which way it was violated.
  public var kind: FailureKind
  /// What the run's faults had done to the disks.
  public var harm: Harm

  /// A violated expectation.
  public init(_ expectation: Expectation, _ kind: FailureKind, _ harm: Harm) {
    self.init(expectation: Self.text(of: expectation), kind: kind, harm: harm)
  }

  /// A class by its text and kind, as a finding's header has them.
  public init(expectation: String, kind: FailureKind, harm: Harm = .none) {
    self.expectation = expectation
    self.kind = kind
    self.harm = harm
  }

  /// One stable line: the expectation, a colon, the kind, the harm.
  public var key: String { "\(expectation): \(kind.words)\(harm.words)" }
  /// The same line.
  public var description: String { key }

  /// Reads a key back; nil when it is none.
  public init?(key: String) {
    guard let colon = key.lastIndex(of: ":") else { return nil }
    for kind in FailureKind.allCases {
      for harm in Harm.allCases where key[colon...] == ": " + kind.words + harm.words {
        self.init(expectation: String(key[..<colon]), kind: kind, harm: harm)
        return
      }
    }
    return nil
  }

  /// Whether it is the other failure, with as much harm or less.
  func isAtMost(_ other: FailureClass) -> Bool {
    expectation == other.expectation && kind == other.kind && harm <= other.harm
  }

  /// Classes are listed by their text, then by kind.
  public static func < (a: FailureClass, b: FailureClass) -> Bool { a.key < b.key }

  /// The classes of a run, in the order of the file, each once.
  public static func classes(of outcome: Outcome) -> [FailureClass] {
    var classes: [FailureClass] = []
    for violation in outcome.violations {
      guard let kind = violation.result.failure else { continue }
      let one = FailureClass(violation.expectation, kind, outcome.result.harm)
      if !classes.contains(one) { classes.append(one) }
    }
    return classes
  }

  /// An expectation in its canonical form; in which runs of a `vary` table it counts is left out.
  public static func text(of expectation: Expectation) -> String {
    var expectation = expectation
    expectation.conditions = []
    let line = ScenarioPrinter.line(of: .expect(expectation))
    return line.split(separator: " ").dropFirst().joined(separator: " ")
  }
}
