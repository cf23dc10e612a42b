import Kernel
import Testing

@testable import KafkaModel

/// One row: fetches of a follower, and when it counts as caught up last.
struct CaughtUpRow: CustomTestStringConvertible, Sendable {
  var name: String
  var version: KafkaVersion
  /// At which second, from which offset, with which leader log end.
  var fetches: [(second: Int64, offset: Int64, leaderEnd: Int64)]
  var second: Int64?
  var testDescription: String { name }

  private static let chase: [(second: Int64, offset: Int64, leaderEnd: Int64)] = [
    (1, 0, 10), (2, 10, 20), (3, 20, 30),
  ]

  static let table: [CaughtUpRow] = [
    .init(name: "0.8: any fetch", version: KafkaVersion(0, 8, 2), fetches: chase, second: 3),
    .init(
      name: "0.9: at the end only", version: KafkaVersion(0, 9, 0), fetches: chase, second: nil),
    .init(
      name: "0.10.1: at the log end only", version: KafkaVersion(0, 10, 1), fetches: chase,
      second: nil),
    .init(
      name: "0.10.2: a steady chase counts from the previous fetch",
      version: KafkaVersion(0, 10, 2), fetches: chase, second: 2),
    .init(
      name: "at the log end counts now", version: KafkaVersion(3, 7),
      fetches: [(1, 0, 10), (2, 10, 10)], second: 2),
    .init(
      name: "falling behind the previous end does not count", version: KafkaVersion(3, 7),
      fetches: [(1, 10, 10), (2, 10, 30), (3, 29, 40)], second: 1),
  ]
}

/// One row: is this follower out of sync?
struct OutOfSyncRow: CustomTestStringConvertible, Sendable {
  var name: String
  var version: KafkaVersion
  var logEnd: Int64
  var leaderEnd: Int64 = 100
  var caughtUpSecondsAgo: Int64
  var isOut: Bool
  var testDescription: String { name }

  static let table: [OutOfSyncRow] = [
    .init(
      name: "0.8: alive and near", version: KafkaVersion(0, 8, 2), logEnd: 90,
      caughtUpSecondsAgo: 1, isOut: false),
    .init(
      name: "0.8: stuck", version: KafkaVersion(0, 8, 2), logEnd: 100, caughtUpSecondsAgo: 11,
      isOut: true),
    .init(
      name: "0.8: slow by more than 4000 records", version: KafkaVersion(0, 8, 2), logEnd: 99,
      leaderEnd: 4100, caughtUpSecondsAgo: 0, isOut: true),
    .init(
      name: "0.9: records do not count", version: KafkaVersion(0, 9, 0), logEnd: 99,
      leaderEnd: 4100, caughtUpSecondsAgo: 0, isOut: false),
    .init(
      name: "2.0: late although equal", version: KafkaVersion(2, 0), logEnd: 100,
      caughtUpSecondsAgo: 11, isOut: true),
    .init(
      name: "2.1: equal is never late", version: KafkaVersion(2, 1), logEnd: 100,
      caughtUpSecondsAgo: 11, isOut: false),
    .init(
      name: "2.1: exactly the lag time is in time", version: KafkaVersion(2, 1), logEnd: 99,
      caughtUpSecondsAgo: 10, isOut: false),
    .init(
      name: "2.1: later is out", version: KafkaVersion(2, 1), logEnd: 99, caughtUpSecondsAgo: 11,
      isOut: true),
  ]
}

@Suite("A leader judges its followers")
struct FollowerProgressTests {
  @Test("by when they were caught up", arguments: CaughtUpRow.table)
  func caughtUp(_ row: CaughtUpRow) {
    let rule = Semantics(version: row.version, mode: .zookeeper).replication.caughtUp
    var follower = FollowerProgress(broker: BrokerID(2))
    for fetch in row.fetches {
      follower.note(
        fetchOffset: Offset(fetch.offset), logStart: .zero, leaderEnd: Offset(fetch.leaderEnd),
        at: .zero + .seconds(fetch.second), rule: rule)
    }
    #expect(follower.lastCaughtUp == row.second.map { .zero + .seconds($0) } ?? .longAgo)
    #expect(follower.logEnd == Offset(row.fetches.last?.offset ?? -1))
  }

  @Test("and whether they are out of sync", arguments: OutOfSyncRow.table)
  func outOfSync(_ row: OutOfSyncRow) {
    let rule = Semantics(version: row.version, mode: .zookeeper).replication.isrShrink
    var follower = FollowerProgress(broker: BrokerID(2))
    follower.logEnd = Offset(row.logEnd)
    let now = Instant.zero + .seconds(100)
    follower.lastCaughtUp = now - .seconds(row.caughtUpSecondsAgo)
    let isOut = follower.isOutOfSync(
      leaderEnd: Offset(row.leaderEnd), at: now, lagTimeMax: .seconds(10), recordsMax: 4000,
      rule: rule)
    #expect(isOut == row.isOut)
  }
}
