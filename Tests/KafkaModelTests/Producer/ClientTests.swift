import Kernel
import Testing

@testable import KafkaModel

@Suite("The network half of a client")
struct ClientTests {
  @Test("asks for metadata again when it is five minutes old")
  func metadataAge() {
    var cluster = FakeCluster(.plain(), [ProducerSendingTests.work(1)])
    cluster.run(for: .minutes(11))
    // Once from the bootstrap address (for the topic at once), then at about 300 s and 600 s.
    #expect(cluster.metadataCount == 3)
  }

  @Test("keeps a newer leader when an answer tells of an older epoch, from 2.2 on")
  func staleMetadata() {
    for (version, leader) in [(KafkaVersion(2, 2), 1), (KafkaVersion(2, 1), 2)] {
      var cluster = FakeCluster(
        .plain { $0.connection.metadataAgeMax = .seconds(1) }, [ProducerSendingTests.work(1)],
        version: version)
      cluster.leaderEpochs = [LeaderEpoch(5)]
      cluster.run(for: .milliseconds(500))
      cluster.leaders = [BrokerID(2)]
      cluster.leaderEpochs = [LeaderEpoch(4)]
      cluster.run(for: .seconds(2))
      let known = cluster.producer.network.metadata.leader(of: PartitionID(0))
      #expect(known == BrokerID(Int32(leader)), "\(version)")
    }
  }

  @Test("follows a leader after NOT_LEADER_OR_FOLLOWER, within one retry pause")
  func leaderChange() {
    var cluster = FakeCluster(
      .plain(), [ProducerSendingTests.work(20, every: .milliseconds(100))])
    cluster.run(for: .milliseconds(550))
    cluster.leaders = [BrokerID(2)]
    cluster.leaderEpochs = [LeaderEpoch(1)]
    cluster.run(for: .seconds(5))
    #expect(cluster.acknowledgedCount == 20)
    #expect(cluster.retries == [.notLeaderOrFollower])
  }

  @Test("an error that names a newer leader is followed at once, an older one is not (KIP-951)")
  func leaderHint() {
    for (epoch, isFollowed) in [(Int32(1), true), (0, false)] {
      var cluster = FakeCluster(
        .plain(), [ProducerSendingTests.work(2, every: .milliseconds(500))])
      cluster.run(for: .milliseconds(400))
      cluster.leaders = [BrokerID(2)]
      cluster.leaderEpochs = [LeaderEpoch(1)]
      cluster.hint = (BrokerID(2), LeaderEpoch(epoch))
      // Refused at 501 ms, known at 502 ms; new metadata would be known at 504 ms.
      cluster.run(for: .milliseconds(103))
      let known = cluster.producer.network.metadata.leader(of: PartitionID(0))
      #expect(known == BrokerID(isFollowed ? 2 : 1))
      cluster.run(for: .seconds(1))
      #expect(cluster.acknowledgedCount == 2)
    }
  }

  @Test("pauses longer and longer between attempts to connect")
  func reconnectBackoff() {
    var cluster = FakeCluster(.plain(), [ProducerSendingTests.work(1)])
    cluster.isReachable = false
    cluster.run(for: .seconds(20))
    let attempts = cluster.producer.network.slots.map(\.failures).reduce(0, +)
    // Three brokers; after 50, 100, 200, 400, 800 ms about one attempt a second each.
    #expect(attempts > 45 && attempts < 80)
  }

  @Test("an idle client sets no timer but the one for its metadata")
  func idleTimers() {
    var cluster = FakeCluster(.plain(), [ProducerSendingTests.work(1)])
    cluster.run(for: .minutes(3))
    #expect(cluster.turn.queue.count == 1)
  }

  @Test("sequences wrap from 2147483647 to 0 on the wire")
  func wraparound() {
    var cluster = FakeCluster(
      .plain { $0.isIdempotent = true },
      [
        ProducerSendingTests.work(1),
        ProducerSendingTests.work(3, burst: 3) { $0.start = .milliseconds(100) },
        ProducerSendingTests.work(2, burst: 2) { $0.start = .milliseconds(200) },
      ])
    cluster.run(for: .milliseconds(50))
    cluster.producer.accumulator.partitions[0].nextSequence = 2_147_483_645
    cluster.run(for: .seconds(1))
    #expect(cluster.storedSequences() == [0, 2_147_483_645, 0])
    #expect(cluster.producer.accumulator.partitions[0].nextSequence == 2)
  }

  @Test("an orderly stop sends what lingers and then ends the process")
  func stop() {
    var cluster = FakeCluster(
      .plain { $0.linger = .seconds(60) }, [ProducerSendingTests.work(5)])
    cluster.run(for: .milliseconds(100))
    #expect(cluster.acknowledgedCount == 0)
    cluster.hand(.command(.stop))
    cluster.run(for: .seconds(1))
    #expect(cluster.acknowledgedCount == 5)
    #expect(cluster.producer.life == .down)
  }

  @Test("an application that stops on error sends nothing after its first failure")
  func stopsOnError() {
    var cluster = FakeCluster(
      .plain(), [ProducerSendingTests.work(10, every: .milliseconds(100))]
    ) { $0.stopsOnError = true }
    cluster.reply = { count, _, _ in count == 3 ? .refuse(.invalidRecord) : .store }
    cluster.run(for: .seconds(5))
    #expect(cluster.sentCount == 3)
  }

  @Test("a record is sent again by the application as often as allowed, as a new record")
  func resendLimit() {
    var cluster = FakeCluster(.plain { $0.retries = 0 }, [ProducerSendingTests.work(1)]) {
      $0.resendsOnError = true
      $0.resendLimit = 3
    }
    cluster.reply = { _, _, _ in .refuse(.notEnoughReplicas) }
    cluster.run(for: .seconds(5))
    #expect(cluster.failures.count == 4)
    #expect(cluster.sentCount == 4)
  }

  @Test("an application that waits for each result has one record in flight")
  func waits() {
    var cluster = FakeCluster(
      .plain(),
      [ProducerSendingTests.work(100, every: .milliseconds(1)) { $0.waitsForResult = true }])
    cluster.run(for: .seconds(5))
    #expect(cluster.acknowledgedCount == 100)
    #expect(cluster.logs[0].allSatisfy { $0.records.count == 1 })
  }
}
