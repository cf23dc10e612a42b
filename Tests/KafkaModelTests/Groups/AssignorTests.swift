import Testing

@testable import KafkaModel

/// The assignors against worked examples of the Java client.
@Suite struct AssignorTests {
  /// Topics by name and partition count; partitions are numbered through.
  private func topics(_ counts: [Int]) -> [AssignableTopic] {
    var next: Int32 = 0
    return counts.enumerated().map { place, count in
      defer { next += Int32(count) }
      return AssignableTopic(
        id: TopicID(Int32(place)), name: "t\(place)",
        partitions: (0..<Int32(count)).map { PartitionID(next + $0) })
    }
  }

  private func member(
    _ id: UInt64, _ topics: [Int32], owned: [Int32] = [], generation: Int32 = -1
  ) -> JoinedMember {
    JoinedMember(
      member: MemberID(id), instance: .none,
      subscription: MemberSubscription(
        topics: topics.map { TopicID($0) }, owned: owned.map { PartitionID($0) },
        generation: generation))
  }

  /// "t0-0 t0-1 | t1-0": members apart by bars, in their order.
  private func text(
    _ strategy: AssignorPreference.Assignor, _ members: [JoinedMember], _ counts: [Int]
  ) -> String {
    let topics = topics(counts)
    let assignor = PartitionAssignor(members: members, topics: topics)
    return assignor.assign(strategy).map { assignment in
      topics.flatMap { topic in
        topic.partitions.enumerated()
          .filter { assignment.partitions.contains($0.element) }
          .map { "\(topic.name)-\($0.offset)" }
      }.joined(separator: " ")
    }.joined(separator: " | ")
  }

