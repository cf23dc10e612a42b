import Kernel

/// One topic as a group's leader sees it when it divides partitions.
struct AssignableTopic: Sendable {
  var id: TopicID
  var name: String
  /// Its partitions, by number.
  var partitions: [PartitionID]
}

/// How a group's leader divides partitions among members.
///
/// Models the assignors of the Java client with their results, ties included: static members come
/// first, by instance; the others follow by member id. Only topics in the leader's metadata count.
struct PartitionAssignor: Sendable {
  /// The members in their order.
  let members: [JoinedMember]
  /// The topics in the order of their names.
  let topics: [AssignableTopic]

  /// A question to an assignor.
  init(members: [JoinedMember], topics: [AssignableTopic]) {
    self.members = members.sorted { Self.precedes($0, $1) }
    self.topics = topics.sorted { $0.name < $1.name }
  }

  /// Members with an instance first, by instance; then by id (`MemberInfo.compareTo`).
  private static func precedes(_ a: JoinedMember, _ b: JoinedMember) -> Bool {
    switch (a.instance == .none, b.instance == .none) {
    case (false, false): a.instance < b.instance
    case (false, true): true
    case (true, false): false
    case (true, true): a.member < b.member
    }
  }

  /// Divides the partitions; every member is in the answer.
  func assign(_ strategy: AssignorPreference.Assignor) -> [MemberAssignment] {
    let lists: [[PartitionID]]
    switch strategy {
    case .range: lists = range()
    case .roundRobin: lists = roundRobin()
    case .sticky: lists = StickyAssignment(self).lists
    case .cooperativeSticky: lists = StickyAssignment(self).cooperativeLists
    }
    return zip(members, lists).map { MemberAssignment(member: $0.member, partitions: $1) }
  }

  /// RangeAssignor: each topic in contiguous runs, the first members getting one more.
  ///
  /// Simplified: without racks (KIP-881).
  private func range() -> [[PartitionID]] {
    var lists: [[PartitionID]] = Array(repeating: [], count: members.count)
    for topic in topics {
      let takers = members.indices.filter { members[$0].subscription.topics.contains(topic.id) }
      guard !takers.isEmpty else { continue }
      let (quota, rest) = topic.partitions.count.quotientAndRemainder(dividingBy: takers.count)
      var start = 0
      for (rank, taker) in takers.enumerated() {
        let end = start + quota + (rank < rest ? 1 : 0)
        lists[taker] += topic.partitions[start..<end]
        start = end
      }
    }
    return lists
  }

  /// RoundRobinAssignor: all partitions in turn, past members that do not read the topic.
  private func roundRobin() -> [[PartitionID]] {
    var lists: [[PartitionID]] = Array(repeating: [], count: members.count)
    var turn = 0
    for topic in topics
    where members.contains(where: { $0.subscription.topics.contains(topic.id) }) {
      for partition in topic.partitions {
        while !members[turn % members.count].subscription.topics.contains(topic.id) { turn += 1 }
        lists[turn % members.count].append(partition)
        turn += 1
      }
    }
    return lists
  }
}
