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

/// Whether the user wants a long command to end early (an interrupt from the keyboard).
enum Interrupt {
  private static let isWanted = Atomic<Bool>(false)

  /// Hears the first interrupt; the second one ends the process as ever.
  static func listen() {
    signal(SIGINT) { _ in
      Interrupt.isWanted.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
    signal(SIGTERM) { _ in
      Interrupt.isWanted.store(true, ordering: .relaxed)
      signal(SIGTERM, SIG_DFL)
    }
  }

  /// Whether it was heard.
  static var isRequested: Bool { isWanted.load(ordering: .relaxed) }
}

/// The real clock, for budgets and progress only: no result depends on it.
enum Stopwatch {
  /// Nanoseconds since some instant.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Says how far a campaign is: one line that is rewritten on a terminal, plain lines elsewhere.
struct FuzzProgress {
  private let began = Stopwatch.now
  private let before: Int
  /// What earlier processes have spent on the same campaign, in nanoseconds.
  private let spent: Int64
  private let time: Int64?
  private var said: Int64 = 0
  private var saved: Int64

  /// How often a line is rewritten on a terminal, and written elsewhere.
  private static let pace: (terminal: Int64, plain: Int64) = (200_000_000, 10_000_000_000)
  /// How often the state is saved.
  private static let savePace: Int64 = 2_000_000_000

  init(_ record: CampaignRecord, time: Int64?) {
    before = record.done
    spent = record.spent * 1_000_000
    self.time = time
    saved = Stopwatch.now
  }

  /// Whether the time that was given is over.
  var isTimeUp: Bool { time.map { spent + Stopwatch.now - began >= $0 } ?? false }

  /// The record with the time that was spent on it, for whoever goes on with it.
  func timed(_ record: CampaignRecord) -> CampaignRecord {
    var record = record
    record.spent = (spent + Stopwatch.now - began) / 1_000_000
    return record
  }

  /// Whether it is time to save the state again.
  mutating func isSaveDue() -> Bool {
    guard Stopwatch.now - saved >= Self.savePace else { return false }
    saved = Stopwatch.now
    return true
  }

  /// Says where the campaign stands, when it is time to.
  mutating func say(_ record: CampaignRecord) {
    let now = Stopwatch.now
    let isTerminal = Output.isProgressTerminal
    guard now - max(said, began) >= (isTerminal ? Self.pace.terminal : Self.pace.plain) else {
      return
    }
    said = now
    let text = line(record, elapsed: max(1, now - began))
    if isTerminal { Output.progress(text) } else { Output.error(text) }
  }

  private func line(_ record: CampaignRecord, elapsed: Int64) -> String {
    let runs = Int64(record.done - before)
    let rate = max(1, runs * 1_000_000_000 / elapsed)
    let total = record.plan.total.map { " of \($0)" } ?? ""
    let found = record.tally.findings.count
    var text = "\(record.plan.base.file): \(record.done)\(total) runs, \(rate) a second, "
    text += "\(record.tally.simulated / 1_000) s simulated, "
    text += "\(record.tally.coverage.count) situations, "
    text += "\(found) finding\(found == 1 ? "" : "s")"
    if let time {
      text += ", \(max(0, time - spent - elapsed) / 1_000_000_000) s left"
    } else if let total = record.plan.total {
      text += ", \(Int64(total - record.done) / rate) s left"
    }
    return text
  }
}
