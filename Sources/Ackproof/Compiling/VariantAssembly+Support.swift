import KafkaModel
import ScenarioLanguage

/// Refuses what can be said and not yet simulated, at its place.
extension VariantAssembly {
  mutating func checkSupport() {
    for statement in statements {
      switch statement.kind {
      case .timeline(let line): check(line, at: statement.place)
      case .expect(let expectation): check(expectation)
      case .producer(_, let block): check(block, Unsupported.producerLines)
      case .consumer(_, let block): check(block, Unsupported.consumerLines)
      case .weather(_, _, let block): check(block, Unsupported.weather)
      default: break
      }
    }
  }

  /// Whether an expectation asks what went over links, so that it has to be counted.
  var asksForTraffic: Bool {
    statements.contains { statement in
      guard case .expect(let expectation) = statement.kind,
        case .comparison(let measure, _, let operand) = expectation.body
      else { return false }
      let other: MeasureID? = if case .measure(let other) = operand { other.id } else { nil }
      return [measure.id, other].contains { $0 == .messages || $0 == .bytesSent }
    }
  }

  private mutating func check<ID: FormID>(_ block: Block<ID>, _ unsupported: Set<ID>) {
    for case .words(let phrase) in block.lines.map(\.kind) { check(phrase, unsupported) }
  }

  private mutating func check<ID: FormID>(_ phrase: Phrase<ID>, _ unsupported: Set<ID>) {
    if unsupported.contains(phrase.id) {
      fail("this is understood, but not simulated yet", at: phrase.place)
    }
    if let event = phrase as? EventPhrase, event.id == .recordIs, event.has(.reader),
      !["consumed", "processed"].contains(event.choice(.how))
    {
      fail("'by' goes with 'is consumed' and 'is processed'", at: phrase.place)
    }
    for filled in phrase.arguments {
      if case .event(let event) = filled.argument { check(event, Unsupported.events) }
    }
  }

  private mutating func check(_ line: TimelineLine, at place: Place) {
    check(line.action, Unsupported.faults)
    if line.action.id == .setProperty { checkChange(line.action) }
    if line.action.id == .deleteGroup, version < KafkaVersion(1, 1) {
      fail("Kafka \(version) cannot delete a group; 1.1 can (KIP-229)", at: place)
    }
    if line.action.id == .resetOffsets, version < KafkaVersion(0, 11, 0) {
      fail("Kafka \(version) has no tool that resets offsets; 0.11 has (KIP-122)", at: place)
    }
    switch line.trigger {
    case .on(_, let event), .after(_, _, let event): check(event, Unsupported.events)
    case .at, .every: break
    }
  }

  private mutating func check(_ expectation: Expectation) {
    switch expectation.body {
    case .comparison(let measure, _, let operand):
      check(measure, Unsupported.measures)
      if case .measure(let other) = operand { check(other, Unsupported.measures) }
    case .guarantee(let guarantee): check(guarantee, Unsupported.guarantees)
    case .event(let event): check(event, Unsupported.events)
    }
    if let event = expectation.window?.event(.event) { check(event, Unsupported.events) }
  }
}
