import Testing

@testable import KafkaModel
@testable import Kernel

/// The operator's node with three brokers that answer as the test says.
private struct OperatorBench {
  var turn: Turn
  var client = AdminClient()
  /// What the operator did, in order.
  var transcript: [String] = []
  private var connections: [(id: ConnectionID, broker: BrokerID)] = []

  init() {
    let layout = NodeLayout(zooKeepers: 1, brokers: 3, producers: 0, consumers: 0)
    turn = Turn(
      semantics: Semantics(version: KafkaVersion(3, 9), mode: .zookeeper), layout: layout,
      links: LinkProfile(latency: .constant(.zero)), seed: 3)
    turn.incarnations = Array(repeating: 1, count: layout.nodeCount)
    let topic = turn.catalog.addTopic(named: "t")
    turn.catalog.growTopic(topic, to: 1)
  }

  mutating func submit(_ operation: AdminRequest.Operation, timeout: Duration = .seconds(60)) {
    turn.begin(node: turn.layout.operatorNode, at: turn.now, cause: .none)
    client.submit(AdminRequest(operation: operation, timeout: timeout), number: 8, turn: &turn)
    note()
  }

  mutating func receive(_ event: NodeEvent) {
    turn.begin(node: turn.layout.operatorNode, at: turn.now, cause: .none)
    client.receive(event, turn: &turn)
    note()
  }

  /// The newest connection opens, or something arrives on it.
  mutating func open() { receive(.opened(connections[connections.count - 1].id)) }
  mutating func refuse() { receive(.openFailed(connections[connections.count - 1].id)) }
  mutating func answer(_ content: MessageStore.ColdContent) {
    let body = turn.messages.wrap(content)
    receive(.received(connections[connections.count - 1].id, Message(body)))
  }

  mutating func answerMetadata(controller: Int32, leader: Int32 = 2) {
    let state = PartitionAnswer(
      partition: PartitionID(0), error: .none, leader: BrokerID(leader), leaderEpoch: .first,
      replicas: [1, 2], isr: [1, 2])
    answer(
      .metadataResponse(
        MetadataResponse(
          brokers: turn.layout.brokers, controller: BrokerID(controller),
          topics: [TopicMetadata(topic: TopicID(0), error: .none, partitions: [state])])))
  }

  mutating func answerOrder(_ error: ErrorCode) {
    answer(.adminResponse(AdminResponse(error: error, message: "", parts: [])))
  }

  /// The next timer of the operator fires.
  mutating func fireTimer() {
    while let (at, event) = turn.queue.popLeast() {
      guard case .timer(_, _, let timer, _) = event else { continue }
      turn.begin(node: turn.layout.operatorNode, at: at, cause: .none)
      transcript.append("at \(at)")
      client.receive(.timer(timer), turn: &turn)
      return note()
    }
  }

  private mutating func note() {
    for effect in turn.effects {
      switch effect {
      case .connect(let id):
        let server = turn.network.connections[Int(id.index)].server
        connections.append((id, turn.layout.broker(at: server) ?? .none))
        transcript.append("connect")
      case .send(let id, let message):
        let broker = connections.first { $0.id == id }?.broker ?? .none
        let isAsking = message.kind == .metadataRequest
        transcript.append(isAsking ? "ask" : "order broker \(broker)")
        turn.messages.free(message.body)
      case .close: transcript.append("close")
      case .halt: transcript.append("halt")
      }
    }
    turn.effects.removeAll()
  }

  /// The broker that the operator talks to now.
  var broker: BrokerID { connections[connections.count - 1].broker }

  var answered: [String] {
    turn.history.pending.compactMap { event in
      guard case .cluster(.adminAnswered(let number, let error)) = event.fact else { return nil }
      return "\(number) \(error)"
    }
  }
}

@Suite("An operator's order finds who must carry it out")
struct AdminClientTests {
  /// A controller that is not the broker asked first, so that a second connection is needed.
  private static func otherBroker(_ bench: OperatorBench) -> Int32 { bench.broker.value % 3 + 1 }

  @Test("by metadata from any broker, then at the controller")
  func controller() {
    var bench = OperatorBench()
    bench.submit(.deleteTopic(TopicID(0)))
    bench.open()
    let controller = Self.otherBroker(bench)
    bench.answerMetadata(controller: controller)
    bench.open()
    bench.answerOrder(.none)
    #expect(
      bench.transcript == [
        "connect", "ask", "close", "connect", "order broker \(controller)", "close",
      ])
    #expect(bench.answered == ["8 none"])
    #expect(bench.client.isIdle)
    #expect(bench.turn.messages.liveCount == 0)
  }

  @Test("deletions of records go to the leader")
  func leader() {
    var bench = OperatorBench()
    bench.submit(.deleteRecords(PartitionID(0), before: Offset(5)))
    bench.open()
    let leader = Self.otherBroker(bench)
    bench.answerMetadata(controller: bench.broker.value, leader: leader)
    bench.open()
    #expect(bench.transcript.last == "order broker \(leader)")
  }

  @Test("a broker that is not the controller any more is asked again after a pause")
  func moved() {
    var bench = OperatorBench()
    bench.submit(.deleteTopic(TopicID(0)))
    bench.open()
    bench.answerMetadata(controller: bench.broker.value)
    bench.answerOrder(.notController)
    bench.fireTimer()
    #expect(
      bench.transcript.suffix(3) == ["close", "at 100ms", "connect"])
    #expect(bench.answered == [])
  }

  @Test("what Kafka refuses is the answer")
  func refused() {
    var bench = OperatorBench()
    bench.submit(.createPartitions(TopicID(0), total: 1, assignment: []))
    bench.open()
    bench.answerMetadata(controller: bench.broker.value)
    bench.answerOrder(.invalidPartitions)
    #expect(bench.answered == ["8 invalidPartitions"])
  }

  @Test("a cluster that nobody answers for is given up at the deadline")
  func deadline() {
    var bench = OperatorBench()
    bench.submit(.deleteTopic(TopicID(0)), timeout: .milliseconds(250))
    for _ in 0..<3 {
      bench.refuse()
      bench.fireTimer()
    }
    #expect(
      bench.transcript == [
        "connect", "at 100ms", "connect", "at 200ms", "connect", "at 250ms",
      ])
    #expect(bench.answered == ["8 requestTimedOut"])
  }
}
