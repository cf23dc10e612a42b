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
  init(_ any: [RecordSpan] = []) { self.init(inOrder: any.inRecordOrder()) }

  /// The union of spans that are in order and not empty, overlapping or not.
  private init(inOrder ordered: [RecordSpan]) {
    spans = []
    guard var last = ordered.first else { return }
    for span in ordered.dropFirst() {
      if last.stream == span.stream, span.first <= last.end {
        last.count = max(last.end, span.end) - last.first
      } else {
        spans.append(last)
        last = span
      }
    }
    spans.append(last)
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
    return RecordSet(inOrder: result)
  }

  /// The records of a list in which each occurs so often.
  static func occurring(_ times: (Int) -> Bool, in any: [RecordSpan]) -> RecordSet {
    var result: [RecordSpan] = []
    forEachDepth(of: any) { span, depth in if times(depth) { result.append(span) } }
    return RecordSet(inOrder: result)
  }

  /// How many copies beyond each record's first the list has.
  static func surplus(in any: [RecordSpan]) -> Int64 {
    var surplus: Int64 = 0
    forEachDepth(of: any) { span, depth in surplus += Int64(depth - 1) * span.count }
    return surplus
  }

  /// Calls the body with each stretch of records that occur equally often, and how often that is.
  static func forEachDepth(of any: [RecordSpan], _ body: (RecordSpan, Int) -> Void) {
    let spans = any.inRecordOrder()
    var place = 0
    while place < spans.count {
      var end = spans[place].end
      var next = place + 1
      while next < spans.count, spans[next].stream == spans[place].stream, spans[next].first < end {
        end = max(end, spans[next].end)
        next += 1
      }
      // Nearly every record occurs once: only what overlaps is worth taking apart.
      if next == place + 1 { body(spans[place], 1) } else { takeApart(spans[place..<next], body) }
      place = next
    }
  }

  /// Calls the body with each stretch of spans of one stream that overlap.
  private static func takeApart(
    _ spans: ArraySlice<RecordSpan>, _ body: (RecordSpan, Int) -> Void
  ) {
    var edges: [(place: Int64, step: Int)] = []
    for span in spans {
      edges.append((span.first, 1))
      edges.append((span.end, -1))
    }
    edges.sort { $0.place != $1.place ? $0.place < $1.place : $0.step < $1.step }
    var depth = 0
    for index in edges.indices {
      if depth > 0, edges[index - 1].place < edges[index].place {
        let from = edges[index - 1].place
        let count = edges[index].place - from
        body(RecordSpan(stream: spans[spans.startIndex].stream, first: from, count: count), depth)
      }
      depth += edges[index].step
    }
  }
}

extension [RecordSpan] {
  /// Those that hold records of a stream, ordered by stream and place.
  ///
  /// A log mixes its streams but has each in order. Dealt out to their streams, the spans are
  /// mostly in order already, and sixty thousand of them need not be compared a million times.
  fileprivate func inRecordOrder() -> [RecordSpan] {
    let kept =
      contains { $0.count <= 0 || $0.stream < 0 }
      ? filter { $0.count > 0 && $0.stream >= 0 } : self
    if kept.isInOrder { return kept }
    let widest = Int(kept.reduce(0) { Swift.max($0, $1.stream) })
    // A few spans of a few among many streams are sorted faster than the streams are gone through.
    if widest > kept.count { return kept.sorted { $0.precedes($1) } }
    var next = [Int](repeating: 0, count: widest + 2)
    for span in kept { next[Int(span.stream) + 1] += 1 }
    for stream in 1..<next.count { next[stream] += next[stream - 1] }
    var dealt = kept
    for span in kept {
      dealt[next[Int(span.stream)]] = span
      next[Int(span.stream)] += 1
    }
    return dealt.isInOrder ? dealt : dealt.sorted { $0.precedes($1) }
  }

  private var isInOrder: Bool {
    for place in indices.dropFirst() where self[place].precedes(self[place - 1]) { return false }
    return true
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
