import Kernel

/// What the world does to a broker from outside, and what it may ask of it.
extension Broker {
  // MARK: Ends

  /// The process is gone, in whatever way: what it held is given back, and only the disk remains.
  ///
  /// A loss of power takes from each log a part of what was not flushed; otherwise the page cache
  /// outlives the process.
  mutating func processEnded(
    _ how: ProcessEnd, survival: Fault.Survival?, turn: inout Turn
  ) {
    releaseMessages(&turn.messages)
    for replica in disk.logs.indices { disk.logs[replica].loseProcess() }
    for place in disk.directories.indices { disk.directories[place].loseProcess() }
    process = Self.freshProcess(
      id, plan, racks, allowsUnclean: allowsUncleanElections, groupNames, turn.semantics)
    if how == .lostPower { losePower(survival ?? .drawn, random: &turn.random) }
  }

  private mutating func losePower(_ survival: Fault.Survival, random: inout RandomStream) {
    let fate: UnflushedFate
    var stated: PartitionID?
    switch survival {
    case .belowIn(let partition, let offset): (fate, stated) = (.keptBelow(offset), partition)
    case .losingLastOf(let partition, let count): (fate, stated) = (.losingLast(count), partition)
    case .drawn: fate = .drawn
    case .flushedOnly: fate = .lost
    case .everything: fate = .kept
    case .below(let offset): fate = .keptBelow(offset)
    case .losingLast(let count): fate = .losingLast(count)
    }
    for replica in disk.logs.indices where disk.isLive(Int32(replica)) {
      let isStated = stated == nil || disk.logs[replica].partition == stated
      disk.logs[replica].losePower(isStated ? fate : .drawn, random: &random)
    }
  }

  /// Gives back the parts of messages that wait in this process.
  private mutating func releaseMessages(_ messages: inout MessageStore) {
    process.connections.releaseAll(messages: &messages)
    for slot in process.fetches.liveSlots where process.fetches[slot].isParked {
      messages.fetchParts.free(process.fetches[slot].request.parts)
    }
    for fetcher in process.fetchers { messages.fetchParts.free(fetcher.parts) }
    while let request = process.resumed.popFirst() { messages.free(request.message.body) }
    while let write = process.slowed.popFirst() { messages.free(write.message.body) }
    for replica in process.partitions.indices {
      while let request = process.blocked.popFirst(&process.partitions[replica].blocked) {
        messages.free(request.message.body)
      }
    }
  }

  // MARK: Disks

  /// The (stopped) broker's disk is replaced by an empty one.
  mutating func wipeDisk() { disk.wipe() }

  /// Each disk operation takes so many times as long; 1 is as usual.
  mutating func slowDisk(factor: Int32) {
    let usual = max(1, plan.diskSlowness)
    disk.slowness = Int32(clamping: Int64(max(1, factor)) * Int64(usual))
    disk.stalledUntil = .zero
  }

  /// No write comes back before an instant; those that come meanwhile wait in their order.
  mutating func stallDisk(until end: Instant) {
    disk.slowness = max(2, disk.slowness)
    disk.stalledUntil = max(disk.stalledUntil, end)
  }

  /// Writes fail for want of space, or have space again.
  mutating func fillDisk(_ isFull: Bool) { disk.isFull = isFull }

  /// The disks under a log directory, or under all, break while nobody uses them.
  mutating func breakDisks(_ directory: Int32?) {
    for place in disk.directories.indices where directory.map({ Int($0) == place }) ?? true {
      disk.failed.insert(place)
    }
  }

  /// The disks under a log directory, or under all, were repaired; the next start uses them.
  mutating func repairDisks(_ directory: Int32?) {
    if let directory { disk.failed.remove(Int(directory)) } else { disk.failed = DirectorySet() }
  }

  /// Whether the broker has a log directory with that place in `log.dirs`.
  func hasDirectory(_ place: Int32?) -> Bool {
    place.map { $0 >= 0 && Int($0) < disk.directories.count } ?? true
  }

  /// Flushes what was written of a partition; false when there is nothing to flush.
  mutating func flushLog(_ partition: PartitionID, turn: inout Turn) -> Bool {
    let slot = disk.slot(of: partition)
    guard slot >= 0 else { return false }
    let replica = Int(slot)
    let end = disk.logs[replica].endOffset
    guard disk.logs[replica].flush(to: end, wall: turn.wallMilliseconds) else { return false }
    turn.announce(.flushed(broker: id, partition: partition, to: disk.logs[replica].durableEnd))
    return true
  }

  /// Cuts a stopped broker's log file, as somebody with an editor would; nothing beside it knows.
  mutating func truncateLog(
    _ partition: PartitionID, to end: Offset, turn: inout Turn
  ) -> Bool {
    let slot = disk.slot(of: partition)
    guard slot >= 0 else { return false }
    let replica = Int(slot)
    return disk.logs[replica].truncate(
      to: end,
      rules: topics[min(Int(turn.catalog.topic(of: partition).value), topics.count - 1)].log,
      turn: &turn)
  }

  // MARK: Questions

  /// Whether the disk is slow, full or failed.
  var hasDiskFault: Bool {
    !disk.failed.isEmpty || disk.isFull || disk.slowness > max(1, plan.diskSlowness)
  }

  /// Whether it serves requests.
  @inline(__always)
  var isReady: Bool { process.stage == .serving || process.stage == .handingOver }

  /// Whether it believes to lead a partition.
  @inline(__always)
  func leads(_ partition: PartitionID) -> Bool {
    let slot = disk.slot(of: partition)
    return slot >= 0 && Int(slot) < process.partitions.count
      && process.partitions[Int(slot)].role == .leader
  }

  /// Whether its metadata names a leader of a partition.
  @inline(__always)
  func knowsLeader(of partition: PartitionID) -> Bool {
    process.metadata.leader(of: partition).value >= 0
  }
}
