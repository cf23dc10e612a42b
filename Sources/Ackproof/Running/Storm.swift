import KafkaModel
import Kernel
import ScenarioLanguage

/// The weather of a scenario: faults that come and go at instants drawn from the seed.
///
/// Each line of a weather block is a *front*: it breaks out every so often, hits victims drawn from
/// those that can be hit, and clears up after a drawn time. What would last beyond the block's end
/// clears up at the end.
struct Storm: Sendable {
  /// One line of a weather block.
  struct Front: Sendable {
    let phrase: Phrase<WeatherID>
    let number: Int
    let from: Duration
    let to: Duration
    /// The victims that it has down at present.
    var victims: [NodeID] = []
    var random: RandomStream
  }

  var fronts: [Front] = []
  /// What the weather did so far.
  var strikes: [WeatherStrike] = []

  /// What a front has just done, with the line that would do the same.
  struct Strike: Sendable {
    let action: Action
    let outcome: ActionOutcome

    init(_ action: Action, _ outcome: ActionOutcome) {
      self.action = action
      self.outcome = outcome
    }
  }

  init(variant: Variant, seed: UInt64) {
    for block in variant.weather {
      for (phrase, number) in block.lines {
        fronts.append(
          Front(
            phrase: phrase, number: number, from: block.from, to: block.to,
            random: RandomStream(
              runSeed: seed, stream: "weather", index: UInt64(fronts.count))))
      }
    }
  }

  /// When each front breaks out first; lasting weather (loss, delay) at the block's beginning.
  mutating func firstInstants(origin: Instant) -> [(Int, Instant)] {
    fronts.indices.map { place in
      let delay = fronts[place].phrase.time(.every).map { fronts[place].random.draw($0) } ?? .zero
      return (place, origin + fronts[place].from + delay)
    }
  }
}

extension Conductor {
  /// A front breaks out: somebody is hit, and the front's next time is put on the calendar.
  mutating func breakOut(_ place: Int) {
    let front = storm.fronts[place]
    let end = stage.world.origin + front.to
    if stage.world.now >= end { return }
    var random = front.random
    let strike = strike(front, &random)
    let next = front.phrase.time(.every).map { random.draw($0) }
    storm.fronts[place].random = random
    if let strike {
      storm.strikes.append(
        WeatherStrike(front: place, at: stage.world.now - stage.world.origin, action: strike.action)
      )
      faultsFired += 1
      if strike.outcome.bit { faultsThatBit += 1 }
      storm.fronts[place].victims += strike.outcome.nodes
      if let ending = strike.outcome.ending {
        appoint(.weatherEnds(place, ending), at: min(stage.world.now + ending.after, end))
      }
    }
    if let next, stage.world.now + next < end {
      appoint(.weather(place), at: stage.world.now + next)
    }
  }

  /// A front clears up: what it did is undone.
  mutating func clearUp(_ place: Int, _ ending: ActionOutcome.Ending) {
    for fault in ending.faults {
      if case .start(let node) = fault { storm.fronts[place].victims.removeAll { $0 == node } }
      stage.world.inject(fault)
    }
  }

  private mutating func strike(
    _ front: Storm.Front, _ random: inout RandomStream
  ) -> Storm.Strike? {
    let length = front.phrase.time(.duration).map { random.draw($0) }
    let words = StrikeWords(stage.world, front, length)
    switch front.phrase.id {
    case .crash, .powerOff, .stop, .bounce:
      guard let node = victim(front, &random) else { return nil }
      let outcome = knockDown(node, front.phrase.id, for: length ?? .milliseconds(500))
      return Storm.Strike(words.knockDown(node), outcome)
    case .freeze:
      guard let node = victim(front, &random) else { return nil }
      return Storm.Strike(
        words.lasting(.freeze, node),
        hit([.freeze(node)], undo: [.thaw(node)], after: length, nodes: []))
    case .isolate:
      guard let node = victim(front, &random) else { return nil }
      let others = stage.performer.roles.everyOne(of: "node", in: stage.world.layout).filter {
        $0 != node
      }
      return Storm.Strike(words.lasting(.isolate, node), cut(node, others, for: length))
    case .cut:
      let kind = front.phrase.choice(.kind) ?? "nodes"
      let nodes = stage.performer.roles.everyOne(of: kind, in: stage.world.layout)
      guard nodes.count > 1 else { return nil }
      let one = random.pick(from: nodes.count)
      let other = (one + 1 + random.pick(from: nodes.count - 1)) % nodes.count
      return Storm.Strike(
        words.cut(nodes[one], from: nodes[other]), cut(nodes[one], [nodes[other]], for: length))
    case .cutZooKeeper:
      guard let node = victim(front, &random) else { return nil }
      let servers = stage.performer.roles.everyOne(of: "node", in: stage.world.layout)
        .filter { stage.world.layout.role(of: $0).isZooKeeper }
      return Storm.Strike(words.cutFromZooKeeper(node), cut(node, servers, for: length))
    case .lose, .delay: return changeEveryLink(front, &random)
    default: return strikeMachine(front, length, &random)
    }
  }

