/// Finds what no grammar can: names that nothing declares, times that run backwards, and the like.
///
/// Everything here needs the scenario alone; property names and versions are judged when the
/// scenario is compiled, by whoever owns their tables.
struct Validator {
  let declared: Declarations
  let scenario: Scenario
  /// The lines of the timeline with their places.
  let timeline: [(line: TimelineLine, place: Place)]
  /// What lines do to labels, and whether any heals.
  let doings: Set<String>
  /// When the run ends, if the scenario says.
  let runEnd: TimeAmount?
  var problems: [Diagnostic] = []

  init(_ scenario: Scenario, excusing names: Names?) {
    self.scenario = scenario
    declared = Declarations(scenario, excused: names)
    timeline = Validator.timeline(of: scenario)
    doings = Validator.doings(timeline)
    runEnd = Validator.runEnd(of: scenario)
  }

  /// Every problem, in the order of the text.
  static func problems(in scenario: Scenario, excusing names: Names? = nil) -> [Diagnostic] {
    var validator = Validator(scenario, excusing: names)
    validator.run()
    return validator.problems
  }

  private mutating func run() {
    checkDuplicates()
    for statement in scenario.statements { check(statement) }
    checkTimes()
    checkVary()
    checkIncludes()
    checkTotals()
    let expects = scenario.statements.contains { statement in
      if case .expect = statement.kind { true } else { false }
    }
    if !expects, declared.excused == nil {
      problems.append(
        Diagnostic(
          "nothing is expected; a scenario needs an 'expect' line",
          at: scenario.statements.last?.place ?? Place(line: 1, start: 0, end: 0)))
    }
  }

  mutating func report(_ message: String, at place: Place, suggestion: String? = nil) {
    problems.append(Diagnostic(message, at: place, suggestion: suggestion))
  }

  private mutating func check(_ statement: Statement) {
    switch statement.kind {
    case .title, .claim, .kafka, .property, .include: break
    case .brokers(let count, let place, let block):
      check(count, in: 1...Bounds.brokers, "brokers", at: place)
      check(block)
    case .broker(let id, let place, let block):
      checkBroker(id, at: place)
      check(block)
    case .zooKeeper(let count, let place, let block):
      check(count, in: 1...Bounds.zooKeeperServers, "ZooKeeper servers", at: place)
      check(block)
    case .network(let block): check(block)
    case .topic(let name, let block): checkTopic(name, block)
    case .producer(let clients, let block):
      checkClients(clients)
      check(block)
    case .consumer(let clients, let block):
      checkClients(clients)
      check(block)
    case .vary(let vary): if let subject = vary.subject { check(subject) }
    case .timeline(let line): check(line, at: statement.place)
    case .weather(let from, let to, let block):
      if from.nanoseconds >= to.nanoseconds {
        report(
          "weather from \(from.written) to \(to.written) is over before it begins",
          at: statement.place)
      }
      check(block)
    case .seeds(let ranges): checkSeeds(ranges)
    case .run: break
    case .expect(let expectation): check(expectation, at: statement.place)
    }
  }

  mutating func check(
    _ number: Int, in range: ClosedRange<Int>, _ what: String, at place: Place
  ) {
    if !range.contains(number) {
      report(
        "\(number) \(what) are outside of the bounds, \(range.lowerBound) to \(range.upperBound)",
        at: place)
    }
  }

  private mutating func check<ID: FormID>(_ block: Block<ID>) {
    for line in block.lines {
      if case .words(let phrase) = line.kind { check(phrase) }
    }
  }

  private mutating func checkTopic(_ name: Word, _ block: Block<TopicLineID>) {
    check(block)
    let partitions = declared.topics[name.text] ?? nil
    var seen: Set<Int> = []
    for case .words(let phrase) in block.lines.map(\.kind) {
      switch phrase.id {
      case .partitions:
        guard let count = phrase.count(.count) else { break }
        check(Int(count), in: 1...Bounds.partitions, "partitions", at: phrase.place)
      case .replicationFactor:
        guard let count = phrase.count(.count) else { break }
        check(
          Int(count), in: 1...max(1, declared.brokers ?? Bounds.brokers),
          "replicas of each partition", at: phrase.place)
      case .assignment:
        guard let number = phrase.count(.number).map(Int.init) else { break }
        if !seen.insert(number).inserted {
          report("partition \(number) is assigned twice", at: phrase.place)
        }
        if let partitions, number >= partitions {
          report(
            "no partition \(number) here; '\(name.text)' has \(partitions), numbered from 0",
            at: phrase.place)
        }
      case .createdAt: break
      }
    }
  }

  private mutating func checkClients(_ clients: Clients) {
    if let count = clients.count {
      check(count, in: 1...Bounds.clients, "clients", at: clients.name.place)
    }
    if Reserved.words.contains(clients.name.text.lowercased()) {
      report(
        "'\(clients.name.text)' is a word of the language; choose another name",
        at: clients.name.place)
    }
  }

  private mutating func checkSeeds(_ ranges: [SeedRange]) {
    var total: Int64 = 0
    for range in ranges { total += range.last - range.first + 1 }
    if total > Bounds.seeds, let place = ranges.first?.place {
      report("\(total) seeds are over the bound of \(Bounds.seeds)", at: place)
    }
  }

  private mutating func checkIncludes() {
    var places: [Place] = []
    for statement in scenario.statements { places += statement.kind.includes.map(\.path.place) }
    if places.count > Bounds.includes {
      report(
        "\(places.count) included files are over the bound of \(Bounds.includes)",
        at: places[Bounds.includes])
    }
  }
}

extension Statement.Kind {
  /// The property files that a statement includes.
  public var includes: [Include] {
    switch self {
    case .include(let include): [include]
    case .brokers(_, _, let block): block.includes
    case .broker(_, _, let block): block.includes
    case .zooKeeper(_, _, let block): block.includes
    case .network(let block): block.includes
    case .topic(_, let block): block.includes
    case .producer(_, let block): block.includes
    case .consumer(_, let block): block.includes
    case .weather(_, _, let block): block.includes
    case .title, .claim, .kafka, .property, .vary, .timeline, .seeds, .run, .expect: []
    }
  }
}

extension Block {
  /// The property files that a block includes.
  public var includes: [Include] {
    lines.compactMap { line in
      if case .include(let include) = line.kind { include } else { nil }
    }
  }
}
