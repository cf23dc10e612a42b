import Kernel

/// Records that the application sends again, as new records: after an error, or in its next life.
extension Producer {
  /// Sends failed records again, as new ones, as far as there is memory.
  mutating func pumpResends(turn: inout Turn) {
    while let resend = resends.first, life == .running {
      let work = threads[Int(resend.thread)].work
      let written = turn.recordStreams.key(of: resend.original.stream, at: resend.original.first)
      let key = CompactionKey(written: written)
      let record = DrawnRecord(
        key: key.number, bytes: work.recordBytes, isTombstone: key.isTombstone)
      let count = sendRun(
        key.number > 0 ? 1 : resend.original.count, record, by: Int(resend.thread), turn: &turn)
      guard count > 0, let local = touched.last else { return }
      let partition = accumulator.partitions[Int(local)]
      let again = RecordRange(
        stream: partition.stream, first: partition.nextRecord - Int64(count), count: count)
      announceSent(turn: &turn)
      let original = RecordRange(
        stream: resend.original.stream, first: resend.original.first, count: count)
      turn.announce(.resentByApplication(client: client, original: original, again: again))
      if plan.resendLimit < .max { attempts.append((again, resend.attempt + 1)) }
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
    if plan.startsOverAfterRestart {
      threads = Table(plan.workloads.map { ApplicationThread(work: $0) })
    }
    guard plan.resendsAfterRestart else { return resends.removeAll() }
    for slot in accumulator.batches.liveSlots where !accumulator.batches[slot].isDone {
      let batch = accumulator.batches[slot]
      remember(batch.records, of: Int(batch.partition))
    }
  }

  /// Does what the application does about a failed send: goes on, sends the records again, or gives
  /// up.
  mutating func noteFailure(of records: RecordRange, in local: Int) {
    if plan.stopsOnError { stopThreads() }
    if plan.resendsOnError { remember(records, of: local) }
  }

  /// The application gives up: it sends nothing any more in this life.
  mutating func stopThreads() {
    for place in threads.indices { threads[place].hasStopped = true }
  }

  /// Queues records for another send by the loop that works on their topic, unless they had their
  /// share of attempts.
  private mutating func remember(_ records: RecordRange, of local: Int) {
    let partition = accumulator.partitions[local]
    let number = topics[Int(partition.topic)].locals.firstIndex(of: Int32(local)) ?? 0
    let place =
      threads.firstIndex { $0.topic == partition.topic && $0.work.partition == Int32(number) }
      ?? threads.firstIndex { $0.topic == partition.topic }
    guard let place else { return }
    var attempt: Int32 = 0
    if let known = attempts.firstIndex(where: {
      $0.records.stream == records.stream && $0.records.first <= records.first
        && records.first < $0.records.first + Int64($0.records.count)
    }) {
      attempt = attempts[known].attempt
    }
    guard attempt < plan.resendLimit else { return }
    resends.append(Resend(original: records, thread: Int32(place), attempt: attempt))
  }
}
