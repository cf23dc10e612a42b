/// Reading what fills a slot.
extension PhraseParser {
  /// Reads an argument of a type, or notes what was expected.
  mutating func argument(_ type: SlotType) -> Argument? {
    switch type {
    case .nodes: nodes(allowingAnd: true).map(Argument.nodes)
    case .side: nodes(allowingAnd: false).map(Argument.nodes)
    case .node: phrase(Vocabulary.roles).map { .nodes([$0]) }
    case .time: fixed("a time such as '2s'").map { .time(Drawn($0)) }
    case .duration: drawn("a time such as '2s' or '1s..5s'").map(Argument.time)
    case .count: fixed("a number").map { .count(Drawn($0)) }
    case .counts: drawn("a number").map(Argument.count)
    case .percent: drawn("a share such as '5%'").map(Argument.percent)
    case .size: drawn("a size such as '16KiB'").map(Argument.size)
    case .shift: fixed("a time difference such as '+3s'").map(Argument.shift)
    case .drift: fixed("a drift such as '+200ppm'").map(Argument.drift)
    case .factor: fixed("a factor such as '10x'").map(Argument.factor)
    case .ids: ids().map(Argument.ids)
    case .topic: name("a topic", .topic)
    case .topics: list { $0.nameWord("a topic") }.map { .name(.topic, $0) }
    case .partition: partition().map { .partitions([$0]) }
    case .partitions: list { $0.partition() }.map(Argument.partitions)
    case .target: target().map { .targets([$0]) }
    case .targets: list { $0.target() }.map(Argument.targets)
    case .client: client()
    case .declared: declared()
    case .producer: name("a producer's name", .producer)
    case .consumer: name("a consumer's name", .consumer)
    case .reader: name("a consumer's or group's name", .reader)
    case .group: name("a group's id", .group)
    case .name: name("a name", .free)
    case .key: name("a property's name", .key)
    case .error: error()
    case .label: label()
    case .value: valueWord().map(Argument.value)
    case .znode: znode()
    case .api: request()
    case .subject: phrase(Vocabulary.subjects).map(Argument.subject)
    case .link: phrase(Vocabulary.links).map(Argument.link)
    case .message: phrase(Vocabulary.messages).map(Argument.message)
    case .event: phrase(Vocabulary.events).map(Argument.event)
    case .flag, .choice: nil
    }
  }

  /// Roles separated by commas, and by `and` where nothing else needs that word.
  mutating func nodes(allowingAnd: Bool) -> [Role]? {
    guard let first = phrase(Vocabulary.roles) else { return nil }
    var roles = [first]
    while true {
      let start = index
      let isAnd = allowingAnd && currentWord == "and"
      guard isAnd || current?.kind == .comma else { return roles }
      index += 1
      guard let next = phrase(Vocabulary.roles) else {
        index = start
        return roles
      }
      roles.append(next)
    }
  }

  /// Elements separated by commas; a comma that no element follows belongs to somebody else.
  private mutating func list<Element>(
    _ element: (inout PhraseParser) -> Element?
  ) -> [Element]? {
    guard let first = element(&self) else { return nil }
    var elements = [first]
    while current?.kind == .comma {
      let start = index
      index += 1
      guard !startsClause, let next = element(&self) else {
        index = start
        return elements
      }
      elements.append(next)
    }
    return elements
  }

  /// Whether a clause such as `, one every 5ms` starts here rather than another name.
  private var startsClause: Bool {
    guard let token = current, token.kind == .word else { return false }
    return Reserved.clauseWords.contains(token.text.lowercased())
  }

  private mutating func fixed<Value: Amount>(_ expected: String) -> Value? {
    amount(expected) { Value.read(Substring($0)) }
  }

  private mutating func drawn<Value: Amount>(_ expected: String) -> Drawn<Value>? {
    amount(expected) { Drawn<Value>.read($0) }
  }

  private mutating func amount<Value>(
    _ expected: String, _ read: (String) -> Result<Value, AmountProblem>
  ) -> Value? {
    guard let token = current, token.kind == .word else {
      fail(expected)
      return nil
    }
    switch read(token.text) {
    case .success(let value):
      index += 1
      return value
    case .failure(let problem):
      // Only what looks like an amount deserves to be told why it is none.
      let first = token.text.first
      let looksLikeIt = first?.asciiDigit != nil || first == "+" || first == "-"
      fail(expected, message: looksLikeIt ? apart(expected) ?? problem.message : nil)
      return nil
    }
  }

