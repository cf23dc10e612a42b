import KafkaModel
import Kernel
import ScenarioLanguage

extension Conductor {
  /// Puts everything on the calendar that the clock triggers, and lays out what acts on messages.
  mutating func layOutTimeline() {
    let origin = stage.world.origin
    for place in lines.indices {
      let line = lines[place].line
      switch line.trigger {
      case .at(let time):
        let drawn = stage.performer.roles.random.draw(time)
        lines[place].drawn = drawn
        appoint(.line(place), at: origin + drawn)
      case .every(let interval, let from, _, _):
        let first = from?.duration ?? stage.performer.roles.random.draw(interval)
        appoint(.line(place), at: origin + first)
      case .on(let occurrence, let event), .after(_, let occurrence, let event):
        guard event.id == .message, let pattern = event.message(.message) else { continue }
        layOutMessageLine(place, occurrence, pattern)
      }
    }
    keepAppointments()
    for (number, phrase) in judge.messagePatterns {
      guard let pattern = phrase.message(.message) else { continue }
      appointments.append(.judgesMessage(number))
      stage.performer.lay(
        telling: Int32(appointments.count - 1), on: pattern, in: &stage.world)
    }
    for (front, instant) in storm.firstInstants(origin: origin) {
      appoint(.weather(front), at: instant)
    }
    appoint(.end, at: origin + variant.length.latest)
  }

  private mutating func layOutMessageLine(
    _ place: Int, _ occurrence: Occurrence, _ pattern: MessagePattern
  ) {
    let laid = stage.performer.lay(
      lines[place].line.action, on: pattern, occurrence: occurrence, in: &stage.world)
    if laid.isEmpty {
      appointments.append(.message(line: place))
      stage.performer.lay(telling: Int32(appointments.count - 1), on: pattern, in: &stage.world)
    }
    interceptors[place] = laid
  }

  /// Carries out a line, remembers what it hit, and sees to its end.
  mutating func fire(_ place: Int) {
    let line = lines[place].line
    if line.action.id == .release {
      release(line.action, place)
      return
    }
    let firstFault = stage.world.faultCount
    let outcome = stage.performer.perform(line.action, in: &stage.world)
    for fault in firstFault..<stage.world.faultCount {
      injections.append(Injection(fault: fault, line: lines[place].number))
    }
    lines[place].fired += 1
    faultsFired += 1
    if firings.count < LineFiring.limit {
      firings.append(
        LineFiring(line: lines[place].number, at: stage.world.now - stage.world.origin))
    }
    if outcome.bit {
      lines[place].hasBitten = true
      faultsThatBit += 1
    }
    if let label = line.label { stage.performer.roles.remember(outcome.nodes, as: label.text) }
    if let laid = outcome.interceptor { interceptors[place].append(laid) }
    if let ending = outcome.ending {
      appoint(.ending(ending, line: place), at: stage.world.now + ending.after)
    }
    lineFired(place, line, outcome)
  }

  /// Tells the judge and the lines that wait for this one: `500ms after heal`, `when @first`.
  private mutating func lineFired(_ place: Int, _ line: TimelineLine, _ outcome: ActionOutcome) {
    judge.lineFired(
      line.action, label: line.label?.text, bit: outcome.bit, at: stage.world.now, in: &stage)
    keepAppointments()
    for waiting in lines.indices {
      guard let phrase = lines[waiting].pattern?.phrase, LineLinks.isAboutLine(phrase),
        LineLinks.means(phrase, line), lines[waiting].isDue()
      else { continue }
      if case .after(let delay, _, _) = lines[waiting].line.trigger {
        let drawn = stage.performer.roles.random.draw(delay)
        lines[waiting].drawn = drawn
        appoint(.line(waiting), at: stage.world.now + drawn)
      } else {
        due.append(waiting)
      }
    }
  }

  /// Undoes what a line did for a stated time.
  mutating func carryOut(_ ending: ActionOutcome.Ending, of place: Int) {
    for fault in ending.faults {
      injections.append(Injection(fault: stage.world.faultCount, line: lines[place].number))
      stage.world.inject(fault)
    }
    for (node, command) in ending.commands { stage.world.command(node, command) }
    if let interceptor = ending.interceptor { stage.world.lift(interceptor) }
    digestHistory()
    judge.lineEnded(label: lines[place].line.label?.text, at: stage.world.now, in: &stage)
    keepAppointments()
  }

  private mutating func release(_ action: Action, _ place: Int) {
    lines[place].fired += 1
    faultsFired += 1
    guard let label = action.name(.label)?.text else { return }
    for other in lines.indices where lines[other].line.label?.text == label {
      for interceptor in interceptors[other] where stage.world.lift(interceptor) > 0 {
        lines[place].hasBitten = true
        faultsThatBit += 1
      }
    }
  }

  /// The next time of an `every` line.
  mutating func repeatLine(_ place: Int) {
    guard case .every(let interval, _, let until, let times) = lines[place].line.trigger else {
      return
    }
    if let times, lines[place].fired >= times { return }
    let next = stage.world.now + stage.performer.roles.random.draw(interval)
    if let until, next > stage.world.origin + until.duration { return }
    appoint(.line(place), at: next)
  }
}

/// Phrases that speak of other lines of the scenario: `heal`, `@first`, `start @first`.
enum LineLinks {
  /// Whether the phrase waits for a line and not for the history.
  static func isAboutLine(_ phrase: EventPhrase) -> Bool {
    switch phrase.id {
    case .heal, .lineFires, .lineDone: true
    default: false
    }
  }

  /// Whether the phrase means that line.
  static func means(_ phrase: EventPhrase, _ line: TimelineLine) -> Bool {
    switch phrase.id {
    case .heal: return line.action.id == .heal
    case .lineFires: return line.label?.text == phrase.name(.label)?.text && line.label != nil
    case .lineDone:
      guard let label = phrase.name(.label)?.text,
        verbs.contains(where: { $0.0 == phrase.choice(.how) && $0.1 == line.action.id })
      else { return false }
      return (line.action.nodes(.nodes) ?? []).contains {
        $0.id == .label && $0.name(.label)?.text == label
      }
    default: return false
    }
  }

  private static let verbs: [(String, FaultID)] = [
    ("start", .start), ("stop", .stop), ("crash", .crash), ("power off", .powerOff),
    ("freeze", .freeze), ("thaw", .thaw), ("heal", .heal),
  ]
}
