import Kernel

@testable import KafkaModel

/// Brokers that do as they are told, around one real producer: a stage for tests of the client
/// alone.
///
/// Messages take one millisecond each way. A broker handles a connection's requests in order.
struct FakeCluster {
  /// What a broker does with one batch of one request.
  enum Reply {
    case store
    case refuse(ErrorCode)
    /// Stores it and answers with an error all the same.
    case storeAndRefuse(ErrorCode)
    /// Stores it, and the connection breaks before the answer.
    case storeAndBreak
    /// The connection breaks before anything is stored.
    case breakBefore
    /// Nobody ever answers.
    case silence
  }

  enum Delivery {
    case toProducer(NodeEvent)
    case toBroker(BrokerID, ConnectionID, Message)
  }

  var turn: Turn
  var producer: Producer
  let topic: TopicID
  /// By partition; `.none` is a partition without a leader.
  var leaders: [BrokerID]
  var leaderEpochs: [LeaderEpoch]
  /// What the brokers have stored, by partition.
  var logs: [[RecordBatch]]
  /// Chooses the reply; the first argument counts batches of all requests from 1.
  var reply: (Int, PartitionID, RecordBatch) -> Reply = { _, _, _ in .store }
  var isReachable = true
  /// Whether brokers check sequences as the rule for five remembered batches says.
  var checksSequences = false
  var logStart = Offset.zero
  /// The leader that NOT_LEADER_OR_FOLLOWER names.
  var hint = (BrokerID.none, LeaderEpoch.none)
  private(set) var produceCount = 0
  private(set) var requestCount = 0
  private(set) var metadataCount = 0
  private(set) var facts: [(at: Instant, fact: ProducerFact)] = []
  private var deliveries: [(at: Instant, order: Int, what: Delivery)] = []
  private var order = 0
  private var nextProducerID: Int64 = 1000
  private var broken: [ConnectionID] = []
  let node: NodeID

  init(
    _ settings: ProducerSettings, _ workloads: [SendWorkload], partitions: Int32 = 1,
    version: KafkaVersion = .standard, seed: UInt64 = 1,
    change: (inout ProducerPlan) -> Void = { _ in }
  ) {
    let layout = NodeLayout(zooKeepers: 1, brokers: 3, producers: 1, consumers: 0)
    let semantics = Semantics(version: version, mode: .zookeeper)
    turn = Turn(semantics: semantics, layout: layout, links: .dataCentre, seed: seed)
    topic = turn.catalog.addTopic(named: "orders")
    turn.catalog.growTopic(topic, to: partitions)
    var plan = ProducerPlan(name: "web", settings: settings, workloads: workloads)
    change(&plan)
    producer = Producer(plan: plan, semantics: semantics, brokerCount: 3)
    leaders = (0..<partitions).map { BrokerID($0 % 3 + 1) }
    leaderEpochs = leaders.map { _ in .first }
    logs = leaders.map { _ in [] }
    node = layout.node(ofProducer: 0)
  }

  /// Starts the producer and lets the given time pass.
  mutating func run(for length: Duration) {
    if producer.life == .down && turn.incarnations[node.place] == 0 { start() }
    let end = turn.now + length
    while let next = nextInstant, next <= end { step() }
    turn.begin(node: node, at: end, cause: .none)
  }

  /// Starts the producer's process, for the first time or after a crash.
  mutating func start() {
    turn.incarnations[node.place] += 1
    deliveries.removeAll()
    hand(.started)
  }

  /// Gives the producer an event now.
  mutating func hand(_ event: NodeEvent) {
    turn.begin(node: node, at: turn.now, cause: .none)
    producer.receive(event, turn: &turn)
    interpret()
  }

  /// The producer's connections to a broker break.
  mutating func breakConnections(to broker: BrokerID) {
    for slot in producer.network.slots where slot.broker == broker {
      if let connection = slot.connection { deliver(.toProducer(.closed(connection)), after: 0) }
    }
  }

  private var nextInstant: Instant? {
    let first = deliveries.map(\.at).min() ?? .distantFuture
    let least = min(first, turn.queue.nextInstant ?? .distantFuture)
    return least == .distantFuture ? nil : least
  }

  private mutating func step() {
    if let place = deliveries.indices.min(by: {
      (deliveries[$0].at, deliveries[$0].order) < (deliveries[$1].at, deliveries[$1].order)
    }), deliveries[place].at <= turn.queue.nextInstant ?? .distantFuture {
      let entry = deliveries.remove(at: place)
      turn.begin(node: node, at: entry.at, cause: .none)
      switch entry.what {
      case .toProducer(let event): hand(event)
      case .toBroker(let broker, let connection, let message):
        if broken.contains(connection) {
          turn.messages.free(message.body)
        } else {
          serve(message, broker, connection)
        }
      }
    } else if let (at, event) = turn.queue.popLeast() {
      turn.begin(node: node, at: at, cause: .none)
      if case .timer(_, let incarnation, let timer, _) = event,
        incarnation == turn.incarnations[node.place]
      {
        hand(.timer(timer))
      }
    }
  }

