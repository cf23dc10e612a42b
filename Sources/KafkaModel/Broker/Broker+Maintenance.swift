import Kernel

/// The broker's periodic tasks: checkpoints, retention, compaction, flushes, forgotten producers
/// (`LogManager`, `ReplicaManager`).
extension Broker {
  /// The log manager's timers begin with the process.
  mutating func startLogTimers(turn: inout Turn) {
    let logs = plan.settings.logs
    let first = logs.initialTaskDelay
    start(.retention, after: first, every: logs.retentionCheckInterval, turn: &turn)
    start(
      .recoveryPointCheckpoint, after: first, every: logs.recoveryPointCheckpointInterval,
      turn: &turn)
    if turn.semantics.requests.deleteRecordsExists {
      start(
        .logStartCheckpoint, after: first, every: logs.logStartCheckpointInterval, turn: &turn)
    }
    start(.flush, after: first, every: logs.flushCheckInterval, turn: &turn)
    // The cleaner looks at once, and sleeps when there is nothing to do.
    if logs.cleanerIsEnabled { cleanerIsDue(turn: &turn) }
    if turn.semantics.producerState.exists {
      let period = plan.settings.transactions.producerIDExpirationCheckInterval
      start(.producerIDExpiration, after: period, every: period, turn: &turn)
    }
  }

  /// The tasks around in-sync sets begin with the replica manager.
  mutating func startISRTimers(turn: inout Turn) {
    process.isrWork.lastPublication = turn.now
    let lag = plan.settings.replication.replicaLagTimeMax
    let period = lag / turn.semantics.replication.isrTaskPeriodDivisor
    start(.isrExpiration, after: period, every: period, turn: &turn)
    let publishes =
      turn.semantics.controller.isrNotificationsExist
      && turn.semantics.replication.isrWrite == .zooKeeper
    if publishes { _ = turn.setTimer(.broker(.isrPropagation), after: Self.isrPublicationPeriod) }
  }

  /// The high watermark checkpoint begins with the first LeaderAndIsr.
  mutating func startReplicaTimers(turn: inout Turn) {
    if process.hasSeenLeaderAndISR { return }
    process.hasSeenLeaderAndISR = true
    let period = plan.settings.replication.highWatermarkCheckpointInterval
    start(.highWatermarkCheckpoint, after: period, every: period, turn: &turn)
  }

  /// Sets a task's first timer, if its period is finite; the task itself sets the next.
  private func start(
    _ timer: BrokerTimer, after delay: Duration, every period: Duration, turn: inout Turn
  ) {
    if period.isInfinite || period <= .zero { return }
    _ = turn.setTimer(.broker(timer), after: delay)
  }

  private func again(_ timer: BrokerTimer, after period: Duration, turn: inout Turn) {
    _ = turn.setTimer(.broker(timer), after: period)
  }

  // MARK: Checkpoints

  /// Writes all high watermarks to disk; between two checkpoints a crash loses their progress.
  mutating func highWatermarkCheckpointIsDue(turn: inout Turn) {
    again(
      .highWatermarkCheckpoint, after: plan.settings.replication.highWatermarkCheckpointInterval,
      turn: &turn)
    for replica in process.partitions.indices
    where process.partitions[replica].isHosted && isUsable(replica) {
      disk.logs[replica].fileHighWatermark()
    }
  }

  /// Writes all recovery points to disk.
  mutating func recoveryPointCheckpointIsDue(turn: inout Turn) {
    again(
      .recoveryPointCheckpoint, after: plan.settings.logs.recoveryPointCheckpointInterval,
      turn: &turn)
    for replica in disk.logs.indices where isUsable(replica) {
      disk.logs[replica].fileRecoveryPoint()
    }
  }

  /// Writes all log starts to disk.
  mutating func logStartCheckpointIsDue(turn: inout Turn) {
    again(
      .logStartCheckpoint, after: plan.settings.logs.logStartCheckpointInterval, turn: &turn)
    for replica in disk.logs.indices where isUsable(replica) {
      disk.logs[replica].fileLogStart()
    }
  }

  // MARK: Old records

  /// Deletes what retention releases, log by log; every replica does so by itself.
  mutating func retentionIsDue(turn: inout Turn) {
    again(.retention, after: plan.settings.logs.retentionCheckInterval, turn: &turn)
    for replica in disk.logs.indices where disk.isLive(Int32(replica)) && isUsable(replica) {
      let start = disk.logs[replica].startOffset
      disk.logs[replica].applyRetention(rules: rules(of: replica), turn: &turn)
      if disk.logs[replica].startOffset != start { process.logStartMoved(replica) }
    }
  }

  /// Compacts the log that deserves it most, as many times as some log does.
  ///
  /// Simplified: cleaning takes no time, and one round cleans at most every log once.
  mutating func cleanerIsDue(turn: inout Turn) {
    let backoff = plan.settings.logs.cleanerBackoff
    start(.cleaner, after: backoff, every: backoff, turn: &turn)
    let wall = turn.wallMilliseconds
    var cleaned: [Int] = []
    while let (replica, candidate) = dirtiest(wall: wall, except: cleaned) {
      _ = disk.logs[replica].clean(candidate, rules: rules(of: replica), turn: &turn)
      cleaned.append(replica)
    }
  }

  private func dirtiest(wall: Int64, except cleaned: [Int]) -> (Int, CleaningCandidate)? {
    var best: (Int, CleaningCandidate)?
    for replica in disk.logs.indices where disk.isLive(Int32(replica)) && isUsable(replica) {
      let rules = rules(of: replica)
      // Until the broker learns its role, a log's high watermark is where it begins.
      if rules.log.compactionBound == .lastStableOffset && !process.partitions[replica].isHosted {
        continue
      }
      guard rules.compacts, !cleaned.contains(replica),
        let candidate = disk.logs[replica].cleaningCandidate(wall: wall, rules: rules),
        candidate.isEligible(rules)
      else { continue }
      if let (_, other) = best, !candidate.precedes(other) { continue }
      best = (replica, candidate)
    }
    return best
  }

  // MARK: Flushes and producers

  /// Flushes the logs whose `flush.ms` has passed.
  mutating func flushIsDue(turn: inout Turn) {
    again(.flush, after: plan.settings.logs.flushCheckInterval, turn: &turn)
    for replica in disk.logs.indices where disk.isLive(Int32(replica)) && isUsable(replica) {
      disk.logs[replica].flushIfDue(rules: rules(of: replica), turn: &turn)
    }
  }

  /// Forgets producers that were silent for too long.
  mutating func producerExpirationIsDue(turn: inout Turn) {
    again(
      .producerIDExpiration,
      after: plan.settings.transactions.producerIDExpirationCheckInterval, turn: &turn)
    let wall = turn.wallMilliseconds
    for replica in disk.logs.indices where disk.isLive(Int32(replica)) && isUsable(replica) {
      disk.logs[replica].producers.expire(
        wall: wall, after: rules(of: replica).producerExpiration)
    }
  }
}
