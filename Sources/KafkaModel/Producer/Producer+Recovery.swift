import Kernel

/// What errors and expiry do to sequences and to the session (TransactionManager.canRetry,
/// handleFailedBatch, KIP-360).
extension Producer {
  /// Whether a batch with a sequence may be sent again after this error.
  ///
  /// 0.11 knows retriable errors only; 1.0 also waits for earlier batches and restarts sequences
  /// where the log lost its head; 2.5 also raises the epoch and numbers the partition's open
  /// batches anew, instead of failing.
  mutating func mayRetrySequenced(_ slot: Int32, _ error: ErrorCode, logStart: Offset) -> Bool {
    let isSameSession = accumulator.batches[slot].producerID == identity.id
    switch identity.era {
    case .none, .singleInFlight: return isSameSession && error.isRetriable
    case .fiveInFlight:
      guard isSameSession else { return false }
      if error == .outOfOrderSequenceNumber { return isAheadOfItsTurn(slot) }
      if error == .unknownProducerID {
        return mayRestart(slot, logStart: logStart)
      }
      return error.isRetriable
    case .raisesEpoch:
      if error == .outOfOrderSequenceNumber {
        let place = Int(accumulator.batches[slot].partition)
        if isAheadOfItsTurn(slot) { return true }
        let unresolved = accumulator.partitions[place].unresolved
        if unresolved < 0 || unresolved == Int64(accumulator.batches[slot].baseSequence) {
          requestRaise(place)
        }
        return true
      }
      if error == .unknownProducerID {
        if logStart != .unknown && !accumulator.batches[slot].wasResequenced {
          requestRaise(Int(accumulator.batches[slot].partition))
        }
        return true
      }
      return error.isRetriable
    }
  }

  /// Whether an earlier batch of the partition is still open, so that OUT_OF_ORDER_SEQUENCE_NUMBER
  /// says nothing about this one.
  @inline(__always)
  private func isAheadOfItsTurn(_ slot: Int32) -> Bool {
    let partition = accumulator.partitions[Int(accumulator.batches[slot].partition)]
    return partition.unresolved < 0
      && (accumulator.batches[slot].wasResequenced
        || !partition.isNext(accumulator.batches[slot].baseSequence))
  }

  /// UNKNOWN_PRODUCER_ID before 2.5: if retention took what the partition had of this producer, its
  /// sequences start over.
  private mutating func mayRestart(_ slot: Int32, logStart: Offset) -> Bool {
    if logStart == .unknown || accumulator.batches[slot].wasResequenced { return true }
    let place = Int(accumulator.batches[slot].partition)
    guard accumulator.partitions[place].lastAckedOffset < logStart else { return false }
    restartSequences(place)
    return true
  }

  /// A broker has stored a batch.
  mutating func noteAcknowledged(_ slot: Int32, at offset: Offset) {
    let batch = accumulator.batches[slot]
    let place = Int(batch.partition)
    let last = batch.lastSequence
    if last > accumulator.partitions[place].lastAckedSequence && isTracked(batch) {
      accumulator.partitions[place].lastAckedSequence = last
    }
    if offset != .unknown {
      let end = offset.advanced(by: Int64(batch.records.count) - 1)
      let known = accumulator.partitions[place].lastAckedOffset
      accumulator.partitions[place].lastAckedOffset = max(known, end)
    }
    removeSequenced(slot)
    if !clients.newEpochRestartsAll && isOfOlderEpoch(batch)
      && accumulator.partitions[place].sequenced.isEmpty
    {
      // Kafka does not ask whether the partition has gone over to the new epoch long since.
      restartSequences(place)
    }
  }

  @inline(__always)
  private func isOfOlderEpoch(_ batch: ProducerBatch) -> Bool {
    batch.producerID != identity.id || batch.producerEpoch != identity.epoch
  }

  /// Whether a batch belongs to the present session; before 2.5 older ones are ignored.
  @inline(__always)
  private func isTracked(_ batch: ProducerBatch) -> Bool {
    identity.era == .raisesEpoch || batch.producerID == identity.id
  }

  /// A batch was given up.
  mutating func noteFailed(_ slot: Int32, _ error: ErrorCode, adjustsSequences: Bool) {
    let place = Int(accumulator.batches[slot].partition)
    let batch = accumulator.batches[slot]
    removeSequenced(slot)
    guard batch.hasSequence, isTracked(batch) else { return }
    if !clients.newEpochRestartsAll && isOfOlderEpoch(batch) { return }
    switch identity.era {
    case .none: break
    case .singleInFlight, .fiveInFlight:
      if error == .outOfOrderSequenceNumber {
        resetSession()
      } else if adjustsSequences {
        closeGap(place, after: batch)
      }
    case .raisesEpoch:
      if error == .outOfOrderSequenceNumber {
        requestRaise(place)
      } else if error == .unknownProducerID {
        forgetSequences(place)
      } else if adjustsSequences {
        requestRaise(place)
      }
    }
  }

