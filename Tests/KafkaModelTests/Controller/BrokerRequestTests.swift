import Testing

@testable import KafkaModel

@Suite("The controller serves requests of brokers")
struct BrokerRequestTests {
  static func bench(_ assignment: [ReplicaList], version: KafkaVersion = KafkaVersion(3, 9))
    -> ControllerBench
  {
    BrokerChangeTests.bench(assignment, version: version)
  }

  static func part(
    _ isr: ReplicaList, leaderEpoch: Int32 = 0, partitionEpoch: Int32 = 0, partition: Int32 = 0,
    isRecovering: Bool = false
  ) -> AlterPartitionPart {
    AlterPartitionPart(
      partition: PartitionID(partition), leaderEpoch: LeaderEpoch(leaderEpoch),
      partitionEpoch: PartitionEpoch(partitionEpoch), isr: isr, isrEpochs: [],
      isRecovering: isRecovering)
  }

  /// The order of checks: each row breaks one rule and, where it can, later ones as well.
  static let checks: [(String, AlterPartitionPart, ErrorCode?)] = [
    ("an unknown partition", part([3], partition: 9), .unknownTopicOrPartition),
    ("a newer partition epoch", part([3], leaderEpoch: 1, partitionEpoch: 9), .notController),
    ("a newer leader epoch", part([3], leaderEpoch: 3, partitionEpoch: 1), .notController),
    ("an older leader epoch", part([3], leaderEpoch: 1, partitionEpoch: 1), .fencedLeaderEpoch),
    (
      "what holds already, asked with an old version",
      part([2, 4], leaderEpoch: 2, partitionEpoch: 1), ErrorCode.none
    ),
    (
      "an older partition epoch", part([2], leaderEpoch: 2, partitionEpoch: 1),
      .invalidUpdateVersion
    ),
    (
      "recovering with more than one member",
      part([2, 4, 1], leaderEpoch: 2, partitionEpoch: 2, isRecovering: true), .invalidRequest
    ),
    (
      "a recovered leader that recovers again",
      part([2], leaderEpoch: 2, partitionEpoch: 2, isRecovering: true), .invalidRequest
    ),
    (
      "a dead member", part([2, 4, 3], leaderEpoch: 2, partitionEpoch: 2), .ineligibleReplica
    ),
    ("a sound wish", part([2], leaderEpoch: 2, partitionEpoch: 2), nil),
  ]

  @Test("an ISR change is judged in Kafka's order", arguments: checks.indices)
  func judgement(_ row: Int) {
    var bench = Self.bench([[3, 2, 4]])
    // Leader 2 in epoch 2, version 2: broker 3 died, and came and went once more.
    bench.expire(3)
    bench.controllers[0].context[PartitionID(0)].state.leaderEpoch = LeaderEpoch(2)
    bench.controllers[0].context[PartitionID(0)].epoch = PartitionEpoch(2)
    let (name, part, expected) = Self.checks[row]
    let judgement = bench.controllers[0].judge(part, from: BrokerID(2), bench.turn)
    #expect(judgement == expected, "\(name)")
  }

  @Test("before 3.3 a dead member was accepted")
  func deadMember() {
    var bench = Self.bench([[3, 2, 4]], version: KafkaVersion(3, 2, 3))
    bench.expire(3)
    let wish = Self.part([2, 4, 3], leaderEpoch: 1, partitionEpoch: 1)
    #expect(bench.controllers[0].judge(wish, from: BrokerID(2), bench.turn) == nil)
  }

