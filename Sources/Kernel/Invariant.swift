/// Stops the process with a message when a promise of our own is broken.
///
/// It survives optimisation, unlike `precondition`, whose text is dropped there. The message states
/// the rule with its numbers. A broken Kafka guarantee is a verdict and never comes here, and
/// neither does anything a user typed.
@inlinable @inline(__always)
public func invariant(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if _slowPath(!condition()) { brokenInvariant(message, file: file, line: line) }
}

/// An invariant that is too slow for every run, such as a whole ordering; it is checked in debug
/// builds only.
@inlinable @inline(__always)
public func exhaustiveInvariant(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  #if DEBUG
    if _slowPath(!condition()) { brokenInvariant(message, file: file, line: line) }
  #endif
}

/// Ends the process; kept out of line so that a check costs its caller one compare and one jump.
@inline(never)
public func brokenInvariant(_ message: () -> String, file: StaticString, line: UInt) -> Never {
  let run = RunName.current.map { " (in \($0))" } ?? ""
  fatalError("broken invariant: \(message())\(run)", file: file, line: line)
}

/// What is being run, for the message of a broken invariant: one of thousands of runs says which.
public enum RunName {
  /// The run of the present task, in words; nothing below the command line reads it otherwise.
  @TaskLocal public static var current: String?
  /// How anybody can repeat it: a command, or the text of a scenario.
  @TaskLocal public static var repetition: (@Sendable () -> String)?

  /// Names what is done within.
  public static func during<Result>(
    _ name: String, repetition: @escaping @Sendable () -> String, _ work: () -> Result
  ) -> Result {
    $current.withValue(name) { $repetition.withValue(repetition, operation: work) }
  }
}
