import Kernel
import Testing

@testable import KafkaModel

@Suite("A leader changes its in-sync set")
struct InSyncSetTests {
  /// A leader with an open channel to the controller, and every follower caught up at instant zero.
  private func leader(
    _ version: KafkaVersion, isr: ReplicaList = [1, 2, 3], minISR: Int64 = 1
  ) -> (BrokerBench, ConnectionID) {
    var bench = BrokerBench(version, minISR: minISR)
    bench.order(leader: 1, epoch: 0, isr: isr)
    bench.broker.isrTaskIsDue(turn: &bench.turn)
    let client = bench.connectClient()
    return (bench, client)
  }

  /// Opens the channel that the broker asked for and returns the request on it.
  private func alterRequest(_ bench: inout BrokerBench) -> (ConnectionID, AlterPartitionRequest)? {
    if let channel = bench.opening.first {
      bench.opening.removeFirst()
      bench.handle(.opened(channel))
    }
    for place in bench.sent.indices {
      if case .cold(.alterPartitionRequest(let request)) = bench.sent[place].content {
        let connection = bench.sent[place].connection
        bench.sent.remove(at: place)
        return (connection, request)
      }
    }
    return nil
  }

  private func reply(
    _ bench: inout BrokerBench, _ connection: ConnectionID, _ request: AlterPartitionRequest,
    error: ErrorCode, epoch: Int32 = 1
  ) {
    let part = request.parts[0]
    let result = AlterPartitionResult(
      partition: part.partition, error: error,
      state: PartitionState(
        leader: BrokerID(1), leaderEpoch: part.leaderEpoch, isr: part.isr,
        controllerEpoch: ControllerEpoch(1)),
      partitionEpoch: PartitionEpoch(epoch))
    let response = AlterPartitionResponse(error: .none, results: [result])
    bench.handle(
      .received(
        connection,
        Message(
          bench.turn.messages.wrap(.alterPartitionResponse(response)), correlation: 1)))
  }

  @Test("after T to 1.5 T without progress, and not before")
  func shrinkTime() {
    var (bench, client) = leader(KafkaVersion(3, 7))
    bench.produce(1, acks: .leader, on: client)
    bench.pass(30000)
    #expect(bench.replica.isrChange == .none)
    bench.pass(15000)
    #expect(bench.replica.isrChange == .shrinking)
    #expect(bench.replica.proposedISR == [1])
    #expect(bench.replica.maximalISR == [1, 2, 3])
    #expect(alterRequest(&bench)?.1.parts.first?.isr == [1])
  }

  @Test("an idle partition keeps equal followers since 2.1, and loses them before")
  func idle() {
    for (version, changes) in [(KafkaVersion(2, 7), false), (KafkaVersion(2, 0), true)] {
      var (bench, _) = leader(version)
      for id in [Int32(2), 3] {
        let connection = bench.connectBroker(id)
        bench.fetch(0, as: id, on: connection, wait: 0)
      }
      bench.pass(60000)
      #expect((bench.replica.isrChange != .none) == changes)
    }
  }

  @Test("a confirmed shrink frees the high watermark, and not sooner")
  func shrinkCommits() throws {
    var (bench, client) = leader(KafkaVersion(3, 7))
    bench.produce(1, acks: .all, on: client, timeout: 120_000)
    bench.pass(45000)
    let (channel, request) = try #require(alterRequest(&bench))
    #expect(bench.highWatermark == 0)
    reply(&bench, channel, request, error: .none)
    #expect(bench.highWatermark == 1)
    #expect(bench.replica.isr == [1] && bench.replica.partitionEpoch == PartitionEpoch(1))
    #expect(bench.produceResult()?.error == ErrorCode.none)
  }

  /// One row: what the controller answers, and in which state it leaves the leader.
  struct Answer: CustomTestStringConvertible, Sendable {
    var error: ErrorCode
    var change: HostedPartition.ISRChange
    var isStuck: Bool
    var isRepeated: Bool
    var testDescription: String { error.kafkaName }

    static let table: [Answer] = [
      .init(error: .ineligibleReplica, change: .none, isStuck: false, isRepeated: false),
      .init(error: .operationNotAttempted, change: .none, isStuck: false, isRepeated: false),
      .init(error: .fencedLeaderEpoch, change: .shrinking, isStuck: true, isRepeated: false),
      .init(error: .invalidUpdateVersion, change: .shrinking, isStuck: true, isRepeated: false),
      .init(error: .notController, change: .shrinking, isStuck: false, isRepeated: true),
    ]
  }

