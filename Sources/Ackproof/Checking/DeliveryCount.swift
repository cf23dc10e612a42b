import KafkaModel
import Kernel

/// How a group's records were delivered to its application, as observed: so many never, once and
/// more often, out of order, and by two members at a time.
public struct DeliveryCount: Sendable, Equatable {
  /// Records of the log that nobody processed and that no member will get again.
  public var never: Int64
  /// Records that are still to be processed.
  public var open: Int64
  /// Records that were processed once.
  public var once: Int64
  /// Records that were processed more than once.
  public var repeated: Int64
  /// Records that were processed after a later one of their producer and partition.
  public var outOfOrder: Int64
  /// Records that one member took up while another had them in hand.
  public var shared: Int64

  /// Counts what these readers did.
  init(_ ledger: Ledger, _ readers: ReaderFilter) {
    let works = ledger.works(readers)
    let left = ledger.unprocessed(readers)
    never = left.never.count
    open = left.open.count
    once = RecordSet.occurring({ $0 == 1 }, in: works).count
    repeated = RecordSet.occurring({ $0 > 1 }, in: works).count
    outOfOrder = ledger.processedLate(readers).count
    shared =
      readers.group.value >= 0 ? ledger.groups[Int(readers.group.value)].sharedRecords : 0
  }

  /// What it amounts to; a promise that was not put to the test may still read as kept.
  public var word: String {
    if once + repeated == 0 { return "nothing processed" }
    switch (never > 0, repeated > 0) {
    case (false, false): return "exactly once"
    case (false, true): return "at least once"
    case (true, false): return "at most once"
    case (true, true): return "lost and repeated"
    }
  }
}

extension Ledger {
  /// Records that readers finished for the first time after a later one of the same stream.
  func processedLate(_ filter: ReaderFilter) -> RecordSet {
    var works: [(at: HistoryOrder, records: RecordSpan)] = []
    for (place, reader) in readers.enumerated() where filter.includes(reader) {
      var number = 0
      reader.works.forEach { work in
        works.append((HistoryOrder(at: work.at, reader: place, number: number), work.records))
        number += 1
      }
    }
    works.sort { $0.at < $1.at }
    var highest = Array(repeating: Int64(0), count: streams.count)
    var late: [RecordSpan] = []
    for (_, records) in works
    where records.stream >= 0 && Int(records.stream) < highest.count {
      let stream = Int(records.stream)
      if records.first < highest[stream] {
        let end = min(records.end, highest[stream])
        late.append(
          RecordSpan(stream: records.stream, first: records.first, count: end - records.first))
      }
      highest[stream] = max(highest[stream], records.end)
    }
    let repeated = RecordSet.occurring({ $0 > 1 }, in: self.works(filter))
    return RecordSet(canonical(late)).subtracting(repeated)
  }
}

/// The order in which work was finished; at one instant readers count in their order.
private struct HistoryOrder: Comparable {
  var at: Instant
  var reader: Int
  var number: Int

  static func < (a: HistoryOrder, b: HistoryOrder) -> Bool {
    (a.at, a.reader, a.number) < (b.at, b.reader, b.number)
  }
}
