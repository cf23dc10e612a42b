import Kernel
import Testing

@testable import KafkaModel

/// One row: what the leader said, what the follower's log has, and where it is cut.
struct TruncationRow: CustomTestStringConvertible, Sendable {
  var name: String
  var answer: (epoch: Int32, end: Int64)
  var local: (epoch: Int32, end: Int64)
  var target: Int64
  var isFinal = true
  var testDescription: String { name }

  static let table: [TruncationRow] = [
    .init(
      name: "a leader that knows no such epoch: the high watermark", answer: (-1, -1),
      local: (-1, -1), target: 6),
    .init(
      name: "a leader of 0.11 gives an offset only", answer: (-1, 8), local: (-1, -1), target: 8),
    .init(
      name: "a leader of 0.11 is further on: nothing is cut", answer: (-1, 15), local: (-1, -1),
      target: 10),
    .init(name: "the same epoch, shorter there", answer: (3, 7), local: (3, 10), target: 7),
    .init(name: "the same epoch, shorter here", answer: (3, 12), local: (3, 10), target: 10),
    .init(
      name: "another epoch here: ask again", answer: (2, 9), local: (1, 4), target: 4,
      isFinal: false),
    .init(name: "no such epoch here", answer: (2, 5), local: (-1, -1), target: 5),
  ]
}

@Suite("A follower decides where to cut its log")
struct TruncationRuleTests {
  @Test("by the leader's answer", arguments: TruncationRow.table)
  func decide(_ row: TruncationRow) {
    let decision = TruncationRule.decide(
      answer: EpochEnd(epoch: LeaderEpoch(row.answer.epoch), endOffset: Offset(row.answer.end)),
      local: EpochEnd(epoch: LeaderEpoch(row.local.epoch), endOffset: Offset(row.local.end)),
      logEnd: Offset(10), highWatermark: Offset(6))
    #expect(decision.target.value == row.target)
    #expect(decision.isFinal == row.isFinal)
  }
}
