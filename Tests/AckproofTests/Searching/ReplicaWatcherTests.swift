import KafkaModel
import Testing

@testable import Ackproof

@Suite("Whoever watches replicas")
struct ReplicaWatcherTests {
  private func isr(_ ids: Int32...) -> ReplicaList { ReplicaList(ids.map { BrokerID($0) }) }

  /// Broker 1 leads in epoch 0, and both others follow; ten records are committed.
  private func settled() -> ReplicaWatcher {
    var watcher = ReplicaWatcher(brokers: 3)
    _ = watcher.elected(BrokerID(1), LeaderEpoch(0), isr(1, 2, 3))
    _ = watcher.began(
      BrokerID(1), leading: true, leader: BrokerID(1), LeaderEpoch(0), logEnd: Offset(0))
    for id: Int32 in 2...3 {
      _ = watcher.began(
        BrokerID(id), leading: false, leader: BrokerID(1), LeaderEpoch(0), logEnd: nil)
    }
    for id: Int32 in 1...3 {
      #expect(watcher.appended(BrokerID(id), to: 10, byLeader: id == 1) == nil)
    }
    #expect(watcher.committed(BrokerID(1), to: Offset(10)) == nil)
    watcher.acknowledged(to: 10)
    return watcher
  }

  @Test("sees a follower that copies in an older epoch, and a commit that counts it")
  func olderEpoch() {
    var watcher = settled()
    // The leader goes away and comes back; broker 3 hears of neither.
    #expect(watcher.elected(BrokerID(2), LeaderEpoch(1), isr(2, 3)) == nil)
    #expect(watcher.elected(BrokerID(1), LeaderEpoch(2), isr(1, 3)) == nil)
    #expect(
      watcher.began(
        BrokerID(1), leading: true, leader: BrokerID(1), LeaderEpoch(2), logEnd: Offset(10)) == nil)
    #expect(watcher.appended(BrokerID(1), to: 11, byLeader: true) == nil)
    #expect(watcher.appended(BrokerID(3), to: 11, byLeader: false) == .olderEpochCopies)
    #expect(watcher.committed(BrokerID(1), to: Offset(11)) == .olderEpochCounts)
    watcher.acknowledged(to: 11)
    #expect(
      watcher.began(
        BrokerID(3), leading: false, leader: BrokerID(2), LeaderEpoch(1), logEnd: nil)
        == .learnedLate)
    #expect(watcher.truncated(BrokerID(3), to: Offset(10)) == .inSyncCutsPromised)
    #expect(watcher.elected(BrokerID(3), LeaderEpoch(3), isr(3)) == .electedWithout)
  }

  @Test("sees a leader that nobody has told that it is one no longer")
  func deposed() {
    var watcher = settled()
    _ = watcher.elected(BrokerID(2), LeaderEpoch(1), isr(2, 3))
    #expect(watcher.appended(BrokerID(1), to: 12, byLeader: true) == .deposedStores)
    #expect(watcher.committed(BrokerID(1), to: Offset(12)) == .deposedCommits)
    watcher.acknowledged(to: 12)
    _ = watcher.elected(BrokerID(3), LeaderEpoch(2), isr(3))
    #expect(watcher.truncated(BrokerID(1), to: Offset(11)) == .cutsPromised)
    #expect(watcher.truncated(BrokerID(2), to: Offset(12)) == .olderEpochTruncates)
  }

  @Test("numbers combinations within bounds, and tells them apart")
  func states() {
    var watcher = ReplicaWatcher(brokers: 3)
    var seen = [watcher.state]
    func note() {
      #expect((0..<648).contains(watcher.state))
      seen.append(watcher.state)
    }
    watcher = settled()
    note()
    _ = watcher.elected(BrokerID(2), LeaderEpoch(1), isr(2, 3))
    note()
    _ = watcher.began(
      BrokerID(2), leading: true, leader: BrokerID(2), LeaderEpoch(1), logEnd: Offset(10))
    note()
    watcher.process(1, isUp: false)
    note()
    watcher.changed(isr(2))
    note()
    #expect(Set(seen).count == seen.count)
  }
  @Test("tells a leader that is down from one that has not heard yet that it is one")
  func down() {
    var watcher = settled()
    _ = watcher.elected(BrokerID(2), LeaderEpoch(1), isr(2, 3))
    let unheard = watcher.state
    watcher.process(2, isUp: false)
    #expect(watcher.state != unheard)
  }
}
