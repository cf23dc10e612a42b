import KafkaModel
import Kernel
import ScenarioLanguage

/// A compiled scenario: every run that its file asks for, as values that no file is needed for.
public struct RunPlan: Sendable {
  /// The file, as the user named it.
  public var file: String
  /// What the scenario shows; nil when it does not say.
  public var title: String?
  /// The claims that it judges.
  public var claims: [String]
  /// The release that is simulated.
  public var version: KafkaVersion
  /// The seeds to run, in the order of the file; seed 1 by default.
  public var seeds: [SeedRange]
  /// One run per combination of varied values and seed; a single variant when nothing varies.
  public var variants: [Variant]
  /// What the author should know although everything runs: keys without effect, old names.
  public var notes: [Diagnostic]
  /// The text, for stories that quote a line.
  public var source: SourceText
  /// What the scenario and its property files say, as a number; comments and spaces do not count.
  public var fingerprint = ""
}

/// One combination of varied values, compiled.
public struct Variant: Sendable {
  /// The varied values, in the order of the `vary` lines; empty when nothing varies.
  public var values: [VariedValue]
  /// The scenario with these values written in, and without `vary` and `where`.
  public var scenario: Scenario
  /// What the run starts from.
  public var world: WorldPlan
  /// What the names of the scenario stand for.
  public var names: NameTable
  /// The timeline, in the order of the file.
  public var timeline: [PlannedLine]
  /// The weather blocks, in the order of the file.
  public var weather: [PlannedWeather]
  /// What is expected of every run, in the order of the file.
  public var expectations: [PlannedExpectation]
  /// When the run ends.
  public var length: RunEnd
  /// When the last workload that ends by itself is done with handing over, in scenario time.
  public var workloadEnd: Duration
  /// Every effective value, for `--show-configuration`.
  public var configuration: [NamedConfiguration]
  /// Clients that do not exist because Kafka refuses their configuration, as expected.
  public var refusals: [RefusedConfiguration]
}

/// One value of a `vary` line.
public struct VariedValue: Equatable, Sendable {
  /// The word that varies.
  public var key: String
  /// Whose; empty for the scenario's own settings and the author's own words.
  public var subject: String
  /// The value, as written.
  public var value: String

  /// `acks of web = 1`.
  public var description: String {
    subject.isEmpty ? "\(key) = \(value)" : "\(key) of \(subject) = \(value)"
  }
}

/// A line of the timeline with its place in the file.
public struct PlannedLine: Sendable {
  /// What was written.
  public var line: TimelineLine
  /// The line's number in the file, counted from one.
  public var number: Int
  /// Where it stands, for diagnostics and stories.
  public var place: Place
}

/// A `weather` block with its place in the file.
public struct PlannedWeather: Sendable {
  /// When it begins, in scenario time.
  public var from: Duration
  /// When it ends, in scenario time.
  public var to: Duration
  /// What may happen, with the number of each line in the file.
  public var lines: [(phrase: Phrase<WeatherID>, number: Int)]
}

/// An expectation with its place in the file.
public struct PlannedExpectation: Sendable {
  /// What was written, without its conditions: they have chosen the variants already.
  public var expectation: Expectation
  /// Where it stands.
  public var place: Place
  /// The line's number in the file.
  public var number: Int { Int(place.line) }
}

/// When a run ends.
public enum RunEnd: Equatable, Sendable {
  /// At an instant of scenario time.
  case at(Duration)
  /// When nobody has anything left to do, or at the limit.
  case quiet(limit: Duration)

  /// The last instant that a run can reach.
  public var latest: Duration {
    switch self {
    case .at(let instant): instant
    case .quiet(let limit): limit
    }
  }
}

/// The effective configuration of one broker, topic or client.
public struct NamedConfiguration: Sendable {
  /// Whose: `broker 1`, `topic orders`, `producer web`.
  public var name: String
  /// Every value with where it came from.
  public var values: EffectiveConfiguration
}

/// A client that Kafka refuses to make, where the scenario expects it to be refused.
public struct RefusedConfiguration: Equatable, Sendable {
  /// The client's declared name.
  public var name: String
  /// Kafka's reason.
  public var reason: String
}
