import Kernel

/// Sequence numbers: assigned when a batch is drained, tracked until its last word
/// (TransactionManager, TxnPartitionEntry).
extension Producer {
  /// Sees to the producer's identity before anything is drained; false while there is none.
  mutating func prepareIdentity(turn: inout Turn) -> Bool {
    if identity.unresolvedCount > 0 { resolveSequences() }
    if identity.isRaiseDue { raiseEpoch(turn: &turn) }
    if identity.isKnown { return true }
    guard identity.request == .none else { return false }
    guard identity.retryAt <= turn.now else {
      wakeSender(at: identity.retryAt, turn: &turn)
      return false
    }
    requestIdentity(turn: &turn)
    return false
  }

  /// Asks any broker for a producer id.
  private mutating func requestIdentity(turn: inout Turn) {
    guard let slot = network.leastLoadedSlot(turn: &turn) else {
      return wakeSender(at: turn.now + settings.retryBackoff, turn: &turn)
    }
    // Not ready: the connection is being made, and its outcome brings the sender back here.
    guard network.ready(slot, turn: &turn) else { return }
    let body = turn.messages.wrap(
      .initProducerIDRequest(
        InitProducerIDRequest(
          transactionalID: -1, transactionTimeout: .infinite, producerID: .none,
          producerEpoch: .none)))
    identity.request = .inFlight
    network.send(
      body, on: slot, token: ProducerIdentity.token, timeout: settings.requestTimeout, turn: &turn)
  }

  /// Takes over the identity that a broker gave, or tries again later.
  mutating func identified(_ response: InitProducerIDResponse, turn: inout Turn) {
    guard response.error == .none else { return identificationFailed(turn: &turn) }
    identity.request = .none
    identity.failures = 0
    identity.id = response.producerID
    identity.epoch = response.producerEpoch
    turn.announce(
      .producerIdentified(client: client, producer: identity.id, epoch: identity.epoch))
  }

  /// InitProducerId failed or was not answered: it is sent again after a pause.
  mutating func identificationFailed(turn: inout Turn) {
    identity.request = .none
    identity.retryAt =
      turn.now
      + network.settings.retryBackoff.pause(after: identity.failures, random: &turn.random)
    identity.failures += 1
  }
}

// MARK: - Sending and settling

extension Producer {
  /// Whether the head of a queue may be drained now (`shouldStopDrainBatchesForPartition`).
  ///
  /// A batch that was sent before goes alone: only the one with the lowest open sequence.
  @inline(__always)
  func maySend(_ slot: Int32, _ place: Int) -> Bool {
    let partition = accumulator.partitions[place]
    if accumulator.batches[slot].hasSequence {
      return partition.sequenced.isEmpty || partition.sequenced.head == slot
        || accumulator.batches[partition.sequenced.head].baseSequence
          == accumulator.batches[slot].baseSequence
    }
    if partition.unresolved >= 0 { return false }
    return partition.sequenced.isEmpty || !isStale(place)
  }

  @inline(__always)
  func isStale(_ place: Int) -> Bool {
    accumulator.partitions[place].producerID != identity.id
      || accumulator.partitions[place].producerEpoch != identity.epoch
  }

  /// Gives a batch its place in the sequence of its partition.
  mutating func assignSequence(_ slot: Int32, _ place: Int) {
    if isStale(place) && accumulator.partitions[place].sequenced.isEmpty {
      if clients.newEpochRestartsAll {
        restartSequences(place)
      } else {
        accumulator.partitions[place].producerID = identity.id
        accumulator.partitions[place].producerEpoch = identity.epoch
      }
    }
    let sequence = accumulator.partitions[place].nextSequence
    accumulator.batches[slot].producerID = identity.id
    accumulator.batches[slot].producerEpoch = identity.epoch
    accumulator.batches[slot].baseSequence = sequence
    accumulator.partitions[place].nextSequence = Sequences.advanced(
      sequence, by: accumulator.batches[slot].records.count)
    insertSequenced(slot)
  }
}

// MARK: - Batches by sequence

extension Producer {
  /// Adds a batch to those whose sequence is not settled, in order of epoch and sequence.
  mutating func insertSequenced(_ slot: Int32) {
    let place = Int(accumulator.batches[slot].partition)
    var before = accumulator.partitions[place].sequenced.tail
    while before >= 0, comes(slot, before: before) {
      before = accumulator.batches[before].sequencePrevious
    }
    let after =
      before >= 0
      ? accumulator.batches[before].sequenceNext : accumulator.partitions[place].sequenced.head
    accumulator.batches[slot].isSequenced = true
    accumulator.batches[slot].sequencePrevious = before
    accumulator.batches[slot].sequenceNext = after
    if before >= 0 {
      accumulator.batches[before].sequenceNext = slot
    } else {
      accumulator.partitions[place].sequenced.head = slot
    }
    if after >= 0 {
      accumulator.batches[after].sequencePrevious = slot
    } else {
      accumulator.partitions[place].sequenced.tail = slot
    }
    accumulator.partitions[place].sequenced.count += 1
  }

  @inline(__always)
  private func comes(_ left: Int32, before right: Int32) -> Bool {
    let (a, b) = (accumulator.batches[left], accumulator.batches[right])
    if a.producerID != b.producerID { return a.producerID < b.producerID }
    if a.producerEpoch != b.producerEpoch { return a.producerEpoch < b.producerEpoch }
    return a.baseSequence < b.baseSequence
  }

  /// Takes a batch out of those whose sequence is not settled.
  mutating func removeSequenced(_ slot: Int32) {
    guard accumulator.batches[slot].isSequenced else { return }
    let place = Int(accumulator.batches[slot].partition)
    let (before, after) = (
      accumulator.batches[slot].sequencePrevious, accumulator.batches[slot].sequenceNext
    )
    if before >= 0 {
      accumulator.batches[before].sequenceNext = after
    } else {
      accumulator.partitions[place].sequenced.head = after
    }
    if after >= 0 {
      accumulator.batches[after].sequencePrevious = before
    } else {
      accumulator.partitions[place].sequenced.tail = before
    }
    accumulator.batches[slot].isSequenced = false
    accumulator.batches[slot].sequenceNext = -1
    accumulator.batches[slot].sequencePrevious = -1
    accumulator.partitions[place].sequenced.count -= 1
  }
}
