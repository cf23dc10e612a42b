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
    threads[place].deadline = .distantFuture
    threads[place].timerAt = .distantFuture
    if threads[place].bursts == 0 {
      threads[place].base = turn.origin + threads[place].work.start
    } else if threads[place].nextDue < turn.now {
      threads[place].base = turn.now - threads[place].work.interval * threads[place].bursts
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
    guard life == .running else { return }
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
    return true
  }

  /// Hands over the rest of a burst; false if the caller is blocked.
  private mutating func handOver(_ place: Int, turn: inout Turn) -> Bool {
    while threads[place].pending > 0 {
      if threads[place].nextKey < 0 {
        threads[place].nextKey = drawKey(threads[place].work, turn: &turn)
      }
      let key = threads[place].nextKey
      let shape = threads[place].shape(key: key)
      let bound = Int64(accumulator.sizes.upperBound(shape))
      if bound > settings.requestBytesMax || bound > settings.bufferBytes {
        refuse(place, .messageTooLarge, turn: &turn)
        continue
      }
      let count = sendRun(
        threads[place].pending, shape, key: key, explicit: threads[place].work.partition,
        topic: Int(threads[place].topic), turn: &turn)
      if count == 0 {
        if block(place, turn: &turn) { return false }
        continue
      }
      threads[place].isBlocked = false
      threads[place].deadline = .distantFuture
      threads[place].nextKey = -1
      threads[place].pending -= count
      threads[place].handedOver += Int64(count)
    }
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
    threads[place].isBlocked = true
    if waitsForMemory { accumulator.isExhausted = true }
    if threads[place].deadline != .distantFuture {
      wake(place, at: threads[place].deadline, turn: &turn)
    }
    return true
  }

  /// Tells the application that a record was not even taken.
  private mutating func refuse(_ place: Int, _ error: ErrorCode, turn: inout Turn) {
    turn.announce(.producerRefused(client: client, error: error, count: 1))
    threads[place].isBlocked = false
    threads[place].deadline = .distantFuture
    threads[place].nextKey = -1
    threads[place].pending -= 1
    threads[place].handedOver += 1
  }

  private mutating func wake(_ place: Int, at instant: Instant, turn: inout Turn) {
    guard threads[place].timerAt != instant else { return }
    if threads[place].timerAt != .distantFuture { turn.cancelTimer(threads[place].timer) }
    threads[place].timer = turn.setTimer(.producer(.application(Int32(place))), at: instant)
    threads[place].timerAt = instant
  }

  /// Draws the key of the next record; 0 where the workload has no keys.
  private func drawKey(_ work: SendWorkload, turn: inout Turn) -> Int32 {
    guard work.keys > 0 else { return 0 }
    if work.skew > 0 {
      if turn.random.below(100) < UInt64(work.skew) { return 1 }
      return work.keys == 1 ? 1 : Int32(turn.random.below(UInt64(work.keys - 1))) + 2
    }
    return Int32(turn.random.below(UInt64(work.keys))) + 1
  }
}

// MARK: - Records

extension Producer {
  /// Gives up to `count` equal records to one partition; 0 if there is no partition or no memory
  /// for them now.
  private mutating func sendRun(
    _ count: Int32, _ shape: RecordShape, key: Int32, explicit: Int32, topic: Int,
    turn: inout Turn
  ) -> Int32 {
    guard isKnown(topic, explicit: explicit, turn: &turn) else { return 0 }
    let wall = turn.wallMilliseconds
    let choice = choosePartition(
      of: topic, key: key, explicit: explicit, shape: shape, wall: wall, random: &turn.random)
    let place = Int(choice.local)
    if accumulator.partitions[place].stream < 0 { openStream(place, turn: &turn) }
    let limit = key > 0 ? 1 : min(count, choice.limit)
    let added = accumulator.append(
      limit, shape, key: key, to: choice.local, now: turn.now, wall: wall)
    guard added.count > 0 else { return 0 }
    if key > 0 {
      turn.recordStreams.append(key: key, to: accumulator.partitions[place].stream)
    }
    if accumulator.partitions[place].unannounced == added.count { touched.append(choice.local) }
    if added.openedBatch { watchExpiry(turn: &turn) }
    if choice.isSticky { noteSticky(topic, bytes: added.bytes, random: &turn.random) }
    return added.count
  }

  private mutating func openStream(_ place: Int, turn: inout Turn) {
    accumulator.partitions[place].stream = turn.recordStreams.open(
      client: client, incarnation: turn.incarnations[turn.node.place],
      partition: accumulator.partitions[place].id)
  }

  /// Tells the history what was handed over in this turn, before any of it is sent.
  mutating func announceSent(turn: inout Turn) {
    guard !touched.isEmpty else { return }
    for local in touched {
      let partition = accumulator.partitions[Int(local)]
      let range = RecordRange(
        stream: partition.stream, first: partition.nextRecord - Int64(partition.unannounced),
        count: partition.unannounced)
      accumulator.partitions[Int(local)].unannounced = 0
      turn.announce(.sent(client: client, partition: partition.id, records: range))
    }
    touched.removeAll(keepingCapacity: true)
  }

  /// Sends failed records again, as new ones, as far as there is memory.
  private mutating func pumpResends(turn: inout Turn) {
    while let resend = resends.first, life == .running {
      let thread = threads[Int(resend.thread)]
      let key = turn.recordStreams.key(of: resend.original.stream, at: resend.original.first)
      let count = sendRun(
        resend.original.count, thread.shape(key: key), key: key, explicit: thread.work.partition,
        topic: Int(thread.topic), turn: &turn)
      guard count > 0, let local = touched.last else { return }
      let partition = accumulator.partitions[Int(local)]
      let again = RecordRange(
        stream: partition.stream, first: partition.nextRecord - Int64(count), count: count)
      announceSent(turn: &turn)
      let original = RecordRange(
        stream: resend.original.stream, first: resend.original.first, count: count)
      turn.announce(.resentByApplication(client: client, original: original, again: again))
      if count == resend.original.count {
        resends.popFirst()
      } else {
        resends[0].original.first += Int64(count)
        resends[0].original.count -= count
      }
    }
  }

  /// Notes for the next life what the application has no word of, where it is one that sends such
  /// records again.
  mutating func rememberUnsettled() {
    guard plan.resendsAfterRestart else { return resends.removeAll() }
    for slot in accumulator.batches.liveSlots where !accumulator.batches[slot].isDone {
      let batch = accumulator.batches[slot]
      remember(batch.records, of: Int(batch.partition))
    }
  }

  /// Queues records for another send by the loop that works on their topic.
  mutating func remember(_ records: RecordRange, of local: Int) {
    let topic = accumulator.partitions[local].topic
    guard let thread = threads.firstIndex(where: { $0.topic == topic }) else { return }
    resends.append(Resend(original: records, thread: Int32(thread)))
  }
}
