/// One combination of a scenario's varied values, with the scenario that has them written in.
public struct ScenarioVariant: Sendable {
  /// The values, in the order of the `vary` lines.
  public var values: [(vary: Vary, value: Word)]
  /// The scenario without `vary` and `where`.
  public var scenario: Scenario

  /// A scenario with some varied values written in; none when nothing varied in it.
  public init(values: [(vary: Vary, value: Word)], scenario: Scenario) {
    self.values = values
    self.scenario = scenario
  }
}

extension Scenario {
  /// Every combination of the varied values; the last `vary` line changes fastest.
  ///
  /// A value is written where a person would write it: a property at the end of its block, one of
  /// our own words in place of the line that it varies. A word without a subject that is no setting
  /// is the author's own, and serves `where` alone.
  ///
  /// Of a partial scenario nothing is reported that a line may explain which was not understood;
  /// many combinations are one, as a bound's own problem is reported already.
  public func variants(
    isPartial: Bool = false
  ) -> (variants: [ScenarioVariant], problems: [Diagnostic]) {
    var lines = statements.compactMap { statement -> Vary? in
      if case .vary(let vary) = statement.kind { vary } else { nil }
    }
    var problems: [Diagnostic] = []
    if varyRuns > Bounds.varyRuns || lines.count > Bounds.varyLines
      || isPartial && varyRuns > Bounds.varyValues
    {
      lines = []
    }
    for vary in lines where vary.subject == nil && !isRead(vary) && !isPartial {
      problems.append(
        Diagnostic(
          "'\(vary.key.text)' varies nothing: no setting has that name, and no 'where' reads it",
          at: vary.key.place))
    }
    var combinations: [[(vary: Vary, value: Word)]] = [[]]
    for vary in lines {
      combinations = combinations.flatMap { combination in
        vary.values.map { combination + [(vary, $0)] }
      }
    }
    let variants = combinations.map { values in
      var writer = VariationWriter(scenario: self)
      writer.filter(by: values)
      for (vary, value) in values { writer.write(value, of: vary) }
      // The same value is written for many combinations; its problem is told once.
      let unsound = isPartial ? [] : Scenario.unsound(values, in: writer.scenario)
      for problem in writer.problems + unsound where !problems.contains(problem) {
        problems.append(problem)
      }
      return ScenarioVariant(values: values, scenario: writer.scenario)
    }
    return (variants, problems)
  }

  /// What is wrong with a scenario because of the values that were written into it: each stands in
  /// the place of a line, and keeps to that line's bounds.
  private static func unsound(
    _ values: [(vary: Vary, value: Word)], in scenario: Scenario
  ) -> [Diagnostic] {
    if values.isEmpty { return [] }
    return Validator.problems(in: scenario).compactMap { problem in
      guard problem.severity == .error,
        let value = values.first(where: { $0.value.place.line == problem.place.line })?.value
      else { return nil }
      return Diagnostic(problem.message, at: value.place)
    }
  }

  /// Whether a word without a subject means something: a setting, or the key of a condition.
  private func isRead(_ vary: Vary) -> Bool {
    if VariationWriter.ownSettings.contains(vary.key.text) || vary.key.text.contains(".") {
      return true
    }
    return statements.contains { statement in
      switch statement.kind {
      case .timeline(let line): line.conditions.contains { $0.key.text == vary.key.text }
      case .expect(let expectation):
        expectation.conditions.contains { $0.key.text == vary.key.text }
      default: false
      }
    }
  }
}
