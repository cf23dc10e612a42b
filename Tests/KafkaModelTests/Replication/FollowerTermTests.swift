import Kernel
import Testing

@testable import KafkaModel

@Suite("What a leader knows of a follower outlives a term or does not, as in Kafka")
struct FollowerTermTests {
  /// A follower that was one record behind at second 1, in a term that ends at second 5 at offset
  /// 30, and that fetches from there when the leader has more.
  private static func follower(
    isInSync: Bool, isNewLeader: Bool, _ reset: ReplicationSemantics.ProgressReset
  ) -> FollowerProgress {
    var progress = FollowerProgress(broker: BrokerID(2))
    progress.isInSync = isInSync
    progress.note(
      fetchOffset: Offset(19), logStart: .zero, leaderEnd: Offset(20), at: second(1),
      rule: .atPreviousLogEnd)
    progress.beginTerm(
      isNewLeader: isNewLeader, at: second(5), leaderEnd: Offset(30), reset: reset,
      rule: .atPreviousLogEnd)
    return progress
  }

  private static func second(_ number: Int64) -> Instant { .zero + .seconds(number) }

  @Test(
    "a leader that leads on counts the beginning of the term as a fetch, from 3.3 on in sync only",
    arguments: [
      (ReplicationSemantics.ProgressReset.keepingCaughtUpTime, false, second(1)),
      (.always, false, second(5)), (.always, true, second(5)),
      (.onNewLeaderEpoch, false, .longAgo), (.onNewLeaderEpoch, true, second(5)),
    ])
  func leadsOn(
    _ reset: ReplicationSemantics.ProgressReset, _ isInSync: Bool, _ caughtUp: Instant
  ) {
    var progress = Self.follower(isInSync: isInSync, isNewLeader: false, reset)
    #expect(progress.logEnd == Offset(19))
    progress.note(
      fetchOffset: Offset(30), logStart: .zero, leaderEnd: Offset(40), at: Self.second(6),
      rule: .atPreviousLogEnd)
    #expect(progress.lastCaughtUp == caughtUp)
  }

  @Test("a leader that leads on asks for what it had when the term began, not for less")
  func asksForMore() {
    var progress = Self.follower(isInSync: false, isNewLeader: false, .always)
    progress.note(
      fetchOffset: Offset(25), logStart: .zero, leaderEnd: Offset(40), at: Self.second(6),
      rule: .atPreviousLogEnd)
    #expect(progress.lastCaughtUp == .longAgo)
  }

  @Test("a new leader knows nothing, and takes who is in sync for caught up")
  func newLeader() {
    let inSync = Self.follower(isInSync: true, isNewLeader: true, .always)
    #expect(inSync.logEnd == .unknown)
    #expect(inSync.lastFetch == .longAgo)
    #expect(inSync.lastCaughtUp == Self.second(5))
    let outside = Self.follower(isInSync: false, isNewLeader: true, .always)
    #expect(outside.lastCaughtUp == .longAgo)
  }
}
