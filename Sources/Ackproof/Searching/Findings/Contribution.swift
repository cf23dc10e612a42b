import ScenarioLanguage

/// Says of every line of a shrunk scenario what it contributes: what the run is like without it.
///
/// These are the runs of the shrinker's last round, told in words: each line has been left out once
/// more, and something else came of it.
struct Contribution {
  /// The shrunk candidate with its recorded run.
  let candidate: Candidate
  let failure: FailureClass
  private let milestones: [Int]
  private let leftBroken: Int

  /// Repeats the run of a shrunk candidate with its history kept; nil if it cannot be compiled.
  init?(_ shrunk: Shrunk) {
    candidate = shrunk.candidate
    failure = shrunk.failure
    guard case .success(let outcome) = candidate.evaluate(recording: true) else { return nil }
    milestones = Milestone.counts(in: outcome.result)
    leftBroken = outcome.result.leftBroken
  }

  /// The candidate's scenario with a comment on each line.
  func commented() -> Scenario {
    var scenario = candidate.scenario
    for place in scenario.statements.indices {
      switch scenario.statements[place].kind {
      case .timeline:
        let without = candidate.removing(candidate.dependents(of: place))
        scenario.statements[place].trivia.comments = ["Without it, \(consequence(of: without))."]
      case .brokers(let count, let at, let block):
        scenario.statements[place].kind = .brokers(
          count, at: at, commented(block, place) { .brokers(count, at: at, $0) })
      case .broker(let id, let at, let block):
        scenario.statements[place].kind = .broker(
          id, at: at, commented(block, place) { .broker(id, at: at, $0) })
      case .topic(let name, let block):
        scenario.statements[place].kind = .topic(
          name, commented(block, place) { .topic(name, $0) })
      case .producer(let clients, let block):
        scenario.statements[place].kind = .producer(
          clients, commented(block, place) { .producer(clients, $0) })
      case .consumer(let clients, let block):
        scenario.statements[place].kind = .consumer(
          clients, commented(block, place) { .consumer(clients, $0) })
      case .property:
        let text = consequence(of: candidate.removing([place]))
        scenario.statements[place].trivia.trailing = "without it, \(text)"
      default: continue
      }
    }
    return scenario
  }

  /// A block with a comment behind each property; words of a block say themselves what they do.
  private func commented<ID: FormID>(
    _ block: Block<ID>, _ place: Int, _ make: (Block<ID>) -> Statement.Kind
  ) -> Block<ID> {
    var copy = block
    for line in block.lines.indices {
      guard case .property = block.lines[line].kind else { continue }
      var rest = block
      rest.lines.remove(at: line)
      let text = consequence(of: candidate.replacing(place, with: make(rest)))
      copy.lines[line].trivia.trailing = "without it, \(text)"
    }
    return copy
  }

  /// What comes of the scenario when something is left out of it.
  private func consequence(of rest: Candidate) -> String {
    let problems = ScenarioReader.problems(in: rest.scenario)
    guard problems.allSatisfy({ $0.severity != .error }),
      case .success(let outcome) = rest.evaluate(recording: true)
    else { return "the rest makes no sense" }
    let classes = FailureClass.classes(of: outcome)
    if classes.contains(where: { $0.isAtMost(failure) }) {
      return outcome.result.leftBroken > leftBroken
        ? "nothing repairs what was broken" : "it fails too, in another run"
    }
    let after = Milestone.counts(in: outcome.result)
    let missing = Milestone.all.indices.filter { milestones[$0] > 0 && after[$0] == 0 }
      .prefix(2).map { Milestone.all[$0].absence }
    let verdict = verdict(of: outcome, classes)
    return missing.isEmpty ? verdict : missing.joined(separator: ", ") + ", and " + verdict
  }

  private func verdict(of outcome: Outcome, _ classes: [FailureClass]) -> String {
    if let other = classes.first { return "the failure is another: \(other.kind.words)" }
    if let open = outcome.result.judgement.results.first(where: { $0.verdict == .undetermined }) {
      return "nothing is proven: \(open.observed)"
    }
    return "the expectation holds"
  }
}