  /// A batch that had been sent more than once expired: whether its sequence is used is not known.
  mutating func noteUnresolved(_ batch: ProducerBatch) {
    let place = Int(batch.partition)
    guard batch.hasSequence, isTracked(batch) else { return }
    if identity.era == .singleInFlight { return resetSession() }
    if accumulator.partitions[place].unresolved < 0 { identity.unresolvedCount += 1 }
    accumulator.partitions[place].unresolved = max(
      accumulator.partitions[place].unresolved, Int64(batch.lastSequence) + 1)
  }

  /// Decides on partitions with an unresolved sequence once nothing of them is open any more.
  mutating func resolveSequences() {
    for place in accumulator.partitions.indices
    where accumulator.partitions[place].unresolved >= 0
      && accumulator.partitions[place].sequenced.isEmpty
    {
      let isComplete = accumulator.partitions[place].isNext(
        accumulator.partitions[place].nextSequence)
      if !isComplete && identity.era != .raisesEpoch { return resetSession() }
      clearUnresolved(place)
      if !isComplete { requestRaise(place) }
    }
  }

  private mutating func clearUnresolved(_ place: Int) {
    guard accumulator.partitions[place].unresolved >= 0 else { return }
    accumulator.partitions[place].unresolved = -1
    identity.unresolvedCount -= 1
  }
}

// MARK: - Sessions

extension Producer {
  /// Asks for a higher epoch, under which the partition's open batches are numbered anew.
  private mutating func requestRaise(_ place: Int) {
    identity.isRaiseDue = true
    accumulator.partitions[place].isToResequence = true
  }

  /// Raises the epoch without asking a broker; at the last epoch a new id is asked for instead
  /// (KIP-360).
  mutating func raiseEpoch(turn: inout Turn) {
    identity.isRaiseDue = false
    if identity.epoch.value == .max {
      identity.id = .none
      identity.epoch = .none
    } else if identity.isKnown {
      identity.epoch = ProducerEpoch(identity.epoch.value + 1)
      turn.announce(
        .producerIdentified(client: client, producer: identity.id, epoch: identity.epoch))
    }
    for place in accumulator.partitions.indices
    where accumulator.partitions[place].isToResequence {
      restartSequences(place)
      clearUnresolved(place)
      accumulator.partitions[place].isToResequence = false
    }
  }

  /// Gives the session up: a new producer id, and no memory of the old one's sequences (before
  /// 2.5).
  private mutating func resetSession() {
    identity.id = .none
    identity.epoch = .none
    for place in accumulator.partitions.indices { forgetSequences(place) }
  }

  /// Forgets what is known of a partition's sequences.
  private mutating func forgetSequences(_ place: Int) {
    while accumulator.partitions[place].sequenced.head >= 0 {
      removeSequenced(accumulator.partitions[place].sequenced.head)
    }
    clearUnresolved(place)
    accumulator.partitions[place].producerID = .none
    accumulator.partitions[place].producerEpoch = .none
    accumulator.partitions[place].nextSequence = 0
    accumulator.partitions[place].lastAckedSequence = -1
    accumulator.partitions[place].lastAckedOffset = .unknown
  }

  /// Moves the sequences behind a failed batch down, so that the broker sees no gap (before 2.5).
  ///
  /// No sequence becomes negative: Kafka fails before it changes anything then.
  private mutating func closeGap(_ place: Int, after failed: ProducerBatch) {
    let count = failed.records.count
    guard accumulator.partitions[place].nextSequence >= count else { return }
    accumulator.partitions[place].nextSequence = Sequences.advanced(
      accumulator.partitions[place].nextSequence, by: -count)
    var slot = accumulator.partitions[place].sequenced.head
    while slot >= 0 {
      if accumulator.batches[slot].baseSequence >= max(failed.baseSequence, count) {
        accumulator.batches[slot].baseSequence = Sequences.advanced(
          accumulator.batches[slot].baseSequence, by: -count)
        accumulator.batches[slot].wasResequenced = true
      }
      slot = accumulator.batches[slot].sequenceNext
    }
  }

  /// Begins the sequences of a partition at zero under the present identity; batches without a last
  /// word are numbered anew, in order.
  mutating func restartSequences(_ place: Int) {
    accumulator.partitions[place].producerID = identity.id
    accumulator.partitions[place].producerEpoch = identity.epoch
    accumulator.partitions[place].lastAckedSequence = -1
    var sequence: Int32 = 0
    var slot = accumulator.partitions[place].sequenced.head
    while slot >= 0 {
      accumulator.batches[slot].producerID = identity.id
      accumulator.batches[slot].producerEpoch = identity.epoch
      accumulator.batches[slot].baseSequence = sequence
      accumulator.batches[slot].wasResequenced = true
      sequence = Sequences.advanced(sequence, by: accumulator.batches[slot].records.count)
      slot = accumulator.batches[slot].sequenceNext
    }
    accumulator.partitions[place].nextSequence = sequence
  }
}
