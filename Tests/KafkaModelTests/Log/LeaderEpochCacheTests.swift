import Kernel
import Testing

@testable import KafkaModel

/// A cache from (epoch, start) pairs, under the rules of a release.
private func cache(_ entries: [(Int32, Int64)], _ version: KafkaVersion) -> LeaderEpochCache {
  let semantics = Semantics(version: version, mode: .zookeeper).replication
  var cache = LeaderEpochCache()
  for (epoch, start) in entries {
    cache.assign(LeaderEpoch(epoch), from: Offset(start), semantics: semantics)
  }
  return cache
}

private func pairs(_ cache: LeaderEpochCache) -> [[Int64]] {
  cache.entries.map { [Int64($0.epoch.value), $0.start.value] }
}

@Suite("The leader epoch cache")
struct LeaderEpochCacheTests {
  @Test("keeps entries ascending in both numbers and removes what contradicts")
  func assignReplaces() {
    let v3 = KafkaVersion(3, 7)
    #expect(pairs(cache([(0, 0), (1, 10), (3, 20)], v3)) == [[0, 0], [1, 10], [3, 20]])
    #expect(pairs(cache([(0, 0), (0, 5)], v3)) == [[0, 0]], "the same epoch goes on")
    #expect(
      pairs(cache([(0, 0), (2, 10), (3, 10)], v3)) == [[0, 0], [3, 10]], "no records of 2")
    #expect(pairs(cache([(0, 0), (2, 10), (1, 20)], v3)) == [[0, 0], [1, 20]], "epochs go back")
    #expect(pairs(cache([(0, 0), (2, 10), (3, 4)], v3)) == [[0, 0], [3, 4]], "offsets go back")
    #expect(pairs(cache([(-1, 0)], v3)).isEmpty, "no epoch, no entry")
  }

  @Test("before 2.0.1 ignored what did not ascend")
  func assignIgnores() {
    let old = KafkaVersion(1, 1)
    #expect(pairs(cache([(0, 0), (2, 10), (1, 20)], old)) == [[0, 0], [2, 10]])
    #expect(pairs(cache([(0, 0), (2, 10), (3, 4)], old)) == [[0, 0], [2, 10]])
    #expect(pairs(cache([(0, 0), (2, 10), (3, 10)], old)) == [[0, 0], [2, 10], [3, 10]])
  }

  /// One question: the release, the epoch asked for, the answer.
  struct Question: Sendable {
    var version: KafkaVersion
    var epoch: Int32
    var answer: (Int32, Int64)

    static let table: [Question] = [
      .init(version: KafkaVersion(3, 7), epoch: 4, answer: (4, 50)),
      .init(version: KafkaVersion(3, 7), epoch: 5, answer: (-1, -1)),
      .init(version: KafkaVersion(3, 7), epoch: 3, answer: (2, 30)),
      .init(version: KafkaVersion(3, 7), epoch: 2, answer: (2, 30)),
      .init(version: KafkaVersion(3, 7), epoch: 0, answer: (0, 10)),
      .init(version: KafkaVersion(3, 7), epoch: -1, answer: (-1, -1)),
      .init(version: KafkaVersion(1, 1), epoch: 4, answer: (-1, 50)),
      .init(version: KafkaVersion(1, 1), epoch: 3, answer: (-1, 30)),
      .init(version: KafkaVersion(1, 1), epoch: 0, answer: (-1, -1)),
      .init(version: KafkaVersion(0, 10, 2), epoch: 4, answer: (-1, -1)),
    ]
  }

  @Test("answers where an epoch ends as each release does", arguments: Question.table)
  func endOffset(_ question: Question) {
    let semantics = Semantics(version: question.version, mode: .zookeeper).replication
    let end = cache([(1, 10), (2, 20), (4, 30)], KafkaVersion(3, 7)).endOffset(
      of: LeaderEpoch(question.epoch), logEnd: Offset(50), semantics: semantics)
    #expect(end.epoch.value == question.answer.0)
    #expect(end.endOffset.value == question.answer.1)
  }

  @Test("is cut with the log at both ends")
  func truncation() {
    var ends = cache([(1, 10), (2, 20), (4, 30)], KafkaVersion(3, 7))
    ends.truncateFromEnd(Offset(30))
    #expect(pairs(ends) == [[1, 10], [2, 20]])
    #expect(ends.latest.value == 2)
    ends.truncateFromStart(Offset(25))
    #expect(pairs(ends) == [[2, 25]], "the epoch in force begins at the new start")
    ends.truncateFromStart(Offset(25))
    #expect(pairs(ends) == [[2, 25]])
    ends.truncateFromEnd(Offset(0))
    #expect(ends.latest.value == -1)
  }

  @Test("learns of an epoch at its election since 2.0.1, and with its first record before")
  func entryAtElection() {
    let new = LogFixture(KafkaVersion(2, 0, 1))
    new.log.becomeLeader(epoch: LeaderEpoch(3), rules: new.rules)
    #expect(pairs(new.log.epochs) == [[3, 0]])
    let old = LogFixture(KafkaVersion(1, 1))
    old.log.becomeLeader(epoch: LeaderEpoch(3), rules: old.rules)
    #expect(pairs(old.log.epochs).isEmpty)
    old.epoch = LeaderEpoch(3)
    old.lead(batches: 2)
    #expect(pairs(old.log.epochs) == [[3, 0]])
    let oldest = LogFixture(KafkaVersion(0, 10, 2))
    oldest.lead(batches: 2)
    #expect(pairs(oldest.log.epochs).isEmpty)
  }

  @Test("forgets at a truncation an elected epoch that got no record")
  func emptyEpoch() {
    let fixture = LogFixture()
    fixture.lead(batches: 3)
    fixture.log.becomeLeader(epoch: LeaderEpoch(1), rules: fixture.rules)
    #expect(pairs(fixture.log.epochs) == [[0, 0], [1, 3]])
    fixture.truncate(to: 3)
    #expect(pairs(fixture.log.epochs) == [[0, 0]])
  }

  @Test("is cleared by records of a format that knows no epochs")
  func oldFormat() {
    let fixture = LogFixture()
    fixture.lead(batches: 1)
    fixture.rules.log.epochCheckpointExists = false
    fixture.lead(batches: 1)
    #expect(pairs(fixture.log.epochs).isEmpty)
  }
}
