import KafkaModel
import Kernel
import ScenarioLanguage

extension ActionPerformer {
  /// Lives of processes: crash, power, stop, start, freeze.
  mutating func performOnProcesses(_ action: Action, in world: inout World) -> ActionOutcome {
    let nodes = roles.resolve(action.nodes(.nodes) ?? [], in: world)
    let length = duration(.duration, of: action)
    var outcome: ActionOutcome
    switch action.id {
    case .crash: outcome = inject(nodes, in: &world) { .crash($0) }
    case .powerOff:
      let survival = survival(of: action, in: world)
      outcome = inject(nodes, in: &world) { .losePower($0, survival) }
    case .wipe:
      outcome = inject(nodes, in: &world) { .losePower($0, .flushedOnly) }
      for node in nodes where world.inject(.wipeDisk(node)) { outcome.bit = true }
    case .start: return inject(nodes, in: &world) { .start($0) }
    case .stop: outcome = inject(nodes, in: &world) { .stop($0) }
    case .closeClient:
      outcome = inject(nodes, in: &world) { .stop($0) }
      guard let length else { return outcome }
      for node in nodes { _ = world.command(node, .close(within: length)) }
      return outcome
    case .restart:
      outcome = inject(nodes, in: &world) { .stop($0) }
      outcome.ending = .init(after: length ?? .seconds(5), faults: nodes.map { .start($0) })
      return outcome
    case .bounce:
      outcome = inject(nodes, in: &world) { .crash($0) }
      // Faster than any session ends, and not at the same instant: a process needs a moment.
      outcome.ending = .init(after: .milliseconds(500), faults: nodes.map { .start($0) })
      return outcome
    case .freeze:
      outcome = inject(nodes, in: &world) { .freeze($0) }
      if let length { outcome.ending = .init(after: length, faults: nodes.map { .thaw($0) }) }
      return outcome
    case .thaw: return inject(nodes, in: &world) { .thaw($0) }
    case .scale: return scale(action, in: &world)
    default: return ActionOutcome()
    }
    if let length { outcome.ending = .init(after: length, faults: nodes.map { .start($0) }) }
    return outcome
  }

  /// What of the unflushed part survives a loss of power.
  private func survival(of action: Action, in world: borrowing World) -> Fault.Survival {
    let count = action.count(.records) ?? 0
    if let name = action.partition(.partition),
      let partition = names.partition(name, in: world.catalog)
    {
      return action.choice(.how) == "losing the last"
        ? .losingLastOf(partition, count) : .belowIn(partition, Offset(count))
    }
    switch action.choice(.how) {
    case "keeping everything written": return .everything
    case "losing everything unflushed": return .flushedOnly
    case "keeping the first": return .below(Offset(count))
    case "losing the last": return .losingLast(count)
    default: return .drawn
    }
  }

  /// Starts or stops instances behind a name until so many run; the last declared go first.
  private mutating func scale(_ action: Action, in world: inout World) -> ActionOutcome {
    let nodes = names.nodes(ofClient: action.name(.client), in: world.layout)
    let wanted = Int(action.count(.count) ?? 0)
    var outcome = ActionOutcome()
    for (place, node) in nodes.enumerated() {
      let isUp = world.isUp(node)
      if place < wanted && !isUp && world.inject(.start(node)) { outcome.nodes.append(node) }
      if place >= wanted && isUp && world.inject(.stop(node)) { outcome.nodes.append(node) }
    }
    outcome.bit = !outcome.nodes.isEmpty
    return outcome
  }

  /// Sessions, clocks and disks.
  mutating func performOnMachines(_ action: Action, in world: inout World) -> ActionOutcome {
    let nodes = roles.resolve(action.nodes(.nodes) ?? [], in: world)
    let length = duration(.duration, of: action)
    var outcome: ActionOutcome
    switch action.id {
    case .expireSession: return inject(nodes, in: &world) { .expireSession($0) }
    case .jumpClock:
      let shift = Duration.nanoseconds(action.shift(.shift)?.magnitude ?? 0)
      return inject(nodes, in: &world) { .clockJump($0, by: shift) }
    case .driftClock:
      let drift = action.drift(.drift)?.millionths ?? 0
      return inject(nodes, in: &world) { .clockDrift($0, millionths: drift) }
    case .slowDisk:
      let factor = Int32(clamping: max(1, (action.factor(.factor)?.thousandths ?? 1000) / 1000))
      outcome = inject(nodes, in: &world) { .slowDisk($0, factor: factor) }
      if let length {
        outcome.ending = .init(
          after: length, faults: nodes.map { .slowDisk($0, factor: 1) })
      }
    case .stallDisk:
      let span = length ?? .zero
      outcome = inject(nodes, in: &world) { .stallDisk($0, for: span) }
      outcome.ending = .init(after: span, faults: nodes.map { .slowDisk($0, factor: 1) })
    case .fillDisk:
      outcome = inject(nodes, in: &world) { .fullDisk($0, isFull: true) }
      if let length {
        outcome.ending = .init(
          after: length, faults: nodes.map { .fullDisk($0, isFull: false) })
      }
    case .failDisk:
      let directory = action.count(.number).map { Int32(clamping: $0 - 1) }
      outcome = inject(nodes, in: &world) {
        .failDisk($0, isFailed: true, directory: directory)
      }
      if let length {
        outcome.ending = .init(
          after: length,
          faults: nodes.map { .failDisk($0, isFailed: false, directory: directory) })
      }
    case .repairDisk:
      outcome = inject(nodes, in: &world) { .failDisk($0, isFailed: false) }
      for node in nodes {
        world.inject(.fullDisk(node, isFull: false))
        world.inject(.slowDisk(node, factor: 1))
      }
    case .flush, .truncateLog: return performOnFiles(action, nodes, in: &world)
    default: return ActionOutcome()
    }
    return outcome
  }

  /// What an operator does to log files by hand.
  private func performOnFiles(
    _ action: Action, _ nodes: [NodeID], in world: inout World
  ) -> ActionOutcome {
    var outcome = ActionOutcome(nodes: nodes)
    guard let name = action.partition(.partition),
      let partition = names.partition(name, in: world.catalog)
    else { return outcome }
    for node in nodes {
      if action.id == .flush {
        outcome.bit = world.inject(.flushLog(node, partition)) || outcome.bit
      } else {
        let end = Offset(action.count(.offset) ?? 0)
        outcome.bit = world.inject(.truncateLog(node, partition, to: end)) || outcome.bit
      }
    }
    return outcome
  }
}
