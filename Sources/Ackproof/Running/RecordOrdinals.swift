import KafkaModel

/// Which record of its producer a record is, counted from 1 over all partitions, as a scenario
/// counts.
///
/// A record is named by stream and place; a producer that sends to several partitions has several
/// streams. Runs of consecutive sends are kept as one, so that a producer with one partition costs
/// one entry.
struct RecordOrdinals: Sendable {
  /// Consecutive records of a stream that were also consecutive for their client.
  private struct Run: Sendable {
    var first: Int64
    var count: Int64
    var ordinal: Int64
  }

  private var runs: [[Run]] = []
  private var sent: [Int64] = []

  /// Takes note of records that an application has sent.
  mutating func note(_ records: RecordRange, of client: ClientID) {
    let (stream, place) = (Int(records.stream), Int(client.value))
    while runs.count <= stream { runs.append([]) }
    while sent.count <= place { sent.append(0) }
    let ordinal = sent[place] + 1
    sent[place] += Int64(records.count)
    if let last = runs[stream].last, last.first + last.count == records.first,
      last.ordinal + last.count == ordinal
    {
      runs[stream][runs[stream].count - 1].count += Int64(records.count)
    } else {
      runs[stream].append(
        Run(first: records.first, count: Int64(records.count), ordinal: ordinal))
    }
  }

  /// How many records a client has sent.
  func count(of client: ClientID) -> Int64 {
    Int(client.value) < sent.count ? sent[Int(client.value)] : 0
  }

  /// Whether its client's record with this number is in the range.
  func contains(_ ordinal: Int64, in records: RecordRange) -> Bool {
    guard records.stream >= 0, Int(records.stream) < runs.count else { return false }
    for run in runs[Int(records.stream)] {
      let place = run.first + (ordinal - run.ordinal)
      if ordinal >= run.ordinal, ordinal < run.ordinal + run.count {
        return place >= records.first && place < records.first + Int64(records.count)
      }
    }
    return false
  }

  /// The number of a record among its client's, for reports.
  func ordinal(stream: Int32, place: Int64) -> Int64? {
    guard stream >= 0, Int(stream) < runs.count else { return nil }
    let all = runs[Int(stream)]
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].first + all[middle].count <= place { low = middle + 1 } else { high = middle }
    }
    guard low < all.count, place >= all[low].first else { return nil }
    return all[low].ordinal + (place - all[low].first)
  }
}
