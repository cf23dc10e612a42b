import Kernel

/// What the application does with the records of a poll, and when it commits.
extension Consumer {
  /// The application begins with what a poll has returned.
  mutating func beginWork(turn: inout Turn) {
    application.thread = .working
    application.hasCommitted = false
    application.hasSpentBatchTime = false
    if application.work.pollInterval > .zero {
      application.nextPollAt = turn.now + application.work.pollInterval
    }
    if application.work.staysAway { applicationLeavesPoll(turn: &turn) }
    continueWork(turn: &turn)
  }

  /// Works on until something takes time, or the batch is done.
  mutating func continueWork(turn: inout Turn) {
    application.thread = .working
    if application.work.commit == .beforeBatch && !application.hasCommitted {
      application.hasCommitted = true
      if commitNow(consumedOffsets, turn: &turn) { return }
    }
    if !application.workers.isEmpty { return handOver(turn: &turn) }
    while let item = application.items.first {
      if application.work.commit == .beforeEachRecord && !application.hasCommitted {
        application.hasCommitted = true
        if commitNow([offset(behind: item.first)], turn: &turn) { return }
      }
      let mustWait = !application.work.isPerBatch || !application.hasSpentBatchTime
      if application.work.takesTime && mustWait {
        let duration = turn.random.duration(
          in: application.work.workMin...application.work.workMax)
        turn.announce(
          .workBegan(client: client, partition: item.partition, offset: item.offset))
        _ = turn.setTimer(.consumer(.processing(0)), after: duration)
        return
      }
      let piece = application.work.needsSingleRecords ? item.first : item
      dropProcessed(piece.records.count)
      if finish(piece, turn: &turn) { return }
    }
    finishBatch(turn: &turn)
  }

  /// Takes records off the front of what is to be processed.
  private mutating func dropProcessed(_ count: Int32) {
    guard let item = application.items.first else { return }
    if item.records.count == count {
      application.items.popFirst()
    } else {
      application.items[0] = item.dropping(count)
    }
  }

  /// The time of a record, a batch, or of another thread's record has passed.
  mutating func workIsDone(by worker: Int32, turn: inout Turn) {
    if worker > 0 { return workerIsDone(Int(worker) - 1, turn: &turn) }
    guard application.thread == .working, let item = application.items.first else { return }
    if application.work.isPerBatch {
      application.hasSpentBatchTime = true
    } else {
      dropProcessed(1)
      if finish(item.first, turn: &turn) { return }
    }
    continueWork(turn: &turn)
  }

  /// Records are done; true if the thread now waits for a commit, or is dead.
  private mutating func finish(
    _ item: ConsumerApplication.Item, turn: inout Turn
  ) -> Bool {
    if !plan.failures.isEmpty && throwsAt(item, turn: &turn) { return true }
    if application.work.commit == .externalStore && !takesEffect(item, turn: &turn) {
      return false
    }
    turn.announce(
      .processed(
        client: client, partition: item.partition, records: item.records, offset: item.offset))
    if plan.forward != nil { forward(item, turn: &turn) }
    switch application.work.commit {
    case .afterEachRecord: return commitNow([offset(behind: item)], turn: &turn)
    case .afterRecords(let limit):
      application.done[item.partition] = offset(behind: item).offset
      application.doneCount += item.records.count
      return application.doneCount >= limit && commitNow(takeDone(), turn: &turn)
    case .beforeEachRecord: application.hasCommitted = false
    case .automatic, .beforeBatch, .afterBatch, .externalStore: break
    }
    return false
  }

  /// What was processed since the last commit, of the partitions that are still this consumer's.
  private mutating func takeDone() -> [CommittedOffset] {
    var offsets: [CommittedOffset] = []
    application.done.forEach { partition, offset in
      guard let slot = slot(of: partition) else { return }
      offsets.append(
        CommittedOffset(
          partition: partition, offset: offset,
          leaderEpoch: partitions[Int(slot)].positionEpoch))
    }
    application.done.removeAll()
    application.doneCount = 0
    return offsets
  }

  /// Whether the application throws at one of these records.
  mutating func throwsAt(_ item: ConsumerApplication.Item, turn: inout Turn) -> Bool {
    for (place, failure) in plan.failures.enumerated() where !failuresBehind[place] {
      let partition = turn.catalog.partition(failure.at.number, of: failure.at.topic)
      guard partition == item.partition, failure.offset >= item.offset,
        failure.offset < item.offset.advanced(by: Int64(item.records.count))
      else { continue }
      if !failure.isEveryTime { failuresBehind[place] = true }
      applicationFails(.unknownServerError, turn: &turn)
      return true
    }
    return false
  }

