import KafkaModel
import Kernel
import ScenarioLanguage

extension ActionPerformer {
  /// Cuts, heals, and links that behave otherwise.
  mutating func performOnNetwork(_ action: Action, in world: inout World) -> ActionOutcome {
    let length = duration(.duration, of: action)
    switch action.id {
    case .cut, .cutOneWay:
      let left = roles.resolve(action.nodes(.nodes) ?? [], in: world)
      let right = roles.resolve(action.nodes(.other) ?? [], in: world, except: left)
      return cut(left, right, bothWays: action.id == .cut, for: length, in: &world)
    case .isolate:
      let inside = roles.resolve(action.nodes(.nodes) ?? [], in: world)
      let outside = roles.everyOne(of: "node", in: world.layout).filter { !inside.contains($0) }
      return cut(inside, outside, bothWays: true, for: length, in: &world)
    case .heal: return heal(action, in: &world)
    case .lose, .delay, .limit: return changeLinks(action, for: length, in: &world)
    case .resetConnections:
      var outcome = ActionOutcome()
      for (from, to) in directions(of: action.link(.link), in: world) where from < to {
        if world.inject(.resetConnections(from, to)) {
          outcome.bit = true
          outcome.nodes.append(from)
        }
      }
      return outcome
    default: return ActionOutcome()
    }
  }

  private mutating func cut(
    _ left: [NodeID], _ right: [NodeID], bothWays: Bool, for length: Duration?,
    in world: inout World
  ) -> ActionOutcome {
    var outcome = ActionOutcome(nodes: left)
    var undone: [Fault] = []
    for one in left {
      for other in right where one != other {
        if world.inject(.cut(from: one, to: other)) {
          undone.append(.heal(from: one, to: other))
        }
        if bothWays, world.inject(.cut(from: other, to: one)) {
          undone.append(.heal(from: other, to: one))
        }
      }
    }
    // Whether a cut bites is told by the first message that meets it.
    if let length { outcome.ending = .init(after: length, faults: undone) }
    return outcome
  }

  /// `heal` undoes everything; with nodes, what touches them.
  private mutating func heal(_ action: Action, in world: inout World) -> ActionOutcome {
    guard let named = action.nodes(.nodes) else {
      world.inject(.healAll)
      var outcome = ActionOutcome()
      for node in roles.everyOne(of: "node", in: world.layout) {
        restore(node, in: &world, &outcome)
      }
      return outcome
    }
    let nodes = roles.resolve(named, in: world)
    var outcome = ActionOutcome(nodes: nodes)
    for node in nodes {
      for other in roles.everyOne(of: "node", in: world.layout) where other != node {
        if world.isCut(from: node, to: other), world.inject(.heal(from: node, to: other)) {
          outcome.bit = true
        }
        if world.isCut(from: other, to: node), world.inject(.heal(from: other, to: node)) {
          outcome.bit = true
        }
      }
      restore(node, in: &world, &outcome)
    }
    return outcome
  }

  /// Ends a freeze and disk faults; what is down stays down until a line starts it.
  private func restore(_ node: NodeID, in world: inout World, _ outcome: inout ActionOutcome) {
    if world.isFrozen(node), world.inject(.thaw(node)) { outcome.bit = true }
    guard world.layout.broker(at: node) != nil, world.hasDiskFault(node) else { return }
    world.inject(.failDisk(node, isFailed: false))
    world.inject(.fullDisk(node, isFull: false))
    world.inject(.slowDisk(node, factor: 1))
    outcome.bit = true
  }

  /// Loss, latency and bandwidth; without a link, of all links.
  private mutating func changeLinks(
    _ action: Action, for length: Duration?, in world: inout World
  ) -> ActionOutcome {
    var undone: [Fault] = []
    let loss = action.percent(.percent).map { drawn -> Int64 in
      guard let upper = drawn.upper else { return drawn.lower.millionths }
      return roles.random.between(drawn.lower.millionths, upper.millionths)
    }
    let delay = duration(.by, of: action)
    let rate = action.size(.rate).map { drawn -> Int64 in
      guard let upper = drawn.upper else { return drawn.lower.bytes }
      return roles.random.between(drawn.lower.bytes, upper.bytes)
    }
    for (from, to) in directions(of: action.link(.link), in: world) {
      let present = world.linkProfile(from: from, to: to)
      let profile = LinkProfile(
        latency: delay.map { present.latency.shifted(by: $0) } ?? present.latency,
        bandwidth: rate ?? present.bandwidth,
        loss: loss.map { Ratio($0, 1_000_000) } ?? present.loss)
      if world.inject(.setLink(from: from, to: to, profile)) {
        undone.append(.setLink(from: from, to: to, present))
      }
    }
    var outcome = ActionOutcome(bit: !undone.isEmpty)
    if let length { outcome.ending = .init(after: length, faults: undone) }
    return outcome
  }

  /// The directed links that a phrase means; all of them where it names none.
  mutating func directions(
    of link: Phrase<ScenarioLanguage.LinkID>?, in world: borrowing World
  ) -> [(NodeID, NodeID)] {
    let all = roles.everyOne(of: "node", in: world.layout)
    guard let link else { return LinkEnds.pairs(all, all) }
    var named: [[NodeID]] = []
    for (slot, roles) in LinkEnds.sides(of: link) {
      let except = slot == 0 ? [] : named[0]
      named.append(self.roles.resolve(roles, in: world, except: except))
    }
    return LinkEnds.directions(link.id, named, all)
  }
}

/// Which directions between nodes a link phrase means.
enum LinkEnds {
  /// The sides that a phrase names, in their order.
  static func sides(
    of link: Phrase<ScenarioLanguage.LinkID>
  ) -> [(Int, [Role])] {
    let named = [
      link.nodes(.from) ?? link.nodes(.nodes), link.nodes(.to) ?? link.nodes(.other),
    ]
    return Array(named.compactMap { $0 }.enumerated())
  }

  /// The directions between the sides.
  static func directions(
    _ id: ScenarioLanguage.LinkID, _ sides: [[NodeID]], _ all: [NodeID]
  ) -> [(NodeID, NodeID)] {
    let one = sides.first ?? []
    let other = sides.count > 1 ? sides[1] : []
    switch id {
    case .fromTo: return pairs(one, other)
    case .between: return pairs(one, other) + pairs(other, one)
    case .of:
      let others = all.filter { !one.contains($0) }
      return pairs(one, others) + pairs(others, one)
    case .from: return pairs(one, all)
    case .to: return pairs(all, one)
    }
  }

  /// Every direction from one side to another.
  static func pairs(_ left: [NodeID], _ right: [NodeID]) -> [(NodeID, NodeID)] {
    var result: [(NodeID, NodeID)] = []
    for one in left { for other in right where one != other { result.append((one, other)) } }
    return result
  }

  /// The same before a run, where nodes are named by fixed words only; nil for a role.
  static func directions(
    of link: Phrase<ScenarioLanguage.LinkID>, layout: NodeLayout,
    _ resolve: ([Role], [NodeID]) -> [NodeID]?
  ) -> [(NodeID, NodeID)]? {
    var named: [[NodeID]] = []
    for (slot, roles) in sides(of: link) {
      guard let nodes = resolve(roles, slot == 0 ? [] : named[0]) else { return nil }
      named.append(nodes)
    }
    return directions(link.id, named, (0..<layout.nodeCount - 1).map { NodeID(index: $0) })
  }
}
