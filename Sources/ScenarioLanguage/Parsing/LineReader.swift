/// Reads single lines of a timeline for a scenario that is a tree already.
///
/// Whoever generates a schedule writes lines as a person would and has them understood by the same
/// grammar, so that nothing can be generated that could not be written.
public struct LineReader: Sendable {
  private let names: Names

  /// A reader of lines that may name what this scenario declares.
  public init(_ scenario: Scenario) { names = Names(scenario) }

  /// The line that a text stands for; nil when it is no timeline line of the language.
  public func timelineLine(_ text: String) -> TimelineLine? {
    let line = Line(number: 0, bytes: Array(text.utf8)[...])
    guard !line.isEmpty else { return nil }
    var parser = ScenarioParser(lines: [line], names: names)
    guard case .timeline(let read) = parser.statement(line)?.kind, parser.problems.isEmpty else {
      return nil
    }
    return read
  }
}
