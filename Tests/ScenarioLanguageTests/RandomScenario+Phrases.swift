@testable import ScenarioLanguage

/// Filling the slots of any form.
extension RandomScenario {
  mutating func phrase<ID: FormID>(_ table: FormTable<ID>) -> Phrase<ID> {
    let form = random.pick(table.forms)
    var arguments: [Filled] = []
    fill(form.shapes[0].pieces, &arguments)
    return Phrase(form.id, arguments)
  }

  private mutating func fill(_ pieces: [Shape.Piece], _ arguments: inout [Filled]) {
    for piece in pieces {
      switch piece {
      case .literal, .noise: break
      case .slot(.from, .event): arguments.append(Filled(.from, .event(eventBeforeTo())))
      case .slot(let slot, let type): arguments.append(Filled(slot, argument(type)))
      case .flag(let slot, _): arguments.append(Filled(slot, .flag))
      case .choice(let slot, let options):
        arguments.append(Filled(slot, .choice(Shape.text(of: random.pick(options)))))
      case .optional(let group): if random.chance(50) { fill(group, &arguments) }
      case .either(let groups): fill(random.pick(groups), &arguments)
      case .bag(let groups):
        for group in groups where random.chance(40) { fill(group, &arguments) }
      }
    }
  }

  /// An event that ` to ` may follow: of a message it must be said whether it is sent or arrives,
  /// or what follows is taken for where the message goes.
  private mutating func eventBeforeTo() -> Phrase<EventID> {
    var event = phrase(Vocabulary.events)
    if event.id == .message, !event.has(.how) {
      event.arguments.append(Filled(.how, .choice("is sent")))
    }
    return event
  }

  private mutating func name() -> Word { Word(random.pick(["billing", "k1", "x_y"])) }

  private mutating func partition() -> PartitionName {
    PartitionName(random.pick(RandomScenario.topics), random.below(12))
  }

  private mutating func target() -> Target {
    random.chance(50)
      ? .partition(partition()) : .topic(Word(random.pick(RandomScenario.topics)))
  }

  private mutating func nodes() -> [Role] {
    (0...random.below(3)).map { _ in phrase(Vocabulary.roles) }
  }

  private mutating func amount() -> TimeAmount {
    TimeAmount(Int64(random.below(1000)), random.pick(TimeAmount.Unit.allCases))
  }

  private mutating func argument(_ type: SlotType) -> Argument {
    switch type {
    case .nodes, .side: .nodes(nodes())
    case .node: .nodes([phrase(Vocabulary.roles)])
    case .time: .time(Drawn(amount()))
    case .duration: .time(random.chance(50) ? Drawn(amount()) : Drawn(TimeAmount(0, .s), amount()))
    case .count: .count(Drawn(Count(Int64(random.below(5)))))
    case .counts: .count(Drawn(Count(1), Count(9)))
    case .percent: .percent(Drawn(Percent(millionths: Int64(random.below(1_000_001)))))
    case .size:
      .size(Drawn(ByteSize(Int64(random.below(999)), random.pick(ByteSize.Unit.allCases))))
    case .shift: .shift(TimeShift(amount(), isBack: random.chance(50)))
    case .drift: .drift(Drift(millionths: Int64(random.below(400)) - 200))
    case .factor: .factor(Factor(thousandths: Int64(random.below(99_999))))
    case .ids: .ids((0...random.below(3)).map { _ in random.below(9) })
    case .topic: .name(.topic, [Word(random.pick(RandomScenario.topics))])
    case .topics:
      .name(.topic, (0...random.below(2)).map { _ in Word(random.pick(RandomScenario.topics)) })
    case .partition: .partitions([partition()])
    case .partitions: .partitions((0...random.below(2)).map { _ in partition() })
    case .target: .targets([target()])
    case .targets: .targets((0...random.below(2)).map { _ in target() })
    default: name(type)
    }
  }

  private mutating func name(_ type: SlotType) -> Argument {
    switch type {
    case .client: .name(.client, [Word(random.pick(["web", "copier-2", "audit"]))])
    case .declared: .name(.declared, [Word(random.pick(["orders", "worker"]))])
    case .producer: .name(.producer, [Word(random.pick(RandomScenario.producers))])
    case .consumer: .name(.consumer, [Word(random.pick(RandomScenario.consumers))])
    case .reader: .name(.reader, [name()])
    case .group: .name(.group, [name()])
    case .error: .name(.error, [Word("NOT_ENOUGH_REPLICAS")])
    case .label: .name(.label, [Word("first")])
    case .key: .name(.key, [Word("min.insync.replicas")])
    case .znode: .name(.znode, [Word("/controller")])
    case .api: .name(.api, [Word(random.pick(RequestName.all))])
    case .value: .value(Word(random.pick(["2", "a b", "x,y", "all", "a\"b\\", "\\\"", "c\\d"])))
    case .subject: .subject(phrase(Vocabulary.subjects))
    case .link: .link(phrase(Vocabulary.links))
    case .message: .message(phrase(Vocabulary.messages))
    case .event: .event(phrase(Vocabulary.events))
    default: .name(.free, [name()])
    }
  }
}
