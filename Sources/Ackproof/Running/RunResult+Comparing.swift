import KafkaModel
import Kernel

/// Where two recorded runs that should be one part, and what each of them did there.
public struct RunDivergence: Sendable, Equatable {
  /// The first event that differs, counted from 1.
  public var event: Int
  /// What the two runs did there, as a line each; nil for a run that was over.
  public var lines: [String?]

  /// The divergence in a sentence.
  public var words: String {
    let (one, other) = (lines[0] ?? "nothing more", lines[1] ?? "nothing more")
    return "event \(event) is [\(one)] in one run and [\(other)] in the other"
  }
}

extension RunResult {
  /// The first event, counted from 1, in which two recorded runs differ; nil for equal runs.
  public func firstDifference(from other: RunResult) -> Int? {
    if digest == other.digest { return nil }
    let (mine, theirs) = (history?.events ?? [], other.history?.events ?? [])
    for place in 0..<min(mine.count, theirs.count) {
      let (a, b) = (mine[place], theirs[place])
      if a.at != b.at || a.node != b.node || a.cause != b.cause
        || "\(a.fact)" != "\(b.fact)"
      {
        return place + 1
      }
    }
    return min(mine.count, theirs.count) + 1
  }

  /// Where two recorded runs part, named by its instant, its process and what happened.
  public func divergence(from other: RunResult) -> RunDivergence? {
    firstDifference(from: other).map { number in
      RunDivergence(
        event: number, lines: [self.line(ofEvent: number), other.line(ofEvent: number)])
    }
  }

  private func line(ofEvent number: Int) -> String? {
    guard let event = history?[HistoryNumber(UInt32(clamping: number))], let directory else {
      return nil
    }
    let describer = Describer(directory: directory)
    let at = event.at - directory.origin
    return "\(at) \(describer.name(event.node)): \(describer.text(event))"
  }
}
