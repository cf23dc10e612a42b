/// Something about a property that keeps a scenario from running, or that its author should know.
public struct ConfigurationProblem: Equatable, Sendable {
  /// What is wrong.
  public let kind: Kind
  /// The property's name, as written.
  public let name: String
  /// Where the property was written; `nil` when a default is at fault.
  public let origin: PropertyOrigin?

  /// The kinds of problems, from fatal to merely worth knowing.
  public enum Kind: Equatable, Sendable {
    /// No release of Kafka has a key of that name in any scope.
    case unknown
    /// Kafka has the key, but elsewhere; `counterpart` is the key of this scope that does the same.
    case otherScope(of: [String], counterpart: String?)
    /// The key exists, but not in this release.
    case notInVersion(KafkaVersion, first: KafkaVersion, removedIn: KafkaVersion?)
    /// The value breaks the key's own rule; the text is Kafka's sentence.
    case invalid(String)
    /// Two values contradict each other; the text is Kafka's sentence.
    case conflict(String)
    /// The key still works, but has a successor.
    case deprecated(since: KafkaVersion, successor: String?)
    /// The key is accepted and ignored.
    case withoutEffect(NoEffectReason)
    /// The key's family is not checked by Kafka, and ignored here.
    case openEnded
  }

  /// Whether nothing may be simulated because of it.
  public var isError: Bool {
    switch kind {
    case .unknown, .otherScope, .notInVersion, .invalid, .conflict: true
    case .deprecated, .withoutEffect, .openEnded: false
    }
  }

  /// The problem in one sentence, as a diagnostic shows it; suggestions are the reader's part.
  public var message: String {
    switch kind {
    case .unknown: "unknown property '\(name)'"
    case .otherScope(let scopes, nil):
      "'\(name)' is a property of a \(scopes.joined(separator: " or "))"
    case .otherScope(let scopes, let counterpart?):
      "'\(name)' is a property of a \(scopes.joined(separator: " or ")); "
        + "here it is '\(counterpart)'"
    case .notInVersion(let version, let first, let removed):
      "'\(name)' does not exist in Kafka \(version.line); " + Self.existence(first, removed)
    case .invalid(let sentence), .conflict(let sentence): sentence
    case .deprecated(let since, nil): "'\(name)' is deprecated since Kafka \(since.line)"
    case .deprecated(let since, let successor?):
      "'\(name)' is deprecated since Kafka \(since.line), use '\(successor)'"
    case .withoutEffect(let reason): "'\(name)' has no effect here: \(reason.sentence)"
    case .openEnded: "'\(name)' has no effect here: Kafka hands it on unchecked"
    }
  }

  /// Between which releases a key exists, in words.
  private static func existence(_ first: KafkaVersion, _ removed: KafkaVersion?) -> String {
    guard let removed else { return "it came with \(first.line)" }
    return first == .oldest
      ? "it was removed in \(removed.line)"
      : "it came with \(first.line) and was removed in \(removed.line)"
  }
}