  /// Sends what was processed on, with its key.
  func forward(_ item: ConsumerApplication.Item, turn: inout Turn) {
    guard let forward = plan.forward else { return }
    let keys = (0..<Int64(item.records.count)).map {
      turn.recordStreams.key(of: item.records.stream, at: item.records.first + $0)
    }
    turn.handOvers.append(HandOver(producer: forward.producer, topic: forward.topic, keys: keys))
  }

  /// Whether a result may be stored: an external store refuses what it has already.
  mutating func takesEffect(
    _ item: ConsumerApplication.Item, turn: inout Turn
  ) -> Bool {
    guard application.work.commit == .externalStore else { return true }
    guard turn.externalStore.store(item.offset, of: item.partition, for: storeOwner) else {
      return false
    }
    turn.announce(
      .offsetCommitted(
        client: client, group: plan.group, partition: item.partition,
        offset: item.offset.advanced(by: 1)))
    return true
  }

  /// Whose offsets in the external store are whose: the group's, or the reader's own.
  @inline(__always)
  var storeOwner: Int32 { hasGroup ? plan.group.value : -1 - client.value }

  /// The offset that says that an item is done.
  @inline(__always)
  func offset(behind item: ConsumerApplication.Item) -> CommittedOffset {
    let epoch = slot(of: item.partition).map { partitions[Int($0)].positionEpoch } ?? .none
    return CommittedOffset(
      partition: item.partition, offset: item.offset.advanced(by: Int64(item.records.count)),
      leaderEpoch: epoch)
  }

  /// The whole batch is done: perhaps a commit, then the next poll.
  private mutating func finishBatch(turn: inout Turn) {
    if !application.hasCommitted {
      application.hasCommitted = true
      if application.work.commit == .afterBatch, commitNow(consumedOffsets, turn: &turn) { return }
      if application.nextCommitAt <= turn.now && !application.work.commitInterval.isInfinite {
        application.nextCommitAt = turn.now + application.work.commitInterval
        commit(
          consumedOffsets, isSynchronous: !application.work.commitsIntervalAsynchronously,
          turn: &turn)
        if application.thread == .committing { return }
      }
    }
    pollAgain(turn: &turn)
  }

  mutating func pollAgain(turn: inout Turn) {
    if application.isAskedToStop {
      application.thread = .pausing
      if application.isIdle { close(turn: &turn) }
    } else if application.nextPollAt > turn.now {
      application.thread = .pausing
      _ = turn.setTimer(.consumer(.poll), at: application.nextPollAt)
    } else {
      application.thread = .polling
      applicationIsBack(turn: &turn)
    }
  }

  /// The pause between two polls is over.
  mutating func pauseIsOver(turn: inout Turn) {
    if application.thread == .pausing && !application.isAskedToStop {
      application.thread = .polling
      applicationIsBack(turn: &turn)
    }
  }

  /// Commits as this application does: true if its thread has to wait for the answer.
  private mutating func commitNow(_ offsets: [CommittedOffset], turn: inout Turn) -> Bool {
    commit(offsets, isSynchronous: !application.work.commitsAsynchronously, turn: &turn)
    return application.thread == .committing
  }

  /// The commit that the thread waited for has had its last word.
  mutating func afterCommit(turn: inout Turn) {
    guard application.thread == .committing else { return }
    continueWork(turn: &turn)
  }
}

extension ConsumerApplication.Item {
  /// Its first record alone.
  var first: ConsumerApplication.Item {
    var one = self
    one.records.count = 1
    return one
  }

  /// What is left without its first records.
  func dropping(_ count: Int32) -> ConsumerApplication.Item {
    var rest = self
    rest.records.first += Int64(count)
    rest.records.count -= count
    rest.offset = offset.advanced(by: Int64(count))
    return rest
  }
}

extension ConsumerWork {
  /// Whether work takes simulated time.
  var takesTime: Bool { workMax > .zero }
  /// Whether simulated time passes between two polls.
  var staysAway: Bool { takesTime || pollInterval > .zero }
  /// Whether each record must be finished apart from the others.
  var needsSingleRecords: Bool {
    switch commit {
    case .automatic, .beforeBatch, .afterBatch: false
    case .beforeEachRecord, .afterEachRecord, .afterRecords, .externalStore: true
    }
  }
}