  private mutating func strikeMachine(
    _ front: Storm.Front, _ length: Duration?, _ random: inout RandomStream
  ) -> Storm.Strike? {
    let words = StrikeWords(stage.world, front, length)
    let brokers = stage.performer.roles.everyOne(of: "broker", in: stage.world.layout).filter {
      stage.world.isUp($0)
    }
    guard !brokers.isEmpty else { return nil }
    let node = brokers[random.pick(from: brokers.count)]
    switch front.phrase.id {
    case .expireSession:
      return Storm.Strike(
        words.machine(.expireSession, node),
        hit([.expireSession(node)], undo: [], after: nil, nodes: []))
    case .resetConnection:
      let all = stage.performer.roles.everyOne(of: "node", in: stage.world.layout).filter {
        $0 != node
      }
      let other = all[random.pick(from: all.count)]
      return Storm.Strike(
        words.reset(node, other),
        hit([.resetConnections(node, other)], undo: [], after: nil, nodes: []))
    case .slowDisk:
      let factor = Int32(
        clamping: max(1, (front.phrase.factor(.factor)?.thousandths ?? 1000) / 1000))
      return Storm.Strike(
        words.slowDisk(node),
        hit(
          [.slowDisk(node, factor: factor)], undo: [.slowDisk(node, factor: 1)], after: length,
          nodes: []))
    case .fillDisk:
      return Storm.Strike(
        words.lasting(.fillDisk, node),
        hit(
          [.fullDisk(node, isFull: true)], undo: [.fullDisk(node, isFull: false)], after: length,
          nodes: []))
    case .jumpClock:
      let shift = Duration.nanoseconds(front.phrase.shift(.shift)?.magnitude ?? 0)
      return Storm.Strike(
        words.jumpClock(node), hit([.clockJump(node, by: shift)], undo: [], after: nil, nodes: []))
    case .moveLeader:
      requestsPreferred()
      return Storm.Strike(Action(.electPreferred), ActionOutcome(bit: true))
    default: return nil
    }
  }

  /// Has the operator give leadership back to preferred replicas; faults keep moving it away.
  private mutating func requestsPreferred() {
    stage.performer.requests += 1
    stage.world.order(.electPreferred([]), number: stage.performer.requests)
  }

  private mutating func knockDown(
    _ node: NodeID, _ id: WeatherID, for length: Duration
  ) -> ActionOutcome {
    let fault: Fault
    switch id {
    case .powerOff: fault = .losePower(node, .drawn)
    case .stop: fault = .stop(node)
    default: fault = .crash(node)
    }
    return hit([fault], undo: [.start(node)], after: length, nodes: [node])
  }

  private mutating func hit(
    _ faults: [Fault], undo: [Fault], after length: Duration?, nodes: [NodeID]
  ) -> ActionOutcome {
    var outcome = ActionOutcome(nodes: nodes)
    for fault in faults where stage.world.inject(fault) { outcome.bit = true }
    if let length, !undo.isEmpty { outcome.ending = .init(after: length, faults: undo) }
    return outcome
  }

  private mutating func cut(
    _ node: NodeID, _ others: [NodeID], for length: Duration?
  ) -> ActionOutcome {
    var faults: [Fault] = []
    for other in others where !stage.world.isCut(from: node, to: other) {
      faults += [.cut(from: node, to: other), .cut(from: other, to: node)]
    }
    let undo = faults.compactMap { fault -> Fault? in
      guard case .cut(let from, let to) = fault else { return nil }
      return .heal(from: from, to: to)
    }
    return hit(faults, undo: undo, after: length, nodes: [])
  }

  private mutating func changeEveryLink(
    _ front: Storm.Front, _ random: inout RandomStream
  ) -> Storm.Strike {
    let base = variant.world.links
    let loss = front.phrase.percent(.percent).map { drawn in
      random.between(drawn.lower.millionths, (drawn.upper ?? drawn.lower).millionths)
    }
    let delay = front.phrase.time(.by).map { random.draw($0) }
    let profile = LinkProfile(
      latency: delay.map { base.latency.shifted(by: $0) } ?? base.latency,
      bandwidth: base.bandwidth, loss: loss.map { Ratio($0, 1_000_000) } ?? base.loss)
    var faults: [Fault] = []
    var undo: [Fault] = []
    let all = stage.performer.roles.everyOne(of: "node", in: stage.world.layout)
    for one in all {
      for other in all where one != other {
        faults.append(.setLink(from: one, to: other, profile))
        undo.append(.setLink(from: one, to: other, base))
      }
    }
    let length = front.to - front.from
    return Storm.Strike(
      StrikeWords(stage.world, front, length).links(loss: loss, delay: delay),
      hit(faults, undo: undo, after: length, nodes: []))
  }

  /// Somebody of the front's kind who is up, unless the front has as many down as it may.
  private func victim(_ front: Storm.Front, _ random: inout RandomStream) -> NodeID? {
    let limit = Int(front.phrase.count(.count) ?? 1)
    if front.victims.count >= limit { return nil }
    let kind = front.phrase.choice(.kind) ?? front.phrase.choice(.which) ?? "broker"
    let candidates = stage.performer.roles.everyOne(of: kind, in: stage.world.layout)
      .filter { stage.world.isUp($0) && !stage.world.isFrozen($0) }
    return candidates.isEmpty ? nil : candidates[random.pick(from: candidates.count)]
  }
}
