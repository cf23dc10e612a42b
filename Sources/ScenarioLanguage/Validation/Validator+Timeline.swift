/// The timeline: order, labels, heals, and expectations that could never be evaluated.
extension Validator {
  mutating func check(_ line: TimelineLine, at place: Place) {
    check(line.action)
    check(conditions: line.conditions)
    checkCompleteness(line.action)
    switch line.trigger {
    case .at: break
    case .every(let period, let from, let until, let times):
      if period.lower.nanoseconds == 0 { report("every 0s would never end", at: place) }
      if let from, let until, from.nanoseconds >= until.nanoseconds {
        report("from \(from.written) until \(until.written) runs backwards", at: place)
      }
      if times == 0 { report("0 times is never", at: place) }
    case .on(_, let event), .after(_, _, let event):
      check(event)
      check(anchor: event)
    }
    checkIt(line, at: place)
  }

  /// `drop it` needs a message that triggered the line.
  private mutating func checkIt(_ line: TimelineLine, at place: Place) {
    switch line.action.id {
    case .dropIt, .holdIt, .delayIt: break
    default: return
    }
    if case .on(_, let event) = line.trigger, event.id == .message { return }
    report(
      "'it' needs a message, as in 'on the 10th produce response from broker 1 to web'",
      at: line.action.place)
  }

  /// Slots that depend on each other.
  private mutating func checkCompleteness(_ action: Action) {
    switch action.id {
    case .powerOff:
      let how = action.choice(.how) ?? ""
      let counts = how == "losing the last" || how == "keeping the first"
      if counts, action.count(.records) == nil {
        report("how many records? as in '\(how) 10 records of orders-0'", at: action.place)
      } else if !counts, action.count(.records) != nil {
        report("'\(how)' takes no number of records", at: action.place)
      }
    case .seek, .resetOffsets:
      let wants = action.choice(.how) == "offset"
      if wants != (action.count(.offset) != nil) {
        report(
          wants ? "to which offset? as in 'to offset 100'" : "a number is only for 'to offset'",
          at: action.place)
      }
    default: break
    }
  }

  /// `heal` and `start @first` as anchors need a line that does that.
  private mutating func check(anchor event: EventPhrase) {
    switch event.id {
    case .heal:
      if !doings.contains("heal"), declared.excused == nil {
        report("no line heals", at: event.place)
      }
    case .lineDone:
      guard let label = event.name(.label), let how = event.choice(.how),
        declared.labels[label.text] != nil, declared.excused == nil
      else { return }
      if !doings.contains("\(how) @\(label.text)") {
        report("no line does '\(how) @\(label.text)'", at: event.place)
      }
    default: break
    }
  }

  /// The lines of a timeline with their places.
  static func timeline(of scenario: Scenario) -> [(line: TimelineLine, place: Place)] {
    scenario.statements.compactMap { statement in
      if case .timeline(let line) = statement.kind { (line, statement.place) } else { nil }
    }
  }

  /// What lines do to labels, as anchors word it: `start @first`; and `heal`, if any line heals.
  static func doings(_ timeline: [(line: TimelineLine, place: Place)]) -> Set<String> {
    var doings: Set<String> = []
    for (line, _) in timeline {
      let action = line.action
      if action.id == .heal { doings.insert("heal") }
      let labels = (action.nodes(.nodes) ?? []).compactMap { $0.name(.label)?.text }
      if labels.isEmpty { continue }
      let words = Vocabulary.faults[action.id].pattern.split(separator: " ")
      for label in labels {
        doings.insert("\(words.prefix(1).joined()) @\(label)")
        doings.insert("\(words.prefix(2).joined(separator: " ")) @\(label)")
      }
    }
    return doings
  }

  /// Fixed times go forward, labels are given before they are used, and a heal has something to
  /// heal.
  mutating func checkTimes() {
    var last: TimeAmount?
    var given: Set<String> = []
    var canHeal = scenario.statements.contains { statement in
      if case .weather = statement.kind { true } else { false }
    }
    for (line, place) in timeline {
      checkLabels(line.action, given)
      if let label = line.label { given.insert(label.text) }
      if line.action.id == .heal, !canHeal, declared.excused == nil {
        report("nothing to heal: no line above breaks anything that heals", at: place)
      }
      canHeal = canHeal || line.action.id.heals
      guard case .at(let time) = line.trigger else { continue }
      if let end = runEnd, time.lower.nanoseconds > end.nanoseconds {
        report("\(time.written) is after the run's end at \(end.written)", at: place)
      }
      if let last, time.lower.nanoseconds < last.nanoseconds {
        report("time runs backwards: \(time.written) after \(last.written)", at: place)
      } else {
        last = time.lower
      }
    }
  }

  /// A label that only a later line gives names nothing yet.
  private mutating func checkLabels(_ action: Action, _ given: Set<String>) {
    let roles = action.arguments.flatMap { filled -> [Role] in
      if case .nodes(let roles) = filled.argument { roles } else { [] }
    }
    let words = roles.compactMap { $0.name(.label) } + [action.name(.label)].compactMap { $0 }
    for word in words where declared.labels[word.text] != nil && !given.contains(word.text) {
      report("'@\(word.text)' is only given by a later line", at: word.place)
    }
  }

  /// When the run ends, if the scenario says.
  static func runEnd(of scenario: Scenario) -> TimeAmount? {
    for statement in scenario.statements {
      if case .run(.time(let time)) = statement.kind { return time }
    }
    return nil
  }

  mutating func check(_ expectation: Expectation, at place: Place) {
    switch expectation.body {
    case .comparison(let measure, _, let operand):
      check(measure)
      check(operand, at: place)
      if case .numbers(let numbers) = operand, measure.id.yieldsBrokers {
        check(ids: numbers.map { Int(clamping: $0) }, at: place)
      }
    case .guarantee(let guarantee): check(guarantee)
    case .event(let event):
      check(event)
      check(anchor: event)
      if expectation.modality == .always {
        report("an event cannot happen always; 'sometimes' or 'never'?", at: place)
      }
    }
    check(conditions: expectation.conditions)
    guard let window = expectation.window else { return }
    check(window)
    if let event = window.event(.event) { check(anchor: event) }
    if let from = window.time(.from)?.lower, let until = window.time(.until)?.lower,
      from.nanoseconds >= until.nanoseconds
    {
      report("between \(from.written) and \(until.written) runs backwards", at: window.place)
    }
    let isInstant = window.id == .at || window.id == .after
    if let end = runEnd, isInstant, let time = window.time(.time)?.lower,
      time.nanoseconds > end.nanoseconds
    {
      report(
        "this is never looked at: the run ends at \(end.written)", at: window.place)
    }
  }

  private mutating func check(_ operand: Operand, at place: Place) {
    switch operand {
    case .nodes(let roles): check(Phrase<WindowID>(.end, [Filled(.nodes, .nodes(roles))]))
    case .measure(let measure): check(measure)
    case .numbers, .range, .time, .times, .size, .percent, .none, .word: break
    }
  }
}

extension MeasureID {
  /// Whether numbers that this is compared with are broker ids.
  var yieldsBrokers: Bool {
    switch self {
    case .leaderOf, .isrOf, .replicasOf, .controller, .groupCoordinator: true
    default: false
    }
  }
}

extension FaultID {
  /// Whether `heal` ends what this does.
  var heals: Bool {
    switch self {
    case .freeze, .cut, .cutOneWay, .isolate, .lose, .delay, .limit, .hold, .drop, .slowDisk,
      .stallDisk, .fillDisk, .failDisk, .holdIt:
      true
    default: false
    }
  }
}