  /// What to write for a time whose unit stands apart, as in `10 minutes`.
  private func apart(_ expected: String) -> String? {
    guard expected.hasPrefix("a time"), let token = current, index + 1 < tokens.count else {
      return nil
    }
    let next = tokens[index + 1].text
    return TimeAmount.joined(token.text, next).map {
      "a time and its unit are one word: '\($0)' instead of '\(token.text) \(next)'"
    }
  }

  private mutating func ids() -> [Int]? {
    guard let first: Count = fixed("a number") else { return nil }
    var ids = [Int(first.value)]
    while true {
      let start = index
      guard current?.kind == .comma || currentWord == "and" else { return ids }
      index += 1
      guard let token = current, token.kind == .word,
        case .success(let next) = Count.read(Substring(token.text))
      else {
        fail("a number")
        index = start
        return ids
      }
      index += 1
      ids.append(Int(next.value))
    }
  }

  private mutating func partition() -> PartitionName? {
    guard let token = current, token.kind == .word,
      let partition = PartitionName(token.text, at: token.place), Reserved.isName(partition.topic)
    else {
      fail("a partition such as 'orders-0'")
      return nil
    }
    index += 1
    return partition
  }

  private mutating func target() -> Target? {
    let expected = "a topic or a partition"
    if let word = currentWord, Reserved.words.contains(word), !names.topics.contains(word) {
      fail(expected)
      return nil
    }
    guard let word = nameWord(expected) else { return nil }
    if names.topics.contains(word.text) { return .topic(word) }
    return PartitionName(word.text, at: word.place).map(Target.partition) ?? .topic(word)
  }

  private mutating func client() -> Argument? {
    guard let token = current, token.kind == .word, names.isClient(token.text) else {
      fail("a client's name", words: names.clients.sorted())
      return nil
    }
    index += 1
    return .name(.client, [Word(token.text, at: token.place)])
  }

  private mutating func declared() -> Argument? {
    guard let token = current, token.kind == .word, names.isDeclared(token.text) else {
      fail(
        "the name of a topic or client", words: names.clients.sorted() + names.topics.sorted())
      return nil
    }
    index += 1
    return .name(.declared, [Word(token.text, at: token.place)])
  }

  /// Kafka writes its errors in capitals; nothing else here looks like that.
  private mutating func error() -> Argument? {
    guard let token = current, token.kind == .word, token.text.first?.isLetter == true,
      token.text.allSatisfy({ $0 == "_" || $0.isASCII && ($0.isUppercase || $0.isNumber) })
    else {
      fail("an error's name such as 'NOT_ENOUGH_REPLICAS'")
      return nil
    }
    index += 1
    return .name(.error, [Word(token.text, at: token.place)])
  }

  private mutating func label() -> Argument? {
    guard let token = current, token.kind == .label, Reserved.isName(token.text) else {
      fail("a label such as '@first'")
      return nil
    }
    index += 1
    return .name(.label, [Word(token.text, at: token.place)])
  }

  private mutating func name(_ expected: String, _ kind: NameKind) -> Argument? {
    nameWord(expected).map { .name(kind, [$0]) }
  }

  /// A word that may be a name: Kafka's characters for topics, and no time.
  mutating func nameWord(_ expected: String) -> Word? {
    guard let token = current, token.kind == .word else {
      fail(expected)
      return nil
    }
    guard Reserved.isName(token.text) else {
      fail(expected, message: Reserved.whyNoName(token.text))
      return nil
    }
    index += 1
    return Word(token.text, at: token.place)
  }

  mutating func valueWord() -> Word? {
    guard let token = current, token.kind == .word || token.kind == .quoted else {
      fail("a value")
      return nil
    }
    index += 1
    return Word(token.text, at: token.place)
  }

  private mutating func znode() -> Argument? {
    guard let token = current, token.kind == .word, token.text.hasPrefix("/") else {
      fail("a ZooKeeper path such as '/controller'")
      return nil
    }
    index += 1
    return .name(.znode, [Word(token.text, at: token.place)])
  }

  /// A request's name in up to four words; the longest that is known.
  private mutating func request() -> Argument? {
    let start = index
    for length in stride(from: RequestName.longest, through: 1, by: -1) {
      let words = tokens.dropFirst(start).prefix(length)
      guard words.count == length, words.allSatisfy({ $0.kind == .word }),
        let name = RequestName.canonical(words.map(\.text))
      else { continue }
      index = start + length
      return .name(.api, [Word(name, at: place(from: start))])
    }
    fail("a request such as 'produce' or 'fetch'", words: RequestName.all)
    return nil
  }
}
