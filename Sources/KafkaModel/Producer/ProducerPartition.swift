import Kernel

/// What a producer keeps of one partition: its queue, its batches in flight, and its sequences.
///
/// Models the deque of RecordAccumulator, Sender's in-flight list, and TxnPartitionEntry.
struct ProducerPartition: Sendable {
  let id: PartitionID
  /// The place of its topic in the producer.
  let topic: Int32
  var queue = BatchList()
  var inFlight = BatchList()
  /// With one request in flight: nothing is drained until the answer has been handled.
  var isMuted = false
  /// Whether it was ever sent to, which is when Kafka has a deque for it.
  var isUsed = false
  /// The queue's length as the last look for ready batches found it, and which look that was.
  var seenQueue: Int32 = 0
  var seenInPass: UInt32 = 0

  /// This life's record stream to the partition; -1 until the first record.
  var stream: Int32 = RecordRange.noStream
  var nextRecord: Int64 = 0
  /// Records handed over in this turn and not announced yet.
  var unannounced: Int32 = 0

  /// The identity that its sequences belong to.
  var producerID: ProducerID = .none
  var producerEpoch: ProducerEpoch = .none
  var nextSequence: Int32 = 0
  var lastAckedSequence: Int32 = -1
  var lastAckedOffset: Offset = .unknown
  /// Batches with a sequence and without a last word, by sequence.
  var sequenced = BatchList()
  /// The sequence after an expired batch whose fate is open; nothing new is drained meanwhile.
  var unresolved: Int64 = -1
  /// Whether its sequences restart at the next raise of the epoch.
  var isToResequence = false

  /// Whether a sequence follows the last acknowledged one (`isNextSequence`, which does not wrap).
  func isNext(_ sequence: Int32) -> Bool { sequence &- lastAckedSequence == 1 }
}
