import ScenarioLanguage

/// A failure as it is handed back: one formatted scenario that fails by itself, and passes once the
/// failure is mended.
public struct Finding: Sendable {
  /// What fails, in which way.
  public var failure: FailureClass
  /// The scenario that the search began with.
  public var base: String?
  /// What to call the file, without its ending.
  public var name: String
  /// The header, for reports.
  public var header: FindingHeader
  /// How many lines of the timeline it has.
  public var lineCount: Int
  private let scenario: Scenario

  /// Writes a shrunk failure down: header, title, a comment on each line, its own expectation.
  public init?(_ shrunk: Shrunk, base: String?, version: String) {
    guard let contribution = Contribution(shrunk) else { return nil }
    let candidate = shrunk.candidate
    failure = shrunk.failure
    self.base = base
    name = Self.name(shrunk.failure, base)
    lineCount = candidate.timeline.count
    var scenario = contribution.commented()
    scenario.statements.insert(Statement(.title(Self.title(of: shrunk))), at: 0)
    if candidate.seed != 1 {
      let place = scenario.statements.firstIndex { statement in
        switch statement.kind {
        case .run, .expect: true
        default: false
        }
      }
      let seed = Int64(bitPattern: candidate.seed)
      scenario.statements.insert(
        Statement(.seeds([SeedRange(seed, seed)])), at: place ?? scenario.statements.endIndex)
    }
    self.scenario = scenario
    header = FindingHeader(
      observed: Self.observed(shrunk), failure: shrunk.failure, base: base,
      seed: candidate.seed, seedsThatFail: Self.seedsThatFail(shrunk), version: version,
      scenario: FindingHeader.fingerprint(of: scenario),
      digest: shrunk.outcome.result.digest.hex, bound: shrunk.bound?.description)
  }

  /// The file's text, in canonical form.
  public func text(file: String) -> String {
    var scenario = scenario
    scenario.trivia.comments = header.lines(file: file)
    return ScenarioPrinter.text(of: scenario)
  }

  /// What was observed; a bare number is told with what it is the number of.
  private static func observed(_ shrunk: Shrunk) -> String {
    let violation = shrunk.outcome.violations.first {
      FailureClass.text(of: $0.expectation) == shrunk.failure.expectation
    }
    guard let violation else { return shrunk.failure.kind.words }
    if case .comparison(let measure, _, _) = violation.expectation.body {
      return "\(measure.written): \(violation.result.observed)"
    }
    return violation.result.observed
  }

  /// How many of the first seeds fail in the same way.
  private static func seedsThatFail(_ shrunk: Shrunk) -> Int {
    (1...FindingHeader.seedSample).filter { seed in
      let other = Candidate(shrunk.candidate.scenario, seed: UInt64(seed))
      guard case .success(let outcome) = other.evaluate() else { return false }
      return FailureClass.classes(of: outcome).contains(shrunk.failure)
    }.count
  }

  /// What happens and after what: `Records are lost: cut, crash`.
  private static func title(of shrunk: Shrunk) -> String {
    var verbs: [String] = []
    for (_, line) in shrunk.candidate.timeline {
      let pattern = Vocabulary.faults[line.action.id].pattern
      // `expire session of {nodes}` is told as `expire session`.
      let verb = pattern.split(separator: " ")
        .prefix { !$0.contains("{") && !$0.contains("[") && !["of", "to", "by"].contains($0) }
        .joined(separator: " ")
      if !verbs.contains(verb) { verbs.append(verb) }
    }
    let cause = verbs.isEmpty ? "no fault at all" : verbs.joined(separator: ", ")
    return "\(shrunk.failure.kind.sentence): \(cause)"
  }

  /// `acks-one-lost`: where it was looked for, and what was found.
  private static func name(_ failure: FailureClass, _ base: String?) -> String {
    let file = base?.split(separator: "/").last.map(String.init) ?? failure.expectation
    let stem = file.hasSuffix(".scenario") ? String(file.dropLast(".scenario".count)) : file
    return slug(stem) + "-" + slug(failure.kind.words + failure.harm.words)
  }

  /// Lower case, hyphens between words, nothing that a file system minds.
  private static func slug(_ text: String) -> String {
    text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .joined(separator: "-")
  }
}

extension FailureKind {
  /// The kind as a title says it.
  fileprivate var sentence: String {
    switch self {
    case .lost: "Records are lost"
    case .refusedVisible: "Refused records are visible"
    case .duplicated: "Records are stored twice"
    case .reordered: "Records change their order"
    case .diverged: "One offset holds two records"
    case .neverProcessed: "Records are never processed"
    case .processedTwice: "Records are processed twice"
    case .skipped: "A reader skips records"
    case .wentBack: "What had been reached is gone again"
    case .doubled: "Two do what is one's"
    case .fencedActed: "Whoever was replaced acts on"
    case .leaderless: "A partition stays without a leader"
    case .notInSync: "Replicas stay out of sync"
    case .stuck: "Something waits for ever"
    case .less: "Less than was expected"
    case .more: "More than was expected"
    case .happened: "What should not happen does"
    case .missed: "What should happen does not"
    case .otherwise: "An expectation is violated"
    }
  }
}
