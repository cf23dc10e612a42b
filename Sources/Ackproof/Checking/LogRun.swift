import KafkaModel
import Kernel

/// Neighbouring batches of a log that also hold neighbouring records of one stream.
///
/// A log whose batches come from one producer is one run per leader epoch, however long it is.
struct LogRun: Equatable, Sendable {
  /// The first offset.
  var offset: Int64
  /// How many offsets it covers; more than `count` where compaction took records out.
  var span: Int64
  /// The first record's place in its stream.
  var first: Int64
  /// How many records it holds, at its first offsets.
  var count: Int64
  /// The record stream; -1 for what no application sent.
  var stream: Int32
  /// The leader epoch of its batches.
  var epoch: Int32

  /// The offset behind it.
  var end: Int64 { offset + span }

  /// The records, as a span of their stream.
  var records: RecordSpan { RecordSpan(stream: stream, first: first, count: count) }

  /// The part of it within bounds; nil when nothing is left.
  func clipped(from low: Int64, to high: Int64) -> LogRun? {
    let (from, to) = (max(low, offset), min(high, end))
    guard from < to else { return nil }
    var part = self
    part.offset = from
    part.span = to - from
    part.first = first + (from - offset)
    part.count = max(0, min(offset + count, to) - from)
    return part
  }

  /// Whether a following run continues this one, so that both can be one.
  func continues(into next: LogRun) -> Bool {
    guard next.offset == end, next.epoch == epoch, next.stream == stream else { return false }
    return stream < 0 || (span == count && next.span == next.count && first + count == next.first)
  }
}

/// A log as runs, in order of their offsets.
struct LogRuns: Sendable {
  private(set) var runs = ChunkedArray<LogRun>()

  /// An empty log.
  init() {}

  /// The offset behind the last run; zero for an empty log.
  var end: Int64 { runs.isEmpty ? 0 : runs[runs.endIndex - 1].end }
  /// The first offset that is held; the end for an empty log.
  var first: Int64 { runs.isEmpty ? 0 : runs[runs.startIndex].offset }
  /// Whether nothing is held.
  var isEmpty: Bool { runs.isEmpty }

  /// Adds a run at or behind the end, merged with the last one where that is possible.
  mutating func append(_ run: LogRun) {
    let last = runs.endIndex - 1
    if last >= runs.startIndex, runs[last].continues(into: run) {
      runs[last].span += run.span
      runs[last].count += run.count
    } else {
      runs.append(run)
    }
  }

  /// Cuts everything from an offset on.
  mutating func truncate(to offset: Int64) {
    while let last = runs.last, last.end > offset {
      runs.removeLast(downTo: runs.endIndex - 1)
      if let rest = last.clipped(from: last.offset, to: offset) { runs.append(rest) }
    }
  }

  /// The same log without what lies in gaps, which are in order and apart.
  func without(_ gaps: [(from: Int64, to: Int64)]) -> LogRuns {
    var rest = LogRuns()
    var gap = 0
    for place in runs.startIndex..<runs.endIndex {
      let run = runs[place]
      var at = run.offset
      while gap < gaps.count, gaps[gap].to <= at { gap += 1 }
      var next = gap
      while next < gaps.count, gaps[next].from < run.end {
        if let part = run.clipped(from: at, to: gaps[next].from) { rest.append(part) }
        at = max(at, gaps[next].to)
        next += 1
      }
      if let part = run.clipped(from: at, to: run.end) { rest.append(part) }
    }
    return rest
  }

  /// Drops everything.
  mutating func removeAll() { runs = ChunkedArray() }

  /// The index of the run that holds an offset, or of the first one behind it.
  func index(of offset: Int64) -> Int {
    // Nearly always asked for near the end: try the last two before searching.
    let last = runs.endIndex - 1
    if last >= runs.startIndex, runs[last].offset <= offset {
      return offset < runs[last].end ? last : last + 1
    }
    if last > runs.startIndex, runs[last - 1].offset <= offset, offset < runs[last - 1].end {
      return last - 1
    }
    return runs.partitioningIndex { $0.end > offset }
  }

  /// Calls the body with what is held from one offset to another, in order.
  func forEach(from low: Int64, to high: Int64, _ body: (LogRun) -> Void) {
    var place = index(of: low)
    while place < runs.endIndex, runs[place].offset < high {
      if let part = runs[place].clipped(from: low, to: high) { body(part) }
      place += 1
    }
  }

  /// The first offset within bounds at which both logs hold something and it differs.
  ///
  /// Offsets that one of them does not hold (compacted, or before its start) count as equal.
  func firstDifference(from other: LogRuns, from low: Int64, to high: Int64) -> Int64? {
    var (mine, theirs) = (index(of: low), other.index(of: low))
    var at = low
    while at < high, mine < runs.endIndex, theirs < other.runs.endIndex {
      let (a, b) = (runs[mine], other.runs[theirs])
      at = max(at, max(a.offset, b.offset))
      if at >= high { return nil }
      if at < a.end, at < b.end, a.differs(from: b, at: at) { return at }
      let end = min(a.end, b.end)
      if a.end == end { mine += 1 }
      if b.end == end { theirs += 1 }
      at = max(at, end)
    }
    return nil
  }
}

extension LogRun {
  /// Whether two runs that both cover an offset hold different records there.
  fileprivate func differs(from other: LogRun, at offset: Int64) -> Bool {
    // Beyond the records of a compacted run lies nothing that could differ.
    if offset >= self.offset + count || offset >= other.offset + other.count { return false }
    if stream != other.stream { return true }
    return stream >= 0 && first - self.offset != other.first - other.offset
  }
}
