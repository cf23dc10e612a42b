import Kernel
import ScenarioLanguage

/// The run of one candidate, kept just before each of its lines, so that candidates that differ
/// from there on need not run what comes before.
///
/// Only what is provably the same is shared: the setting and the seed are equal, the lines before
/// are equal, and what differs is triggered by the clock, later than the fork.
struct Trunk {
  private let candidate: Candidate
  private let variant: Variant
  private var branches: [Branch] = []

  /// A run that has come to just before an instant; a box, as arrays hold no values that cannot be
  /// copied.
  private final class Branch {
    let time: Duration
    let conductor: Conductor

    init(_ time: Duration, _ conductor: consuming Conductor) {
      self.time = time
      self.conductor = conductor
    }
  }

  /// Runs a candidate to each instant at which the clock triggers one of its lines; nil where forks
  /// save nothing.
  init?(_ candidate: Candidate, _ variant: Variant) {
    guard case .at = variant.length else { return nil }
    self.candidate = candidate
    self.variant = variant
    let instants = Set(variant.timeline.compactMap { Self.instant(of: $0.line) })
    var conductor = Conductor(variant: variant, seed: candidate.seed)
    do { try conductor.begin() } catch { return nil }
    for instant in instants.sorted() {
      guard conductor.run(before: instant) else { break }
      branches.append(Branch(instant, conductor.fork()))
    }
    if branches.isEmpty { return nil }
  }

  /// The run of another candidate from where it begins to differ; nil when there is no such place,
  /// or when the order of two things at one instant is in doubt.
  func result(of other: Candidate, _ changed: Variant) -> RunResult? {
    guard other.seed == candidate.seed, case .at = changed.length,
      other.setting == candidate.setting
    else { return nil }
    let (old, new) = (variant.timeline.map(\.line), changed.timeline.map(\.line))
    let kept = zip(old, new).prefix { $0 == $1 }.count
    let rest = old[kept...] + new[kept...]
    let instants = rest.compactMap { $0.action.id == .createTopic ? nil : Self.instant(of: $0) }
    guard instants.count == rest.count, let first = instants.min(),
      let branch = branches.last(where: { $0.time <= first })
    else { return nil }
    return branch.conductor.fork(changed, keeping: kept).exactResult()
  }

  /// The instant of a line that the clock triggers, if it is fixed.
  private static func instant(of line: TimelineLine) -> Duration? {
    guard case .at(let time) = line.trigger, time.upper == nil else { return nil }
    return time.lower.duration
  }
}

extension Candidate {
  /// Everything but the timeline.
  fileprivate var setting: [Statement] {
    scenario.statements.filter { statement in
      if case .timeline = statement.kind { false } else { true }
    }
  }
}
