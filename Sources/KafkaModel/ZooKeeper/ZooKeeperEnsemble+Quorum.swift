import Kernel

extension ZooKeeperEnsemble {
  /// A server's process runs: it looks for a leader. A lone server is its own.
  mutating func serverStarted(_ server: Int, _ turn: inout Turn) {
    servers[server].isRunning = true
    servers[server].isServing = false
    if servers[server].clockAtStart == nil {
      // Nobody aligns the clocks of machines, so the seed decides where the buckets end.
      let ticks = tracker.tick.wholeMilliseconds
      servers[server].clockAtStart = .milliseconds(turn.random.between(0, max(0, ticks - 1)))
    }
    reconsider(&turn)
    if servers.count > 1 { setReachTimer(server, &turn) }
  }

  /// A server's process has ended, and its connections with it; the world says so.
  ///
  /// Its peers notice at once, by the reset of their connections to it, and act in turns of their
  /// own.
  mutating func processEnded(server: Int, turn: inout Turn) {
    servers[server].isRunning = false
    servers[server].isServing = false
    for place in connections.ids {
      if let record = connections[place], record.server == server { forget(record.id) }
    }
    switch leadership {
    case .led(let leader) where leader == server || !hasQuorum(leader, &turn):
      endTerm(&turn)
    case .electing(let candidate) where candidate == server: leadership = .none
    case .none, .led, .electing: break
    }
    reconsider(&turn)
  }

  /// Every half tick a leader and its followers hear of each other, or count how long they have
  /// not.
  ///
  /// After `syncLimit` ticks of silence a follower leaves its leader, and a leader without a
  /// majority its office. Cuts and freezes are noticed here and nowhere else, a heal too.
  mutating func checkReach(_ server: Int, _ turn: inout Turn) {
    if case .led(let leader) = leadership, servers[server].isServing {
      if canCommit(at: server, &turn) {
        servers[server].lastReached = turn.now
      } else if turn.now - servers[server].lastReached >= tracker.tick * Self.syncLimit {
        if server == leader { endTerm(&turn) } else { leave(leader, server, &turn) }
      }
    }
    reconsider(&turn)
    setReachTimer(server, &turn)
  }

  /// A leader's term has ended: a server that has served under it closes its clients' connections.
  mutating func dropClients(of server: Int, _ turn: inout Turn) {
    for place in connections.ids {
      if let record = connections[place], record.server == server { drop(record.id, &turn) }
    }
  }

  /// The election has taken its time: a new leader tracks every session anew, from now.
  mutating func electionOver(candidate: Int, turn: inout Turn) {
    guard leadership == .electing(candidate: candidate) else { return }
    guard hasQuorum(candidate, &turn) else {
      leadership = .none
      return reconsider(&turn)
    }
    lead(candidate, &turn)
  }

  /// Whether a server can have a write committed now.
  func canCommit(at server: Int, _ turn: inout Turn) -> Bool {
    guard case .led(let leader) = leadership else { return false }
    return servers.count == 1
      || (reaches(server, leader, &turn) && hasQuorum(leader, &turn))
  }

  /// Looks for a leader, or lets servers join the one there is.
  private mutating func reconsider(_ turn: inout Turn) {
    switch leadership {
    case .led(let leader):
      for place in servers.indices where canCommit(at: place, &turn) {
        join(leader, place, &turn)
      }
    case .electing(let candidate):
      if !hasQuorum(candidate, &turn) { leadership = .none }
    case .none:
      // Every server has seen the same transactions here, so the highest number wins.
      guard let candidate = servers.indices.last(where: { hasQuorum($0, &turn) })
      else { return }
      if servers.count == 1 { return lead(candidate, &turn) }
      leadership = .electing(candidate: candidate)
      let delay = turn.random.duration(in: Self.electionTime)
      turn.cancelTimer(electionTimer)
      electionTimer = turn.setTimer(
        .zooKeeperServer(.electionOver), at: turn.now + delay, for: servers[candidate].node)
    }
  }

  private mutating func lead(_ server: Int, _ turn: inout Turn) {
    leadership = .led(by: server)
    tracker.trackAnew(now: turn.now, clockAtStart: servers[server].clockAtStart ?? .zero)
    turn.cancelTimer(expiryTimer)
    expiryAt = .distantFuture
    setExpiryTimer(&turn)
    reconsider(&turn)
  }

  /// A server follows the leader, and serves what has waited for it.
  private mutating func join(_ leader: Int, _ server: Int, _ turn: inout Turn) {
    if !servers[server].isServing {
      servers[server].isServing = true
      servers[server].lastReached = turn.now
    }
    serveWaiting(at: server, turn: &turn)
  }

  /// A follower gives its leader up; when the majority has done so, the term is over.
  private mutating func leave(_ leader: Int, _ server: Int, _ turn: inout Turn) {
    servers[server].isServing = false
    dropClients(of: server, &turn)
    if servers.count(where: { $0.isServing }) <= servers.count / 2 { endTerm(&turn) }
  }

  /// Nobody leads any more: every server drops its clients, in a turn of its own, as none serves
  /// without a leader.
  private mutating func endTerm(_ turn: inout Turn) {
    leadership = .none
    for place in servers.indices where servers[place].isServing {
      servers[place].isServing = false
      _ = turn.setTimer(
        .zooKeeperServer(.termOver), at: turn.now, for: servers[place].node)
    }
  }

  private func setReachTimer(_ server: Int, _ turn: inout Turn) {
    let at = turn.now + tracker.tick / 2
    _ = turn.setTimer(.zooKeeperServer(.reachCheck), at: at, for: servers[server].node)
  }

  /// Whether a server and those that it reaches are a majority.
  private func hasQuorum(_ server: Int, _ turn: inout Turn) -> Bool {
    let reached = servers.indices.count { reaches($0, server, &turn) }
    return reached > servers.count / 2
  }

  /// Whether two servers run and can talk to each other.
  private func reaches(_ one: Int, _ other: Int, _ turn: inout Turn) -> Bool {
    guard servers[one].isRunning, servers[other].isRunning else { return false }
    let (here, there) = (servers[one].node, servers[other].node)
    if one != other {
      if turn.network.isCut(from: here, to: there) { return false }
      if turn.network.isCut(from: there, to: here) { return false }
    }
    return !turn.network.isFrozen(here) && !turn.network.isFrozen(there)
  }
}