  @Test("a refused shrink is reverted, left pending, or repeated", arguments: Answer.table)
  func refused(_ row: Answer) throws {
    var (bench, client) = leader(KafkaVersion(3, 7))
    bench.produce(1, acks: .leader, on: client)
    bench.pass(45000)
    let (channel, request) = try #require(alterRequest(&bench))
    reply(&bench, channel, request, error: row.error)
    #expect(bench.replica.isrChange == row.change)
    #expect(bench.replica.isrChangeIsStuck == row.isStuck)
    bench.pass(50)
    #expect((alterRequest(&bench) != nil) == row.isRepeated)
  }

  @Test("a follower returns when it has what is committed, and what its leader began with")
  func expand() {
    var (bench, client) = leader(KafkaVersion(3, 7), isr: [1])
    bench.produce(5, acks: .leader, on: client)
    let two = bench.connectBroker(2)
    bench.fetch(4, as: 2, on: two, wait: 0)
    #expect(bench.replica.isrChange == .none)
    bench.fetch(5, as: 2, on: two, wait: 0)
    #expect(bench.replica.isrChange == .expanding && bench.replica.proposedISR == [1, 2])
  }

  @Test("a follower that metadata calls dead does not return since 3.3.1")
  func deadFollower() {
    for (version, change) in [
      (KafkaVersion(3, 2), HostedPartition.ISRChange.expanding), (KafkaVersion(3, 7), .none),
    ] {
      var (bench, _) = leader(version, isr: [1])
      bench.know(leader: 1, alive: [1, 3])
      let two = bench.connectBroker(2)
      bench.fetch(0, as: 2, on: two, wait: 0)
      #expect(bench.replica.isrChange == change)
    }
  }

  // MARK: Until 2.6

  @Test("until 2.6 the partition stands still while ZooKeeper does not answer")
  func blocked() {
    var (bench, client) = leader(KafkaVersion(2, 6))
    bench.produce(1, acks: .leader, on: client)
    bench.sent.removeAll()
    bench.pass(45000)
    #expect(bench.replica.isrChange == .writing)
    #expect(bench.replica.maximalISR == [1, 2, 3])
    bench.produce(1, acks: .leader, on: client)
    #expect(bench.sent.isEmpty && bench.logEnd == 1)
    bench.broker.receiveISR(
      .stat(ZNodeStat(version: 7, created: 1, modified: 1, owner: 0)), 0, turn: &bench.turn)
    bench.handle(.command(.stop))
    #expect(bench.logEnd == 2)
    #expect(bench.replica.isr == [1] && bench.replica.partitionEpoch == PartitionEpoch(7))
    #expect(bench.broker.process.isrWork.unpublished == [BrokerBench.partition])
  }

  @Test("a version that grew behind the leader's back refuses every change, for ever")
  func staleVersion() {
    var (bench, client) = leader(KafkaVersion(2, 0))
    bench.produce(1, acks: .leader, on: client)
    bench.pass(45000)
    bench.broker.receiveISR(.badVersion, 0, turn: &bench.turn)
    #expect(bench.replica.isrChange == .readingBack)
    let other = PartitionState(
      leader: BrokerID(1), leaderEpoch: LeaderEpoch(0), isr: [1, 2],
      controllerEpoch: ControllerEpoch(1))
    bench.broker.receiveISR(
      .data(.state(other), ZNodeStat(version: 9, created: 1, modified: 1, owner: 0)), 0,
      turn: &bench.turn)
    #expect(bench.replica.isr == [1, 2, 3] && bench.replica.partitionEpoch == PartitionEpoch(0))
    #expect(bench.replica.isrChange == .none)
  }

  @Test("a write that was applied before its connection broke counts as done")
  func ownWrite() {
    var (bench, client) = leader(KafkaVersion(2, 0))
    bench.produce(1, acks: .leader, on: client)
    bench.pass(45000)
    bench.broker.receiveISR(.badVersion, 0, turn: &bench.turn)
    let mine = PartitionState(
      leader: BrokerID(1), leaderEpoch: LeaderEpoch(0), isr: [1],
      controllerEpoch: ControllerEpoch(1))
    bench.broker.receiveISR(
      .data(.state(mine), ZNodeStat(version: 4, created: 1, modified: 1, owner: 0)), 0,
      turn: &bench.turn)
    #expect(bench.replica.isr == [1] && bench.replica.partitionEpoch == PartitionEpoch(4))
  }
}
