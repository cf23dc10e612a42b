import Kernel
import Testing

@testable import KafkaModel

@Suite("A log at work in a broker")
struct AnnouncementTests {
  @Test("tells the history what happened, in order, and asks for the flush of a roll")
  func facts() {
    var turn = Turn(
      semantics: Semantics(version: .standard, mode: .zookeeper),
      layout: NodeLayout(zooKeepers: 1, brokers: 1, producers: 0, consumers: 0),
      links: LinkProfile(latency: .constant(.milliseconds(1))),
      seed: 1)
    turn.begin(node: NodeID(1), at: .zero, cause: .none)
    let fixture = LogFixture { $0.segmentBytes = 200 }
    for _ in 0..<3 {
      _ = fixture.log.appendAsLeader(
        fixture.batch(), epoch: LeaderEpoch(0), origin: .client, rules: fixture.rules, turn: &turn)
    }
    fixture.log.completePendingFlush(turn: &turn)
    fixture.log.setHighWatermark(Offset(3))
    fixture.log.truncate(to: Offset(2), rules: fixture.rules, turn: &turn)
    _ = fixture.log.deleteRecords(before: Offset(1), rules: fixture.rules, turn: &turn)
    fixture.log.restart(at: Offset(9), turn: &turn)
    #expect(
      Self.names(turn) == [
        "appended 0", "appended 1", "rolled 2", "appended 2", "flushed 2", "truncated 3 2",
        "start 0 1", "restarted 9",
      ])
    #expect(turn.queue.count == 1, "the flush that the roll asked for")
  }

  private static func names(_ turn: Turn) -> [String] {
    turn.history.pending.compactMap { event in
      guard case .log(let fact) = event.fact else { return nil }
      switch fact {
      case .appended(_, _, let offset, _, _, _, _): return "appended \(offset)"
      case .segmentRolled(_, _, let base): return "rolled \(base)"
      case .flushed(_, _, let end): return "flushed \(end)"
      case .truncated(_, _, let from, let to, _): return "truncated \(from) \(to)"
      case .logStartMoved(_, _, let from, let to, _): return "start \(from) \(to)"
      case .restartedLog(_, _, let start): return "restarted \(start)"
      default: return "another"
      }
    }
  }
}
