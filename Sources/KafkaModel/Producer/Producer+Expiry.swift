import Kernel

/// Batches that were given up because of their age (KIP-91 from 2.1, queue time before).
extension Producer {
  /// Fails what is too old, batches in flight first, and sees to the next look.
  ///
  /// Sender skips this while it waits for its first producer id, so nothing expires then.
  mutating func expire(turn: inout Turn) {
    guard accumulator.unsettledBatches > 0 else { return }
    guard !isIdempotent || identity.isKnown else {
      return watchExpiry(at: turn.now + settings.retryBackoff, turn: &turn)
    }
    var next = Instant.distantFuture
    for place in accumulator.partitions.indices {
      if clients.batchExpiry == .deliveryTimeout {
        next = min(next, expireInFlight(place, turn: &turn))
      }
      next = min(next, expireQueued(place, turn: &turn))
    }
    watchExpiry(at: next, turn: &turn)
  }

  private mutating func expireInFlight(_ place: Int, turn: inout Turn) -> Instant {
    var slot = accumulator.partitions[place].inFlight.head
    while slot >= 0 {
      let due = accumulator.batches[slot].createdAt + settings.deliveryTimeout
      if due > turn.now { return due }
      let next = accumulator.batches[slot].next
      expire(slot, turn: &turn)
      slot = next
    }
    return .distantFuture
  }

  private mutating func expireQueued(_ place: Int, turn: inout Turn) -> Instant {
    var slot = accumulator.partitions[place].queue.head
    while slot >= 0 {
      let due = queueExpiry(slot)
      if due > turn.now { return due }
      // Up to 2.0 a muted partition keeps its batches: the one in flight decides first.
      if clients.batchExpiry == .requestTimeout && accumulator.partitions[place].isMuted {
        return turn.now + settings.requestTimeout
      }
      let next = accumulator.batches[slot].next
      accumulator.removeQueued(slot)
      expire(slot, turn: &turn)
      slot = next
    }
    return .distantFuture
  }

  /// When a queued batch is too old.
  @inline(__always)
  private func queueExpiry(_ slot: Int32) -> Instant {
    let batch = accumulator.batches[slot]
    switch clients.batchExpiry {
    case .never: return .distantFuture
    case .deliveryTimeout: return batch.createdAt + settings.deliveryTimeout
    case .requestTimeout:
      if batch.attempts > 0 {
        return batch.lastAttemptAt + settings.retryBackoff + settings.requestTimeout
      }
      if accumulator.isFull(slot) { return batch.lastAppendAt + settings.requestTimeout }
      return batch.createdAt + settings.linger + settings.requestTimeout
    }
  }

  private mutating func expire(_ slot: Int32, turn: inout Turn) {
    let wasRetried = accumulator.batches[slot].attempts > 0
    let batch = accumulator.batches[slot]
    fail(slot, .requestTimedOut, adjustsSequences: false, turn: &turn)
    if isIdempotent && wasRetried { noteUnresolved(batch) }
  }

  /// Sees to it that expiry is looked at when the youngest batch is due, unless an earlier look is
  /// planned.
  mutating func watchExpiry(turn: inout Turn) {
    guard expiryTimerAt == .distantFuture else { return }
    switch clients.batchExpiry {
    case .never: return
    case .deliveryTimeout: watchExpiry(at: turn.now + settings.deliveryTimeout, turn: &turn)
    case .requestTimeout: watchExpiry(at: turn.now + settings.requestTimeout, turn: &turn)
    }
  }

  private mutating func watchExpiry(at instant: Instant, turn: inout Turn) {
    guard instant < expiryTimerAt, instant != .distantFuture else { return }
    // A timer that stands already is later than this one only when an earlier look planned it; it
    // fires and finds nothing.
    _ = turn.setTimer(.producer(.expiry), at: instant)
    expiryTimerAt = instant
  }
}
