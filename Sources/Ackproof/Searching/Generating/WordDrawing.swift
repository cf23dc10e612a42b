import Kernel

/// Draws the words that stand in braces in the tables of faults and events.
struct WordDrawing {
  let nouns: Nouns
  let swarm: Swarm
  /// Labels of the lines above that hit somebody.
  var labels: [String] = []
  var random: RandomStream

  init(_ nouns: Nouns, _ swarm: Swarm, from random: RandomStream) {
    self.nouns = nouns
    self.swarm = swarm
    self.random = random
  }

  /// The text with its braces filled in; nil when the scenario has no such thing.
  mutating func filled(_ text: String) -> String? {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest.firstIndex(of: "}") else { return nil }
      result += rest[..<open]
      guard let word = word(rest[rest.index(after: open)..<close]) else { return nil }
      result += word
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// One of several things by their weights; nil when all weigh nothing.
  mutating func pick<Thing>(_ things: [Thing], _ weight: (Thing) -> Int) -> Thing? {
    let total = things.reduce(0) { $0 + weight($1) }
    guard total > 0 else { return nil }
    var place = random.pick(from: total)
    for thing in things {
      place -= weight(thing)
      if place < 0 { return thing }
    }
    return nil
  }

  /// About how many messages of a kind a run has that no record needs.
  static let few: Int64 = 8

  private mutating func one(_ names: [String]) -> String? {
    names.isEmpty ? nil : names[random.pick(from: names.count)]
  }

  private mutating func word(_ slot: Substring) -> String? {
    switch slot {
    case "broker": broker()
    case "brokers": brokers()
    case "side": side()
    case "id": id()
    case "ids": ids()
    case "server": String(1 + random.pick(from: nouns.zooKeepers))
    case "partition": one(nouns.partitions)
    case "producer": one(nouns.producers)
    case "consumer": one(nouns.consumers)
    case "client": one(nouns.producers + nouns.consumers)
    case "group": one(nouns.groups)
    case "record", "offset": String(number(upTo: nouns.records))
    case "few": String(number(upTo: Self.few))
    case "message": one(EventTable.messages)
    case "for down": random.chance(.percent(Int64(swarm.lasting))) ? "" : " for \(length())"
    case "for short": " for \(milliseconds(100, 3_000))"
    case "pause", "span": length()
    case "short": milliseconds(1, 2_000)
    case "percent": ["1%", "5%", "20%", "50%"][random.pick(from: 4)]
    case "factor": ["10x", "100x", "1000x"][random.pick(from: 3)]
    case "rate": ["1KiB", "10KiB", "100KiB"][random.pick(from: 3)]
    case "shift": (random.chance(Ratio(1, 2)) ? "+" : "-") + milliseconds(500, 100_000)
    case "drift": ["-1000ppm", "+1000ppm", "+50000ppm"][random.pick(from: 3)]
    default: nil
    }
  }

  private mutating func one(_ rows: [EventTable.Row]) -> String? {
    pick(rows) { $0.weight }.flatMap { filled($0.text) }
  }

  // MARK: Nodes

  private mutating func id() -> String { "broker \(1 + random.pick(from: nouns.brokers))" }

  /// One broker, mostly by what it is at that instant.
  private mutating func broker() -> String? {
    if !labels.isEmpty, random.chance(.percent(Int64(swarm.sameVictim))) { return one(labels) }
    switch random.pick(from: 16) {
    case 0..<6: return one(nouns.partitions).map { "leader of \($0)" }
    case 6..<8: return one(nouns.partitions).map { "a follower of \($0)" }
    case 8..<10: return "controller"
    case 10..<11: return one(nouns.groups).map { "coordinator of group \($0)" } ?? "controller"
    case 11..<12: return "any broker"
    default: return id()
    }
  }

  /// Several brokers.
  private mutating func brokers() -> String? {
    switch random.pick(from: 6) {
    case 0: one(nouns.partitions).map { "replicas of \($0)" }
    case 1: one(nouns.partitions).map { "isr of \($0)" }
    case 2: one(nouns.partitions).map { "followers of \($0)" }
    case 3: "every broker"
    default: nouns.brokers > 1 ? "any 2 brokers" : "any broker"
    }
  }

  /// The other side of a cut.
  private mutating func side() -> String? {
    switch random.pick(from: 10) {
    case 0..<3: one(nouns.partitions).map { "followers of \($0)" }
    case 3..<4: one(nouns.partitions).map { "leader of \($0)" }
    case 4..<6: "the other brokers"
    case 6..<7: "controller"
    case 7..<8: one(nouns.producers + nouns.consumers)
    default: id()
    }
  }

  /// As many brokers as a partition has replicas, in any order.
  private mutating func ids() -> String {
    var rest = Array(1...nouns.brokers)
    var chosen: [String] = []
    while chosen.count < nouns.replicas, !rest.isEmpty {
      chosen.append(String(rest.remove(at: random.pick(from: rest.count))))
    }
    return chosen.joined(separator: ", ")
  }

  // MARK: Numbers and times

  /// A number from one on, small ones as often as large ones.
  mutating func number(upTo limit: Int64) -> Int64 {
    var bands: [Int64] = []
    var span: Int64 = 1
    while span < limit {
      bands.append(span)
      span *= 2
    }
    let band = bands.isEmpty ? 1 : bands[random.pick(from: bands.count)]
    return random.between(band, min(band * 2, max(1, limit)))
  }

  /// A time in milliseconds, short ones as often as long ones, with two digits that count.
  mutating func milliseconds(_ least: Int64, _ most: Int64) -> String {
    var (low, bands) = (least, [Int64]())
    while low < most {
      bands.append(low)
      low *= 2
    }
    let band = bands.isEmpty ? least : bands[random.pick(from: bands.count)]
    return Self.rounded(random.between(band, max(band, min(band * 2, most))))
  }

  /// How long something lasts.
  private mutating func length() -> String {
    let scales: [(weight: Int, low: Int64, high: Int64)] = [
      (swarm.lengths[0], 5, 1_000), (swarm.lengths[1], 1_000, 10_000),
      (swarm.lengths[2], 10_000, 60_000),
    ]
    let scale = pick(scales) { $0.weight } ?? scales[1]
    return milliseconds(scale.low, scale.high)
  }

  /// Two digits that count, and zeros.
  static func rounded(_ milliseconds: Int64) -> String {
    var unit: Int64 = 1
    while milliseconds / unit >= 100 { unit *= 10 }
    let value = milliseconds / unit * unit
    return value % 1_000 == 0 && value > 0 ? "\(value / 1_000)s" : "\(value)ms"
  }
}
