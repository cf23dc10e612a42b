import KafkaModel
import Kernel
import ScenarioLanguage

/// Assembles a plan from a sound scenario, variant by variant, collecting every problem on the way.
struct PlanAssembly {
  let source: SourceText
  let load: Compiler.Loader
  var collector: PropertyCollector

  init(file: String, source: SourceText, gaps: Gaps, load: @escaping Compiler.Loader) {
    self.source = source
    self.load = load
    collector = PropertyCollector(file: file, gaps: gaps)
  }

  /// The fingerprint of the text and of what it includes.
  var fingerprint: String {
    var digest = Digest()
    for line in 1...max(1, source.lineCount) {
      let words = SourceText.words(ofLine: source.text(ofLine: line))
      if !words.isEmpty { digest.combine(words.joined(separator: " ")) }
    }
    for entry in collector.included { digest.combine("\(entry.key)=\(entry.value)") }
    return digest.hex
  }

  /// Every problem so far.
  var problems: [Diagnostic] { collector.problems }

  /// Compiles every variant; meaningless when there are errors among the problems.
  mutating func plan(of scenario: Scenario, _ variants: [ScenarioVariant]) -> RunPlan {
    var plan = RunPlan(
      file: source.file, title: nil, claims: [], version: .standard, seeds: [SeedRange(1, 1)],
      variants: [], notes: [], source: source)
    for statement in scenario.statements {
      switch statement.kind {
      case .title(let title): plan.title = title
      case .claim(let claims): plan.claims = claims.map(\.text)
      case .seeds(let seeds): plan.seeds = seeds
      default: break
      }
    }
    checkFreeWords(scenario)
    for variant in variants {
      var assembly = VariantAssembly(variant: variant, load: load, collector: collector)
      let compiled = assembly.compile()
      collector = assembly.collector
      plan.version = assembly.version
      plan.variants.append(compiled)
    }
    return plan
  }

  /// `vary acks: 1, all` says not whose acks: a property without a subject would vary nothing.
  private mutating func checkFreeWords(_ scenario: Scenario) {
    for case .vary(let vary) in scenario.statements.map(\.kind) where vary.subject == nil {
      let scopes = ConfigurationTable.keys(named: vary.key.text).flatMap(\.scopes.words)
      guard !scopes.isEmpty, !scopes.contains("broker") else { continue }
      collector.note(
        Diagnostic(
          "'\(vary.key.text)' is a property of a \(scopes.joined(separator: " or ")); say of which",
          at: vary.key.place))
    }
  }
}
