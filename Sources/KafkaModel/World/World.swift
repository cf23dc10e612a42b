import Kernel

/// A whole cluster with its clients, network, disks and clocks, on simulated time.
///
/// `step()` is the heart: it takes the least `(instant, sequence)` event, gives it to one node, and
/// interprets what the node wants done. Nothing else moves time. A world is a value; `fork()` is a
/// copy that goes its own way.
public struct World: ~Copyable {
  var state: WorldState

  /// A world at instant zero: nothing has been started.
  public init(plan: WorldPlan, seed: UInt64) { state = WorldState(plan: plan, seed: seed) }

  private init(state: WorldState) { self.state = state }

  /// Another world in the same state; the two share memory until one of them writes.
  public borrowing func fork() -> World {
    state.prepareFork()
    return World(state: state)
  }

  /// Handles one event.
  @discardableResult
  public mutating func step() -> StepOutcome { state.step() }

  /// Handles one event, and says where the run stands then.
  ///
  /// Whoever asks after every step asks here: a question of its own would first copy what a world
  /// has outside its tables.
  public mutating func stepAndReport() -> StepReport {
    let outcome = state.step()
    return StepReport(
      outcome: outcome, now: state.turn.now, eventCount: state.eventCount,
      unread: state.turn.history.pending.count)
  }
}

/// Where a run stands after a step.
public struct StepReport: Sendable {
  /// What the step came upon.
  public let outcome: StepOutcome
  /// The instant of its event.
  public let now: Instant
  /// Messages delivered and timers fired so far.
  public let eventCount: UInt64
  /// Events of the history that no reader has taken yet.
  public let unread: Int
}

/// What one step came upon.
public enum StepOutcome: Equatable, Sendable {
  /// A node handled an event, or the network moved something.
  case handled
  /// An instant that the conductor had asked to be woken at.
  case appointment(Int32)
  /// Nothing is pending any more.
  case idle
}

/// What a world is made of.
struct WorldState: Sendable {
  let plan: WorldPlan
  /// The desk; it holds the queue, the network, the streams of chance and the history.
  var turn: Turn
  var processes: [Process]
  var zooKeeper: ZooKeeperEnsemble
  var brokers: Table<Broker>
  var producers: Table<Producer>
  var consumers: Table<Consumer>
  var admin: AdminClient
  /// Messages on the wire; the slot is the network's token.
  var inFlight = Slab<Message>()
  /// What the network wants to happen later; drained after each use.
  var networkSchedule: [NetworkEvent.Scheduled] = []
  /// Message faults that the conductor has laid out.
  var interceptors = Interceptors()
  /// The instant that the scenario calls zero.
  var origin: Instant = .zero
  /// Links that a fault has changed, for the heal that undoes it.
  var changedLinks: [(from: NodeID, to: NodeID)] = []
  /// How far the prologue has come, and when it looks next.
  var bootPhase = BootPhase.notBegun
  var nextBootLook = Instant.zero
  /// The partition that was last seen not to be in sync.
  var latePartition: PartitionID?
  /// How many events were handled: messages delivered and timers fired.
  var eventCount: UInt64 = 0
  /// How many messages have met a cut.
  var cutsMet = 0
  /// What went over each link, if anybody asks.
  var traffic: Traffic?
  /// Faults injected so far.
  var faultCount: Int32 = 0

  /// One simulated process as the world sees it.
  struct Process: Sendable {
    enum Status: UInt8, Sendable { case down, running, frozen }
    var status: Status = .down
    /// Whether it was asked to stop in order and has not ended yet.
    var isStopping = false
    /// Whether it is to be started as soon as its orderly stop is through.
    var startsOnceDown = false
    /// Counts freezes, so that an old thaw does not end a newer freeze.
    var freezes: UInt32 = 0
    /// Timers that came due while the process was frozen, in order.
    var overdue: [(timer: Timer, cause: HistoryNumber, handle: EventHandle)] = []
    /// The history event that ended, froze or started it last.
    var lastFate: HistoryNumber = .none
  }
}

extension WorldState {
  init(plan: WorldPlan, seed: UInt64) {
    self.plan = plan
    let layout = NodeLayout(
      zooKeepers: plan.zooKeeper.servers, brokers: plan.brokers.count,
      producers: plan.producers.count, consumers: plan.consumers.count)
    turn = Turn(
      semantics: plan.semantics, layout: layout, links: plan.links, seed: seed)
    for place in 0..<layout.nodeCount {
      let node = NodeID(index: place)
      turn.network.setProfile(.loopback, from: node, to: node)
    }
    for link in plan.ownLinks {
      turn.network.setProfile(link.profile, from: link.from, to: link.to)
    }
    for (place, broker) in plan.brokers.enumerated() {
      let node = turn.layout.node(of: BrokerID(Int32(place + 1)))
      if broker.clockOffset != .zero {
        turn.clocks[node.place].jump(by: broker.clockOffset, at: .zero)
      }
      if broker.clockDrift != 0 {
        turn.clocks[node.place].setDrift(partsPerMillion: broker.clockDrift, at: .zero)
      }
    }
    if plan.countsTraffic { traffic = Traffic(nodeCount: layout.nodeCount) }
    for topic in plan.topics { _ = turn.catalog.addTopic(named: topic.name) }
    processes = Array(repeating: Process(), count: layout.nodeCount)
    zooKeeper = ZooKeeperEnsemble(plan: plan.zooKeeper)
    brokers = Table(
      plan.brokers.enumerated().map { place, broker in
        Broker(id: BrokerID(Int32(place + 1)), plan: broker, world: plan)
      })
    producers = Table(
      plan.producers.map {
        Producer(
          plan: $0, semantics: plan.semantics, brokerCount: plan.brokers.count)
      })
    consumers = Table(plan.consumers.map { Consumer(plan: $0) })
    admin = AdminClient()
  }

