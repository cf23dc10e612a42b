import Kernel

/// What of a broker outlives its process: the logs with all that lies beside them, and the marker
/// of an orderly end.
///
/// Slots are shared with the process's table of replicas, so that a partition is looked up once for
/// both. Simplified: one log directory per broker, hence one set of checkpoint files; the rows of
/// those files are kept in the logs they belong to.
struct BrokerDisk: Sendable {
  /// The logs, by slot.
  var logs: [PartitionLog] = []
  /// The slot of each partition's log, by `PartitionID`; -1 where there is none.
  private(set) var slots: [Int32] = []
  /// Slots without a log.
  private(set) var vacancies: [Int32] = []
  /// The directory's marker of an orderly shutdown.
  var directory = LogDirectory()
  /// Whether the directory fails every operation.
  var isFailed = false
  /// Whether there is no space left.
  var isFull = false
  /// How many times longer than usual each operation takes.
  var slowness: Int32 = 1

  /// An empty disk.
  init() {}

  /// How many logs there are.
  var count: Int { logs.count - vacancies.count }

  /// The slot of a partition's log, or -1.
  @inline(__always)
  func slot(of partition: PartitionID) -> Int32 {
    partition.index < slots.count ? slots[partition.index] : -1
  }

  /// Creates an empty log and returns its slot; a new slot is one more than all before.
  mutating func create(_ log: PartitionLog) -> Int32 {
    let partition = log.partition
    invariant(slot(of: partition) < 0, "partition \(partition) has a log already")
    while slots.count <= partition.index { slots.append(-1) }
    let slot: Int32
    if let vacant = vacancies.popLast() {
      slot = vacant
      logs[Int(slot)] = log
    } else {
      slot = Int32(logs.count)
      logs.append(log)
    }
    slots[partition.index] = slot
    return slot
  }

  /// Deletes a partition's log.
  mutating func delete(_ partition: PartitionID) {
    let slot = slot(of: partition)
    guard slot >= 0 else { return }
    slots[partition.index] = -1
    vacancies.append(slot)
  }

  /// Whether a slot holds a log.
  func isLive(_ slot: Int32) -> Bool { self.slot(of: logs[Int(slot)].partition) == slot }

  /// Empties the directory, as a new disk in the same place.
  mutating func wipe() { self = BrokerDisk() }
}
