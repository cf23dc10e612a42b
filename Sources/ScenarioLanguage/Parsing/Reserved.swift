/// Which words may be names.
enum Reserved {
  /// Words that start a node, and so would hide a client of that name.
  static let words: Set<String> = [
    "a", "all", "and", "any", "broker", "brokers", "consumer", "consumers", "controller",
    "coordinator", "each", "every", "everything", "follower", "followers", "group", "isr", "it",
    "leader",
    "members", "none", "of", "other", "owner", "partition", "preferred", "producer", "producers",
    "rack", "records", "replica", "replicas", "session", "some", "the", "topic", "zookeeper",
  ]

  /// Words that start a clause after a list of names.
  static let clauseWords: Set<String> = [
    "aborting", "all", "compressed", "deleting", "flushing", "for", "from", "in", "keyed", "one",
    "partitioned", "sized", "then", "until", "waiting", "with", "without",
  ]

  /// Kafka's characters for topics, within its length, and nothing that reads as a time.
  static func isName(_ text: String) -> Bool { whyNoName(text) == nil }

  /// What keeps a word from being a name.
  static func whyNoName(_ text: String) -> String? {
    let isLegal = text.utf8.allSatisfy { byte in
      byte >= 0x61 && byte <= 0x7A || byte >= 0x41 && byte <= 0x5A || byte >= 0x30 && byte <= 0x39
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
    if !isLegal { return "a name has only letters, digits, '.', '_' and '-', unlike '\(text)'" }
    if text.utf8.count > Bounds.nameBytes {
      return "a name of \(text.utf8.count) bytes is over the bound of \(Bounds.nameBytes) bytes"
    }
    if text.first?.asciiDigit != nil, case .success = Drawn<TimeAmount>.read(text) {
      return "'\(text)' is a time, where a name is expected"
    }
    return text.isEmpty || text == "." || text == ".." ? "'\(text)' is no name" : nil
  }
}
