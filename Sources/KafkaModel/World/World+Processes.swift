import Kernel

extension WorldState {
  /// Begins a new life of a process; a start of a process that runs is nothing.
  mutating func start(_ node: NodeID, at instant: Instant, cause: HistoryNumber) {
    guard processes[node.place].status == .down else { return }
    processes[node.place].status = .running
    turn.incarnations[node.place] &+= 1
    turn.begin(node: node, at: instant, cause: cause)
    turn.network.nodeUp(node, now: instant, out: &networkSchedule)
    turn.announce(.processStarted(node: node, incarnation: turn.incarnations[node.place]))
    processes[node.place].lastFate = turn.history.cause
    dispatch(.started, to: node, at: instant, cause: turn.history.cause)
  }

  /// Ends a life: the process, or its machine, is gone from this instant on.
  mutating func end(_ node: NodeID, how: ProcessEnd, survival: Fault.Survival?) {
    guard processes[node.place].status != .down else { return }
    let cause = turn.history.cause
    turn.begin(node: node, at: turn.now, cause: cause)
    turn.announce(.processEnded(node: node, how: how))
    processes[node.place].status = .down
    processes[node.place].overdue.removeAll()
    processes[node.place].lastFate = turn.history.cause
    if processes[node.place].startsOnceDown {
      turn.queue.schedule(.start(node, cause: turn.history.cause), at: turn.now)
    }
    processes[node.place].isStopping = false
    processes[node.place].startsOnceDown = false
    // From here on, timers of the life that ended find another number and stay silent.
    turn.incarnations[node.place] &+= 1
    if how == .lostPower {
      turn.network.machineDied(node)
    } else {
      turn.network.processDied(
        node, now: turn.now, random: &turn.networkRandom, out: &networkSchedule)
    }
    endMachine(on: node, how: how, survival: survival)
    turn.effects.removeAll()
    flushSchedule()
    freeDiscarded()
  }

  /// Starts a process again that could not start: what a service manager does with a failed start.
  ///
  /// A broker that comes back before its old session has ended finds its znode in use and exits; it
  /// is tried again until it starts. A process that ends itself for another reason stays down.
  mutating func superviseStart(of node: NodeID, after reason: HaltReason) {
    guard reason == .brokerIDInUse || reason == .zooKeeperUnreachable else { return }
    turn.queue.schedule(.start(node, cause: turn.history.cause), at: turn.now + Self.startRetry)
  }

  /// How long a service manager waits before it tries a failed start again.
  static let startRetry: Duration = .seconds(5)

  /// Tells the machine on a node that its process is gone, so that only its disk remains.
  private mutating func endMachine(on node: NodeID, how: ProcessEnd, survival: Fault.Survival?) {
    switch turn.layout.role(of: node) {
    case .zooKeeper(let place): zooKeeper.processEnded(server: place, turn: &turn)
    case .broker(let id):
      brokers[Int(id.value - 1)].processEnded(how, survival: survival, turn: &turn)
    case .producer(let place):
      producers[place].processEnded(turn: &turn)
    case .consumer(let place): consumers[place].processEnded(turn: &turn)
    case .operator: admin = AdminClient()
    }
  }

  /// Stops a process where it stands: sockets stay open, timers wait.
  mutating func freeze(_ node: NodeID) {
    guard processes[node.place].status == .running else { return }
    turn.announce(.frozen(node: node))
    processes[node.place].status = .frozen
    processes[node.place].freezes &+= 1
    processes[node.place].lastFate = turn.history.cause
    turn.network.freeze(node)
  }

  /// Lets a frozen process go on.
  ///
  /// What waits in its sockets is handled before its overdue timers, as threads that were reading
  /// find their bytes at once while a timer thread has to be scheduled first.
  mutating func thaw(_ node: NodeID, freeze: UInt32?, at instant: Instant, cause: HistoryNumber) {
    guard processes[node.place].status == .frozen else { return }
    if let freeze, processes[node.place].freezes != freeze { return }
    turn.begin(node: node, at: instant, cause: cause)
    processes[node.place].status = .running
    turn.announce(.thawed(node: node))
    processes[node.place].lastFate = turn.history.cause
    turn.network.thaw(node, now: instant, out: &networkSchedule)
    flushSchedule()
    let incarnation = turn.incarnations[node.place]
    if turn.lateUntil != instant { turn.lateTimers.removeAll() }
    turn.lateUntil = instant
    for late in processes[node.place].overdue {
      let pending = turn.queue.schedule(
        .timer(node, incarnation: incarnation, late.timer, cause: late.cause), at: instant)
      turn.lateTimers.append((late.handle, pending))
    }
    processes[node.place].overdue.removeAll()
  }
}
