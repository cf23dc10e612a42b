import Kernel

/// The desk a machine works at while it handles one event: what it may read, and where it puts its
/// effects.
///
/// A machine holds no clock, no generator and no callback. It reads `now`, draws from its node's
/// stream, and leaves behind effects (messages, connections), timers and announcements. The world
/// interprets the effects, in order, once the handler has returned; nothing that a machine does
/// here reaches another node before that.
struct Turn: Sendable {
  /// The simulated instant of this event.
  private(set) var now: Instant = .zero
  /// The node that is handling it.
  private(set) var node = NodeID(0)
  /// What the machine wants done, in order.
  var effects = Outbox<Effect>()
  /// The variable parts of messages.
  var messages = MessageStore()
  /// Where machines tell the history what happened.
  var history = HistoryStream()
  /// Pending events of the whole world.
  var queue = EventQueue<WorldEvent>()
  /// One stream per node; a draw in one leaves the others as they were.
  var streams: Table<RandomStream>
  /// The stream that latencies and losses are drawn from.
  var networkRandom: RandomStream
  /// The lives of the nodes, counted from 1: a timer of an earlier life never fires in a later one.
  var incarnations: [UInt32]
  /// Wall clocks, per node.
  var clocks: [Clock]
  /// How this version of Kafka behaves.
  let semantics: Semantics
  /// Which node is what.
  let layout: NodeLayout
  /// Names and numbers of topics and partitions.
  var catalog = Catalog()
  /// Where applications keep results and offsets together.
  var externalStore = ExternalStore()
  /// Records on their way from consumers' applications to producers beside them.
  var handOvers: [HandOver] = []
  /// What the records of the offsets topic say.
  var groupRecords = GroupRecords()
  /// Who sends what.
  var recordStreams = RecordStreams()
  /// Links and connections; machines only take identities from it, the world moves the bytes.
  var network: Network

  /// The instant that the scenario calls zero; workloads count from it.
  var origin: Instant = .zero

  /// An empty desk for a plan's processes.
  init(semantics: Semantics, layout: NodeLayout, links: LinkProfile, seed: UInt64) {
    self.semantics = semantics
    self.layout = layout
    let count = layout.nodeCount
    network = Network(nodeCount: count, profile: links)
    networkRandom = RandomStream(runSeed: seed, stream: "network")
    streams = Table(
      (0..<count).map {
        RandomStream(runSeed: seed, stream: "node", index: UInt64($0))
      })
    incarnations = Array(repeating: 0, count: count)
    clocks = Array(repeating: Clock(), count: count)
  }

  /// Timers that came due during a freeze: the names their machine knows, and what is pending.
  var lateTimers: [(set: EventHandle, pending: EventHandle)] = []
  /// The instant at which all of them fire.
  var lateUntil: Instant = .zero

  /// Says that the desk is about to be copied.
  func prepareFork() {
    effects.prepareFork()
    messages.prepareFork()
    queue.prepareFork()
    streams.prepareFork()
    network.prepareFork()
  }

  /// Seats a node at the desk for one event.
  mutating func begin(node: NodeID, at instant: Instant, cause: HistoryNumber) {
    self.node = node
    now = instant
    history.cause = cause
    history.now = instant
    history.node = node
  }

  /// Notes the instant of an event that may concern nobody any more.
  @inline(__always)
  mutating func advance(to instant: Instant) { now = instant }

  /// The node's own stream of chance.
  var random: RandomStream {
    @inline(__always) _read { yield streams[node.place] }
    @inline(__always) _modify { yield &streams[node.place] }
  }

  /// The node's wall clock in milliseconds: what it would stamp on a record now.
  var wallMilliseconds: Int64 { clocks[node.place].wall(at: now) }

  /// Sends a message on a connection, from this node's side of it.
  mutating func send(_ body: Message.Body, on connection: ConnectionID, correlation: Int32 = 0) {
    var message = Message(body, correlation: correlation)
    message.cause = history.cause
    effects.append(.send(connection, message))
  }

  /// Opens a connection to a node; `opened` or `failed` follows as an event.
  mutating func connect(to server: NodeID) -> ConnectionID {
    let connection = network.allocate(client: node, server: server)
    effects.append(.connect(connection))
    return connection
  }

  /// Closes this node's side of a connection; no further event of it will be delivered here.
  mutating func close(_ connection: ConnectionID) { effects.append(.close(connection)) }

  /// Ends this process from within, as `Exit.halt` or a fatal start-up error does.
  mutating func halt(_ reason: HaltReason) { effects.append(.halt(reason)) }

  /// Sets a timer on this node's monotonic clock.
  mutating func setTimer(_ timer: Timer, after delay: Duration) -> EventHandle {
    setTimer(timer, at: now + delay)
  }

  /// Sets a timer for an instant that is not in the past.
  mutating func setTimer(_ timer: Timer, at instant: Instant) -> EventHandle {
    let event = WorldEvent.timer(
      node, incarnation: incarnations[node.place], timer, cause: history.cause)
    return queue.schedule(event, at: instant)
  }

  /// Takes a timer back; harmless when it has fired already.
  ///
  /// A timer that came due while its process was frozen fires on waking, and can be taken back
  /// until then.
  mutating func cancelTimer(_ handle: EventHandle) {
    if queue.cancel(handle) != nil || lateTimers.isEmpty { return }
    guard lateUntil == now, let late = lateTimers.last(where: { $0.set == handle }) else { return }
    _ = queue.cancel(late.pending)
  }

  /// The handle that the machine knows: a process that is frozen again at the very instant of its
  /// waking gets its overdue timers a second time.
  func handleAsSet(_ handle: EventHandle) -> EventHandle {
    guard lateUntil == now else { return handle }
    return lateTimers.last { $0.pending == handle }?.set ?? handle
  }

  /// Tells the history what happened at a producer; caused by what this turn has seen so far.
  mutating func announce(_ fact: ProducerFact) { history.append(.producer(fact)) }
  /// Tells the history what happened at a consumer or in its group.
  mutating func announce(_ fact: ConsumerFact) { history.append(.consumer(fact)) }
  /// Tells the history what happened to a replica's log.
  mutating func announce(_ fact: LogFact) { history.append(.log(fact)) }
  /// Tells the history what was decided or believed about a partition.
  mutating func announce(_ fact: PartitionFact) { history.append(.partition(fact)) }
  /// Tells the history about controllers, registrations and sessions.
  mutating func announce(_ fact: ClusterFact) { history.append(.cluster(fact)) }
  /// Tells the history about the lives of processes.
  mutating func announce(_ fact: ProcessFact) { history.append(.process(fact)) }
}
