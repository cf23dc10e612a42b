import KafkaModel
import Kernel
import ScenarioLanguage

/// From expectations as written to watches.
extension Judge {
  mutating func compile(_ planned: PlannedExpectation) -> Watch {
    let expectation = planned.expectation
    var bodyPattern: Int?
    switch expectation.body {
    case .event(let phrase): bodyPattern = watch(for: phrase)
    case .comparison(let measure, _, let operand):
      watchPatterns(of: measure)
      if case .measure(let other) = operand { watchPatterns(of: other) }
    case .guarantee: break
    }
    let (scope, modality) = scope(of: expectation)
    return Watch(
      planned: planned, scope: scope, modality: modality,
      relevant: Relevance.of(expectation.body), bodyPattern: bodyPattern)
  }

  /// The place of a pattern in the list.
  private mutating func watch(for phrase: EventPhrase, after: Int? = nil) -> Int {
    if let known = patterns.firstIndex(where: { $0.phrase == phrase && $0.after == after }) {
      return known
    }
    patterns.append(WatchedPattern(phrase: phrase, kinds: phrase.kinds, after: after))
    return patterns.count - 1
  }

  /// Events that a measure counts or times.
  private mutating func watchPatterns(of measure: Measure) {
    switch measure.id {
    case .times: if let event = measure.event(.event) { _ = watch(for: event) }
    case .requests: if let event = measure.requestEvent { _ = watch(for: event) }
    case .metadataLag: metadata.isWanted = true
    case .timeBetween:
      guard let from = measure.event(.from), let to = measure.event(.to) else { return }
      let first = watch(for: from)
      _ = watch(for: to, after: first)
    default: return
    }
  }

  /// The place of a pattern that was compiled before.
  func place(of phrase: EventPhrase, after: Int? = nil) -> Int? {
    patterns.firstIndex { $0.phrase == phrase && $0.after == after }
  }

  /// The scope and how often within it. A plain body with an interval is meant throughout it.
  private mutating func scope(
    of expectation: Expectation
  ) -> (Watch.Scope, Expectation.Modality) {
    let modality = expectation.modality
    guard let window = expectation.window else {
      return modality == .once ? (.end, .once) : (.span(from: .zero, to: nil), modality)
    }
    func time(_ slot: Slot) -> Duration {
      window.time(slot).map { .nanoseconds($0.lower.nanoseconds) } ?? .zero
    }
    let throughout = modality == .once ? .always : modality
    switch window.id {
    case .end: return (.end, modality)
    case .at: return (.at(time(.time)), modality)
    case .within:
      let anchor = window.event(.event).map { watch(for: $0) }
      return (.within(time(.time), of: anchor), modality)
    case .when:
      guard let event = window.event(.event) else { return (.end, modality) }
      return (.when(watch(for: event)), modality)
    case .after: return (.span(from: time(.time), to: nil), throughout)
    case .until: return (.span(from: .zero, to: time(.time)), throughout)
    case .between: return (.span(from: time(.from), to: time(.until)), throughout)
    }
  }
}

extension EventPhrase {
  /// Whether a line that was just carried out is the event that these words describe.
  func isMeant(by action: Action, label: String?) -> Bool {
    switch id {
    case .heal: return action.id == .heal
    case .lineFires:
      return !has(.end) && label != nil && name(.label)?.text == label
    case .lineDone:
      let named = action.nodes(.nodes) ?? []
      guard named.contains(where: { $0.name(.label)?.text == name(.label)?.text }) else {
        return false
      }
      switch choice(.how) {
      case "start": return action.id == .start
      case "stop": return action.id == .stop
      case "crash": return action.id == .crash
      case "power off": return action.id == .powerOff
      case "freeze": return action.id == .freeze
      case "thaw": return action.id == .thaw
      default: return action.id == .heal
      }
    default: return false
    }
  }
}
