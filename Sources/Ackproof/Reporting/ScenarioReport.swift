import KafkaModel
import Kernel
import ScenarioLanguage

/// What came of one scenario over all of its variants and seeds.
public struct ScenarioReport: Sendable {
  /// The file, as the user named it.
  public var file: String
  /// What the scenario shows.
  public var title: String?
  /// The claims that it judges.
  public var claims: [String]
  /// The release that was simulated.
  public var version: String
  /// One per combination of varied values.
  public var variants: [VariantReport]
  /// Notes for the author: keys without effect, old names.
  public var notes: [String]
  /// Where the simulator failed its own check, if it did.
  public var broken: String?
  /// What the scenario and its property files say, as a number.
  public var fingerprint = ""

  /// One number over the digests of all runs, in their order; that of the run if there is one.
  public var digest: String {
    let all = variants.flatMap { $0.seeds.map(\.digest) }
    if all.count == 1 { return all[0] }
    var digest = Digest()
    for one in all { digest.combine(one) }
    return digest.hex
  }

  /// The worst of all expectations.
  public var status: ExitStatus {
    let start: ExitStatus = broken == nil ? .holds : .broken
    return variants.reduce(start) { $0.worse($1.status) }
  }

  /// How many runs there were.
  public var runCount: Int { variants.reduce(0) { $0 + $1.seeds.count } }
  /// How many events all runs together took.
  public var eventCount: UInt64 { variants.reduce(0) { $0 + $1.eventCount } }
}

/// What came of one combination of varied values over all seeds.
public struct VariantReport: Sendable {
  /// The values; empty when nothing varies.
  public var values: [VariedValue]
  /// The expectations, in the order of the file.
  public var expectations: [ExpectationReport]
  /// The seeds, in the order in which they were asked for, with the digests of their runs.
  public var seeds: [(seed: UInt64, digest: String)] = []
  /// Reasons why a run proved nothing, with the first seed that gave each.
  public var floors: [(seed: UInt64, reason: String)] = []
  /// Messages delivered and timers fired, over all seeds.
  public var eventCount: UInt64 = 0
  /// Simulated time, over all seeds.
  public var simulated = Duration.zero
  /// Times that the first seed drew for lines of the scenario.
  public var drawn: [DrawnTime] = []

  /// The values as `--where` takes them.
  public var label: String { values.map(\.description).joined(separator: ", ") }

  /// The worst of its expectations, not better than undetermined where a floor was missed.
  public var status: ExitStatus {
    let start: ExitStatus = floors.isEmpty ? .holds : .undetermined
    return expectations.reduce(start) { $0.worse($1.status) }
  }
}

/// What came of one expectation over all seeds of one variant.
public struct ExpectationReport: Sendable {
  /// Its line in the file.
  public var line: Int
  /// The line, without the word `expect`.
  public var text: String
  /// Whether one seed is enough.
  public var inSomeSeed: Bool
  /// Seeds in which it held.
  public var held = 0
  /// Seeds in which it was violated.
  public var violated = 0
  /// Seeds in which it could not be judged.
  public var undetermined = 0
  /// The first seed with each verdict, and its result.
  public var examples: [(seed: UInt64, result: ExpectationResult)] = []
  /// The story of the first violation, once it was told.
  public var story: [String] = []

  /// Adds one seed's result.
  mutating func fold(_ result: ExpectationResult, seed: UInt64) {
    switch result.verdict {
    case .holds: held += 1
    case .violated: violated += 1
    case .undetermined: undetermined += 1
    }
    if !examples.contains(where: { $0.result.verdict == result.verdict }) {
      examples.append((seed, result))
    }
  }

  /// The verdict over all seeds.
  public var verdict: Verdict {
    if inSomeSeed {
      if held > 0 { return .holds }
      return undetermined > 0 ? .undetermined : .violated
    }
    if violated > 0 { return .violated }
    return undetermined > 0 ? .undetermined : .holds
  }

  /// The run that shows the verdict.
  public var example: (seed: UInt64, result: ExpectationResult)? {
    examples.first { $0.result.verdict == verdict } ?? examples.first
  }

  /// The exit status that this expectation asks for.
  public var status: ExitStatus {
    switch verdict {
    case .holds: .holds
    case .undetermined: .undetermined
    case .violated: example?.result.isLiveness == true ? .late : .violated
    }
  }
}

extension ScenarioReport {
  /// A report of a plan before any of its runs.
  public init(_ plan: RunPlan) {
    file = plan.file
    title = plan.title
    claims = plan.claims
    version = plan.version.description
    fingerprint = plan.fingerprint
    notes = Self.shortened(plan.notes)
    variants = plan.variants.map { variant in
      VariantReport(
        values: variant.values,
        expectations: variant.expectations.map { planned in
          ExpectationReport(
            line: planned.number, text: plan.expectationText(planned.number),
            inSomeSeed: planned.expectation.quantifier == .someSeed)
        })
    }
  }

  /// Notes as single lines; properties without effect are many in real files, so they are counted.
  private static func shortened(_ notes: [Diagnostic]) -> [String] {
    let inert = notes.filter { $0.message.contains("no effect") }.count
    var lines: [String] = []
    for note in notes where !note.message.contains("no effect") {
      let line = "line \(note.place.line): \(note.message)"
      if !lines.contains(line) { lines.append(line) }
    }
    if inert > 0 {
      let what = inert == 1 ? "1 property has" : "\(inert) properties have"
      lines.append("\(what) no effect here; --show-configuration lists them")
    }
    return lines
  }

  /// Adds the result of one run.
  mutating func fold(_ result: RunResult, variant: Int) {
    variants[variant].seeds.append((result.seed, result.digest.hex))
    variants[variant].eventCount += result.eventCount
    variants[variant].simulated += result.simulated
    if variants[variant].seeds.count == 1 { variants[variant].drawn = result.drawn }
    var floors = result.judgement.floors
    if let failure = result.failure { floors.append("the cluster did not form: \(failure)") }
    for reason in floors where !variants[variant].floors.contains(where: { $0.reason == reason }) {
      variants[variant].floors.append((result.seed, reason))
    }
    for one in result.judgement.results {
      variants[variant].expectations[one.index].fold(one, seed: result.seed)
    }
  }
}

extension RunPlan {
  /// An expectation as written, without its first word and its comment.
  func expectationText(_ line: Int) -> String {
    var words = SourceText.words(ofLine: source.text(ofLine: line))
    if words.first == "expect" { words.removeFirst() }
    return words.joined(separator: " ")
  }

  /// A line as written, with single spaces and without its comment.
  func lineText(_ line: Int) -> String {
    SourceText.words(ofLine: source.text(ofLine: line)).joined(separator: " ")
  }
}

extension SourceText {
  /// The words of a line without its comment, which a sign at the beginning of a word begins.
  static func words(ofLine text: String) -> [Substring] {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
    return Array(words.prefix { !$0.hasPrefix("#") })
  }
}
