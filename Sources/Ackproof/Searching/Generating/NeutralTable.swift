import Kernel
import ScenarioLanguage

/// A configuration key that changes when things happen and how they are cut up, and promises
/// nothing: searches draw it where a scenario does not state it.
struct NeutralKey: Sendable {
  /// Whose configuration it is.
  enum Owner: Sendable { case brokers, producers, consumers }

  let owner: Owner
  /// The key, as Kafka spells it.
  let key: String
  /// What may be drawn.
  let values: [String]

  init(_ owner: Owner, _ key: String, _ values: [String]) {
    (self.owner, self.key, self.values) = (owner, key, values)
  }
}

/// Every such key. What decides about durability, order or delivery (acks, min ISR, unclean
/// elections, flushes, retention, idempotence, commits) is never here: a finding that rests on such
/// a value would say nothing about the scenario.
enum NeutralTable {
  static let rows: [NeutralKey] = [
    NeutralKey(.brokers, "replica.lag.time.max.ms", ["2000", "5000", "10000", "30000"]),
    NeutralKey(.brokers, "zookeeper.session.timeout.ms", ["4000", "6000", "18000"]),
    NeutralKey(.brokers, "num.replica.fetchers", ["2", "4"]),
    NeutralKey(.brokers, "replica.fetch.wait.max.ms", ["50", "200"]),
    NeutralKey(.brokers, "replica.fetch.backoff.ms", ["100", "3000"]),
    NeutralKey(.brokers, "replica.high.watermark.checkpoint.interval.ms", ["500", "20000"]),
    NeutralKey(.brokers, "log.flush.offset.checkpoint.interval.ms", ["1000", "10000"]),
    NeutralKey(.brokers, "leader.imbalance.check.interval.seconds", ["5", "20"]),
    NeutralKey(.brokers, "log.segment.bytes", ["2000", "20000"]),
    NeutralKey(.producers, "linger.ms", ["0", "20", "200"]),
    NeutralKey(.producers, "batch.size", ["200", "2000"]),
    NeutralKey(.consumers, "fetch.min.bytes", ["500", "5000"]),
    NeutralKey(.consumers, "fetch.max.wait.ms", ["50", "2000"]),
    NeutralKey(.consumers, "max.poll.records", ["1", "20"]),
    NeutralKey(.consumers, "max.partition.fetch.bytes", ["500", "5000"]),
  ]

  /// Whether a key is one of them.
  static func has(_ key: String) -> Bool { rows.contains { $0.key == key } }

  /// Numbers of partitions for topics that do not say how many they have.
  static let partitions: [Int64] = [2, 3]
}

/// A scenario with some of what it leaves open drawn, and what was drawn in words.
struct NeutralDraw {
  private(set) var scenario: Scenario
  private(set) var choices: [String] = []

  /// Draws for a scenario, from a stream of its own.
  init(_ scenario: Scenario, from random: inout RandomStream) {
    self.scenario = scenario
    for row in NeutralTable.rows where random.chance(Ratio(1, 4)) {
      let value = row.values[random.pick(from: row.values.count)]
      state(row, value)
    }
    if random.chance(Ratio(1, 4)) {
      state(partitions: NeutralTable.partitions[random.pick(from: NeutralTable.partitions.count)])
    }
  }

  private mutating func state(_ row: NeutralKey, _ value: String) {
    guard !scenario.states(row.key) else { return }
    let property = Property(Word(row.key), Word(value))
    switch row.owner {
    case .brokers:
      scenario.statements.insert(
        Statement(.property(property)), at: scenario.placeBehindCluster)
      choices.append("\(row.key) = \(value)")
    case .producers, .consumers:
      var isStated = false
      for place in scenario.statements.indices {
        switch scenario.statements[place].kind {
        case .producer(let clients, var block) where row.owner == .producers:
          block.lines.insert(BlockLine(.property(property)), at: 0)
          scenario.statements[place].kind = .producer(clients, block)
        case .consumer(let clients, var block) where row.owner == .consumers:
          block.lines.insert(BlockLine(.property(property)), at: 0)
          scenario.statements[place].kind = .consumer(clients, block)
        default: continue
        }
        isStated = true
      }
      if isStated { choices.append("\(row.key) = \(value)") }
    }
  }

  /// Topics that say nothing of their partitions get some.
  private mutating func state(partitions count: Int64) {
    guard !scenario.states("num.partitions") else { return }
    for place in scenario.statements.indices {
      guard case .topic(let name, var block) = scenario.statements[place].kind else { continue }
      let isOpen = block.lines.allSatisfy { line in
        guard case .words(let phrase) = line.kind else { return true }
        return phrase.id != .partitions && phrase.id != .assignment
      }
      guard isOpen else { continue }
      let phrase = Phrase(
        TopicLineID.partitions, [Filled(.count, .count(Drawn(Count(count))))])
      block.lines.insert(BlockLine(.words(phrase)), at: 0)
      scenario.statements[place].kind = .topic(name, block)
      choices.append("\(count) partitions of \(name.text)")
    }
  }
}

extension Scenario {
  /// Whether any line states or varies a configuration key, for whomever.
  fileprivate func states(_ key: String) -> Bool {
    statements.contains { statement in
      switch statement.kind {
      case .property(let property): property.key.text == key
      case .brokers(_, _, let block): block.states(key)
      case .broker(_, _, let block): block.states(key)
      case .topic(_, let block): block.states(key)
      case .producer(_, let block): block.states(key)
      case .consumer(_, let block): block.states(key)
      default: false
      }
    }
  }

  /// Where the configuration of all brokers stands.
  fileprivate var placeBehindCluster: Int {
    let last = statements.lastIndex { statement in
      switch statement.kind {
      case .title, .claim, .kafka, .brokers, .property: true
      default: false
      }
    }
    return last.map { $0 + 1 } ?? 0
  }
}

extension Block {
  fileprivate func states(_ key: String) -> Bool {
    lines.contains { line in
      if case .property(let property) = line.kind { property.key.text == key } else { false }
    }
  }
}
