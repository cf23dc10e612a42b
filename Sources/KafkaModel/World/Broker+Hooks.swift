import Kernel

/// What the world asks of a broker, or does to its disk, besides the events of its process.
extension Broker {
  /// Whether it serves requests and the controller has told it about the cluster.
  var isReady: Bool { process.stage == .serving && process.metadata.controller != .none }

  /// Whether it leads the partition, as it believes.
  func leads(_ partition: PartitionID) -> Bool {
    let slot = disk.slot(of: partition)
    return slot >= 0 && process.partitions[Int(slot)].role == .leader
  }

  /// Whether its metadata names a leader of the partition.
  func knowsLeader(of partition: PartitionID) -> Bool {
    process.metadata.leader(of: partition).value >= 0
  }

  /// The process is gone; with a loss of power also what was not flushed.
  mutating func processEnded(
    _ how: ProcessEnd, survival: Fault.Survival?, turn: inout Turn
  ) {
    processEnded(turn: &turn)
    guard how == .lostPower, let survival else { return }
    losePower(survival, random: &turn.random)
  }

  /// Nothing is left on the disk.
  mutating func wipeDisk() { disk.wipe() }

  /// Each operation takes so many times as long from now on.
  mutating func slowDisk(factor: Int32) { disk.slowness = factor }

  /// Writes fail for want of space, or no longer.
  mutating func fillDisk(_ isFull: Bool) { disk.isFull = isFull }

  /// The directory's device fails; a repaired one is used from the next start on.
  mutating func failDisk(_ isFailed: Bool) { if !isFailed { disk.isFailed = false } }

  /// Whether a fault slows, fills or breaks the disk.
  var hasDiskFault: Bool { disk.isFailed || disk.isFull || disk.slowness > 1 }

  /// Flushes what was written of a partition; false when there is no log of it.
  mutating func flushLog(_ partition: PartitionID, turn: inout Turn) -> Bool {
    let slot = disk.slot(of: partition)
    guard slot >= 0 else { return false }
    let end = disk.logs[Int(slot)].endOffset
    return disk.logs[Int(slot)].flush(to: end, wall: turn.wallMilliseconds)
  }

  /// Cuts the file of a partition's log while the broker is down.
  mutating func truncateLog(
    _ partition: PartitionID, to end: Offset, turn: inout Turn
  ) -> Bool {
    let slot = disk.slot(of: partition)
    guard slot >= 0, disk.logs[Int(slot)].endOffset > end else { return false }
    _ = disk.logs[Int(slot)].losePower(.cutAt(end), random: &turn.random)
    return true
  }
}
