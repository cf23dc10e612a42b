import ScenarioLanguage

extension Candidate {
  /// What is left when a candidate is about one failure: its expectation alone, no comments.
  func reduced(to failure: FailureClass) -> Candidate {
    var copy = withoutComments()
    var isExpected = false
    copy.scenario.statements.removeAll { statement in
      switch statement.kind {
      case .title, .claim, .seeds, .vary: return true
      case .expect(let expectation):
        let isMeant = !isExpected && FailureClass.text(of: expectation) == failure.expectation
        if isMeant { isExpected = true }
        return !isMeant
      default: return false
      }
    }
    copy.scenario.statements = copy.scenario.statements.enumerated().sorted { a, b in
      (a.element.kind.rank, a.offset) < (b.element.kind.rank, b.offset)
    }.map(\.element)
    return copy.tidied()
  }

  /// The candidate without any comment.
  func withoutComments() -> Candidate {
    var copy = self
    copy.scenario.trivia = Trivia()
    copy.scenario.closing = []
    copy.scenario.statements = scenario.statements.map { statement in
      Statement(statement.kind.bare, at: statement.place)
    }
    return copy
  }
}

extension Statement.Kind {
  /// Where a person would write it; what overrides each other keeps its order.
  fileprivate var rank: Int {
    switch self {
    case .title, .claim: 0
    case .kafka: 1
    case .brokers, .property, .include: 2
    case .broker: 3
    case .zooKeeper, .network: 4
    case .topic: 5
    case .producer: 6
    case .consumer: 7
    case .vary: 8
    case .weather: 9
    case .timeline: 10
    case .run, .seeds: 11
    case .expect: 12
    }
  }

  /// The same without comments in its block.
  fileprivate var bare: Statement.Kind {
    switch self {
    case .brokers(let count, let at, let block): .brokers(count, at: at, block.bare)
    case .broker(let id, let at, let block): .broker(id, at: at, block.bare)
    case .zooKeeper(let count, let at, let block): .zooKeeper(count, at: at, block.bare)
    case .network(let block): .network(block.bare)
    case .topic(let name, let block): .topic(name, block.bare)
    case .producer(let clients, let block): .producer(clients, block.bare)
    case .consumer(let clients, let block): .consumer(clients, block.bare)
    case .weather(let from, let to, let block): .weather(from: from, to: to, block.bare)
    case .title, .claim, .kafka, .property, .include, .vary, .timeline, .seeds, .run, .expect: self
    }
  }
}

extension Block {
  fileprivate var bare: Block { Block(lines.map { BlockLine($0.kind, at: $0.place) }) }
}
