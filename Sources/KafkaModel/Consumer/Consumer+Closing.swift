import Kernel

/// `close()`: commit, leave, end; each bounded in time.
extension Consumer {
  /// How long closing may take (`close(Duration)` with its default).
  static let closeTimeout = Duration.seconds(30)

  /// SIGTERM: the loop ends after the work at hand, then the consumer is closed.
  mutating func stop(turn: inout Turn) {
    guard life == .running else { return }
    application.isAskedToStop = true
    guard application.thread == .polling || application.thread == .pausing else { return }
    // What was handed to other threads is finished first.
    application.thread = .pausing
    if application.isIdle { close(turn: &turn) }
  }

  /// A call of the consumer threw, and the application gives up: it closes the consumer and ends.
  mutating func applicationFails(_ error: ErrorCode, turn: inout Turn) {
    guard life == .running else { return }
    turn.announce(.applicationFailed(client: client, error: error))
    close(turn: &turn)
  }

  mutating func close(turn: inout Turn) {
    guard life == .running else { return }
    life = .closing
    application.thread = .ended
    membership.isHeartbeating = false
    _ = turn.setTimer(.consumer(.closing), after: Self.closeTimeout)
    if zooKeeper != nil { return closeWithZooKeeper(turn: &turn) }
    let offsets = consumedOffsets
    guard settings.commitsAutomatically, hasGroup, !offsets.isEmpty,
      !isMember || membership.hasGeneration
    else { return leaveAndEnd(turn: &turn) }
    ask(.closing, offsets, until: turn.now + Self.closeTimeout)
    pumpCommits(turn: &turn)
  }

  /// The commit is done or given up: dynamic members leave, static ones just go (KIP-345).
  mutating func leaveAndEnd(turn: inout Turn) {
    guard life == .closing else { return }
    if isMember {
      for partition in partitions {
        announceRevoked(partition.id, isLost: !membership.hasGeneration, turn: &turn)
      }
      if instance == .none && sendLeave(isForPollTimeout: false, turn: &turn) { return }
    }
    endProcess(turn: &turn)
  }

  mutating func endProcess(turn: inout Turn) {
    guard life == .closing else { return }
    network.closeAll(turn: &turn)
    turn.halt(.stopped)
  }
}
