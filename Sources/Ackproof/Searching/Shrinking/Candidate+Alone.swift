import ScenarioLanguage

extension Candidate {
  /// One run of a file as a scenario that needs no other file: included properties are written
  /// out, and the release is stated.
  public init(alone variant: Variant, seed: UInt64, load: Compiler.Loader) {
    var scenario = variant.scenario
    Inliner.writeOut(&scenario, load)
    scenario.statements.removeAll { statement in
      if case .seeds = statement.kind { true } else { false }
    }
    let states = scenario.statements.contains { statement in
      if case .kafka = statement.kind { true } else { false }
    }
    if !states {
      let semantics = variant.world.semantics
      let name = KafkaVersionName(
        Word(semantics.version.description), semantics.mode == .kraft ? .kraft : .zookeeper)
      scenario.statements.insert(Statement(.kafka(name)), at: 0)
    }
    self.init(scenario, seed: seed)
  }
}
