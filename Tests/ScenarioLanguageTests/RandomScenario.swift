@testable import ScenarioLanguage

/// Makes scenarios of any shape: grammatical, and mostly senseless.
struct RandomScenario {
  var random: SplitMix

  init(seed: UInt64) { random = SplitMix(state: seed) }

  static let topics = ["orders", "payments", "my.topic", "a-b-1"]
  static let producers = ["web", "copier"]
  static let consumers = ["audit", "worker"]

  mutating func make() -> Scenario {
    var statements: [Statement] = [
      Statement(.topic(Word("orders"), block(Vocabulary.topicLines)), trivia: trivia()),
      Statement(.topic(Word("payments"), Block())), Statement(.topic(Word("my.topic"), Block())),
      Statement(.topic(Word("a-b-1"), Block())),
      Statement(.producer(Clients(Word("web")), block(Vocabulary.producerLines))),
      Statement(.producer(Clients(Word("copier"), count: 3), Block())),
      Statement(.consumer(Clients(Word("audit")), block(Vocabulary.consumerLines))),
      Statement(.consumer(Clients(Word("worker"), count: 2), Block())),
    ]
    for _ in 0..<random.below(12) {
      statements.append(
        Statement(kind(), trivia: trivia()))
    }
    return Scenario(statements, trivia: trivia(), closing: comments())
  }

  private mutating func comments() -> [String] {
    guard random.chance(10) else { return [] }
    return (0..<random.below(3)).map { _ in random.pick(["why", "a # b", "", "tab\tinside"]) }
  }

  private mutating func trivia() -> Trivia {
    Trivia(
      comments: comments(),
      trailing: random.chance(10) ? random.pick(["because", "", "# x"]) : nil,
      hasBlankBefore: random.chance(30))
  }

  private mutating func kind() -> Statement.Kind {
    switch random.below(16) {
    case 0: .title(random.pick(["A title", "x", "with = and , and \"quotes\""]))
    case 1: .claim([Word("A1"), Word("B2")])
    case 2: .kafka(KafkaVersionName(Word("3.7"), random.pick([.zookeeper, .kraft, nil])))
    case 3: .brokers(1 + random.below(9), at: .nowhere, block(Vocabulary.brokerLines))
    case 4: .broker(2, at: .nowhere, block(Vocabulary.brokerLines))
    case 5: .zooKeeper(3, at: .nowhere, block(Vocabulary.zooKeeperLines))
    case 6: .network(block(Vocabulary.networkLines))
    case 7: .weather(from: time(), to: time(), block(Vocabulary.weather))
    case 8: .seeds([SeedRange(1, 200), SeedRange(7, 7)])
    case 9: random.chance(50) ? .run(.time(time())) : .run(.quiet(within: time()))
    case 10: .vary(vary())
    case 11: .property(property())
    case 12: .expect(expectation())
    case 13: .expect(expectation())
    default: .timeline(timeline())
    }
  }

  private mutating func property() -> Property {
    Property(
      Word(random.pick(["acks", "min.insync.replicas", "group.id"])),
      Word(random.pick(["all", "2", "", "a,b = c", "x:y", "\"q\""])))
  }

  private mutating func block<ID: FormID>(_ table: FormTable<ID>) -> Block<ID> {
    let lines = (0..<random.below(5)).map { _ -> BlockLine<ID> in
      let kind: BlockLine<ID>.Kind =
        switch random.below(6) {
        case 0: .property(property())
        case 1: .include(Include(Word(random.pick(["../a.properties", "my file.properties"]))))
        // ZooKeeper's block has no words of its own, only properties.
        case _ where table.forms.isEmpty: .property(property())
        default: .words(phrase(table))
        }
      return BlockLine(kind, trivia: trivia())
    }
    return Block(lines)
  }

  private mutating func time() -> TimeAmount {
    TimeAmount(Int64(random.below(1000)), random.pick(TimeAmount.Unit.allCases))
  }

  private mutating func vary() -> Vary {
    Vary(
      Word(random.pick(["acks", "processing", "my-word"])),
      of: random.chance(60) ? phrase(Vocabulary.subjects) : nil, values())
  }

  private mutating func values() -> [Word] {
    (0...random.below(4)).map { _ in
      Word(random.pick(["1", "all", "in the poll loop", "a,b", "x and y", "", " padded", "@x"]))
    }
  }

  private mutating func conditions() -> [Condition] {
    guard random.chance(30) else { return [] }
    return (0...random.below(2)).map { _ in
      Condition(
        Word(random.pick(["acks", "processing"])),
        of: random.chance(20) ? phrase(Vocabulary.subjects) : nil, isNegated: random.chance(30),
        values()[0])
    }
  }

  private mutating func timeline() -> TimelineLine {
    TimelineLine(
      trigger(), phrase(Vocabulary.faults), label: random.chance(20) ? Word("first") : nil,
      conditions: conditions())
  }

  private mutating func occurrence() -> Occurrence {
    random.pick([.first, .nth(1 + random.below(120)), .every])
  }

  private mutating func trigger() -> Trigger {
    switch random.below(5) {
    case 0: .at(duration())
    case 1:
      .every(
        duration(), from: random.chance(50) ? time() : nil, until: random.chance(50) ? time() : nil,
        times: random.chance(50) ? random.below(9) : nil)
    case 2: .after(duration(), occurrence(), phrase(Vocabulary.events))
    default: .on(occurrence(), phrase(Vocabulary.events))
    }
  }

  private mutating func duration() -> Drawn<TimeAmount> {
    let (a, b) = (time(), time())
    if random.chance(50) { return Drawn(a) }
    return a.nanoseconds <= b.nanoseconds ? Drawn(a, b) : Drawn(b, a)
  }

  private mutating func expectation() -> Expectation {
    let modality = random.pick(Expectation.Modality.allCases)
    let body: Expectation.Body
    switch random.below(3) {
    case 0: body = comparison()
    case 1: body = .guarantee(phrase(Vocabulary.guarantees))
    default: body = .event(phrase(Vocabulary.events))
    }
    var isEvent = false
    if case .event = body { isEvent = true }
    return Expectation(
      body, isEvent && modality == .once ? .sometimes : modality,
      window: random.chance(40) ? phrase(Vocabulary.windows) : nil,
      quantifier: random.chance(20) ? .someSeed : .everySeed, conditions: conditions())
  }

  private mutating func comparison() -> Expectation.Body {
    let measure = phrase(Vocabulary.measures)
    let signs: [Comparison] = [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual]
    let same: [Comparison] = [.is, .isNot]
    switch Vocabulary.measures[measure.id].value {
    case .number:
      let operand: Operand = random.pick([.numbers([Int64(random.below(99))]), .range(1, 5)])
      return .comparison(measure, random.pick(signs), operand)
    case .time: return .comparison(measure, random.pick(signs), .time(time()))
    case .size: return .comparison(measure, random.pick(signs), .size(ByteSize(3, .MiB)))
    case .share: return .comparison(measure, .equal, .percent(Percent(millionths: 50_000)))
    case .node, .nodes:
      let operand: Operand = random.pick([
        .none, .numbers([1, 2]), .nodes([phrase(Vocabulary.roles)]),
      ])
      return .comparison(measure, random.pick(same), operand)
    case .word, .nothing:
      return .comparison(measure, random.pick(same), .word(Word(random.pick(["Stable", "a b"]))))
    }
  }
}
