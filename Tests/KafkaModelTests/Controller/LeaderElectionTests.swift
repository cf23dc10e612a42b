import Testing

@testable import KafkaModel

/// One election: assignment, ISR, who is online, and what must come of it.
struct ElectionCase: CustomTestStringConvertible, Sendable {
  var name: String
  var strategy: ElectionStrategy
  var replicas: ReplicaList
  var isr: ReplicaList
  var online: ReplicaList
  var present: ReplicaList?
  var target: ReplicaList?
  var unclean = false
  var oldest = false
  /// Leader, ISR and recipients; nil when nobody may lead.
  var expected: (Int32, ReplicaList, ReplicaList)?
  var testDescription: String { name }

  static let offline = ElectionStrategy.offline(forcesUnclean: false)

  static let table: [ElectionCase] = [
    .init(
      name: "the first of the assignment that is in sync leads, whatever its id",
      strategy: offline, replicas: [3, 2, 1], isr: [1, 2, 3], online: [2, 1],
      expected: (2, [1, 2], [2, 1])),
    .init(
      name: "an online replica outside the ISR is passed by", strategy: offline,
      replicas: [1, 2, 3], isr: [3], online: [2, 3], expected: (3, [3], [2, 3])),
    .init(
      name: "nobody leads when no ISR member is online", strategy: offline, replicas: [1, 2, 3],
      isr: [1], online: [2, 3], expected: nil),
    .init(
      name: "an unclean election takes the first online replica and makes it the ISR",
      strategy: offline, replicas: [1, 2, 3], isr: [1], online: [2, 3], unclean: true,
      expected: (2, [2], [2, 3])),
    .init(
      name: "a clean leader is preferred even where unclean ones are allowed", strategy: offline,
      replicas: [1, 2, 3], isr: [3], online: [2, 3], unclean: true, expected: (3, [3], [2, 3])),
    .init(
      name: "the preferred replica leads when it is online and in sync", strategy: .preferred,
      replicas: [1, 2, 3], isr: [3, 1], online: [1, 2, 3], expected: (1, [3, 1], [1, 2, 3])),
    .init(
      name: "a preferred replica outside the ISR is not taken", strategy: .preferred,
      replicas: [1, 2, 3], isr: [2, 3], online: [1, 2, 3], expected: nil),
    .init(
      name: "a preferred replica that is away is not taken", strategy: .preferred,
      replicas: [1, 2, 3], isr: [1, 2, 3], online: [2, 3], expected: nil),
    .init(
      name: "a reassignment takes the first of its target, and leaves the ISR alone",
      strategy: .reassignment, replicas: [4, 5, 1, 2], isr: [1, 2, 5, 4], online: [1, 2, 4, 5],
      target: [4, 5], expected: (4, [1, 2, 5, 4], [4, 5])),
    .init(
      name: "a controlled shutdown moves leadership in assignment order, and drops the leaver",
      strategy: .controlledShutdown, replicas: [1, 2, 3], isr: [1, 3, 2], online: [2, 3],
      present: [1, 2, 3], expected: (2, [3, 2], [1, 2, 3])),
    .init(
      name: "0.8 moved it in the order of the ISR", strategy: .controlledShutdown,
      replicas: [1, 2, 3], isr: [1, 3, 2], online: [2, 3], present: [1, 2, 3], oldest: true,
      expected: (3, [3, 2], [1, 2, 3])),
    .init(
      name: "a controlled shutdown of the only member finds nobody",
      strategy: .controlledShutdown, replicas: [1, 2], isr: [1], online: [2], present: [1, 2],
      expected: nil),
  ]
}

@Suite("Leaders are elected in assignment order")
struct LeaderElectionTests {
  @Test("by every strategy", arguments: ElectionCase.table)
  func choices(_ scenario: ElectionCase) {
    let candidates = ElectionCandidates(
      replicas: scenario.replicas, isr: scenario.isr, online: scenario.online,
      present: scenario.present ?? scenario.online, target: scenario.target ?? [],
      allowsUnclean: scenario.unclean)
    let choice = scenario.strategy.choose(
      among: candidates, shutdownChoice: scenario.oldest ? .isrOrder : .assignmentOrder,
      recoveryStateExists: true)
    #expect(choice?.leader == (scenario.expected?.0).map { BrokerID($0) })
    #expect(choice?.isr == scenario.expected?.1)
    #expect(choice?.recipients == scenario.expected?.2)
  }

  @Test("an unclean leader must commit its ISR anew from 3.2 on")
  func recovery() {
    let candidates = ElectionCandidates(
      replicas: [1, 2], isr: [1], online: [2], present: [2], target: [], allowsUnclean: true)
    let strategy = ElectionStrategy.offline(forcesUnclean: false)
    for exists in [false, true] {
      let choice = strategy.choose(
        among: candidates, shutdownChoice: .assignmentOrder, recoveryStateExists: exists)
      #expect(choice?.isRecovering == exists)
      #expect(choice?.kind == .unclean)
    }
  }
}
