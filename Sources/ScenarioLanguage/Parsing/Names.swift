/// The names that a scenario declares, found before parsing so that a bare `web` can be understood.
struct Names: Sendable {
  private(set) var topics: Set<String> = []
  private(set) var clients: Set<String> = []
  /// Names behind `as`, so that a label of a broken line is not reported as unknown as well.
  private(set) var labels: Set<String> = []
  /// Groups and racks that some line wants to name.
  private(set) var groups: Set<String> = []
  private(set) var racks: Set<String> = []
  /// Whether some line wants to say how many brokers there are.
  private(set) var countsBrokers = false

  /// Reads only the first words of each line, and what follows `as`, wherever they stand.
  init(lines: [Line]) {
    for line in lines where !line.isEmpty {
      let tokens = Lexer.tokens(of: line).tokens
      for (word, next) in zip(tokens, tokens.dropFirst()) where word.text.lowercased() == "as" {
        labels.insert(next.text)
      }
      guard let first = tokens.first?.text.lowercased() else { continue }
      if first == "brokers" { countsBrokers = true }
      let name = tokens.dropFirst().first { $0.kind == .word }?.text
      switch first {
      case "group.id": tokens.last.map { _ = groups.insert($0.text) }
      case "rack": name.map { _ = racks.insert($0) }
      case "topic": name.map { _ = topics.insert($0) }
      case "producer", "producers", "consumer", "consumers": name.map { _ = clients.insert($0) }
      default: break
      }
    }
  }

  /// The names that a tree declares.
  init(_ scenario: Scenario) {
    for statement in scenario.statements {
      switch statement.kind {
      case .topic(let name, _): topics.insert(name.text)
      case .producer(let name, _): clients.insert(name.name.text)
      case .consumer(let name, _): clients.insert(name.name.text)
      case .brokers: countsBrokers = true
      case .timeline(let line): line.label.map { _ = labels.insert($0.text) }
      default: break
      }
    }
  }

  /// A client's name, or one of the instances behind a plural declaration: `web-2`.
  func isClient(_ text: String) -> Bool {
    if clients.contains(text) { return true }
    guard let instance = PartitionName(text, at: .nowhere) else { return false }
    return clients.contains(instance.topic)
  }

  /// Whether a measure may be about that name: a topic, one of its partitions, a client, a group.
  func isSubject(_ text: String) -> Bool {
    isDeclared(text) || groups.contains(text)
      || PartitionName(text, at: .nowhere).map { topics.contains($0.topic) } == true
  }

  /// Whether a topic or client has that name.
  func isDeclared(_ text: String) -> Bool { isClient(text) || topics.contains(text) }
}
