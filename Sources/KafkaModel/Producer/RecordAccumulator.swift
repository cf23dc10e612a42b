import Kernel

/// Records on their way from the application to the sender: a queue of batches per partition,
/// within `buffer.memory`.
///
/// Models RecordAccumulator and BufferPool. Batches are plain data in one slab, linked into lists
/// by slot.
struct RecordAccumulator: Sendable {
  /// What became of an attempt to add records.
  struct Appended: Sendable {
    /// How many were added; 0 means that memory is short.
    var count: Int32
    /// The bytes that count towards the sticky partitioner's switch.
    var bytes: Int32
    /// Whether a batch was opened.
    var openedBatch: Bool
  }

  let sizes: RecordSizes
  /// `batch.size`.
  let batchBytes: Int32
  /// Whether batches are compressed (`compression.type`).
  let compresses: Bool
  /// What compression is expected to leave, by the topic's place in the producer.
  var estimates = Table<CompressionEstimate>()
  var batches = Slab<ProducerBatch>()
  var partitions = Table<ProducerPartition>()
  /// Partitions whose queue is not empty, ascending.
  private(set) var queued: [Int32] = []
  /// What is left of `buffer.memory`.
  private(set) var freeBytes: Int64
  /// The least that was ever left of it.
  private(set) var leastFree: Int64
  /// Whether the application waits for memory: then every partition counts as ready.
  var isExhausted = false
  /// Records without a last word.
  var unsettledCount: Int64 = 0
  /// Batches without a last word.
  var unsettledBatches: Int32 = 0
  /// Counts batches, in order of creation.
  private(set) var nextSerial: Int64 = 0

  /// An empty accumulator.
  init(sizes: RecordSizes, batchBytes: Int32, bufferBytes: Int64, compresses: Bool = false) {
    self.sizes = sizes
    self.batchBytes = batchBytes
    self.compresses = compresses
    freeBytes = bufferBytes
    leastFree = bufferBytes
  }

  /// Says that the accumulator is about to be copied.
  func prepareFork() {
    estimates.prepareFork()
    batches.prepareFork()
    partitions.prepareFork()
  }

  /// Whether the next record of that shape would have to open a batch.
  func needsBatch(_ local: Int32, _ shape: RecordShape, wall: Int64) -> Bool {
    let tail = partitions[Int(local)].queue.tail
    guard tail >= 0, !batches[tail].isClosed else { return true }
    let batch = batches[tail]
    return sizes.fitting(
      shape, limit: 1, held: batch.records.count, written: batch.writtenBytes,
      capacity: batch.capacity, timestampDelta: wall - batch.baseTimestamp,
      estimate: batch.estimate
    ).count == 0
  }

  /// Whether the queue's last batch takes no more records, or there is none (`allBatchesFull`).
  func hasNoOpenBatch(_ local: Int32) -> Bool {
    let tail = partitions[Int(local)].queue.tail
    return tail < 0 || isFull(tail)
  }

  /// Whether a batch is closed or has reached its capacity.
  @inline(__always)
  func isFull(_ slot: Int32) -> Bool {
    batches[slot].isClosed
      || sizes.batchOverhead + estimatedBytes(slot) >= batches[slot].capacity
  }

  /// What a batch's records are expected to take, without the header.
  @inline(__always)
  func estimatedBytes(_ slot: Int32) -> Int32 {
    batches[slot].estimate.bytes(of: batches[slot].writtenBytes)
  }

  /// Adds up to `limit` equal records to the last batch of a partition, or to one new batch;
  /// compression leaves so many thousandths of them.
  mutating func append(
    _ limit: Int32, _ shape: RecordShape, key: Int32, to local: Int32, now: Instant, wall: Int64,
    packing: Int32 = 1000
  ) -> Appended {
    let place = Int(local)
    let tail = partitions[place].queue.tail
    if tail >= 0 && !batches[tail].isClosed {
      let fit = sizes.fitting(
        shape, limit: limit, held: batches[tail].records.count, written: batches[tail].writtenBytes,
        capacity: batches[tail].capacity, timestampDelta: wall - batches[tail].baseTimestamp,
        estimate: batches[tail].estimate)
      if fit.count > 0 {
        let before = estimatedBytes(tail)
        add(fit, key: key, to: tail, partition: place, now: now, wall: wall, packing)
        return Appended(
          count: fit.count, bytes: estimatedBytes(tail) - before, openedBatch: false)
      }
      batches[tail].isClosed = true
    }
    let capacity = max(batchBytes, sizes.upperBound(shape))
    guard Int64(capacity) <= freeBytes else {
      return Appended(count: 0, bytes: 0, openedBatch: false)
    }
    freeBytes -= Int64(capacity)
    leastFree = min(leastFree, freeBytes)
    let slot = open(local, capacity: capacity, pooled: capacity, now: now, wall: wall)
    let fit = sizes.fitting(
      shape, limit: limit, held: 0, written: 0, capacity: capacity, timestampDelta: 0,
      estimate: batches[slot].estimate)
    pushBack(slot)
    add(fit, key: key, to: slot, partition: place, now: now, wall: wall, packing)
    return Appended(
      count: fit.count, bytes: estimatedBytes(slot) + sizes.batchOverhead, openedBatch: true)
  }

  private mutating func open(
    _ local: Int32, capacity: Int32, pooled: Int32, now: Instant, wall: Int64
  ) -> Int32 {
    let partition = partitions[Int(local)]
    var batch = ProducerBatch(
      partition: local, serial: nextSerial,
      records: RecordRange(stream: partition.stream, first: partition.nextRecord, count: 0),
      createdAt: now, lastAppendAt: now, baseTimestamp: wall, maxTimestamp: wall,
      capacity: capacity, pooledBytes: pooled)
    if compresses { batch.estimate = estimate(of: partition.topic) }
    nextSerial += 1
    unsettledBatches += 1
    return batches.insert(batch)
  }

