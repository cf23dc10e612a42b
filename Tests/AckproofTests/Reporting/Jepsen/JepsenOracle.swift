/// A small checker of exported histories: the anomalies of Jepsen's Kafka workload that need no
/// cycle search, from their definitions, without any of the simulator's own code.
struct JepsenOracle {
  var inconsistentOffsets = 0
  var duplicates = 0
  var lostWrites = 0
  var unseen = 0
  var abortedReads = 0
  var pollSkips = 0
  var nonmonotonicPolls = 0

  /// Offsets and values by key: what the log was seen to hold.
  private var log: [String: [Int64: Set<Int64>]] = [:]
  private var readValues: [String: Set<Int64>] = [:]
  private var acknowledged: [String: Set<Int64>] = [:]
  private var failed: [String: Set<Int64>] = [:]
  private var last: [String: Int64] = [:]

  init(_ operations: [EDN]) {
    for operation in operations where operation["type"] != .keyword("invoke") { note(operation) }
    for (_, offsets) in log {
      inconsistentOffsets += offsets.values.count { $0.count > 1 }
      var places: [Int64: Int] = [:]
      for values in offsets.values { for value in values { places[value, default: 0] += 1 } }
      duplicates += places.values.count { $0 > 1 }
    }
    for (key, values) in acknowledged {
      let read = readValues[key] ?? []
      unseen += values.subtracting(read).count
      let highest = (log[key] ?? [:]).filter { !$0.value.isDisjoint(with: read) }.keys.max() ?? -1
      for (offset, held) in log[key] ?? [:] where offset <= highest {
        lostWrites += held.intersection(values).subtracting(read).count
      }
    }
    for (key, values) in failed {
      abortedReads += values.intersection(readValues[key] ?? []).count
    }
    // Positions are judged on the offsets that hold anything, so they come last.
    for operation in operations { follow(operation) }
  }

  private mutating func note(_ operation: EDN) {
    let isGood = operation["type"] == .keyword("ok")
    for step in operation["value"]?.items ?? [] where step.items.count >= 2 {
      if step.items[0] == .keyword("send"), let key = step.items[1].word {
        let pair = step.items[2].items
        guard let value = pair.last?.number ?? step.items[2].number else { continue }
        if isGood { acknowledged[key, default: []].insert(value) }
        if operation["type"] == .keyword("fail") { failed[key, default: []].insert(value) }
        if let offset = pair.first?.number, pair.count == 2, isGood {
          log[key, default: [:]][offset, default: []].insert(value)
        }
      } else if step.items[0] == .keyword("poll"), case .map(let parts) = step.items[1] {
        for (key, pairs) in parts {
          for pair in pairs.items {
            guard let key = key.word, let offset = pair.items.first?.number,
              let value = pair.items.last?.number
            else { continue }
            log[key, default: [:]][offset, default: []].insert(value)
            readValues[key, default: []].insert(value)
          }
        }
      }
    }
  }

  private mutating func follow(_ operation: EDN) {
    guard let process = operation["process"]?.number, operation["type"] == .keyword("ok") else {
      return
    }
    if operation["f"] == .keyword("assign") || operation["f"] == .keyword("subscribe") {
      let keys = (operation["value"]?.items ?? []).compactMap(\.word)
      for (place, _) in last where place.hasPrefix("\(process)/") {
        if !keys.contains(String(place.drop { $0 != "/" }.dropFirst())) { last[place] = nil }
      }
    }
    for step in operation["value"]?.items ?? [] {
      guard step.items.first == .keyword("poll"), step.items.count == 2,
        case .map(let parts) = step.items[1]
      else { continue }
      for (key, pairs) in parts {
        for pair in pairs.items {
          guard let key = key.word, let offset = pair.items.first?.number else { continue }
          let place = "\(process)/\(key)"
          if let before = last[place] {
            let between = (log[key] ?? [:]).keys.contains { $0 > before && $0 < offset }
            if between { pollSkips += 1 }
            if offset <= before { nonmonotonicPolls += 1 }
          }
          last[place] = offset
        }
      }
    }
  }
}
