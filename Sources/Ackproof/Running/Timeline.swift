import Kernel
import ScenarioLanguage

/// A line of the timeline on its way through a run: when it fires next, and how often it has fired.
struct LineState: Sendable {
  let line: TimelineLine
  /// Where the line stands in the file, for stories.
  let number: Int
  /// The pattern that triggers it, if history does.
  let pattern: EventPattern?
  /// The kinds of facts that may meet the pattern.
  let kinds: FactKinds
  /// How often the pattern was met so far.
  var met = 0
  /// How often the line has fired.
  var fired = 0
  /// Whether it ever found something to act on.
  var hasBitten = false
  /// The drawn instant or delay, shown in reports.
  var drawn: Duration?

  /// Whether this occurrence of the pattern is one that the line waits for.
  mutating func isDue() -> Bool {
    met += 1
    switch occurrence {
    case .first: return met == 1
    case .nth(let number): return met == number
    case .every: return true
    case nil: return false
    }
  }

  /// The lines of a timeline before anything has happened.
  static func all(of variant: Variant) -> [LineState] {
    variant.timeline.map { item in
      LineState(
        line: item.line, number: item.number,
        pattern: event(of: item.line.trigger).map { EventPattern($0, names: variant.names) },
        kinds: event(of: item.line.trigger)?.kinds ?? [])
    }
  }

  private var occurrence: Occurrence? {
    switch line.trigger {
    case .on(let occurrence, _), .after(_, let occurrence, _): occurrence
    case .at, .every: nil
    }
  }

  /// The event that the line waits for.
  static func event(of trigger: Trigger) -> EventPhrase? {
    switch trigger {
    case .on(_, let event), .after(_, _, let event): event
    case .at, .every: nil
    }
  }
}

extension TimeAmount {
  /// The amount as a length of simulated time.
  var duration: Duration { .nanoseconds(nanoseconds) }
}

extension RandomStream {
  /// A time from a range of the scenario, or the time itself.
  mutating func draw(_ drawn: Drawn<TimeAmount>) -> Duration {
    guard let upper = drawn.upper else { return drawn.lower.duration }
    return duration(in: drawn.lower.duration...upper.duration)
  }
}
