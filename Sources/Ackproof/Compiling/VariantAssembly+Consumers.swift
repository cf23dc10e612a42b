import KafkaModel
import Kernel
import ScenarioLanguage

/// Consumers and what their applications do.
extension VariantAssembly {
  mutating func consumerPlans() -> [ConsumerPlan] {
    var plans: [ConsumerPlan] = []
    var instances: [String?] = []
    for statement in statements {
      guard case .consumer(let clients, let block) = statement.kind else { continue }
      let count = collector.gaps.isPartial ? 1 : clients.count ?? 1
      names.consumers.append(
        .init(
          name: clients.name.text, places: plans.count..<(plans.count + count),
          isPlural: clients.count != nil))
      let values = clientConfiguration(.consumer, clients.name, block)
      let isRefused = refusals.contains { $0.name == clients.name.text }
      var plan = ConsumerPlan(
        name: clients.name.text, settings: ConsumerSettings(values), topics: [])
      plan.rack = rackNumber(values.text("client.rack"))
      checkSession(of: plan.settings, at: clients.name.place)
      applyLines(of: block, to: &plan, clients.name, group: values.text("group.id"))
      if isRefused { plan.startsAtOnce = false }
      if values.version < KafkaVersion(0, 9), values.text("offsets.storage") == "kafka" {
        fail(
          "commits to Kafka by a Scala consumer are not simulated yet; "
            + "leave out 'offsets.storage', or take 'kafka 0.9' or later", at: clients.name.place)
      }
      let id = values.text("group.instance.id")
      for number in 1...max(1, count) {
        var instance = plan
        if clients.count != nil { instance.name = "\(clients.name.text)-\(number)" }
        names.groupOfConsumer.append(instance.group)
        plans.append(instance)
        instances.append(clients.count == nil ? id : id.map { "\($0)-\(number)" })
      }
    }
    number(instances, in: &plans)
    return plans
  }

  /// Says that coordinators will refuse a member, which otherwise shows in its errors alone.
  private mutating func checkSession(of settings: ConsumerSettings, at place: Place) {
    guard version >= KafkaVersion(0, 9),
      let broker = configuration.first(where: { $0.name == "broker 1" })?.values,
      let refusal = ClusterRules.refusal(ofSession: settings, by: BrokerSettings(broker).groups)
    else { return }
    collector.note(Diagnostic(refusal, at: place, severity: .warning))
  }

  /// Numbers the ids of static members in the order of their texts, as assignors sort them.
  private func number(_ instances: [String?], in plans: inout [ConsumerPlan]) {
    let sorted = instances.compactMap { $0 }.sorted()
    for (place, id) in instances.enumerated() {
      guard let id, let rank = sorted.firstIndex(of: id) else { continue }
      plans[place].instance = InstanceID(Int32(rank + 1))
    }
  }

  private mutating func applyLines(
    of block: Block<ConsumerLineID>, to plan: inout ConsumerPlan, _ name: Word, group: String?
  ) {
    var subscribes = false
    for line in block.lines {
      guard case .words(let phrase) = line.kind else { continue }
      switch phrase.id {
      case .subscribe:
        subscribes = true
        plan.topics += (phrase.names(.topics) ?? []).compactMap { names.topic($0.text) }
      case .assign: assign(phrase, to: &plan, group: group)
      case .process, .processBatch, .commitThenProcess: work(phrase, &plan.work)
      case .storeTogether: plan.work.commit = .externalStore
      case .startsAt:
        plan.startsAtOnce = false
        startLater(name, .consumer, phrase.time(.time), phrase.place)
      case .startsStopped: plan.startsAtOnce = false
      case .commitEvery:
        plan.work.commitInterval = phrase.time(.every)?.lower.length ?? .infinite
        plan.work.commitsIntervalAsynchronously = phrase.has(.asynchronously)
      case .failOn: failure(phrase, of: &plan)
      case .readFrom: seek(phrase, of: &plan)
      case .pollEvery: plan.work.pollInterval = phrase.time(.every)?.lower.length ?? .zero
      case .keepTable: plan.seeks.append(PlannedSeek(at: nil, target: .beginning))
      case .forward: forward(phrase, from: &plan)
      }
    }
    if plan.work.commit == .externalStore, case .pool(let threads) = plan.work.place, threads > 1 {
      fail(
        "a store that takes offsets in order needs one thread, not a pool of \(threads)",
        at: name.place)
    }
    let isWhole = !collector.gaps.touch(name.place)
    if plan.topics.isEmpty, isWhole {
      fail("'\(name.text)' reads nothing; write 'subscribe' or 'assign'", at: name.place)
    }
    guard subscribes else { return }
    guard let group, !group.isEmpty else {
      if isWhole {
        fail("'\(name.text)' subscribes, and so needs a 'group.id'", at: name.place)
      }
      return
    }
    plan.group = number(of: group)
  }

