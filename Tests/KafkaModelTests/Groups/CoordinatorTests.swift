import Kernel
import Testing

@testable import KafkaModel

/// The coordinator's answers, state by state.
@Suite struct CoordinatorTests {
  /// A release in which members join with one request.
  private let plain = KafkaVersion(2, 1)

  @Test func `the first generation waits for members that keep coming`() {
    var bench = CoordinatorBench.ready(version: plain)
    let first = bench.join()
    bench.run(to: .milliseconds(3_900))
    let second = bench.join(client: 1)
    bench.run(to: .milliseconds(6_000))
    let third = bench.join(client: 2)
    bench.run(to: .milliseconds(9_999))
    #expect(bench.joined(first) == nil)
    bench.run(to: .milliseconds(10_000))
    let generations = [first, second, third].map { bench.joined($0)?.generation }
    #expect(generations == [1, 1, 1])
    #expect(bench.joined(first)?.members.count == 3)
    #expect(bench.joined(second)?.members.count == 0)
  }

  @Test func `without the initial delay the first member is alone at first`() {
    var bench = CoordinatorBench.ready(version: plain) { $0.initialRebalanceDelay = .zero }
    let first = bench.join()
    #expect(bench.joined(first)?.generation == 1)
    let second = bench.join(client: 1)
    #expect(bench.joined(second) == nil)
    let again = bench.join(bench.joined(first)?.member ?? .none)
    #expect(bench.joined(again)?.generation == 2)
    #expect(bench.joined(second)?.generation == 2)
  }

  @Test func `a newcomer must come back with the id it was given`() {
    var bench = CoordinatorBench.ready { $0.initialRebalanceDelay = .zero }
    let first = bench.join()
    #expect(bench.joined(first)?.error == .memberIDRequired)
    let id = bench.joined(first)?.member ?? .none
    let second = bench.join(id)
    #expect(bench.joined(second)?.error == ErrorCode.none)
    #expect(bench.joined(second)?.generation == 1)
    let stranger = bench.join(MemberID(77))
    #expect(bench.joined(stranger)?.error == .unknownMemberID)
  }

  @Test func `an id that nobody comes back with holds a rebalance up for one session`() {
    var bench = CoordinatorBench.ready { $0.initialRebalanceDelay = .zero }
    let given = bench.join()
    let lost = bench.join(client: 1, session: .seconds(10))
    #expect(bench.joined(lost)?.error == .memberIDRequired)
    let number = bench.join(bench.joined(given)?.member ?? .none)
    bench.run(to: .milliseconds(10_999))
    #expect(bench.joined(number) == nil)
    bench.run(to: .seconds(11))
    #expect(bench.joined(number)?.generation == 1)
  }

  @Test func `session timeouts have bounds`() {
    var bench = CoordinatorBench.ready()
    let short = bench.join(session: .milliseconds(5_999))
    #expect(bench.joined(short)?.error == .invalidSessionTimeout)
    let long = bench.join(session: .milliseconds(1_800_001))
    #expect(bench.joined(long)?.error == .invalidSessionTimeout)
  }

  @Test func `a heartbeat tells what the group is doing`() {
    var bench = CoordinatorBench.ready(version: plain)
    let (a, b) = bench.formGroup()
    #expect(bench.heartbeat(a, 1) == ErrorCode.none)
    #expect(bench.heartbeat(a, 2) == .illegalGeneration)
    #expect(bench.heartbeat(MemberID(5), 1) == .unknownMemberID)
    _ = bench.join(client: 2)
    #expect(bench.heartbeat(a, 1) == .rebalanceInProgress)
    _ = bench.join(a)
    _ = bench.join(b)
    // Nobody has synced in generation 2: the group completes.
    #expect(bench.heartbeat(a, 2) == .rebalanceInProgress)
    #expect(bench.heartbeat(a, 1) == .illegalGeneration)
  }

  @Test func `since 2_7 a heartbeat succeeds while the group completes`() {
    var bench = CoordinatorBench.ready(version: KafkaVersion(2, 7)) {
      $0.initialRebalanceDelay = .zero
    }
    let id = bench.joined(bench.join())?.member ?? .none
    _ = bench.join(id)
    #expect(bench.heartbeat(id, 1) == ErrorCode.none)
  }

  @Test func `members get the leader's division once it is in the log`() {
    var bench = CoordinatorBench.ready(version: plain)
    let first = bench.join()
    let second = bench.join(client: 1)
    bench.run(to: .seconds(8))
    let a = bench.joined(first)?.member ?? .none
    let b = bench.joined(second)?.member ?? .none
    let waiting = bench.sync(b, 1)
    #expect(bench.synced(waiting) == nil)
    bench.logError = .notEnoughReplicas
    let refused = bench.sync(a, 1, [MemberAssignment(member: b, partitions: [PartitionID(50)])])
    #expect(bench.synced(refused)?.error == .coordinatorNotAvailable)
    #expect(bench.synced(waiting)?.error == .coordinatorNotAvailable)
    #expect(bench.heartbeat(a, 1) == .rebalanceInProgress)
    bench.logError = .none
    _ = bench.join(a)
    _ = bench.join(b)
    let follower = bench.sync(b, 2)
    let leader = bench.sync(a, 2, [MemberAssignment(member: b, partitions: [PartitionID(50)])])
    #expect(bench.synced(leader)?.partitions == [])
    #expect(bench.synced(follower)?.partitions == [PartitionID(50)])
    #expect(bench.synced(bench.sync(a, 1))?.error == .illegalGeneration)
  }

