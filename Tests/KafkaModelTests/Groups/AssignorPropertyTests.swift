import Kernel
import Testing

@testable import KafkaModel

/// What each assignor promises, over random memberships.
@Suite struct AssignorPropertyTests {
  private struct Question {
    var members: [JoinedMember]
    var topics: [AssignableTopic]

    /// Up to eight members, of the same or of different topics.
    init(seed: UInt64) {
      var random = RandomStream(runSeed: seed, stream: "assignors")
      var next: Int32 = 0
      topics = (0..<Int32(1 + random.pick(from: 4))).map { number in
        let count = Int32(random.pick(from: 8))
        defer { next += count }
        return AssignableTopic(
          id: TopicID(number), name: "t\(number)",
          partitions: (0..<count).map { PartitionID(next + $0) })
      }
      let isEqual = random.chance(Ratio(1, 2))
      members = []
      for _ in 0..<(1 + random.pick(from: 8)) {
        let wanted = topics.filter { _ in isEqual || random.chance(Ratio(2, 3)) }.map(\.id)
        members.append(
          JoinedMember(
            member: MemberID(random.next() | 1), instance: .none,
            subscription: MemberSubscription(topics: wanted)))
      }
    }

    func answer(_ strategy: AssignorPreference.Assignor) -> [MemberAssignment] {
      PartitionAssignor(members: members, topics: topics).assign(strategy)
    }

    /// Members as they join next: with what they were given, in this generation.
    mutating func adopt(_ answer: [MemberAssignment]) {
      for place in members.indices {
        let id = members[place].member
        members[place].subscription.owned = answer.first { $0.member == id }?.partitions ?? []
        members[place].subscription.generation = 1
      }
    }

    var readable: [PartitionID] {
      topics.filter { topic in
        members.contains { $0.subscription.topics.contains(topic.id) }
      }.flatMap(\.partitions)
    }
  }

  @Test(arguments: AssignorPreference.Assignor.allCases)
  func `each readable partition has one owner that reads its topic`(
    _ strategy: AssignorPreference.Assignor
  ) {
    for seed in 0..<1000 {
      let question = Question(seed: UInt64(seed))
      let answer = question.answer(strategy)
      #expect(answer.flatMap(\.partitions).sorted() == question.readable.sorted(), "seed \(seed)")
      for share in answer {
        let member = question.members.first { $0.member == share.member }
        let wanted = member?.subscription.topics ?? []
        let allowed = question.topics.filter { wanted.contains($0.id) }.flatMap(\.partitions)
        #expect(share.partitions.allSatisfy { allowed.contains($0) }, "seed \(seed)")
      }
    }
  }

  @Test func `sticky shares of equal subscriptions differ by one, and nobody loses more than that`()
  {
    for seed in 0..<1000 {
      var question = Question(seed: UInt64(seed))
      let topics = question.topics.map(\.id)
      for place in question.members.indices {
        question.members[place].subscription.topics = topics
      }
      question.adopt(question.answer(.sticky))
      if question.members.count > 1 { question.members.removeLast() }
      let after = question.answer(.sticky)
      let sizes = after.map(\.partitions.count)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "seed \(seed)")
      for member in question.members {
        let now = after.first { $0.member == member.member }?.partitions ?? []
        // A member less means a larger share for all: whatever they had, they keep.
        #expect(member.subscription.owned.allSatisfy { now.contains($0) }, "seed \(seed)")
      }
    }
  }

  @Test func `cooperative sticky gives nobody what another still holds`() {
    for seed in 0..<1000 {
      var question = Question(seed: UInt64(seed))
      question.adopt(question.answer(.cooperativeSticky))
      let newcomer = question.members[0].subscription.topics
      question.members.append(
        JoinedMember(
          member: MemberID(UInt64(seed) << 1 | 1), instance: .none,
          subscription: MemberSubscription(topics: newcomer)))
      for share in question.answer(.cooperativeSticky) {
        for other in question.members where other.member != share.member {
          let isHeld = share.partitions.contains { other.subscription.owned.contains($0) }
          #expect(!isHeld, "seed \(seed)")
        }
      }
    }
  }
}
