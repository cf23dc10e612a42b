import Kernel

/// What answers and their absence do to batches (Sender.completeBatch, Sender.canRetry).
extension Producer {
  /// Handles an answer to one of this producer's requests.
  mutating func answered(_ request: ClientRequest, _ message: Message, turn: inout Turn) {
    switch message.body {
    case .produced(let response):
      produced(response, token: request.token, turn: &turn)
    case .cold(_, let slot):
      if case .initProducerIDResponse(let response) = turn.messages.take(slot) {
        identified(response, turn: &turn)
      }
    default: turn.messages.free(message.body)
    }
  }

  /// Handles a request that will get no answer any more.
  mutating func failed(_ failure: FailedRequest, turn: inout Turn) {
    guard failure.request.token >= 0 else { return identificationFailed(turn: &turn) }
    let list = requests.remove(failure.request.token)
    var cursor = requestBatches.first(list)
    while cursor != ListRef.end {
      complete(
        requestBatches[cursor], failure.error, at: .unknown, logStart: .unknown, turn: &turn)
      cursor = requestBatches.next(cursor)
    }
    requestBatches.free(list)
  }

  private mutating func produced(_ response: ProduceResponse, token: Int32, turn: inout Turn) {
    let list = requests.remove(token)
    var result = turn.messages.produceResults.first(response.results)
    var cursor = requestBatches.first(list)
    while cursor != ListRef.end {
      let slot = requestBatches[cursor]
      let place = Int(accumulator.batches[slot].partition)
      let id = accumulator.partitions[place].id
      if result == ListRef.end || turn.messages.produceResults[result].partition != id {
        result = find(id, in: response.results, turn: turn)
      }
      if result == ListRef.end {
        // A broker answers for every partition it was asked about; without a word the fate is open.
        complete(slot, .unknownServerError, at: .unknown, logStart: .unknown, turn: &turn)
      } else {
        let answer = turn.messages.produceResults[result]
        if answer.leader != .none {
          let isNews = network.metadata.receiveHint(
            leader: answer.leader, epoch: answer.leaderEpoch, of: id)
          if isNews { refreshTopics() }
        }
        complete(slot, answer.error, at: answer.baseOffset, logStart: answer.logStart, turn: &turn)
        result = turn.messages.produceResults.next(result)
      }
      cursor = requestBatches.next(cursor)
    }
    requestBatches.free(list)
    turn.messages.produceResults.free(response.results)
  }

  @inline(__always)
  private func find(_ id: PartitionID, in results: ListRef, turn: borrowing Turn) -> Int32 {
    var cursor = turn.messages.produceResults.first(results)
    while cursor != ListRef.end && turn.messages.produceResults[cursor].partition != id {
      cursor = turn.messages.produceResults.next(cursor)
    }
    return cursor
  }

  /// Handles the outcome of one attempt of one batch.
  private mutating func complete(
    _ slot: Int32, _ error: ErrorCode, at offset: Offset, logStart: Offset, turn: inout Turn
  ) {
    let place = Int(accumulator.batches[slot].partition)
    accumulator.batches[slot].isOnWire = false
    accumulator.batches[slot].lastError = error
    if error.leavesProduceOpen(acks: acks) { accumulator.batches[slot].mayBeStored = true }
    accumulator.partitions[place].isMuted = false
    if error.invalidatesMetadata { network.metadata.requestUpdate() }
    if accumulator.batches[slot].isDone {
      if isIdempotent { noteLateWord(slot, error, at: offset) }
      return accumulator.releaseIfUnused(slot)
    }
    if error == .none { return acknowledge(slot, at: offset, turn: &turn) }
    if error == .messageTooLarge && accumulator.batches[slot].records.count > 1
      && accumulator.sizes.isVersion2
    {
      return split(slot)
    }
    let losesSessions = isIdempotent && identity.era != .raisesEpoch
    if losesSessions && error.isRetriable && accumulator.batches[slot].producerID != identity.id {
      // Before 2.5 a batch of a session that was given up is not sent again.
      return fail(slot, .outOfOrderSequenceNumber, adjustsSequences: false, turn: &turn)
    }
    if mayRetry(slot, error, logStart: logStart, now: turn.now) {
      return enqueueAgain(slot, turn: &turn)
    }
    if error == .duplicateSequenceNumber { return acknowledge(slot, at: .unknown, turn: &turn) }
    fail(slot, error, adjustsSequences: hasRetriesLeft(slot), turn: &turn)
  }

