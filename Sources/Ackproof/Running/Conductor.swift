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
  /// The world, and who acts on it.
  var stage: Stage
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
  /// Appointments that have not come.
  var openAppointments = 0
  /// How many events may wait for their readers while none of these would act on one at once: in
  /// one go they are read for less than one by one.
  var unreadLimit = 64
  /// Events taken from the world, to be shown.
  var pending: [HistoryEvent] = []
  /// When something happened last.
  var lastFact = Instant.zero
  /// Numbers of the interceptors that a line has laid out, by line.
  var interceptors: [[Int]]
  /// Everything that is to be kept of the run's history, when somebody asked for it.
  var recorder: HistoryRecorder?
  /// Which situations the run went through, when somebody asked for it.
  var coverage: CoverageReader?
  var faultsFired = 0
  var faultsThatBit = 0
  /// Which line injected which fault.
  var injections: [Injection] = []
  /// When lines fired.
  var firings: [LineFiring] = []
  /// Whether the cluster stands and the timeline is on the calendar.
  var isBegun = false
  /// The first appointment that was made by a fork and not at the scenario's zero.
  var firstForked = Int.max
  /// When something was handled last that was not void.
  var lastStep = Instant.zero
  /// Whether the order of events is certainly that of a run from the start.
  var isExact = true

  /// Something that was put on the calendar.
  enum Appointment: Sendable {
    case line(Int)
    case ending(ActionOutcome.Ending, line: Int)
    case judge(Int)
    /// A message that an expectation waits for.
    case judgesMessage(Int)
    case weather(Int)
    case weatherEnds(Int, ActionOutcome.Ending)
    /// A message fault that tells: the line whose message it was.
    case message(line: Int)
    case end
    /// What a fork has taken off the calendar.
    case void

    /// Whether it may come any number of times, or never.
    var isStanding: Bool {
      switch self {
      case .message, .judgesMessage, .void: true
      case .line, .ending, .judge, .weather, .weatherEnds, .end: false
      }
    }
  }

  /// The most events that this run may take.
  let eventLimit: UInt64

  /// The most events that a run may take; a run that reaches it is undetermined.
  public static let eventLimit: UInt64 = 2_000_000_000

  /// The most appointments that the lines of a run may make.
  static let appointmentLimit = 4_000_000

  /// A run that has not begun; with `recording`, its whole history is kept, and with `covering`, it
  /// is noted which situations the run goes through.
  public init(
    variant: Variant, seed: UInt64, recording: Bool = false, covering: Bool = false,
    eventLimit: UInt64 = Self.eventLimit
  ) {
    self.variant = variant
    self.seed = seed
    stage = Stage(variant: variant, seed: seed)
    judge = Judge(variant)
    storm = Storm(variant: variant, seed: seed)
    let lines = LineState.all(of: variant)
    self.lines = lines
    watchers = lines.indices.filter {
      guard let phrase = lines[$0].pattern?.phrase else { return false }
      return phrase.id != .message && !LineLinks.isAboutLine(phrase)
    }
    interceptors = Array(repeating: [], count: lines.count)
    recorder = recording ? HistoryRecorder() : nil
    coverage = covering ? CoverageReader(stage.world.layout) : nil
    self.eventLimit = eventLimit
  }

  /// Runs from the cluster's first breath, or from where it was forked, to the end of the scenario.
  public consuming func run() -> RunResult {
    do {
      try begin()
    } catch {
      return RunResult(seed: seed, digest: stage.world.digest, failure: error)
    }
    var ending: RunEnding?
    while ending == nil { ending = advance() }
    return finish(ending ?? .planned)
  }

  /// The result of a forked run; nil when it may have gone another way than a run from the start.
  consuming func exactResult() -> RunResult? {
    var ending: RunEnding?
    while ending == nil, isExact { ending = advance() }
    return isExact ? finish(ending ?? .planned) : nil
  }

  /// Boots the cluster and puts the timeline on the calendar, unless that is done.
  mutating func begin() throws(BootFailure) {
    if isBegun { return }
    try boot()
    layOutTimeline()
    isBegun = true
  }

  /// Handles one event and everything that it sets off; says how the run ended, once it has.
  @inline(__always)
  mutating func advance() -> RunEnding? {
    var ending: RunEnding?
    let step = stage.world.stepAndReport()
    switch step.outcome {
    case .appointment(let number):
      let appointment = appointments[Int(number)]
      if case .void = appointment { return nil }
      // In a run from the start, the line would have stood before what came at the same instant.
      if Int(number) >= firstForked, step.now == lastStep { isExact = false }
      digestHistory()
      if keep(appointment) { ending = .planned }
      digestHistory()
    case .handled:
      if somebodyWaits || step.unread >= unreadLimit { digestHistory() }
    case .idle: ending = .quiet
    }
    lastStep = step.now
    while !due.isEmpty { fire(due.removeFirst()) }
    if step.eventCount > eventLimit { ending = .bound("the bound on events") }
    if appointments.count > Self.appointmentLimit { ending = .bound("the bound on repetitions") }
    if ending == nil, isQuiet() { ending = .quiet }
    return ending
  }

  /// Whether some line or expectation must see each event before the next one is handled.
  private var somebodyWaits: Bool { !watchers.isEmpty || judge.isWaiting }

  /// How long nothing may happen before a run that ends in quiet is over.
  static let quietSpan: Duration = .seconds(60)

  /// Whether the scenario has nothing left to do, and nothing has happened for a while.
  private mutating func isQuiet() -> Bool {
    guard case .quiet = variant.length, openAppointments <= 1,
      lastStep - lastFact > Self.quietSpan
    else { return false }
    digestHistory()
    return lastStep - lastFact > Self.quietSpan
  }

  private mutating func boot() throws(BootFailure) {
    while true {
      let isFormed = try stage.world.bootStep()
      stage.world.takeHistory(&pending)
      showHistory()
      if isFormed { break }
    }
    judge.begin(at: stage.world.origin, in: &stage)
  }

  /// Shows the taken events to every reader; none of them can change the run.
  private mutating func showHistory() {
    // By place: an event is large, and a copy of each costs more than most readers.
    for place in pending.indices {
      if case .producer(.sent(let client, _, let records)) = pending[place].fact {
        stage.performer.roles.ordinals.note(records, of: client)
      }
      judge.observe(pending[place], in: &stage)
    }
    if coverage != nil {
      for place in pending.indices { coverage?.observe(pending[place]) }
    }
    recorder?.append(pending)
    if let last = pending.last { lastFact = last.at }
  }

  /// Shows what has happened to every reader, and finds the lines that waited for it.
  mutating func digestHistory() {
    stage.world.takeHistory(&pending)
    if pending.isEmpty { return }
    showHistory()
    if !watchers.isEmpty { triggerWatchers() }
    keepAppointments()
  }

  private mutating func triggerWatchers() {
    for event in pending {
      let kind = FactKinds.of(event.fact)
      // Looking at the kind first spares most patterns from being looked at, and copied, at all.
      for place in watchers where lines[place].kinds.contains(kind) {
        guard let pattern = lines[place].pattern,
          pattern.matches(event, roles: &stage.performer.roles, world: stage.world),
          lines[place].isDue()
        else { continue }
        trigger(place)
      }
    }
  }

  /// Puts the instants on the calendar at which the judge wants to be woken.
  mutating func keepAppointments() {
    for (number, instant) in judge.takeAppointments() { appoint(.judge(number), at: instant) }
  }

  /// Puts a line on the calendar, or into what is due now.
  private mutating func trigger(_ place: Int) {
    if case .after(let delay, _, _) = lines[place].line.trigger {
      let drawn = stage.performer.roles.random.draw(delay)
      lines[place].drawn = drawn
      appoint(.line(place), at: stage.world.now + drawn)
    } else {
      due.append(place)
    }
  }

  /// Does what an appointment is for; true when the run is over.
  private mutating func keep(_ appointment: Appointment) -> Bool {
    if !appointment.isStanding { openAppointments -= 1 }
    switch appointment {
    case .line(let place):
      fire(place)
      repeatLine(place)
    case .ending(let ending, let line): carryOut(ending, of: line)
    case .judge(let number):
      judge.wake(number, at: stage.world.now, in: &stage)
      keepAppointments()
    case .weather(let front): breakOut(front)
    case .weatherEnds(let front, let ending): clearUp(front, ending)
    case .message(let place): messageMet(place)
    case .judgesMessage(let number): judge.met(number, at: stage.world.now, in: &stage)
    case .end: return true
    case .void: break
    }
    return false
  }

  /// A message was sent that a line waits for: it acts at once, or after the time that it states.
  private mutating func messageMet(_ place: Int) {
    guard lines[place].isDue() else { return }
    if case .after = lines[place].line.trigger { trigger(place) } else { fire(place) }
  }

  mutating func appoint(_ appointment: Appointment, at instant: Instant) {
    appointments.append(appointment)
    openAppointments += 1
    stage.world.appoint(Int32(appointments.count - 1), at: instant)
  }
}
