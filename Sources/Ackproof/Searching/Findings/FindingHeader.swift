import Kernel
import ScenarioLanguage

/// The comment above a finding: what was found, and everything that tells later whether it is still
/// the same scenario, the same simulator and the same run.
public struct FindingHeader: Equatable, Sendable {
  /// What was observed.
  public var observed: String
  /// What failed, in which way.
  public var failure: FailureClass
  /// The scenario that the search began with, as its user named it; nil when nobody knows.
  public var base: String?
  /// The seed of the run.
  public var seed: UInt64
  /// Of the first seeds, how many fail in the same way.
  public var seedsThatFail: Int
  /// The tool's version.
  public var version: String
  /// Covers the scenario's text, comments and layout left out.
  public var scenario: String
  /// Covers every event of the run.
  public var digest: String
  /// Why it may not be as small as it could be; nil when nothing smaller was left to try.
  public var bound: String?

  /// How many seeds are tried to see whether the seed matters.
  static let seedSample = 20

  /// A header with everything that it says.
  public init(
    observed: String, failure: FailureClass, base: String?, seed: UInt64, seedsThatFail: Int,
    version: String, scenario: String, digest: String, bound: String?
  ) {
    self.observed = observed
    self.failure = failure
    self.base = base
    self.seed = seed
    self.seedsThatFail = seedsThatFail
    self.version = version
    self.scenario = scenario
    self.digest = digest
    self.bound = bound
  }

  /// The words that begin each line, in their order.
  private enum Key: String, CaseIterable {
    case found, failure, base, seed, version, scenario, digest, minimal, replay
  }

  /// The comment lines, without their signs; `file` is what the finding is called.
  public func lines(file: String) -> [String] {
    let share = "fails with \(seedsThatFail) of the seeds 1 to \(Self.seedSample)"
    let minimal = bound.map { "no, \($0) was reached" } ?? "as far as was tried, not proven"
    return Key.allCases.compactMap { key -> String? in
      let value: String? =
        switch key {
        case .found: observed
        case .failure: failure.key
        case .base: base
        case .seed: "\(seed), \(share)"
        case .version: version
        case .scenario: scenario
        case .digest: digest
        case .minimal: minimal
        case .replay: "ackproof replay \(file)"
        }
      guard let value else { return nil }
      let width = 9
      return key.rawValue + String(repeating: " ", count: width - key.rawValue.count) + value
    }
  }

  /// Reads a header from the comments above a scenario; nil when they are none.
  public init?(comments: [String]) {
    func value(_ key: Key) -> String? {
      for line in comments {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0] == key.rawValue else { continue }
        return String(words[1].drop { $0 == " " })
      }
      return nil
    }
    guard let observed = value(.found), let failure = value(.failure).flatMap(FailureClass.init),
      let seedText = value(.seed), let version = value(.version),
      let scenario = value(.scenario), let digest = value(.digest), let minimal = value(.minimal)
    else { return nil }
    let numbers = seedText.split { !$0.isNumber }.compactMap { UInt64($0) }
    guard numbers.count == 4 else { return nil }
    let bound =
      minimal.hasPrefix("no, ")
      ? String(minimal.dropFirst(4).dropLast(" was reached".count)) : nil
    self.init(
      observed: observed, failure: failure, base: value(.base), seed: numbers[0],
      seedsThatFail: Int(numbers[1]), version: version, scenario: scenario, digest: digest,
      bound: bound)
  }

  /// Covers a scenario's canonical text; comments, layout and title do not count.
  public static func fingerprint(of scenario: Scenario) -> String {
    var bare = Candidate(scenario, seed: 1).withoutComments().scenario
    bare.statements.removeAll { statement in
      if case .title = statement.kind { true } else { false }
    }
    var digest = Digest()
    digest.combine(ScenarioPrinter.text(of: bare))
    return digest.hex
  }
}
