import KafkaModel
import Kernel
import ScenarioLanguage

/// How long a run takes that does not say.
extension VariantAssembly {
  /// What is left for recovery behind the last thing that the scenario does: longer than any
  /// session, lag time or request timeout of Kafka's defaults.
  static let grace: Duration = .seconds(120)

  /// As stated; or else the grace time after the last instant that a line, a workload or an
  /// expectation names.
  func length(_ timeline: [PlannedLine]) -> RunEnd {
    var last = workloadEnd
    for statement in statements {
      switch statement.kind {
      case .run(.time(let time)): return .at(time.length)
      case .run(.quiet(let limit)): return .quiet(limit: limit.length)
      case .weather(_, let to, _): last = max(last, to.length)
      case .expect(let expectation): last = max(last, end(of: expectation.window, timeline))
      default: break
      }
    }
    for planned in timeline { last = max(last, end(of: planned.line)) }
    return .at(last + Self.grace)
  }

  private func end(of line: TimelineLine) -> Duration {
    let ends = line.action.time(.duration).map { ($0.upper ?? $0.lower).length } ?? .zero
    switch line.trigger {
    case .at(let time): return (time.upper ?? time.lower).length + ends
    case .every(let period, let from, let until, let times):
      if let until { return until.length + ends }
      let start = from?.length ?? .zero
      let each = (period.upper ?? period.lower).nanoseconds
      let (total, overflow) = each.multipliedReportingOverflow(by: Int64(times ?? 1))
      return overflow ? start : start + .nanoseconds(total) + ends
    case .on: return ends
    case .after(let time, _, _): return (time.upper ?? time.lower).length + ends
    }
  }

  /// A window counted from a line's instant ends so much later; other events have no known instant.
  private func end(of window: Phrase<WindowID>?, _ timeline: [PlannedLine]) -> Duration {
    guard let window else { return .zero }
    let fixed = window.time(.until) ?? window.time(.time)
    guard window.id == .within, let time = window.time(.time)?.lower.length else {
      return fixed?.lower.length ?? .zero
    }
    guard let event = window.event(.event) else { return time }
    let anchors = timeline.filter { item in
      switch event.id {
      case .heal: item.line.action.id == .heal
      case .lineDone:
        item.line.action.nodes(.nodes)?.contains {
          $0.name(.label)?.text == event.name(.label)?.text
        } == true
      case .lineFires: item.line.label?.text == event.name(.label)?.text
      default: false
      }
    }
    return time + (anchors.map { end(of: $0.line) }.max() ?? .zero)
  }
}
