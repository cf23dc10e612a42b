import ScenarioLanguage

extension ShrinkPass {
  /// What milder faults are tried in place of one that hits processes, the mildest first.
  private static let milder: [FaultID] = [.freeze, .isolate, .stop, .crash, .powerOff]

  /// Faults by milder ones that hit the same: a loss that a crash shows is no matter of lost power.
  static let milderFaults = ShrinkPass(name: "milder faults") { candidate, _ in
    candidate.timeline.flatMap { place, line -> [Attempt] in
      guard line.action.nodes(.nodes) != nil else { return [] }
      var attempts: [Attempt] = []
      for id in milder where id.violence < line.action.id.violence {
        for arguments in lengths(of: line.action) {
          var line = line
          line.action = Action(id, arguments)
          attempts.append(Attempt(candidate.replacing(place, with: .timeline(line))))
        }
      }
      // What is torn off with the power is as much a matter of luck as of need.
      if line.action.id == .powerOff {
        var line = line
        line.action.arguments.removeAll { $0.slot != .nodes && $0.slot != .duration }
        attempts.append(Attempt(candidate.replacing(place, with: .timeline(line))))
      }
      return attempts
    }
  }

  /// Whom it hits and for how long, as stated; and for half a minute where nothing is stated.
  private static func lengths(of action: Action) -> [[Filled]] {
    let stated = action.arguments.filter { $0.slot == .nodes || $0.slot == .duration }
    guard action.time(.duration) == nil else { return [stated] }
    return [stated + [Filled(.duration, .time(Drawn(TimeAmount(30, .s))))], stated]
  }
}
