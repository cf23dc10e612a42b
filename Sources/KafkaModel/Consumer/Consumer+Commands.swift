import Kernel

/// What a scenario has the application do while it runs.
extension Consumer {
  mutating func obey(_ command: ClientCommand, turn: inout Turn) {
    guard life == .running else { return }
    switch command {
    case .seek(let partition, let target):
      for slot in slots(partition.map { [$0] } ?? []) { seek(slot, to: target, turn: &turn) }
    case .pause(let chosen):
      fetchPlanChanged()
      for slot in slots(chosen) { partitions[Int(slot)].isPaused = true }
    case .resume(let chosen):
      fetchPlanChanged()
      for slot in slots(chosen) {
        partitions[Int(slot)].isPaused = false
        if !partitions[Int(slot)].buffer.isEmpty { enqueue(slot) }
      }
    case .subscribe(let chosen):
      topics = chosen
      for topic in chosen { _ = network.track(topic, turn: &turn) }
      membership.needsRejoin = true
    case .unsubscribe: unsubscribe(turn: &turn)
    case .assign(let chosen):
      if isMember { unsubscribe(turn: &turn) }
      assignedByHand = chosen
      for partition in chosen {
        _ = network.track(turn.catalog.topic(of: partition), turn: &turn)
      }
      replaceAssignment(chosen, turn: &turn)
    case .commit:
      // Another thread's call: it is repeated until it has an answer, and holds nobody up.
      let offsets = consumedOffsets
      if zooKeeper != nil { return writeOffsets(offsets, turn: &turn) }
      if hasGroup && !offsets.isEmpty {
        ask(.ordered, offsets, until: turn.now + settings.apiTimeout)
        pumpCommits(turn: &turn)
      }
    case .setWork(let least, let most):
      application.work.workMin = least
      application.work.workMax = max(least, most)
    case .send, .setInterval, .close: break
    }
  }

  /// The slots of these partitions as far as they are assigned; of all, if none is named.
  private func slots(_ chosen: [PartitionID]) -> [Int32] {
    if chosen.isEmpty { return partitions.indices.map { Int32($0) } }
    return chosen.compactMap { slot(of: $0) }
  }

  /// `seek`, `seekToBeginning`, `seekToEnd`; the latter two ask when the position is needed.
  mutating func seek(_ slot: Int32, to target: ClientCommand.SeekTarget, turn: inout Turn) {
    switch target {
    case .offset(let offset):
      place(slot, at: offset, epoch: .none, .seek, turn: &turn)
    case .beginning, .end:
      dropBuffer(slot, turn: &turn)
      partitions[Int(slot)].resetTarget = target == .end ? .latest : .earliest
      partitions[Int(slot)].resetReason = .seek
      setState(.awaitingReset, of: slot)
    }
  }

  private mutating func unsubscribe(turn: inout Turn) {
    guard isMember else { return replaceAssignment([], turn: &turn) }
    for partition in partitions { announceRevoked(partition.id, isLost: false, turn: &turn) }
    replaceAssignment([], turn: &turn)
    if instance == .none { sendLeave(isForPollTimeout: false, turn: &turn) }
    resetGeneration()
    membership.needsRejoin = false
  }

  /// Where the application seeks to as soon as partitions are its own, once per life.
  mutating func seekAtStart(_ slot: Int32, turn: inout Turn) -> Bool {
    let id = partitions[Int(slot)].id
    if application.work.commit == .externalStore,
      let stored = turn.externalStore.position(of: id, for: storeOwner)
    {
      place(slot, at: stored, epoch: .none, .seek, turn: &turn)
      return true
    }
    guard !hasSought.contains(id) else { return false }
    let number = turn.catalog.partitions[id.index].number
    let topic = turn.catalog.topic(of: id)
    let wanted = plan.seeks.first {
      $0.at == nil || $0.at == PlannedPartition(topic: topic, number: number)
    }
    guard let wanted else { return false }
    hasSought.append(id)
    seek(slot, to: wanted.target, turn: &turn)
    return true
  }
}
