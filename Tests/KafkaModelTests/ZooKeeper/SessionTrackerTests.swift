import Kernel
import Testing

@testable import KafkaModel

/// One row: a session of a server, touched once, and the instant at which it must expire. All in
/// milliseconds.
struct ExpiryScenario: CustomTestStringConvertible, Sendable {
  var tick: Int64
  var requested: Int64
  var touched: Int64
  var clock: Int64 = 0
  var granted: Int64
  var expires: Int64
  var testDescription: String {
    "tick \(tick), timeout \(requested), touched at \(touched), clock ahead by \(clock)"
  }

  static let table: [ExpiryScenario] = [
    .init(tick: 3000, requested: 6000, touched: 0, granted: 6000, expires: 9000),
    .init(tick: 3000, requested: 6000, touched: 1, granted: 6000, expires: 9000),
    .init(tick: 3000, requested: 6000, touched: 2999, granted: 6000, expires: 9000),
    .init(tick: 3000, requested: 6000, touched: 3000, granted: 6000, expires: 12000),
    .init(tick: 3000, requested: 6000, touched: 3001, granted: 6000, expires: 12000),
    .init(tick: 3000, requested: 18000, touched: 500, granted: 18000, expires: 21000),
    .init(tick: 3000, requested: 1000, touched: 0, granted: 6000, expires: 9000),
    .init(tick: 3000, requested: 100_000, touched: 0, granted: 60000, expires: 63000),
    .init(tick: 2000, requested: 18000, touched: 0, granted: 18000, expires: 20000),
    .init(tick: 2000, requested: 6000, touched: 1999, granted: 6000, expires: 8000),
    .init(tick: 2000, requested: 50000, touched: 0, granted: 40000, expires: 42000),
    .init(tick: 3000, requested: 6000, touched: 0, clock: 1500, granted: 6000, expires: 7500),
    .init(tick: 3000, requested: 6000, touched: 1500, clock: 1500, granted: 6000, expires: 10500),
  ]
}

@Suite("ZooKeeper tracks sessions")
struct SessionTrackerTests {
  private func instant(_ milliseconds: Int64) -> Instant { .zero + .milliseconds(milliseconds) }

  @Test(
    "and expires them at the end of the bucket beyond their timeout",
    arguments: ExpiryScenario.table)
  func bucket(_ scenario: ExpiryScenario) {
    var tracker = SessionTracker(tick: .milliseconds(scenario.tick))
    tracker.clockAtStart = .milliseconds(scenario.clock)
    let session = tracker.open(
      owner: NodeID(index: 1), requested: .milliseconds(scenario.requested),
      now: instant(scenario.touched))
    #expect(session.timeout == .milliseconds(scenario.granted))
    #expect(tracker.nextDue == instant(scenario.expires))
    #expect(tracker.due(now: instant(scenario.expires - 1)) == [])
    #expect(tracker.due(now: instant(scenario.expires)) == [1])
  }

  @Test("and grants what its configuration bounds", arguments: [(1, 9), (10, 10), (99, 50)])
  func bounds(_ requested: Int64, _ granted: Int64) {
    var tracker = SessionTracker(
      tick: .seconds(3), shortest: .seconds(9), longest: .seconds(50))
    let session = tracker.open(
      owner: NodeID(index: 1), requested: .seconds(requested), now: .zero)
    #expect(session.timeout == .seconds(granted))
  }

  @Test("where a touch at a follower counts from the follower's next report")
  func followerTouch() {
    var tracker = SessionTracker(tick: .milliseconds(3000))
    let session = tracker.open(owner: NodeID(index: 1), requested: .zero, now: .zero)
    // At the leader a touch at 2.9 s moves nothing; reported at 3.0 s it reaches the next bucket.
    tracker.touch(session.id, now: instant(2900), isAtLeader: true)
    #expect(tracker.due(now: instant(9000)) == [1])
    tracker.touch(session.id, now: instant(2900), isAtLeader: false)
    #expect(tracker.due(now: instant(9000)) == [])
    #expect(tracker.due(now: instant(11999)) == [])
    #expect(tracker.due(now: instant(12000)) == [1])
  }

  @Test("and a touch that no report has carried yet does not save a session")
  func unreportedTouch() {
    var tracker = SessionTracker(tick: .milliseconds(3000))
    tracker.leaderSince = instant(1)
    let session = tracker.open(owner: NodeID(index: 1), requested: .zero, now: .zero)
    // Reports come at 7.501 s and at 9.001 s: too late for the bucket that ends at 9 s.
    tracker.touch(session.id, now: instant(8000), isAtLeader: false)
    #expect(tracker.due(now: instant(9000)) == [1])
    #expect(tracker.due(now: instant(9001)) == [])
  }

  @Test("and a new leader gives each of them its whole timeout again")
  func newLeader() {
    var tracker = SessionTracker(tick: .milliseconds(3000))
    _ = tracker.open(owner: NodeID(index: 1), requested: .zero, now: .zero)
    #expect(tracker.nextDue == instant(9000))
    tracker.trackAnew(now: instant(8500), clockAtStart: .milliseconds(100))
    #expect(tracker.nextDue == instant(14900))
  }

  @Test("by id, and finds the newest of a process")
  func newest() {
    var tracker = SessionTracker(tick: .milliseconds(3000))
    for _ in 0..<3 { _ = tracker.open(owner: NodeID(index: 4), requested: .zero, now: .zero) }
    _ = tracker.open(owner: NodeID(index: 5), requested: .zero, now: .zero)
    #expect(tracker.newest(of: NodeID(index: 4))?.id == 3)
    _ = tracker.close(3)
    #expect(tracker.newest(of: NodeID(index: 4))?.id == 2)
    #expect(tracker.newest(of: NodeID(index: 6)) == nil)
  }
}