  @Test func `range divides each topic in runs`() {
    let both = [member(1, [0, 1]), member(2, [0, 1])]
    #expect(text(.range, both, [3, 3]) == "t0-0 t0-1 t1-0 t1-1 | t0-2 t1-2")
    let three = [member(1, [0]), member(2, [0]), member(3, [0])]
    #expect(
      text(.range, three, [10])
        == "t0-0 t0-1 t0-2 t0-3 | t0-4 t0-5 t0-6 | t0-7 t0-8 t0-9")
    #expect(text(.range, three, [2]) == "t0-0 | t0-1 | ")
    let mixed = [member(1, [0]), member(2, [0, 1]), member(3, [1])]
    #expect(
      text(.range, mixed, [7, 4])
        == "t0-0 t0-1 t0-2 t0-3 | t0-4 t0-5 t0-6 t1-0 t1-1 | t1-2 t1-3")
  }

  @Test func `round robin passes members that do not read a topic`() {
    let both = [member(1, [0, 1]), member(2, [0, 1])]
    #expect(text(.roundRobin, both, [3, 3]) == "t0-0 t0-2 t1-1 | t0-1 t1-0 t1-2")
    let three = [member(1, [0]), member(2, [0]), member(3, [0])]
    #expect(text(.roundRobin, three, [5]) == "t0-0 t0-3 | t0-1 t0-4 | t0-2")
    let mixed = [member(1, [0]), member(2, [0, 1]), member(3, [0, 1, 2])]
    #expect(text(.roundRobin, mixed, [1, 2, 3]) == "t0-0 | t1-0 | t1-1 t2-0 t2-1 t2-2")
  }

  @Test(arguments: [AssignorPreference.Assignor.sticky, .cooperativeSticky])
  func `a first sticky assignment is balanced`(_ strategy: AssignorPreference.Assignor) {
    let three = [member(1, [0]), member(2, [0]), member(3, [0])]
    #expect(text(strategy, three, [7]) == "t0-0 t0-3 t0-6 | t0-1 t0-4 | t0-2 t0-5")
    let all: [Int32] = [0, 1, 2, 3]
    let wide = [member(1, all), member(2, all), member(3, all)]
    #expect(
      text(strategy, wide, [2, 2, 2, 2])
        == "t0-0 t1-1 t3-0 | t0-1 t2-0 t3-1 | t1-0 t2-1")
  }

  @Test func `sticky members keep what they have when one leaves`() {
    // t0 is 0 and 1, t1 is 2 and 3, t2 is 4 and 5, t3 is 6 and 7.
    let all: [Int32] = [0, 1, 2, 3]
    let left = [
      member(1, all, owned: [0, 3, 6], generation: 1),
      member(3, all, owned: [2, 5], generation: 1),
    ]
    #expect(
      text(.sticky, left, [2, 2, 2, 2]) == "t0-0 t0-1 t1-1 t3-0 | t1-0 t2-0 t2-1 t3-1")
  }

  @Test func `eager sticky takes only what the newcomer needs`() {
    let two = [member(1, [0], owned: [0, 1, 2], generation: 1), member(2, [0])]
    #expect(text(.sticky, two, [3]) == "t0-0 t0-1 | t0-2")
  }

  @Test func `cooperative sticky withholds what is owned, then gives it`() {
    let first = [
      member(1, [0], owned: [0, 2, 4], generation: 1),
      member(2, [0], owned: [1, 3, 5], generation: 1), member(3, [0]),
    ]
    #expect(text(.cooperativeSticky, first, [6]) == "t0-0 t0-2 | t0-1 t0-3 | ")
    let second = [
      member(1, [0], owned: [0, 2], generation: 2), member(2, [0], owned: [1, 3], generation: 2),
      member(3, [0], owned: [], generation: 2),
    ]
    #expect(text(.cooperativeSticky, second, [6]) == "t0-0 t0-2 | t0-1 t0-3 | t0-4 t0-5")
    let third = [
      member(1, [0], owned: [0, 2], generation: 3), member(3, [0], owned: [4, 5], generation: 3),
    ]
    #expect(text(.cooperativeSticky, third, [6]) == "t0-0 t0-1 t0-2 | t0-3 t0-4 t0-5")
  }

  @Test func `of two claims the younger generation's is good, of equal ones neither`() {
    let older = [
      member(1, [0], owned: [0, 1], generation: 1),
      member(2, [0], owned: [1, 2, 3], generation: 2),
    ]
    #expect(text(.sticky, older, [4]) == "t0-0 t0-3 | t0-1 t0-2")
    let equal = [
      member(1, [0], owned: [0, 1], generation: 2), member(2, [0], owned: [1, 2], generation: 2),
    ]
    #expect(text(.cooperativeSticky, equal, [3]) == "t0-0 | t0-2")
  }

  @Test func `sticky with unequal subscriptions serves the choosy first`() {
    let mixed = [member(1, [0]), member(2, [0, 1]), member(3, [0, 1, 2])]
    #expect(
      text(.sticky, mixed, [1, 2, 3]) == "t0-0 | t1-0 t1-1 | t2-0 t2-1 t2-2")
    let left = [
      member(2, [0, 1], owned: [1, 2], generation: 1),
      member(3, [0, 1, 2], owned: [3, 4, 5], generation: 1),
    ]
    #expect(text(.sticky, left, [1, 2, 3]) == "t0-0 t1-0 t1-1 | t2-0 t2-1 t2-2")
  }

  @Test func `static members come first, by instance`() {
    var fixed = member(9, [0])
    fixed.instance = InstanceID(4)
    #expect(text(.range, [member(1, [0]), fixed], [3]) == "t0-0 t0-1 | t0-2")
    let assignor = PartitionAssignor(members: [member(1, [0]), fixed], topics: topics([3]))
    #expect(assignor.assign(.range).map(\.member.value) == [9, 1])
  }

  @Test func `groups belong to the partition that Java's hash says`() {
    let vectors: [(String, Int32)] = [
      ("g", 3), ("test", 48), ("group-1", 49), ("my-group", 12), ("orders-processor", 44),
      ("payments", 13), ("console-consumer-1", 24), ("tx-1", 20), ("my-txn-id", 11),
      ("order-service-tx-0", 48), ("polygenelubricants", 0), ("", 0),
    ]
    for (name, partition) in vectors {
      #expect(GroupCoordinator.partition(of: name, count: 50) == partition, "\(name)")
    }
  }
}
