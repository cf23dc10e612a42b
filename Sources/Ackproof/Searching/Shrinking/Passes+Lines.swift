import Kernel
import ScenarioLanguage

/// Passes over the lines of the timeline.
extension ShrinkPass {
  /// Lines go in halves, quarters, and so on down to single ones, each with those that speak of it
  /// (Zeller and Hildebrandt's delta debugging, without its complements).
  static let fewerLines = ShrinkPass(name: "fewer lines") { candidate, _ in
    let lines = candidate.timeline.map(\.statement)
    var attempts: [Attempt] = []
    var size = lines.count
    while size >= 1 {
      for start in stride(from: 0, to: lines.count, by: size) {
        let chunk = lines[start..<min(start + size, lines.count)]
        let places = chunk.flatMap { candidate.dependents(of: $0) }
        attempts.append(Attempt(candidate.removing(places)))
      }
      size /= 2
    }
    return attempts
  }

  /// The most lines that are tried in pairs.
  static let pairLimit = 12

  /// Two lines at a time: what breaks something and what heals it are not always neighbours.
  static let fewerPairs = ShrinkPass(name: "fewer pairs of lines") { candidate, _ in
    let lines = candidate.timeline.map(\.statement)
    guard lines.count <= pairLimit else { return [] }
    var attempts: [Attempt] = []
    for (number, one) in lines.enumerated() {
      for other in lines.dropFirst(number + 1) {
        let places = candidate.dependents(of: one) + candidate.dependents(of: other)
        attempts.append(Attempt(candidate.removing(places)))
      }
    }
    return attempts
  }

  /// Times that the seed drew become the times that it drew; then the ends of their ranges.
  static let drawnTimes = ShrinkPass(name: "times as drawn") { candidate, outcome in
    var attempts: [Attempt] = []
    var all = candidate
    for (place, line) in candidate.timeline {
      let drawn = outcome.result.drawn.first { $0.line == place + 1 }?.value
      let fixed = fixing(line.trigger, drawn)
      for trigger in fixed where trigger != line.trigger {
        var line = line
        line.trigger = trigger
        attempts.append(Attempt(candidate.replacing(place, with: .timeline(line))))
      }
      if let first = fixed.first {
        var line = line
        line.trigger = first
        all.scenario.statements[place].kind = .timeline(line)
      }
    }
    attempts += spans(candidate)
    return [Attempt(all.tidied())] + attempts
  }

  /// The fixed triggers that a drawn one may become.
  private static func fixing(_ trigger: Trigger, _ drawn: Duration?) -> [Trigger] {
    func times(_ range: Drawn<TimeAmount>) -> [Drawn<TimeAmount>] {
      guard let upper = range.upper else { return [] }
      let exact = drawn.map { TimeAmount(nanoseconds: $0.nanoseconds) }
      return [exact, range.lower, upper].compactMap { $0.map { Drawn($0) } }
    }
    switch trigger {
    case .at(let range): return times(range).map { .at($0) }
    case .after(let range, let occurrence, let event):
      return times(range).map { .after($0, occurrence, event) }
    case .every(let range, let from, let until, let count):
      guard let upper = range.upper else { return [] }
      return [range.lower, upper].map { .every(Drawn($0), from: from, until: until, times: count) }
    case .on: return []
    }
  }

  /// Ranges within actions: how long, how much.
  private static func spans(_ candidate: Candidate) -> [Attempt] {
    var attempts: [Attempt] = []
    for (place, line) in candidate.timeline {
      for number in line.action.arguments.indices {
        var fixed: [Argument] = []
        switch line.action.arguments[number].argument {
        case .time(let range):
          fixed = range.upper.map { [.time(Drawn(range.lower)), .time(Drawn($0))] } ?? []
        case .percent(let range):
          fixed = range.upper.map { [.percent(Drawn($0)), .percent(Drawn(range.lower))] } ?? []
        default: break
        }
        for argument in fixed {
          var line = line
          line.action.arguments[number].argument = argument
          attempts.append(Attempt(candidate.replacing(place, with: .timeline(line))))
        }
      }
    }
    return attempts
  }

  /// What breaks and what heals it later become one line with a length.
  static let healingWithin = ShrinkPass(name: "heal within the line") { candidate, _ in
    var attempts: [Attempt] = []
    for (place, line) in candidate.timeline where line.action.id.mayLast {
      guard case .at(let start) = line.trigger, line.action.time(.duration) == nil else { continue }
      for (healer, healing) in candidate.timeline where healing.action.id.repairs {
        guard case .at(let end) = healing.trigger,
          end.lower.nanoseconds > start.lower.nanoseconds
        else { continue }
        let length = TimeAmount(nanoseconds: end.lower.nanoseconds - start.lower.nanoseconds)
        var line = line
        line.action.arguments.append(Filled(.duration, .time(Drawn(length))))
        attempts.append(
          Attempt(candidate.replacing(place, with: .timeline(line)).removing([healer])))
      }
    }
    return attempts
  }

  /// Lengths, flags and other words that a line can do without.
  static let fewerArguments = ShrinkPass(name: "fewer words") { candidate, _ in
    candidate.timeline.flatMap { place, line in
      line.action.arguments.indices.map { number in
        var line = line
        line.action.arguments.remove(at: number)
        return Attempt(candidate.replacing(place, with: .timeline(line)))
      }
    }
  }
}

extension FaultID {
  /// Whether a line that does this may say for how long.
  fileprivate var mayLast: Bool {
    switch self {
    case .crash, .powerOff, .wipe, .stop, .freeze, .cut, .cutOneWay, .isolate, .lose, .delay,
      .limit, .slowDisk, .stallDisk, .fillDisk, .failDisk, .hold, .drop:
      true
    default: false
    }
  }

  /// Whether this ends what another line began.
  fileprivate var repairs: Bool {
    switch self {
    case .start, .thaw, .heal, .repairDisk: true
    default: false
    }
  }
}
