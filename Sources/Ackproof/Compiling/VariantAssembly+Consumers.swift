import KafkaModel
import Kernel
import ScenarioLanguage

/// Consumers and what their applications do.
extension VariantAssembly {
  mutating func consumerPlans() -> [ConsumerPlan] {
    var plans: [ConsumerPlan] = []
    for statement in statements {
      guard case .consumer(let clients, let block) = statement.kind else { continue }
      let count = clients.count ?? 1
      names.consumers.append(
        .init(
          name: clients.name.text, places: plans.count..<(plans.count + count),
          isPlural: clients.count != nil))
      let values = clientConfiguration(.consumer, clients.name, block)
      let isRefused = refusals.contains { $0.name == clients.name.text }
      var plan = ConsumerPlan(
        name: clients.name.text, settings: ConsumerSettings(values), topics: [])
      applyLines(of: block, to: &plan, clients.name, group: values.text("group.id"))
      if isRefused { plan.startsAtOnce = false }
      for number in 1...max(1, count) {
        var instance = plan
        if clients.count != nil { instance.name = "\(clients.name.text)-\(number)" }
        names.groupOfConsumer.append(instance.group)
        plans.append(instance)
      }
    }
    return plans
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
      case .assign: assign(phrase, to: &plan)
      case .process, .processBatch, .commitThenProcess: work(phrase, &plan.work)
      case .storeTogether: plan.work.commit = .externalStore
      case .startsAt:
        plan.startsAtOnce = false
        startLater(name, .consumer, phrase.time(.time), phrase.place)
      case .startsStopped: plan.startsAtOnce = false
      case .commitEvery, .failOn, .forward, .readFrom, .pollEvery, .keepTable: break
      }
    }
    if plan.topics.isEmpty {
      fail("'\(name.text)' reads nothing; write 'subscribe' or 'assign'", at: name.place)
    }
    guard subscribes else { return }
    guard let group, !group.isEmpty else {
      fail("'\(name.text)' subscribes, and so needs a 'group.id'", at: name.place)
      return
    }
    plan.group = number(of: group)
  }

  private mutating func number(of group: String) -> GroupID {
    if let known = names.group(group) { return known }
    names.groups.append(group)
    return GroupID(Int32(names.groups.count - 1))
  }

  /// Simplified: only all partitions of a topic can be assigned by hand.
  private mutating func assign(_ phrase: Phrase<ConsumerLineID>, to plan: inout ConsumerPlan) {
    let partitions = phrase.partitions(.partitions) ?? []
    for partition in partitions {
      guard let topic = names.topic(partition.topic), !plan.topics.contains(topic) else { continue }
      plan.topics.append(topic)
      let given = partitions.filter { $0.topic == partition.topic }.map(\.partition).sorted()
      if given != Array(0..<partitionCount(of: partition.topic)) {
        fail(
          "to assign some partitions of '\(partition.topic)' only is not simulated yet",
          at: phrase.place)
      }
    }
  }

  private func partitionCount(of topic: String) -> Int {
    for statement in statements {
      guard case .topic(let name, let block) = statement.kind, name.text == topic else { continue }
      for case .words(let phrase) in block.lines.map(\.kind) where phrase.id == .partitions {
        return Int(phrase.count(.count) ?? 1)
      }
    }
    return 1
  }

  private mutating func work(_ phrase: Phrase<ConsumerLineID>, _ work: inout ConsumerWork) {
    if let time = phrase.time(.duration) {
      work.workMin = time.lower.length
      work.workMax = (time.upper ?? time.lower).length
    }
    if let threads = phrase.count(.count) {
      work.place = .pool(threads: Int32(clamping: threads))
    } else if phrase.choice(.where_) == "in another thread" {
      work.place = .otherThread
    } else if phrase.choice(.where_) == "in the poll loop" {
      work.place = .pollLoop
    }
    if phrase.id == .commitThenProcess {
      work.commit = .beforeBatch
      if phrase.choice(.how) == "each record" || phrase.has(.asynchronously) {
        fail("this way to commit is not simulated yet", at: phrase.place)
      }
      return
    }
    guard let commit = phrase.choice(.commit) else { return }
    switch commit {
    case "then commit each record": work.commit = .afterEachRecord
    case "then commit every": fail("this way to commit is not simulated yet", at: phrase.place)
    default:
      work.commit = phrase.has(.asynchronously) ? .asynchronouslyAfterBatch : .afterBatch
    }
  }
}
