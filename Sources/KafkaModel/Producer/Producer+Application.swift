import Kernel

/// The application's side: what is due is handed to the producer, which may block the caller
/// (KafkaProducer.doSend).
extension Producer {
  /// How many bursts one event may hand over; the rest follows at the same instant.
  static let burstsPerTurn = 4096

  /// Looks up a loop's topic and sets its grid.
  mutating func beginThread(_ place: Int, turn: inout Turn) {
    threads[place].topic = topicPlace(threads[place].work.topic)
    threads[place].isBlocked = false
    threads[place].isAwaiting = false
    threads[place].hasStopped = false
    threads[place].deadline = .distantFuture
    threads[place].timerAt = .distantFuture
    if threads[place].bursts == 0 {
      threads[place].base = turn.origin + threads[place].work.start
    } else if threads[place].nextDue < turn.now {
      threads[place].moveNextDue(to: turn.now)
    }
    pump(place, turn: &turn)
  }

  /// Lets every loop go on that waited for something, and those that send again.
  mutating func resumeApplication(turn: inout Turn) {
    accumulator.isExhausted = false
    if !resends.isEmpty { pumpResends(turn: &turn) }
    for place in threads.indices where threads[place].isBlocked || threads[place].isAwaiting {
      pump(place, turn: &turn)
    }
    announceSent(turn: &turn)
  }

  /// Hands over what is due on one loop, until it has to wait.
  mutating func pump(_ place: Int, turn: inout Turn) {
    guard life == .running, !threads[place].hasStopped else { return }
    for _ in 0..<Self.burstsPerTurn {
      if threads[place].pending == 0 && !beginBurst(place, turn: &turn) { return }
      if !handOver(place, turn: &turn) { return }
    }
    wake(place, at: turn.now, turn: &turn)
  }

  /// Begins the next burst if it is due; otherwise sees to it that the loop is woken.
  private mutating func beginBurst(_ place: Int, turn: inout Turn) -> Bool {
    threads[place].isAwaiting = false
    let work = threads[place].work
    let left = work.total - threads[place].handedOver
    let due = threads[place].nextDue
    guard left > 0, due < turn.origin + work.end else { return false }
    if due > turn.now {
      wake(place, at: due, turn: &turn)
      return false
    }
    if work.waitsForResult && accumulator.unsettledCount > 0 {
      threads[place].isAwaiting = true
      return false
    }
    threads[place].pending = Int32(min(Int64(work.burst), left))
    threads[place].bursts += 1
    if work.intervalMax > work.interval {
      let pause = turn.random.duration(in: work.interval...work.intervalMax)
      threads[place].moveNextDue(to: due + pause)
    }
    return true
  }

  /// Hands over the rest of a burst; false if the caller is blocked.
  private mutating func handOver(_ place: Int, turn: inout Turn) -> Bool {
    while threads[place].pending > 0 && !threads[place].hasStopped {
      let record = threads[place].next ?? threads[place].draw(&turn.random)
      threads[place].next = record
      let bound = Int64(accumulator.sizes.upperBound(record.shape))
      if bound > settings.requestBytesMax || bound > settings.bufferBytes {
        refuse(place, .messageTooLarge, turn: &turn)
        continue
      }
      let isUniform = threads[place].work.isUniform
      let count = sendRun(
        isUniform ? threads[place].pending : 1, record, by: place, turn: &turn)
      if count == 0 {
        if block(place, turn: &turn) { return false }
        continue
      }
      unblock(place, now: turn.now)
      threads[place].next = nil
      threads[place].pending -= count
      threads[place].handedOver += Int64(count)
    }
    if threads[place].work.flushes { flushSerial = accumulator.nextSerial - 1 }
    return true
  }

  /// Holds a send up until something changes or its time is over; false once the record has been
  /// refused.
  private mutating func block(_ place: Int, turn: inout Turn) -> Bool {
    let explicit = Int(max(0, threads[place].work.partition))
    let waitsForMemory = topics[Int(threads[place].topic)].locals.count > explicit
    if threads[place].deadline == .distantFuture {
      let isEndless = waitsForMemory && settings.blocksOnFullBuffer
      threads[place].deadline = isEndless ? .distantFuture : turn.now + settings.blockMax
    }
    if turn.now >= threads[place].deadline {
      refuse(place, .requestTimedOut, turn: &turn)
      return false
    }
    if !threads[place].isBlocked { threads[place].blockedSince = turn.now }
    threads[place].isBlocked = true
    if waitsForMemory { accumulator.isExhausted = true }
    if threads[place].deadline != .distantFuture {
      wake(place, at: threads[place].deadline, turn: &turn)
    }
    return true
  }

  /// A blocked send goes on, or is given up.
  private mutating func unblock(_ place: Int, now: Instant) {
    if threads[place].isBlocked {
      longestBlocking = max(longestBlocking, now - threads[place].blockedSince)
    }
    threads[place].isBlocked = false
    threads[place].deadline = .distantFuture
  }

  /// The longest that a send kept the application waiting, one that still waits included.
  func longestBlocking(now: Instant) -> Duration {
    threads.reduce(longestBlocking) { longest, thread in
      thread.isBlocked ? max(longest, now - thread.blockedSince) : longest
    }
  }

  /// The most of `buffer.memory` that was ever used.
  var largestBuffer: Int64 {
    max(largestInOldLives, settings.bufferBytes - accumulator.leastFree)
  }

  /// Tells the application that a record was not even taken.
  private mutating func refuse(_ place: Int, _ error: ErrorCode, turn: inout Turn) {
    turn.announce(.producerRefused(client: client, error: error, count: 1))
    unblock(place, now: turn.now)
    threads[place].next = nil
    threads[place].pending -= 1
    threads[place].handedOver += 1
    if plan.stopsOnError { stopThreads() }
  }

  private mutating func wake(_ place: Int, at instant: Instant, turn: inout Turn) {
    guard threads[place].timerAt != instant else { return }
    if threads[place].timerAt != .distantFuture { turn.cancelTimer(threads[place].timer) }
    threads[place].timer = turn.setTimer(.producer(.application(Int32(place))), at: instant)
    threads[place].timerAt = instant
  }
}
