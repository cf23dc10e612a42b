import KafkaModel
import Kernel
import ScenarioLanguage

/// Partitions, the cluster, groups, and keys.
extension Measures {
  /// What is registered about one partition, or what a replica of it holds.
  func ofOnePartition() -> Answer {
    guard let partition = subjects.partition, partition.index < ledger.partitions.count else {
      return Answer(.unknown("the partition does not exist yet"))
    }
    let record = ledger.partitions[partition.index]
    switch phrase.id {
    case .leaderOf:
      return Answer(.node(record.leader == .none ? nil : layout.node(of: record.leader)))
    case .isrOf: return Answer(.nodes(record.isr.brokers.map { layout.node(of: $0) }))
    case .isrSize: return Answer(.number(Int64(record.isr.count)))
    case .replicasOf: return Answer(.nodes(record.replicas.brokers.map { layout.node(of: $0) }))
    case .leaderEpoch: return Answer(.number(Int64(record.epoch.value)))
    default: return ofReplica(partition)
    }
  }

  private func ofReplica(_ partition: PartitionID) -> Answer {
    var mirror = ledger.readable(partition)
    if let broker = subjects.brokers(in: layout)?.first {
      mirror = ledger.existingMirror(of: partition, on: broker).map { ledger.mirrors[$0] }
    }
    guard let mirror else { return Answer(.unknown("there is no such replica")) }
    switch phrase.id {
    case .highWatermark: return Answer(.number(mirror.highWatermark))
    case .logEnd: return Answer(.number(mirror.end))
    default: return Answer(.number(mirror.start))
    }
  }

  /// What was counted about partitions.
  func ofPartitions() -> Answer {
    let all = subjects.partitionsOrAll.filter { $0.index < ledger.partitions.count }
    let records = all.map { ledger.partitions[$0.index] }
    switch phrase.id {
    case .leaderChanges: return sum(records) { $0.leaderChanges }
    case .uncleanElections: return sum(records) { $0.uncleanElections }
    case .isrShrinks: return sum(records) { $0.isrShrinks }
    case .isrGrows: return sum(records) { $0.isrGrows }
    case .truncations: return sum(replicas(of: all)) { $0.truncations }
    case .recordsTruncated: return sum(replicas(of: all)) { $0.recordsTruncated }
    case .partitionsWithoutLeader:
      return sum(records) { $0.exists && $0.leader == .none ? 1 : 0 }
    case .underReplicated: return sum(records) { $0.isr.count < $0.replicas.count ? 1 : 0 }
    case .partitionsLed:
      let brokers = subjects.brokers(in: layout) ?? []
      return sum(records) { brokers.contains($0.leader) ? 1 : 0 }
    case .replicasOn:
      let brokers = subjects.brokers(in: layout) ?? []
      return sum(records) { record in
        Int64(brokers.filter { record.replicas.contains($0) }.count)
      }
    case .timeWithoutLeader:
      return Answer(.time(records.reduce(.zero) { $0 + $1.unled(until: ledger.now).total }))
    default:
      let longest = records.map { $0.unled(until: ledger.now).longest }.max()
      return Answer(.time(longest ?? .zero))
    }
  }

  private func sum<Item>(_ items: [Item], _ count: (Item) -> Int64) -> Answer {
    Answer(.number(items.reduce(0) { $0 + count($1) }))
  }

  private func replicas(of partitions: [PartitionID]) -> [ReplicaMirror] {
    let brokers = subjects.brokers(in: layout)
    return ledger.mirrors.filter { mirror in
      partitions.contains(mirror.partition) && brokers?.contains(mirror.broker) ?? true
    }
  }

  /// Controllers, sessions, brokers and faults.
  func ofCluster() -> Answer {
    let cluster = ledger.cluster
    switch phrase.id {
    case .controller:
      return Answer(
        .node(cluster.controller == .none ? nil : layout.node(of: cluster.controller)))
    case .controllerEpoch: return Answer(.number(Int64(cluster.controllerEpoch.value)))
    case .controllerChanges: return Answer(.number(cluster.controllerChanges))
    case .sessionsExpired:
      let nodes = subjects.nodes ?? (0..<layout.nodeCount).map { NodeID(index: $0) }
      return Answer(.number(nodes.reduce(0) { $0 + ledger.nodes[$1.place].sessionsExpired }))
    case .liveBrokers:
      let live = layout.brokers.filter { ledger.nodes[layout.node(of: $0).place].isRegistered }
      return Answer(.number(Int64(live.count)))
    case .faultsFired: return Answer(.number(cluster.faultsFired))
    default: return Answer(.number(cluster.bites))
    }
  }

