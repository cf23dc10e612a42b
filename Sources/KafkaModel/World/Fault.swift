import Kernel

/// Something done to the simulated machines from outside, with its physics; targets are resolved
/// already.
///
/// A new kind is a case here, its interpretation in `World+Faults`, and a row in the language's
/// fault table.
public enum Fault: Sendable {
  // MARK: Processes

  /// SIGKILL: the process is gone, what it wrote stays in the page cache.
  case crash(NodeID)
  /// The machine loses power: of what was not flushed, a seeded or a stated part survives.
  case losePower(NodeID, Survival)
  /// SIGTERM: the process shuts down in order.
  case stop(NodeID)
  /// The process is started again, as a new incarnation.
  case start(NodeID)
  /// The process stands still; its sockets stay open and its timers fire late.
  case freeze(NodeID)
  /// A frozen process goes on.
  case thaw(NodeID)

  // MARK: Network

  /// Bytes from one node to the other stall, in this direction only.
  case cut(from: NodeID, to: NodeID)
  /// The direction carries bytes again.
  case heal(from: NodeID, to: NodeID)
  /// Every cut and every changed link is undone.
  case healAll
  /// The direction behaves otherwise from now on.
  case setLink(from: NodeID, to: NodeID, LinkProfile)
  /// Connections between the two are reset; both sides learn of it.
  case resetConnections(NodeID, NodeID)

  // MARK: Sessions, disks, clocks

  /// ZooKeeper ends the node's session now.
  case expireSession(NodeID)
  /// The data of the (stopped) node is gone.
  case wipeDisk(NodeID)
  /// Each disk operation takes this many times as long; 1 is healthy.
  case slowDisk(NodeID, factor: Int32)
  /// No write comes back for so long.
  case stallDisk(NodeID, for: Duration)
  /// Writes fail for want of space, or have space again.
  case fullDisk(NodeID, isFull: Bool)
  /// A log directory, or all of them, fails with an input/output error, or works again after a
  /// restart.
  case failDisk(NodeID, isFailed: Bool, directory: Int32? = nil)
  /// What a broker has written of a partition is flushed now.
  case flushLog(NodeID, PartitionID)
  /// A stopped broker's log file is cut, as an operator with an editor would.
  case truncateLog(NodeID, PartitionID, to: Offset)
  /// The node's wall clock jumps.
  case clockJump(NodeID, by: Duration)
  /// The node's wall clock runs fast or slow, in millionths.
  case clockDrift(NodeID, millionths: Int64)

  /// How much of what was not flushed survives a loss of power.
  public enum Survival: Sendable, Equatable {
    /// Drawn per partition from the disk's stream, anything from nothing to all.
    case drawn
    /// Only what was flushed.
    case flushedOnly
    /// The operating system had just written everything back.
    case everything
    /// What lies below an offset (and what was flushed), in every log.
    case below(Offset)
    /// What lies below an offset in the log of one partition; of the others a drawn part.
    case belowIn(PartitionID, Offset)
    /// All but the last records of one partition's log; of the others a drawn part.
    case losingLastOf(PartitionID, Int64)
    /// All but the last records of each log, whether they were flushed or not does not matter.
    case losingLast(Int64)
  }
}

extension Fault {
  /// The kind, for history and statistics.
  public var kind: FaultKind {
    switch self {
    case .crash: .crash
    case .losePower: .powerLoss
    case .stop: .stop
    case .start: .start
    case .freeze: .freeze
    case .thaw: .thaw
    case .cut: .cut
    case .heal, .healAll: .heal
    case .setLink: .latency
    case .resetConnections: .resetConnection
    case .expireSession: .expireSession
    case .wipeDisk: .wipeDisk
    case .slowDisk, .stallDisk: .slowDisk
    case .fullDisk: .fullDisk
    case .failDisk: .failDisk
    case .flushLog, .truncateLog: .repairDisk
    case .clockJump: .clockJump
    case .clockDrift: .clockDrift
    }
  }

  /// Whether it makes a difference by being carried out; a cut does only when a message meets it.
  var isFeltAtOnce: Bool {
    switch self {
    case .cut, .heal, .healAll, .setLink, .start, .thaw: false
    case .crash, .losePower, .stop, .freeze, .resetConnections, .expireSession, .wipeDisk,
      .slowDisk, .stallDisk, .fullDisk, .failDisk, .flushLog, .truncateLog, .clockJump, .clockDrift:
      true
    }
  }

  /// The node it is done to; for links, the sending side.
  public var target: NodeID {
    switch self {
    case .crash(let node), .losePower(let node, _), .stop(let node), .start(let node),
      .freeze(let node), .thaw(let node), .stallDisk(let node, _), .expireSession(let node),
      .wipeDisk(let node),
      .slowDisk(let node, _), .fullDisk(let node, _), .failDisk(let node, _, _),
      .clockJump(let node, _), .clockDrift(let node, _), .flushLog(let node, _),
      .truncateLog(let node, _, _):
      return node
    case .cut(let from, _), .heal(let from, _), .setLink(let from, _, _),
      .resetConnections(let from, _):
      return from
    case .healAll: return NodeID(0)
    }
  }
}
