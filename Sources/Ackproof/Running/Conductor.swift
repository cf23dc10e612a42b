import KafkaModel
import Kernel
import ScenarioLanguage

/// Conducts one run of one variant with one seed: boots the world, steps it, fires the timeline's
/// lines when their instants or events come, and shows every event to the readers.
///
/// A line that an event triggers acts before the next event is handled, so that a fault lands
/// exactly between two steps.
public struct Conductor: ~Copyable {
  let variant: Variant
  let seed: UInt64
  var world: World
  var performer: ActionPerformer
  var judge: Judge
  var lines: [LineState]
  /// What an appointment number stands for.
  var appointments: [Appointment] = []
  /// The lines that history triggers.
  let watchers: [Int]
  /// The weather of the scenario, drawn from the seed.
  var storm: Storm
  /// Lines whose event has come, to be carried out before the next step.
  var due: [Int] = []
  /// Numbers of the interceptors that a line has laid out, by line.
  var interceptors: [[Int]]
  /// Everything that is to be kept of the run's history, when somebody asked for it.
  var recorder: HistoryRecorder?
  var faultsFired = 0
  var faultsThatBit = 0

  /// Something that was put on the calendar.
  enum Appointment: Sendable {
    case line(Int)
    case ending(ActionOutcome.Ending, line: Int)
    case judge(Int32)
    case weather(Int)
    case weatherEnds(Int, ActionOutcome.Ending)
    /// A message fault that tells: the line whose message it was.
    case message(line: Int)
    case end
  }

  /// The most events that a run may take; a run that reaches it is undetermined.
  static let eventLimit: UInt64 = 2_000_000_000

  init(variant: Variant, seed: UInt64, recording: Bool = false) {
    self.variant = variant
    self.seed = seed
    world = World(plan: variant.world, seed: seed)
    performer = ActionPerformer(
      names: variant.names, roles: RoleResolver(names: variant.names, seed: seed))
    judge = Judge(variant: variant)
    storm = Storm(variant: variant, seed: seed)
    let lines = variant.timeline.map { item in
      LineState(
        line: item.line, number: item.number,
        pattern: LineState.event(of: item.line.trigger)
          .map { EventPattern($0, names: variant.names) })
    }
    self.lines = lines
    watchers = lines.indices.filter {
      guard let phrase = lines[$0].pattern?.phrase else { return false }
      return phrase.id != .message && !LineLinks.isAboutLine(phrase)
    }
    interceptors = Array(repeating: [], count: lines.count)
    recorder = recording ? HistoryRecorder() : nil
  }

  /// Runs from the cluster's first breath to the end of the scenario.
  consuming func run() -> RunResult {
    do {
      try boot()
    } catch {
      return RunResult(seed: seed, digest: world.digest, failure: error)
    }
    layOutTimeline()
    var isOver = false
    while !isOver {
      switch world.step() {
      case .appointment(let number): isOver = keep(appointments[Int(number)])
      case .handled: break
      case .idle: isOver = true
      }
      digestHistory()
      while !due.isEmpty { fire(due.removeFirst()) }
      if world.eventCount > Self.eventLimit { return finish(reached: "the bound on events") }
    }
    return finish(reached: nil)
  }

  private mutating func boot() throws(BootFailure) {
    while true {
      let isFormed = try world.bootStep()
      showHistory()
      world.clearHistory()
      if isFormed { return }
    }
  }

  /// Shows the pending events to every reader; none of them can change the run.
  private mutating func showHistory() {
    for event in world.history.pending {
      judge.observe(event, world: world)
      recorder?.append(event)
      if case .producer(.sent(let client, _, let records)) = event.fact {
        performer.roles.ordinals.note(records, of: client)
      }
    }
  }

  /// Shows what has happened to every reader, and finds the lines that waited for it.
  mutating func digestHistory() {
    if world.history.pending.isEmpty { return }
    showHistory()
    if !watchers.isEmpty {
      for event in world.history.pending {
        for place in watchers {
          guard let pattern = lines[place].pattern,
            pattern.matches(event, roles: &performer.roles, world: world), lines[place].isDue()
          else { continue }
          trigger(place)
        }
      }
    }
    world.clearHistory()
  }

  /// Puts a line on the calendar, or into what is due now.
  private mutating func trigger(_ place: Int) {
    if case .after(let delay, _, _) = lines[place].line.trigger {
      let drawn = performer.roles.random.draw(delay)
      lines[place].drawn = drawn
      appoint(.line(place), at: world.now + drawn)
    } else {
      due.append(place)
    }
  }

  /// Does what an appointment is for; true when the run is over.
  private mutating func keep(_ appointment: Appointment) -> Bool {
    switch appointment {
    case .line(let place):
      fire(place)
      repeatLine(place)
    case .ending(let ending, let line): carryOut(ending, of: line)
    case .judge(let number): judge.wake(number, at: world.now, world: world)
    case .weather(let front): breakOut(front)
    case .weatherEnds(let front, let ending): clearUp(front, ending)
    case .message(let place): if lines[place].isDue() { fire(place) }
    case .end: return true
    }
    return false
  }

  mutating func appoint(_ appointment: Appointment, at instant: Instant) {
    appointments.append(appointment)
    world.appoint(Int32(appointments.count - 1), at: instant)
  }
}
