/// The meanings of the command's exit status; a stable interface for scripts and CI.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Every expectation held, and no run was empty.
  case holds = 0
  /// A safety expectation was violated.
  case violated = 1
  /// Usage, scenario or configuration error; nothing was simulated.
  case refused = 2
  /// A floor, a bound or a budget was hit: nothing was proved.
  case undetermined = 3
  /// A liveness expectation was violated: a healed cluster did not recover in time.
  case late = 4
  /// The simulator failed its own check.
  case broken = 5

  /// How much it weighs against others: the heaviest of several scenarios wins.
  private var weight: Int {
    switch self {
    case .holds: 0
    case .undetermined: 1
    case .refused: 2
    case .late: 3
    case .violated: 4
    case .broken: 5
    }
  }

  /// The worse of two.
  public func worse(_ other: ExitStatus) -> ExitStatus { weight >= other.weight ? self : other }

  /// One word for reports.
  public var word: String {
    switch self {
    case .holds: "holds"
    case .violated: "violated"
    case .refused: "refused"
    case .undetermined: "undetermined"
    case .late: "too late"
    case .broken: "broken"
    }
  }
}
