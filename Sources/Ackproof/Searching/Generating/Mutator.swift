import Kernel
import ScenarioLanguage

/// Changes schedules that reached something new, in search of what lies beside them.
struct Mutator: Sendable {
  let generator: ScheduleGenerator

  /// Seeds of changed schedules are drawn below this, so that people can read them.
  private static let seedLimit: UInt64 = 1_000_000

  /// A changed schedule: a pure function of its parents and a number.
  func mutated(_ parent: Schedule, with other: Schedule, number: UInt64) -> Schedule {
    var random = RandomStream(runSeed: number, stream: "search mutation")
    var schedule = parent
    // Half of the time one change alone: what was reached stays, and one step is added to it.
    for _ in 0..<[1, 1, 2, 3][random.pick(from: 4)] { change(&schedule, other, &random) }
    // The luck of the run itself changes now and then: the same faults, other latencies.
    if random.chance(Ratio(1, 3)) { schedule.seed = 1 + random.below(Self.seedLimit) }
    schedule.tidy()
    if schedule.lines.count > Swarm.linesMax + 2 {
      schedule.lines.removeLast(schedule.lines.count - Swarm.linesMax - 2)
    }
    return schedule
  }

  private func change(
    _ schedule: inout Schedule, _ other: Schedule, _ random: inout RandomStream
  ) {
    let count = schedule.lines.count
    switch random.pick(from: 10) {
    case 0 where count > 1:
      for _ in 0..<(1 + random.pick(from: count / 2)) where !schedule.lines.isEmpty {
        schedule.lines.remove(at: random.pick(from: schedule.lines.count))
      }
    case 1, 2, 3:
      if let line = generator.line(for: schedule, seed: random.next()) {
        insert(line, into: &schedule)
      }
    case 4 where count > 0:
      schedule.lines.remove(at: random.pick(from: count))
      if let line = generator.line(for: schedule, seed: random.next()) {
        insert(line, into: &schedule)
      }
    case 5 where !other.lines.isEmpty:
      insert(other.lines[random.pick(from: other.lines.count)], into: &schedule)
    case 6:
      schedule.setting = generator.base.drawSetting(from: &random)
    case 7 where count > 0:
      let place = random.pick(from: count)
      if let line = aimed(schedule.lines[place], in: schedule, &random) {
        // The same for another broker as well, or instead.
        if random.chance(Ratio(1, 2)) {
          insert(line, into: &schedule)
        } else {
          schedule.lines[place] = line
        }
      }
    default:
      guard count > 0 else { return }
      let place = random.pick(from: count)
      schedule.lines[place] = retimed(schedule.lines[place], &random)
    }
  }

  /// Labels are numbered by place; a line from elsewhere gets one that is free.
  private func insert(_ line: TimelineLine, into schedule: inout Schedule) {
    var line = line
    if line.label != nil { line.label = nil }
    guard line.usedLabels.allSatisfy({ used in schedule.lines.contains { $0.label?.text == used } })
    else { return }
    schedule.lines.append(line)
  }

  /// The same line with another broker in one place.
  private func aimed(
    _ line: TimelineLine, in schedule: Schedule, _ random: inout RandomStream
  ) -> TimelineLine? {
    let setting = generator.base.settings[schedule.setting]
    var words = ScenarioPrinter.line(of: .timeline(line)).split(
      separator: " ", omittingEmptySubsequences: false
    ).map(String.init)
    let places = words.indices.dropLast().filter {
      words[$0] == "broker" && Int(words[$0 + 1]) != nil
    }
    guard !places.isEmpty else { return nil }
    words[places[random.pick(from: places.count)] + 1] = String(
      1 + random.pick(from: setting.nouns.brokers))
    return setting.reader.timelineLine(words.joined(separator: " "))
  }

  /// The same line at another instant, after another delay, or at another occurrence.
  private func retimed(_ line: TimelineLine, _ random: inout RandomStream) -> TimelineLine {
    var line = line
    switch line.trigger {
    case .at(let time): line.trigger = .at(Drawn(moved(time.lower, &random)))
    case .after(let time, let occurrence, let event):
      line.trigger = .after(Drawn(moved(time.lower, &random)), occurrence, event)
    case .on(let occurrence, let event):
      if case .nth(let number) = occurrence {
        let next = random.between(1, Int64(number) * 2)
        line.trigger = .on(.nth(Int(next)), event)
      } else {
        line.trigger = .after(Drawn(TimeAmount(random.between(1, 500), .ms)), occurrence, event)
      }
    case .every: break
    }
    if isAboutMessage(line), case .after(_, let occurrence, let event) = line.trigger {
      line.trigger = .on(occurrence, event)
    }
    return line
  }

  private func isAboutMessage(_ line: TimelineLine) -> Bool {
    switch line.action.id {
    case .dropIt, .holdIt, .delayIt: true
    default: false
    }
  }

  /// Between half and twice as late, in whole milliseconds.
  private func moved(_ time: TimeAmount, _ random: inout RandomStream) -> TimeAmount {
    let milliseconds = max(1, time.nanoseconds / 1_000_000)
    let most = generator.base.settings.map(\.nouns.length).min() ?? 1_000
    let moved = random.between(max(1, milliseconds / 2), max(2, min(milliseconds * 2, most)))
    return TimeAmount(nanoseconds: min(moved, most) * 1_000_000)
  }
}
