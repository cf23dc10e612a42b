import KafkaModel
import Kernel
import ScenarioLanguage

/// What readers were promised, and the state of the cluster.
extension Guarantees {
  private var readers: [ReaderFilter] {
    subjects.reader.map { [$0] } ?? Subjects.everyReader(variant, layout, catalog)
  }

  /// Exactly, at least, and at most once; of several readers, the worst answer counts.
  func ofDelivery() -> Answer {
    guard !readers.isEmpty else { return Answer(.unknown("nobody reads")) }
    var open: Answer?
    for reader in readers {
      let answer = delivery(to: reader)
      if answer.value == .holds(false) { return answer }
      if case .unknown = answer.value { open = open ?? answer }
    }
    return open ?? Answer(.holds(true))
  }

  private func delivery(to reader: ReaderFilter) -> Answer {
    let works = ledger.works(reader)
    if phrase.id != .atLeastOnce {
      let twice = RecordSet.occurring({ $0 > 1 }, in: works)
      if !twice.isEmpty {
        return Answer(
          .holds(false), records: ledger.sightings(of: twice, limit: Ledger.namedRecords),
          remark: "\(twice.count) processed more than once"
        ).failing(.processedTwice)
      }
    }
    if phrase.id != .atMostOnce {
      let left = ledger.unprocessed(reader)
      if !left.never.isEmpty {
        return Answer(
          .holds(false), records: ledger.sightings(of: left.never, limit: Ledger.namedRecords),
          evidence: ledger.outcomes(of: left.never, limit: 4),
          remark: "\(left.never.count) never processed"
        ).failing(.neverProcessed)
      }
      let overtaken = ledger.skipped(reader, withinAssignments: false)
        .intersection(ledger.removed()).subtracting(RecordSet(works))
      if !overtaken.isEmpty {
        return Answer(
          .holds(false), records: ledger.sightings(of: overtaken, limit: Ledger.namedRecords),
          remark: "\(overtaken.count) deleted before anybody read them"
        ).failing(.neverProcessed)
      }
      if !left.open.isEmpty {
        return Answer(.unknown("\(left.open.count) records were not processed yet"))
      }
    }
    return works.isEmpty ? Answer(.unknown("nothing was processed")) : Answer(.holds(true))
  }

  /// Positions, commits and ownership.
  func ofReaders() -> Answer {
    switch phrase.id {
    case .readersNeverSkip: return Checks.judge(.positions, ledger)
    case .offsetsNeverBack:
      guard let reader = subjects.reader, reader.group.value >= 0 else {
        return Checks.judge(.groupOffsets, ledger)
      }
      let group = ledger.groups[Int(reader.group.value)]
      guard group.committed.contains(where: { $0 >= 0 }) || !group.regressions.isEmpty else {
        return Answer(.unknown("nothing was committed"))
      }
      return broken(group.regressions, "committed offset went back")
    case .oneOwner:
      let named = subjects.group.map { [ledger.groups[Int($0.value)]] } ?? ledger.groups
      guard named.contains(where: { $0.generation > 0 }) else {
        return Answer(.unknown("no group completed a rebalance"))
      }
      return broken(named.flatMap(\.doubleOwners), "partition had two owners in one generation")
    default:
      let named = subjects.group.map { [ledger.groups[Int($0.value)]] } ?? ledger.groups
      let shared = named.reduce(0) { $0 + $1.sharedRecords }
      return shared == 0
        ? Answer(.holds(true))
        : Answer(.holds(false), remark: "\(shared) records were in two members' hands at once")
    }
  }

  private func broken(_ breaks: [GroupRecord.Regression], _ what: String) -> Answer {
    guard let first = breaks.first else { return Answer(.holds(true)) }
    let moved = first.from >= 0 ? " from \(first.from) to \(first.to)" : ""
    return Answer(
      .holds(false), evidence: breaks.prefix(3).map(\.number),
      remark: "\(what): \(catalog.name(of: first.partition))\(moved)")
  }

