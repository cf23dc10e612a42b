import KafkaModel
import Kernel

/// What a measure or a guarantee yields, with what it rests on.
struct Answer: Sendable {
  /// The value.
  var value: Value
  /// The records that it is about, the first few of them.
  var records: [Sighting] = []
  /// The history events that show it best.
  var evidence: [HistoryNumber] = []
  /// One more fact for the story, such as who lacks what.
  var remark: String?
  /// In which way a promise was broken, where its words allow several.
  var failure: FailureKind?

  /// A value of one of the kinds that measures have.
  enum Value: Equatable, Sendable {
    case number(Int64)
    case time(Duration)
    case size(Int64)
    case node(NodeID?)
    case nodes([NodeID])
    case word(String)
    /// A guarantee's outcome.
    case holds(Bool)
    /// There is nothing to judge by, and why.
    case unknown(String)
  }

  /// An answer with nothing to show.
  init(
    _ value: Value, records: [Sighting] = [], evidence: [HistoryNumber] = [],
    remark: String? = nil
  ) {
    self.value = value
    self.records = records
    self.evidence = evidence
    self.remark = remark
  }

  /// A number, with the records counted.
  static func count(_ set: RecordSet, in partition: PartitionID? = nil) -> Answer {
    Answer(.number(set.count), records: set.spans.map { Sighting($0, partition) })
  }
}

/// Records and where they were seen, or should have been.
struct Sighting: Equatable, Sendable {
  /// The records.
  var records: RecordSpan
  /// The partition, where it is known.
  var partition: PartitionID?
  /// The first record's offset, where it is known.
  var offset: Int64?

  /// Records, perhaps at an offset.
  init(_ records: RecordSpan, _ partition: PartitionID? = nil, at offset: Int64? = nil) {
    self.records = records
    self.partition = partition
    self.offset = offset
  }
}

/// Whose records a question is about, and where they are looked for.
struct RecordFilter: Sendable {
  /// These producers' records, or everybody's.
  var producers: [ClientID]?
  /// Records of these partitions, or of all.
  var partitions: [PartitionID]?

  /// Everybody's records, everywhere.
  static let all = RecordFilter()

  /// Whether a stream's records are meant.
  func includes(_ stream: StreamRecord) -> Bool {
    if let producers, !producers.contains(stream.client) { return false }
    if let partitions, !partitions.contains(stream.partition) { return false }
    return stream.client.value >= 0
  }

  /// Whether a partition is meant.
  func includes(_ partition: PartitionID) -> Bool {
    partitions?.contains(partition) ?? true
  }
}
