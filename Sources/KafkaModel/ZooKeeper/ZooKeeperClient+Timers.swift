import Kernel

extension ZooKeeperClient {
  /// Handles a timer; each looks at the state first, because a frozen process gets its timers late.
  mutating func fired(
    _ timer: ZooKeeperClientTimer, _ turn: inout Turn
  ) -> [ZooKeeperOutcome] {
    switch timer {
    case .ping:
      ping(&turn)
      return []
    case .readTimeout: return checkSilence(&turn)
    case .connectTimeout:
      guard connection != nil, !isConnected else { return [] }
      guard turn.now - lastHeard >= connectTimeout else { return [] }
      return connectionLost(isClosed: false, &turn)
    case .reconnect(let server):
      if phase == .waiting { connect(to: Int(server), &turn) }
      return []
    case .startDeadline:
      if sessionCount == 0 && phase != .closed { turn.halt(.zooKeeperUnreachable) }
      return []
    case .refusals:
      let tickets = refused
      refused = []
      return tickets.map { .result($0, .sessionExpired) }
    }
  }

  /// Pings when nothing was written for a while, and looks again when a ping would be due next.
  private mutating func ping(_ turn: inout Turn) {
    guard case .connected(let id) = phase else { return }
    let due = lastSent + pingInterval
    if due <= turn.now {
      turn.send(.zooKeeperPing, on: id)
      lastSent = turn.now
    }
    pingTimer = turn.setTimer(.zooKeeperClient(.ping), at: lastSent + pingInterval)
  }

  /// Gives the connection up when nothing was heard for two thirds of the timeout.
  private mutating func checkSilence(_ turn: inout Turn) -> [ZooKeeperOutcome] {
    guard isConnected else { return [] }
    let due = lastHeard + readTimeout
    if due <= turn.now { return connectionLost(isClosed: false, &turn) }
    silenceTimer = turn.setTimer(.zooKeeperClient(.readTimeout), at: due)
    return []
  }
}
