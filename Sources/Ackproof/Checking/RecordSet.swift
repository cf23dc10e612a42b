import KafkaModel

/// Consecutive records of one record stream.
struct RecordSpan: Equatable, Sendable {
  /// The stream, as in `RecordRange`.
  var stream: Int32
  /// The first record's place in its stream.
  var first: Int64
  /// How many records.
  var count: Int64

  /// The place behind the last record.
  var end: Int64 { first + count }

  /// Orders by stream, then by place.
  func precedes(_ other: RecordSpan) -> Bool {
    stream != other.stream ? stream < other.stream : first < other.first
  }
}

extension RecordSpan {
  /// The records of a batch.
  init(_ range: RecordRange) {
    self.init(stream: range.stream, first: range.first, count: Int64(range.count))
  }
}

/// A set of records as sorted spans that neither touch nor overlap.
///
/// Ledger questions are set algebra over spans, so they cost by batches, not by records.
struct RecordSet: Equatable, Sendable {
  /// The spans, ascending.
  private(set) var spans: [RecordSpan]

  /// The union of any spans, overlapping or not; empty ones and those without a stream vanish.
  init(_ any: [RecordSpan] = []) {
    spans = []
    for span in any.filter({ $0.count > 0 && $0.stream >= 0 }).sorted(by: { $0.precedes($1) }) {
      if let last = spans.last, last.stream == span.stream, span.first <= last.end {
        spans[spans.count - 1].count = max(last.end, span.end) - last.first
      } else {
        spans.append(span)
      }
    }
  }

  /// How many records there are.
  var count: Int64 { spans.reduce(0) { $0 + $1.count } }
  /// Whether there are none.
  var isEmpty: Bool { spans.isEmpty }

  /// The records that are in both.
  func intersection(_ other: RecordSet) -> RecordSet { combined(with: other, keepsCommon: true) }
  /// The records that are here and not there.
  func subtracting(_ other: RecordSet) -> RecordSet { combined(with: other, keepsCommon: false) }
  /// The records that are in either.
  func union(_ other: RecordSet) -> RecordSet { RecordSet(spans + other.spans) }

  private func combined(with other: RecordSet, keepsCommon: Bool) -> RecordSet {
    var result: [RecordSpan] = []
    var place = 0
    for span in spans {
      while place < other.spans.count, other.spans[place].isBefore(span) { place += 1 }
      var from = span.first
      var next = place
      while next < other.spans.count, other.spans[next].overlaps(span) {
        let (low, high) = (max(from, other.spans[next].first), min(span.end, other.spans[next].end))
        if keepsCommon {
          result.append(RecordSpan(stream: span.stream, first: low, count: high - low))
        } else if low > from {
          result.append(RecordSpan(stream: span.stream, first: from, count: low - from))
        }
        from = max(from, high)
        next += 1
      }
      if !keepsCommon, from < span.end {
        result.append(RecordSpan(stream: span.stream, first: from, count: span.end - from))
      }
    }
    return RecordSet(result)
  }

  /// The records of a list in which each occurs so often.
  static func occurring(_ times: (Int) -> Bool, in any: [RecordSpan]) -> RecordSet {
    var result: [RecordSpan] = []
    forEachDepth(of: any) { span, depth in if times(depth) { result.append(span) } }
    return RecordSet(result)
  }

  /// How many copies beyond each record's first the list has.
  static func surplus(in any: [RecordSpan]) -> Int64 {
    var surplus: Int64 = 0
    forEachDepth(of: any) { span, depth in surplus += Int64(depth - 1) * span.count }
    return surplus
  }

  /// Calls the body with each stretch of records that occur equally often, and how often that is.
  static func forEachDepth(of any: [RecordSpan], _ body: (RecordSpan, Int) -> Void) {
    var edges: [(stream: Int32, place: Int64, step: Int)] = []
    edges.reserveCapacity(any.count * 2)
    for span in any where span.count > 0 && span.stream >= 0 {
      edges.append((span.stream, span.first, 1))
      edges.append((span.stream, span.end, -1))
    }
    edges.sort { a, b in
      if a.stream != b.stream { return a.stream < b.stream }
      return a.place != b.place ? a.place < b.place : a.step < b.step
    }
    var depth = 0
    for index in edges.indices {
      let edge = edges[index]
      if depth > 0, index > 0, edges[index - 1].place < edge.place {
        let from = edges[index - 1].place
        body(RecordSpan(stream: edge.stream, first: from, count: edge.place - from), depth)
      }
      depth += edge.step
    }
  }
}

extension RecordSpan {
  fileprivate func isBefore(_ other: RecordSpan) -> Bool {
    stream != other.stream ? stream < other.stream : end <= other.first
  }

  fileprivate func overlaps(_ other: RecordSpan) -> Bool {
    stream == other.stream && first < other.end && other.first < end
  }
}
