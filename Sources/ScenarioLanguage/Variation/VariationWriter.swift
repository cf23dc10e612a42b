/// Writes varied values into a copy of a scenario.
struct VariationWriter {
  var scenario: Scenario
  var problems: [Diagnostic] = []
  private let names: Names

  /// Words without a subject that are the scenario's own settings.
  static let ownSettings = ["brokers", "zookeeper", "kafka"]

  init(scenario: Scenario) {
    self.scenario = scenario
    names = Names(scenario)
  }

  /// Keeps what is about this combination, and drops conditions and `vary` lines.
  mutating func filter(by values: [(vary: Vary, value: Word)]) {
    scenario.statements = scenario.statements.compactMap { statement in
      var statement = statement
      switch statement.kind {
      case .vary: return nil
      case .timeline(var line):
        guard holds(line.conditions, values) else { return nil }
        line.conditions = []
        statement.kind = .timeline(line)
      case .expect(var expectation):
        guard holds(expectation.conditions, values) else { return nil }
        expectation.conditions = []
        statement.kind = .expect(expectation)
      default: break
      }
      return statement
    }
  }

  private func holds(
    _ conditions: [Condition], _ values: [(vary: Vary, value: Word)]
  ) -> Bool {
    conditions.allSatisfy { condition in
      let value = values.first {
        $0.vary.key.text == condition.key.text
          && (condition.subject == nil || $0.vary.subject == condition.subject)
      }?.value
      return (value?.text == condition.value.text) != condition.isNegated
    }
  }

  /// Writes one value.
  mutating func write(_ value: Word, of vary: Vary) {
    guard let subject = vary.subject else { return writeOwn(value, vary) }
    switch subject.id {
    case .topic: writeTopic(subject.name(.topic), vary, value)
    case .producer: writeClient(subject.name(.producer), vary, value)
    case .consumer: writeClient(subject.name(.consumer), vary, value)
    case .declared:
      let name = subject.name(.name)
      if let name, names.topics.contains(name.text) {
        writeTopic(name, vary, value)
      } else {
        writeClient(name, vary, value)
      }
    case .everyBroker: append(.property(Property(vary.key, value)))
    case .brokers:
      for id in subject.ids(.ids) ?? [] {
        let line = BlockLine<BrokerLineID>(.property(Property(vary.key, value)), at: value.place)
        append(.broker(id, at: value.place, Block([line])))
      }
    case .zooKeeper:
      let line = BlockLine<ZooKeeperLineID>(.property(Property(vary.key, value)), at: value.place)
      for index in scenario.statements.indices {
        guard case .zooKeeper(let count, let place, var block) = scenario.statements[index].kind
        else { continue }
        block.lines.append(line)
        scenario.statements[index].kind = .zooKeeper(count, at: place, block)
        return
      }
      append(.zooKeeper(1, at: value.place, Block([line])))
    }
  }

  private mutating func append(_ kind: Statement.Kind) {
    scenario.statements.append(Statement(kind, at: .nowhere))
  }

  /// `vary brokers: 3, 5`, `vary kafka: 0.10.2 zookeeper, 3.7 zookeeper`.
  private mutating func writeOwn(_ value: Word, _ vary: Vary) {
    let key = vary.key.text
    guard VariationWriter.ownSettings.contains(key) else {
      if key.contains(".") { append(.property(Property(vary.key, value))) }
      return
    }
    guard let statement = parsed("\(key) \(value.text)", at: value) else { return }
    let index = scenario.statements.firstIndex { existing in
      switch (existing.kind, statement) {
      case (.brokers, .brokers), (.zooKeeper, .zooKeeper), (.kafka, .kafka): true
      default: false
      }
    }
    guard let index else { return append(statement) }
    switch (scenario.statements[index].kind, statement) {
    case (.brokers(_, _, let block), .brokers(let count, let place, _)):
      scenario.statements[index].kind = .brokers(count, at: place, block)
    case (.zooKeeper(_, _, let block), .zooKeeper(let count, let place, _)):
      scenario.statements[index].kind = .zooKeeper(count, at: place, block)
    default: scenario.statements[index].kind = statement
    }
  }

  private mutating func parsed(_ text: String, at value: Word) -> Statement.Kind? {
    let bytes = Array("ackproof 1\n\(text)\n".utf8)
    let (scenario, problems) = ScenarioParser.parse(SourceText(file: "", bytes: bytes))
    guard problems.isEmpty, scenario.statements.count == 1 else {
      report(problems.first?.message, value)
      return nil
    }
    // What is wrong with it is wrong with the value.
    switch scenario.statements[0].kind {
    case .brokers(let count, _, let block): return .brokers(count, at: value.place, block)
    case .zooKeeper(let count, _, let block): return .zooKeeper(count, at: value.place, block)
    case .kafka(var version):
      version.version = Word(version.version.text, at: value.place)
      return .kafka(version)
    default: return scenario.statements[0].kind
    }
  }

  private mutating func report(_ message: String?, _ value: Word) {
    let detail = message.map { ": \($0)" } ?? ""
    problems.append(
      Diagnostic("'\(value.text)' is not understood as such a value\(detail)", at: value.place))
  }

  private mutating func writeTopic(_ name: Word?, _ vary: Vary, _ value: Word) {
    for index in scenario.statements.indices {
      guard case .topic(let topic, let block) = scenario.statements[index].kind,
        topic.text == name?.text
      else { continue }
      scenario.statements[index].kind = .topic(
        topic, written(vary, value, in: block, Vocabulary.topicLines))
    }
  }