  @Test(
    "a granted ISR keeps the leader epoch, raises the version, and goes to everybody's metadata")
  func granted() {
    var bench = Self.bench([[3, 2, 4]])
    let request = AlterPartitionRequest(
      broker: BrokerID(3), brokerEpoch: .unknown, parts: [Self.part([3, 4])])
    bench.request(.alterPartition(request))
    #expect(bench.state(0) == "leader 3 epoch 0 isr 3,4 by 1 version 1")
    #expect(
      bench.take() == [
        "1 metadata live 1,2,3,4; 0: 3/0", "2 metadata live 1,2,3,4; 0: 3/0",
        "3 metadata live 1,2,3,4; 0: 3/0", "4 metadata live 1,2,3,4; 0: 3/0",
      ])
    guard case .alterPartitionResponse(let answer)? = bench.answers.last?.content else {
      Issue.record("no answer")
      return
    }
    #expect(answer.error == .none)
    #expect(answer.results.map(\.error) == [.none])
    #expect(answer.results.map(\.partitionEpoch.value) == [1])
    #expect(answer.results.map(\.state.isr) == [[3, 4]])
  }

  @Test("a write that meets a newer version is refused, and the next request, too")
  func lostRace() {
    var bench = Self.bench([[3, 2, 4]])
    bench.setISR([3, 2], of: 0)
    let request = AlterPartitionRequest(
      broker: BrokerID(3), brokerEpoch: .unknown, parts: [Self.part([3, 4])])
    bench.request(.alterPartition(request))
    #expect(bench.state(0) == "leader 3 epoch 0 isr 3,2 by 1 version 1")
    guard case .alterPartitionResponse(let answer)? = bench.answers.last?.content else {
      Issue.record("no answer")
      return
    }
    #expect(answer.results.map(\.error) == [.invalidUpdateVersion])
  }

  @Test("a broker of another generation is refused as a whole")
  func staleBroker() {
    var bench = Self.bench([[3, 2, 4]])
    let request = AlterPartitionRequest(
      broker: BrokerID(3), brokerEpoch: BrokerEpoch(1_000), parts: [Self.part([3])])
    bench.request(.alterPartition(request))
    guard case .alterPartitionResponse(let answer)? = bench.answers.last?.content else {
      Issue.record("no answer")
      return
    }
    #expect(answer.error == .staleBrokerEpoch)
    #expect(answer.results.isEmpty)
  }

  static func shutDown(_ broker: Int32, _ bench: inout ControllerBench)
    -> ControlledShutdownResponse?
  {
    bench.request(
      .controlledShutdown(
        ControlledShutdownRequest(broker: BrokerID(broker), brokerEpoch: .unknown)))
    guard case .controlledShutdownResponse(let answer)? = bench.answers.last?.content else {
      return nil
    }
    return answer
  }

  @Test("a controlled shutdown moves leaders first, then takes followers out of their ISRs")
  func shutdown() {
    var bench = Self.bench([[3, 2], [2, 3], [3]])
    let answer = Self.shutDown(3, &bench)
    #expect(answer?.error == ErrorCode.none)
    #expect(answer?.remaining == [])
    #expect(bench.state(0) == "leader 2 epoch 1 isr 2 by 1 version 1")
    #expect(bench.state(1) == "leader 2 epoch 1 isr 2 by 1 version 1")
    #expect(bench.state(2) == "leader 3 epoch 0 isr 3 by 1 version 0", "nobody else has it")
    #expect(
      bench.takeOrders() == [
        "2 leads and follows 0: 2/1 [2] of [3,2]", "3 leads and follows 0: 2/1 [2] of [3,2]",
        "3 stops 1/0", "2 leads and follows 1: 2/1 [2] of [2,3]", "3 stops 1/0",
      ])
  }

  @Test("what nobody else has in sync remains, and the broker may ask again")
  func shutdownRemains() {
    var bench = Self.bench([[3, 2]])
    bench.setISR([3], of: 0)
    #expect(Self.shutDown(3, &bench)?.remaining == [PartitionID(0)])
    #expect(bench.state(0) == "leader 3 epoch 0 isr 3 by 1 version 1")
    bench.setISR([3, 2], of: 0)
    #expect(Self.shutDown(3, &bench)?.remaining == [])
    #expect(bench.state(0) == "leader 2 epoch 1 isr 2 by 1 version 3")
  }

  @Test("a broker that stops is no candidate for later elections")
  func shuttingDown() {
    var bench = Self.bench([[2, 3, 4]])
    _ = Self.shutDown(3, &bench)
    bench.setISR([2, 3, 4], of: 0)
    bench.expire(2)
    #expect(bench.state(0).hasPrefix("leader 4"))
  }

  @Test(
    "a leader that stops and has no successor stays when another broker dies, until 0.11",
    arguments: [
      (KafkaVersion(0, 11, 0), "leader 2 epoch 0 isr 2 by 1 version 1"),
      (KafkaVersion(1, 0), "leader 4 epoch 1 isr 4 by 1 version 2"),
    ])
  func stoppingLeader(_ version: KafkaVersion, _ state: String) {
    var bench = ControllerBench(brokers: 4, version: version)
    bench.startAll()
    bench.createTopic(
      [[2, 3, 4]],
      configuration: [NamedValue(name: "unclean.leader.election.enable", value: "true")])
    bench.setISR([2], of: 0)
    #expect(Self.shutDown(2, &bench)?.remaining == [PartitionID(0)])
    bench.expire(3)
    #expect(bench.state(0) == state)
  }

  @Test("producer ids come in blocks of a thousand, each once")
  func producerIDs() {
    var bench = Self.bench([[1]])
    var firsts: [Int64] = []
    for broker in [1, 3, 3] as [Int32] {
      bench.request(
        .allocateProducerIDs(
          AllocateProducerIDsRequest(broker: BrokerID(broker), brokerEpoch: .unknown)))
      guard case .allocateProducerIDsResponse(let answer)? = bench.answers.last?.content else {
        Issue.record("no answer")
        return
      }
      firsts.append(answer.first.value)
      #expect(answer.count == 1000)
    }
    #expect(firsts == [0, 1000, 2000])
  }
}
