import Kernel

/// What of a broker outlives its process: the logs with all that lies beside them, and the marker
/// of an orderly end.
///
/// Slots are shared with the process's table of replicas, so that a partition is looked up once for
/// both. The rows of a directory's checkpoint files are kept in the logs they belong to.
struct BrokerDisk: Sendable {
  /// The most log directories that are told apart; further ones count as the last.
  static let directoryLimit = 32

  /// The logs, by slot.
  var logs = Table<PartitionLog>()
  /// The slot of each partition's log, by `PartitionID`; -1 where there is none.
  private(set) var slots: [Int32] = []
  /// Slots without a log.
  private(set) var vacancies: [Int32] = []
  /// The log directory of each slot.
  private(set) var places: [UInt8] = []
  /// The directories' markers of an orderly shutdown.
  var directories: [LogDirectory]
  /// Directories that fail every operation.
  var failed = DirectorySet()
  /// Whether there is no space left.
  var isFull = false
  /// How many times longer than usual each operation takes.
  var slowness: Int32 = 1
  /// No write comes back before then.
  var stalledUntil = Instant.zero

  /// Empty disks, one for each log directory.
  init(directories count: Int64 = 1) {
    directories = Array(
      repeating: LogDirectory(), count: Int(min(max(1, count), Int64(Self.directoryLimit))))
  }

  /// Says that the disk is about to be copied.
  func prepareFork() { logs.prepareFork() }

  /// How many logs there are.
  var count: Int { logs.count - vacancies.count }

  /// The slot of a partition's log, or -1.
  @inline(__always)
  func slot(of partition: PartitionID) -> Int32 {
    partition.index < slots.count ? slots[partition.index] : -1
  }

  /// The directory that holds a slot's log.
  @inline(__always)
  func directory(of slot: Int) -> Int { Int(places[slot]) }

  /// Creates an empty log and returns its slot; a new slot is one more than all before.
  ///
  /// It goes to the directory with the fewest logs that still works (LogManager.nextLogDirs).
  mutating func create(_ log: PartitionLog, offline: DirectorySet = DirectorySet()) -> Int32 {
    let partition = log.partition
    invariant(slot(of: partition) < 0, "partition \(partition) has a log already")
    while slots.count <= partition.index { slots.append(-1) }
    let slot: Int32
    if let vacant = vacancies.popLast() {
      slot = vacant
      places[Int(vacant)] = emptiest(offline)
      logs[Int(slot)] = log
    } else {
      slot = Int32(logs.count)
      places.append(emptiest(offline))
      logs.append(log)
    }
    slots[partition.index] = slot
    return slot
  }

  private func emptiest(_ offline: DirectorySet) -> UInt8 {
    if directories.count == 1 { return 0 }
    var counts = Array(repeating: 0, count: directories.count)
    for slot in logs.indices where isLive(Int32(slot)) { counts[Int(places[slot])] += 1 }
    let usable = counts.indices.filter { !offline.contains($0) }
    return UInt8(usable.min { counts[$0] < counts[$1] } ?? 0)
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

  /// Empties all directories, as new disks in the same places.
  mutating func wipe() { self = BrokerDisk(directories: Int64(directories.count)) }
}

/// Some of a broker's log directories, by their places in `log.dirs`.
struct DirectorySet: Equatable, Sendable {
  private var bits: UInt32 = 0

  /// No directory.
  init() {}

  /// Whether no directory is in it.
  var isEmpty: Bool { bits == 0 }
  /// How many are in it.
  var count: Int { bits.nonzeroBitCount }
  /// Whether a directory is in it.
  @inline(__always)
  func contains(_ place: Int) -> Bool { bits & 1 << UInt32(place) != 0 }
  /// Adds a directory.
  mutating func insert(_ place: Int) { bits |= 1 << UInt32(place) }
  /// Takes a directory out.
  mutating func remove(_ place: Int) { bits &= ~(1 << UInt32(place)) }
}
