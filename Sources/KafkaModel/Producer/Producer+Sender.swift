import Kernel

/// The sender thread: which brokers have something ready, what goes into one request, and when to
/// look again (Sender, RecordAccumulator).
extension Producer {
  /// Sends what is ready until nothing is, then sees to the next look.
  mutating func runSender(turn: inout Turn) {
    network.maintainMetadata(turn: &turn)
    if isIdempotent && !prepareIdentity(turn: &turn) { return }
    var wake = Instant.distantFuture
    var hasSent = true
    while hasSent && !accumulator.queued.isEmpty {
      hasSent = false
      wake = findReady(turn: &turn)
      for broker in readyBrokers {
        guard let slot = network.slot(of: broker, role: .data) else { continue }
        let isReady = network.ready(slot, turn: &turn)
        if settings.partitionAvailabilityTimeout > .zero {
          latencies[Int(broker.value)].note(ready: turn.now, canDrain: isReady)
        }
        guard isReady else { continue }
        if drain(broker, slot, turn: &turn) { hasSent = true }
      }
    }
    if accumulator.queued.isEmpty { wake = .distantFuture }
    wakeSender(at: wake, turn: &turn)
  }

  /// Collects the brokers that lead a ready partition; returns when the next one becomes ready by
  /// itself.
  private mutating func findReady(turn: inout Turn) -> Instant {
    readyBrokers.removeAll(keepingCapacity: true)
    pass &+= 1
    var wake = Instant.distantFuture
    var lacksLeader = false
    for local in accumulator.queued {
      let place = Int(local)
      let queue = accumulator.partitions[place].queue
      accumulator.partitions[place].seenQueue = queue.count
      accumulator.partitions[place].seenInPass = pass
      let leader = network.metadata.leader(of: accumulator.partitions[place].id)
      if leader == .none {
        lacksLeader = true
        continue
      }
      if accumulator.partitions[place].isMuted || readyBrokers.contains(leader) { continue }
      let due = readyAt(queue, place, now: turn.now)
      if due <= turn.now { readyBrokers.append(leader) } else { wake = min(wake, due) }
    }
    if lacksLeader { network.requestMetadata(turn: &turn) }
    return wake
  }

  /// When the head of a queue may be sent: at once, after its linger, or after its pause.
  @inline(__always)
  private func readyAt(_ queue: BatchList, _ place: Int, now: Instant) -> Instant {
    let head = queue.head
    if isBackingOff(head, place, now: now) {
      return accumulator.batches[head].lastAttemptAt + accumulator.batches[head].backoff
    }
    let isSendable =
      queue.count > 1 || accumulator.isFull(head) || accumulator.isExhausted || life == .closing
      || accumulator.batches[head].serial <= flushSerial
    if isSendable { return now }
    return accumulator.batches[head].createdAt + settings.linger
  }

  /// Whether a batch still pauses after a failed attempt; a newer leader ends the pause (KIP-951).
  @inline(__always)
  private func isBackingOff(_ slot: Int32, _ place: Int, now: Instant) -> Bool {
    guard accumulator.batches[slot].attempts > 0,
      accumulator.batches[slot].lastAttemptAt + accumulator.batches[slot].backoff > now
    else { return false }
    guard clients.newLeaderSkipsBackoff else { return true }
    let epoch = network.metadata.leaderEpoch(of: accumulator.partitions[place].id)
    return epoch == accumulator.batches[slot].leaderEpoch
  }

  /// Sets the sender's timer, unless an earlier one stands.
  mutating func wakeSender(at instant: Instant, turn: inout Turn) {
    guard instant < senderTimerAt else { return }
    if senderTimerAt != .distantFuture { turn.cancelTimer(senderTimer) }
    senderTimer = turn.setTimer(.producer(.sender), at: max(instant, turn.now))
    senderTimerAt = instant
  }
}

// MARK: - Draining