  private mutating func deliver(_ what: Delivery, after milliseconds: Int64) {
    order += 1
    deliveries.append((turn.now + .milliseconds(milliseconds), order, what))
  }

  private mutating func interpret() {
    for effect in turn.effects {
      switch effect {
      case .connect(let connection):
        deliver(
          .toProducer(isReachable ? .opened(connection) : .openFailed(connection)), after: 1)
      case .send(let connection, let message):
        let slot = producer.network.slots.first { $0.connection == connection }
        deliver(.toBroker(slot?.broker ?? .none, connection, message), after: 1)
      case .close(let connection): broken.append(connection)
      case .halt: break
      }
    }
    turn.effects.removeAll()
    for event in turn.history.pending {
      if case .producer(let fact) = event.fact { facts.append((event.at, fact)) }
    }
    turn.history.clear()
  }

  private mutating func serve(
    _ message: Message, _ broker: BrokerID, _ connection: ConnectionID
  ) {
    switch message.body {
    case .produce(let request): produce(request, message.correlation, broker, connection)
    case .cold(_, let slot):
      switch turn.messages.take(slot) {
      case .metadataRequest: answerMetadata(message.correlation, connection)
      case .initProducerIDRequest:
        let body = turn.messages.wrap(
          .initProducerIDResponse(
            InitProducerIDResponse(
              error: .none, producerID: ProducerID(nextProducerID),
              producerEpoch: ProducerEpoch(0))))
        nextProducerID += 1
        answer(body, message.correlation, connection)
      default: break
      }
    default: break
    }
  }

  private mutating func answer(
    _ body: Message.Body, _ correlation: Int32, _ connection: ConnectionID
  ) {
    deliver(.toProducer(.received(connection, Message(body, correlation: correlation))), after: 1)
  }

  private mutating func answerMetadata(_ correlation: Int32, _ connection: ConnectionID) {
    metadataCount += 1
    let parts = turn.catalog.topics[Int(topic.value)].partitions.map { id in
      PartitionAnswer(
        partition: id, error: leaders[id.index] == .none ? .leaderNotAvailable : .none,
        leader: leaders[id.index], leaderEpoch: leaderEpochs[id.index],
        replicas: [1, 2, 3], isr: [1, 2, 3])
    }
    let body = turn.messages.wrap(
      .metadataResponse(
        MetadataResponse(
          brokers: [BrokerID(1), BrokerID(2), BrokerID(3)], controller: BrokerID(1),
          topics: [TopicMetadata(topic: topic, error: .none, partitions: parts)])))
    answer(body, correlation, connection)
  }

  private mutating func produce(
    _ request: ProduceRequest, _ correlation: Int32, _ broker: BrokerID,
    _ connection: ConnectionID
  ) {
    requestCount += 1
    var results = ListRef()
    var isBroken = false
    var isSilent = false
    for part in turn.messages.produceParts.array(request.parts) {
      produceCount += 1
      let end = logs[part.partition.index].last?.nextOffset ?? .zero
      var result = ProduceResult(
        partition: part.partition, error: .none, baseOffset: end, logStart: logStart)
      var batch = part.batch
      batch.baseOffset = end
      if leaders[part.partition.index] != broker {
        result.error = .notLeaderOrFollower
        (result.leader, result.leaderEpoch) = hint
      } else {
        switch reply(produceCount, part.partition, batch) {
        case .store:
          if checksSequences {
            store(batch, part.partition.index, &result)
          } else {
            logs[part.partition.index].append(batch)
          }
        case .refuse(let error): result.error = error
        case .storeAndRefuse(let error):
          logs[part.partition.index].append(batch)
          result.error = error
        case .storeAndBreak:
          if checksSequences {
            store(batch, part.partition.index, &result)
          } else {
            logs[part.partition.index].append(batch)
          }
          isBroken = true
        case .breakBefore: isBroken = true
        case .silence: isSilent = true
        }
      }
      turn.messages.produceResults.append(result, to: &results)
    }
    turn.messages.produceParts.free(request.parts)
    if isBroken {
      broken.append(connection)
      deliver(.toProducer(.closed(connection)), after: 1)
    }
    // A request that is stuck holds up all that come behind it on its connection.
    if isSilent { broken.append(connection) }
    if isBroken || isSilent || request.acks == .zero {
      turn.messages.produceResults.free(results)
      return
    }
    answer(.produced(ProduceResponse(results: results)), correlation, connection)
  }
}

