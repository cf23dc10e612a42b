import Testing

@testable import KafkaModel

@Suite("Events of the history")
struct HistoryEventTests {
  /// A run announces a fact with every other event and copies it three times; a fact of one rare
  /// kind that holds whole lists makes all of them larger.
  @Test("an event fits into seventy-two bytes")
  func size() { #expect(MemoryLayout<HistoryEvent>.stride <= 72) }

  @Test("places name members of a replica list in its own order")
  func places() {
    let replicas: ReplicaList = [4, 2, 9, 1]
    let places = ReplicaPlaces(of: [1, 7, 2], in: replicas)
    #expect(replicas[places] == [2, 1])
    #expect(!places.isEmpty)
    #expect(ReplicaPlaces(of: [7], in: replicas).isEmpty)
    let longest = ReplicaList((1...15).map { BrokerID(Int32($0)) })
    #expect(longest[ReplicaPlaces(of: [15, 1], in: longest)] == [1, 15])
  }
}
