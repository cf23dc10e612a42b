import Kernel

/// The sticky strategies: balanced, and moving as few partitions as possible.
///
/// Models AbstractStickyAssignor since 2.6: the constrained algorithm where all members subscribe
/// to the same topics, the general one otherwise. Members are numbers in the assignor's order,
/// which stands for the order of Kafka's maps.
struct StickyAssignment: Sendable {
  /// A partition with its place among all: by topic name, then number.
  struct Item: Comparable, Sendable {
    var topic: Int
    var number: Int
    static func < (a: Item, b: Item) -> Bool { (a.topic, a.number) < (b.topic, b.number) }
  }

  let members: [JoinedMember]
  let topics: [AssignableTopic]
  /// What each member gets.
  private(set) var assigned: [[Item]]
  /// Partitions that another member has to give up first.
  private var transferring: [Item] = []

  /// Divides the partitions of a question.
  init(_ question: PartitionAssignor) {
    members = question.members
    topics = question.topics
    assigned = Array(repeating: [], count: members.count)
    var owned = ownedPartitions()
    let first = members.first?.subscription.topics.sorted()
    let isEqual = members.allSatisfy { $0.subscription.topics.sorted() == first }
    if isEqual {
      assignEqually(&owned)
    } else {
      var general = GeneralStickyAssignment(
        potential: members.map { member in
          topics.indices.filter { member.subscription.topics.contains(topics[$0].id) }
        }, partitionCounts: topics.map(\.partitions.count), owned: owned.kept)
      general.run()
      assigned = general.assigned
      noteTransfers(owned.claims)
    }
  }

  /// The lists by member.
  var lists: [[PartitionID]] { assigned.map { $0.map(partition) } }

  /// The same without partitions that their owners have to give up first (KIP-429).
  var cooperativeLists: [[PartitionID]] {
    assigned.map { items in items.filter { !transferring.contains($0) }.map(partition) }
  }

  private func partition(_ item: Item) -> PartitionID {
    topics[item.topic].partitions[item.number]
  }

  // MARK: What members have

  /// Claims of members, and what is left of them after conflicts.
  private struct Owned {
    /// By member, in the order of number and topic.
    var kept: [[Item]]
    /// Every valid claim, by member.
    var claims: [[Item]]
  }

  /// Claims on partitions that exist and are subscribed to; of two claims the younger generation's
  /// is good, and of equal ones neither.
  private func ownedPartitions() -> Owned {
    let claims = members.map { member in
      var items: [Item] = []
      for (place, topic) in topics.enumerated()
      where member.subscription.topics.contains(topic.id) {
        for (number, id) in topic.partitions.enumerated()
        where member.subscription.owned.contains(id) {
          items.append(Item(topic: place, number: number))
        }
      }
      return items
    }
    var best: [[(generation: Int32, member: Int, isTied: Bool)?]] = topics.map {
      Array(repeating: nil, count: $0.partitions.count)
    }
    for (member, items) in claims.enumerated() {
      let generation = members[member].subscription.generation
      for item in items {
        guard let known = best[item.topic][item.number], known.generation >= generation else {
          best[item.topic][item.number] = (generation, member, false)
          continue
        }
        if known.generation == generation { best[item.topic][item.number]?.isTied = true }
      }
    }
    let kept = claims.enumerated().map { member, items in
      items.filter { item in
        best[item.topic][item.number].map { $0.member == member && !$0.isTied } ?? false
      }
      .sorted { ($0.number, $0.topic) < ($1.number, $1.topic) }
    }
    return Owned(kept: kept, claims: claims)
  }

  /// Partitions that went to somebody while another member claims them.
  private mutating func noteTransfers(_ claims: [[Item]]) {
    var claimants: [[Int]] = topics.map { Array(repeating: -1, count: $0.partitions.count) }
    for (member, items) in claims.enumerated() {
      // -2 says that several members claim it.
      for item in items {
        claimants[item.topic][item.number] = claimants[item.topic][item.number] == -1 ? member : -2
      }
    }
    for (member, items) in assigned.enumerated() {
      for item in items {
        let claimant = claimants[item.topic][item.number]
        if claimant == -2 || (claimant >= 0 && claimant != member) { transferring.append(item) }
      }
    }
  }

  // MARK: Equal subscriptions

  /// The constrained algorithm: nobody has more than one partition above another.
  private mutating func assignEqually(_ owned: inout Owned) {
    var isTaken = topics.map { Array(repeating: false, count: $0.partitions.count) }
    var total = 0
    for (place, topic) in topics.enumerated()
    where members.first?.subscription.topics.contains(topic.id) ?? false {
      total += topic.partitions.count
      _ = place
    }
    guard !members.isEmpty, total > 0 else { return }
    let least = total / members.count
    let most = (total + members.count - 1) / members.count
    let expectedOver = total % members.count
    var over = 0
    var under: [Int] = []
    var exact: [Int] = []
    for member in members.indices {
      let own = owned.kept[member]
      let count: Int
      if own.count < least {
        count = own.count
        under.append(member)
      } else if own.count >= most && over < expectedOver {
        count = most
        over += 1
        if over == expectedOver { exact.removeAll() }
      } else {
        count = least
        if over < expectedOver { exact.append(member) }
      }
      assigned[member] = Array(own.prefix(count))
      for item in own.prefix(count) { isTaken[item.topic][item.number] = true }
    }
    fill(isTaken, under, exact, least: least, most: most, over: over, expectedOver: expectedOver)
    noteTransfers(owned.claims)
  }

  /// Gives out what nobody has: in turn to members below the lower quota, then to those at it.
  private mutating func fill(
    _ isTaken: [[Bool]], _ under: [Int], _ exact: [Int], least: Int, most: Int, over: Int,
    expectedOver: Int
  ) {
    var (under, exact, over) = (under, exact, over)
    var turn = 0
    for (place, topic) in topics.enumerated()
    where members.first?.subscription.topics.contains(topic.id) ?? false {
      for number in topic.partitions.indices where !isTaken[place][number] {
        let member: Int
        if under.isEmpty {
          invariant(!exact.isEmpty, "no member can take partition \(number) of \(topic.name)")
          member = exact.removeFirst()
        } else {
          if turn >= under.count { turn = 0 }
          member = under[turn]
        }
        assigned[member].append(Item(topic: place, number: number))
        let count = assigned[member].count
        if !under.isEmpty {
          if count == least {
            under.remove(at: turn)
            if over < expectedOver { exact.append(member) }
          } else {
            turn += 1
          }
        } else if count == most {
          over += 1
          if over == expectedOver { exact.removeAll() }
        }
      }
    }
  }
}
