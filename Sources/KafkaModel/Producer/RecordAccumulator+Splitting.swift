import Kernel

extension RecordAccumulator {
  /// Repacks a batch that was too large into batches of `batch.size`, at the head of its queue and
  /// in order.
  ///
  /// The parts keep the creation time, hence the delivery deadline, and the parent's sequences.
  /// Simplified: records are taken to be of equal size. Returns the slots, first to last. From now
  /// on the topic is taken to compress as badly as this batch, and not at all at best.
  mutating func split(_ slot: Int32) -> [Int32] {
    let parent = batches[slot]
    let each = max(1, parent.writtenBytes / max(1, parent.records.count))
    var estimate = CompressionEstimate.none
    if compresses {
      estimate.thousandths = max(1000, observed(slot))
      setEstimate(estimate, of: partitions[Int(parent.partition)].topic)
    }
    let fitting = max(
      1, estimate.room(for: each, behind: 0, in: batchBytes - sizes.batchOverhead))
    var parts: [Int32] = []
    var taken: Int32 = 0
    while taken < parent.records.count {
      let count = min(fitting, parent.records.count - taken)
      var part = parent
      part.next = -1
      part.previous = -1
      part.sequenceNext = -1
      part.sequencePrevious = -1
      part.records = RecordRange(
        stream: parent.records.stream, first: parent.records.first + Int64(taken), count: count)
      part.writtenBytes = count * each
      part.packedBytes = Int32(
        Int64(parent.packedBytes) * Int64(count) / Int64(parent.records.count))
      part.estimate = estimate
      part.pooledBytes = 0
      part.key = parent.key == -1 && count == 1 ? -1 : parent.key
      part.isClosed = true
      part.isOnWire = false
      part.isInFlight = false
      part.isDone = false
      part.isSequenced = false
      if parent.hasSequence {
        part.baseSequence = Sequences.advanced(parent.baseSequence, by: taken)
      }
      parts.append(batches.insert(part))
      unsettledBatches += 1
      unsettledCount += Int64(count)
      taken += count
    }
    return parts
  }
}

// MARK: - Compression

extension RecordAccumulator {
  /// What compression is expected to leave of a topic's next batch.
  func estimate(of topic: Int32) -> CompressionEstimate {
    Int(topic) < estimates.count ? estimates[Int(topic)] : .initial
  }

  private mutating func setEstimate(_ estimate: CompressionEstimate, of topic: Int32) {
    while estimates.count <= Int(topic) { estimates.append(.initial) }
    estimates[Int(topic)] = estimate
  }

  /// A batch is closed and sent: what compression left of it is known now (`ProducerBatch.close`).
  mutating func learnCompression(_ slot: Int32) {
    guard compresses else { return }
    let topic = partitions[Int(batches[slot].partition)].topic
    var estimate = estimate(of: topic)
    estimate.learn(observed(slot))
    setEstimate(estimate, of: topic)
  }

  /// What compression left of a batch, in thousandths.
  private func observed(_ slot: Int32) -> Int32 {
    Int32(
      clamping: Int64(batches[slot].packedBytes) * 1000
        / Int64(max(1, batches[slot].writtenBytes)))
  }
}
