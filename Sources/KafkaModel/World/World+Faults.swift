import Kernel

extension World {
  /// Carries out a fault now, between two events; the number names it in the history.
  ///
  /// Returns whether it could bite at all: crashing what is down already is nothing.
  @discardableResult
  public mutating func inject(_ fault: Fault) -> Bool {
    state.inject(fault)
  }
}

extension WorldState {
  mutating func inject(_ fault: Fault) -> Bool {
    turn.begin(node: fault.target, at: turn.now, cause: .none)
    turn.announce(.faultInjected(fault: faultCount, kind: fault.kind, target: fault.target))
    let cause = turn.history.cause
    faultCount += 1
    let number = faultCount - 1
    let bites = carryOut(fault, cause: cause)
    if bites, fault.isFeltAtOnce {
      turn.history.cause = cause
      turn.announce(.faultBit(fault: number))
    }
    flushSchedule()
    freeDiscarded()
    return bites
  }

  /// One case per fault; each is the physics of `Fault`'s comment.
  private mutating func carryOut(_ fault: Fault, cause: HistoryNumber) -> Bool {
    switch fault {
    case .crash(let node):
      guard processes[node.place].status != .down else { return false }
      end(node, how: .crashed, survival: nil)
    case .losePower(let node, let survival):
      guard processes[node.place].status != .down else { return false }
      end(node, how: .lostPower, survival: survival)
    case .stop(let node):
      guard processes[node.place].status == .running else { return false }
      processes[node.place].isStopping = true
      dispatch(.command(.stop), to: node, at: turn.now, cause: cause)
    case .start(let node):
      if processes[node.place].status != .down && processes[node.place].isStopping {
        processes[node.place].startsOnceDown = true
        return true
      }
      guard processes[node.place].status == .down else { return false }
      start(node, at: turn.now, cause: cause)
    case .freeze(let node):
      guard processes[node.place].status == .running else { return false }
      freeze(node)
    case .thaw(let node):
      guard processes[node.place].status == .frozen else { return false }
      thaw(node, freeze: nil, at: turn.now, cause: cause)
    case .cut, .heal, .healAll, .setLink, .resetConnections: return carryOutOnNetwork(fault)
    case .expireSession(let node):
      let expired = zooKeeper.expireSession(of: node, turn: &turn)
      interpretEffects(of: turn.layout.node(ofZooKeeper: 0))
      return expired
    case .wipeDisk, .slowDisk, .stallDisk, .fullDisk, .failDisk, .flushLog, .truncateLog:
      return carryOutOnDisk(fault)
    case .clockJump(let node, let length):
      turn.clocks[node.place].jump(by: length, at: turn.now)
    case .clockDrift(let node, let millionths):
      turn.clocks[node.place].setDrift(partsPerMillion: millionths, at: turn.now)
    }
    return true
  }

  private mutating func carryOutOnNetwork(_ fault: Fault) -> Bool {
    switch fault {
    case .cut(let from, let to):
      if turn.network.isCut(from: from, to: to) { return false }
      turn.network.cut(from: from, to: to)
    case .heal(let from, let to):
      guard turn.network.heal(from: from, to: to, now: turn.now, out: &networkSchedule) else {
        return false
      }
    case .healAll:
      turn.network.healAll(now: turn.now, out: &networkSchedule)
      for (from, to) in changedLinks {
        turn.network.setProfile(ownProfile(from: from, to: to), from: from, to: to)
      }
      changedLinks.removeAll()
    case .setLink(let from, let to, let profile):
      turn.network.setProfile(profile, from: from, to: to)
      changedLinks.append((from, to))
    case .resetConnections(let one, let other):
      return turn.network.resetAll(between: one, and: other, now: turn.now, out: &networkSchedule)
    default: return false
    }
    return true
  }

  private mutating func carryOutOnDisk(_ fault: Fault) -> Bool {
    guard let id = turn.layout.broker(at: fault.target) else { return false }
    let place = Int(id.value) - 1
    switch fault {
    case .wipeDisk(let node):
      guard processes[node.place].status == .down else { return false }
      brokers[place].wipeDisk()
    case .flushLog(_, let partition): return brokers[place].flushLog(partition, turn: &turn)
    case .truncateLog(let node, let partition, let end):
      guard processes[node.place].status == .down else { return false }
      return brokers[place].truncateLog(partition, to: end, turn: &turn)
    case .slowDisk(_, let factor): brokers[place].slowDisk(factor: factor)
    case .stallDisk(_, let length): brokers[place].stallDisk(until: turn.now + length)
    case .fullDisk(_, let isFull): brokers[place].fillDisk(isFull)
    case .failDisk(let node, let isFailed, let directory):
      guard brokers[place].hasDirectory(directory) else { return false }
      if !isFailed { brokers[place].repairDisks(directory) }
      if isFailed && processes[node.place].status == .running {
        dispatch(
          .command(.disksFailed(directory)), to: node, at: turn.now, cause: turn.history.cause)
      } else if isFailed {
        brokers[place].breakDisks(directory)
      }
    default: return false
    }
    return true
  }
}
