import Kernel
import Testing

@testable import KafkaModel

@Suite("A follower copies its leader")
struct FollowerTests {
  /// Broker 1 with ten records, of which `committed` are, then a follower of broker 2.
  private func follower(_ version: KafkaVersion, committed: Int64 = 6) -> BrokerBench {
    var bench = BrokerBench(version)
    bench.order(leader: 1, epoch: 0)
    let client = bench.connectClient()
    bench.produce(6, acks: .leader, on: client)
    bench.produce(4, acks: .leader, on: client)
    bench.broker.disk.logs[0].setHighWatermark(Offset(committed))
    bench.sent.removeAll()
    bench.order(leader: 2, epoch: 1)
    return bench
  }

  /// Establishes the fetcher's connection and returns it.
  private func open(_ bench: inout BrokerBench) -> ConnectionID {
    let connection = bench.opening.removeFirst()
    bench.handle(.opened(connection))
    return connection
  }

  private func respond(
    _ bench: inout BrokerBench, on connection: ConnectionID, error: ErrorCode = .none,
    batches: [RecordBatch] = [], watermark: Int64 = 0, diverging: (Int32, Int64)? = nil,
    offset: Int64? = nil
  ) {
    var part = FetchedPart(
      partition: BrokerBench.partition, fetchOffset: Offset(offset ?? bench.logEnd), error: error,
      highWatermark: Offset(watermark), lastStableOffset: Offset(watermark), logStart: .zero,
      divergingEpoch: LeaderEpoch(diverging?.0 ?? -1), divergingEnd: Offset(diverging?.1 ?? -1),
      preferredReplica: .none, currentLeader: BrokerID(2), batches: ListRef(), aborted: ListRef())
    for batch in batches { bench.turn.messages.batches.append(batch, to: &part.batches) }
    var parts = ListRef()
    bench.turn.messages.fetchedParts.append(part, to: &parts)
    bench.handle(
      .received(
        connection,
        Message(.fetched(FetchResponse(error: .none, parts: parts, byteCount: 0)))))
  }

  private func batch(at offset: Int64, _ count: Int32, epoch: Int32) -> RecordBatch {
    var batch = RecordBatch(
      records: RecordRange(stream: 1, first: 0, count: count), byteCount: 100, maxTimestamp: 1)
    batch.baseOffset = Offset(offset)
    batch.leaderEpoch = LeaderEpoch(epoch)
    return batch
  }

  @Test("until 0.10.2 it cuts its log to its high watermark at once")
  func highWatermarkEra() {
    let bench = follower(KafkaVersion(0, 10, 2))
    #expect(bench.logEnd == 6)
    #expect(bench.replica.phase == .fetching)
  }

  @Test("from 0.11 it asks where its last epoch ends")
  func epochEra() {
    var bench = follower(KafkaVersion(0, 11, 0))
    #expect(bench.logEnd == 10 && bench.replica.phase == .truncating)
    let connection = open(&bench)
    guard case .epochEnd(let question)? = bench.next() else {
      Issue.record("no question")
      return
    }
    #expect(question.epoch == LeaderEpoch(0))
    bench.handle(
      .received(
        connection,
        Message(
          .epochEnded(
            EpochEndResponse(
              partition: BrokerBench.partition, error: .none, epoch: .none,
              endOffset: Offset(6))))))
    #expect(bench.logEnd == 6 && bench.replica.phase == .fetching)
    guard case .fetch(_, let parts)? = bench.next() else {
      Issue.record("no fetch")
      return
    }
    #expect(parts.first?.fetchOffset == Offset(6))
  }

  @Test("from 2.8 it fetches at once, and cuts where the leader sees the logs part")
  func onFetch() {
    var bench = follower(KafkaVersion(3, 7))
    let connection = open(&bench)
    guard case .fetch(_, let parts)? = bench.next() else {
      Issue.record("no fetch")
      return
    }
    #expect(parts.first?.fetchOffset == Offset(10))
    #expect(parts.first?.lastFetchedEpoch == LeaderEpoch(0))
    respond(&bench, on: connection, watermark: 9, diverging: (0, 6))
    #expect(bench.logEnd == 6 && bench.highWatermark == 6)
  }

  @Test(
    "until 3.4.0 the watermark beside a divergence was taken in first",
    arguments: [(KafkaVersion(3, 3), 1), (KafkaVersion(3, 7), 0)])
  func exposed(_ version: KafkaVersion, _ moves: Int) {
    var bench = follower(version)
    let connection = open(&bench)
    _ = bench.facts()
    respond(&bench, on: connection, watermark: 9, diverging: (0, 6))
    let moved = bench.facts().filter {
      if case .log(.highWatermarkMoved) = $0 { true } else { false }
    }
    #expect(moved.count == moves)
    #expect(bench.highWatermark == 6)
  }

