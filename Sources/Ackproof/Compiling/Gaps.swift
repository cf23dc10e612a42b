import KafkaModel
import ScenarioLanguage

/// What of a scenario was not understood, so that nothing is reported that only its absence
/// explains.
struct Gaps: Sendable {
  /// The lines with errors, sorted.
  private let lines: [Int32]
  /// The lines on which the understood statements begin, sorted.
  private let statements: [Int32]
  /// Whether the release is the one that the author means.
  var knowsVersion: Bool

  /// Of a scenario that is whole.
  static let none = Gaps()

  private init() { (lines, statements, knowsVersion) = ([], [], true) }

  init(_ reading: ScenarioReader.Reading) {
    lines = reading.problems.filter { $0.severity == .error }.map(\.place.line).sorted()
    statements = reading.scenario.statements.map(\.place.line).sorted()
    let isStated = reading.scenario.statements.contains { statement in
      if case .kafka = statement.kind { true } else { false }
    }
    knowsVersion = lines.isEmpty || isStated
  }

  /// Whether anything is missing, so that the plan is made for its problems alone.
  var isPartial: Bool { !lines.isEmpty }

  /// Whether something is missing from the statement at a place: from its first line to the next
  /// statement's.
  func touch(_ place: Place) -> Bool {
    let next = Gaps.first(in: statements, above: place.line)
    let begin = next > 0 ? statements[next - 1] : place.line
    let gap = Gaps.first(in: lines, above: begin - 1)
    guard gap < lines.count else { return false }
    return next == statements.count || lines[gap] < statements[next]
  }

  /// The index of the first of some sorted numbers that is above another.
  private static func first(in sorted: [Int32], above limit: Int32) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a problem may be due to a line that was not understood: a contradiction within a
  /// broken block, or a key of another release than the one that is meant.
  func mayExplain(_ problem: ConfigurationProblem, at place: Place) -> Bool {
    switch problem.kind {
    case .notInVersion, .deprecated: !knowsVersion
    case .conflict: touch(place)
    case .unknown, .otherScope, .invalid, .withoutEffect, .openEnded: false
    }
  }
}
