import KafkaModel
import Kernel
import ScenarioLanguage

/// Something that the weather of a scenario did, told as a line of the timeline would tell it.
///
/// A search that hands back a failing storm writes these lines in place of the weather: they say
/// what happened, and each of them can be left out by itself.
public struct WeatherStrike: Sendable {
  /// Which line of the weather blocks, all of them counted through from zero.
  public var front: Int
  /// When, in scenario time.
  public var at: Duration
  /// What, and for how long.
  public var action: Action
}

/// Finds the words for what a front of the weather does.
struct StrikeWords {
  private let front: Storm.Front
  private let layout: NodeLayout
  private let producers: [String]
  private let consumers: [String]
  /// How long it lasts, the end of the weather considered.
  private let length: Duration?

  init(_ world: borrowing World, _ front: Storm.Front, _ length: Duration?) {
    self.front = front
    layout = world.layout
    producers = world.plan.producers.map(\.name)
    consumers = world.plan.consumers.map(\.name)
    let left = world.origin + front.to - world.now
    self.length = length.map { min($0, left) }
  }

  func knockDown(_ node: NodeID) -> Action {
    switch front.phrase.id {
    case .powerOff: lasting(.powerOff, node)
    case .stop: lasting(.stop, node)
    case .bounce: machine(.bounce, node)
    default: lasting(.crash, node)
    }
  }

  /// An action on one process that lasts.
  func lasting(_ id: FaultID, _ node: NodeID) -> Action {
    Action(id, [nodes(node)] + duration)
  }

  /// An action on one process.
  func machine(_ id: FaultID, _ node: NodeID) -> Action { Action(id, [nodes(node)]) }

  func cut(_ node: NodeID, from other: NodeID) -> Action {
    Action(.cut, [nodes(node), Filled(.other, .nodes([role(other)]))] + duration)
  }

  func cutFromZooKeeper(_ node: NodeID) -> Action {
    Action(.cut, [nodes(node), Filled(.other, .nodes([Role(.zooKeeper)]))] + duration)
  }

  func reset(_ node: NodeID, _ other: NodeID) -> Action {
    let ends = [Filled(.from, .nodes([role(node)])), Filled(.to, .nodes([role(other)]))]
    return Action(.resetConnections, [Filled(.link, .link(Phrase(.between, ends)))])
  }

  func slowDisk(_ node: NodeID) -> Action {
    let factor = front.phrase.factor(.factor) ?? Factor(thousandths: 1000)
    return Action(.slowDisk, [nodes(node), Filled(.factor, .factor(factor))] + duration)
  }

  func jumpClock(_ node: NodeID) -> Action {
    let shift = front.phrase.shift(.shift).map { Filled(.shift, .shift($0)) }
    return Action(.jumpClock, [nodes(node)] + [shift].compactMap { $0 })
  }

  /// Loss or delay on every link.
  func links(loss: Int64?, delay: Duration?) -> Action {
    if let delay {
      return Action(.delay, [Filled(.by, .time(Drawn(time(delay))))] + duration)
    }
    let percent = Percent(millionths: loss ?? 0)
    return Action(.lose, [Filled(.percent, .percent(Drawn(percent)))] + duration)
  }

  private var duration: [Filled] {
    length.map { [Filled(.duration, .time(Drawn(time($0))))] } ?? []
  }

  private func time(_ length: Duration) -> TimeAmount {
    TimeAmount(nanoseconds: length.nanoseconds)
  }

  private func nodes(_ node: NodeID) -> Filled { Filled(.nodes, .nodes([role(node)])) }

  /// The process by its own name, whatever role it had at the time.
  private func role(_ node: NodeID) -> Role {
    switch layout.role(of: node) {
    case .broker(let id): return Role(.brokers, [Filled(.ids, .ids([Int(id.value)]))])
    case .zooKeeper(let place):
      if layout.zooKeeperCount == 1 { return Role(.zooKeeper) }
      return Role(.zooKeeper, [Filled(.number, .count(Drawn(Count(Int64(place + 1)))))])
    case .producer(let place): return client(producers[place])
    case .consumer(let place): return client(consumers[place])
    case .operator: return Role(.rest)
    }
  }

  private func client(_ name: String) -> Role {
    Role(.client, [Filled(.client, .name(.client, [Word(name)]))])
  }
}
