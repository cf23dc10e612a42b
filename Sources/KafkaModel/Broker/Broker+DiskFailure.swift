import Kernel

/// A log directory that fails: the whole broker until 0.11, its partitions since 1.0 (KIP-112).
extension Broker {
  /// An operation on the log directory has failed with an input/output error.
  ///
  /// Simplified: brokers have one log directory here, whose failure is the failure of the last one,
  /// so that every release halts; the partitions go offline first, as with several directories.
  mutating func logDirectoryFailed(isBroken: Bool, turn: inout Turn) {
    if disk.isFailed || process.hasOfflineDirectory { return }
    disk.isFailed = isBroken
    turn.announce(.logDirectoryFailed(broker: id))
    guard process.stage != .down, process.stage != .ended else { return }
    process.hasOfflineDirectory = true
    switch turn.semantics.log.diskFailure {
    case .haltsBroker: halt(.logDirectoryFailed, turn: &turn)
    case .failsDirectory:
      for replica in process.partitions.indices where process.partitions[replica].isHosted {
        removeFromFetcher(replica)
        process.partitions[replica].role = .offline
        process.partitions[replica].isrChange = .none
        checkProduces(replica, turn: &turn)
        wakeFetches(replica, turn: &turn)
      }
      if plan.settings.logs.directoryCount <= 1 {
        return halt(.logDirectoryFailed, turn: &turn)
      }
      process.zooKeeper.submit(
        .createSequential(.logDirectoryEvents, .logDirectoryEvent(id)),
        ticket: ZooKeeperTicket(owner: .lifecycle, number: LifecycleTicket.ignored.rawValue),
        turn: &turn)
    }
  }

  // MARK: Slow disks

  /// What a write costs on a healthy disk, where it is not counted.
  static let usualWrite = Duration.microseconds(20)

  /// Puts a write in the slow disk's queue; writes follow each other.
  mutating func delayWrite(
    _ message: Message, on connection: ConnectionID, turn: inout Turn
  ) {
    let start = max(turn.now, process.diskIsBusyUntil)
    process.diskIsBusyUntil = start + Self.usualWrite * Int64(disk.slowness)
    process.slowed.append(BlockedRequest(connection: connection, message: message))
    _ = turn.setTimer(.broker(.slowDisk), at: process.diskIsBusyUntil)
  }

  /// The slow disk has finished the oldest write: what it was for goes on.
  mutating func slowWriteDone(turn: inout Turn) {
    guard let write = process.slowed.popFirst() else { return }
    turn.history.cause = write.message.cause
    if case .fetched(let response) = write.message.body {
      guard let fetcher = fetcher(of: write.connection) else {
        return turn.messages.free(write.message.body)
      }
      receive(response, fetcher, turn: &turn)
    } else {
      perform(write.message, on: write.connection, turn: &turn)
    }
  }
}
