import Kernel
import ScenarioLanguage

/// Lines for the timeline of a setting, with the seed of the run: a point of the space searched.
struct Schedule: Equatable, Sendable {
  /// Which setting of the base, by place.
  var setting: Int
  /// The lines: fixed times in order, then those that wait for history.
  var lines: [TimelineLine]
  /// The seed of the run.
  var seed: UInt64

  /// Puts fixed times first and in order, and drops lines that name what no line above hits.
  mutating func tidy() {
    let fixed = lines.filter { $0.time != nil }.enumerated().sorted { a, b in
      let (left, right) = (a.element.time ?? 0, b.element.time ?? 0)
      return left == right ? a.offset < b.offset : left < right
    }
    lines = fixed.map(\.element) + lines.filter { $0.time == nil }
    var labels: [String] = []
    lines = lines.filter { line in
      let isKnown = line.usedLabels.allSatisfy(labels.contains)
      if isKnown, let label = line.label?.text { labels.append(label) }
      return isKnown
    }
    // `heal` needs something above it to heal; a base that breaks something heals by itself.
    var isBroken = false
    lines = lines.filter { line in
      isBroken = isBroken || line.action.id.isHealed
      return line.action.id != .heal || isBroken
    }
    let used = lines.flatMap(\.usedLabels)
    for place in lines.indices {
      if let label = lines[place].label?.text, !used.contains(label) { lines[place].label = nil }
    }
  }
}

extension TimelineLine {
  /// The instant of a line that waits for the clock, in nanoseconds.
  var time: Int64? {
    if case .at(let time) = trigger { time.lower.nanoseconds } else { nil }
  }

  /// The labels that the line names.
  var usedLabels: [String] {
    var words = labels(in: action.arguments)
    switch trigger {
    case .on(_, let event), .after(_, _, let event): words += labels(in: event.arguments)
    case .at, .every: break
    }
    return words
  }

  private func labels(in arguments: [Filled]) -> [String] {
    arguments.flatMap { filled -> [String] in
      switch filled.argument {
      case .nodes(let roles): roles.flatMap { labels(in: $0.arguments) }
      case .name(.label, let words): words.map(\.text)
      case .link(let link): labels(in: link.arguments)
      case .message(let message): labels(in: message.arguments)
      case .event(let event): labels(in: event.arguments)
      default: []
      }
    }
  }
}