  /// Says that all of the world's tables are about to be copied; see `Table`.
  func prepareFork() {
    turn.prepareFork()
    inFlight.prepareFork()
    brokers.prepareFork()
    for place in brokers.indices { brokers[place].prepareFork() }
    producers.prepareFork()
    for place in producers.indices { producers[place].prepareFork() }
    consumers.prepareFork()
    for place in consumers.indices { consumers[place].prepareFork() }
    admin.prepareFork()
  }

  /// Takes the next event and has it handled.
  mutating func step() -> StepOutcome {
    guard let (instant, event) = turn.queue.popLeast() else { return .idle }
    return carryOut(event, at: instant)
  }

  /// Has an event handled that was just taken from the queue.
  @inline(__always)
  mutating func carryOut(_ event: WorldEvent, at instant: Instant) -> StepOutcome {
    turn.advance(to: instant)
    switch event {
    case .network(let event): handle(event, at: instant)
    case .timer(let node, let incarnation, let timer, let cause):
      fire(timer, on: node, incarnation: incarnation, cause: cause, at: instant)
    case .start(let node, let cause): start(node, at: instant, cause: cause)
    case .thaw(let node, let freeze, let cause):
      thaw(node, freeze: freeze, at: instant, cause: cause)
    case .appointment(let number):
      turn.begin(node: turn.layout.operatorNode, at: instant, cause: .none)
      return .appointment(number)
    }
    return .handled
  }

  /// Lets a timer fire, unless its process is gone; a frozen process gets it when it wakes.
  private mutating func fire(
    _ timer: Timer, on node: NodeID, incarnation: UInt32, cause: HistoryNumber, at instant: Instant
  ) {
    guard turn.incarnations[node.place] == incarnation else { return }
    if processes[node.place].status == .frozen {
      let handle = turn.handleAsSet(turn.queue.lastPopped)
      processes[node.place].overdue.append((timer, cause, handle))
      return
    }
    eventCount &+= 1
    dispatch(.timer(timer), to: node, at: instant, cause: cause)
  }

  /// Gives an event to the machine on a node, and does what the machine wants done.
  mutating func dispatch(
    _ event: NodeEvent, to node: NodeID, at instant: Instant, cause: HistoryNumber
  ) {
    turn.begin(node: node, at: instant, cause: cause)
    let layout = turn.layout
    var place = node.place
    if place < layout.zooKeeperCount {
      zooKeeper.receive(event, server: place, turn: &turn)
      return interpretEffects(of: node)
    }
    place -= layout.zooKeeperCount
    if place < layout.brokerCount {
      brokers[place].receive(event, turn: &turn)
      return interpretEffects(of: node)
    }
    place -= layout.brokerCount
    if place < layout.producerCount {
      producers[place].receive(event, turn: &turn)
      return interpretEffects(of: node)
    }
    place -= layout.producerCount
    if place < layout.consumerCount {
      consumers[place].receive(event, turn: &turn)
    } else {
      admin.receive(event, turn: &turn)
    }
    interpretEffects(of: node)
  }

  /// Carries out the effects of one handler, in the order in which it asked for them.
  mutating func interpretEffects(of node: NodeID) {
    var place = 0
    while place < turn.effects.count {
      switch turn.effects[place] {
      case .send(let connection, let message): transmit(message, on: connection)
      case .connect(let connection):
        turn.network.connect(
          connection, now: turn.now, random: &turn.networkRandom, out: &networkSchedule)
      case .close(let connection): close(connection, by: node)
      case .halt(let reason):
        turn.effects.removeAll()
        end(node, how: reason == .stopped ? .stopped : .halted, survival: nil)
        superviseStart(of: node, after: reason)
        return flushSchedule()
      }
      place += 1
    }
    turn.effects.removeAll()
    flushSchedule()
    if !turn.handOvers.isEmpty { deliverHandOvers() }
  }

  /// Gives forwarded records to their producers, which send them in a turn of their own.
  private mutating func deliverHandOvers() {
    let handOvers = turn.handOvers
    turn.handOvers.removeAll()
    let cause = turn.history.cause
    for handOver in handOvers {
      producers[handOver.producer].take(handOver)
      turn.begin(node: layout(of: handOver), at: turn.now, cause: cause)
      _ = turn.setTimer(.producer(.forwarded), after: .zero)
    }
  }

  private func layout(of handOver: HandOver) -> NodeID {
    turn.layout.node(ofProducer: handOver.producer)
  }
}