  /// The number of a consumer's rack; one that no broker is in has a number of its own.
  private mutating func rackNumber(_ name: String?) -> Int16 {
    guard let name, !name.isEmpty else { return 0 }
    if !names.racks.contains(name) { names.racks.append(name) }
    return Int16(clamping: (names.racks.firstIndex(of: name) ?? 0) + 1)
  }

  private mutating func number(of group: String) -> GroupID {
    if let known = names.group(group) { return known }
    names.groups.append(group)
    return GroupID(Int32(names.groups.count - 1))
  }

  /// Partitions that the application takes itself; with a `group.id` it commits for the group
  /// without being a member.
  private mutating func assign(
    _ phrase: Phrase<ConsumerLineID>, to plan: inout ConsumerPlan, group: String?
  ) {
    for partition in phrase.partitions(.partitions) ?? [] {
      guard let planned = planned(partition) else { continue }
      if !plan.topics.contains(planned.topic) { plan.topics.append(planned.topic) }
      plan.assignment.append(planned)
    }
    guard let group, !group.isEmpty else { return }
    plan.group = number(of: group)
    plan.assignsItself = true
  }

  private func planned(_ name: PartitionName) -> PlannedPartition? {
    names.topic(name.topic).map {
      PlannedPartition(topic: $0, number: Int32(clamping: name.partition))
    }
  }

  /// Each record goes on to another topic, through a declared producer.
  private mutating func forward(_ phrase: Phrase<ConsumerLineID>, from plan: inout ConsumerPlan) {
    for clause in phrase.arguments where Unsupported.sendClauses.contains(clause.slot) {
      fail("this clause is not simulated yet", at: clause.place)
    }
    guard let topic = phrase.name(.topic).flatMap({ names.topic($0.text) }),
      let name = phrase.name(.producer), let place = names.producers(named: name.text).first
    else { return }
    plan.forward = PlannedForward(to: topic, through: place)
  }

  /// A record at which the application throws.
  private func failure(_ phrase: Phrase<ConsumerLineID>, of plan: inout ConsumerPlan) {
    guard let name = phrase.partition(.partition), let partition = planned(name) else { return }
    plan.failures.append(
      PlannedFailure(
        at: partition, offset: Offset(phrase.count(.offset) ?? 0),
        isEveryTime: phrase.has(.again)))
  }

  /// Where the application seeks to at its start: in one partition, or in all of them.
  private func seek(_ phrase: Phrase<ConsumerLineID>, of plan: inout ConsumerPlan) {
    let target: ClientCommand.SeekTarget
    switch phrase.choice(.how) {
    case "beginning": target = .beginning
    case "end": target = .end
    default: target = .offset(Offset(phrase.count(.offset) ?? 0))
    }
    var place: PlannedPartition?
    if case .partition(let name) = phrase.targets(.target)?.first { place = planned(name) }
    plan.seeks.append(PlannedSeek(at: place, target: target))
  }

  private mutating func work(_ phrase: Phrase<ConsumerLineID>, _ work: inout ConsumerWork) {
    if let time = phrase.time(.duration) {
      work.workMin = time.lower.length
      work.workMax = (time.upper ?? time.lower).length
    }
    work.isPerBatch = phrase.id == .processBatch || phrase.choice(.which) == "each batch"
    if let threads = phrase.count(.count) {
      if threads < 1 { fail("a pool has at least one thread", at: phrase.place) }
      work.place = .pool(threads: Int32(clamping: threads))
    } else if phrase.choice(.where_) == "in another thread" {
      work.place = .otherThread
    } else if phrase.choice(.where_) == "in the poll loop" {
      work.place = .pollLoop
    }
    work.commitsAsynchronously = phrase.has(.asynchronously)
    if phrase.id == .commitThenProcess {
      work.commit = phrase.choice(.how) == "each record" ? .beforeEachRecord : .beforeBatch
      return
    }
    guard let commit = phrase.choice(.commit) else { return }
    let number = phrase.count(.number)
    switch commit {
    case "then commit every":
      guard let number, number > 0 else {
        return fail("say how many, as in 'then commit every 10 records'", at: phrase.place)
      }
      work.commit = .afterRecords(Int32(clamping: number))
      return
    case "then commit each record": work.commit = .afterEachRecord
    default: work.commit = .afterBatch
    }
    if number != nil {
      fail("a number goes with 'every', as in 'then commit every 10 records'", at: phrase.place)
    }
  }
}
