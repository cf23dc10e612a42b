import ScenarioLanguage

/// Walks over every value of a candidate that could be simpler, in a fixed order, and can put
/// another value in one place.
///
/// Expectations and the network are left alone, and so are configuration and what consumers do with
/// records: those are what is put to the test.
struct SpotWalker {
  /// A value that may be made simpler.
  enum Value: Equatable {
    case time(TimeAmount)
    case number(Int64)
    /// Parts per million.
    case share(Int64)
  }

  /// One place with its value.
  struct Spot {
    let number: Int
    let value: Value
    /// Whether it stands in a block: part of the setting and not of what happens.
    let isSetting: Bool
  }

  private(set) var found: [Spot] = []
  private var target: (number: Int, value: Value)?
  private var isSetting = false

  init() {}

  /// Finds every value of a candidate.
  mutating func read(_ candidate: Candidate) {
    var copy = candidate
    walk(&copy)
  }

  /// The candidate with another value in one place.
  static func writing(_ value: Value, at number: Int, of candidate: Candidate) -> Candidate {
    var walker = SpotWalker()
    walker.target = (number, value)
    var copy = candidate
    walker.walk(&copy)
    return copy.tidied()
  }

  private mutating func walk(_ candidate: inout Candidate) {
    for place in candidate.scenario.statements.indices {
      switch candidate.scenario.statements[place].kind {
      case .timeline(var line):
        isSetting = false
        walk(&line.trigger)
        walk(&line.action.arguments)
        candidate.scenario.statements[place].kind = .timeline(line)
      case .producer(let clients, var block):
        isSetting = true
        walk(&block)
        candidate.scenario.statements[place].kind = .producer(clients, block)
      case .weather(var from, var to, var block):
        isSetting = false
        walk(&from)
        walk(&to)
        walk(&block)
        candidate.scenario.statements[place].kind = .weather(from: from, to: to, block)
      default: continue
      }
    }
  }

  private mutating func walk<ID: FormID>(_ block: inout Block<ID>) {
    for place in block.lines.indices {
      guard case .words(var phrase) = block.lines[place].kind else { continue }
      walk(&phrase.arguments)
      block.lines[place].kind = .words(phrase)
    }
  }

  private mutating func walk(_ trigger: inout Trigger) {
    switch trigger {
    case .at(var time):
      walk(&time)
      trigger = .at(time)
    case .every(var time, var from, var until, let times):
      walk(&time)
      if var start = from {
        walk(&start)
        from = start
      }
      if var end = until {
        walk(&end)
        until = end
      }
      trigger = .every(time, from: from, until: until, times: times)
    case .on(let occurrence, var event):
      let lower = walk(occurrence)
      walk(&event.arguments)
      trigger = .on(lower, event)
    case .after(var time, let occurrence, var event):
      walk(&time)
      let lower = walk(occurrence)
      walk(&event.arguments)
      trigger = .after(time, lower, event)
    }
  }

  private mutating func walk(_ occurrence: Occurrence) -> Occurrence {
    guard case .nth(let number) = occurrence else { return occurrence }
    guard case .number(let simpler) = visit(.number(Int64(number))) else { return occurrence }
    return simpler <= 1 ? .first : .nth(Int(simpler))
  }

  private mutating func walk(_ arguments: inout [Filled]) {
    for place in arguments.indices {
      switch arguments[place].argument {
      case .time(var time):
        // The pace of a workload stays as its author has it.
        if isSetting, arguments[place].slot == .every || arguments[place].slot == .by { continue }
        walk(&time)
        arguments[place].argument = .time(time)
      case .count(var count):
        guard case .number(let lower) = visit(.number(count.lower.value)) else { continue }
        count.lower = Count(lower)
        arguments[place].argument = .count(count)
      case .percent(var percent):
        guard case .share(let lower) = visit(.share(percent.lower.millionths)) else { continue }
        percent.lower = Percent(millionths: lower)
        if let upper = percent.upper, upper.millionths < lower { percent.upper = nil }
        arguments[place].argument = .percent(percent)
      default: continue
      }
    }
  }

  private mutating func walk(_ time: inout Drawn<TimeAmount>) {
    walk(&time.lower)
    guard var upper = time.upper else { return }
    walk(&upper)
    time.upper = upper.nanoseconds > time.lower.nanoseconds ? upper : nil
  }

  private mutating func walk(_ time: inout TimeAmount) {
    if case .time(let simpler) = visit(.time(time)) { time = simpler }
  }

  /// Notes a value; gives back what is to stand in its place.
  private mutating func visit(_ value: Value) -> Value {
    let number = found.count
    found.append(Spot(number: number, value: value, isSetting: isSetting))
    guard let target, target.number == number else { return value }
    return target.value
  }
}