  /// Leaders, in-sync replicas, nodes, groups, topics.
  func ofCluster() -> Answer {
    let all = subjects.partitionsOrAll.filter {
      $0.index < ledger.partitions.count && ledger.partitions[$0.index].exists
    }
    switch phrase.id {
    case .spreadEvenly: return spreadEvenly(all)
    case .nodeIs: return nodesAre()
    case .groupIs: return groupIs()
    case .recovers: return recovers(all)
    default: break
    }
    guard !all.isEmpty else { return Answer(.unknown("there is no such partition")) }
    let wantsISR = phrase.id == .partitionFullISR || phrase.has(.all)
    let wantsLeader = phrase.id == .everyPartitionHealthy || phrase.id == .partitionHasLeader
    for partition in all {
      let record = ledger.partitions[partition.index]
      let name = catalog.name(of: partition)
      if phrase.id == .partitionHasNoLeader, record.isLed {
        return Answer(.holds(false), remark: "broker \(record.leader) leads \(name)")
      }
      if phrase.id == .preferredLeadersLead, record.leader != record.replicas.first {
        return Answer(.holds(false), remark: "broker \(record.leader) leads \(name)")
      }
      if wantsLeader, !record.isLed { return Answer(.holds(false), remark: leaderless(partition)) }
      if wantsISR, !record.isr.hasSameMembers(as: record.replicas) {
        return Answer(.holds(false), remark: "isr of \(name) is \(record.isr)")
          .failing(.notInSync)
      }
    }
    return Answer(.holds(true))
  }

  /// Says that nobody can be written to, and what the one who was elected lacks.
  private func leaderless(_ partition: PartitionID) -> String {
    let leader = ledger.partitions[partition.index].leader
    let text = "nobody leads \(catalog.name(of: partition))"
    guard leader != .none else { return text }
    let node = ledger.nodes[layout.node(of: leader).place]
    if !node.isUp { return "\(text): broker \(leader) is down" }
    if node.isFrozen { return "\(text): broker \(leader) stands still" }
    return "\(text) yet: broker \(leader) was elected and does not know it"
  }

  private func spreadEvenly(_ all: [PartitionID]) -> Answer {
    let byLeader = phrase.choice(.how) == "leaders"
    let counts = layout.brokers.map { broker in
      all.filter { partition in
        let record = ledger.partitions[partition.index]
        return byLeader ? record.leader == broker : record.replicas.contains(broker)
      }.count
    }
    guard let least = counts.min(), let most = counts.max(), !all.isEmpty else {
      return Answer(.unknown("there is no such partition"))
    }
    let text = counts.enumerated().map { "broker \($0 + 1): \($1)" }.joined(separator: ", ")
    return Answer(.holds(most - least <= 1), remark: text)
  }

  private func nodesAre() -> Answer {
    let nodes = subjects.nodes ?? []
    guard !nodes.isEmpty else { return Answer(.unknown("no such node")) }
    let holds = nodes.allSatisfy { node in
      let record = ledger.nodes[node.place]
      switch phrase.choice(.how) {
      case "up": return record.isUp
      case "down": return !record.isUp
      case "frozen": return record.isFrozen
      default: return !record.isRegistered
      }
    }
    return Answer(.holds(holds))
  }

  private func groupIs() -> Answer {
    guard let id = subjects.group, id.value >= 0 else {
      return Answer(.unknown("there is no such group"))
    }
    let group = ledger.groups[Int(id.value)]
    switch phrase.choice(.how) {
    case "empty": return Answer(.holds(group.members == 0 && group.state == .empty))
    case "stable": return state(of: group) { $0 == .stable }
    case "dead": return state(of: group) { $0 == .dead }
    default: return state(of: group) { $0 == .preparingRebalance || $0 == .completingRebalance }
    }
  }

  private func state(of group: GroupRecord, _ isMeant: (GroupState) -> Bool) -> Answer {
    guard group.isKnown else { return Answer(.unknown("no coordinator has told of the group")) }
    return Answer(.holds(isMeant(group.state)), remark: "the group is \(group.state.kafkaName)")
  }

  /// How long a record may wait for its outcome before the cluster counts as stuck.
  static let patience = Duration.seconds(30)

  private func recovers(_ all: [PartitionID]) -> Answer {
    for partition in all {
      let record = ledger.partitions[partition.index]
      let name = catalog.name(of: partition)
      if !record.isLed {
        return Answer(.holds(false), remark: leaderless(partition)).failing(.leaderless)
      }
      if !record.isr.hasSameMembers(as: record.replicas) {
        return Answer(.holds(false), remark: "isr of \(name) is \(record.isr)")
          .failing(.notInSync)
      }
    }
    let pending = ledger.pending(.all)
    if let since = pending.since, ledger.now - since > Self.patience {
      return Answer(.holds(false), remark: "\(pending.count) records still have no outcome")
    }
    return Checks.judge(.liveness, ledger)
  }
}