  @inline(__always)
  private func hasRetriesLeft(_ slot: Int32) -> Bool {
    Int64(accumulator.batches[slot].attempts) < settings.retries
  }

  /// What an answer means for the sequences when its batch has expired by then.
  private mutating func noteLateWord(_ slot: Int32, _ error: ErrorCode, at offset: Offset) {
    if error == .none { return noteAcknowledged(slot, at: offset) }
    guard clients.lateErrorsCount else { return }
    noteFailed(slot, error, adjustsSequences: hasRetriesLeft(slot))
  }

  private mutating func mayRetry(
    _ slot: Int32, _ error: ErrorCode, logStart: Offset, now: Instant
  ) -> Bool {
    guard Int64(accumulator.batches[slot].attempts) < settings.retries,
      clients.batchExpiry != .deliveryTimeout
        || now - accumulator.batches[slot].createdAt < settings.deliveryTimeout
    else { return false }
    return isIdempotent
      ? mayRetrySequenced(slot, error, logStart: logStart) : error.isRetriable
  }

  /// Puts a batch back: at the head of its queue, or in the order of its sequence.
  private mutating func enqueueAgain(_ slot: Int32, turn: inout Turn) {
    accumulator.removeInFlight(slot)
    accumulator.batches[slot].backoff = network.settings.retryBackoff.pause(
      after: accumulator.batches[slot].attempts, random: &turn.random)
    accumulator.batches[slot].attempts += 1
    accumulator.batches[slot].lastAttemptAt = turn.now
    if isIdempotent { accumulator.insertBySequence(slot) } else { accumulator.pushFront(slot) }
  }

  /// The last word is success.
  mutating func acknowledge(_ slot: Int32, at offset: Offset, turn: inout Turn) {
    let batch = accumulator.batches[slot]
    if isIdempotent { noteAcknowledged(slot, at: offset) }
    turn.announce(
      .acknowledged(
        client: client, partition: accumulator.partitions[Int(batch.partition)].id,
        records: batch.records, offset: offset, acks: acks))
    accumulator.settle(slot)
    hasSettled = true
  }

  /// The last word is an error, which leaves open whether a broker has the records unless no
  /// attempt could have stored them.
  mutating func fail(
    _ slot: Int32, _ error: ErrorCode, adjustsSequences: Bool, turn: inout Turn
  ) {
    let batch = accumulator.batches[slot]
    turn.announce(
      .sendFailed(
        client: client, partition: accumulator.partitions[Int(batch.partition)].id,
        records: batch.records, error: error, isCertain: !batch.mayBeStored && !batch.isOnWire))
    noteFailure(of: batch.records, in: Int(batch.partition))
    if isIdempotent { noteFailed(slot, error, adjustsSequences: adjustsSequences) }
    accumulator.settle(slot)
    hasSettled = true
  }

  /// Splits a batch that the broker found too large, and queues the parts in its place.
  private mutating func split(_ slot: Int32) {
    let parts = accumulator.split(slot)
    if isIdempotent { removeSequenced(slot) }
    accumulator.settle(slot)
    for part in parts.reversed() {
      if isIdempotent && accumulator.batches[part].hasSequence {
        insertSequenced(part)
        accumulator.insertBySequence(part)
      } else {
        accumulator.pushFront(part)
      }
    }
  }
}
