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
      let work = application.work
      let mustWait = work.isPerBatch ? !application.hasSpentBatchTime : true
      if work.takesTime && mustWait {
        let duration = turn.random.duration(in: work.workMin...work.workMax)
        turn.announce(
          .workBegan(client: client, partition: item.partition, offset: item.offset))
        _ = turn.setTimer(.consumer(.processing(0)), after: duration)
        return
      }
      let piece = work.needsSingleRecords ? item.first : item
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
    guard !throwsAt(item, turn: &turn) else { return true }
    guard takesEffect(item, turn: &turn) else { return false }
    turn.announce(
      .processed(
        client: client, partition: item.partition, records: item.records, offset: item.offset))
    forward(item, turn: &turn)
    guard application.work.commit == .afterEachRecord else { return false }
    return commitNow([offset(behind: item)], turn: &turn)
  }

  /// Whether the application throws at one of these records.
  private mutating func throwsAt(_ item: ConsumerApplication.Item, turn: inout Turn) -> Bool {
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
  private func forward(_ item: ConsumerApplication.Item, turn: inout Turn) {
    guard let forward = plan.forward else { return }
    let keys = (0..<Int64(item.records.count)).map {
      turn.recordStreams.key(of: item.records.stream, at: item.records.first + $0)
    }
    turn.handOvers.append(HandOver(producer: forward.producer, topic: forward.topic, keys: keys))
  }

  /// Whether a result may be stored: an external store refuses what it has already.
  private mutating func takesEffect(
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

  @inline(__always)
  private func offset(behind item: ConsumerApplication.Item) -> CommittedOffset {
    let epoch = slot(of: item.partition).map { partitions[Int($0)].positionEpoch } ?? .none
    return CommittedOffset(
      partition: item.partition, offset: item.offset.advanced(by: Int64(item.records.count)),
      leaderEpoch: epoch)
  }

  /// The whole batch is done: perhaps a commit, then the next poll.
  private mutating func finishBatch(turn: inout Turn) {
    if !application.hasCommitted {
      application.hasCommitted = true
      switch application.work.commit {
      case .afterBatch: if commitNow(consumedOffsets, turn: &turn) { return }
      case .asynchronouslyAfterBatch:
        commit(consumedOffsets, isSynchronous: false, turn: &turn)
      case .automatic, .afterEachRecord, .beforeBatch, .externalStore: break
      }
      if application.nextCommitAt <= turn.now && !application.work.commitInterval.isInfinite {
        application.nextCommitAt = turn.now + application.work.commitInterval
        if commitNow(consumedOffsets, turn: &turn) { return }
      }
    }
    pollAgain(turn: &turn)
  }

  private mutating func pollAgain(turn: inout Turn) {
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

  /// `commitSync`: true if the thread has to wait for it.
  private mutating func commitNow(_ offsets: [CommittedOffset], turn: inout Turn) -> Bool {
    commit(offsets, isSynchronous: true, turn: &turn)
    return application.thread == .committing
  }

  /// The commit that the thread waited for has had its last word.
  mutating func afterCommit(turn: inout Turn) {
    guard application.thread == .committing else { return }
    continueWork(turn: &turn)
  }

  // MARK: Other threads

  /// Gives the batch to other threads; the polling thread goes on at once.
  private mutating func handOver(turn: inout Turn) {
    while let item = application.items.popFirst() { application.handedOver.append(item) }
    feedWorkers(turn: &turn)
    pollAgain(turn: &turn)
    // A queue that is full holds the polling thread up until there is room.
    if application.handedOver.count >= ConsumerApplication.handedOverLimit {
      application.thread = .pausing
    }
  }

  private mutating func feedWorkers(turn: inout Turn) {
    for worker in application.workers.indices where application.workers[worker] == nil {
      guard let item = application.handedOver.first else { return }
      if !application.work.takesTime {
        application.handedOver.popFirst()
        finishElsewhere(item, turn: &turn)
        continue
      }
      application.workers[worker] = item.first
      if item.records.count == 1 {
        application.handedOver.popFirst()
      } else {
        application.handedOver[0] = item.dropping(1)
      }
      let duration = turn.random.duration(
        in: application.work.workMin...application.work.workMax)
      turn.announce(
        .workBegan(client: client, partition: item.partition, offset: item.offset))
      _ = turn.setTimer(.consumer(.processing(Int32(worker) + 1)), after: duration)
    }
    if !application.work.takesTime, !application.handedOver.isEmpty {
      feedWorkers(turn: &turn)
    }
  }

  private mutating func workerIsDone(_ worker: Int, turn: inout Turn) {
    guard worker < application.workers.count, let item = application.workers[worker] else { return }
    application.workers[worker] = nil
    finishElsewhere(item, turn: &turn)
    feedWorkers(turn: &turn)
    if application.thread == .pausing, application.nextPollAt <= turn.now {
      pauseIsOver(turn: &turn)
    }
    guard application.isIdle else { return }
    commitWhatOthersDid(turn: &turn)
    if application.isAskedToStop && application.thread == .pausing { close(turn: &turn) }
  }

  private mutating func finishElsewhere(_ item: ConsumerApplication.Item, turn: inout Turn) {
    guard life != .down, !throwsAt(item, turn: &turn), takesEffect(item, turn: &turn) else {
      return
    }
    turn.announce(
      .processed(
        client: client, partition: item.partition, records: item.records, offset: item.offset))
    forward(item, turn: &turn)
    switch application.work.commit {
    case .afterEachRecord:
      commit([offset(behind: item)], isSynchronous: false, turn: &turn)
    case .afterBatch, .asynchronouslyAfterBatch:
      let end = item.offset.advanced(by: Int64(item.records.count))
      let known = application.done[item.partition] ?? end
      application.done[item.partition] = max(known, end)
    case .automatic, .beforeBatch, .externalStore: break
    }
  }

  /// Other threads have caught up: the furthest offset of each partition is committed.
  private mutating func commitWhatOthersDid(turn: inout Turn) {
    guard !application.done.isEmpty else { return }
    var offsets: [CommittedOffset] = []
    application.done.forEach { partition, offset in
      offsets.append(CommittedOffset(partition: partition, offset: offset, leaderEpoch: .none))
    }
    application.done.removeAll()
    commit(offsets, isSynchronous: false, turn: &turn)
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
  var needsSingleRecords: Bool { commit == .afterEachRecord || commit == .externalStore }
}
