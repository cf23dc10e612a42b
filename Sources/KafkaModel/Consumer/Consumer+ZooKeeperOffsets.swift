import Kernel

/// Committed offsets as znodes: /consumers/GROUP/offsets/TOPIC/PARTITION.
///
/// Whoever writes last wins; nobody asks whether the writer still owns the partition.
extension Consumer {
  /// Asks for the offset that a partition begins at.
  mutating func readOffset(_ slot: Int32, turn: inout Turn) {
    partitions[Int(slot)].isAsking = true
    let partition = partitions[Int(slot)].id
    zooKeeper?.submit(
      .getData(.consumerOffset(plan.group, partition), watch: false),
      ticket: ZooKeeperMembership.ticket(.readOffset, partition.value), turn: &turn)
  }

  mutating func offsetRead(
    _ result: ZooKeeperResult, of partition: PartitionID, turn: inout Turn
  ) {
    guard let slot = slot(of: partition), partitions[Int(slot)].state == .initializing else {
      return
    }
    partitions[Int(slot)].isAsking = false
    switch result {
    case .data(.offset(let offset), _):
      place(slot, at: offset, epoch: .none, .committedOffset, turn: &turn)
    case .noNode: reset(slot, .noCommittedOffset, turn: &turn)
    default: break
    }
  }

  /// The timer of automatic commits, a thread of its own.
  mutating func commitTimerIsDue(turn: inout Turn) {
    setAutoCommit(at: turn.now + settings.autoCommitInterval, turn: &turn)
    if life == .running { writeOffsets(consumedOffsets, turn: &turn) }
  }

  /// Writes offsets that have changed since they were written last.
  mutating func writeOffsets(_ offsets: [CommittedOffset], turn: inout Turn) {
    for each in offsets where old.written[each.partition] != each.offset {
      old.written[each.partition] = each.offset
      let number = old.writes.insert(.init(partition: each.partition, offset: each.offset))
      zooKeeper?.submit(
        .setData(.consumerOffset(plan.group, each.partition), .offset(each.offset), version: -1),
        ticket: ZooKeeperMembership.ticket(.write, number), turn: &turn)
    }
  }

  /// `commitOffsets`; the application waits for all of it if it is synchronous.
  mutating func commitToZooKeeper(
    _ offsets: [CommittedOffset], isSynchronous: Bool, turn: inout Turn
  ) {
    writeOffsets(offsets, turn: &turn)
    guard isSynchronous, !old.writes.isEmpty else { return }
    old.waiter = .application
    application.thread = .committing
  }

  mutating func written(
    _ result: ZooKeeperResult, of step: ZooKeeperMembership.Step, _ number: Int32,
    turn: inout Turn
  ) {
    guard old.writes.contains(number) else { return }
    let write = old.writes[number]
    if case .noNode = result, step == .write {
      zooKeeper?.submit(
        .create(
          .consumerOffset(plan.group, write.partition), .offset(write.offset), isEphemeral: false),
        ticket: ZooKeeperMembership.ticket(.create, number), turn: &turn)
      return
    }
    _ = old.writes.remove(number)
    switch result {
    case .stat, .ok, .created, .nodeExists:
      turn.announce(
        .offsetCommitted(
          client: client, group: plan.group, partition: write.partition, offset: write.offset))
    default: old.written.removeValue(forKey: write.partition)
    }
    if old.writes.isEmpty { writesAreDone(turn: &turn) }
  }

  private mutating func writesAreDone(turn: inout Turn) {
    let waiter = old.waiter
    old.waiter = .nobody
    switch waiter {
    case .nobody, .release: return
    case .application: afterCommit(turn: &turn)
    case .closing: endWithZooKeeper(turn: &turn)
    }
  }

  /// `shutdown`: the offsets are written, then the session is closed, and with it everything
  /// ephemeral.
  mutating func closeWithZooKeeper(turn: inout Turn) {
    if settings.commitsAutomatically { writeOffsets(consumedOffsets, turn: &turn) }
    if old.writes.isEmpty { return endWithZooKeeper(turn: &turn) }
    old.waiter = .closing
  }

  private mutating func endWithZooKeeper(turn: inout Turn) {
    for partition in partitions where isMember {
      turn.announce(
        .partitionRevoked(
          client: client, group: plan.group, partition: partition.id,
          generation: old.generation, isLost: false))
    }
    zooKeeper?.close(turn: &turn)
    endProcess(turn: &turn)
  }
}
