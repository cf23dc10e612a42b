import KafkaModel
import Kernel
import ScenarioLanguage

/// Turns a scenario's text into runs: grammar, configuration, names, and what cannot be simulated.
public enum Compiler {
  /// Reads an included properties file, given its path relative to the scenario; nil when there is
  /// none. The command line reads files, nobody below it.
  public typealias Loader = (_ path: String) -> [UInt8]?

  /// Everything that keeps a scenario from running, ready to be drawn.
  public struct Failure: Error, Sendable {
    /// The problems, in the order of the text.
    public var problems: [Diagnostic]
    /// The text; nil when it was over a bound.
    public var source: SourceText?
    /// The file, as the user named it.
    public var file: String

    /// The failure of a file that cannot be read at all.
    public static func unreadable(_ file: String) -> Failure {
      Failure(
        problems: [Diagnostic("this file cannot be read", at: .nowhere)], source: nil, file: file)
    }

    /// The problems as a compiler shows them.
    public var rendered: String {
      guard let source else {
        // The text itself is what is wrong, so there is no line to show.
        return problems.map { problem in
          let at = problem.place.line > 0 ? ":\(problem.place.line):\(problem.place.start + 1)" : ""
          return "\(file)\(at): \(problem.severity.rawValue): \(problem.message)"
        }.joined(separator: "\n")
      }
      return Diagnostic.rendered(problems, in: source)
    }
  }

  /// Compiles a scenario; notes are in the plan, errors are all in the failure.
  public static func compile(
    file: String, bytes: [UInt8], load: @escaping Loader
  ) -> Result<RunPlan, Failure> {
    let reading = ScenarioReader.read(file: file, bytes: bytes)
    guard let source = reading.source else {
      return .failure(Failure(problems: reading.problems, source: nil, file: file))
    }
    // A broken scenario is compiled as far as it was understood, so that names, properties and
    // bounds are judged in the same pass as the grammar.
    let gaps = Gaps(reading)
    let (variants, problems) = reading.scenario.variants(isPartial: !reading.isSound)
    var assembly = PlanAssembly(file: file, source: source, gaps: gaps, load: load)
    let plan = assembly.plan(of: reading.scenario, variants)
    let notes = Diagnostic.ordered(reading.problems + problems + assembly.problems)
    if notes.contains(where: { $0.severity == .error }) {
      // Who has errors to mend need not hear what else has no effect.
      let told = notes.filter { $0.severity == .error || !$0.message.contains("no effect") }
      return .failure(Failure(problems: told, source: source, file: file))
    }
    var result = plan
    result.notes = notes
    result.fingerprint = assembly.fingerprint
    return .success(result)
  }

  /// Compiles a scenario that was not read from a file, such as a generated one: nothing varies in
  /// it and it includes nothing.
  public static func compile(_ scenario: Scenario) -> Result<Variant, Failure> {
    var assembly = VariantAssembly(
      variant: ScenarioVariant(values: [], scenario: scenario), load: { _ in nil },
      collector: PropertyCollector(file: generatedName, gaps: .none))
    let variant = assembly.compile()
    let problems = assembly.collector.problems
    if problems.contains(where: { $0.severity == .error }) {
      return .failure(Failure(problems: problems, source: nil, file: generatedName))
    }
    return .success(variant)
  }

  /// What a scenario without a file is called in messages.
  static let generatedName = "generated"
}