  private mutating func writeClient(_ name: Word?, _ vary: Vary, _ value: Word) {
    for index in scenario.statements.indices {
      switch scenario.statements[index].kind {
      case .producer(let clients, let block) where clients.name.text == name?.text:
        scenario.statements[index].kind = .producer(
          clients, written(vary, value, in: block, Vocabulary.producerLines))
      case .consumer(let clients, let block) where clients.name.text == name?.text:
        let block =
          switch vary.key.text {
          case "processing": processing(value, in: block)
          case "commit": committing(value, in: block)
          default: written(vary, value, in: block, Vocabulary.consumerLines)
          }
        scenario.statements[index].kind = .consumer(clients, block)
      default: break
      }
    }
  }

  /// A property at the end, or one of our own words in place of the line that it varies.
  private mutating func written<ID: FormID>(
    _ vary: Vary, _ value: Word, in block: Block<ID>, _ table: FormTable<ID>
  ) -> Block<ID> {
    var block = block
    guard table.firstWords.contains(vary.key.text) else {
      block.lines.append(BlockLine(.property(Property(vary.key, value)), at: value.place))
      return block
    }
    guard let phrase: Phrase<ID> = phrase("\(vary.key.text) \(value.text)", table, value) else {
      return block
    }
    VariationWriter.replace(phrase, in: &block, at: value.place) { $0.id == phrase.id }
    return block
  }

  private mutating func phrase<ID: FormID>(
    _ text: String, _ table: FormTable<ID>, _ value: Word
  ) -> Phrase<ID>? {
    let found = phrase(text, table, at: value.place)
    if found == nil { report(nil, value) }
    return found
  }

  private func phrase<ID: FormID>(
    _ text: String, _ table: FormTable<ID>, at place: Place
  ) -> Phrase<ID>? {
    let line = Line(number: Int(place.line), bytes: Array(text.utf8)[...])
    var parser = PhraseParser(Lexer.tokens(of: line).tokens, names: names, end: place)
    guard var phrase = parser.phrase(table), parser.isAtEnd else { return nil }
    phrase.place = place
    for index in phrase.arguments.indices { phrase.arguments[index].place = place }
    return phrase
  }

  /// Puts a phrase where the first of its like stands, and drops the others.
  private static func replace<ID: FormID>(
    _ phrase: Phrase<ID>, in block: inout Block<ID>, at place: Place,
    _ isLike: (Phrase<ID>) -> Bool
  ) {
    func isOne(_ line: BlockLine<ID>) -> Bool {
      if case .words(let words) = line.kind { return isLike(words) }
      return false
    }
    let first = block.lines.firstIndex { isOne($0) } ?? block.lines.count
    block.lines.removeAll { isOne($0) }
    block.lines.insert(
      BlockLine(.words(phrase), at: place), at: min(first, block.lines.count))
  }

  private static func isWork(_ phrase: Phrase<ConsumerLineID>) -> Bool {
    phrase.id == .process || phrase.id == .processBatch || phrase.id == .commitThenProcess
  }

  private static func work(in block: Block<ConsumerLineID>) -> Phrase<ConsumerLineID> {
    for case .words(let phrase) in block.lines.map(\.kind) where isWork(phrase) { return phrase }
    return Phrase(.process)
  }

  /// `in the poll loop`, `in another thread`, `in a pool of 4 threads`.
  private mutating func processing(
    _ value: Word, in block: Block<ConsumerLineID>
  ) -> Block<ConsumerLineID> {
    var block = block
    let old = VariationWriter.work(in: block)
    let text = "process each record \(value.text)"
    guard let new: Phrase<ConsumerLineID> = phrase(text, Vocabulary.consumerLines, value) else {
      return block
    }
    let kept = old.arguments.filter { $0.slot != .where_ && $0.slot != .count }
    let phrase = Phrase(
      old.id, kept + new.arguments.filter { $0.slot == .where_ || $0.slot == .count })
    VariationWriter.replace(phrase, in: &block, at: value.place, VariationWriter.isWork)
    return block
  }

  /// `automatically`, `before processing`, `before each record`, `after each record`, `after each
  /// batch`, `after every 10 records`.
  private mutating func committing(
    _ value: Word, in block: Block<ConsumerLineID>
  ) -> Block<ConsumerLineID> {
    var block = block
    let old = VariationWriter.work(in: block)
    let isBatch = old.id == .processBatch || old.choice(.which) == "each batch"
    let kept = old.arguments.filter {
      ![.commit, .number, .asynchronously, .how, .which].contains($0.slot)
    }
    let process = isBatch ? "process each batch" : "process each record"
    let text: String
    switch value.text {
    case "automatically": text = process
    case "before processing": text = "commit, then \(process)"
    case "before each record": text = "commit each record, then \(process)"
    default:
      guard value.text.hasPrefix("after ") else { return refuseCommit(value, in: block) }
      text = "\(process), then commit \(value.text.dropFirst("after ".count))"
    }
    guard
      let new: Phrase<ConsumerLineID> = phrase(
        text, Vocabulary.consumerLines, at: value.place)
    else {
      return refuseCommit(value, in: block)
    }
    // In the order of the form: what was said of the work, then what is said of the commit.
    let before = new.arguments.filter { $0.slot == .how || $0.slot == .which }
    let behind = new.arguments.filter { $0.slot != .how && $0.slot != .which }
    let phrase = Phrase(new.id, before + kept + behind, at: value.place)
    VariationWriter.replace(phrase, in: &block, at: value.place, VariationWriter.isWork)
    return block
  }

  private mutating func refuseCommit(
    _ value: Word, in block: Block<ConsumerLineID>
  ) -> Block<ConsumerLineID> {
    problems.append(
      Diagnostic(
        "'\(value.text)' is no way to commit; write 'automatically', 'before processing', "
          + "'before each record', 'after each record', 'after each batch' or "
          + "'after every 10 records'", at: value.place))
    return block
  }
}
