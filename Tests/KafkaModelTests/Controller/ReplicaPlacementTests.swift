import Testing

@testable import KafkaModel

@Suite("Replicas of new partitions are spread")
struct ReplicaPlacementTests {
  static func placement(
    _ ids: [Int32], racks: [Int16] = [], start: Int, shift: Int
  ) -> ReplicaPlacement {
    let racks = racks.isEmpty ? ids.map { _ in 0 } : racks
    return ReplicaPlacement(
      brokers: zip(ids, racks).map { (BrokerID($0), $1) }, start: start, shift: shift)
  }

  @Test("leaders go round, followers shift by one with every lap")
  func laps() {
    let placed = Self.placement([1, 2, 3, 4, 5], start: 0, shift: 0)
      .assign(first: 0, count: 10, replicationFactor: 3)
    #expect(
      placed == [
        [1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 1], [5, 1, 2],
        [1, 3, 4], [2, 4, 5], [3, 5, 1], [4, 1, 2], [5, 2, 3],
      ])
  }

  @Test("start and shift move the pattern")
  func drawn() {
    let placed = Self.placement([1, 2, 3], start: 2, shift: 1)
      .assign(first: 0, count: 4, replicationFactor: 2)
    #expect(placed == [[3, 2], [1, 3], [2, 1], [3, 1]])
  }

  @Test("added partitions go on from the first one's broker")
  func added() {
    let placed = Self.placement([1, 2, 3], start: 1, shift: 1)
      .assign(first: 2, count: 2, replicationFactor: 2)
    #expect(placed == [[1, 3], [2, 3]])
  }

  @Test("brokers of one rack come after those of the others")
  func racks() {
    let placed = Self.placement(
      [1, 2, 3, 4, 5, 6], racks: [1, 2, 3, 3, 2, 1], start: 0, shift: 0
    ).assign(first: 0, count: 7, replicationFactor: 3)
    // Alternated by rack: 1, 2, 3, 6, 5, 4.
    #expect(
      placed == [
        [1, 2, 3], [2, 3, 6], [3, 6, 5], [6, 5, 4], [5, 4, 1], [4, 1, 2], [1, 5, 4],
      ])
  }

  @Test("too few brokers, and racks at some only, are refused")
  func refused() {
    let few = Self.placement([1, 2], start: 0, shift: 0)
    #expect(few.assign(first: 0, count: 1, replicationFactor: 3) == nil)
    let mixed = Self.placement([1, 2], racks: [1, 0], start: 0, shift: 0)
    #expect(mixed.assign(first: 0, count: 1, replicationFactor: 1) == nil)
  }

  @Test("a single broker takes everything")
  func single() {
    let placed = Self.placement([1], start: 0, shift: 0)
      .assign(first: 0, count: 2, replicationFactor: 1)
    #expect(placed == [[1], [1]])
  }
}