extension FakeCluster {
  /// Appends a batch as a leader from 2.5 on does: duplicates are recognised, gaps are refused.
  private mutating func store(
    _ batch: RecordBatch, _ place: Int, _ result: inout ProduceResult
  ) {
    let known = logs[place].filter { $0.producerID == batch.producerID }.suffix(5)
    if let last = known.last {
      let same = known.last {
        $0.producerEpoch == batch.producerEpoch && $0.baseSequence == batch.baseSequence
          && $0.records.count == batch.records.count
      }
      if let same {
        result.baseOffset = same.baseOffset
        return
      }
      let expected =
        last.producerEpoch == batch.producerEpoch ? last.baseSequence + last.records.count : 0
      if batch.baseSequence != expected {
        result.error = .outOfOrderSequenceNumber
        return
      }
    }
    logs[place].append(batch)
  }

  /// Every stored record of a partition, in log order, as its place in its stream.
  func storedRecords(_ partition: Int = 0) -> [Int64] {
    logs[partition].flatMap { $0.records.first..<$0.records.first + Int64($0.records.count) }
  }

  /// The first records of the stored batches of a partition, in log order.
  func storedFirsts(_ partition: Int = 0) -> [Int64] { logs[partition].map(\.records.first) }
  /// The sequences of the stored batches of a partition, in log order.
  func storedSequences(_ partition: Int = 0) -> [Int32] { logs[partition].map(\.baseSequence) }
  /// Records that the application handed over.
  var sentCount: Int {
    facts.reduce(0) {
      if case .sent(_, _, let records) = $1.fact { return $0 + Int(records.count) }
      return $0
    }
  }
  /// Records that were acknowledged.
  var acknowledgedCount: Int {
    facts.reduce(0) {
      if case .acknowledged(_, _, let records, _, _) = $1.fact { return $0 + Int(records.count) }
      return $0
    }
  }
  /// The failed sends: when, how many records, why, and whether no broker can have them.
  var failures: [(at: Instant, count: Int32, error: ErrorCode, isCertain: Bool)] {
    facts.compactMap {
      if case .sendFailed(_, _, let records, let error, let isCertain) = $0.fact {
        return ($0.at, records.count, error, isCertain)
      }
      return nil
    }
  }
  /// The refused sends.
  var refusals: [(at: Instant, error: ErrorCode)] {
    facts.compactMap {
      if case .producerRefused(_, let error, _) = $0.fact { return ($0.at, error) }
      return nil
    }
  }
  /// The identities, as `id/epoch`.
  var identities: [String] {
    facts.compactMap {
      if case .producerIdentified(_, let id, let epoch) = $0.fact { return "\(id)/\(epoch)" }
      return nil
    }
  }
  /// The errors after which a batch was sent again.
  var retries: [ErrorCode] {
    facts.compactMap {
      if case .retried(_, _, _, let error) = $0.fact { return error }
      return nil
    }
  }
}

extension ProducerSettings {
  /// The defaults of 3.x without idempotence, written out, so that these tests do not depend on the
  /// key table.
  static func plain(_ change: (inout ProducerSettings) -> Void = { _ in }) -> ProducerSettings {
    var settings = ProducerSettings(
      EffectiveConfiguration.resolve(.producer, in: .standard, []).configuration)
    settings.acks = .all
    settings.retries = 2_147_483_647
    settings.deliveryTimeout = .seconds(120)
    settings.requestTimeout = .seconds(30)
    settings.linger = .zero
    settings.batchBytes = 16_384
    settings.bufferBytes = 33_554_432
    settings.blockMax = .seconds(60)
    settings.blocksOnFullBuffer = false
    settings.requestBytesMax = 1_048_576
    settings.requestsInFlightMax = 5
    settings.retryBackoff = .milliseconds(100)
    settings.retryBackoffMax = .seconds(1)
    settings.isIdempotent = false
    settings.partitioner = .standard
    settings.partitioningIsAdaptive = true
    settings.ignoresKeys = false
    settings.connection.reconnectBackoff = .milliseconds(50)
    settings.connection.reconnectBackoffMax = .seconds(1)
    settings.connection.setupTimeout = .seconds(10)
    settings.connection.setupTimeoutMax = .seconds(30)
    settings.connection.metadataAgeMax = .seconds(300)
    settings.metadataIdleMax = .seconds(300)
    change(&settings)
    return settings
  }
}
