import Kernel

/// Lives of processes, and the faults of the plan.
public enum ProcessFact: Sendable {
  /// A process was started; incarnations count from 1.
  case processStarted(node: NodeID, incarnation: UInt32)
  /// A broker finished its start and serves requests.
  case brokerReady(broker: BrokerID)
  /// A process ended.
  case processEnded(node: NodeID, how: ProcessEnd)
  /// A process was frozen.
  case frozen(node: NodeID)
  /// A frozen process goes on.
  case thawed(node: NodeID)
  /// A fault of the plan was carried out.
  case faultInjected(fault: Int32, kind: FaultKind, target: NodeID)
  /// A fault made a difference to something for the first time: a message stalled, a write failed,
  /// a process died.
  case faultBit(fault: Int32)
}

extension ProcessFact {
  /// Feeds the case and all of its fields to a digest.
  func combine(into digest: inout Digest) {
    switch self {
    case .processStarted(let node, let incarnation):
      digest.combine(50, Int64(node.index), Int64(incarnation))
    case .brokerReady(let broker):
      digest.combine(51, Int64(broker.value))
    case .processEnded(let node, let how):
      digest.combine(52, Int64(node.index), Int64(how.rawValue))
    case .frozen(let node):
      digest.combine(53, Int64(node.index))
    case .thawed(let node):
      digest.combine(54, Int64(node.index))
    case .faultInjected(let fault, let kind, let target):
      digest.combine(55, Int64(fault), Int64(kind.rawValue), Int64(target.index))
    case .faultBit(let fault):
      digest.combine(56, Int64(fault))
    }
  }
}

/// How a process ended.
public enum ProcessEnd: UInt8, Sendable, CaseIterable {
  /// Killed; the page cache survives.
  case crashed
  /// The machine lost power.
  case lostPower
  /// Stopped in order.
  case stopped
  /// Ended itself.
  case halted
}

/// The kinds of fault, for history, coverage and statistics.
public enum FaultKind: UInt8, Sendable, CaseIterable {
  case crash, powerLoss, stop, start, freeze, thaw, cut, heal, packetLoss, latency, bandwidth
  case resetConnection, dropMessage, holdMessage, releaseMessage, delayMessage
  case expireSession, slowDisk, fullDisk, failDisk, repairDisk, wipeDisk
  case clockSkew, clockJump, clockDrift
  case zooKeeperLoss, zooKeeperRestart
}
