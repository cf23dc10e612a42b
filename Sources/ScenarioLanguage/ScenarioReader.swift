/// The way in: text to a scenario that makes sense by itself, with every problem of one pass.
public enum ScenarioReader {
  /// What reading a file gives.
  public struct Reading: Sendable {
    /// What was understood; only without errors does it stand for the whole text.
    public var scenario: Scenario
    /// Every problem, in the order of the text.
    public var problems: [Diagnostic]
    /// The text, for drawing problems; nil when it was over a bound.
    public var source: SourceText?

    /// Whether the scenario may run.
    public var isSound: Bool { !problems.contains { $0.severity == .error } }
  }

  /// Reads bytes: bounds, grammar, and everything that can be judged without Kafka's own tables.
  public static func read(file: String, bytes: [UInt8]) -> Reading {
    switch SourceText.read(file: file, bytes: bytes) {
    case .failure(let problem):
      return Reading(scenario: Scenario(), problems: [problem], source: nil)
    case .success(let source):
      let (scenario, names, broken) = ScenarioParser.parseWithNames(source)
      // Broken lines may have declared what others refer to; they are not reported twice.
      let unsound = Validator.problems(in: scenario, excusing: broken.isEmpty ? nil : names)
      return Reading(
        scenario: scenario, problems: Diagnostic.ordered(broken + unsound), source: source)
    }
  }

  /// Judges a scenario that was not read from text, such as a generated one.
  public static func problems(in scenario: Scenario) -> [Diagnostic] {
    Validator.problems(in: scenario)
  }
}
