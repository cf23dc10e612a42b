import Kernel
import ScenarioLanguage

/// Passes over instants, lengths and numbers.
extension ShrinkPass {
  /// Every time by simpler ones, the simplest first.
  static let simplerTimes = ShrinkPass(name: "simpler times") { candidate, _ in
    simplerValues(candidate) { value in
      if case .time = value { true } else { false }
    }
  }

  /// Every number by simpler ones; after the times, or single records would have to be met to the
  /// microsecond.
  static let simplerNumbers = ShrinkPass(name: "simpler numbers") { candidate, _ in
    simplerValues(candidate) { value in
      if case .time = value { false } else { true }
    }
  }

  private static func simplerValues(
    _ candidate: Candidate, where isMeant: (SpotWalker.Value) -> Bool
  ) -> [Attempt] {
    var walker = SpotWalker()
    walker.read(candidate)
    return walker.found.filter { isMeant($0.value) }.flatMap { spot -> [Attempt] in
      simpler(than: spot.value).map { value in
        Attempt(SpotWalker.writing(value, at: spot.number, of: candidate))
      }
    }
  }

  private static func simpler(than value: SpotWalker.Value) -> [SpotWalker.Value] {
    switch value {
    case .time(let time):
      return times(simplerThan: time.nanoseconds).map { .time(TimeAmount(nanoseconds: $0)) }
    case .number(let number):
      return steps(below: number, [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000])
        .map { .number($0) }
    case .share(let share):
      return steps(below: share, [0, 1, 2, 5, 10, 20, 50, 100].map { $0 * 10_000 })
        .map { .share($0) }
    }
  }

  private static func steps(below number: Int64, _ round: [Int64]) -> [Int64] {
    // Large numbers go down in round steps: one at a time would take as many runs.
    let parts = [number / 2, number - number / 4, number - number / 10].flatMap {
      rounded($0, to: 2)
    }
    let last = number <= 20 ? [number - 1] : []
    return round.filter { $0 < number } + (parts + last).filter { $0 > 0 && $0 < number }
  }

  /// Times that are shorter or rounder, the easiest to read first.
  static func times(simplerThan time: Int64) -> [Int64] {
    let second: Int64 = 1_000_000_000
    let round: [Int64] = [
      100, 200, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000,
    ].map { $0 * second / 1000 }
    var found = round.filter { $0 < time }
    for digits in 1...3 { found += rounded(time, to: digits) }
    found += rounded(time / 2, to: 2) + rounded(time / 4 * 3, to: 2)
    found = found.filter { $0 > 0 && $0 != time }
    found.sort {
      (timeRank($0), significantDigits($0), $0) < (timeRank($1), significantDigits($1), $1)
    }
    return found.enumerated().filter { $0.offset == 0 || found[$0.offset - 1] != $0.element }
      .map(\.element)
  }

  /// A number with so many digits, down and up.
  static func rounded(_ time: Int64, to digits: Int) -> [Int64] {
    guard time > 0 else { return [] }
    var unit: Int64 = 1
    var limit: Int64 = 1
    for _ in 0..<digits { limit *= 10 }
    while time / unit >= limit { unit *= 10 }
    let down = time / unit * unit
    return down == time ? [time] : [down, down + unit]
  }

  /// Lines stand at even distances, or at whole seconds with about the pauses that they have.
  static let evenLines = ShrinkPass(name: "even instants") { candidate, _ in
    let second: Int64 = 1_000_000_000
    let lines = candidate.clocked
    var shifts = [1, 2, 5, 10, 20, 30].map { step in
      lines.indices.map { Int64($0 + 1) * step * second }
    }
    var up: [Int64] = []
    for number in lines.indices {
      let pause = lines[number].at - (number == 0 ? 0 : lines[number - 1].at)
      up.append((up.last ?? 0) + (pause + second - 1) / second * second)
    }
    shifts.append(up)
    return shifts.map { Attempt(candidate.placing(lines.map(\.place), at: $0)) }
  }

  /// Lines come sooner: the pause before one is made shorter, and all later ones move along.
  static let earlierLines = ShrinkPass(name: "earlier") { candidate, _ in
    let lines = candidate.clocked
    var attempts: [Attempt] = []
    for number in lines.indices {
      let pause = lines[number].at - (number == 0 ? 0 : lines[number - 1].at)
      for shorter in times(simplerThan: pause) where shorter < pause {
        let later = lines[number...]
        attempts.append(
          Attempt(
            candidate.placing(later.map(\.place), at: later.map { $0.at - (pause - shorter) })))
      }
    }
    return attempts
  }

  /// Lines that an event triggers happen at a round instant near to when they did.
  static let simplerTriggers = ShrinkPass(name: "simpler triggers") { candidate, outcome in
    candidate.timeline.flatMap { place, line -> [Attempt] in
      var triggers: [Trigger] = []
      switch line.trigger {
      case .at: return []
      case .after(_, let occurrence, let event): triggers.append(.on(occurrence, event))
      case .every(_, let from, _, _): if let from { triggers.append(.at(Drawn(from))) }
      case .on: break
      }
      if let fired = outcome.result.firings.first(where: { $0.line == place + 1 })?.at {
        let near = [1, 2].flatMap { rounded(fired.nanoseconds, to: $0) }
        triggers += near.filter { $0 > 0 }.map { .at(Drawn(TimeAmount(nanoseconds: $0))) }
      }
      return triggers.map { trigger in
        var line = line
        line.trigger = trigger
        return Attempt(candidate.replacing(place, with: .timeline(line)))
      }
    }
  }
}

extension Candidate {
  /// Lines at fixed instants, in their order.
  fileprivate var clocked: [(place: Int, at: Int64)] {
    timeline.compactMap { item in
      guard case .at(let time) = item.line.trigger, time.upper == nil else { return nil }
      return (item.statement, time.lower.nanoseconds)
    }
  }

  /// The candidate with some lines at other instants.
  fileprivate func placing(_ places: [Int], at instants: [Int64]) -> Candidate {
    var copy = self
    for (place, instant) in zip(places, instants) {
      guard case .timeline(var line) = scenario.statements[place].kind else { continue }
      line.trigger = .at(Drawn(TimeAmount(nanoseconds: instant)))
      copy.scenario.statements[place].kind = .timeline(line)
    }
    return copy.tidied()
  }
}
