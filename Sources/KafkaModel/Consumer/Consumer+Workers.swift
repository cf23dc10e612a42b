import Kernel

/// Work that other threads do, while the polling thread goes on.
extension Consumer {
  /// Gives the batch to other threads; the polling thread goes on at once.
  mutating func handOver(turn: inout Turn) {
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
      if application.work.commit == .beforeEachRecord {
        let piece = application.work.takesTime ? item.first : item
        commit([offset(behind: piece)], isSynchronous: false, turn: &turn)
      }
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

  mutating func workerIsDone(_ worker: Int, turn: inout Turn) {
    guard worker < application.workers.count, let item = application.workers[worker] else { return }
    application.workers[worker] = nil
    finishElsewhere(item, turn: &turn)
    feedWorkers(turn: &turn)
    if application.thread == .pausing, application.nextPollAt <= turn.now {
      pauseIsOver(turn: &turn)
    }
    guard application.isIdle else { return }
    if application.work.commit == .afterBatch { commitWhatOthersDid(turn: &turn) }
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
    case .afterBatch, .afterRecords:
      let end = item.offset.advanced(by: Int64(item.records.count))
      let known = application.done[item.partition] ?? end
      application.done[item.partition] = max(known, end)
      application.doneCount += item.records.count
    case .automatic, .beforeBatch, .beforeEachRecord, .externalStore: break
    }
    if case .afterRecords(let limit) = application.work.commit, application.doneCount >= limit {
      commitWhatOthersDid(turn: &turn)
    }
  }

  /// The furthest offset that other threads have got to is committed, whatever they have left out.
  private mutating func commitWhatOthersDid(turn: inout Turn) {
    guard !application.done.isEmpty else { return }
    var offsets: [CommittedOffset] = []
    application.done.forEach { partition, offset in
      offsets.append(CommittedOffset(partition: partition, offset: offset, leaderEpoch: .none))
    }
    application.done.removeAll()
    application.doneCount = 0
    commit(offsets, isSynchronous: false, turn: &turn)
  }
}
