import Kernel

/// The sticky algorithm for members with different subscriptions.
///
/// Models GeneralAssignmentBuilder: partitions with few takers first, each to the least loaded
/// member; then moves from loaded to less loaded members until none helps, undone as a whole if the
/// balance is no better.
struct GeneralStickyAssignment: Sendable {
  typealias Item = StickyAssignment.Item

  /// The topics that each member reads.
  let potential: [[Int]]
  let partitionCounts: [Int]
  /// What each member had.
  let owned: [[Item]]
  /// What each member gets.
  private(set) var assigned: [[Item]]
  /// Who had a partition before the first move, by topic and number; -1 for nobody.
  private var previous: [[Int]]
  private var owner: [[Int]]
  /// Moves made so far.
  private var moves: [(item: Item, from: Int, to: Int)] = []

  /// The most rounds of moves; each round that changes anything improves the balance.
  static let roundLimit = 10_000

  init(potential: [[Int]], partitionCounts: [Int], owned: [[Item]]) {
    self.potential = potential
    self.partitionCounts = partitionCounts
    self.owned = owned
    assigned = owned.map { $0.sorted() }
    previous = partitionCounts.map { Array(repeating: -1, count: $0) }
    owner = previous
    for (member, items) in owned.enumerated() {
      for item in items {
        previous[item.topic][item.number] = member
        owner[item.topic][item.number] = member
      }
    }
  }

  /// Divides the partitions.
  mutating func run() {
    let takers = partitionCounts.indices.map { topic in
      potential.indices.filter { potential[$0].contains(topic) }
    }
    var items: [Item] = []
    for (topic, count) in partitionCounts.enumerated() where !takers[topic].isEmpty {
      items += (0..<count).map { Item(topic: topic, number: $0) }
    }
    items.sort { (takers[$0.topic].count, $0) < (takers[$1.topic].count, $1) }
    let isFresh = owned.allSatisfy(\.isEmpty)
    for item in items where owner[item.topic][item.number] < 0 {
      guard let member = leastLoaded(takers[item.topic]) else { continue }
      give(item, to: member)
    }
    let before = (assigned, owner)
    let score = balanceScore
    move(items.filter { takers[$0.topic].count > 1 }, takers)
    if !isFresh && !moves.isEmpty && balanceScore >= score { (assigned, owner) = before }
  }

  private func leastLoaded(_ members: [Int]) -> Int? {
    members.min { (assigned[$0].count, $0) < (assigned[$1].count, $1) }
  }

  private mutating func give(_ item: Item, to member: Int) {
    let from = owner[item.topic][item.number]
    if from >= 0 { assigned[from].removeAll { $0 == item } }
    assigned[member].append(item)
    owner[item.topic][item.number] = member
  }

  /// Moves partitions until a round changes nothing.
  private mutating func move(_ items: [Item], _ takers: [[Int]]) {
    var hasChanged = true
    var rounds = 0
    while hasChanged && rounds < Self.roundLimit {
      hasChanged = false
      rounds += 1
      for item in items {
        let from = owner[item.topic][item.number]
        guard from >= 0 else { continue }
        let before = previous[item.topic][item.number]
        if before >= 0, before != from, assigned[from].count > assigned[before].count + 1 {
          moveOne(like: item, from: from, to: before)
          hasChanged = true
        } else if let least = leastLoaded(takers[item.topic]),
          assigned[from].count > assigned[least].count + 1
        {
          moveOne(like: item, from: from, to: least)
          hasChanged = true
        }
      }
    }
  }

  /// Moves a partition, or rather takes back one of its topic that went the other way.
  private mutating func moveOne(like item: Item, from: Int, to: Int) {
    let reverse = moves.firstIndex {
      $0.item.topic == item.topic && $0.from == to && $0.to == from
        && owner[$0.item.topic][$0.item.number] == from
    }
    if let reverse {
      let back = moves.remove(at: reverse)
      return give(back.item, to: to)
    }
    moves.append((item, from, to))
    give(item, to: to)
  }

  /// The sum of all differences in size between two members.
  private var balanceScore: Int {
    var score = 0
    for a in assigned.indices {
      for b in assigned.indices where b > a {
        score += abs(assigned[a].count - assigned[b].count)
      }
    }
    return score
  }
}
