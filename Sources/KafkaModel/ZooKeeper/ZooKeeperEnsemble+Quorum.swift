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
  }

  /// A server's process has ended; the world says so after its connections were closed for it.
  ///
  /// Its peers notice at once, by the reset of their connections to it.
  mutating func processEnded(server: Int, turn: inout Turn) {
    servers[server].isRunning = false
    servers[server].isServing = false
    for place in connections.ids {
      if let record = connections[place], record.server == server { forget(record.id) }
    }
    switch leadership {
    case .led(let leader) where leader == server || !hasQuorum(leader, &turn):
      endTerm(&turn)
    case .electing(let candidate) where candidate == server || !hasQuorum(candidate, &turn):
      leadership = .none
    case .none, .led, .electing: break
    }
    reconsider(&turn)
  }

  /// Servers were cut off from each other or frozen, or can talk again; the world says so.
  ///
  /// Losses are noticed after `syncLimit` ticks, as reads of the servers' connections time out.
  mutating func reachabilityChanged(turn: inout Turn) {
    guard servers.count > 1 else { return }
    reconsider(&turn)
    for server in servers where server.isRunning {
      let at = turn.now + tracker.tick * Self.syncLimit
      _ = turn.setTimer(.zooKeeperServer(.reachCheck), at: at, for: server.node)
    }
  }

  /// The servers' patience has ended: who is out of the leader's reach drops its clients.
  mutating func checkReach(_ turn: inout Turn) {
    if case .led(let leader) = leadership {
      if !hasQuorum(leader, &turn) {
        endTerm(&turn)
      } else {
        for place in servers.indices
        where servers[place].isServing && !reaches(place, leader, &turn) {
          stopServing(place, &turn)
        }
      }
    }
    reconsider(&turn)
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
    return servers.count == 1 || (reaches(server, leader, &turn) && hasQuorum(leader, &turn))
  }

  /// Looks for a leader, or lets servers join the one there is.
  private mutating func reconsider(_ turn: inout Turn) {
    for place in servers.indices where servers[place].isRunning && !servers[place].isServing {
      dropClients(of: place, &turn)
    }
    switch leadership {
    case .led(let leader):
      for place in servers.indices where reaches(place, leader, &turn) {
        servers[place].isServing = true
      }
      for place in servers.indices where canCommit(at: place, &turn) {
        serveWaiting(at: place, turn: &turn)
      }
    case .none:
      // Every server has seen the same transactions here, so the highest number wins.
      guard let candidate = servers.indices.last(where: { hasQuorum($0, &turn) }) else { return }
      if servers.count == 1 { return lead(candidate, &turn) }
      leadership = .electing(candidate: candidate)
      let delay = turn.random.duration(in: Self.electionTime)
      _ = turn.setTimer(
        .zooKeeperServer(.electionOver), at: turn.now + delay, for: servers[candidate].node)
    case .electing: break
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

  /// Nobody leads any more: every server drops its clients, as none of them serves without a leader.
  private mutating func endTerm(_ turn: inout Turn) {
    leadership = .none
    for place in servers.indices where servers[place].isServing { stopServing(place, &turn) }
  }

  private mutating func stopServing(_ server: Int, _ turn: inout Turn) {
    servers[server].isServing = false
    dropClients(of: server, &turn)
  }

  /// Closes the connections of a server that serves no more; a frozen one does so when it wakes.
  private mutating func dropClients(of server: Int, _ turn: inout Turn) {
    guard !turn.network.isFrozen(servers[server].node) else { return }
    for place in connections.ids {
      if let record = connections[place], record.server == server { drop(record.id, &turn) }
    }
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
