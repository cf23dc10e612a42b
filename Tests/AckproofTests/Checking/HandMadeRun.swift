import KafkaModel
import Kernel
import ScenarioLanguage
import Testing

@testable import Ackproof
@testable import KafkaModel

/// A run that a test writes by hand: facts at instants, judged by the expectations of a scenario.
///
/// Three brokers, one topic `orders` with two partitions, the producers and consumers of the
/// scenario. Nothing is simulated.
struct HandMadeRun {
  var place: HandMadePlace
  var judge: Judge
  private var number: UInt32 = 0

  static let frame = """
    ackproof 1
    kafka 3.7 zookeeper
    brokers 3
    topic orders
      partitions 2
    producer web
      send 10 records to orders, one every 1s
    consumer audit
      group.id = billing
      subscribe orders
    consumer second
      group.id = billing
      subscribe orders

    """

  init(_ expectations: String..., timeline: String = "", frame: String = HandMadeRun.frame) throws {
    var text = frame + timeline + "\n"
    for expectation in expectations { text += "expect \(expectation)\n" }
    let plan: RunPlan
    switch Compiler.compile(file: "test.scenario", bytes: Array(text.utf8), load: { _ in nil }) {
    case .success(let compiled): plan = compiled
    case .failure(let failure):
      Issue.record("\(failure.rendered)")
      throw failure
    }
    let variant = try #require(plan.variants.first)
    place = HandMadePlace(variant)
    judge = Judge(variant)
    for partition: Int32 in 0..<2 {
      happen(
        .partition(
          .assigned(
            partition: PartitionID(partition), replicas: [1, 2, 3],
            adding: ReplicaPlaces(of: [], in: []), removing: ReplicaPlaces(of: [], in: []))))
      happen(
        .partition(
          .leaderElected(
            partition: PartitionID(partition), leader: BrokerID(1), epoch: .first, isr: [1, 2, 3],
            election: .first)))
    }
    for node in 0..<Int32(place.layout.nodeCount) {
      happen(.process(.processStarted(node: NodeID(node), incarnation: 1)))
    }
    for partition: Int32 in 0..<2 {
      happen(
        .partition(
          .becameLeader(
            broker: BrokerID(1), partition: PartitionID(partition), epoch: .first, logEnd: .zero)))
    }
    judge.begin(at: .zero, in: &place)
  }

  /// Something happens; times are milliseconds of the scenario.
  mutating func happen(_ fact: HistoryFact, at milliseconds: Int64 = 0, node: Int32 = 0) {
    keep(until: milliseconds - 1)
    number += 1
    let event = HistoryEvent(
      at: Instant(nanoseconds: milliseconds * 1_000_000), number: HistoryNumber(number),
      cause: .none, node: NodeID(node), fact: fact)
    judge.observe(event, in: &place)
    keep(until: milliseconds)
  }

  private var calendar: [(number: Int, at: Instant)] = []

  /// Wakes the judge for what is due; appointments at the very instant come first.
  mutating func keep(until milliseconds: Int64) {
    calendar += judge.takeAppointments()
    calendar.sort { $0.at < $1.at }
    while let first = calendar.first, first.at <= Instant(nanoseconds: milliseconds * 1_000_000) {
      calendar.removeFirst()
      judge.wake(first.number, at: first.at, in: &place)
      calendar += judge.takeAppointments()
    }
  }

  /// The end: the verdicts, in the order of the expectations.
  mutating func finish(at milliseconds: Int64 = 60_000) -> Judgement {
    keep(until: milliseconds)
    return judge.finish(
      at: Instant(nanoseconds: milliseconds * 1_000_000), reason: .planned, faultsFired: 0,
      faultsThatBit: 0, in: &place)
  }

  /// The verdict of the only expectation.
  mutating func verdict(at milliseconds: Int64 = 60_000) -> Verdict {
    finish(at: milliseconds).results.first?.verdict ?? .undetermined
  }
}

/// The facts that tests need most, in few words. The producer is client 0, its stream 0.
extension HandMadeRun {
  static let web = ClientID(0)
  static let audit = ClientID(1)
  static let second = ClientID(2)
  static let billing = GroupID(0)

  static func range(_ first: Int64, _ count: Int32, stream: Int32 = 0) -> RecordRange {
    RecordRange(stream: stream, first: first, count: count)
  }

  mutating func send(_ first: Int64, _ count: Int32 = 1, at: Int64 = 0, stream: Int32 = 0) {
    let partition = PartitionID(stream % 2)
    happen(
      .producer(
        .sent(
          client: Self.web, partition: partition,
          records: Self.range(first, count, stream: stream))),
      at: at)
  }

  mutating func append(
    _ first: Int64, _ count: Int32 = 1, offset: Int64, on brokers: [Int32] = [1, 2, 3],
    epoch: Int32 = 0, stream: Int32 = 0, at: Int64 = 0
  ) {
    for broker in brokers {
      happen(
        .log(
          .appended(
            broker: BrokerID(broker), partition: PartitionID(max(0, stream) % 2),
            offset: Offset(offset), span: count, epoch: LeaderEpoch(epoch),
            records: Self.range(first, count, stream: stream), byLeader: broker == brokers[0])),
        at: at)
    }
  }

