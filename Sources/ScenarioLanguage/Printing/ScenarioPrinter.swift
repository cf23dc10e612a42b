/// Writes a scenario in its one canonical form; parsing what it wrote gives the same scenario.
public struct ScenarioPrinter {
  private var lines: [String] = []
  private var section: Section?

  /// The canonical text of a scenario, with a final newline.
  public static func text(of scenario: Scenario) -> String {
    var printer = ScenarioPrinter()
    printer.print(scenario)
    return printer.lines.joined(separator: "\n") + "\n"
  }

  /// Statements that stand together without a blank line between.
  private enum Section: Equatable {
    case header, cluster, block, vary, timeline, run, expectations
  }

  private mutating func print(_ scenario: Scenario) {
    comments(scenario.trivia.comments, indent: "")
    lines.append("ackproof \(scenario.version)" + trailing(scenario.trivia))
    section = .header
    var index = 0
    while index < scenario.statements.count {
      let run = ScenarioPrinter.run(from: index, in: scenario.statements)
      print(Array(scenario.statements[run]))
      index = run.upperBound
    }
    if !scenario.closing.isEmpty {
      lines.append("")
      comments(scenario.closing, indent: "")
    }
  }

  /// The statements from here on whose columns are aligned with each other.
  private static func run(from start: Int, in statements: [Statement]) -> Range<Int> {
    let first = section(of: statements[start].kind)
    guard first == .timeline || first == .expectations else { return start..<(start + 1) }
    var end = start + 1
    while end < statements.count, section(of: statements[end].kind) == first,
      !statements[end].trivia.hasBlankBefore
    {
      end += 1
    }
    return start..<end
  }

  private mutating func print(_ run: [Statement]) {
    let texts = ScenarioPrinter.aligned(run.map { ScenarioPrinter.columns(of: $0.kind) })
    for (statement, text) in zip(run, texts) {
      separate(statement)
      comments(statement.trivia.comments, indent: "")
      lines.append(text + trailing(statement.trivia))
      body(of: statement.kind)
    }
  }

  private mutating func separate(_ statement: Statement) {
    let next = ScenarioPrinter.section(of: statement.kind)
    let isApart = next != section || next == .block
    if isApart || statement.trivia.hasBlankBefore { lines.append("") }
    section = next
  }

  private static func section(of kind: Statement.Kind) -> Section {
    switch kind {
    case .title, .claim: .header
    case .kafka, .brokers, .property, .include: .cluster
    case .broker, .zooKeeper, .network, .topic, .producer, .consumer, .weather: .block
    case .vary: .vary
    case .timeline: .timeline
    case .seeds, .run: .run
    case .expect: .expectations
    }
  }

  private mutating func comments(_ comments: [String], indent: String) {
    for comment in comments {
      lines.append(indent + ScenarioPrinter.comment(comment))
    }
  }

  private func trailing(_ trivia: Trivia) -> String {
    trivia.trailing.map { "  " + ScenarioPrinter.comment($0) } ?? ""
  }

  private static func comment(_ text: String) -> String { text.isEmpty ? "#" : "# \(text)" }

  private mutating func body(of kind: Statement.Kind) {
    switch kind {
    case .brokers(_, _, let block): print(block, Vocabulary.brokerLines)
    case .broker(_, _, let block): print(block, Vocabulary.brokerLines)
    case .zooKeeper(_, _, let block): print(block, Vocabulary.zooKeeperLines)
    case .network(let block): print(block, Vocabulary.networkLines)
    case .topic(_, let block): print(block, Vocabulary.topicLines)
    case .producer(_, let block): print(block, Vocabulary.producerLines)
    case .consumer(_, let block): print(block, Vocabulary.consumerLines)
    case .weather(_, _, let block): print(block, Vocabulary.weather)
    case .title, .claim, .kafka, .property, .include, .vary, .timeline, .seeds, .run, .expect:
      break
    }
  }

  private mutating func print<ID: FormID>(_ block: Block<ID>, _ table: FormTable<ID>) {
    for line in block.lines {
      comments(line.trivia.comments, indent: "  ")
      let text =
        switch line.kind {
        case .property(let property): ScenarioPrinter.text(of: property)
        case .include(let include): "properties \(include.path.text)"
        case .words(let phrase): PhrasePrinter.text(of: phrase, in: table)
        }
      lines.append("  " + text + trailing(line.trivia))
    }
  }
}
