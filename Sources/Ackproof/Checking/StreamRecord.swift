import KafkaModel
import Kernel

/// What became of the records that one life of one producer sent to one partition.
struct StreamRecord: Sendable {
  /// The producer; -1 while the stream was not heard of.
  var client = ClientID(-1)
  /// In which life of its process the producer opened it.
  var life: UInt32 = 0
  /// Where to.
  var partition = PartitionID(-1)
  /// How many records the application handed over.
  var sent: Int64 = 0
  /// How many have an outcome.
  var settled: Int64 = 0
  /// When they were handed over.
  var sends = ChunkedArray<Send>()
  /// What the application was told, in the order in which it was told.
  var outcomes = ChunkedArray<Outcome>()

  /// Records handed over together.
  struct Send: Sendable {
    var first: Int64
    var count: Int64
    var at: Instant
  }

  /// What the application was told about some records.
  struct Outcome: Sendable {
    var first: Int64
    var offset: Int64
    var at: Instant
    var number: HistoryNumber
    var count: Int32
    var acks: RequiredAcks
    var error: ErrorCode
    var kind: Kind

    /// The three things that a callback may mean.
    enum Kind: UInt8, Sendable { case acknowledged, failedForCertain, indeterminate }

    /// The records, as a span of their stream.
    func records(of stream: Int) -> RecordSpan {
      RecordSpan(stream: Int32(stream), first: first, count: Int64(count))
    }
  }

  /// Takes note of records that were handed over.
  mutating func handOver(
    _ records: RecordRange, by client: ClientID, life: UInt32, to partition: PartitionID,
    at instant: Instant
  ) {
    self.client = client
    self.life = life
    self.partition = partition
    sent += Int64(records.count)
    sends.append(Send(first: records.first, count: Int64(records.count), at: instant))
  }

  /// Takes note of what the application was told.
  mutating func settle(_ outcome: Outcome) {
    settled += Int64(outcome.count)
    outcomes.append(outcome)
  }

  /// Adds how old some records are at an instant, counted from when they were handed over.
  func addAges(of places: Range<Int64>, at now: Instant, to times: inout WeightedTimes) {
    var place = places.lowerBound
    var index = sends.partitioningIndex { $0.first + $0.count > place }
    while place < places.upperBound, index < sends.endIndex {
      let send = sends[index]
      let end = min(places.upperBound, send.first + send.count)
      times.add(now - send.at, times: end - place)
      place = end
      index += 1
    }
  }

  /// When a record was handed over.
  func sentAt(_ place: Int64) -> Instant? {
    let index = sends.partitioningIndex { $0.first + $0.count > place }
    guard index < sends.endIndex, sends[index].first <= place else { return nil }
    return sends[index].at
  }

  /// When the oldest record without an outcome was handed over; none when all have one.
  ///
  /// Outcomes come nearly in the order of the sends, so the oldest is looked for from the end of
  /// the longest prefix that has outcomes.
  func oldestPending(stream: Int) -> (place: Int64, at: Instant)? {
    guard settled < sent else { return nil }
    var known: [RecordSpan] = []
    outcomes.forEach { known.append($0.records(of: stream)) }
    let all = RecordSet([RecordSpan(stream: Int32(stream), first: 0, count: sent)])
    guard let open = all.subtracting(RecordSet(known)).spans.first, let at = sentAt(open.first)
    else { return nil }
    return (open.first, at)
  }
}