  mutating func commit(
    to: Int64, from: Int64 = 0, on broker: Int32 = 1, isLeader: Bool = true, partition: Int32 = 0,
    at: Int64 = 0
  ) {
    happen(
      .log(
        .highWatermarkMoved(
          broker: BrokerID(broker), partition: PartitionID(partition), from: Offset(from),
          to: Offset(to), onLeader: isLeader)),
      at: at)
  }

  mutating func acknowledge(
    _ first: Int64, _ count: Int32 = 1, offset: Int64, acks: RequiredAcks = .all, at: Int64 = 0
  ) {
    happen(
      .producer(
        .acknowledged(
          client: Self.web, partition: PartitionID(0), records: Self.range(first, count),
          offset: Offset(offset), acks: acks)),
      at: at)
  }

  mutating func fail(
    _ first: Int64, _ count: Int32 = 1, _ error: ErrorCode = .requestTimedOut,
    isCertain: Bool = false
  ) {
    happen(
      .producer(
        .sendFailed(
          client: Self.web, partition: PartitionID(0), records: Self.range(first, count),
          error: error, isCertain: isCertain)))
  }

  /// The registered in-sync replicas become more.
  mutating func assign(_ client: ClientID, _ generation: Int32) {
    happen(
      .consumer(
        .partitionAssigned(
          client: client, group: Self.billing, partition: PartitionID(0), generation: generation)))
  }

  mutating func join(_ isr: ReplicaList, epoch: Int32 = 1) {
    happen(
      .partition(
        .isrChanged(
          partition: PartitionID(0), isr: isr, partitionEpoch: PartitionEpoch(epoch),
          isShrink: false)))
  }

  mutating func elect(
    _ leader: Int32, epoch: Int32, isr: ReplicaList, _ election: ElectionKind = .clean,
    at: Int64 = 0, acts: Bool = true
  ) {
    happen(
      .partition(
        .leaderElected(
          partition: PartitionID(0), leader: BrokerID(leader), epoch: LeaderEpoch(epoch), isr: isr,
          election: election)),
      at: at)
    guard acts, leader > 0 else { return }
    happen(
      .partition(
        .becameLeader(
          broker: BrokerID(leader), partition: PartitionID(0), epoch: LeaderEpoch(epoch),
          logEnd: .zero)),
      at: at)
  }

  mutating func read(
    _ first: Int64, _ count: Int32 = 1, offset: Int64, by client: ClientID = audit, at: Int64 = 0
  ) {
    happen(
      .consumer(
        .consumed(
          client: client, partition: PartitionID(0), records: Self.range(first, count),
          offset: Offset(offset), span: count)),
      at: at)
  }

  mutating func work(
    _ first: Int64, _ count: Int32 = 1, offset: Int64, by client: ClientID = audit, at: Int64 = 0
  ) {
    happen(
      .consumer(
        .processed(
          client: client, partition: PartitionID(0), records: Self.range(first, count),
          offset: Offset(offset))),
      at: at)
  }

  mutating func commitOffset(_ offset: Int64, by client: ClientID = audit, at: Int64 = 0) {
    happen(
      .consumer(
        .offsetCommitted(
          client: client, group: Self.billing, partition: PartitionID(0), offset: Offset(offset))),
      at: at)
  }

  /// Ten records, sent, replicated, committed and acknowledged with acks=all.
  mutating func deliverTen() {
    send(0, 10)
    append(0, 10, offset: 0)
    commit(to: 10)
    acknowledge(0, 10, offset: 0)
  }
}

/// Names and roles for a hand-made run.
struct HandMadePlace: Surroundings {
  let variant: Variant
  let layout: NodeLayout
  var catalog = Catalog()
  var recordStreams = RecordStreams()

  init(_ variant: Variant) {
    self.variant = variant
    layout = LedgerSetting(variant.world).layout
    for topic in variant.world.topics {
      let id = catalog.addTopic(named: topic.name)
      catalog.growTopic(id, to: topic.partitions)
    }
  }

  func nodes(_ roles: [Role]) -> [NodeID] {
    roles.flatMap { role -> [NodeID] in
      switch role.id {
      case .brokers: (role.ids(.ids) ?? []).map { layout.node(of: BrokerID(Int32($0))) }
      case .client: variant.names.nodes(ofClient: role.name(.client), in: layout)
      case .producer: variant.names.nodes(ofClient: role.name(.producer), in: layout)
      case .consumer: variant.names.nodes(ofClient: role.name(.consumer), in: layout)
      default: []
      }
    }
  }

  func matches(_ phrase: EventPhrase, _ event: HistoryEvent) -> Bool {
    switch (phrase.id, event.fact) {
    case (.leaderChanges, .partition(.leaderElected(_, let leader, _, _, _))): leader != .none
    case (.sessionExpires, .cluster(.sessionExpired(_, let owner))):
      nodes(phrase.nodes(.nodes) ?? []).contains(owner)
    case (.crashes, .process(.processEnded(let node, .crashed))):
      nodes(phrase.nodes(.nodes) ?? []).contains(node)
    default: false
    }
  }

  func znode(_ path: String) -> String? {
    path == "/controller" || path == "/brokers/topics/orders" ? "1" : nil
  }

  func name(of node: NodeID) -> String {
    switch layout.role(of: node) {
    case .zooKeeper: "zookeeper"
    case .broker(let id): "broker \(id)"
    case .producer(let place): variant.world.producers[place].name
    case .consumer(let place): variant.world.consumers[place].name
    case .operator: "operator"
    }
  }

  func ordinal(stream: Int32, place: Int64) -> Int64? { place + 1 }
}
