import Kernel

@testable import KafkaModel

/// A coordinator without a broker around it: requests go in, answers are kept by ticket, and the
/// log acknowledges what it is handed as the test says.
struct CoordinatorBench: ~Copyable {
  var turn: Turn
  var coordinator: GroupCoordinator
  /// Answers by the number of their request.
  var answers: [Int32: MessageStore.ColdContent] = [:]
  /// How the log answers to records.
  var logError = ErrorCode.none
  private var nextOffset: Int64 = 0
  private var nextTicket: Int32 = 0
  private(set) var appended: [GroupRecords.Record] = []

  init(
    version: KafkaVersion = KafkaVersion(3, 7),
    settings change: (inout GroupSettings) -> Void = { _ in }
  ) {
    let semantics = Semantics(version: version, mode: .zookeeper)
    let layout = NodeLayout(zooKeepers: 1, brokers: 1, producers: 0, consumers: 9)
    turn = Turn(semantics: semantics, layout: layout, links: .dataCentre, seed: 1)
    let topic = turn.catalog.addTopic(named: GroupCoordinator.topicName)
    turn.catalog.growTopic(topic, to: 50)
    _ = turn.catalog.addTopic(named: "orders")
    turn.catalog.growTopic(TopicID(1), to: 4)
    var settings = BrokerSettings(EffectiveConfiguration.standard(.broker, in: version)).groups
    change(&settings)
    coordinator = GroupCoordinator(broker: BrokerID(1), settings: settings, groups: ["g"])
    turn.begin(node: NodeID(1), at: .zero, cause: .none)
    coordinator.elected(3, epoch: LeaderEpoch(0), records: [], turn: &turn)
  }

  /// A coordinator that has finished loading, at one second of simulated time.
  static func ready(
    version: KafkaVersion = KafkaVersion(3, 7), settings: (inout GroupSettings) -> Void = { _ in }
  ) -> CoordinatorBench {
    var bench = CoordinatorBench(version: version, settings: settings)
    bench.run(to: .seconds(1))
    return bench
  }

  /// Hands a request in and returns its number.
  @discardableResult
  mutating func ask(_ content: MessageStore.ColdContent) -> Int32 {
    nextTicket += 1
    let ticket = RequestTicket(
      connection: ConnectionID(index: nextTicket, generation: 0), correlation: nextTicket)
    coordinator.receive(content, ticket: ticket, turn: &turn)
    carryOut()
    return nextTicket
  }

  /// Lets timers fire up to an instant.
  mutating func run(to end: Duration) {
    while let next = turn.queue.nextInstant, next <= .zero + end,
      let (instant, event) = turn.queue.popLeast()
    {
      guard case .timer(_, _, .group(let timer), _) = event else { continue }
      turn.begin(node: NodeID(1), at: instant, cause: .none)
      coordinator.fired(timer, turn: &turn)
      carryOut()
    }
    turn.begin(node: NodeID(1), at: .zero + end, cause: .none)
  }

  private mutating func carryOut() {
    for step in coordinator.takeSteps() {
      switch step {
      case .answer(let ticket, let content): answers[ticket.correlation] = content
      case .append(_, let batches, let number):
        appended += batches.compactMap { turn.groupRecords.record(of: $0) }
        let base = Offset(nextOffset)
        if logError == .none { nextOffset += Int64(batches.count) }
        coordinator.appended(number, error: logError, base: base, turn: &turn)
        carryOut()
      }
    }
  }

  // MARK: Requests

  mutating func join(
    _ member: MemberID = .none, client: Int32 = 0, instance: Int32 = 0,
    session: Duration = .seconds(45), rebalance: Duration = .seconds(300)
  ) -> Int32 {
    ask(
      .joinGroupRequest(
        JoinGroupRequest(
          group: GroupID(0), member: member, instance: InstanceID(instance),
          client: ClientID(client), sessionTimeout: session, rebalanceTimeout: rebalance,
          protocols: AssignorPreference([.range]),
          subscription: MemberSubscription(topics: [TopicID(1)]))))
  }

  mutating func sync(_ member: MemberID, _ generation: Int32, _ shares: [MemberAssignment] = [])
    -> Int32
  {
    ask(
      .syncGroupRequest(
        SyncGroupRequest(
          group: GroupID(0), generation: generation, member: member, instance: .none,
          assignments: shares)))
  }

  mutating func heartbeat(_ member: MemberID, _ generation: Int32, instance: Int32 = 0)
    -> ErrorCode?
  {
    let number = ask(
      .heartbeatRequest(
        HeartbeatRequest(
          group: GroupID(0), generation: generation, member: member,
          instance: InstanceID(instance))))
    guard case .heartbeatResponse(let error) = answers[number] else { return nil }
    return error
  }

  mutating func leave(_ member: MemberID) -> ErrorCode? {
    let number = ask(
      .leaveGroupRequest(
        LeaveGroupRequest(
          group: GroupID(0), member: member, instance: .none, isForPollTimeout: false)))
    guard case .leaveGroupResponse(let error) = answers[number] else { return nil }
    return error
  }

  mutating func commit(_ member: MemberID, _ generation: Int32, offset: Int64) -> ErrorCode? {
    let number = ask(
      .offsetCommitRequest(
        OffsetCommitRequest(
          group: GroupID(0), generation: generation, member: member, instance: .none,
          client: ClientID(0),
          offsets: [
            CommittedOffset(
              partition: PartitionID(50), offset: Offset(offset), leaderEpoch: .none)
          ])))
    guard case .offsetCommitResponse(let response) = answers[number] else { return nil }
    return response.errors.first
  }

  /// The committed offset that the coordinator tells; -1 for none.
  mutating func committed() -> Int64? {
    let number = ask(
      .offsetFetchRequest(
        OffsetFetchRequest(group: GroupID(0), partitions: [PartitionID(50)])))
    guard case .offsetFetchResponse(let response) = answers[number] else { return nil }
    return response.offsets.first?.offset.value
  }

  // MARK: Answers

  func joined(_ number: Int32) -> JoinGroupResponse? {
    guard case .joinGroupResponse(let response) = answers[number] else { return nil }
    return response
  }

  func synced(_ number: Int32) -> SyncGroupResponse? {
    guard case .syncGroupResponse(let response) = answers[number] else { return nil }
    return response
  }

  /// Two members in a stable generation 1, the first one its leader.
  mutating func formGroup(session: Duration = .seconds(45)) -> (MemberID, MemberID) {
    let first = join(client: 0, session: session)
    let second = join(client: 1, session: session)
    run(to: turn.now.sinceStart + .seconds(7))
    let a = joined(first)?.member ?? .none
    let b = joined(second)?.member ?? .none
    _ = sync(
      a, 1,
      [
        MemberAssignment(member: a, partitions: [PartitionID(50), PartitionID(51)]),
        MemberAssignment(member: b, partitions: [PartitionID(52), PartitionID(53)]),
      ])
    _ = sync(b, 1)
    return (a, b)
  }
}
