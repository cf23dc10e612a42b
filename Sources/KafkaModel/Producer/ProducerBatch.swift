import Kernel

/// A batch in a producer, from its first record to its last word; plain old data in a slab.
///
/// open → closed: it is drained, or has no room for the next record
/// queued → in flight: drained → queued: a retriable error, at the head or in order of sequence
/// any → done: acknowledged, failed, or expired; its slot lives on until no request names it
///
/// Models ProducerBatch.
struct ProducerBatch: Sendable {
  /// The place of its partition in the accumulator.
  let partition: Int32
  /// Its place in the order of creation.
  let serial: Int64
  /// Neighbours in the queue or in the list of batches in flight.
  var next: Int32 = -1
  var previous: Int32 = -1
  /// Neighbours among the batches whose sequence is not settled.
  var sequenceNext: Int32 = -1
  var sequencePrevious: Int32 = -1

  var records: RecordRange
  /// The delivery deadline counts from here, for all of its records.
  let createdAt: Instant
  var lastAppendAt: Instant
  /// When it was put back into the queue.
  var lastAttemptAt: Instant = .zero
  /// The wall clock of its first and its latest record.
  let baseTimestamp: Int64
  var maxTimestamp: Int64
  /// Record bytes in it, uncompressed and without the batch header.
  var writtenBytes: Int32 = 0
  /// What compression really leaves of them; as many where nothing is compressed.
  var packedBytes: Int32 = 0
  /// What it was expected to leave when the batch was opened.
  var estimate: CompressionEstimate = .none
  /// The size it was allocated with.
  let capacity: Int32
  /// The bytes it holds of `buffer.memory`; none for the parts of a split batch.
  var pooledBytes: Int32
  /// Key of its only record, 0 without keys, -1 where each record has its own.
  var key: Int32 = 0

  /// How often it was put back after a failed attempt.
  var attempts: Int32 = 0
  /// The pause after the last failed attempt.
  var backoff: Duration = .zero
  var lastError: ErrorCode = .none
  /// The leader epoch known when it was last sent.
  var leaderEpoch: LeaderEpoch = .none
  var baseSequence: Int32 = -1
  var producerID: ProducerID = .none
  var producerEpoch: ProducerEpoch = .none

  var isClosed = false
  var isInFlight = false
  /// Whether a request that names it waits for an answer.
  var isOnWire = false
  var isDone = false
  /// Whether it is among those whose sequence is not settled.
  var isSequenced = false
  /// Whether its sequence was given anew after its first attempt (KIP-360).
  var wasResequenced = false
  /// Whether some broker may have stored it.
  var mayBeStored = false

  /// Whether it carries a sequence.
  var hasSequence: Bool { baseSequence >= 0 }
  /// The sequence of its last record.
  var lastSequence: Int32 { Sequences.advanced(baseSequence, by: records.count - 1) }
  /// The batch that goes on the wire.
  func onWire(overhead: Int32) -> RecordBatch {
    var batch = RecordBatch(
      records: records, byteCount: overhead + packedBytes, maxTimestamp: maxTimestamp)
    batch.producerID = producerID
    batch.producerEpoch = producerEpoch
    batch.baseSequence = baseSequence
    batch.key = key
    return batch
  }
}

/// Arithmetic of sequence numbers: 0 follows 2147483647.
enum Sequences {
  /// The number so many further on, or back.
  static func advanced(_ sequence: Int32, by count: Int32) -> Int32 {
    Int32((Int64(sequence) + Int64(count)) & Int64(Int32.max))
  }
}

/// A list of batches by slot, linked through `next` and `previous`.
struct BatchList: Equatable, Sendable {
  var head: Int32 = -1
  var tail: Int32 = -1
  var count: Int32 = 0
  var isEmpty: Bool { count == 0 }
}
