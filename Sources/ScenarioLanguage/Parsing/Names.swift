/// The names that a scenario declares, found before parsing so that a bare `web` can be understood.
struct Names: Sendable {
  private(set) var topics: Set<String> = []
  private(set) var clients: Set<String> = []

  /// Reads only the first words of each line, wherever they stand.
  init(lines: [Line]) {
    for line in lines where !line.isEmpty {
      let tokens = Lexer.tokens(of: line).tokens.prefix(2)
      guard tokens.count == 2, tokens[1].kind == .word else { continue }
      switch tokens[0].text.lowercased() {
      case "topic": topics.insert(tokens[1].text)
      case "producer", "producers", "consumer", "consumers": clients.insert(tokens[1].text)
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

  /// Whether a topic or client has that name.
  func isDeclared(_ text: String) -> Bool { isClient(text) || topics.contains(text) }
}
