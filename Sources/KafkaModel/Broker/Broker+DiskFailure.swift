import Kernel

/// A log directory that fails: the whole broker until 0.11, its partitions since 1.0 (KIP-112).
extension Broker {
  /// The disks under some log directories, or under all of them, have failed (a fault).
  mutating func disksFailed(_ place: Int32?, turn: inout Turn) {
    for directory in disk.directories.indices where place == nil || directory == Int(place ?? 0) {
      logDirectoryFailed(directory, isBroken: true, turn: &turn)
    }
  }

  /// An operation on a log directory has failed with an input/output error: it is offline until the
  /// next start, and with the last one the broker ends (ReplicaManager.handleLogDirFailure).
  mutating func logDirectoryFailed(_ directory: Int, isBroken: Bool, turn: inout Turn) {
    if disk.failed.contains(directory) || process.offlineDirectories.contains(directory) { return }
    if isBroken { disk.failed.insert(directory) }
    turn.announce(.logDirectoryFailed(broker: id))
    guard process.stage != .down, process.stage != .ended else { return }
    process.offlineDirectories.insert(directory)
    switch turn.semantics.log.diskFailure {
    case .haltsBroker: halt(.logDirectoryFailed, turn: &turn)
    case .failsDirectory:
      for replica in process.partitions.indices
      where process.partitions[replica].isHosted && disk.directory(of: replica) == directory {
        removeFromFetcher(replica)
        process.partitions[replica].role = .offline
        process.partitions[replica].isrChange = .none
        checkProduces(replica, turn: &turn)
        wakeFetches(replica, turn: &turn)
      }
      if process.offlineDirectories.count == disk.directories.count {
        return halt(.logDirectoryFailed, turn: &turn)
      }
      process.zooKeeper.submit(
        .createSequential(.logDirectoryEvents, .logDirectoryEvent(id)),
        ticket: ZooKeeperTicket(owner: .lifecycle, number: LifecycleTicket.ignored.rawValue),
        turn: &turn)
    }
  }

  /// Whether a replica's directory works in this life of the broker.
  @inline(__always)
  func isUsable(_ replica: Int) -> Bool {
    process.offlineDirectories.isEmpty
      || !process.offlineDirectories.contains(disk.directory(of: replica))
  }

  // MARK: Slow disks

  /// What a write costs on a healthy disk, where it is not counted.
  static let usualWrite = Duration.microseconds(20)

  /// Puts a write in the slow disk's queue; writes follow each other.
  mutating func delayWrite(
    _ message: Message, _ ticket: RequestTicket, turn: inout Turn
  ) {
    let start = max(turn.now, process.diskIsBusyUntil, disk.stalledUntil)
    process.diskIsBusyUntil = start + Self.usualWrite * Int64(disk.slowness)
    process.slowed.append(BlockedRequest(ticket: ticket, message: message))
    _ = turn.setTimer(.broker(.slowDisk), at: process.diskIsBusyUntil)
  }

  /// The slow disk has finished the oldest write: what it was for goes on.
  mutating func slowWriteDone(turn: inout Turn) {
    guard let write = process.slowed.popFirst() else { return }
    turn.history.cause = write.message.cause
    if case .fetched(let response) = write.message.body {
      guard let fetcher = fetcher(of: write.ticket.connection, turn) else {
        return turn.messages.free(write.message.body)
      }
      receive(response, fetcher, turn: &turn)
    } else {
      perform(write.message, write.ticket, turn: &turn)
    }
  }
}