  @Test("it appends what comes, and takes the smaller of the leader's watermark and its own end")
  func copies() {
    var bench = follower(KafkaVersion(3, 7), committed: 10)
    let connection = open(&bench)
    bench.sent.removeAll()
    respond(
      &bench, on: connection, batches: [batch(at: 10, 5, epoch: 1)], watermark: 100)
    #expect(bench.logEnd == 15 && bench.highWatermark == 15)
    #expect(bench.log.latestEpoch == LeaderEpoch(1))
    guard case .fetch(_, let parts)? = bench.next() else {
      Issue.record("no fetch")
      return
    }
    #expect(parts.first?.fetchOffset == Offset(15))
  }

  @Test("an answer to an older question is dropped")
  func stale() {
    var bench = follower(KafkaVersion(3, 7))
    let connection = open(&bench)
    respond(&bench, on: connection, batches: [batch(at: 8, 2, epoch: 1)], offset: 8)
    #expect(bench.logEnd == 10)
  }

  @Test("errors delay the partition for a second, and a fenced epoch takes it off the thread")
  func errors() {
    var bench = follower(KafkaVersion(3, 7))
    let connection = open(&bench)
    bench.sent.removeAll()
    respond(&bench, on: connection, error: .notLeaderOrFollower)
    bench.pass(999)
    #expect(bench.sent.isEmpty)
    bench.pass(1)
    #expect(bench.sent.count == 1)
    bench.sent.removeAll()
    respond(&bench, on: connection, error: .fencedLeaderEpoch)
    #expect(bench.replica.hasFetchFailed && bench.replica.fetcher == -1)
    #expect(bench.sent.isEmpty && bench.closed == [connection])
  }

  @Test(
    "a lost connection is opened again after the back-off, until 3.0 after twice that",
    arguments: [(KafkaVersion(3, 0), Int64(2000)), (KafkaVersion(3, 1), Int64(1000))])
  func reconnect(_ version: KafkaVersion, _ pause: Int64) {
    var bench = follower(version)
    let connection = open(&bench)
    bench.handle(.closed(connection))
    bench.pass(pause - 1)
    #expect(bench.opening.isEmpty)
    bench.pass(1)
    #expect(bench.opening.count == 1)
  }

  @Test("no answer for 30 s counts as a lost connection")
  func overdue() {
    var bench = follower(KafkaVersion(3, 7))
    let connection = open(&bench)
    bench.pass(29999)
    #expect(bench.closed.isEmpty)
    bench.pass(1)
    #expect(bench.closed == [connection])
  }

  @Test("a leader that has less: cut to its end since 2.0.1, halt before")
  func outOfRange() {
    for (version, halts) in [
      (KafkaVersion(1, 1), true), (KafkaVersion(2, 0, 0), true), (KafkaVersion(2, 0, 1), false),
    ] {
      var bench = follower(version)
      let connection = open(&bench)
      // It keeps all it has, and then meets a leader with a shorter log.
      bench.handle(
        .received(
          connection,
          Message(
            .epochEnded(
              EpochEndResponse(
                partition: BrokerBench.partition, error: .none,
                epoch: version >= KafkaVersion(2, 0) ? LeaderEpoch(0) : .none,
                endOffset: Offset(10))))))
      bench.sent.removeAll()
      respond(&bench, on: connection, error: .offsetOutOfRange)
      guard case .listOffsets(let question)? = bench.next() else {
        Issue.record("no question")
        return
      }
      #expect(question.timestamp == -1)
      bench.handle(
        .received(
          connection,
          Message(
            .offsetsListed(
              ListOffsetsResponse(
                partition: BrokerBench.partition, error: .none, offset: Offset(3),
                leaderEpoch: .none)))))
      #expect((bench.halted == .offsetAheadOfLeader) == halts)
      #expect(bench.logEnd == (halts ? 10 : 3))
    }
  }

  @Test("a leader that begins further on: the log is wiped and restarted there")
  func belowStart() {
    var bench = follower(KafkaVersion(3, 7))
    let connection = open(&bench)
    respond(&bench, on: connection, error: .offsetOutOfRange)
    for offset in [Int64(50), 40] {
      bench.handle(
        .received(
          connection,
          Message(
            .offsetsListed(
              ListOffsetsResponse(
                partition: BrokerBench.partition, error: .none, offset: Offset(offset),
                leaderEpoch: .none)))))
    }
    #expect(bench.log.startOffset == Offset(40) && bench.logEnd == 40)
    #expect(bench.replica.phase == .fetching)
  }
}
