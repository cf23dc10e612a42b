import ScenarioLanguage

/// Passes that turn weather into what it did, and shrink what cannot be turned.
extension ShrinkPass {
  /// The weather's strikes as lines: all of them, or those of one front.
  static let weatherAsLines = ShrinkPass(name: "weather as lines") { candidate, outcome in
    let strikes = outcome.result.strikes
    let fronts = candidate.fronts
    guard !fronts.isEmpty else { return [] }
    var attempts = [Attempt(candidate.writingOut(Array(fronts.indices), strikes))]
    if fronts.count > 1 {
      attempts += fronts.indices.map { Attempt(candidate.writingOut([$0], strikes)) }
    }
    return attempts
  }

  /// Weather that has to stay loses its lines one by one.
  static let fewerWeatherLines = ShrinkPass(name: "less weather") { candidate, _ in
    candidate.fronts.indices.map { Attempt(candidate.writingOut([$0], [])) }
  }
}

extension Candidate {
  /// The lines of the weather blocks, counted through as the run counts them.
  fileprivate var fronts: [(statement: Int, line: Int)] {
    scenario.statements.enumerated().flatMap { place, statement -> [(statement: Int, line: Int)] in
      guard case .weather(_, _, let block) = statement.kind else { return [] }
      return block.lines.indices.map { (place, $0) }
    }
  }

  /// Without some lines of the weather, with what they did as lines of the timeline.
  fileprivate func writingOut(_ chosen: [Int], _ strikes: [WeatherStrike]) -> Candidate {
    var copy = self
    let fronts = fronts
    var lines: [Statement] = []
    for strike in strikes where chosen.contains(strike.front) {
      let at = TimeAmount(nanoseconds: strike.at.nanoseconds)
      lines.append(Statement(.timeline(TimelineLine(.at(Drawn(at)), strike.action))))
    }
    for number in chosen.reversed() {
      let (place, line) = fronts[number]
      guard case .weather(let from, let to, var block) = copy.scenario.statements[place].kind else {
        continue
      }
      block.lines.remove(at: line)
      copy.scenario.statements[place].kind = .weather(from: from, to: to, block)
    }
    let timeline = copy.scenario.statements.firstIndex { statement in
      switch statement.kind {
      case .timeline, .run, .seeds, .expect: true
      default: false
      }
    }
    let target = timeline ?? copy.scenario.statements.endIndex
    copy.scenario.statements.insert(contentsOf: lines, at: target)
    copy.scenario.statements.removeAll { statement in
      guard case .weather(_, _, let block) = statement.kind else { return false }
      return block.lines.isEmpty
    }
    return copy.tidied()
  }
}
