import Kernel
import ScenarioLanguage

/// Runs that share their beginning with another one.
extension Conductor {
  /// Goes on up to an instant of scenario time, which itself does not come yet; false when the run
  /// is over before.
  mutating func run(before time: Duration) -> Bool {
    let instant = stage.world.origin + time
    while let next = stage.world.nextInstant, next < instant {
      if advance() != nil { return false }
    }
    digestHistory()
    return true
  }

  /// The same run, to go on by itself.
  borrowing func fork() -> Conductor { fork(as: variant) }

  /// This run with another timeline behind the lines that are kept: none of the others has fired
  /// yet, and the clock triggers all of those that take their places.
  ///
  /// What was on the calendar for them is void, and the new lines are put on it last; a run in
  /// which that might change the order of two things at one instant says that it is not exact.
  borrowing func fork(_ other: Variant, keeping kept: Int) -> Conductor {
    var copy = fork(as: other)
    copy.plan(keeping: kept)
    return copy
  }

  private borrowing func fork(as other: Variant) -> Conductor {
    var copy = Conductor(variant: other, seed: seed)
    copy.stage = stage.fork()
    copy.judge = judge
    copy.lines = lines
    copy.appointments = appointments
    copy.storm = storm
    copy.due = due
    copy.openAppointments = openAppointments
    copy.pending = pending
    copy.lastFact = lastFact
    copy.interceptors = interceptors
    copy.recorder = recorder
    copy.coverage = coverage
    copy.faultsFired = faultsFired
    copy.faultsThatBit = faultsThatBit
    copy.injections = injections
    copy.firings = firings
    copy.isBegun = isBegun
    copy.firstForked = firstForked
    copy.lastStep = lastStep
    copy.isExact = isExact
    return copy
  }

  private mutating func plan(keeping kept: Int) {
    let fresh = LineState.all(of: variant)
    lines = Array(lines[..<kept]) + fresh[kept...]
    interceptors =
      Array(interceptors[..<kept]) + Array(repeating: [], count: fresh.count - kept)
    judge = judge.judging(variant)
    for number in appointments.indices {
      switch appointments[number] {
      case .line(let place) where place >= kept: break
      case .end: break
      default: continue
      }
      appointments[number] = .void
      openAppointments -= 1
    }
    firstForked = appointments.count
    for place in kept..<lines.count {
      guard case .at(let time) = lines[place].line.trigger else { continue }
      lines[place].drawn = time.lower.duration
      appoint(.line(place), at: stage.world.origin + time.lower.duration)
    }
    appoint(.end, at: stage.world.origin + variant.length.latest)
  }
}
