import KafkaModel
import ScenarioLanguage

/// Passes over what stands and what it is configured to: smaller, never weaker.
///
/// Leaving out `min.insync.replicas = 2` would make almost anything fail in the same words, and
/// hide what was found. So configuration goes only where the run is the same without it, or where
/// it is about time and size alone; replicas are never fewer.
extension ShrinkPass {
  /// The failure with seed 1, which is what everybody gets who asks for nothing; perhaps with a
  /// definite process in place of one that the seed draws.
  static let seedOne = ShrinkPass(name: "seed 1") { candidate, outcome in
    guard candidate.seed != 1 else { return [] }
    let definite = definiteRoles.attempts(candidate, outcome).map(\.candidate)
    return ([candidate] + definite).map { Attempt(Candidate($0.scenario, seed: 1)) }
  }

  /// Topics, clients and settings of single machines, the last first: users before the used.
  static let fewerStatements = ShrinkPass(name: "fewer statements") { candidate, _ in
    candidate.scenario.statements.indices.reversed().compactMap { place in
      switch candidate.scenario.statements[place].kind {
      case .topic, .producer, .consumer: return Attempt(candidate.removing([place]))
      case .property(let property) where NeutralTable.has(property.key.text):
        return Attempt(candidate.removing([place]))
      case .broker, .zooKeeper, .network, .property:
        return Attempt(candidate.removing([place]), needsSameRun: true)
      case .title, .claim, .kafka, .brokers, .include, .vary, .timeline, .weather, .seeds, .run,
        .expect:
        return nil
      }
    }
  }

  /// The stated length of the run, where the default shows the failure too.
  static let shorterRun = ShrinkPass(name: "shorter run") { candidate, _ in
    candidate.scenario.statements.indices.compactMap { place in
      guard case .run = candidate.scenario.statements[place].kind else { return nil }
      return Attempt(candidate.removing([place]))
    }
  }

  /// Single lines of blocks.
  static let fewerBlockLines = ShrinkPass(name: "fewer settings") { candidate, _ in
    candidate.scenario.statements.indices.flatMap { place -> [Attempt] in
      switch candidate.scenario.statements[place].kind {
      case .brokers(let count, let at, let block):
        return shorter(block) { .brokers(count, at: at, $0) }(candidate, place)
      case .broker(let id, let at, let block):
        return shorter(block) { .broker(id, at: at, $0) }(candidate, place)
      case .zooKeeper(let count, let at, let block):
        return shorter(block) { .zooKeeper(count, at: at, $0) }(candidate, place)
      case .network(let block): return shorter(block) { .network($0) }(candidate, place)
      case .topic(let name, let block):
        return shorter(block) { .topic(name, $0) }(candidate, place)
      case .producer(let clients, let block):
        return shorter(block) { .producer(clients, $0) }(candidate, place)
      case .consumer(let clients, let block):
        return shorter(block) { .consumer(clients, $0) }(candidate, place)
      default: return []
      }
    }
  }

  private static func shorter<ID: FormID>(
    _ block: Block<ID>, _ make: @escaping (Block<ID>) -> Statement.Kind
  ) -> (Candidate, Int) -> [Attempt] {
    { candidate, place in
      block.lines.indices.reversed().map { number in
        var rest = block
        let line = rest.lines.remove(at: number)
        return Attempt(
          candidate.replacing(place, with: make(rest)), needsSameRun: line.kind.isTested)
      }
    }
  }

  /// Words behind what producers send: keys, sizes, times. The pace stays, or every instant would
  /// have to follow it.
  static let plainerSends = ShrinkPass(name: "plainer sends") { candidate, _ in
    candidate.scenario.statements.indices.flatMap { place -> [Attempt] in
      guard case .producer(let clients, let block) = candidate.scenario.statements[place].kind
      else { return [] }
      return block.lines.indices.flatMap { number -> [Attempt] in
        guard case .words(let phrase) = block.lines[number].kind,
          phrase.id.rawValue.hasPrefix("send")
        else { return [] }
        let pace: [Slot] = [.every, .by, .number, .all]
        let others = phrase.arguments.indices.filter {
          !pace.contains(phrase.arguments[$0].slot)
        }
        return others.map { argument in
          var (plainer, rest) = (block, phrase)
          rest.arguments.remove(at: argument)
          plainer.lines[number].kind = .words(rest)
          return Attempt(candidate.replacing(place, with: .producer(clients, plainer)))
        }
      }
    }
  }