  @inline(__always)
  private mutating func add(
    _ fit: (count: Int32, bytes: Int32), key: Int32, to slot: Int32, partition place: Int,
    now: Instant, wall: Int64, _ packing: Int32
  ) {
    let isFirst = batches[slot].records.count == 0
    batches[slot].key = key == 0 || (isFirst && fit.count == 1) ? key : -1
    batches[slot].records.count += fit.count
    batches[slot].writtenBytes += fit.bytes
    batches[slot].packedBytes +=
      compresses ? Int32(clamping: Int64(fit.bytes) * Int64(packing) / 1000) : fit.bytes
    batches[slot].lastAppendAt = now
    batches[slot].maxTimestamp = max(batches[slot].maxTimestamp, wall)
    partitions[place].nextRecord += Int64(fit.count)
    partitions[place].unannounced += fit.count
    unsettledCount += Int64(fit.count)
  }

  /// Notes the last word on a batch: its memory is free again, and its slot unless a request still
  /// names it.
  mutating func settle(_ slot: Int32) {
    batches[slot].isDone = true
    unsettledCount -= Int64(batches[slot].records.count)
    unsettledBatches -= 1
    freeBytes += Int64(batches[slot].pooledBytes)
    batches[slot].pooledBytes = 0
    if batches[slot].isInFlight { removeInFlight(slot) }
    releaseIfUnused(slot)
  }

  /// Gives a slot back once nothing names it.
  mutating func releaseIfUnused(_ slot: Int32) {
    if batches[slot].isDone && !batches[slot].isOnWire { batches.remove(slot) }
  }
}

// MARK: - Lists

extension RecordAccumulator {
  /// Puts a batch at the end of its partition's queue.
  mutating func pushBack(_ slot: Int32) {
    let place = Int(batches[slot].partition)
    if partitions[place].queue.isEmpty { noteQueued(Int32(place)) }
    Self.link(slot, behind: &partitions[place].queue, in: &batches)
  }

  /// Puts a batch at the head of its partition's queue.
  mutating func pushFront(_ slot: Int32) {
    let place = Int(batches[slot].partition)
    let head = partitions[place].queue.head
    if head < 0 { return pushBack(slot) }
    batches[slot].previous = -1
    batches[slot].next = head
    batches[head].previous = slot
    partitions[place].queue.head = slot
    partitions[place].queue.count += 1
  }

  /// Puts a batch with a sequence behind those at the head that come before it
  /// (`insertInSequenceOrder`).
  mutating func insertBySequence(_ slot: Int32) {
    let place = Int(batches[slot].partition)
    let sequence = batches[slot].baseSequence
    var after: Int32 = -1
    var cursor = partitions[place].queue.head
    while cursor >= 0, batches[cursor].hasSequence, batches[cursor].baseSequence < sequence {
      after = cursor
      cursor = batches[cursor].next
    }
    if after < 0 { return pushFront(slot) }
    if cursor < 0 { return pushBack(slot) }
    batches[slot].previous = after
    batches[slot].next = cursor
    batches[after].next = slot
    batches[cursor].previous = slot
    partitions[place].queue.count += 1
  }

  /// Takes a batch out of its partition's queue.
  mutating func removeQueued(_ slot: Int32) {
    let place = Int(batches[slot].partition)
    Self.unlink(slot, from: &partitions[place].queue, in: &batches)
    if partitions[place].queue.isEmpty { forgetQueued(Int32(place)) }
  }

  /// Adds a drained batch to those in flight.
  mutating func addInFlight(_ slot: Int32) {
    batches[slot].isInFlight = true
    let place = Int(batches[slot].partition)
    Self.link(slot, behind: &partitions[place].inFlight, in: &batches)
  }

  /// Takes a batch out of those in flight.
  mutating func removeInFlight(_ slot: Int32) {
    batches[slot].isInFlight = false
    let place = Int(batches[slot].partition)
    Self.unlink(slot, from: &partitions[place].inFlight, in: &batches)
  }

  private static func link(
    _ slot: Int32, behind list: inout BatchList, in batches: inout Slab<ProducerBatch>
  ) {
    batches[slot].next = -1
    batches[slot].previous = list.tail
    if list.tail >= 0 { batches[list.tail].next = slot } else { list.head = slot }
    list.tail = slot
    list.count += 1
  }

  private static func unlink(
    _ slot: Int32, from list: inout BatchList, in batches: inout Slab<ProducerBatch>
  ) {
    let (previous, next) = (batches[slot].previous, batches[slot].next)
    if previous >= 0 { batches[previous].next = next } else { list.head = next }
    if next >= 0 { batches[next].previous = previous } else { list.tail = previous }
    list.count -= 1
    batches[slot].next = -1
    batches[slot].previous = -1
  }

  private mutating func noteQueued(_ local: Int32) {
    partitions[Int(local)].isUsed = true
    queued.insert(local, at: placeInQueued(local))
  }

  private mutating func forgetQueued(_ local: Int32) {
    queued.remove(at: placeInQueued(local))
  }

  /// The first place of `queued` whose partition is not below this one.
  func placeInQueued(_ local: Int32) -> Int {
    var low = 0
    var high = queued.count
    while low < high {
      let middle = (low &+ high) >> 1
      if queued[middle] < local { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
