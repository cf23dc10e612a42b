import Kernel

/// What identifies one batch of a producer, as far as recognising it a second time needs.
struct SequencedBatch: Equatable, Sendable {
  /// The sequence number of its last record.
  var lastSequence: Int32
  /// How many offsets, and so sequence numbers, it covers.
  var span: Int32
  /// The offset of its last record.
  var lastOffset: Offset
  /// Its greatest timestamp.
  var timestamp: Int64

  /// The offset of its first record.
  @inline(__always)
  var baseOffset: Offset { lastOffset.advanced(by: Int64(1 - span)) }

  /// The place of no batch.
  static let none = SequencedBatch(lastSequence: -1, span: 1, lastOffset: .unknown, timestamp: -1)
}

/// What one partition knows of one producer id (`ProducerStateEntry`).
///
/// It is updated when a batch is appended, on leaders and followers alike, not when it commits.
struct ProducerEntry: Sendable {
  /// The most batches that any version remembers (1.0 and later; 0.11 remembers one).
  static let batchLimit = 5

  /// The epoch of its newest batch or marker.
  var epoch: ProducerEpoch
  /// The epoch of the coordinator that wrote its newest marker, or -1.
  var coordinatorEpoch: Int32 = -1
  /// The timestamp of its newest batch or marker.
  var lastTimestamp: Int64
  /// The first offset of its open transaction here, or unknown.
  var openTransaction: Offset = .unknown
  /// How many of its batches are remembered.
  private(set) var batchCount: Int8 = 0
  private var newest: Int8 = 0
  private var ring: InlineArray<5, SequencedBatch>

  /// A producer of which no batch was seen yet.
  init(epoch: ProducerEpoch, timestamp: Int64) {
    self.epoch = epoch
    lastTimestamp = timestamp
    ring = InlineArray(repeating: .none)
  }

  /// The newest batch; its sequence is -1 when only a marker is known.
  @inline(__always)
  var lastBatch: SequencedBatch { batchCount == 0 ? .none : ring[Int(newest)] }

  /// A remembered batch by age, 0 being the newest.
  @inline(__always)
  func batch(aged age: Int) -> SequencedBatch {
    let place = Int(newest) - age
    return ring[place < 0 ? place + Self.batchLimit : place]
  }

  /// Remembers a batch and forgets the oldest one beyond the limit.
  @inline(__always)
  mutating func remember(_ batch: SequencedBatch, limit: Int) {
    newest = newest == Int8(Self.batchLimit - 1) ? 0 : newest + 1
    ring[Int(newest)] = batch
    if Int(batchCount) < limit { batchCount += 1 }
  }

  /// Forgets all batches: the producer's epoch is another one now.
  mutating func forgetBatches() { batchCount = 0 }

  /// Forgets batches that lie wholly below an offset, which are the oldest ones.
  mutating func forgetBatches(below offset: Offset) {
    while batchCount > 0, batch(aged: Int(batchCount) - 1).lastOffset < offset { batchCount -= 1 }
  }

  /// The entry as a snapshot file holds it: with its newest batch only.
  var trimmed: ProducerEntry {
    var copy = self
    copy.batchCount = min(1, batchCount)
    return copy
  }
}