  /// Rebalances, members and who has what.
  func ofGroups() -> Answer {
    if phrase.id == .partitionsOwned {
      let clients = subjects.clients(in: layout)
      let owned = ledger.groups.reduce(0) { total, group in
        total + group.owners.filter { clients.contains($0.client) }.count
      }
      return Answer(.number(Int64(owned)))
    }
    guard let id = subjects.group, id.value >= 0, Int(id.value) < ledger.groups.count else {
      return Answer(.unknown("there is no such group"))
    }
    let group = ledger.groups[Int(id.value)]
    switch phrase.id {
    case .rebalances: return Answer(.number(group.rebalances))
    case .generation: return Answer(.number(Int64(group.generation)))
    case .members: return Answer(.number(Int64(group.members)))
    case .idleMembers:
      let busy = ledger.clients.indices.filter { client in
        group.owners.contains { Int($0.client.value) == client }
      }
      return Answer(.number(max(0, Int64(group.members) - Int64(busy.count))))
    case .owner:
      let owner = group.owners.last { $0.partition == subjects.partition }
      return Answer(.node(owner.map { layout.node(of: $0.client) }))
    case .groupState:
      return group.isKnown
        ? Answer(.word(group.state.kafkaName))
        : Answer(.unknown("no coordinator has told of the group"))
    case .overlapping: return Answer(.number(group.overlaps))
    default:
      return Answer(.node(group.coordinator == .none ? nil : layout.node(of: group.coordinator)))
    }
  }

  /// Where the records of keys are.
  func ofKeys() -> Answer {
    if phrase.id == .keysMoved { return Answer(.number(Int64(movedKeys().count))) }
    guard let key = Measures.key(phrase.name(.key)?.text) else {
      return Answer(.unknown("keys are named by their number, as in 'k1'"))
    }
    var count: Int64 = 0
    var last: Int32?
    for partition in subjects.partitionsOrAll {
      for run in ledger.fullRead(partition) {
        for place in run.first..<(run.first + run.count)
        where streams.key(of: run.stream, at: place) == key {
          count += 1
        }
      }
    }
    if phrase.id == .offsetsOfKey { return Answer(.number(count)) }
    var latest = Instant.zero
    for (place, stream) in ledger.streams.enumerated() {
      guard let number = subjects.partitionsOrAll.firstIndex(of: stream.partition) else { continue }
      stream.sends.forEach { send in
        guard send.at >= latest else { return }
        for record in send.first..<(send.first + send.count)
        where streams.key(of: Int32(place), at: record) == key {
          latest = send.at
          last = Int32(number)
        }
      }
    }
    return last.map { Answer(.number(Int64($0))) }
      ?? Answer(.unknown("no record has that key"))
  }

  /// The number of a key from its name.
  static func key(_ name: String?) -> Int32? {
    guard let name else { return nil }
    let digits = String(name.reversed().prefix { $0.isNumber }.reversed())
    return Int32(digits)
  }

  /// Keys whose records are in more than one partition.
  func movedKeys() -> [Int32] {
    var pairs: [(key: Int32, partition: Int32)] = []
    for (place, stream) in ledger.streams.enumerated()
    where subjects.partitionsOrAll.contains(stream.partition) {
      for record in 0..<stream.sent {
        let key = streams.key(of: Int32(place), at: record)
        if key > 0 { pairs.append((key, stream.partition.value)) }
      }
    }
    pairs.sort { ($0.key, $0.partition) < ($1.key, $1.partition) }
    var moved: [Int32] = []
    for index in pairs.indices.dropFirst() {
      let (a, b) = (pairs[index - 1], pairs[index])
      if a.key == b.key, a.partition != b.partition, moved.last != b.key { moved.append(b.key) }
    }
    return moved
  }
}