  /// Fewer brokers, ZooKeeper servers, partitions and clients, the smallest number first.
  static let fewerProcesses = ShrinkPass(name: "fewer processes") { candidate, outcome in
    let replicas = outcome.variant.world.topics.map { topic in
      max(Int(topic.replicationFactor), topic.assignment.map(\.count).max() ?? 0)
    }
    let leastBrokers = max(1, replicas.max() ?? 1)
    return candidate.scenario.statements.indices.flatMap { place -> [Attempt] in
      var kinds: [Statement.Kind] = []
      switch candidate.scenario.statements[place].kind {
      case .brokers(let count, let at, let block) where leastBrokers < count:
        kinds = (leastBrokers..<count).map { .brokers($0, at: at, block) }
      case .zooKeeper(let count, let at, let block) where count > 1:
        kinds = (1..<count).map { .zooKeeper($0, at: at, block) }
      case .topic(let name, let block):
        let most = Int(block.partitions ?? 1)
        kinds = smaller(than: most).map { .topic(name, block.with(partitions: $0)) }
      case .producer(let clients, let block):
        kinds = fewer(clients).map { .producer($0, block) }
      case .consumer(let clients, let block):
        kinds = fewer(clients).map { .consumer($0, block) }
      default: break
      }
      return kinds.map { Attempt(candidate.replacing(place, with: $0)) }
    }
  }

  private static func fewer(_ clients: Clients) -> [Clients] {
    guard let count = clients.count else { return [] }
    // One client of a plural keeps the name that others may have for it.
    return smaller(than: count).map { Clients(clients.name, count: $0) }
      + [Clients(clients.name)]
  }

  private static func smaller(than count: Int) -> [Int] {
    let steps = [1, 2, 3, count / 2, count - 1].filter { $0 >= 1 && $0 < count }
    return steps.enumerated().filter { !steps[..<$0.offset].contains($0.element) }.map(\.element)
  }
}

extension Block where ID == TopicLineID {
  fileprivate var partitions: Int64? {
    for case .words(let phrase) in lines.map(\.kind) where phrase.id == .partitions {
      return phrase.count(.count)
    }
    return nil
  }

  /// With fewer partitions; assignments of those that are gone go with them.
  fileprivate func with(partitions count: Int) -> Block {
    var copy = self
    copy.lines.removeAll { line in
      guard case .words(let phrase) = line.kind, phrase.id == .assignment else { return false }
      return (phrase.count(.number) ?? 0) >= Int64(count)
    }
    for place in copy.lines.indices {
      guard case .words(var phrase) = copy.lines[place].kind, phrase.id == .partitions else {
        continue
      }
      phrase.arguments = [Filled(.count, .count(Drawn(Count(Int64(count)))))]
      copy.lines[place].kind = .words(phrase)
    }
    return copy
  }
}

extension BlockLine.Kind {
  /// Whether a line is part of what is put to the test, and not mere time, size or load.
  fileprivate var isTested: Bool {
    switch self {
    case .property(let property):
      return !property.key.text.isTimeOrSize && !NeutralTable.has(property.key.text)
    case .include: return true
    case .words(let phrase):
      if phrase.id is ProducerLineID || phrase.id is NetworkLineID {
        return !phrase.id.rawValue.hasPrefix("send")
      }
      return phrase.id.rawValue != ConsumerLineID.subscribe.rawValue
    }
  }
}

extension String {
  /// Whether a configuration key is about how long or how much, and promises nothing by itself.
  fileprivate var isTimeOrSize: Bool {
    // What is flushed or retained decides what survives, whatever unit it is given in.
    if contains("flush") || contains("retention") || contains("delivery") { return false }
    return ["ms", "bytes", "size", "seconds", "time"].contains { hasSuffix(".\($0)") }
  }
}
