/// How much work shrinking one failure may take, like Hypothesis' limits: what is not proven
/// minimal is said to be so.
public struct ShrinkBudget: Sendable {
  /// The most steps that made the candidate smaller.
  public var successes: Int
  /// The most runs.
  public var trials: Int
  /// Whether the time is up; whoever has a clock says so, as nobody below the command line has.
  public var isTimeUp: @Sendable () -> Bool
  /// The time that is meant, for reports.
  public var seconds: Int

  /// A budget; 500 successes, 20 000 runs and 300 seconds by default.
  public init(
    successes: Int = 500, trials: Int = 20_000, seconds: Int = 300,
    isTimeUp: @escaping @Sendable () -> Bool = { false }
  ) {
    self.successes = successes
    self.trials = trials
    self.seconds = seconds
    self.isTimeUp = isTimeUp
  }

  /// Which bound is reached, if one is.
  func reached(successes done: Int, trials run: Int) -> ShrinkBound? {
    if done >= successes { return .successes(successes) }
    if run >= trials { return .trials(trials) }
    return isTimeUp() ? .time(seconds) : nil
  }
}

/// The bound at which shrinking stopped although it might have gone on.
public enum ShrinkBound: Equatable, Sendable, CustomStringConvertible {
  /// So many steps made it smaller.
  case successes(Int)
  /// So many runs were made.
  case trials(Int)
  /// So many seconds passed.
  case time(Int)

  /// The bound in words.
  public var description: String {
    switch self {
    case .successes(let count): "the bound of \(count) successful steps"
    case .trials(let count): "the bound of \(count) runs"
    case .time(let seconds): "the bound of \(seconds) s"
    }
  }
}
