import ScenarioLanguage

/// Edits that every pass of the shrinker is made of; each gives another candidate.
extension Candidate {
  /// The candidate without some of its statements, and without labels that nobody reads any more.
  func removing(_ places: [Int]) -> Candidate {
    var copy = self
    copy.scenario.statements = scenario.statements.indices
      .filter { !places.contains($0) }.map { scenario.statements[$0] }
    return copy.tidied()
  }

  /// The candidate with another statement in a place.
  func replacing(_ place: Int, with kind: Statement.Kind) -> Candidate {
    var copy = self
    copy.scenario.statements[place].kind = kind
    return copy.tidied()
  }

  /// A line, and every line that speaks of it by its label.
  func dependents(of place: Int) -> [Int] {
    guard case .timeline(let line) = scenario.statements[place].kind, let label = line.label else {
      return [place]
    }
    return [place] + timeline.map(\.statement).filter { $0 != place && speaks($0, of: label) }
  }

  /// Puts the lines of the clock in the order of their instants, and drops labels that no line and
  /// no expectation speaks of.
  func tidied() -> Candidate {
    var copy = self
    let clocked = timeline.compactMap { item -> (place: Int, at: Int64)? in
      guard case .at(let time) = item.line.trigger else { return nil }
      return (item.statement, time.lower.nanoseconds)
    }
    let ordered = clocked.enumerated().sorted { a, b in
      (a.element.at, a.offset) < (b.element.at, b.offset)
    }
    for (target, source) in zip(clocked, ordered) {
      copy.scenario.statements[target.place].kind =
        scenario.statements[source.element.place].kind
    }
    for (place, line) in copy.timeline {
      guard let label = line.label else { continue }
      let isRead = copy.scenario.statements.indices.contains {
        $0 != place && copy.speaks($0, of: label)
      }
      if !isRead {
        var line = line
        line.label = nil
        copy.scenario.statements[place].kind = .timeline(line)
      }
    }
    return copy.numbered()
  }

  /// Statements numbered as if each were one line, so that results can be traced to statements.
  func numbered() -> Candidate {
    var copy = self
    for place in scenario.statements.indices {
      copy.scenario.statements[place].place = Place(line: place + 1, start: 0, end: 0)
    }
    return copy
  }

  /// Whether a statement's words refer to a label.
  private func speaks(_ place: Int, of label: Word) -> Bool {
    let words = ScenarioPrinter.line(of: scenario.statements[place].kind)
      .split { $0 == " " || $0 == "," }
    return words.contains { $0 == "@\(label.text)" }
  }
}