  @Test func `a silent member is out after its session`() {
    var bench = CoordinatorBench.ready(version: plain)
    let (a, b) = bench.formGroup(session: .seconds(10))
    bench.run(to: .seconds(15))
    #expect(bench.heartbeat(a, 1) == ErrorCode.none)
    bench.run(to: .seconds(19))
    #expect(bench.heartbeat(a, 1) == .rebalanceInProgress)
    #expect(bench.heartbeat(b, 1) == .unknownMemberID)
  }

  @Test func `who leaves is out at once`() {
    var bench = CoordinatorBench.ready(version: plain)
    let (a, b) = bench.formGroup()
    #expect(bench.leave(b) == ErrorCode.none)
    #expect(bench.leave(b) == .unknownMemberID)
    #expect(bench.heartbeat(a, 1) == .rebalanceInProgress)
  }

  @Test func `commits are accepted by generation, and blindly`() {
    var bench = CoordinatorBench.ready(version: plain)
    #expect(bench.committed() == -1)
    #expect(bench.commit(.none, -1, offset: 9) == ErrorCode.none)
    #expect(bench.committed() == 9)
    let (a, _) = bench.formGroup()
    #expect(bench.commit(a, 1, offset: 20) == ErrorCode.none)
    #expect(bench.commit(a, 1, offset: 5) == ErrorCode.none)
    #expect(bench.committed() == 5)
    #expect(bench.commit(a, 2, offset: 30) == .illegalGeneration)
    #expect(bench.commit(MemberID(3), 1, offset: 30) == .unknownMemberID)
    #expect(bench.commit(.none, -1, offset: 30) == .unknownMemberID)
    // While the group prepares, the generation that ends may still commit.
    _ = bench.join(client: 2)
    #expect(bench.commit(a, 1, offset: 40) == ErrorCode.none)
    bench.logError = .requestTimedOut
    #expect(bench.commit(a, 1, offset: 50) == .requestTimedOut)
    bench.logError = .notLeaderOrFollower
    #expect(bench.commit(a, 1, offset: 50) == .notCoordinator)
    #expect(bench.committed() == 40)
  }

  @Test func `nobody commits while the division is awaited`() {
    var bench = CoordinatorBench.ready(version: plain) { $0.initialRebalanceDelay = .zero }
    let a = bench.joined(bench.join())?.member ?? .none
    #expect(bench.commit(a, 1, offset: 1) == .rebalanceInProgress)
  }

  @Test func `a static member that comes back keeps its share, and the old one is fenced`() {
    var bench = CoordinatorBench.ready { $0.initialRebalanceDelay = .zero }
    let a = bench.joined(bench.join(instance: 7))?.member ?? .none
    _ = bench.sync(a, 1, [MemberAssignment(member: a, partitions: [PartitionID(50)])])
    let again = bench.joined(bench.join(instance: 7))
    #expect(again?.error == ErrorCode.none)
    #expect(again?.generation == 1)
    #expect(again?.member != a)
    #expect(again?.skipsAssignment == true)
    #expect(bench.heartbeat(a, 1, instance: 7) == .fencedInstanceID)
    let number = bench.sync(again?.member ?? .none, 1)
    #expect(bench.synced(number)?.partitions == [PartitionID(50)])
  }

  @Test func `what a reload finds is what the log said last`() {
    var bench = CoordinatorBench.ready(version: plain)
    let (a, b) = bench.formGroup()
    #expect(bench.commit(a, 1, offset: 12) == ErrorCode.none)
    let records = bench.appended.enumerated().map {
      LoadedRecord(offset: Offset(Int64($0.offset)), record: $0.element)
    }
    bench.coordinator.resigned(3, turn: &bench.turn)
    #expect(bench.heartbeat(a, 1) == .notCoordinator)
    bench.coordinator.elected(3, epoch: LeaderEpoch(1), records: records, turn: &bench.turn)
    // While it loads, heartbeats pass and everything else has to wait.
    #expect(bench.heartbeat(a, 1) == ErrorCode.none)
    #expect(bench.commit(a, 1, offset: 13) == .coordinatorLoadInProgress)
    bench.run(to: .seconds(20))
    #expect(bench.heartbeat(b, 1) == ErrorCode.none)
    #expect(bench.heartbeat(b, 2) == .illegalGeneration)
    #expect(bench.committed() == 12)
    let number = bench.sync(b, 1)
    #expect(bench.synced(number)?.partitions == [PartitionID(52), PartitionID(53)])
  }

  @Test func `offsets expire after the last member has gone, or, in old releases, anyway`() {
    let day: Int64 = 24 * 3600
    var modern = CoordinatorBench.ready()
    let id = modern.joined(modern.join())?.member ?? .none
    _ = modern.join(id)
    modern.run(to: .seconds(10))
    #expect(modern.commit(id, 1, offset: 3) == .rebalanceInProgress)
    _ = modern.sync(id, 1, [])
    #expect(modern.commit(id, 1, offset: 3) == ErrorCode.none)
    #expect(modern.leave(id) == ErrorCode.none)
    modern.run(to: .seconds(7 * day))
    #expect(modern.committed() == 3)
    modern.run(to: .seconds(7 * day + 1_200))
    #expect(modern.committed() == -1)
    var old = CoordinatorBench.ready(version: KafkaVersion(1, 0))
    #expect(old.commit(.none, -1, offset: 3) == ErrorCode.none)
    old.run(to: .seconds(day - 600))
    #expect(old.committed() == 3)
    old.run(to: .seconds(day + 1_200))
    #expect(old.committed() == -1)
  }
}
