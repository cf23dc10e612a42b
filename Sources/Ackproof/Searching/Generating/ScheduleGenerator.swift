import Kernel
import ScenarioLanguage

/// Draws schedules: each is a pure function of the base and a seed.
///
/// Every part draws from a stream of its own name, none of which a run uses: so a schedule says
/// nothing about the luck of the run that it is for.
struct ScheduleGenerator: Sendable {
  let base: SearchBase
  /// The families that may be drawn.
  let families: [FaultFamily]

  /// The schedule of a seed.
  func schedule(seed: UInt64) -> Schedule {
    var random = RandomStream(runSeed: seed, stream: "search setting")
    let setting = base.drawSetting(from: &random)
    var swarming = RandomStream(runSeed: seed, stream: "search swarm")
    let swarm = Swarm(families, endsWell: base.mustEndWell, from: &swarming)
    var drawing = WordDrawing(
      base.settings[setting].nouns, swarm,
      from: RandomStream(runSeed: seed, stream: "search schedule"))
    var schedule = Schedule(setting: setting, lines: [], seed: seed)
    // Instants first: a line may name only what a line above it has hit.
    var instants: [Int64] = []
    while instants.count < swarm.lines { instants.append(instant(&drawing)) }
    var clocked = instants.filter { _ in drawing.random.chance(.percent(Int64(swarm.clocked))) }
    // Lines that wait for history may wait for ever: most schedules have one that does not.
    if clocked.isEmpty, drawing.random.chance(Ratio(1, 2)) { clocked = [instants[0]] }
    for time in clocked.sorted() {
      add("at \(WordDrawing.rounded(time))", to: &schedule, &drawing)
    }
    for _ in clocked.count..<swarm.lines { addWaiting(to: &schedule, &drawing) }
    schedule.tidy()
    if swarm.endsWell { close(&schedule) }
    return schedule
  }

  /// One more line for a schedule that exists, as the seed draws it.
  func line(for schedule: Schedule, seed: UInt64) -> TimelineLine? {
    var swarming = RandomStream(runSeed: seed, stream: "search swarm")
    let swarm = Swarm(families, endsWell: base.mustEndWell, from: &swarming)
    var drawing = WordDrawing(
      base.settings[schedule.setting].nouns, swarm,
      from: RandomStream(runSeed: seed, stream: "search schedule"))
    var more = Schedule(setting: schedule.setting, lines: [], seed: seed)
    if drawing.random.chance(.percent(Int64(swarm.clocked))) {
      add("at \(WordDrawing.rounded(instant(&drawing)))", to: &more, &drawing)
    } else {
      addWaiting(to: &more, &drawing)
    }
    more.tidy()
    return more.lines.first
  }

  /// When something happens: while there is work, and now and then later.
  private func instant(_ drawing: inout WordDrawing) -> Int64 {
    let nouns = drawing.nouns
    if drawing.random.chance(Ratio(1, 6)) {
      return drawing.random.between(10, max(11, min(nouns.activity * 2, nouns.length * 3 / 4)))
    }
    return drawing.random.between(10, nouns.activity)
  }

  /// How often a row is drawn again whose words a scenario does not have.
  private static let attempts = 16

  /// A line that waits for history, or for an earlier line.
  private func addWaiting(to schedule: inout Schedule, _ drawing: inout WordDrawing) {
    let swarm = drawing.swarm
    if !drawing.labels.isEmpty, drawing.random.chance(.percent(Int64(swarm.chained))) {
      let label = drawing.labels[drawing.random.pick(from: drawing.labels.count)]
      add("\(drawing.milliseconds(1, 30_000)) after \(label)", to: &schedule, &drawing)
      return
    }
    for _ in 0..<Self.attempts {
      guard let row = drawing.pick(EventTable.rows, { $0.weight }),
        let event = drawing.filled(row.text)
      else { continue }
      let trigger: String
      switch drawing.random.pick(from: 8) {
      case 0..<3: trigger = "when \(event)"
      case 3: trigger = "on the 2nd \(event)"
      case 4 where !base.mustEndWell: trigger = "on every \(event)"
      default: trigger = "\(drawing.milliseconds(1, 20_000)) after \(event)"
      }
      add(trigger, to: &schedule, &drawing)
      return
    }
  }

  /// A line with that trigger, unless its fault brings a trigger of its own.
  private func add(
    _ trigger: String, to schedule: inout Schedule, _ drawing: inout WordDrawing
  ) {
    for _ in 0..<Self.attempts {
      guard let family = drawing.pick(drawing.swarm.families, { $0.weight })?.family else { return }
      let rows = FaultTable.rows.filter { row in
        row.family == family && !(base.mustEndWell && row.isEndless)
      }
      guard let row = drawing.pick(rows, { $0.weight }), let action = drawing.filled(row.text)
      else { continue }
      let label = "f\(schedule.lines.count + 1)"
      var text = "\(trigger)  \(action)"
      if let own = row.trigger {
        guard let trigger = drawing.filled(own) else { continue }
        text = "\(trigger)  \(action)"
      } else if row.isAboutMessage {
        guard let message = drawing.filled("{message}") else { continue }
        text = "\(occurrence(of: message, &drawing)) \(message)  \(action)"
      } else if !(base.settings[schedule.setting].scenario.hasLabel(label)) {
        text += " as \(label)"
      }
      guard let line = base.settings[schedule.setting].reader.timelineLine(text) else { continue }
      if line.label != nil, line.action.nodes(.nodes) != nil { drawing.labels.append("@\(label)") }
      schedule.lines.append(line)
      return
    }
  }

  /// Which of many messages is meant. All of them now and then: a broker that hears of everything
  /// late lives in older epochs than the others.
  private func occurrence(of message: String, _ drawing: inout WordDrawing) -> String {
    if !base.mustEndWell, drawing.random.chance(Ratio(1, 4)) { return "on every" }
    let isRare = !message.hasPrefix("produce") && !message.hasPrefix("fetch")
    let limit = isRare ? WordDrawing.few : drawing.nouns.records
    return "on the \(drawing.number(upTo: limit))th"
  }

  /// Heals and starts everything when the work is done; half-way where recovery is what counts, as
  /// faults that wait for history come late.
  private func close(_ schedule: inout Schedule) {
    let setting = base.settings[schedule.setting]
    let half = setting.nouns.length / 2
    let end = WordDrawing.rounded(base.mustEndWell ? half : min(setting.nouns.activity, half))
    let heals = schedule.lines.contains { $0.time != nil && $0.action.id.isHealed }
    for text in heals ? ["heal", "start every broker"] : ["start every broker"] {
      if let line = setting.reader.timelineLine("at \(end)  \(text)") {
        schedule.lines.append(line)
      }
    }
    schedule.tidy()
  }
}

extension FaultID {
  /// Whether `heal` ends what this does.
  var isHealed: Bool {
    switch self {
    case .freeze, .cut, .cutOneWay, .isolate, .lose, .delay, .limit, .hold, .drop, .slowDisk,
      .fillDisk, .failDisk:
      true
    default: false
    }
  }
}

extension Scenario {
  /// Whether a line has that label.
  func hasLabel(_ label: String) -> Bool {
    statements.contains { statement in
      if case .timeline(let line) = statement.kind { line.label?.text == label } else { false }
    }
  }
}
