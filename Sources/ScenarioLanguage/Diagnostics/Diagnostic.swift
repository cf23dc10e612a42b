/// A problem in a scenario file, pointing at the exact characters and saying what to write instead.
public struct Diagnostic: Error, Equatable, Sendable {
  /// How bad it is.
  public enum Severity: String, Sendable {
    /// Nothing is simulated.
    case error
    /// The run goes on, and the report repeats it.
    case warning
  }

  /// One phrase, lower case, without a full stop.
  public var message: String
  /// Where the offending text stands.
  public var place: Place
  /// The known word that was probably meant.
  public var suggestion: String?
  /// Whether anything can run at all.
  public var severity: Severity
  /// The file, when it is not the scenario itself but one that it includes.
  public var file: String?

  /// A problem at a place.
  public init(
    _ message: String, at place: Place, suggestion: String? = nil, severity: Severity = .error,
    file: String? = nil
  ) {
    self.message = message
    self.place = place
    self.suggestion = suggestion
    self.severity = severity
    self.file = file
  }

  /// Problems in the order of the text; those at the same place as they were found.
  public static func ordered(_ problems: [Diagnostic]) -> [Diagnostic] {
    problems.enumerated().sorted { a, b in
      a.element.place.precedes(b.element.place)
        || (!b.element.place.precedes(a.element.place) && a.offset < b.offset)
    }.map(\.element)
  }
}
