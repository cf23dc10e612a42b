import Kernel

@testable import KafkaModel

/// One broker at a desk, driven by hand: requests go in, answers and announcements come out.
///
/// Nothing reaches any other node; a test plays controller, clients and other brokers itself.
struct BrokerBench {
  var turn: Turn
  var broker: Broker
  /// What the broker sent, oldest first, with the parts of hot messages already unpacked.
  var sent: [Sent] = []
  /// Connections that the broker opened and nobody has answered yet.
  var opening: [ConnectionID] = []
  /// Connections that the broker closed.
  var closed: [ConnectionID] = []
  /// Why the broker ended itself, if it did.
  var halted: HaltReason?

  /// One message of the broker's.
  struct Sent {
    var connection: ConnectionID
    var correlation: Int32
    var content: Content
  }

  /// A message, unpacked.
  enum Content {
    case produced([ProduceResult])
    case fetched([Part])
    case fetch(FetchRequest, [FetchPart])
    case listOffsets(ListOffsetsRequest)
    case offsetsListed(ListOffsetsResponse)
    case epochEnd(EpochEndRequest)
    case epochEnded(EpochEndResponse)
    case cold(MessageStore.ColdContent)
  }

  /// One partition of a fetch response with its batches.
  struct Part {
    var header: FetchedPart
    var batches: [RecordBatch]
  }

  static let partition = PartitionID(0)

  /// Broker 1 of three at the given release, with one topic of four partitions.
  init(
    _ version: KafkaVersion, minISR: Int64 = 1,
    settings change: (inout BrokerSettings) -> Void = { _ in },
    topic adjust: (inout TopicSettings) -> Void = { _ in }
  ) {
    let semantics = Semantics(version: version, mode: .zookeeper)
    let configuration = EffectiveConfiguration.standard(.broker, in: version)
    var settings = BrokerSettings(configuration)
    change(&settings)
    var topic = TopicSettings(
      EffectiveConfiguration.resolveTopic([], on: configuration).configuration)
    topic.minInSyncReplicas = minISR
    adjust(&topic)
    let brokers = (0..<3).map { _ in BrokerPlan(settings: settings) }
    var plan = WorldPlan(semantics: semantics, brokers: brokers)
    plan.topics = [
      TopicPlan(name: "orders", partitions: 4, replicationFactor: 3, settings: topic)
    ]
    let layout = NodeLayout(zooKeepers: 1, brokers: 3, producers: 2, consumers: 2)
    turn = Turn(semantics: semantics, layout: layout, links: plan.links, seed: 1)
    let orders = turn.catalog.addTopic(named: "orders")
    turn.catalog.growTopic(orders, to: 4)
    broker = Broker(id: BrokerID(1), plan: plan.brokers[0], world: plan)
    broker.process.stage = .serving
    turn.begin(node: layout.node(of: BrokerID(1)), at: .zero, cause: .none)
    know(leader: 1)
  }

  // MARK: Time

  /// Moves the clock and fires the broker's own timers that fall due.
  mutating func advance(to instant: Instant) {
    while let next = turn.queue.nextInstant, next <= instant,
      let (at, event) = turn.queue.popLeast()
    {
      guard case .timer(_, _, let timer, _) = event else { continue }
      turn.begin(node: turn.layout.node(of: broker.id), at: at, cause: .none)
      handle(.timer(timer))
    }
    turn.begin(node: turn.layout.node(of: broker.id), at: instant, cause: .none)
  }

  /// Moves the clock by so many milliseconds.
  mutating func pass(_ milliseconds: Int64) { advance(to: turn.now + .milliseconds(milliseconds)) }

  // MARK: Events

  /// Gives the broker an event and collects what it does.
  mutating func handle(_ event: NodeEvent) {
    broker.receive(event, turn: &turn)
    collect()
  }

  private mutating func collect() {
    for effect in turn.effects {
      switch effect {
      case .send(let connection, let message):
        sent.append(
          Sent(
            connection: connection, correlation: message.correlation,
            content: unpack(message.body)))
      case .connect(let connection): opening.append(connection)
      case .close(let connection): closed.append(connection)
      case .halt(let reason): halted = reason
      }
    }
    turn.effects.removeAll()
  }

  private mutating func unpack(_ body: Message.Body) -> Content {
    defer { if case .cold = body {} else { turn.messages.free(body) } }
    switch body {
    case .produced(let response):
      return .produced(turn.messages.produceResults.array(response.results))
    case .fetched(let response):
      let parts = turn.messages.fetchedParts.array(response.parts)
      return .fetched(
        parts.map { Part(header: $0, batches: turn.messages.batches.array($0.batches)) })
    case .fetch(let request):
      return .fetch(request, turn.messages.fetchParts.array(request.parts))
    case .listOffsets(let request): return .listOffsets(request)
    case .offsetsListed(let response): return .offsetsListed(response)
    case .epochEnd(let request): return .epochEnd(request)
    case .epochEnded(let response): return .epochEnded(response)
    case .cold(_, let slot): return .cold(turn.messages.take(slot))
    case .produce, .zooKeeperPing, .zooKeeperPong: return .produced([])
    }
  }

  /// Opens a connection from a node to the broker.
  mutating func connect(_ node: NodeID) -> ConnectionID {
    let connection = turn.network.allocate(
      client: node, server: turn.layout.node(of: broker.id))
    handle(.accepted(connection, from: node))
    return connection
  }

  /// Opens a connection from the first producer.
  mutating func connectClient() -> ConnectionID { connect(turn.layout.node(ofProducer: 0)) }

  /// Opens a connection from another broker.
  mutating func connectBroker(_ id: Int32) -> ConnectionID {
    connect(turn.layout.node(of: BrokerID(id)))
  }

  /// Sends a request to the broker.
  mutating func request(_ body: Message.Body, on connection: ConnectionID, _ correlation: Int32 = 1)
  {
    handle(.received(connection, Message(body, correlation: correlation)))
  }

  /// Sends a cold request to the broker.
  mutating func request(
    _ content: MessageStore.ColdContent, on connection: ConnectionID, _ correlation: Int32 = 1
  ) {
    request(turn.messages.wrap(content), on: connection, correlation)
  }

  /// Takes the oldest message that the broker has sent.
  mutating func next() -> Content? { sent.isEmpty ? nil : sent.removeFirst().content }

  /// The facts announced since the last call.
  mutating func facts() -> [HistoryFact] {
    defer { turn.history.clear() }
    return turn.history.pending.map(\.fact)
  }
}