extension Producer {
  /// Takes at most one batch of each partition that a broker leads, and sends them in one request;
  /// false if there was none.
  ///
  /// Begins where the last drain of this broker stopped, and stops at `max.request.size`.
  private mutating func drain(
    _ broker: BrokerID, _ slot: ClientSlot, turn: inout Turn
  ) -> Bool {
    rotateQueued(from: drainStarts[Int(broker.value)])
    var parts = ListRef()
    var list = ListRef()
    var bytes: Int32 = 0
    var stop: Int32 = -1
    for local in drainOrder {
      let place = Int(local)
      let partition = accumulator.partitions[place].id
      guard network.metadata.leader(of: partition) == broker,
        !accumulator.partitions[place].isMuted
      else { continue }
      let head = accumulator.partitions[place].queue.head
      if isBackingOff(head, place, now: turn.now) { continue }
      let size = accumulator.sizes.batchOverhead + accumulator.estimatedBytes(head)
      let isTooLong = !parts.isEmpty && Int64(bytes) + Int64(size) > settings.requestBytesMax
      if isTooLong || (isIdempotent && !maySend(head, place)) {
        stop = local
        break
      }
      take(head, place, turn: &turn)
      bytes += accumulator.sizes.batchOverhead + accumulator.batches[head].packedBytes
      turn.messages.produceParts.append(
        ProducePart(
          partition: partition,
          batch: accumulator.batches[head].onWire(overhead: accumulator.sizes.batchOverhead)),
        to: &parts)
      requestBatches.append(head, to: &list)
    }
    moveDrainStart(of: broker, stop: stop)
    guard !parts.isEmpty else { return false }
    transmit(parts, list, bytes: bytes, on: slot, turn: &turn)
    return true
  }

  /// The queued partitions in the order of this drain.
  private mutating func rotateQueued(from start: Int32) {
    drainOrder.removeAll(keepingCapacity: true)
    let first = accumulator.placeInQueued(start)
    let count = accumulator.queued.count
    for place in first..<count { drainOrder.append(accumulator.queued[place]) }
    for place in 0..<first { drainOrder.append(accumulator.queued[place]) }
  }

  /// The next drain begins at the last partition that this one looked at, as Kafka's index does.
  private mutating func moveDrainStart(of broker: BrokerID, stop: Int32) {
    guard stop < 0 else {
      drainStarts[Int(broker.value)] = stop
      return
    }
    let count = Int32(accumulator.partitions.count)
    var place = drainStarts[Int(broker.value)]
    for _ in 0..<count {
      place = place == 0 ? count - 1 : place - 1
      let leader = network.metadata.leader(of: accumulator.partitions[Int(place)].id)
      if leader == broker { break }
    }
    drainStarts[Int(broker.value)] = place
  }

  /// Takes the head of a queue for a request: it gets its sequence now, and never another record.
  private mutating func take(_ slot: Int32, _ place: Int, turn: inout Turn) {
    accumulator.removeQueued(slot)
    if isIdempotent && !accumulator.batches[slot].hasSequence { assignSequence(slot, place) }
    accumulator.batches[slot].isClosed = true
    accumulator.learnCompression(slot)
    accumulator.batches[slot].isOnWire = true
    accumulator.batches[slot].leaderEpoch = network.metadata.leaderEpoch(
      of: accumulator.partitions[place].id)
    accumulator.addInFlight(slot)
    if mutesPartitions && clients.singleInFlightMutes {
      accumulator.partitions[place].isMuted = true
    }
    if accumulator.batches[slot].attempts > 0 {
      let batch = accumulator.batches[slot]
      turn.announce(
        .retried(
          client: client, partition: accumulator.partitions[place].id, records: batch.records,
          error: batch.lastError))
    }
  }

  /// Puts a request on the wire. Without acknowledgements, writing it is the last word.
  private mutating func transmit(
    _ parts: ListRef, _ list: ListRef, bytes: Int32, on slot: ClientSlot, turn: inout Turn
  ) {
    let request = ProduceRequest(
      acks: acks, timeout: settings.requestTimeout, parts: parts, byteCount: bytes)
    if acks != .zero {
      let token = requests.insert(list)
      network.send(
        .produce(request), on: slot, token: token, timeout: settings.requestTimeout, turn: &turn)
      return
    }
    network.sendUnanswered(.produce(request), on: slot, turn: &turn)
    var cursor = requestBatches.first(list)
    while cursor != ListRef.end {
      let batch = requestBatches[cursor]
      accumulator.batches[batch].isOnWire = false
      accumulator.partitions[Int(accumulator.batches[batch].partition)].isMuted = false
      acknowledge(batch, at: .unknown, turn: &turn)
      cursor = requestBatches.next(cursor)
    }
    requestBatches.free(list)
  }
}
