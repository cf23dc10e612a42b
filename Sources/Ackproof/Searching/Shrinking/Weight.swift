import ScenarioLanguage

/// How much there is to understand about a candidate; a step of the shrinker must make it less.
///
/// Numbers of decreasing importance, compared one by one: what a reader has to read (weather,
/// lines, how violent they are, blocks), how large it is (brokers, clients, records), how crooked
/// its values are. As every step makes it less, shrinking ends, and ends in the same place whatever
/// was tried in between.
struct Weight: Comparable {
  private let parts: [Int64]

  init(_ candidate: Candidate) {
    var sum = Sum()
    for statement in candidate.scenario.statements { sum.add(statement.kind) }
    var walker = SpotWalker()
    walker.read(candidate)
    var times: [Int64] = []
    for spot in walker.found {
      switch spot.value {
      case .time(let time): times.append(time.nanoseconds)
      case .number(let number): sum.numbers += number
      case .share(let share): sum.numbers += Int64(significantDigits(share))
      }
    }
    let rank = times.reduce(0) { $0 + timeRank($1) }
    let digits = times.reduce(0) { $0 + Int64(significantDigits($1)) }
    let length = times.reduce(Int64(0)) { $0 + $1 / 1_000_000 }
    parts = [
      sum.weather, sum.ranges, sum.lines, sum.violence,
      sum.statements + (candidate.seed == 1 ? 0 : 1),
      sum.blockLines, sum.processes, sum.partitions, sum.arguments, sum.triggers, rank, digits,
      length, sum.records, sum.numbers, sum.drawnRoles, sum.namedBrokers, sum.brokerIDs,
      Int64(candidate.text.utf8.count),
    ]
  }

  static func < (a: Weight, b: Weight) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }

  /// Everything that is counted statement by statement.
  private struct Sum {
    var weather: Int64 = 0
    var ranges: Int64 = 0
    var lines: Int64 = 0
    var violence: Int64 = 0
    var statements: Int64 = 0
    var blockLines: Int64 = 0
    var processes: Int64 = 0
    var partitions: Int64 = 0
    var records: Int64 = 0
    var arguments: Int64 = 0
    var triggers: Int64 = 0
    var numbers: Int64 = 0
    var drawnRoles: Int64 = 0
    var namedBrokers: Int64 = 0
    var brokerIDs: Int64 = 0

    mutating func add(_ kind: Statement.Kind) {
      switch kind {
      case .title, .claim, .kafka, .seeds, .expect: break
      case .brokers(let count, _, let block):
        processes += Int64(count)
        blockLines += Int64(block.lines.count)
      case .broker(_, _, let block): other(block)
      case .zooKeeper(let count, _, let block):
        processes += Int64(count)
        other(block)
      case .network(let block): other(block)
      case .topic(_, let block):
        other(block)
        for case .words(let phrase) in block.lines.map(\.kind) where phrase.id == .partitions {
          partitions += phrase.count(.count) ?? 1
        }
      case .producer(let clients, let block):
        other(block)
        processes += Int64(clients.count ?? 1)
        for case .words(let phrase) in block.lines.map(\.kind) {
          records += phrase.count(.count) ?? 0
        }
      case .consumer(let clients, let block):
        other(block)
        processes += Int64(clients.count ?? 1)
      case .weather(_, _, let block):
        statements += 1
        weather += Int64(block.lines.count)
      case .property, .include, .vary, .run: statements += 1
      case .timeline(let line): add(line)
      }
    }

    private mutating func other<ID: FormID>(_ block: Block<ID>) {
      statements += 1
      blockLines += Int64(block.lines.count)
    }

    private mutating func add(_ line: TimelineLine) {
      lines += 1
      violence += line.action.id.violence
      if line.label != nil { arguments += 1 }
      switch line.trigger {
      case .at(let time):
        if time.upper != nil { ranges += 1 }
        // An instant that nobody can say in two digits explains less than an event does.
        triggers += significantDigits(time.lower.nanoseconds) > 2 ? 2 : 0
      case .on(_, let event): triggers += 1 + Int64(event.arguments.count) / 8
      case .after(let time, _, _):
        if time.upper != nil { ranges += 1 }
        triggers += 2
      case .every: triggers += 3
      }
      add(line.action.arguments)
    }

    private mutating func add(_ filled: [Filled]) {
      for one in filled {
        switch one.argument {
        case .nodes(let roles):
          for role in roles { add(role) }
        case .link(let link): add(link.arguments)
        case .ids(let ids): count(ids)
        case .time(let time):
          arguments += 1
          if time.upper != nil { ranges += 1 }
        case .percent(let percent):
          arguments += 1
          if percent.upper != nil { ranges += 1 }
        default: arguments += 1
        }
      }
    }

    private mutating func add(_ role: Role) {
      if let ids = role.ids(.ids) {
        count(ids)
        namedBrokers += Int64(ids.count)
      } else {
        arguments += 1
        if role.isDrawn { drawnRoles += 1 }
      }
    }

    private mutating func count(_ ids: [Int]) {
      arguments += Int64(ids.count)
      brokerIDs += ids.reduce(0) { $0 + Int64($1) }
    }
  }
}

/// How hard a time is to read: whole seconds first, the fewer the better; then tenths, then the
/// rest.
func timeRank(_ nanoseconds: Int64) -> Int64 {
  let tenth: Int64 = 100_000_000
  let bits = Int64(64 - (nanoseconds / (10 * tenth)).leadingZeroBitCount)
  if nanoseconds % (10 * tenth) == 0 { return bits }
  if nanoseconds % tenth == 0 { return 8 + bits }
  return (nanoseconds % 1_000_000 == 0 ? 16 : 32) + bits
}

/// How many digits a number has in front of its trailing zeros; 0 has none.
func significantDigits(_ number: Int64) -> Int {
  var rest = number
  while rest != 0, rest % 10 == 0 { rest /= 10 }
  var digits = 0
  while rest != 0 {
    rest /= 10
    digits += 1
  }
  return digits
}
