import Ackproof
import Kernel
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The end of a process whose simulator broke a promise of its own: exit status 5, and the run that
/// it happened in.
///
/// A broken invariant and a trap of the language end a process by a signal, which says nothing to a
/// script, and nothing about the one run among thousands.
enum Emergency {
  /// Signals that broken promises end with.
  private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT]
  private static let isEnding = Atomic<Bool>(false)
  /// How many seconds the message may take.
  private static let patience: UInt32 = 5

  /// Hears the signals from now on.
  static func listen() {
    for number in signals {
      signal(number) { _ in Emergency.end() }
    }
  }

  /// Says what is known, and ends the process. A broken promise is met between two steps of a run,
  /// where words may be put together; if it was met elsewhere, the alarm ends what hangs.
  private static func end() {
    guard !isEnding.exchange(true, ordering: .relaxed) else {
      // Another thread says it, or this one could not.
      sleep(patience)
      _exit(ExitStatus.broken.rawValue)
    }
    signal(SIGALRM) { _ in _exit(ExitStatus.broken.rawValue) }
    alarm(patience)
    Output.error(text)
    _exit(ExitStatus.broken.rawValue)
  }

  private static var text: String {
    let what = "error: the simulator broke a promise of its own"
    let advice = "This is a bug of ackproof \(ToolVersion.current); please report it"
    guard let name = RunName.current else { return "\n\(what)\n\(advice)." }
    guard let repetition = RunName.repetition?() else { return "\n\(what): \(name)\n\(advice)." }
    return "\n\(what): \(name)\n\(advice) with what is above and below.\n\n\(repetition)"
  }
}
