import Kernel

/// The application's loop: poll, work, poll again.
extension Consumer {
  /// Lets the application go on as far as it can at this instant.
  mutating func advance(turn: inout Turn) {
    while application.thread == .polling && life == .running {
      pollCoordinator(turn: &turn)
      if life != .running { return }
      updatePositions(turn: &turn)
      guard life == .running, handOut(turn: &turn) else {
        sendFetches(turn: &turn)
        return
      }
      // The next records travel while the application works.
      sendFetches(turn: &turn)
      if clients.autoCommitCoversUnseen, hasGroup {
        // `KafkaConsumer.poll` sent them with a poll of the network, which ran the commit as well.
        commitAutomatically(turn: &turn)
        pumpCommits(turn: &turn)
      }
      beginWork(turn: &turn)
    }
  }

  /// Returns buffered records to the application, up to `max.poll.records`; false if there are
  /// none.
  private mutating func handOut(turn: inout Turn) -> Bool {
    // The iterator of 0.8 hands out one message at a time.
    var left = zooKeeper == nil ? settings.pollRecordsMax : 1
    while left > 0, let slot = buffered.first {
      guard partitions[Int(slot)].isFetchable else {
        // A paused partition keeps what has arrived; any other asks again once it has a position.
        if !partitions[Int(slot)].isPaused { dropBuffer(slot, turn: &turn) }
        partitions[Int(slot)].isQueued = false
        buffered.popFirst()
        continue
      }
      left -= handOut(slot, atMost: left, turn: &turn)
      if partitions[Int(slot)].buffer.isEmpty {
        partitions[Int(slot)].isQueued = false
        buffered.popFirst()
      }
    }
    return !application.items.isEmpty
  }

  /// Returns records of one partition; how many it was.
  private mutating func handOut(
    _ slot: Int32, atMost limit: Int64, turn: inout Turn
  ) -> Int64 {
    let place = Int(slot)
    var left = limit
    while left > 0 && !partitions[place].buffer.isEmpty {
      let batch = turn.messages.batches[partitions[place].buffer.head]
      let skipped = max(0, partitions[place].position - batch.baseOffset)
      let available = Int64(batch.records.count) - skipped
      let isHidden = hides(batch, slot, turn: &turn)
      let count = isHidden ? 0 : max(0, min(available, left))
      if count > 0 {
        deliver(batch, slot, skipping: skipped, count: count, turn: &turn)
        left -= count
      }
      if isHidden || count >= available {
        partitions[place].position = max(partitions[place].position, batch.nextOffset)
        _ = turn.messages.batches.popFirst(&partitions[place].buffer)
      } else {
        partitions[place].position = batch.baseOffset.advanced(by: skipped + count)
      }
      partitions[place].positionEpoch = batch.leaderEpoch
    }
    return limit - left
  }

  @inline(__always)
  private mutating func deliver(
    _ batch: RecordBatch, _ slot: Int32, skipping skipped: Int64, count: Int64, turn: inout Turn
  ) {
    let records = RecordRange(
      stream: batch.records.stream, first: batch.records.first + skipped, count: Int32(count))
    let offset = batch.baseOffset.advanced(by: skipped)
    let isLast = skipped + count == Int64(batch.records.count)
    let span = isLast ? Int32(clamping: batch.nextOffset - offset) : Int32(count)
    let partition = partitions[Int(slot)].id
    turn.announce(
      .consumed(
        client: client, partition: partition, records: records, offset: offset, span: span))
    application.items.append(
      ConsumerApplication.Item(partition: partition, records: records, offset: offset))
  }

  /// Whether a batch is not for the application: a marker, or part of an aborted transaction that a
  /// read_committed reader skips (KIP-98).
  private mutating func hides(_ batch: RecordBatch, _ slot: Int32, turn: inout Turn) -> Bool {
    let isControl = batch.attributes.contains(.control)
    guard isolation == .readCommitted, isControl || batch.attributes.contains(.transactional)
    else { return isControl }
    openAborted(upTo: batch.lastOffset, slot, turn: &turn)
    if isControl {
      if !batch.attributes.contains(.commitMarker) {
        closeAborted(batch.producerID, slot, turn: &turn)
      }
      return true
    }
    var cursor = turn.messages.aborted.first(partitions[Int(slot)].abortedOpen)
    while cursor != ListRef.end {
      if turn.messages.aborted[cursor].producerID == batch.producerID { return true }
      cursor = turn.messages.aborted.next(cursor)
    }
    return false
  }

  /// Aborted transactions that begin at or before an offset are open from here on.
  private mutating func openAborted(upTo offset: Offset, _ slot: Int32, turn: inout Turn) {
    while !partitions[Int(slot)].abortedAhead.isEmpty {
      let head = partitions[Int(slot)].abortedAhead.head
      guard turn.messages.aborted[head].firstOffset <= offset,
        let entry = turn.messages.aborted.popFirst(&partitions[Int(slot)].abortedAhead)
      else { return }
      turn.messages.aborted.append(entry, to: &partitions[Int(slot)].abortedOpen)
    }
  }

  /// An abort marker ends its producer's transaction.
  private mutating func closeAborted(_ producer: ProducerID, _ slot: Int32, turn: inout Turn) {
    var kept = ListRef()
    while let entry = turn.messages.aborted.popFirst(&partitions[Int(slot)].abortedOpen) {
      if entry.producerID != producer { turn.messages.aborted.append(entry, to: &kept) }
    }
    partitions[Int(slot)].abortedOpen = kept
  }
}
