import Kernel

/// In-sync set changes up to 2.6: the leader writes the partition's znode itself, and holds the
/// partition meanwhile.
extension Broker {
  /// Offers the proposed set to ZooKeeper, conditional on the version that this leader knows.
  ///
  /// Kafka holds the partition's write lock until the answer, however long a lost connection delays
  /// it: produce and fetch of this partition wait.
  mutating func writeISR(_ replica: Int, turn: inout Turn) {
    let partition = process.partitions[replica]
    process.isrWork.writesInFlight += 1
    process.zooKeeper.submit(
      .setData(
        .partitionState(partition.partition),
        .state(
          PartitionState(
            leader: id, leaderEpoch: partition.leaderEpoch, isr: partition.proposedISR,
            controllerEpoch: partition.controllerEpoch)),
        version: partition.partitionEpoch.value),
      ticket: ZooKeeperTicket(owner: .isr, number: Int32(replica)), turn: &turn)
  }

  /// ZooKeeper has answered the write, or the reading that follows a refused one.
  mutating func receiveISR(_ result: ZooKeeperResult, _ number: Int32, turn: inout Turn) {
    let replica = Int(number)
    guard replica < process.partitions.count, process.partitions[replica].isBlocked else { return }
    let wanted = process.partitions[replica].proposedISR
    switch result {
    case .stat(let stat):
      finishISRWrite(replica, version: stat.version, error: .none, turn: &turn)
    case .badVersion where process.partitions[replica].isrChange == .writing:
      // The write may be this leader's own, applied before its connection broke: look.
      process.partitions[replica].isrChange = .readingBack
      process.zooKeeper.submit(
        .getData(.partitionState(process.partitions[replica].partition), watch: false),
        ticket: ZooKeeperTicket(owner: .isr, number: number), turn: &turn)
    case .data(.state(let state), let stat):
      let isMine =
        state.leader == id && state.leaderEpoch == process.partitions[replica].leaderEpoch
        && state.isr == wanted
      finishISRWrite(
        replica, version: stat.version, error: isMine ? .none : .invalidUpdateVersion, turn: &turn)
    case .noNode:
      finishISRWrite(replica, version: -1, error: .unknownTopicOrPartition, turn: &turn)
    case .ok, .created, .data, .children, .multi, .nodeExists, .badVersion, .sessionExpired,
      .connectionLoss:
      finishISRWrite(replica, version: -1, error: .unknownServerError, turn: &turn)
    }
  }

  private mutating func finishISRWrite(
    _ replica: Int, version: Int32, error: ErrorCode, turn: inout Turn
  ) {
    process.isrWork.writesInFlight -= 1
    let partition = process.partitions[replica].partition
    let wanted = process.partitions[replica].proposedISR
    if error.isSuccess {
      let isShrink = wanted.count < process.partitions[replica].isr.count
      let epoch = PartitionEpoch(version)
      turn.announce(
        .isrChanged(partition: partition, isr: wanted, partitionEpoch: epoch, isShrink: isShrink))
      if turn.semantics.controller.isrNotificationsExist {
        process.isrWork.unpublished.append(partition)
        process.isrWork.lastChange = turn.now
      }
      commitISR(wanted, epoch, replica, turn: &turn)
    } else {
      turn.announce(.isrChangeRefused(partition: partition, isr: wanted, error: error))
      revertISR(replica)
    }
    while let request = process.blocked.popFirst(&process.partitions[replica].blocked) {
      process.resumed.append(request)
    }
    if process.isrWork.taskWaitsFor == Int32(replica) {
      process.isrWork.taskWaitsFor = -1
      continueISRTask(turn: &turn)
    }
  }

  // MARK: Telling the controller

  /// How often the publication is considered (`isr-change-propagation`).
  static let isrPublicationPeriod = Duration.milliseconds(2500)
  /// Changes are published when none came for so long…
  private static let isrPublicationQuiet = Duration.milliseconds(5000)
  /// … or when the last publication is so long ago.
  private static let isrPublicationOverdue = Duration.milliseconds(60000)

  /// Publishes the partitions whose sets changed, so that the controller spreads the news (0.9 to
  /// 2.6).
  mutating func isrPublicationIsDue(turn: inout Turn) {
    _ = turn.setTimer(.broker(.isrPropagation), after: Self.isrPublicationPeriod)
    let work = process.isrWork
    guard !work.unpublished.isEmpty else { return }
    let isQuiet = work.lastChange + Self.isrPublicationQuiet < turn.now
    let isOverdue = work.lastPublication + Self.isrPublicationOverdue < turn.now
    guard isQuiet || isOverdue else { return }
    process.zooKeeper.submit(
      .createSequential(.isrChanges, .partitions(work.unpublished.uniqued())),
      ticket: ZooKeeperTicket(owner: .lifecycle, number: LifecycleTicket.ignored.rawValue),
      turn: &turn)
    process.isrWork.unpublished = []
    process.isrWork.lastPublication = turn.now
  }

  // MARK: Requests that meet a blocked partition

  /// Puts a request aside if it touches a partition that waits for ZooKeeper; it is served again
  /// afterwards.
  ///
  /// Simplified: each such request holds only its own connection; Kafka's request threads are
  /// limited, and enough of them stop the whole broker.
  mutating func isHeldUp(
    _ message: Message, _ ticket: RequestTicket, turn: inout Turn
  ) -> Bool {
    if process.isrWork.writesInFlight == 0 { return false }
    guard let replica = blockedReplica(of: message.body, turn) else { return false }
    process.blocked.append(
      BlockedRequest(ticket: ticket, message: message),
      to: &process.partitions[replica].blocked)
    return true
  }

  private func blockedReplica(of body: Message.Body, _ turn: borrowing Turn) -> Int? {
    switch body {
    case .produce(let request):
      var cursor = turn.messages.produceParts.first(request.parts)
      while cursor >= 0 {
        if let replica = blocked(turn.messages.produceParts[cursor].partition) { return replica }
        cursor = turn.messages.produceParts.next(cursor)
      }
      return nil
    case .fetch(let request):
      var cursor = turn.messages.fetchParts.first(request.parts)
      while cursor >= 0 {
        if let replica = blocked(turn.messages.fetchParts[cursor].partition) { return replica }
        cursor = turn.messages.fetchParts.next(cursor)
      }
      return nil
    case .listOffsets(let request): return blocked(request.partition)
    case .epochEnd(let request): return blocked(request.partition)
    case .cold(_, let slot):
      switch turn.messages.peek(slot) {
      case .leaderAndISRRequest(let request): return firstBlocked(request.parts.map(\.partition))
      case .stopReplicaRequest(let request): return firstBlocked(request.parts.map(\.partition))
      default: return nil
      }
    case .produced, .fetched, .offsetsListed, .epochEnded, .zooKeeperPing, .zooKeeperPong:
      return nil
    }
  }

  private func firstBlocked(_ partitions: [PartitionID]) -> Int? {
    for partition in partitions { if let replica = blocked(partition) { return replica } }
    return nil
  }

  @inline(__always)
  private func blocked(_ partition: PartitionID) -> Int? {
    let slot = disk.slot(of: partition)
    return slot >= 0 && process.partitions[Int(slot)].isBlocked ? Int(slot) : nil
  }
}

extension [PartitionID] {
  /// The same partitions without repetition, in order of their numbers.
  func uniqued() -> [PartitionID] {
    var result: [PartitionID] = []
    for partition in sorted() where result.last != partition { result.append(partition) }
    return result
  }
}
