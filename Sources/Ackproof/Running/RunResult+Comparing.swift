import KafkaModel
import Kernel

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
}
