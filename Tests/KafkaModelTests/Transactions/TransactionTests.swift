import Kernel
import Testing

@testable import KafkaModel

@Suite("Transactions in one partition")
struct TransactionTests {
  @Test("hold the last stable offset until their marker is committed")
  func lastStableOffset() {
    let fixture = LogFixture()
    fixture.lead(batches: 2)
    fixture.commit(to: 2)
    #expect(fixture.log.lastStableOffset == Offset(2))
    fixture.lead(sequenced(7, first: 0, [.transactional]))
    fixture.lead(sequenced(8, first: 0, [.transactional]))
    fixture.commit(to: 4)
    #expect(fixture.log.lastStableOffset == Offset(2))
    fixture.lead(marker(7, commits: true), .coordinator)
    #expect(fixture.log.lastStableOffset == Offset(2), "the marker is not committed")
    fixture.commit(to: 5)
    #expect(fixture.log.lastStableOffset == Offset(3), "producer 8 is still at it")
    fixture.lead(marker(8, commits: false), .coordinator)
    fixture.commit(to: 6)
    #expect(fixture.log.lastStableOffset == Offset(6))
  }

  @Test("that aborted are listed for readers of the range they touch")
  func abortedIndex() {
    let fixture = LogFixture()
    fixture.lead(sequenced(7, first: 0, [.transactional]))  // 0
    fixture.lead(sequenced(8, first: 0, [.transactional]))  // 1
    fixture.lead(marker(7, commits: false), .coordinator)  // 2
    fixture.lead(marker(8, commits: true), .coordinator)  // 3
    fixture.lead(sequenced(9, first: 0, [.transactional]))  // 4
    fixture.lead(marker(9, commits: false), .coordinator)  // 5
    fixture.commit(to: 6)
    #expect(fixture.log.aborted.entries.map(\.first.value) == [0, 4])
    for (from, bound, ids) in [
      (0, 6, [7, 9]), (0, 4, [7]), (2, 4, [7]), (3, 4, []), (3, 6, [9]), (5, 6, [9]),
    ] as [(Int64, Int64, [Int64])] {
      let read = fixture.read(from: from, upTo: bound, .readCommitted)
      #expect(fixture.store.aborted.array(read.aborted).map(\.producerID.value) == ids)
    }
    let plain = fixture.read(from: 0, upTo: 6)
    #expect(plain.aborted.isEmpty)
  }

  @Test("are fenced by the producer's epoch and by the coordinator's")
  func fencing() {
    let fixture = LogFixture()
    fixture.lead(sequenced(epoch: 2, first: 0, [.transactional]))
    #expect(
      fixture.lead(marker(epoch: 1, commits: true), .coordinator)
        == .refused(.invalidProducerEpoch))
    fixture.lead(marker(epoch: 2, commits: true, coordinator: 5), .coordinator)
    #expect(
      fixture.lead(marker(epoch: 2, commits: true, coordinator: 4), .coordinator)
        == .refused(.transactionCoordinatorFenced))
    #expect(
      fixture.lead(sequenced(epoch: 1, first: 1, [.transactional]))
        == .refused(.invalidProducerEpoch))
  }

  @Test("begin only after verification where the leader asks for it (KIP-890)")
  func verification() {
    let fixture = LogFixture()
    let batch = sequenced(first: 0, [.transactional])
    #expect(fixture.lead(batch, .unverifiedClient) == .refused(.invalidTransactionState))
    #expect(fixture.lead(batch) == .appended(base: .zero))
    #expect(
      fixture.lead(sequenced(first: 1, [.transactional]), .unverifiedClient)
        == .appended(base: Offset(1)), "the transaction is open")
    #expect(
      fixture.lead(sequenced(8, first: 0), .unverifiedClient) == .appended(base: Offset(2)),
      "no transaction, nothing to verify")
  }

  @Test("come back as they were after a crash or a truncation")
  func rebuilding() {
    let fixture = LogFixture()
    fixture.lead(sequenced(7, first: 0, [.transactional]))
    fixture.lead(sequenced(8, first: 0, [.transactional]))
    fixture.lead(marker(7, commits: false), .coordinator)
    fixture.commit(to: 3)
    fixture.log.fileHighWatermark()
    #expect(fixture.log.lastStableOffset == Offset(1))
    fixture.load(clean: false)
    #expect(fixture.log.lastStableOffset == Offset(1))
    #expect(fixture.log.aborted.entries.count == 1, "a replay lists nothing twice")
    fixture.truncate(to: 2)
    #expect(fixture.log.lastStableOffset == .zero, "the marker is gone, the transaction open")
    #expect(fixture.log.aborted.entries.isEmpty)
  }

  @Test("do not let an idle producer expire while open")
  func expiry() {
    let fixture = LogFixture()
    fixture.lead(sequenced(first: 0, [.transactional]))
    fixture.log.producers.expire(wall: 9_000_000_000, after: 1_000)
    #expect(fixture.log.producers.count == 1)
  }
}
